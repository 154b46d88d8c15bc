import type { ClientBase } from 'pg';

/**
 * What the accounts say, from the entries alone, as one would write it without maintained totals: one pass over the entries, then
 * the dues of those who owe something. No entry is reversed in a generated database, so nothing is looked up for that.
 */
const ACCOUNTS = `
  CREATE VIEW bench_accounts AS
  WITH owing AS MATERIALIZED (
    SELECT e.consortium_id, e.tenancy_id, sum(e.amount_cents)::integer AS balance_cents, max(e.occurred_on) AS last_entry_on,
      max(e.value_on) FILTER (WHERE NOT e.due_side AND e.kind IN ('payment', 'benefit', 'aid')) AS paid_on
    FROM ledger_entries e WHERE e.consortium_id = acting_consortium()
    GROUP BY e.consortium_id, e.tenancy_id HAVING sum(e.amount_cents) > 0),
  unpaid AS (
    SELECT o.consortium_id, o.tenancy_id, o.balance_cents, o.last_entry_on, o.paid_on, e.value_on,
      max(e.month) FILTER (WHERE e.kind = 'due') AS month, sum(e.amount_cents) AS amount,
      sum(sum(e.amount_cents)) OVER (PARTITION BY o.tenancy_id ORDER BY e.value_on DESC) AS suffix
    FROM owing o JOIN ledger_entries e ON e.consortium_id = o.consortium_id AND e.tenancy_id = o.tenancy_id AND e.due_side
    GROUP BY o.consortium_id, o.tenancy_id, o.balance_cents, o.last_entry_on, o.paid_on, e.value_on),
  evenings AS (
    SELECT o.tenancy_id, e.value_on,
      o.balance_cents - sum(sum(e.amount_cents)) OVER (PARTITION BY o.tenancy_id ORDER BY e.value_on DESC) + sum(e.amount_cents) AS owed
    FROM owing o JOIN ledger_entries e ON e.consortium_id = o.consortium_id AND e.tenancy_id = o.tenancy_id
    GROUP BY o.tenancy_id, o.balance_cents, e.value_on),
  begun AS (
    SELECT l.tenancy_id, min(l.value_on) AS first_default_on FROM (
      SELECT v.tenancy_id, v.value_on, min(v.owed) OVER (PARTITION BY v.tenancy_id ORDER BY v.value_on DESC) AS least FROM evenings v) l
    WHERE l.least > 0 GROUP BY l.tenancy_id)
  SELECT u.consortium_id, u.tenancy_id, u.balance_cents, u.last_entry_on, NULL::date AS last_received_on, min(b.first_default_on) AS first_default_on,
    (count(DISTINCT u.month) FILTER (WHERE u.suffix <= u.balance_cents AND u.value_on > coalesce(u.paid_on, '-infinity')))::integer AS whole_terms_unpaid,
    coalesce(bool_or(u.suffix > u.balance_cents) OR max(u.paid_on) >= min(u.value_on), false) AS has_partial_payment
  FROM unpaid u JOIN begun b ON b.tenancy_id = u.tenancy_id WHERE u.amount > 0 AND u.suffix - u.amount < u.balance_cents
  GROUP BY u.consortium_id, u.tenancy_id, u.balance_cents, u.last_entry_on`;

/** The rules as the job has them, over those accounts instead of the kept ones. */
const FUNCTIONS = [
  { of: 'arrears_inputs', from: 'FROM accounts a', to: 'FROM bench_accounts a' },
  { of: 'arrears_evaluation', from: 'FROM arrears_inputs(at', to: 'FROM bench_inputs(at' },
];
const found = (evaluation: string): string => `
  SELECT count(*)::integer AS met, count(DISTINCT e.tenancy_id)::integer AS tenancies, sum(hashtext(e.tenancy_id || e.code || e.level || e.since)) AS sum
  FROM ${evaluation}($1) e WHERE e.met`;

export const OVER_ENTRIES = found('bench_evaluation');
export const OVER_ACCOUNTS = found('arrears_evaluation');

/** As a superuser, whom no policy binds, in a database of the bench. */
export async function prepareOverEntries(owner: ClientBase): Promise<void> {
  await owner.query(ACCOUNTS);
  for (const { of, from, to } of FUNCTIONS) {
    const { rows } = await owner.query<{ text: string }>('SELECT pg_get_functiondef($1::regproc) AS text', [of]);
    const text = rows[0]!.text.replace(from, to).replace(of, of.replace('arrears', 'bench'));
    if (!text.includes(to)) throw new Error(`${of} no longer says ${from}`);
    await owner.query(text);
  }
}
