import { ArrearsCases1700000000032 } from './0032-arrears-cases.js';
import { changed, definer, madeBy, REFUSE_STRANGER, SqlMigration, stepsOf } from './support.js';

/** As the arrears have it (0032). */
const BEFORE = madeBy(stepsOf(ArrearsCases1700000000032), 'CREATE OR REPLACE FUNCTION deadline_seen(');
const SEEN = changed(
  BEFORE,
  'ELSE false END',
  `WHEN 'shared_flat' THEN EXISTS (SELECT 1 FROM shared_flats f
    WHERE f.consortium_id = acting_consortium() AND f.id = of_id) ELSE false END`,
);
const ENDS = 'coalesce(h.ended_on, h.ends_on)';
const OF_HEAD = 'h.consortium_id = f.consortium_id AND h.id = f.head_tenancy_id';
const OURS = `d.consortium_id = acting_consortium() AND d.source_type = 'shared_flat' AND d.kind = 'flat_closure' AND d.closed_at IS NULL`;

/** Of each open flat whose head tenancy ends or has ended, who lets its rooms and who supports it. */
const WANTED = `SELECT f.id, ${ENDS} AS due_on, p.organisation_id FROM shared_flats f JOIN tenancies h ON ${OF_HEAD}
  CROSS JOIN LATERAL (SELECT DISTINCT o FROM unnest(ARRAY[f.operator_id, f.supporter_id]) o WHERE o IS NOT NULL) p (organisation_id)
  WHERE f.consortium_id = acting_consortium() AND f.closed_on IS NULL AND ${ENDS} IS NOT NULL`;

/**
 * A flat is to be closed by the day on which its head tenancy ends: a deadline of who lets its rooms and of who supports it, told half a
 * year before. Its landlord has that of the tenancy. It is closed with the flat, when the end is withdrawn, and for whom the flat is
 * no longer. Whatever changes the day asks for the job, which knows what day it is.
 */
export class FlatsToClose1700000000104 extends SqlMigration {
  readonly name = 'FlatsToClose1700000000104';

  protected readonly steps = [
    `INSERT INTO cause_kinds (kind) VALUES ('flat_to_close')`,
    `INSERT INTO deadline_kinds (kind, lead_days, urgent_days, cause_kind) VALUES ('flat_closure', 180, 60, 'flat_to_close')`,
    SEEN,

    // One at a time: what another has committed by then is seen.
    `CREATE FUNCTION flats_to_close(at date) RETURNS bigint LANGUAGE plpgsql AS $$
     DECLARE
       over uuid[];
       due record;
     BEGIN
       IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
       PERFORM pg_advisory_xact_lock(hashtextextended('flats to close ' || acting_consortium(), 3));
       WITH closed AS (
         UPDATE deadlines d SET closed_at = now() WHERE ${OURS}
           AND NOT EXISTS (SELECT 1 FROM (${WANTED}) w WHERE w.id = d.source_id AND w.organisation_id = d.organisation_id)
         RETURNING d.source_id)
       SELECT coalesce(array_agg(c.source_id), '{}') INTO over FROM closed c;
       SELECT coalesce(array_agg(w.id ORDER BY w.id, w.organisation_id), '{}') AS flats, array_agg(w.due_on ORDER BY w.id, w.organisation_id) AS days,
         array_agg(w.organisation_id ORDER BY w.id, w.organisation_id) AS whose INTO due FROM (${WANTED}) w;
       PERFORM deadlines_put('shared_flat', due.flats, 'flat_closure', due.days, due.whose, array_fill(NULL::uuid, ARRAY[cardinality(due.flats)]));
       RETURN deadlines_causes(at, over || due.flats);
     END $$`,
    ...definer('flats_to_close(date)'),

    `CREATE FUNCTION flat_ends() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF EXISTS (SELECT 1 FROM shared_flats f JOIN tenancies h ON ${OF_HEAD}
         WHERE f.consortium_id = NEW.consortium_id AND NEW.id IN (f.id, f.head_tenancy_id)
           AND (TG_TABLE_NAME = 'tenancies' AND f.closed_on IS NULL OR TG_TABLE_NAME = 'shared_flats' AND ${ENDS} IS NOT NULL)) THEN
         INSERT INTO outbox (id, consortium_id, job) VALUES (uuid7(), NEW.consortium_id, 'flats-to-close');
       END IF;
       RETURN NULL;
     END $$`,
    ...definer('flat_ends()'),
    `CREATE TRIGGER flat_ends AFTER UPDATE OF ends_on, ended_on ON tenancies FOR EACH ROW
       WHEN (NEW.tenant_organisation_id IS NOT NULL AND (NEW.ends_on, NEW.ended_on) IS DISTINCT FROM (OLD.ends_on, OLD.ended_on))
       EXECUTE FUNCTION flat_ends()`,
    `CREATE TRIGGER flat_ends AFTER INSERT OR UPDATE OF closed_on, operator_id, supporter_id ON shared_flats FOR EACH ROW EXECUTE FUNCTION flat_ends()`,
  ];

  protected readonly undo = [
    `DROP TRIGGER flat_ends ON shared_flats`,
    `DROP TRIGGER flat_ends ON tenancies`,
    `DROP FUNCTION flat_ends()`,
    `DROP FUNCTION flats_to_close(date)`,
    BEFORE,
    `DELETE FROM causes WHERE kind = 'flat_to_close'`,
    `DELETE FROM deadlines WHERE kind = 'flat_closure'`,
    `DELETE FROM deadline_kinds WHERE kind = 'flat_closure'`,
    `DELETE FROM cause_kinds WHERE kind = 'flat_to_close'`,
  ];
}
