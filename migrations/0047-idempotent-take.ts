import { refuse, SqlMigration } from './support.js';

/** Taking a key is a statement that fails, so that what was sent behind it in the same packet fails too. */
export class IdempotentTake1700000000047 extends SqlMigration {
  readonly name = 'IdempotentTake1700000000047';

  protected readonly steps = [
    // A twin under way holds the lock; one that has just committed is found by the primary key.
    `CREATE FUNCTION idempotent_take(lock bigint, key bytea) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       IF NOT pg_try_advisory_xact_lock(lock) OR EXISTS (SELECT 1 FROM idempotent_answers a
         WHERE a.consortium_id = acting_consortium() AND a.scope = key AND a.created_at > now() - interval '72 hours') THEN
         ${refuse('idempotency_in_flight')};
       END IF;
     END $$`,
    `GRANT EXECUTE ON FUNCTION idempotent_take(bigint, bytea) TO passerelle_runtime`,
  ];

  protected readonly undo = [`DROP FUNCTION idempotent_take(bigint, bytea)`];
}
