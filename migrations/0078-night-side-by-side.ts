import { KINDS } from './0045-arrears-causes.js';
import { CAUSES as CAUSES_BEFORE, TURN as TURN_BEFORE } from './0054-faster-night.js';
import { again, definer, NIL, SqlMigration } from './support.js';

const MAX = `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`;

/* As before (0054): what all causes of a case have in common once a case, then which of them hold, for the lessor and for who supports. */
const WANTED = `
  WITH base AS (
    SELECT c.id, c.status, c.level, c.supporter_id, coalesce(c.operator_id, c.landlord_id) AS lessor_id, c.landlord_id, c.next_rule_code, c.next_rule_version, c.next_threshold_cents, c.next_constituted_on,
      c.report_due_on, c.plan_due_on, c.level_since, c.status_since, c.first_default_on, c.reported_on, t.household_id, e.since, e.constituted_on, e.transition_on, h.held, h.review_on,
      c.report_due_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM arrears_reports r WHERE r.consortium_id = c.consortium_id
      AND r.case_id = c.id AND r.body = 'paying_body') AS is_open,
      c.supporter_id IS NOT NULL AND c.supporter_id NOT IN (c.landlord_id, coalesce(c.operator_id, c.landlord_id)) AND EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = c.consortium_id
      AND g.organisation_id = c.supporter_id AND g.household_id = t.household_id AND g.scope = 'account' AND g.until > at) AS followed,
      jsonb_strip_nulls(jsonb_build_object('rule', c.rule_code, 'ruleVersion', c.rule_version, 'debtCents', c.debt_cents,
      'firstDefaultOn', c.first_default_on, 'reportedOn', c.reported_on,
      'constitutedOn', CASE WHEN c.level = 'constituted' THEN coalesce(e.constituted_on, c.level_since) END)) AS facts
    FROM arrears_cases c
    JOIN tenancies t ON t.consortium_id = c.consortium_id AND t.id = c.tenancy_id
    CROSS JOIN LATERAL (SELECT min(g.found_on) FILTER (WHERE g.regime = 'residence' AND g.level = 'constituted') AS since,
        min(g.since_on) FILTER (WHERE g.level = 'constituted') AS constituted_on,
        min(g.transition_on) FILTER (WHERE g.code = c.rule_code AND g.level = 'to_verify') AS transition_on
      FROM arrears_grounds g WHERE g.consortium_id = c.consortium_id AND g.case_id = c.id AND g.ended_on IS NULL) e
    CROSS JOIN LATERAL (SELECT bool_or(true) AS held,
        min(h.ends_on) FILTER (WHERE h.source_type <> 'repayment_plan' AND h.ends_on - 14 <= at) AS review_on
      FROM enforcement_holds h WHERE h.consortium_id = c.consortium_id AND h.tenancy_id = c.tenancy_id
        AND h.starts_on <= at AND (h.ends_on IS NULL OR h.ends_on > at)) h
    WHERE c.consortium_id = acting_consortium() AND c.id > after AND c.id <= until AND c.status NOT IN ('cleared', 'closed')
      AND (of_cases IS NULL OR c.id = ANY (of_cases))),
  said AS (
    SELECT b.*, lessor_id AS organisation_id, 'rent_officer' AS staff_function, unnest(array_remove(ARRAY[
      CASE WHEN b.status = 'watch' THEN 'rent_unpaid' END,
      CASE WHEN b.status = 'watch' AND b.next_rule_code IS NOT NULL THEN 'arrears_threshold_ahead' END,
      CASE WHEN b.level = 'to_verify' THEN 'arrears_to_verify' END,
      CASE WHEN b.status = 'constituted' THEN 'arrears_constituted' END,
      CASE WHEN b.status IN ('watch', 'to_verify', 'plan_broken') AND b.supporter_id IS NULL THEN 'arrears_support_wanted' END,
      CASE WHEN b.is_open THEN 'arrears_report_due' END,
      CASE WHEN b.status IN ('reported', 'plan_proposed', 'plan_broken') AND b.plan_due_on IS NOT NULL THEN 'arrears_plan_due' END,
      CASE WHEN b.status = 'plan_broken' THEN 'repayment_plan_broken' END,
      CASE WHEN b.since IS NOT NULL AND b.held IS NULL THEN 'contract_end_possible' END], NULL)) AS kind FROM base b
    UNION ALL
    SELECT b.*, supporter_id, 'social_worker', unnest(array_remove(ARRAY[
      CASE WHEN b.status = 'watch' THEN 'rent_unpaid' END,
      CASE WHEN b.status = 'watch' AND b.next_rule_code IS NOT NULL THEN 'arrears_threshold_ahead' END,
      CASE WHEN b.level = 'to_verify' THEN 'arrears_to_verify' END,
      CASE WHEN b.status = 'constituted' THEN 'arrears_constituted' END,
      CASE WHEN b.status IN ('watch', 'to_verify', 'plan_broken') THEN 'arrears_support_wanted' END,
      CASE WHEN b.status IN ('reported', 'plan_proposed', 'plan_broken') AND b.plan_due_on IS NOT NULL THEN 'arrears_plan_due' END,
      CASE WHEN b.status = 'plan_broken' THEN 'repayment_plan_broken' END,
      CASE WHEN b.since IS NOT NULL AND b.held IS NULL THEN 'contract_end_possible' END,
      CASE WHEN b.review_on IS NOT NULL THEN 'enforcement_hold_ending' END], NULL)) FROM base b WHERE b.followed)
  SELECT s.kind, s.id AS subject_id, s.household_id, s.organisation_id, s.staff_function,
      CASE s.kind WHEN 'rent_unpaid' THEN 'information' WHEN 'repayment_plan_broken' THEN 'urgent'
        WHEN 'arrears_report_due' THEN CASE WHEN s.report_due_on - 14 <= at THEN 'urgent' ELSE 'attention' END
        WHEN 'arrears_plan_due' THEN CASE WHEN s.plan_due_on - 30 <= at THEN 'urgent' ELSE 'attention' END
        ELSE 'attention' END AS level,
      CASE s.kind WHEN 'rent_unpaid' THEN coalesce(s.first_default_on, s.level_since)
        WHEN 'arrears_constituted' THEN coalesce(s.constituted_on, s.level_since)
        WHEN 'arrears_support_wanted' THEN s.status_since WHEN 'repayment_plan_broken' THEN s.status_since
        WHEN 'arrears_plan_due' THEN s.reported_on WHEN 'contract_end_possible' THEN s.since
        WHEN 'enforcement_hold_ending' THEN s.review_on - 14 ELSE s.level_since END AS since,
      CASE s.kind
        WHEN 'arrears_threshold_ahead' THEN jsonb_strip_nulls(s.facts || jsonb_build_object('rule', s.next_rule_code, 'ruleVersion', s.next_rule_version,
          'thresholdCents', s.next_threshold_cents, 'constitutedOn', s.next_constituted_on))
        WHEN 'arrears_to_verify' THEN jsonb_strip_nulls(s.facts || jsonb_build_object('transitionOn', s.transition_on))
        WHEN 'arrears_constituted' THEN CASE WHEN s.is_open THEN s.facts || jsonb_build_object('dueOn', s.report_due_on) ELSE s.facts END
        WHEN 'arrears_report_due' THEN s.facts || jsonb_build_object('dueOn', s.report_due_on)
        WHEN 'arrears_plan_due' THEN s.facts || jsonb_build_object('dueOn', s.plan_due_on)
        WHEN 'enforcement_hold_ending' THEN s.facts || jsonb_build_object('until', s.review_on)
        ELSE s.facts END AS facts
  FROM said s`;

