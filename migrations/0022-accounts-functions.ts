import { ACCOUNT_DEFAULT, ACCOUNT_DEFAULT_UNDO } from './0022-accounts-default.js';
import { definer, refuse } from './support.js';

const WRITE = `ledger_write(uuid[], uuid[], text[], integer[], date[], text[], text[], date[], boolean[], uuid[], uuid, text[], text[], date)`;
const POST = `ledger_post(uuid[], uuid[], text[], text[], text[], integer[], date[], text[], text[], text[], text[], date, boolean)`;

/** Planned once a connection: by keys whatever the number of lines, and planning costs as much as one payment. */
const planOnce = (signature: string): string => `ALTER FUNCTION ${signature} SET plan_cache_mode = force_generic_plan`;

/** What writes entries and keeps the accounts: the same statements for one entry and for ten thousand. */
export const LEDGER_FUNCTIONS: readonly string[] = [
  ACCOUNT_DEFAULT,
  /*
   * What a positive balance means: payments cover the oldest due first, so the latest dues are those uncovered. Reads nothing
   * where nothing is owed. Nothing is paid in part where nobody ever paid: a correction or a waiver is no payment. A term counts
   * as wholly unpaid when nothing covers it and nothing was received since it fell due. Entries reversed count as if they had not been: their
   * reversal has their day. With a day: as it was then, given that balance.
   */
  `CREATE FUNCTION account_position(tenancy uuid, balance integer, at date DEFAULT 'infinity') RETURNS TABLE (oldest date, whole integer, partial boolean)
     LANGUAGE sql STABLE AS $$
     SELECT min(u.value_on),
       (count(DISTINCT u.month) FILTER (WHERE u.suffix <= balance AND u.value_on > coalesce(r.last_on, '-infinity')))::integer,
       coalesce(max(r.last_on) IS NOT NULL AND bool_or(u.suffix > balance) OR max(r.last_on) >= min(u.value_on), false)
     FROM (
       SELECT e.value_on, max(e.month) FILTER (WHERE e.kind = 'due') AS month, sum(e.amount_cents) AS amount,
         sum(sum(e.amount_cents)) OVER (ORDER BY e.value_on DESC) AS suffix
       FROM ledger_entries e
       WHERE balance > 0 AND e.consortium_id = acting_consortium() AND e.tenancy_id = tenancy AND e.due_side AND e.value_on <= at
       GROUP BY e.value_on) u
     LEFT JOIN (
       SELECT max(e.value_on) AS last_on FROM ledger_entries e
       WHERE balance > 0 AND e.consortium_id = acting_consortium() AND e.tenancy_id = tenancy AND NOT e.due_side AND e.value_on <= at
         AND e.kind IN ('payment', 'benefit', 'aid') AND NOT EXISTS (SELECT 1 FROM ledger_entries v
           WHERE v.consortium_id = e.consortium_id AND v.reverses_id = e.id)) r ON true
     WHERE u.amount > 0 AND u.suffix - u.amount < balance $$`,

  // The one writer. Arrays are parallel, tenancies known to exist; accounts are locked in order, and what is computed of them comes
  // after, in a statement of its own. An entry that the sender has sent before is not written again. Answers the ids written.
  `CREATE FUNCTION ledger_write(ids uuid[], tenancies uuid[], kinds text[], amounts integer[], days date[], months text[], labels text[],
     value_days date[], due_sides boolean[], reversed uuid[], sender uuid, systems text[], externals text[], received date)
     RETURNS uuid[] LANGUAGE plpgsql AS $$
   DECLARE
     made uuid[];
   BEGIN
     PERFORM 1 FROM accounts a WHERE a.consortium_id = acting_consortium() AND a.tenancy_id = ANY (tenancies)
       ORDER BY a.tenancy_id FOR NO KEY UPDATE;
     WITH written AS (
       INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, month, label, value_on, due_side, reverses_id,
         organisation_id, system, external_id)
       SELECT acting_consortium(), w.id, w.tenancy, w.kind, w.amount, w.day, w.month, w.label, w.value_day, w.due_side, w.reverses, sender,
         w.system, w.external
       FROM unnest(ids, tenancies, kinds, amounts, days, months, labels, value_days, due_sides, reversed, systems, externals)
         w (id, tenancy, kind, amount, day, month, label, value_day, due_side, reverses, system, external)
       ON CONFLICT (consortium_id, organisation_id, system, external_id) WHERE external_id IS NOT NULL DO NOTHING
       RETURNING id)
     SELECT array_agg(w.id) INTO made FROM written w;
     UPDATE accounts a SET due_cents = n.due, paid_cents = n.paid, oldest_unpaid_on = n.oldest, first_default_on = n.first_default,
       whole_terms_unpaid = n.whole, has_partial_payment = n.partial, last_entry_on = greatest(a.last_entry_on, n.last_on),
       last_received_on = greatest(a.last_received_on, received)
     FROM (
       SELECT b.tenancy_id, b.due_cents + d.due AS due, b.paid_cents - d.cover AS paid, d.last_on, p.*,
         CASE WHEN NOT s.is_plain THEN f.first_default WHEN s.balance <= 0 THEN NULL WHEN b.balance_cents > 0 THEN b.first_default_on
           ELSE d.first_value END AS first_default
       FROM (
         SELECT w.tenancy, coalesce(sum(w.amount) FILTER (WHERE w.due_side), 0)::integer AS due,
           coalesce(sum(w.amount) FILTER (WHERE NOT w.due_side), 0)::integer AS cover, max(w.day) AS last_on,
           min(w.value_day) AS first_value, max(w.value_day) AS last_value
         FROM unnest(ids, tenancies, amounts, days, value_days, due_sides) w (id, tenancy, amount, day, value_day, due_side)
         JOIN unnest(made) m (id) ON m.id = w.id GROUP BY w.tenancy) d
       JOIN accounts b ON b.consortium_id = acting_consortium() AND b.tenancy_id = d.tenancy
       -- Entries of one day, none of a later day before them: the balance at the end of no other day changes. So a debt goes on from
       -- when it began, or ends, or begins with that day; the last only where nothing was known of that day, which may have ended in debt.
       CROSS JOIN LATERAL (SELECT b.due_cents + d.due - b.paid_cents + d.cover AS balance, d.first_value = d.last_value
         AND (b.last_entry_on IS NULL OR d.first_value > b.last_entry_on OR (d.first_value = b.last_entry_on AND b.balance_cents > 0)) AS is_plain) s
       CROSS JOIN LATERAL account_position(b.tenancy_id, s.balance) p
       CROSS JOIN LATERAL account_default(b.tenancy_id, CASE WHEN s.is_plain THEN 0 ELSE s.balance END) f) n
     WHERE a.consortium_id = acting_consortium() AND a.tenancy_id = n.tenancy_id;
     -- Once a day: a conflict would lock the sender's row, and each of its payments would wait for the one before to be committed.
     IF received IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_senders s WHERE s.consortium_id = acting_consortium()
       AND s.organisation_id = sender AND s.last_received_on >= received) THEN
       INSERT INTO ledger_senders AS s (consortium_id, organisation_id, last_received_on) VALUES (acting_consortium(), sender, received)
       ON CONFLICT (consortium_id, organisation_id) DO UPDATE SET last_received_on = excluded.last_received_on
         WHERE s.last_received_on < excluded.last_received_on;
     END IF;
     -- One event for each account, whatever the number of its entries.
     INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
     SELECT t.consortium_id, uuid7(), 'account.changed', 'tenancy', t.id, t.household_id, acting_organisation(),
       array_remove(ARRAY[t.landlord_id, t.operator_id, t.supporter_id, t.tenant_organisation_id], NULL)
     FROM (SELECT DISTINCT w.tenancy FROM unnest(ids, tenancies) w (id, tenancy) JOIN unnest(made) m (id) ON m.id = w.id) w
     JOIN tenancies t ON t.consortium_id = acting_consortium() AND t.id = w.tenancy;
     RETURN coalesce(made, '{}');
   END $$`,
  ...definer(WRITE),
  planOnce(WRITE),
  `REVOKE EXECUTE ON FUNCTION ${WRITE} FROM passerelle_runtime`,

  /*
   * Lines of a lessor or its manager. A line names its tenancy by id or by an identifier of the sender's own. Amounts are as
   * people say them: what is due and what is paid are positive, an adjustment has its sign. Answers, for each line that was not
   * written, why: a refusal's code, or `known` for what was counted before. With `whole`, one refusal leaves everything unwritten.
   */
  `CREATE FUNCTION ledger_post(ids uuid[], tenancies uuid[], tenancy_systems text[], tenancy_values text[], kinds text[], amounts integer[],
     days date[], months text[], labels text[], systems text[], externals text[], today date, whole boolean)
     RETURNS TABLE (line integer, code text) LANGUAGE plpgsql AS $$
   DECLARE
     own uuid := acting_organisation();
     keeper uuid := acting_as('landlord', 'operator');
     found uuid[];
     codes text[];
     signed integer[];
     made uuid[];
   BEGIN
     SELECT array_agg(t.id ORDER BY g.n), array_agg(g.signed ORDER BY g.n), array_agg(CASE
         WHEN t.id IS NULL THEN 'unknown_reference'
         WHEN (keeper IN (t.landlord_id, t.operator_id)) IS NOT TRUE AND acting_kind() <> 'system' THEN
           CASE WHEN tenancy_party(t.id) THEN 'not_the_lessor' ELSE 'unknown_reference' END
         WHEN g.day > today THEN 'in_the_future'
         WHEN g.kind = 'due' AND t.dues_source = 'computed' THEN 'dues_are_computed'
         WHEN g.nth > 1 THEN 'external_id_repeated'
         WHEN e.id IS NULL THEN NULL
         WHEN (e.tenancy_id, e.kind, e.amount_cents, e.occurred_on, e.label, e.month) IS NOT DISTINCT FROM
           (t.id, g.kind, g.signed, g.day, g.label, g.month) THEN 'known'
         ELSE 'external_id_reused' END ORDER BY g.n)
     INTO found, signed, codes
     FROM (
       SELECT w.*, w.amount * CASE WHEN w.kind IN ('payment', 'benefit', 'aid', 'waiver') OR (w.kind = 'due' AND w.label = 'rls') THEN -1 ELSE 1 END AS signed,
         CASE WHEN w.external IS NOT NULL THEN row_number() OVER (PARTITION BY w.system, w.external ORDER BY w.n) END AS nth
       FROM unnest(tenancies, tenancy_systems, tenancy_values, kinds, amounts, days, months, labels, systems, externals)
         WITH ORDINALITY w (tenancy, tenancy_system, tenancy_value, kind, amount, day, month, label, system, external, n)) g
     -- Look-ups by key, each kept one by OFFSET 0: a plan that does not know how many lines come would join whole tables.
     LEFT JOIN LATERAL (SELECT x.subject_id FROM external_ids x WHERE x.consortium_id = acting_consortium() AND x.organisation_id = own
       AND x.subject_type = 'tenancies' AND x.system = g.tenancy_system AND x.value = g.tenancy_value OFFSET 0) x ON true
     -- Apart from it, since under row-level security a coalesce() over columns may leak and so reaches no index.
     CROSS JOIN LATERAL (SELECT coalesce(g.tenancy, x.subject_id) AS id OFFSET 0) k
     LEFT JOIN LATERAL (SELECT t.* FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = k.id OFFSET 0) t ON true
     LEFT JOIN LATERAL (SELECT e.* FROM ledger_entries e WHERE e.consortium_id = acting_consortium() AND e.organisation_id = own
       AND e.system = g.system AND e.external_id = g.external OFFSET 0) e ON true;
     IF NOT whole OR NOT EXISTS (SELECT 1 FROM unnest(codes) c WHERE c <> 'known') THEN
       SELECT ledger_write(array_agg(w.id), array_agg(w.tenancy), array_agg(w.kind), array_agg(w.amount), array_agg(w.day), array_agg(w.month),
         array_agg(w.label), array_agg(w.day), array_agg(w.kind = 'due' OR (w.kind = 'adjustment' AND w.amount > 0)),
         array_agg(NULL::uuid), own, array_agg(w.system), array_agg(w.external), CASE WHEN acting_kind() <> 'system' THEN today END)
       INTO made
       FROM unnest(ids, found, kinds, signed, days, months, labels, systems, externals, codes)
         w (id, tenancy, kind, amount, day, month, label, system, external, refusal)
       WHERE w.refusal IS NULL
       HAVING count(*) > 0;
     END IF;
     -- A twin that was sent at the same time has won: its line is known now, or was another one under the same identifier.
     RETURN QUERY SELECT w.n::integer, coalesce(w.refusal, CASE WHEN EXISTS (SELECT 1 FROM ledger_entries e
         WHERE e.consortium_id = acting_consortium() AND e.organisation_id = own AND e.system = w.system AND e.external_id = w.external
           AND (e.tenancy_id, e.kind, e.amount_cents, e.occurred_on, e.label, e.month) IS NOT DISTINCT FROM
             (w.tenancy, w.kind, w.amount, w.day, w.label, w.month)) THEN 'known' ELSE 'external_id_reused' END)
       FROM unnest(ids, codes, found, kinds, signed, days, labels, months, systems, externals)
         WITH ORDINALITY w (id, refusal, tenancy, kind, amount, day, label, month, system, external, n)
       LEFT JOIN unnest(made) m (id) ON m.id = w.id
       WHERE w.refusal IS NOT NULL OR (made IS NOT NULL AND m.id IS NULL) ORDER BY w.n;
   END $$`,
  ...definer(POST),
  planOnce(POST),

  // A wrong entry is reversed, never edited: what it did is undone on its own day, told on the day of the reversal.
  `CREATE FUNCTION ledger_reverse(entry uuid, reversal uuid, on_day date, because text) RETURNS void LANGUAGE plpgsql AS $$
   DECLARE
     e ledger_entries;
   BEGIN
     SELECT l.* INTO e FROM ledger_entries l JOIN tenancies t ON t.consortium_id = l.consortium_id AND t.id = l.tenancy_id
     WHERE l.consortium_id = acting_consortium() AND l.id = entry
       AND (acting_kind() = 'system' OR acting_as('landlord', 'operator') IN (t.landlord_id, t.operator_id));
     IF NOT FOUND THEN ${refuse('ledger_not_the_lessor')}; END IF;
     IF e.kind = 'reversal' THEN ${refuse('ledger_is_reversal')}; END IF;
     PERFORM ledger_write(ARRAY[reversal], ARRAY[e.tenancy_id], ARRAY['reversal'], ARRAY[-e.amount_cents], ARRAY[on_day], ARRAY[e.month],
       ARRAY[because], ARRAY[e.value_on], ARRAY[e.due_side], ARRAY[e.id], acting_organisation(), ARRAY[NULL::text], ARRAY[NULL::text],
       NULL::date);
   END $$`,
  ...definer('ledger_reverse(uuid, uuid, date, text)'),

  // Accounts that do not say what their entries come to: none, ever. From a tenancy on, so many of them; asked every night.
  `CREATE FUNCTION accounts_astray(after uuid, most integer) RETURNS TABLE (seen bigint, astray uuid[], last uuid) LANGUAGE sql STABLE AS $$
     WITH part AS (
       SELECT a.* FROM accounts a WHERE a.consortium_id = acting_consortium() AND a.tenancy_id > after AND nobody_acts() ORDER BY a.tenancy_id LIMIT most),
     sums AS (
       SELECT e.tenancy_id, coalesce(sum(e.amount_cents) FILTER (WHERE e.due_side), 0) AS due,
         -coalesce(sum(e.amount_cents) FILTER (WHERE NOT e.due_side), 0) AS paid
       FROM ledger_entries e WHERE e.consortium_id = acting_consortium() AND e.tenancy_id IN (SELECT s.tenancy_id FROM part s)
       GROUP BY e.tenancy_id)
     SELECT count(*), array_agg(s.tenancy_id) FILTER (WHERE (s.due_cents, s.paid_cents) <> (coalesce(b.due, 0), coalesce(b.paid, 0))
         OR (s.oldest_unpaid_on, s.first_default_on, s.whole_terms_unpaid, s.has_partial_payment) IS DISTINCT FROM
           (p.oldest, f.first_default, p.whole, p.partial)),
       (array_agg(s.tenancy_id ORDER BY s.tenancy_id DESC))[1]
     FROM part s LEFT JOIN sums b ON b.tenancy_id = s.tenancy_id
     CROSS JOIN LATERAL account_position(s.tenancy_id, s.balance_cents) p
     CROSS JOIN LATERAL account_default(s.tenancy_id, s.balance_cents) f $$`,
  ...definer('accounts_astray(uuid, integer)'),
];

export const LEDGER_FUNCTIONS_UNDO: readonly string[] = [
  `DROP FUNCTION accounts_astray(uuid, integer)`,
  `DROP FUNCTION ledger_reverse(uuid, uuid, date, text)`,
  `DROP FUNCTION ${POST}`,
  `DROP FUNCTION ${WRITE}`,
  `DROP FUNCTION account_position(uuid, integer, date)`,
  ACCOUNT_DEFAULT_UNDO,
];
