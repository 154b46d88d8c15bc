import { createHash } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

const NIL = '00000000-0000-0000-0000-000000000000';
type Row = Record<string, unknown>;

/** No maintained totals: the entries of the page are added up. */
const TENANCIES = {
  name: 'tenancies',
  text: `SELECT t.id, t.kind, t.status, t.starts_on, d.id AS dwelling_id, d.label, d.commune_code, d.type, h.id AS household_id,
      h.type AS household_type, h.size, e.due, e.paid, c.id AS case_id, c.status AS case_status, c.level, c.debt_cents
    FROM tenancies t
    LEFT JOIN dwellings d ON d.consortium_id = t.consortium_id AND d.id = t.dwelling_id
    LEFT JOIN households h ON h.consortium_id = t.consortium_id AND h.id = t.household_id
    LEFT JOIN arrears_cases c ON c.consortium_id = t.consortium_id AND c.tenancy_id = t.id AND c.status NOT IN ('cleared', 'closed')
    CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount_cents) FILTER (WHERE e.due_side), 0)::integer AS due,
        -coalesce(sum(e.amount_cents) FILTER (WHERE NOT e.due_side), 0)::integer AS paid
      FROM ledger_entries e WHERE e.consortium_id = t.consortium_id AND e.tenancy_id = t.id) e
    WHERE t.consortium_id = $1 AND t.landlord_id = $2 AND t.id > $3 ORDER BY t.id LIMIT 51`,
};

/** What a balance means, as `account_position` has it; a payment of this statement is known by its day. */
const position = (tenancy: string, balance: string, paidOn: string): string => `(
  SELECT min(u.value_on) AS oldest,
    (count(DISTINCT u.month) FILTER (WHERE u.suffix <= ${balance} AND u.value_on > r.last_on))::integer AS whole,
    coalesce(bool_or(u.suffix > ${balance}) OR max(r.last_on) >= min(u.value_on), false) AS partial
  FROM (SELECT e.value_on, max(e.month) FILTER (WHERE e.kind = 'due') AS month, sum(e.amount_cents) AS amount,
      sum(sum(e.amount_cents)) OVER (ORDER BY e.value_on DESC) AS suffix
    FROM ledger_entries e WHERE ${balance} > 0 AND e.consortium_id = $1 AND e.tenancy_id = ${tenancy} AND e.due_side GROUP BY e.value_on) u
  CROSS JOIN (SELECT greatest(${paidOn}, (SELECT max(e.value_on) FROM ledger_entries e
    WHERE ${balance} > 0 AND e.consortium_id = $1 AND e.tenancy_id = ${tenancy} AND NOT e.due_side AND e.kind IN ('payment', 'benefit', 'aid')
      AND NOT EXISTS (SELECT 1 FROM ledger_entries v WHERE v.consortium_id = $1 AND v.reverses_id = e.id))) AS last_on) r
  WHERE u.amount > 0 AND u.suffix - u.amount < ${balance})`;

const KEY = `INSERT INTO idempotent_answers (consortium_id, scope, body_hash, status, body, subject_id, organisation_id)
  VALUES ($1, $3, $4, $5, $6, $7, $2) ON CONFLICT DO NOTHING RETURNING 1`;
/** Not tried where it is known: a conflict locks the row. */
const SENDER = `INSERT INTO ledger_senders AS s (consortium_id, organisation_id, last_received_on) SELECT $1, $2, current_date
  WHERE NOT EXISTS (SELECT 1 FROM ledger_senders o WHERE o.consortium_id = $1 AND o.organisation_id = $2 AND o.last_received_on >= current_date)
  ON CONFLICT (consortium_id, organisation_id) DO UPDATE SET last_received_on = excluded.last_received_on
  WHERE s.last_received_on < excluded.last_received_on`;
const EVENTS = `INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
  SELECT t.consortium_id, uuidv7(), 'account.changed', 'tenancy', t.id, t.household_id, $2,
    array_remove(ARRAY[t.landlord_id, t.operator_id, t.supporter_id, t.tenant_organisation_id], NULL)
  FROM (SELECT DISTINCT tenancy_id FROM entries) e JOIN tenancies t ON t.consortium_id = $1 AND t.id = e.tenancy_id`;

/** One statement is one transaction: the key with its answer, the entries, the totals, one event an account. */
const recording = (lines: string): string => `
  WITH lines AS MATERIALIZED (${lines}),
  key AS (${KEY}),
  held AS (SELECT a.* FROM accounts a WHERE a.consortium_id = $1 AND a.tenancy_id IN (SELECT tenancy FROM lines)
    AND $2 IN (a.landlord_id, a.operator_id) ORDER BY a.tenancy_id FOR NO KEY UPDATE),
  entries AS (INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, label, value_on, due_side,
      organisation_id, system, external_id, created_at)
    SELECT $1, l.id, l.tenancy, 'payment', -l.amount, l.day, 'tenant_payment', l.day, false, $2, l.system, l.value, $8
    FROM lines l JOIN held h ON h.tenancy_id = l.tenancy CROSS JOIN key
    ON CONFLICT (consortium_id, organisation_id, system, external_id) WHERE external_id IS NOT NULL DO NOTHING
    RETURNING tenancy_id, amount_cents, occurred_on),
  totals AS (UPDATE accounts a SET paid_cents = n.paid, oldest_unpaid_on = n.oldest, first_default_on = CASE WHEN a.due_cents > n.paid THEN a.first_default_on END, whole_terms_unpaid = n.whole,
      has_partial_payment = n.partial, last_entry_on = greatest(a.last_entry_on, n.last_on), last_received_on = greatest(a.last_received_on, current_date)
    FROM (SELECT h.tenancy_id, h.paid_cents + d.cover AS paid, d.last_on, p.*
      FROM (SELECT tenancy_id, -sum(amount_cents)::integer AS cover, max(occurred_on) AS last_on FROM entries GROUP BY tenancy_id) d
      JOIN held h ON h.tenancy_id = d.tenancy_id
      CROSS JOIN LATERAL ${position('h.tenancy_id', '(h.balance_cents - d.cover)', 'd.last_on')} p) n
    WHERE a.consortium_id = $1 AND a.tenancy_id = n.tenancy_id),
  told AS (${EVENTS}),
  sender AS (${SENDER})
  SELECT count(*)::integer AS recorded FROM entries`;