const CAUSES = `CREATE FUNCTION arrears_causes(at date, of_cases uuid[], after uuid DEFAULT ${NIL}, until uuid DEFAULT ${MAX}) RETURNS bigint LANGUAGE plpgsql AS $$
     DECLARE
       rows jsonb;
       made bigint;
     BEGIN
       IF NOT nobody_acts() THEN of_cases := ARRAY(SELECT i FROM unnest(of_cases) i WHERE arrears_party(i)); END IF;
       IF of_cases IS NULL THEN PERFORM pg_advisory_xact_lock(hashtextextended('rent-arrears causes ' || acting_consortium() || after, 0)); END IF;
       WITH wanted AS MATERIALIZED (${WANTED}),
       known AS (
         SELECT k.kind, k.subject_id, k.household_id, k.organisation_id, k.staff_function, k.level, k.since, k.facts FROM causes k
         WHERE k.consortium_id = acting_consortium() AND k.ended_at IS NULL AND k.kind = ANY (${KINDS}) AND k.subject_id > after AND k.subject_id <= until
           AND (of_cases IS NULL OR k.subject_id = ANY (of_cases))),
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

const LOCK = `hashtextextended('rent-arrears ' || tenant, 0)`;
/** Parts of a night do not wait for each other; the same part of another night does, and finds what was done. */
const TURN = TURN_BEFORE.replace(LOCK, `hashtextextended('rent-arrears ' || tenant || after, 0)`);

const SIGNATURES = {
  turn: 'arrears_turn(date, uuid, uuid)',
  causes: 'arrears_causes(date, uuid[], uuid, uuid)',
  causesBefore: 'arrears_causes(date, uuid[])',
};
const set = (signature: string): string =>
  `ALTER FUNCTION ${signature} SET enable_nestloop = off SET jit = off SET plan_cache_mode = force_custom_plan`;

/** The night in parts that run side by side, each on its own cases; what is said of a case is made with less to do. */
export class NightSideBySide1700000000078 extends SqlMigration {
  readonly name = 'NightSideBySide1700000000078';

  protected readonly steps = [
    again(TURN),
    set(SIGNATURES.turn),
    `DROP FUNCTION ${SIGNATURES.causesBefore}`,
    CAUSES,
    ...definer(SIGNATURES.causes),
    set(SIGNATURES.causes),
  ];

  protected readonly undo = [
    `DROP FUNCTION ${SIGNATURES.causes}`,
    CAUSES_BEFORE,
    ...definer(SIGNATURES.causesBefore),
    set(SIGNATURES.causesBefore),
    again(TURN_BEFORE),
    set(SIGNATURES.turn),
  ];
}
