import { definer, SqlMigration } from './support.js';

export const KINDS = `'{rent_unpaid,arrears_threshold_ahead,arrears_to_verify,arrears_constituted,arrears_support_wanted,arrears_report_due,arrears_plan_due,repayment_plan_broken,contract_end_possible,enforcement_hold_ending}'`;

/*
 * What somebody should know of or act upon because of arrears. A lessor's reader is its rent officer; a supporter is told only
 * while the household lets it see the account. Support is asked of the supporter, or where the tenancy has none of who manages
 * the home: what the household lets its supporter see is nothing that a lessor could tell by its alerts. For the same reason the
 * review of what holds enforcement is the supporter's alone. Nothing but a report ends the delay of a report, not even a plan.
 */
const WANTED = `
  SELECT w.kind, c.id AS subject_id, t.household_id, w.organisation_id, w.staff_function, w.urgency AS level, w.since,
    jsonb_strip_nulls(jsonb_build_object('rule', c.rule_code, 'ruleVersion', c.rule_version, 'debtCents', c.debt_cents,
      'firstDefaultOn', c.first_default_on, 'dueOn', w.due_on, 'reportedOn', c.reported_on,
      'constitutedOn', CASE WHEN c.level = 'constituted' THEN coalesce(e.constituted_on, c.level_since) END) || w.more) AS facts
  FROM arrears_cases c
  JOIN tenancies t ON t.consortium_id = c.consortium_id AND t.id = c.tenancy_id
  CROSS JOIN LATERAL (SELECT c.supporter_id IS NOT NULL AND EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = c.consortium_id
    AND g.organisation_id = c.supporter_id AND g.household_id = t.household_id AND g.scope = 'account' AND g.until > at) AS followed) f
  CROSS JOIN LATERAL (SELECT min(g.found_on) FILTER (WHERE g.regime = 'residence' AND g.level = 'constituted') AS since,
      min(g.since_on) FILTER (WHERE g.level = 'constituted') AS constituted_on,
      min(g.transition_on) FILTER (WHERE g.code = c.rule_code AND g.level = 'to_verify') AS transition_on
    FROM arrears_grounds g WHERE g.consortium_id = c.consortium_id AND g.case_id = c.id AND g.ended_on IS NULL) e
  CROSS JOIN LATERAL (SELECT coalesce(bool_or(true), false) AS held,
      min(h.ends_on) FILTER (WHERE h.source_type <> 'repayment_plan' AND h.ends_on - 14 <= at) AS review_on
    FROM enforcement_holds h WHERE h.consortium_id = c.consortium_id AND h.tenancy_id = c.tenancy_id
      AND h.starts_on <= at AND (h.ends_on IS NULL OR h.ends_on > at)) h
  CROSS JOIN LATERAL (SELECT NOT EXISTS (SELECT 1 FROM arrears_reports r WHERE r.consortium_id = c.consortium_id AND r.case_id = c.id
      AND r.body = 'paying_body') AND c.report_due_on IS NOT NULL AS is_open) r
  CROSS JOIN LATERAL (
    SELECT k.kind, p.organisation_id, p.staff_function, k.urgency, k.since, k.due_on, k.more
    FROM (VALUES
      ('rent_unpaid', c.status = 'watch', 'information', coalesce(c.first_default_on, c.level_since), NULL::date, '{}'::jsonb, true, true),
      ('arrears_threshold_ahead', c.status = 'watch' AND c.next_rule_code IS NOT NULL, 'attention', c.level_since, NULL,
        jsonb_build_object('rule', c.next_rule_code, 'ruleVersion', c.next_rule_version, 'thresholdCents', c.next_threshold_cents,
          'constitutedOn', c.next_constituted_on), true, true),
      ('arrears_to_verify', c.level = 'to_verify', 'attention', c.level_since, NULL, jsonb_build_object('transitionOn', e.transition_on), true, true),
      ('arrears_constituted', c.status = 'constituted', 'attention', coalesce(e.constituted_on, c.level_since), NULL,
        jsonb_build_object('dueOn', CASE WHEN r.is_open THEN c.report_due_on END), true, true),
      ('arrears_support_wanted', c.status IN ('watch', 'to_verify', 'plan_broken'), 'attention', c.status_since, NULL, '{}',
        c.supporter_id IS NULL, true),
      ('arrears_report_due', r.is_open, CASE WHEN c.report_due_on - 14 <= at THEN 'urgent' ELSE 'attention' END, c.level_since, c.report_due_on,
        '{}', true, false),
      ('arrears_plan_due', c.status IN ('reported', 'plan_proposed', 'plan_broken') AND c.plan_due_on IS NOT NULL,
        CASE WHEN c.plan_due_on - 30 <= at THEN 'urgent' ELSE 'attention' END, c.reported_on, c.plan_due_on, '{}', true, true),
      ('repayment_plan_broken', c.status = 'plan_broken', 'urgent', c.status_since, NULL, '{}', true, true),
      -- Of enforcement: not said while something holds it.
      ('contract_end_possible', e.since IS NOT NULL AND NOT h.held, 'attention', e.since, NULL, '{}', true, true),
      ('enforcement_hold_ending', h.review_on IS NOT NULL, 'attention', h.review_on - 14, NULL, jsonb_build_object('until', h.review_on), false, true)
    ) k (kind, holds, urgency, since, due_on, more, for_lessor, for_supporter)
    CROSS JOIN LATERAL (
      SELECT coalesce(c.operator_id, c.landlord_id), 'rent_officer' WHERE k.for_lessor
      UNION ALL SELECT c.supporter_id, 'social_worker' WHERE k.for_supporter AND f.followed AND c.supporter_id NOT IN (c.landlord_id, coalesce(c.operator_id, c.landlord_id))
    ) p (organisation_id, staff_function)
    WHERE k.holds) w
  WHERE c.consortium_id = acting_consortium() AND c.status NOT IN ('cleared', 'closed') AND (of_cases IS NULL OR c.id = ANY (of_cases))`;

/** Only of cases of which something else holds than what is put already: of most, every night says the same. */
export const ARREARS_CAUSES = `CREATE FUNCTION arrears_causes(at date, of_cases uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
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
     END $$`;

/** The causes of open cases: of some, when a verb changed them, or of all, at night. */
export class ArrearsCauses1700000000045 extends SqlMigration {
  readonly name = 'ArrearsCauses1700000000045';

  protected readonly steps = [
    `INSERT INTO cause_kinds (kind) VALUES ('enforcement_hold_ending')`,
    ARREARS_CAUSES,
    ...definer('arrears_causes(date, uuid[])'),
    // As of the night: what one step hands to the next is not joined row by row. Planned for the cases at hand: a plan for any would
    // compare each row with each of them, and a night would grow with the square.
    `ALTER FUNCTION arrears_causes(date, uuid[]) SET enable_nestloop = off SET jit = off SET plan_cache_mode = force_custom_plan`,
  ];

  protected readonly undo = [
    `DROP FUNCTION arrears_causes(date, uuid[])`,
    `DELETE FROM cause_kinds WHERE kind = 'enforcement_hold_ending'`,
  ];
}
