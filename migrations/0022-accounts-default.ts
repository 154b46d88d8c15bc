/*
 * The first default: the day since which the account has been in debt without interruption, by what it owed at the end of each
 * day. So who pays each month in full, and once left something out, is in default since then; who was clear on any day since is
 * not. It depends on the set of entries, not on their order, and reads nothing where nothing is owed. It is never later than the
 * oldest unpaid due, which payments move.
 */
export const ACCOUNT_DEFAULT = `CREATE FUNCTION account_default(tenancy uuid, balance integer, at date DEFAULT 'infinity') RETURNS TABLE (first_default date)
     LANGUAGE sql STABLE AS $$
     SELECT min(r.value_on) FROM (
       SELECT d.value_on, min(d.owed) OVER (ORDER BY d.value_on DESC) AS least
       FROM (
         SELECT e.value_on, balance - sum(sum(e.amount_cents)) OVER (ORDER BY e.value_on DESC) + sum(e.amount_cents) AS owed
         FROM ledger_entries e
         WHERE balance > 0 AND e.consortium_id = acting_consortium() AND e.tenancy_id = tenancy AND e.value_on <= at
         GROUP BY e.value_on) d) r
     WHERE r.least > 0 $$`;

export const ACCOUNT_DEFAULT_UNDO = `DROP FUNCTION account_default(uuid, integer, date)`;
