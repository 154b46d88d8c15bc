import { LEDGER_FUNCTIONS } from './0022-accounts-functions.js';
import { definer, madeBy, SqlMigration } from './support.js';

const SIGNATURE = `ledger_post(uuid[], uuid[], text[], text[], text[], integer[], date[], text[], text[], text[], text[], date, boolean)`;

/** Paid may be from two months before the first day, by whom who has signed; due from the first of the month in which that day is. */
const FIRST_DAY = `CASE WHEN w.kind IN ('payment', 'benefit', 'aid', 'waiver') OR w.label = 'deposit' THEN (t.starts_on - interval '2 months')::date
     ELSE date_trunc('month', t.starts_on::timestamp)::date END`;

const made = (create: string): string[] => [
  `DROP FUNCTION ${SIGNATURE}`,
  create,
  ...definer(SIGNATURE),
  // Planned once a connection: by keys whatever the number of lines, and planning costs as much as one payment.
  `ALTER FUNCTION ${SIGNATURE} SET plan_cache_mode = force_generic_plan`,
];

/**
 * An account begins with its tenancy: what is dated long before is a slip of the pen, and would make a debt that old. As before (0022),
 * lines of a lessor or its manager; of a line that comes too early the answer says the first day that is possible. What was sent
 * before is looked for only where something was not written. With `whole`, nothing is written of lines that are refused by what they
 * say; where an identifier turns out to have meant something else, whoever calls takes the rest back.
 */
export class FirstDays1700000000083 extends SqlMigration {
  readonly name = 'FirstDays1700000000083';

  protected readonly steps =
    made(`CREATE FUNCTION ledger_post(ids uuid[], tenancies uuid[], tenancy_systems text[], tenancy_values text[],
     kinds text[], amounts integer[], days date[], months text[], labels text[], systems text[], externals text[], today date, whole boolean)
     RETURNS TABLE (line integer, code text, since date) LANGUAGE plpgsql AS $$
   DECLARE
     here uuid := acting_consortium();
     own uuid := acting_organisation();
     keeper uuid := acting_as('landlord', 'operator');
     by_job boolean := acting_kind() = 'system';
     received date := CASE WHEN acting_kind() <> 'system' THEN today END;
     found uuid[];
     signed integer[];
     due_sides boolean[];
     codes text[];
     is_refused boolean;
     made uuid[];
   BEGIN
     SELECT array_agg(c.id), array_agg(c.signed), array_agg(c.due_side), array_agg(c.refusal), bool_or(c.refusal IS NOT NULL)
     INTO found, signed, due_sides, codes, is_refused
     FROM (
       SELECT t.id, w.kind = 'due' OR (w.kind = 'adjustment' AND w.amount > 0) AS due_side,
         CASE WHEN w.kind IN ('payment', 'benefit', 'aid', 'waiver') OR (w.kind = 'due' AND w.label = 'rls') THEN -w.amount ELSE w.amount END AS signed,
         CASE
           WHEN t.id IS NULL THEN 'unknown_reference'
           WHEN NOT by_job AND (keeper IN (t.landlord_id, t.operator_id)) IS NOT TRUE THEN
             CASE WHEN tenancy_party(t.id) THEN 'not_the_lessor' ELSE 'unknown_reference' END
           WHEN w.day > today THEN 'in_the_future'
           WHEN w.kind = 'due' AND t.dues_source = 'computed' THEN 'dues_are_computed'
           -- Most lines are of a day on which the tenancy had begun: of those nothing is computed. What is known already stays so.
           WHEN w.day < t.starts_on AND w.day < ${FIRST_DAY} AND NOT EXISTS (SELECT 1 FROM ledger_entries e
             WHERE e.consortium_id = here AND e.organisation_id = own AND e.system = w.system AND e.external_id = w.external) THEN 'before_tenancy'
         END AS refusal
       FROM unnest(tenancies, tenancy_systems, tenancy_values, kinds, amounts, days, labels, systems, externals)
         WITH ORDINALITY w (tenancy, tenancy_system, tenancy_value, kind, amount, day, label, system, external, n)
       -- Look-ups by key, each kept one by OFFSET 0: a plan that does not know how many lines come would join whole tables.
       LEFT JOIN LATERAL (SELECT x.subject_id FROM external_ids x WHERE x.consortium_id = here AND x.organisation_id = own
         AND x.subject_type = 'tenancies' AND x.system = w.tenancy_system AND x.value = w.tenancy_value OFFSET 0) x ON true
       -- Apart from it, since under row-level security a coalesce() over columns may leak and so reaches no index.
       CROSS JOIN LATERAL (SELECT coalesce(w.tenancy, x.subject_id) AS id OFFSET 0) k
       LEFT JOIN LATERAL (SELECT t.id, t.landlord_id, t.operator_id, t.dues_source, t.starts_on FROM tenancies t
         WHERE t.consortium_id = here AND t.id = k.id OFFSET 0) t ON true
       ORDER BY w.n) c;
     IF NOT is_refused THEN
       made := ledger_write(ids, found, kinds, signed, days, months, labels, days, due_sides,
         array_fill(NULL::uuid, ARRAY[cardinality(ids)]), own, systems, externals, received);
       IF cardinality(made) = cardinality(ids) THEN RETURN; END IF;
     ELSIF NOT whole THEN
       SELECT ledger_write(array_agg(w.id), array_agg(w.tenancy), array_agg(w.kind), array_agg(w.amount), array_agg(w.day), array_agg(w.month),
         array_agg(w.label), array_agg(w.day), array_agg(w.due_side), array_agg(NULL::uuid), own, array_agg(w.system), array_agg(w.external), received)
       INTO made
       FROM unnest(ids, found, kinds, signed, days, months, labels, due_sides, systems, externals, codes)
         w (id, tenancy, kind, amount, day, month, label, due_side, system, external, refusal)
       WHERE w.refusal IS NULL
       HAVING count(*) > 0;
     END IF;
     -- What was not written was sent before, or at the same time by a twin: it is known, or was another line under the same identifier.
     RETURN QUERY SELECT w.n::integer, coalesce(w.refusal, CASE WHEN EXISTS (SELECT 1 FROM ledger_entries e
         WHERE e.consortium_id = here AND e.organisation_id = own AND e.system = w.system AND e.external_id = w.external
           AND (e.tenancy_id, e.kind, e.amount_cents, e.occurred_on, e.label, e.month) IS NOT DISTINCT FROM
             (w.tenancy, w.kind, w.amount, w.day, w.label, w.month)) THEN 'known' ELSE 'external_id_reused' END),
         CASE WHEN w.refusal = 'before_tenancy' THEN (SELECT ${FIRST_DAY} FROM tenancies t WHERE t.consortium_id = here AND t.id = w.tenancy) END
       FROM unnest(ids, codes, found, kinds, signed, days, labels, months, systems, externals)
         WITH ORDINALITY w (id, refusal, tenancy, kind, amount, day, label, month, system, external, n)
       LEFT JOIN unnest(made) m (id) ON m.id = w.id
       WHERE w.refusal IS NOT NULL OR (made IS NOT NULL AND m.id IS NULL) ORDER BY w.n;
   END $$`);
  protected readonly undo = made(madeBy(LEDGER_FUNCTIONS, 'CREATE FUNCTION ledger_post('));
}
