import { arrearsInputs } from './0031-arrears-evaluation.js';
import { arrearsTurn } from './0033-arrears-turn.js';
import { ARREARS_CAUSES, KINDS } from './0045-arrears-causes.js';
import { again, SqlMigration } from './support.js';

/*
 * As before (0045), which says what each is about: what all causes of a case have in common is made once, the rest of those alone
 * that hold.
 */
const WANTED = `
  SELECT k.kind, c.id AS subject_id, t.household_id, p.organisation_id, p.staff_function,
    CASE k.kind WHEN 'rent_unpaid' THEN 'information' WHEN 'repayment_plan_broken' THEN 'urgent'
      WHEN 'arrears_report_due' THEN CASE WHEN c.report_due_on - 14 <= at THEN 'urgent' ELSE 'attention' END
      WHEN 'arrears_plan_due' THEN CASE WHEN c.plan_due_on - 30 <= at THEN 'urgent' ELSE 'attention' END
      ELSE 'attention' END AS level,
    CASE k.kind WHEN 'rent_unpaid' THEN coalesce(c.first_default_on, c.level_since)
      WHEN 'arrears_constituted' THEN coalesce(e.constituted_on, c.level_since)
      WHEN 'arrears_support_wanted' THEN c.status_since WHEN 'repayment_plan_broken' THEN c.status_since
      WHEN 'arrears_plan_due' THEN c.reported_on WHEN 'contract_end_possible' THEN e.since
      WHEN 'enforcement_hold_ending' THEN h.review_on - 14 ELSE c.level_since END AS since,
    CASE k.kind
      WHEN 'arrears_threshold_ahead' THEN jsonb_strip_nulls(b.facts || jsonb_build_object('rule', c.next_rule_code, 'ruleVersion', c.next_rule_version,
        'thresholdCents', c.next_threshold_cents, 'constitutedOn', c.next_constituted_on))
      WHEN 'arrears_to_verify' THEN jsonb_strip_nulls(b.facts || jsonb_build_object('transitionOn', e.transition_on))
      WHEN 'arrears_constituted' THEN CASE WHEN r.is_open THEN b.facts || jsonb_build_object('dueOn', c.report_due_on) ELSE b.facts END
      WHEN 'arrears_report_due' THEN b.facts || jsonb_build_object('dueOn', c.report_due_on)
      WHEN 'arrears_plan_due' THEN b.facts || jsonb_build_object('dueOn', c.plan_due_on)
      WHEN 'enforcement_hold_ending' THEN b.facts || jsonb_build_object('until', h.review_on)
      ELSE b.facts END AS facts
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
  CROSS JOIN LATERAL (SELECT c.report_due_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM arrears_reports r WHERE r.consortium_id = c.consortium_id
    AND r.case_id = c.id AND r.body = 'paying_body') AS is_open OFFSET 0) r
  CROSS JOIN LATERAL (SELECT jsonb_strip_nulls(jsonb_build_object('rule', c.rule_code, 'ruleVersion', c.rule_version, 'debtCents', c.debt_cents,
    'firstDefaultOn', c.first_default_on, 'reportedOn', c.reported_on,
    'constitutedOn', CASE WHEN c.level = 'constituted' THEN coalesce(e.constituted_on, c.level_since) END)) AS facts OFFSET 0) b
  CROSS JOIN LATERAL (VALUES
    ('rent_unpaid', c.status = 'watch', true, true),
    ('arrears_threshold_ahead', c.status = 'watch' AND c.next_rule_code IS NOT NULL, true, true),
    ('arrears_to_verify', c.level = 'to_verify', true, true),
    ('arrears_constituted', c.status = 'constituted', true, true),
    ('arrears_support_wanted', c.status IN ('watch', 'to_verify', 'plan_broken'), c.supporter_id IS NULL, true),
    ('arrears_report_due', r.is_open, true, false),
    ('arrears_plan_due', c.status IN ('reported', 'plan_proposed', 'plan_broken') AND c.plan_due_on IS NOT NULL, true, true),
    ('repayment_plan_broken', c.status = 'plan_broken', true, true),
    ('contract_end_possible', e.since IS NOT NULL AND NOT h.held, true, true),
    ('enforcement_hold_ending', h.review_on IS NOT NULL, false, true)
  ) k (kind, holds, for_lessor, for_supporter)
  CROSS JOIN LATERAL (
    SELECT coalesce(c.operator_id, c.landlord_id), 'rent_officer' WHERE k.for_lessor
    UNION ALL SELECT c.supporter_id, 'social_worker' WHERE k.for_supporter AND f.followed AND c.supporter_id NOT IN (c.landlord_id, coalesce(c.operator_id, c.landlord_id))
  ) p (organisation_id, staff_function)
  WHERE k.holds AND c.consortium_id = acting_consortium() AND c.status NOT IN ('cleared', 'closed') AND (of_cases IS NULL OR c.id = ANY (of_cases))`;

