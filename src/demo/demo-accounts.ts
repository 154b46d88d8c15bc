import type { Client } from 'pg';
import { addMonths, addDays } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import type { Account } from './demo-stories.js';

/** Of these tenancies: what the lessor's own system says is due, for lessors that send their dues. */
const SENT_DUES = `
  SELECT t.id AS tenancy, 'due' AS kind, c.cents AS amount, g.first::date AS day, to_char(g.first, 'YYYY-MM') AS month, c.label
  FROM tenancies t JOIN unnest($1::uuid[]) w (id) ON w.id = t.id
  JOIN tenancy_terms q ON q.consortium_id = t.consortium_id AND q.tenancy_id = t.id AND q.starts_on = t.starts_on
  CROSS JOIN LATERAL generate_series(date_trunc('month', t.dues_start_on::timestamp), $2::date::timestamp, interval '1 month') g (first)
  CROSS JOIN LATERAL (VALUES ('rent', q.rent_cents), ('charges', q.charges_cents), ('services', q.services_cents)) c (label, cents)
  WHERE t.consortium_id = acting_consortium() AND c.cents > 0`;

/**
 * What came in for the dues of a month and later, on their day: the benefit where the lessor gets it, and of the rest so many
 * percent and so many cents more.
 */
const RECEIVED = `
  WITH told AS (SELECT * FROM unnest($1::uuid[], $4::integer[], $5::integer[]) w (tenancy, percent, more)),
  dues AS (
    SELECT w.tenancy, w.percent, w.more, e.month, min(e.value_on) AS day, sum(e.amount_cents)::integer AS cents
    FROM told w JOIN ledger_entries e ON e.consortium_id = acting_consortium() AND e.tenancy_id = w.tenancy AND e.due_side AND e.value_on >= $3::date
    GROUP BY w.tenancy, w.percent, w.more, e.month),
  parts AS (
    SELECT d.*, coalesce((SELECT CASE q.aid_payee WHEN 'landlord' THEN least(q.aid_cents, d.cents) END FROM tenancy_terms q
      WHERE q.consortium_id = acting_consortium() AND q.tenancy_id = d.tenancy AND q.starts_on <= d.day ORDER BY q.starts_on DESC LIMIT 1), 0) AS aid,
      coalesce((SELECT CASE q.aid_payee WHEN 'landlord' THEN q.aid_cents END FROM tenancy_terms q
      WHERE q.consortium_id = acting_consortium() AND q.tenancy_id = d.tenancy ORDER BY q.starts_on LIMIT 1), 0) AS usual_aid
    FROM dues d)
  SELECT p.tenancy, 'benefit' AS kind, p.aid AS amount, p.day, NULL::text AS month, 'housing_benefit' AS label FROM parts p WHERE p.aid > 0
  UNION ALL
  SELECT p.tenancy, 'payment', (greatest(p.cents - p.usual_aid, 0) * p.percent / 100 + p.more), p.day, NULL, 'tenant_payment' FROM parts p
  WHERE greatest(p.cents - p.usual_aid, 0) * p.percent / 100 + p.more > 0`;

const POST = (lines: string): string => `
  SELECT p.code FROM (
    SELECT array_agg(uuid7()) AS ids, array_agg(w.tenancy) AS tenancies, array_agg(w.kind) AS kinds, array_agg(w.amount) AS amounts,
      array_agg(w.day) AS days, array_agg(w.month) AS months, array_agg(w.label) AS labels, array_agg(NULL::text) AS nothing
    FROM (${lines}) w HAVING count(*) > 0) a
  CROSS JOIN LATERAL ledger_post(a.ids, a.tenancies, a.nothing, a.nothing, a.kinds, a.amounts, a.days, a.months, a.labels, a.nothing, a.nothing,
    $2::date, true) p`;

export interface Receipt {
  readonly account: Account;
  /** Percent of its own part that the household paid. */
  readonly percent: number;
  /** Cents that it paid besides. */
  readonly more: number;
}

/** Accounts in order: all that fell due until today was paid on its day, and said by who keeps the accounts. */
export async function keepAccounts(client: Client, accounts: readonly Account[], today: CivilDate): Promise<void> {
  const computed = accounts.filter(({ sentUntil }) => !sentUntil);
  await postDues(client, computed, today);
  for (const [sentUntil, some] of groups(accounts, (account) => account.sentUntil ?? today)) {
    const receipts = some.map((account) => ({ account, percent: 100, more: 0 }));
    await receive(client, receipts, { since: '2000-01-01', on: sentUntil });
  }
}

/** The computed dues of these accounts until a day, by the function of the monthly job. */
export async function postDues(client: Client, accounts: readonly Account[], on: CivilDate): Promise<void> {
  await client.query('SELECT ledger_dues($1::uuid[], NULL, $2)', [accounts.map(({ tenancyId }) => tenancyId), on]);
}

/** What each lessor says of the dues since a day, on another day. */
export async function receive(
  client: Client,
  receipts: readonly Receipt[],
  { since, on }: { since: CivilDate; on: CivilDate },
): Promise<void> {
  for (const [senderId, some] of groups(receipts, ({ account }) => account.senderId)) {
    await actingAs(client, senderId);
    const tenancies = some.map(({ account }) => account.tenancyId);
    const dues = some.filter(({ account }) => account.sentUntil).map(({ account }) => account.tenancyId);
    if (dues.length > 0) await post(client, SENT_DUES, [dues, on]);
    await post(client, RECEIVED, [
      tenancies,
      on,
      since,
      some.map(({ percent }) => percent),
      some.map(({ more }) => more),
    ]);
  }
  await actingAs(client, null);
}

/** An organisation, or nobody: the system. */
export async function actingAs(client: Client, organisationId: string | null): Promise<void> {
  await client.query(`SELECT set_config('app.organisation', $1, true), set_config('app.kind', $2, true)`, [
    organisationId ?? '00000000-0000-0000-0000-000000000000',
    organisationId ? 'member' : 'system',
  ]);
}

async function post(client: Client, lines: string, values: unknown[]): Promise<void> {
  const { rows } = await client.query<{ code: string }>(POST(lines), values);
  if (rows.length > 0) throw new Error(`The account refused a line: ${rows[0]!.code}`);
}

export function groups<T>(list: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of list) found.set(by(one), [...(found.get(by(one)) ?? []), one]);
  return found;
}

/** The day of a month so many months back on which the accounts are looked at: its 20th, of the present one today. */
export function dayOf(today: CivilDate, monthsAgo: number): CivilDate {
  return monthsAgo === 0 ? today : `${addMonths(firstOf(today), -monthsAgo).slice(0, 7)}-20`;
}

export function firstOf(day: CivilDate): CivilDate {
  return `${day.slice(0, 7)}-01`;
}

/** More than a month ago, so that the account of who sent nothing since is stale. */
export function silentSince(today: CivilDate): CivilDate {
  return addDays(addMonths(today, -1), -9);
}