const PAY = {
  name: 'pay',
  text: recording(
    `SELECT $7::uuid AS id, $9::uuid AS tenancy, $10::integer AS amount, $11::date AS day, NULL::text AS system, NULL::text AS value`,
  ),
};
const IMPORT = {
  name: 'import',
  text: recording(
    `SELECT * FROM unnest($9::uuid[], $10::uuid[], $11::integer[], $12::date[], $13::text[], $14::text[]) l (id, tenancy, amount, day, system, value)`,
  ),
};
const STORED = {
  name: 'stored',
  text: `SELECT body FROM idempotent_answers WHERE consortium_id = $1 AND scope = $2 AND body_hash = $3`,
};

interface Line {
  readonly tenancyId: string;
  readonly amountCents: number;
  readonly occurredOn: string;
  readonly externalId: { readonly system: string; readonly value: string };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The answers about accounts, written by hand: see limit-server.ts. */
export function accountsByHand(pool: pg.Pool, consortium: string, lessor: string) {
  /** A key that is known answers what it has answered. */
  async function once(
    scope: Buffer,
    hash: Buffer,
    answer: string,
    write: () => Promise<{ rows: { recorded: number }[] }>,
  ): Promise<string> {
    const { rows } = await write();
    if (rows[0]!.recorded > 0) return answer;
    const stored = await pool.query<{ body: string }>({ ...STORED, values: [consortium, scope, hash] });
    if (!stored.rows[0]) throw new Error('Not recorded: another body, or not this lessor’s');
    return stored.rows[0].body;
  }

  return {
    async tenancies(after: string | null): Promise<string> {
      const { rows } = await pool.query<Row>({ ...TENANCIES, values: [consortium, lessor, after ?? NIL] });
      const nodes = rows.slice(0, 50).map(nodeOf);
      const pageInfo = { hasNextPage: rows.length > 50, endCursor: nodes.at(-1)?.id ?? null };
      return JSON.stringify({ data: { tenancies: { nodes, pageInfo } } });
    },

    async pay(tenancyId: string, key: string, body: string): Promise<string> {
      const { amountCents } = JSON.parse(body) as { amountCents: number };
      const [id, at] = [uuidv7(), `${new Date().toISOString().slice(0, -1)}000Z`];
      const [scope, hash] = [sha256(`${tenancyId} ${key}`), sha256(body)];
      const occurredOn = today();
      const written = {
        id,
        version: 1,
        createdAt: at,
        updatedAt: at,
        tenancyId,
        kind: 'payment',
        amountCents: -amountCents,
      };
      const rest = {
        occurredOn,
        month: null,
        label: 'tenant_payment',
        reversesId: null,
        reversedById: null,
        externalIds: [],
      };
      const answer = JSON.stringify({ ...written, ...rest });
      const values = [consortium, lessor, scope, hash, 201, answer, id, at, tenancyId, amountCents, occurredOn];
      return once(scope, hash, answer, () => pool.query({ ...PAY, values }));
    },

    async import(key: string, body: string): Promise<string> {
      const { mode = 'atomic', lines } = JSON.parse(body) as { mode?: string; lines: Line[] };
      const [scope, hash, at] = [sha256(key), sha256(body), new Date().toISOString()];
      const received = lines.length;
      const answer = JSON.stringify({ mode, received, recorded: received, known: 0, refused: 0, errors: [] });
      const columns = [
        lines.map(() => uuidv7()),
        lines.map((line) => line.tenancyId),
        lines.map((line) => line.amountCents),
        lines.map((line) => line.occurredOn),
        lines.map((line) => line.externalId.system),
        lines.map((line) => line.externalId.value),
      ];
      const values = [consortium, lessor, scope, hash, 200, answer, null, at, ...columns];
      return once(scope, hash, answer, () => pool.query({ ...IMPORT, values }));
    },
  };
}

const PARIS = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' });
const today = (): string => PARIS.format();

function nodeOf(row: Row): Row {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    startsOn: row.starts_on,
    dwelling: { id: row.dwelling_id, label: row.label, communeCode: row.commune_code, type: row.type },
    household: row.household_id === null ? null : { id: row.household_id, type: row.household_type, size: row.size },
    account: {
      dueCents: row.due,
      paidCents: row.paid,
      balanceCents: (row.due as number) - (row.paid as number),
    },
    arrears:
      row.case_id === null
        ? null
        : { id: row.case_id, status: row.case_status, level: row.level, debtCents: row.debt_cents },
  };
}
