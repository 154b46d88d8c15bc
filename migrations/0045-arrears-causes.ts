import { definer, SqlMigration } from './support.js';

const KINDS = `'{rent_unpaid,arrears_to_verify,arrears_constituted,arrears_support_wanted,arrears_report_due,arrears_plan_due,repayment_plan_broken,contract_end_possible}'`;

/*
 * What somebody should know of or act upon because of arrears. A lessor's reader is its rent officer; a supporter is told only
 * while the household lets it see the account. Support is asked of the supporter, or where there is none of who manages the home.
 */
const WANTED = `
  SELECT w.kind, c.id AS subject_id, t.household_id, w.organisation_id, w.staff_function, w.urgency AS level, w.since,
    jsonb_strip_nulls(jsonb_build_object('rule', c.rule_code, 'ruleVersion', c.rule_version, 'debtCents', c.debt_cents,
      'firstDefaultOn', c.first_default_on, 'dueOn', w.due_on, 'reportedOn', c.reported_on,
      'constitutedOn', CASE WHEN c.level = 'constituted' THEN c.level_since END)) AS facts
  FROM arrears_cases c
  JOIN tenancies t ON t.consortium_id = c.consortium_id AND t.id = c.tenancy_id
  CROSS JOIN LATERAL (SELECT c.supporter_id IS NOT NULL AND EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = c.consortium_id
    AND g.organisation_id = c.supporter_id AND g.household_id = t.household_id AND g.scope = 'account' AND g.until > at) AS followed) f
  CROSS JOIN LATERAL (SELECT
    (SELECT min(g.found_on) FROM arrears_grounds g WHERE g.consortium_id = c.consortium_id AND g.case_id = c.id AND g.regime = 'residence'
      AND g.level = 'constituted' AND g.ended_on IS NULL) AS since,
    EXISTS (SELECT 1 FROM enforcement_holds h WHERE h.consortium_id = c.consortium_id AND h.tenancy_id = c.tenancy_id
      AND h.starts_on <= at AND (h.ends_on IS NULL OR h.ends_on > at)) AS held) e
  CROSS JOIN LATERAL (
    SELECT k.kind, p.organisation_id, p.staff_function, k.urgency, k.since, k.due_on
    FROM (VALUES
      ('rent_unpaid', c.status = 'watch', 'information', c.level_since, NULL::date, true, true),
      ('arrears_to_verify', c.level = 'to_verify', 'attention', c.level_since, NULL, true, true),
      ('arrears_constituted', c.status = 'constituted', 'attention', c.level_since, NULL, true, true),
      ('arrears_support_wanted', c.status IN ('watch', 'to_verify', 'plan_broken'), 'attention', c.status_since, NULL, NOT f.followed, true),
      ('arrears_report_due', c.status = 'constituted' AND c.reported_on IS NULL AND c.report_due_on IS NOT NULL,
        CASE WHEN c.report_due_on - 14 <= at THEN 'urgent' ELSE 'attention' END, c.level_since, c.report_due_on, true, false),
      ('arrears_plan_due', c.status IN ('reported', 'plan_broken') AND c.plan_due_on IS NOT NULL,
        CASE WHEN c.plan_due_on - 30 <= at THEN 'urgent' ELSE 'attention' END, c.status_since, c.plan_due_on, true, true),
      ('repayment_plan_broken', c.status = 'plan_broken', 'urgent', c.status_since, NULL, true, true),
      -- Of enforcement: not said while something holds it.
      ('contract_end_possible', e.since IS NOT NULL AND NOT e.held, 'attention', e.since, NULL, true, true)
    ) k (kind, holds, urgency, since, due_on, for_lessor, for_supporter)
    CROSS JOIN LATERAL (
      SELECT coalesce(c.operator_id, c.landlord_id), 'rent_officer' WHERE k.for_lessor
      UNION ALL SELECT c.supporter_id, 'social_worker' WHERE k.for_supporter AND f.followed AND c.supporter_id NOT IN (c.landlord_id, coalesce(c.operator_id, c.landlord_id))
    ) p (organisation_id, staff_function)
    WHERE k.holds) w
  WHERE c.consortium_id = acting_consortium() AND c.status NOT IN ('cleared', 'closed') AND (of_cases IS NULL OR c.id = ANY (of_cases))`;

/** The causes of open cases: of some, when a verb changed them, or of all, at night. */
export class ArrearsCauses1700000000045 extends SqlMigration {
  readonly name = 'ArrearsCauses1700000000045';

  protected readonly steps = [
    // Only of cases of which something else holds than what is put already: of most, every night says the same.
    `CREATE FUNCTION arrears_causes(at date, of_cases uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
     DECLARE
       rows jsonb;
       made bigint;
     BEGIN
       IF NOT nobody_acts() THEN of_cases := ARRAY(SELECT i FROM unnest(of_cases) i WHERE arrears_party(i)); END IF;
       WITH wanted AS MATERIALIZED (${WANTED}),
       known AS (
         SELECT k.kind, k.subject_id, k.household_id, k.organisation_id, k.staff_function, k.level, k.since, k.facts FROM causes k
         WHERE k.consortium_id = acting_consortium() AND k.ended_at IS NULL AND k.kind = ANY (${KINDS}) AND (of_cases IS NULL OR k.subject_id = ANY (of_cases))),
       other AS MATERIALIZED (
         SELECT DISTINCT d.subject_id FROM ((TABLE wanted EXCEPT TABLE known) UNION ALL (TABLE known EXCEPT TABLE wanted)) d)
       SELECT array_agg(o.subject_id ORDER BY o.subject_id) INTO of_cases FROM other o;
       IF of_cases IS NULL THEN RETURN 0; END IF;
       -- Locked, then read again: what a verb commits meanwhile must not be undone by what was read before it.
       PERFORM 1 FROM arrears_cases c WHERE c.consortium_id = acting_consortium() AND c.id = ANY (of_cases) ORDER BY c.id FOR NO KEY UPDATE;
       SELECT jsonb_agg(to_jsonb(w) || '{"subject_type":"arrears_case"}') INTO rows FROM (${WANTED}) w;
       SELECT p.opened + p.changed + p.ended INTO made FROM causes_put(${KINDS}, of_cases, rows) p;
       RETURN made;
     END $$`,
    ...definer('arrears_causes(date, uuid[])'),
    // As of the night: what one step hands to the next is not joined row by row.
    `ALTER FUNCTION arrears_causes(date, uuid[]) SET enable_nestloop = off SET jit = off`,
  ];

  protected readonly undo = [`DROP FUNCTION arrears_causes(date, uuid[])`];
}
