import { definer, SqlMigration } from './support.js';

const KINDS = `'{rent_unpaid,arrears_to_verify,arrears_constituted,arrears_support_wanted,arrears_report_due,arrears_plan_due,repayment_plan_broken}'`;

/*
 * What somebody should know of or act upon because of arrears. A lessor's reader is its rent officer; a supporter is told only
 * while the household lets it see the account. Support is asked of the supporter, or where there is none of who manages the home.
 */
const WANTED = `
  SELECT w.kind, c.id AS subject_id, t.household_id, w.organisation_id, w.staff_function, w.urgency AS level, w.since,
    jsonb_strip_nulls(jsonb_build_object('rule', c.rule_code, 'ruleVersion', c.rule_version, 'debtCents', c.debt_cents,
      'firstDefaultOn', c.first_default_on, 'dueOn', w.due_on)) AS facts
  FROM arrears_cases c
  JOIN tenancies t ON t.consortium_id = c.consortium_id AND t.id = c.tenancy_id
  CROSS JOIN LATERAL (SELECT c.supporter_id IS NOT NULL AND EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = c.consortium_id
    AND g.organisation_id = c.supporter_id AND g.household_id = t.household_id AND g.scope = 'account' AND g.until > at) AS followed) f
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
      ('repayment_plan_broken', c.status = 'plan_broken', 'urgent', c.status_since, NULL, true, true)
    ) k (kind, holds, urgency, since, due_on, for_lessor, for_supporter)
    CROSS JOIN LATERAL (
      SELECT coalesce(c.operator_id, c.landlord_id), 'rent_officer' WHERE k.for_lessor
      UNION ALL SELECT c.supporter_id, 'social_worker' WHERE k.for_supporter AND f.followed AND c.supporter_id NOT IN (c.landlord_id, coalesce(c.operator_id, c.landlord_id))
    ) p (organisation_id, staff_function)
    WHERE k.holds) w
  WHERE c.consortium_id = acting_consortium() AND c.status NOT IN ('cleared', 'closed') AND (of_cases IS NULL OR c.id = ANY (of_cases))`;

/** The causes of open cases: of some, when a verb changed them, or of all, at night. Only cases of which something changed are put. */
export class ArrearsCauses1700000000045 extends SqlMigration {
  readonly name = 'ArrearsCauses1700000000045';

  protected readonly steps = [
    `CREATE FUNCTION arrears_causes(at date, of_cases uuid[]) RETURNS bigint LANGUAGE sql AS $$
       WITH wanted AS MATERIALIZED (${WANTED}),
       changed AS MATERIALIZED (
         SELECT DISTINCT coalesce(w.subject_id, c.subject_id) AS id
         FROM wanted w
         FULL JOIN (SELECT * FROM causes o WHERE o.consortium_id = acting_consortium() AND o.ended_at IS NULL AND o.kind = ANY (${KINDS}::text[])
           AND (of_cases IS NULL OR o.subject_id = ANY (of_cases))) c
           ON c.kind = w.kind AND c.subject_id = w.subject_id AND c.organisation_id = w.organisation_id
         WHERE (c.household_id, c.staff_function, c.level, c.since, c.facts) IS DISTINCT FROM (w.household_id, w.staff_function, w.level, w.since, w.facts)
           OR c.subject_id IS NULL OR w.subject_id IS NULL),
       put AS (
         SELECT array_agg(h.id) AS ids, (SELECT jsonb_agg(to_jsonb(w) || '{"subject_type": "arrears_case"}') FROM wanted w JOIN changed h ON h.id = w.subject_id) AS rows
         FROM changed h HAVING count(*) > 0)
       SELECT coalesce((SELECT p.opened + p.changed + p.ended FROM put CROSS JOIN LATERAL causes_put(${KINDS}, put.ids, put.rows) p), 0) $$`,
    ...definer('arrears_causes(date, uuid[])'),
  ];

  protected readonly undo = [`DROP FUNCTION arrears_causes(date, uuid[])`];
}
