import { NIL } from './support.js';

/** What a partner may know of at once; the subject's policy is asked again when it is read. */
export const VIEWERS = (alias: string): string =>
  `array_remove(ARRAY[${['landlord_id', 'operator_id', 'supporter_id', 'tenant_organisation_id'].map((column) => alias + column).join(', ')}], NULL)`;
export const EVENT = (from: string, what: string): string =>
  `INSERT INTO events (consortium_id, id, type, subject_type, subject_id, actor_organisation_id, viewers)
    SELECT tenant, uuid7(), 'arrears_case.' || ${what}, 'arrears_case', t.id, ${NIL}, t.viewers FROM ${from} t`;

/*
 * An instalment that was due, and whose days of grace are over, is checked once: what should have gone from the balance by then
 * against what has. Dues count up to the day of the instalment, payments up to the end of the grace.
 */
export const PLANS = `
  WITH due AS (
    SELECT p.id, p.case_id, k AS instalment, (p.first_due_on + make_interval(months => k - 1))::date AS due_on, p.tolerance_days, p.tolerance_cents,
      p.balance_cents, p.tenancy_id, least(p.instalment_cents::bigint * k, p.debt_cents)::integer AS expected
    FROM repayment_plans p CROSS JOIN generate_series(1, p.instalments) k
    WHERE p.consortium_id = tenant AND p.status = 'active' AND p.tenancy_id > after AND p.tenancy_id <= until
      AND (p.first_due_on + make_interval(months => k - 1))::date + p.tolerance_days < at
      AND NOT EXISTS (SELECT 1 FROM repayment_plan_checks c WHERE c.consortium_id = tenant AND c.plan_id = p.id AND c.instalment = k)),
  checked AS (
    INSERT INTO repayment_plan_checks (consortium_id, id, case_id, plan_id, instalment, due_on, checked_on, expected_cents, actual_cents, kept)
    SELECT tenant, uuid7(), d.case_id, d.id, d.instalment, d.due_on, at, d.expected, d.balance_cents - b.cents,
      d.balance_cents - b.cents + d.tolerance_cents >= d.expected
    FROM due d CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount_cents), 0)::integer AS cents FROM ledger_entries e
      WHERE e.consortium_id = tenant AND e.tenancy_id = d.tenancy_id
        AND e.value_on <= CASE WHEN e.due_side THEN d.due_on ELSE d.due_on + d.tolerance_days END) b
    ON CONFLICT ON CONSTRAINT repayment_plan_checks_once DO NOTHING
    RETURNING plan_id, case_id, kept),
  broken AS (
    UPDATE repayment_plans p SET status = 'broken', ended_on = at
    FROM (SELECT DISTINCT plan_id FROM checked WHERE NOT kept) c WHERE p.consortium_id = tenant AND p.id = c.plan_id AND p.status = 'active'
    RETURNING p.id, p.case_id, p.tenancy_id),
  cases AS (
    UPDATE arrears_cases c SET status = 'plan_broken', status_since = at FROM broken b
    WHERE c.consortium_id = tenant AND c.id = b.case_id AND c.status = 'plan_active' RETURNING c.id, ${VIEWERS('c.')} AS viewers),
  told AS (${EVENT('cases', "'plan_broken'")}),
  steps AS (
    INSERT INTO arrears_steps (consortium_id, id, case_id, step, status, occurred_on, principal_id)
    SELECT tenant, uuid7(), c.id, 'plan_breach', 'plan_broken', at, 'rent-arrears' FROM cases c),
  released AS (
    UPDATE enforcement_holds h SET ends_on = at FROM broken b
    WHERE h.consortium_id = tenant AND h.tenancy_id = b.tenancy_id AND h.source_type = 'repayment_plan' AND h.source_id = b.id)
  SELECT (SELECT count(*) FROM checked), (SELECT count(*) FROM broken), ARRAY(SELECT id FROM cases UNION SELECT case_id FROM checked)
  INTO plans_checked, plans_broken, planned`;

/** A cleared case takes its plan with it: kept. */
export const KEPT = `
  WITH kept AS (
    UPDATE repayment_plans p SET status = CASE p.status WHEN 'active' THEN 'kept' ELSE 'withdrawn' END, ended_on = at FROM arrears_cases c
    WHERE p.consortium_id = tenant AND p.status IN ('proposed', 'active') AND c.consortium_id = tenant AND c.id = p.case_id AND c.status = 'cleared'
    RETURNING p.id, p.tenancy_id)
  UPDATE enforcement_holds h SET ends_on = greatest(at, h.starts_on) FROM kept k
  WHERE h.consortium_id = tenant AND h.tenancy_id = k.tenancy_id AND h.source_type = 'repayment_plan' AND h.source_id = k.id`;
