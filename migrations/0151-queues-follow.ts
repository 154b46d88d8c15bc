import { asDefiner, inner, SqlMigration } from './support.js';

/**
 * Who waits for a programme is the matter of who runs it now: its former operator neither reads nor reorders the queue, its next one
 * finds it as it stands. What was served or withdrawn stays with who ran it then, and a placement found ineligible waits no more.
 */
export class QueuesFollow1700000000151 extends SqlMigration {
  readonly name = 'QueuesFollow1700000000151';

  protected readonly steps = [
    `CREATE FUNCTION queue_changes_hands() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE place_requests SET operator_id = NEW.operator_id WHERE consortium_id = NEW.consortium_id AND programme_id = NEW.id
         AND status IN ('waiting', 'offered') AND operator_id IS DISTINCT FROM NEW.operator_id;
       RETURN NULL;
     END $$`,
    ...inner('queue_changes_hands()'),
    `CREATE TRIGGER queue_hands AFTER UPDATE OF operator_id ON programmes FOR EACH ROW
     WHEN (OLD.operator_id IS DISTINCT FROM NEW.operator_id) EXECUTE FUNCTION queue_changes_hands()`,
    asDefiner(`UPDATE place_requests q SET operator_id = p.operator_id FROM programmes p WHERE q.consortium_id = tenant AND p.consortium_id = tenant
        AND p.id = q.programme_id AND q.status IN ('waiting', 'offered') AND q.operator_id IS DISTINCT FROM p.operator_id;
      UPDATE place_requests q SET status = 'withdrawn' FROM placements p WHERE q.consortium_id = tenant AND p.consortium_id = tenant
        AND p.id = q.placement_id AND q.status = 'waiting' AND p.status = 'ineligible';`),
  ];

  protected readonly undo = [`DROP TRIGGER queue_hands ON programmes`, `DROP FUNCTION queue_changes_hands()`];
}