/*
 * Only of cases of which something else holds than what is put already: of most, every night says the same. Of so many at once that a
 * statement stays short; who asks of all asks again after that many. Of two who ask of all at once the second waits, so as to find what
 * the first left: otherwise it would find nothing to say, and take that for the end.
 */
export const CAUSES = `CREATE FUNCTION arrears_causes(at date, of_cases uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
     DECLARE
       rows jsonb;
       made bigint;
     BEGIN
       IF NOT nobody_acts() THEN of_cases := ARRAY(SELECT i FROM unnest(of_cases) i WHERE arrears_party(i)); END IF;
       IF of_cases IS NULL THEN PERFORM pg_advisory_xact_lock(hashtextextended('rent-arrears ' || acting_consortium(), 0)); END IF;
       WITH wanted AS MATERIALIZED (${WANTED}),
       known AS (
         SELECT k.kind, k.subject_id, k.household_id, k.organisation_id, k.staff_function, k.level, k.since, k.facts FROM causes k
         WHERE k.consortium_id = acting_consortium() AND k.ended_at IS NULL AND k.kind = ANY (${KINDS}) AND (of_cases IS NULL OR k.subject_id = ANY (of_cases))),
       other AS MATERIALIZED (
         SELECT DISTINCT coalesce(w.subject_id, k.subject_id) AS subject_id
         FROM wanted w FULL JOIN known k ON k.subject_id = w.subject_id AND k.kind = w.kind AND k.organisation_id = w.organisation_id
         WHERE (w.household_id, w.staff_function, w.level, w.since, w.facts) IS DISTINCT FROM (k.household_id, k.staff_function, k.level, k.since, k.facts))
       SELECT array_agg(o.subject_id ORDER BY o.subject_id) INTO of_cases FROM (SELECT * FROM other ORDER BY subject_id LIMIT 5000) o;
       IF of_cases IS NULL THEN RETURN 0; END IF;
       PERFORM set_config('enable_nestloop', 'on', true); -- of these alone, by key
       -- Locked, then read again: what a verb commits meanwhile must not be undone by what was read before it.
       PERFORM 1 FROM arrears_cases c WHERE c.consortium_id = acting_consortium() AND c.id = ANY (of_cases) ORDER BY c.id FOR NO KEY UPDATE;
       SELECT jsonb_agg(to_jsonb(w) || '{"subject_type":"arrears_case"}') INTO rows FROM (${WANTED}) w;
       SELECT p.opened + p.changed + p.ended INTO made FROM causes_put(${KINDS}, of_cases, rows) p;
       RETURN made;
     END $$`;

/** What has gone of an absurd account is more than an integer holds, and must not stop the night of all others. */
export const TURN = arrearsTurn(true).replaceAll(
  'd.balance_cents - b.cents',
  'greatest(least(d.balance_cents::bigint - b.cents, 2000000000), -2000000000)::integer',
);

/**
 * The night again, with less to read: of a part only its own tenancies; what is said already is compared once a night and not
 * once a part; what changed is asked for by key.
 */
export class FasterNight1700000000054 extends SqlMigration {
  readonly name = 'FasterNight1700000000054';

  protected readonly steps = [...functions(arrearsInputs(true), TURN, CAUSES)];

  protected readonly undo = functions(arrearsInputs(false), arrearsTurn(false), ARREARS_CAUSES);
}

function functions(inputs: string, turn: string, causes: string): string[] {
  return [
    inputs.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'),
    ...['arrears_turn(date, uuid, uuid)', 'arrears_causes(date, uuid[])'].flatMap((signature, index) => [
      again([turn, causes][index]!),
      `ALTER FUNCTION ${signature} SET enable_nestloop = off SET jit = off SET plan_cache_mode = force_custom_plan`,
    ]),
  ];
}
