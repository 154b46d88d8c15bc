import { definer, inCaseload, KIND, ORGANISATION, REFUSE_STRANGER, SqlMigration } from './support.js';

const VIEWERS = (more: string): string =>
  `ALTER POLICY tenant ON events USING (consortium_id = (SELECT acting_consortium()) AND (${KIND} = 'system'
     OR (${ORGANISATION} = ANY (viewers) AND (household_id IS NULL OR ${inCaseload('events')})${more})))`;

/**
 * An event is for the parties of its subject, and is read under the policy of the subject: who has lost sight of a tenancy, of an
 * account or of a case, or never had it, is not told that anything happened to it. And alerts that are over are forgotten in time.
 */
export class EventsSeen1700000000074 extends SqlMigration {
  readonly name = 'EventsSeen1700000000074';

  protected readonly steps = [
    `CREATE FUNCTION event_seen(of_type text, subject text, of_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       IF of_type ~ '^(account\\.|tenancy\\.(settlement|reopening|inventory_|guarantee|fsl_request))' THEN RETURN sees_account(of_id); END IF;
       RETURN CASE subject WHEN 'tenancy' THEN sees_tenancy(of_id) WHEN 'tenancy_occupancy' THEN sees_occupancy(of_id)
         WHEN 'arrears_case' THEN sees_arrears_case(of_id)
         WHEN 'alert' THEN EXISTS (SELECT 1 FROM alerts a WHERE a.consortium_id = acting_consortium() AND a.id = of_id) ELSE true END;
     END $$`,
    VIEWERS(' AND event_seen(type, subject_type, subject_id)'),

    // Alerts whose cause was gone before an instant, with what was done about them and the cause itself, so many at a time; their
    // readers' copies are told that they are deleted. Answers how many.
    `CREATE INDEX alerts_closed ON alerts (consortium_id, closed_at) WHERE closed_at IS NOT NULL`,
    `CREATE FUNCTION alerts_forget(before timestamptz, most integer) RETURNS integer LANGUAGE plpgsql AS $$
     DECLARE
       ids uuid[];
       reasons uuid[];
     BEGIN
       IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
       SELECT array_agg(w.id), array_agg(w.cause_id) INTO ids, reasons FROM (
         SELECT a.id, a.cause_id FROM alerts a WHERE a.consortium_id = acting_consortium() AND a.closed_at < before
         ORDER BY a.closed_at, a.id LIMIT most FOR UPDATE SKIP LOCKED) w;
       DELETE FROM alert_steps s WHERE s.consortium_id = acting_consortium() AND s.alert_id = ANY (ids);
       DELETE FROM alerts a WHERE a.consortium_id = acting_consortium() AND a.id = ANY (ids);
       DELETE FROM causes c WHERE c.consortium_id = acting_consortium() AND c.id = ANY (reasons) AND c.ended_at IS NOT NULL;
       IF ids IS NOT NULL THEN PERFORM feed_touch('alerts', ids); END IF;
       RETURN coalesce(cardinality(ids), 0);
     END $$`,
    ...definer('alerts_forget(timestamptz, integer)'),
  ];

  protected readonly undo = [
    `DROP FUNCTION alerts_forget(timestamptz, integer)`,
    `DROP INDEX alerts_closed`,
    VIEWERS(''),
    `DROP FUNCTION event_seen(text, text, uuid)`,
  ];
}
