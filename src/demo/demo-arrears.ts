import type { Client } from 'pg';
import type { CivilDate } from '../platform/clock.js';
import { dayOf, firstOf, postDues, receive } from './demo-accounts.js';
import type { Account, Story } from './demo-stories.js';

/** How far back the stories go, and one month in which all was paid. */
const LONGEST = 13;

/** What the report of a case leaves, on a day. */
const REPORT = `
  WITH told AS (
    UPDATE arrears_cases c SET status = 'reported', status_since = $2, reported_on = $2, plan_due_on = arrears_delay('plan_by_lessor', $2)
    WHERE c.consortium_id = acting_consortium() AND c.tenancy_id = ANY ($1::uuid[]) AND c.status IN ('watch', 'to_verify', 'constituted')
    RETURNING c.id, coalesce(c.operator_id, c.landlord_id) AS keeper_id),
  written AS (
    INSERT INTO arrears_reports (consortium_id, id, case_id, body, reported_on) SELECT acting_consortium(), uuid7(), t.id, 'paying_body', $2 FROM told t),
  steps AS (
    INSERT INTO arrears_steps (consortium_id, id, case_id, step, status, occurred_on, reason, by_organisation_id, principal_id)
    SELECT acting_consortium(), uuid7(), t.id, 'report', 'reported', $2, 'paying_body', t.keeper_id, 'demo' FROM told t)
  SELECT t.id FROM told t`;

/** A plan over so many months, agreed on a day: it holds enforcement from then on. */
const PLAN = `
  WITH told AS (
    UPDATE arrears_cases c SET status = 'plan_active', status_since = $2
    FROM unnest($1::uuid[], $3::integer[]) w (tenancy, instalments), accounts a
    WHERE c.consortium_id = acting_consortium() AND c.tenancy_id = w.tenancy AND c.closed_on IS NULL
      AND a.consortium_id = c.consortium_id AND a.tenancy_id = w.tenancy
    RETURNING c.id, c.tenancy_id, coalesce(c.operator_id, c.landlord_id) AS keeper_id, w.instalments, a.balance_cents AS cents),
  plans AS (
    INSERT INTO repayment_plans (consortium_id, id, case_id, tenancy_id, status, frame, debt_cents, instalment_cents, instalments, first_due_on,
      tolerance_days, tolerance_cents, balance_cents, proposed_on, agreed_on)
    SELECT acting_consortium(), uuid7(), t.id, t.tenancy_id, 'active', 'lessor', t.cents, (t.cents + t.instalments - 1) / t.instalments, t.instalments, $4,
      r.quantity, coalesce(r.amount_cents, 0), t.cents, $2, $2
    FROM told t JOIN arrears_rules_at($2) r ON r.code = 'plan_tolerance' RETURNING id, case_id, tenancy_id, instalment_cents),
  held AS (
    INSERT INTO enforcement_holds (consortium_id, id, tenancy_id, kind, source_type, source_id, starts_on)
    SELECT acting_consortium(), uuid7(), p.tenancy_id, 'plan', 'repayment_plan', p.id, $2 FROM plans p),
  steps AS (
    INSERT INTO arrears_steps (consortium_id, id, case_id, step, status, occurred_on, reason, by_organisation_id, principal_id)
    SELECT acting_consortium(), uuid7(), t.id, w.step, w.status, $2, w.reason, t.keeper_id, 'demo' FROM told t
    CROSS JOIN (VALUES ('plan_proposal', 'plan_proposed', 'lessor'), ('plan_agreement', 'plan_active', NULL)) w (step, status, reason))
  SELECT p.case_id AS id, p.tenancy_id AS "tenancyId", p.instalment_cents AS cents FROM plans p`;

interface Told extends Account {
  readonly story: Story;
}

/** What a plan brings in each month, by tenancy. */
type Instalments = Map<string, number>;

/**
 * Lives the last year of those who fell behind, month by month, by the functions of the nightly jobs: so each case has opened,
 * risen, been reported, planned for and broken on its day, under the rules of that day.
 */
export async function liveArrears(client: Client, accounts: readonly Account[], today: CivilDate): Promise<void> {
  const told = accounts.filter((account): account is Told => account.story !== undefined);
  const instalments: Instalments = new Map();
  for (let monthsAgo = LONGEST; monthsAgo >= 0; monthsAgo -= 1) {
    const on = dayOf(today, monthsAgo);
    await postDues(client, told, on);
    const receipts = told.map((account) => receiptOf(account, monthsAgo, instalments));
    const since = monthsAgo === LONGEST ? '2000-01-01' : firstOf(on);
    await receive(client, receipts, { since, on });
    await client.query('SELECT arrears_turn($1)', [on]);
    await act(client, told, { monthsAgo, on, today, instalments });
  }
  await client.query('SELECT arrears_causes($1, NULL)', [today]);
}

function receiptOf(account: Told, monthsAgo: number, instalments: Instalments) {
  const { paid, plan } = account.story;
  const percent = paid[paid.length - 1 - monthsAgo] ?? 100;
  const since = plan ? plan.month - monthsAgo : 0;
  const more = since >= 1 && since <= plan!.kept ? (instalments.get(account.tenancyId) ?? 0) : 0;
  return { account, percent, more };
}

/** What lessors did in a month: reports, and plans whose first instalment is due on the 5th of the next. */
async function act(
  client: Client,
  told: readonly Told[],
  {
    monthsAgo,
    on,
    today,
    instalments,
  }: { monthsAgo: number; on: CivilDate; today: CivilDate; instalments: Instalments },
): Promise<void> {
  const reported = told.filter(({ story }) => story.reported === monthsAgo).map(({ tenancyId }) => tenancyId);
  const planned = told.filter(({ story }) => story.plan?.month === monthsAgo);
  const cases: string[] = [];
  if (reported.length > 0) {
    const { rows } = await client.query<{ id: string }>(REPORT, [reported, on]);
    cases.push(...rows.map(({ id }) => id));
  }
  if (planned.length > 0) {
    const { rows } = await client.query<{ id: string; tenancyId: string; cents: number }>(PLAN, [
      planned.map(({ tenancyId }) => tenancyId),
      on,
      planned.map(({ story }) => story.plan!.instalments),
      `${dayOf(today, monthsAgo - 1).slice(0, 7)}-05`,
    ]);
    for (const { tenancyId, cents } of rows) instalments.set(tenancyId, cents);
    cases.push(...rows.map(({ id }) => id));
  }
  if (cases.length === 0) return;
  await client.query('SELECT arrears_deadlines($1::uuid[])', [cases]);
  await client.query(`SELECT feed_touch('arrears_cases', $1::uuid[])`, [cases]);
}
