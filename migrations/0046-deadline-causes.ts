import { definer, NIL, REFUSE_STRANGER, SqlMigration } from './support.js';

/** The deadlines of which somebody is to be told on a day, each for the organisation whose it is, while it knows the household. */
const WANTED = `
  SELECT k.cause_kind AS kind, d.source_type AS subject_type, d.source_id AS subject_id, d.household_id, d.organisation_id,
    CASE WHEN d.due_on - k.urgent_days <= at THEN 'urgent' ELSE 'attention' END AS level, d.due_on - k.lead_days AS since,
    jsonb_strip_nulls(jsonb_build_object('dueOn', d.due_on, 'overdueSince', CASE WHEN d.due_on < at THEN d.due_on + 1 END)) AS facts
  FROM deadlines d JOIN deadline_kinds k ON k.kind = d.kind
  WHERE d.consortium_id = acting_consortium() AND d.closed_at IS NULL AND k.cause_kind IS NOT NULL AND d.due_on - k.lead_days <= at
    AND (of_sources IS NULL OR d.source_id = ANY (of_sources))
    AND (d.household_id IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = d.consortium_id
      AND g.organisation_id = d.organisation_id AND g.household_id = d.household_id AND g.scope = 'stub' AND g.subject_id = ${NIL} AND g.until > at))`;

/** Whoever keeps accounts of which nothing was heard for a month, as `Account.knowledge` has it; told once, whatever their number. */
const SILENT = `
  SELECT s.keeper_id, min(s.heard) AS heard, max(s.received) AS received
  FROM (
    SELECT coalesce(a.operator_id, a.landlord_id) AS keeper_id, w.received, coalesce(w.received, t.starts_on) AS heard
    FROM accounts a
    JOIN tenancies t ON t.consortium_id = a.consortium_id AND t.id = a.tenancy_id
    LEFT JOIN ledger_senders l ON l.consortium_id = a.consortium_id AND l.organisation_id = a.landlord_id
    LEFT JOIN ledger_senders o ON o.consortium_id = a.consortium_id AND o.organisation_id = a.operator_id
    CROSS JOIN LATERAL (SELECT greatest(a.last_received_on, l.last_received_on, o.last_received_on) AS received) w
    WHERE a.consortium_id = acting_consortium() AND t.settled_on IS NULL AND (t.ended_on IS NULL OR a.balance_cents <> 0)) s
  WHERE (s.heard + interval '1 month')::date < at
  GROUP BY s.keeper_id`;

/**
 * Causes that follow from dates. Deadlines: one writer for all kinds, by the data of `deadline_kinds`; a kind without a cause of
 * its own here is told of by its feature. A verb calls it for what it changed, the night for all.
 */
export class DeadlineCauses1700000000046 extends SqlMigration {
  readonly name = 'DeadlineCauses1700000000046';

  protected readonly steps = [
    `ALTER TABLE deadline_kinds ADD COLUMN cause_kind text REFERENCES cause_kinds (kind)`,
    `UPDATE deadline_kinds k SET cause_kind = w.cause FROM (VALUES ('joint_review', 'joint_review_due'), ('slide_decision', 'slide_due'),
       ('tenancy_end', 'tenancy_ending'), ('repayment_plan_check', 'repayment_plan_check_due')) w (kind, cause) WHERE k.kind = w.kind`,

    // Of all (null) only sources of which something else holds than what is put already; then locked, and read again: a verb that
    // changes a deadline meanwhile comes before or after, with all that follows from it.
    `CREATE FUNCTION deadlines_causes(at date, of_sources uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
     DECLARE
       kinds text[] := ARRAY(SELECT DISTINCT k.cause_kind FROM deadline_kinds k WHERE k.cause_kind IS NOT NULL);
       rows jsonb;
       made bigint;
     BEGIN
       IF NOT nobody_acts() THEN
         of_sources := ARRAY(SELECT DISTINCT d.source_id FROM deadlines d WHERE d.consortium_id = acting_consortium()
           AND d.source_id = ANY (of_sources) AND deadline_is_ours(d.source_type, d.source_id));
       END IF;
       IF of_sources IS NULL THEN
         WITH wanted AS (SELECT w.kind, w.subject_type, w.subject_id, w.household_id, w.organisation_id, w.level, w.since, w.facts FROM (${WANTED}) w),
         known AS (
           SELECT c.kind, c.subject_type, c.subject_id, c.household_id, c.organisation_id, c.level, c.since, c.facts FROM causes c
           WHERE c.consortium_id = acting_consortium() AND c.ended_at IS NULL AND c.kind = ANY (kinds)),
         other AS ((TABLE wanted EXCEPT TABLE known) UNION ALL (TABLE known EXCEPT TABLE wanted))
         SELECT array_agg(DISTINCT o.subject_id) INTO of_sources FROM other o;
       END IF;
       IF coalesce(cardinality(of_sources), 0) = 0 THEN RETURN 0; END IF;
       PERFORM 1 FROM deadlines d WHERE d.consortium_id = acting_consortium() AND d.source_id = ANY (of_sources) ORDER BY d.id FOR NO KEY UPDATE;
       SELECT jsonb_agg(to_jsonb(w)) INTO rows FROM (${WANTED}) w;
       SELECT p.opened + p.changed + p.ended INTO made FROM causes_put(kinds, of_sources, rows) p;
       RETURN made;
     END $$`,
    ...definer('deadlines_causes(date, uuid[])'),

    // Whoever keeps accounts and has sent nothing for a month is told so once.
    `CREATE FUNCTION accounts_stale(at date) RETURNS bigint LANGUAGE plpgsql AS $$
     DECLARE
       rows jsonb;
       made bigint;
     BEGIN
       IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
       SELECT jsonb_agg(jsonb_build_object('kind', 'account_stale', 'subject_type', 'organisation', 'subject_id', s.keeper_id,
         'organisation_id', s.keeper_id, 'level', 'attention', 'since', (s.heard + interval '1 month')::date + 1,
         'facts', jsonb_build_object('lastReceivedOn', s.received))) INTO rows FROM (${SILENT}) s;
       SELECT p.opened + p.changed + p.ended INTO made FROM causes_put('{account_stale}', NULL, rows) p;
       RETURN made;
     END $$`,
    ...definer('accounts_stale(date)'),
    // What it sends ends it at once: the first time on a day, for the sender's row is written no oftener.
    `CREATE FUNCTION sender_is_heard() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF EXISTS (SELECT 1 FROM causes c WHERE c.consortium_id = NEW.consortium_id AND c.kind = 'account_stale'
         AND c.subject_id = NEW.organisation_id AND c.ended_at IS NULL) THEN
         PERFORM causes_put('{account_stale}', ARRAY[NEW.organisation_id], NULL);
       END IF;
       RETURN NULL;
     END $$`,
    ...definer('sender_is_heard()'),
    `CREATE TRIGGER heard AFTER INSERT OR UPDATE ON ledger_senders FOR EACH ROW EXECUTE FUNCTION sender_is_heard()`,
  ];

  protected readonly undo = [
    `DROP TRIGGER heard ON ledger_senders`,
    `DROP FUNCTION sender_is_heard()`,
    `DROP FUNCTION accounts_stale(date)`,
    `DROP FUNCTION deadlines_causes(date, uuid[])`,
    `ALTER TABLE deadline_kinds DROP COLUMN cause_kind`,
  ];
}
