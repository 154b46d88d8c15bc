import { ACCOUNT_DEFAULT } from './0022-accounts-default.js';
import { LEDGER_FUNCTIONS } from './0022-accounts-functions.js';
import { again, CONSORTIUM, madeBy, SqlMigration } from './support.js';

const WRITE = `ledger_write(uuid[], uuid[], text[], integer[], date[], text[], text[], date[], boolean[], uuid[], uuid, text[], text[], date)`;
const POSITION = madeBy(LEDGER_FUNCTIONS, 'CREATE FUNCTION account_position(');

const planned = (create: string): string[] => [
  again(create),
  `ALTER FUNCTION ${WRITE} SET plan_cache_mode = force_generic_plan`,
];
const anew = (create: string): string => create.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');

/**
 * Who acts is asked once a statement, not once a row: a setting is text that has to be read as a UUID, four times for each line of an
 * import and once for each entry of an account in debt. And the first default is looked for only where the last entry does not say it.
 * Otherwise as before (0022).
 */
export class LighterPosting1700000000101 extends SqlMigration {
  readonly name = 'LighterPosting1700000000101';

  protected readonly steps = [
    anew(`CREATE FUNCTION account_position(tenancy uuid, balance integer, at date DEFAULT 'infinity') RETURNS TABLE (oldest date, whole integer, partial boolean)
     LANGUAGE sql STABLE AS $$
     SELECT min(u.value_on),
       (count(DISTINCT u.month) FILTER (WHERE u.suffix <= balance AND u.value_on > coalesce(r.last_on, '-infinity')))::integer,
       coalesce(max(r.last_on) IS NOT NULL AND bool_or(u.suffix > balance) OR max(r.last_on) >= min(u.value_on), false)
     FROM (
       SELECT e.value_on, max(e.month) FILTER (WHERE e.kind = 'due') AS month, sum(e.amount_cents) AS amount,
         sum(sum(e.amount_cents)) OVER (ORDER BY e.value_on DESC) AS suffix
       FROM ledger_entries e
       WHERE balance > 0 AND e.consortium_id = ${CONSORTIUM} AND e.tenancy_id = tenancy AND e.due_side AND e.value_on <= at
       GROUP BY e.value_on) u
     LEFT JOIN (
       SELECT max(e.value_on) AS last_on FROM ledger_entries e
       WHERE balance > 0 AND e.consortium_id = ${CONSORTIUM} AND e.tenancy_id = tenancy AND NOT e.due_side AND e.value_on <= at
         AND e.kind IN ('payment', 'benefit', 'aid') AND NOT EXISTS (SELECT 1 FROM ledger_entries v
           WHERE v.consortium_id = ${CONSORTIUM} AND v.reverses_id = e.id)) r ON true
     WHERE u.amount > 0 AND u.suffix - u.amount < balance $$`),

    anew(`CREATE FUNCTION account_default(tenancy uuid, balance integer, at date DEFAULT 'infinity') RETURNS TABLE (first_default date)
     LANGUAGE sql STABLE AS $$
     SELECT min(r.value_on) FROM (
       SELECT d.value_on, min(d.owed) OVER (ORDER BY d.value_on DESC) AS least
       FROM (
         SELECT e.value_on, balance - sum(sum(e.amount_cents)) OVER (ORDER BY e.value_on DESC) + sum(e.amount_cents) AS owed
         FROM ledger_entries e
         WHERE balance > 0 AND e.consortium_id = ${CONSORTIUM} AND e.tenancy_id = tenancy AND e.value_on <= at
         GROUP BY e.value_on) d) r
     WHERE r.least > 0 $$`),

    ...planned(`CREATE FUNCTION ledger_write(ids uuid[], tenancies uuid[], kinds text[], amounts integer[], days date[], months text[], labels text[],
     value_days date[], due_sides boolean[], reversed uuid[], sender uuid, systems text[], externals text[], received date)
     RETURNS uuid[] LANGUAGE plpgsql AS $$
   DECLARE
     here uuid := acting_consortium();
     actor uuid := acting_organisation();
     made uuid[];
   BEGIN
     PERFORM 1 FROM accounts a WHERE a.consortium_id = here AND a.tenancy_id = ANY (tenancies) ORDER BY a.tenancy_id FOR NO KEY UPDATE;
     WITH written AS (
       INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, month, label, value_on, due_side, reverses_id,
         organisation_id, system, external_id)
       SELECT here, w.id, w.tenancy, w.kind, w.amount, w.day, w.month, w.label, w.value_day, w.due_side, w.reverses, sender, w.system, w.external
       FROM unnest(ids, tenancies, kinds, amounts, days, months, labels, value_days, due_sides, reversed, systems, externals)
         w (id, tenancy, kind, amount, day, month, label, value_day, due_side, reverses, system, external)
       ON CONFLICT (consortium_id, organisation_id, system, external_id) WHERE external_id IS NOT NULL DO NOTHING
       RETURNING id)
     SELECT array_agg(w.id) INTO made FROM written w;
     IF made IS NULL THEN RETURN '{}'; END IF;
     UPDATE accounts a SET due_cents = n.due, paid_cents = n.paid, oldest_unpaid_on = n.oldest, first_default_on = n.first_default,
       whole_terms_unpaid = n.whole, has_partial_payment = n.partial, last_entry_on = greatest(a.last_entry_on, n.last_on),
       last_received_on = greatest(a.last_received_on, received)
     FROM (
       SELECT b.tenancy_id, b.due_cents + d.due AS due, b.paid_cents - d.cover AS paid, d.last_on, p.*,
         CASE WHEN NOT s.is_plain THEN (SELECT f.first_default FROM account_default(b.tenancy_id, s.balance) f)
           WHEN s.balance <= 0 THEN NULL WHEN b.balance_cents > 0 THEN b.first_default_on ELSE d.first_value END AS first_default
       FROM (
         SELECT w.tenancy, coalesce(sum(w.amount) FILTER (WHERE w.due_side), 0)::integer AS due,
           coalesce(sum(w.amount) FILTER (WHERE NOT w.due_side), 0)::integer AS cover, max(w.day) AS last_on,
           min(w.value_day) AS first_value, max(w.value_day) AS last_value
         FROM unnest(ids, tenancies, amounts, days, value_days, due_sides) w (id, tenancy, amount, day, value_day, due_side)
         JOIN unnest(made) m (id) ON m.id = w.id GROUP BY w.tenancy) d
       JOIN accounts b ON b.consortium_id = here AND b.tenancy_id = d.tenancy
       -- Entries of one day, none of a later day before them: the balance at the end of no other day changes. So a debt goes on from
       -- when it began, or ends, or begins with that day; the last only where nothing was known of that day, which may have ended in debt.
       CROSS JOIN LATERAL (SELECT b.due_cents + d.due - b.paid_cents + d.cover AS balance, d.first_value = d.last_value
         AND (b.last_entry_on IS NULL OR d.first_value > b.last_entry_on OR (d.first_value = b.last_entry_on AND b.balance_cents > 0)) AS is_plain) s
       CROSS JOIN LATERAL account_position(b.tenancy_id, s.balance) p) n
     WHERE a.consortium_id = here AND a.tenancy_id = n.tenancy_id;
     -- Once a day: a conflict would lock the sender's row, and each of its payments would wait for the one before to be committed.
     IF received IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_senders s WHERE s.consortium_id = here
       AND s.organisation_id = sender AND s.last_received_on >= received) THEN
       INSERT INTO ledger_senders AS s (consortium_id, organisation_id, last_received_on) VALUES (here, sender, received)
       ON CONFLICT (consortium_id, organisation_id) DO UPDATE SET last_received_on = excluded.last_received_on
         WHERE s.last_received_on < excluded.last_received_on;
     END IF;
     -- One event for each account, whatever the number of its entries.
     INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
     SELECT here, uuid7(), 'account.changed', 'tenancy', t.id, t.household_id, actor,
       array_remove(ARRAY[t.landlord_id, t.operator_id, t.supporter_id, t.tenant_organisation_id], NULL)
     FROM (SELECT DISTINCT w.tenancy FROM unnest(ids, tenancies) w (id, tenancy) JOIN unnest(made) m (id) ON m.id = w.id) w
     JOIN tenancies t ON t.consortium_id = here AND t.id = w.tenancy;
     RETURN made;
   END $$`),
  ];

  protected readonly undo = [
    ...planned(madeBy(LEDGER_FUNCTIONS, 'CREATE FUNCTION ledger_write(')),
    anew(ACCOUNT_DEFAULT),
    anew(POSITION),
  ];
}
