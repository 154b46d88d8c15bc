import { LighterPosting1700000000101 } from './0101-lighter-posting.js';
import { asDefiner, CONSORTIUM, madeBy, SqlMigration, stepsOf } from './support.js';

const BEFORE = madeBy(stepsOf(LighterPosting1700000000101), 'CREATE OR REPLACE FUNCTION account_position(');
const REVERSED = `EXISTS (SELECT 1 FROM ledger_entries v WHERE v.consortium_id = ${CONSORTIUM} AND v.reverses_id = e.id)`;

/**
 * A term is what is owed of a month, for the home, charges and services together (CCH R.633-3): where it falls due in parts, of which
 * an earlier one was paid, it is not wholly unpaid. Its first day says so, as payments go to what is oldest. A due that was reversed is
 * no term, whatever else is owed of its day; and several months that fall due on one day are as many. Otherwise as before (0101).
 * Accounts in debt are computed anew.
 */
export class TermsByMonth1700000000130 extends SqlMigration {
  readonly name = 'TermsByMonth1700000000130';

  protected readonly steps = [
    `CREATE OR REPLACE FUNCTION account_position(tenancy uuid, balance integer, at date DEFAULT 'infinity') RETURNS TABLE (oldest date, whole integer, partial boolean)
     LANGUAGE sql STABLE AS $$
     SELECT min(u.value_on),
       (count(*) FILTER (WHERE u.value_on = u.first_on AND u.suffix <= balance AND u.value_on > coalesce(r.last_on, '-infinity')))::integer,
       coalesce(max(r.last_on) IS NOT NULL AND bool_or(u.suffix > balance) OR max(r.last_on) >= min(u.value_on), false)
     FROM (
       SELECT q.value_on, min(q.value_on) FILTER (WHERE q.term > 0) OVER (PARTITION BY q.month) AS first_on,
         sum(q.amount) OVER (PARTITION BY q.value_on) AS amount,
         sum(q.amount) OVER (ORDER BY q.value_on DESC) AS suffix
       FROM (
         SELECT e.value_on, e.month, sum(e.amount_cents) AS amount,
           sum(e.amount_cents) FILTER (WHERE e.kind = 'due' AND NOT ${REVERSED}) AS term
         FROM ledger_entries e
         WHERE balance > 0 AND e.consortium_id = ${CONSORTIUM} AND e.tenancy_id = tenancy AND e.due_side AND e.value_on <= at
         GROUP BY e.value_on, e.month) q) u
     LEFT JOIN (
       SELECT max(e.value_on) AS last_on FROM ledger_entries e
       WHERE balance > 0 AND e.consortium_id = ${CONSORTIUM} AND e.tenancy_id = tenancy AND NOT e.due_side AND e.value_on <= at
         AND e.kind IN ('payment', 'benefit', 'aid') AND NOT ${REVERSED}) r ON true
     WHERE u.amount > 0 AND u.suffix - u.amount < balance $$`,
    asDefiner(`UPDATE accounts a SET whole_terms_unpaid = p.whole FROM accounts b
        CROSS JOIN LATERAL account_position(b.tenancy_id, b.balance_cents) p
        WHERE b.consortium_id = tenant AND b.balance_cents > 0 AND a.consortium_id = tenant AND a.tenancy_id = b.tenancy_id
          AND a.whole_terms_unpaid <> p.whole;`),
  ];

  protected readonly undo = [BEFORE];
}
