import type { ClientBase } from 'pg';
import { clock } from '../src/platform/clock.js';
import { fillWith, housing, id, LANDLORD, organisations, people } from './data-parts.js';

export const MONTHS = 24;
const CHUNK = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Of twenty tenants seventeen pay; one has not paid the last month, one the last three, and one pays a twentieth less than is due.
 * Rent and charges are one due a month.
 */
const DUE = `(35000 + n % 300 * 100 + n % 50 * 100)::integer`;
const PAID = `(${DUE} * CASE n % 20 WHEN 17 THEN (k < ${MONTHS - 1})::integer WHEN 18 THEN (k < ${MONTHS - 3})::integer WHEN 19 THEN 0.95 ELSE 1 END)::integer`;
const FIRST_MONTH = `(date_trunc('month', current_date::timestamp) - interval '${MONTHS - 1} months')::date`;
/** As many again have aid paid to the landlord as have not; every second household is supported by an association. */
const AID = `CASE WHEN n / 20 % 2 = 0 THEN 15000 ELSE 0 END`;

const tenancies = (c: string, size: number): string[] => [
  `INSERT INTO tenancies (consortium_id, id, kind, household_id, dwelling_id, starts_on, dues_start_on, dues_source, landlord_id, supporter_id)
   SELECT ${c}, ${id('tenancy', 'n')}, CASE WHEN n % 10 = 3 THEN 'occupancy_title' ELSE 'social_lease' END, ${id('household', 'n')},
     ${id('dwelling', 'n')}, date '2021-01-01' + (n % 700)::integer, '2021-01-01', 'sent', ${LANDLORD},
     CASE WHEN n / 40 % 2 = 0 THEN ${id('supporter', '1')} END FROM generate_series(1, ${size}) n`,
  `INSERT INTO tenancy_terms (consortium_id, id, tenancy_id, starts_on, rent_cents, charges_cents, aid_kind, aid_cents, aid_payee)
   SELECT ${c}, ${id('terms', 'n')}, ${id('tenancy', 'n')}, '2021-01-01', 30000 + n % 300 * 100, 5000 + n % 50 * 100,
     CASE WHEN ${AID} > 0 THEN 'apl' END, ${AID}, CASE WHEN ${AID} > 0 THEN 'landlord' END FROM generate_series(1, ${size}) n`,
];

/** Month by month, as they come in: two entries a tenancy. */
const entries = (c: string, size: number): string[] =>
  Array.from({ length: MONTHS }, (_, k) => k).map(
    (k) => `
  INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, month, label, value_on, due_side, organisation_id,
    system, external_id)
  SELECT ${c}, uuidv7(), ${id('tenancy', 'n')}, e.kind, e.cents, m.first + e.day, CASE WHEN e.due THEN to_char(m.first, 'YYYY-MM') END, e.label,
    m.first + e.day, e.due, ${LANDLORD}, 'rent-system', left(e.kind, 1) || '-${k}-' || n
  FROM generate_series(1, ${size}) n
  CROSS JOIN (SELECT (${FIRST_MONTH} + interval '${k} months')::date AS first) m
  CROSS JOIN (SELECT ${k} AS k) k
  CROSS JOIN LATERAL (VALUES ('due', ${DUE}, 0, 'rent', true), ('payment', -${PAID}, 4, 'tenant_payment', false)) e (kind, cents, day, label, due)
  WHERE e.cents <> 0`,
  );

/** Its indexes are made once the entries are there: a tenth of the time. */
const INDEXES = `SELECT indexdef, indexrelid::regclass::text AS name FROM pg_index JOIN pg_indexes ON indexname = indexrelid::regclass::text
  WHERE indrelid = 'ledger_entries'::regclass AND NOT indisprimary`;
const withoutIndexes = (steps: string[]): string[] => [
  `CREATE TEMP TABLE kept AS ${INDEXES}`,
  `DO $$ DECLARE one record; BEGIN FOR one IN SELECT * FROM kept LOOP EXECUTE 'DROP INDEX ' || one.name; END LOOP; END $$`,
  ...steps,
  `DO $$ DECLARE one record; BEGIN FOR one IN SELECT * FROM kept LOOP EXECUTE one.indexdef; END LOOP; END $$`,
  'ANALYZE ledger_entries',
];

const accounts = (c: string): string[] => [
  `SELECT set_config('app.consortium', ${c}::text, false)`,
  `INSERT INTO accounts (consortium_id, tenancy_id, landlord_id, supporter_id, due_cents, paid_cents, oldest_unpaid_on, first_default_on,
     whole_terms_unpaid, has_partial_payment, last_entry_on, last_received_on)
   SELECT t.consortium_id, t.id, t.landlord_id, t.supporter_id, e.due, e.paid, p.oldest, f.first_default, p.whole, p.partial, e.last_on, current_date
   FROM (SELECT tenancy_id, coalesce(sum(amount_cents) FILTER (WHERE due_side), 0)::integer AS due,
       -coalesce(sum(amount_cents) FILTER (WHERE NOT due_side), 0)::integer AS paid, max(occurred_on) AS last_on
     FROM ledger_entries WHERE consortium_id = ${c} GROUP BY tenancy_id) e
   JOIN tenancies t ON t.consortium_id = ${c} AND t.id = e.tenancy_id
   CROSS JOIN LATERAL account_position(t.id, e.due - e.paid) p
   CROSS JOIN LATERAL account_default(t.id, e.due - e.paid) f`,
  `INSERT INTO ledger_senders (consortium_id, organisation_id, last_received_on)
   SELECT DISTINCT consortium_id, landlord_id, current_date FROM tenancies`,
];

/** Tenancies with 24 months of account, and the cases that a first night makes of them. */
export function fillAccounts(url: string, size: number): Promise<void> {
  return fillWith(
    url,
    (c) => [
      ...organisations(c),
      ...housing(c, size),
      ...people(c, size),
      ...tenancies(c, size),
      ...withoutIndexes(entries(c, size)),
      ...accounts(c),
    ],
    async (owner) => {
      await assertConsistent(owner);
      await owner.query('SELECT arrears_turn($1)', [clock.today()]);
      await owner.query('SELECT arrears_causes($1, NULL)', [clock.today()]);
    },
  );
}

/** Every account says what its entries come to. */
export async function assertConsistent(owner: ClientBase): Promise<void> {
  let after: string | null = FIRST;
  while (after !== null) after = await assertPart(owner, after);
}

/** Answers the last account of this part; null when there are no more. */
async function assertPart(owner: ClientBase, after: string): Promise<string | null> {
  const { rows } = await owner.query<{ astray: string[] | null; last: string | null }>(
    'SELECT astray, last FROM accounts_astray($1, $2)',
    [after, CHUNK],
  );
  const { astray, last } = rows[0]!;
  if (astray) throw new Error(`${astray.length} accounts differ from their entries, ${astray[0]} among them`);
  return last;
}
