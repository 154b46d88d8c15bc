import { refuse, SqlMigration } from './support.js';

const take = (body: string): string =>
  `CREATE OR REPLACE FUNCTION idempotent_take(lock bigint, key bytea) RETURNS void LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`;
const KNOWN = `EXISTS (SELECT 1 FROM idempotent_answers a
         WHERE a.consortium_id = acting_consortium() AND a.scope = key AND a.created_at > now() - interval '72 hours')`;

/**
 * The lock first, then, in a statement of its own, whether there is an answer: as one expression (0047) both had the snapshot from
 * before the lock, and a twin that committed in between was not seen, so that one key could have two effects.
 */
export class TakeThenLook1700000000100 extends SqlMigration {
  readonly name = 'TakeThenLook1700000000100';

  protected readonly steps = [
    take(`
       IF NOT pg_try_advisory_xact_lock(lock) THEN ${refuse('idempotency_in_flight')}; END IF;
       IF ${KNOWN} THEN ${refuse('idempotency_in_flight')}; END IF;`),
  ];

  protected readonly undo = [
    take(`
       IF NOT pg_try_advisory_xact_lock(lock) OR ${KNOWN} THEN ${refuse('idempotency_in_flight')}; END IF;`),
  ];
}
