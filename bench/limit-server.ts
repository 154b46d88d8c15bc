import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { accountsByHand } from './limit-accounts.js';

/**
 * The limit: what one would write by hand with `node:http` and `pg` for these answers alone, on the same tables, with
 * named prepared statements; no authentication, no isolation, no audit, no log. Usage: `limit-server.js <url> <port>`.
 */
const [, , url, port] = process.argv;
const { TIMESTAMPTZ, DATE } = pg.types.builtins;
pg.types.setTypeParser(TIMESTAMPTZ, instantOf);
pg.types.setTypeParser(DATE, (text) => text);
const pool = new pg.Pool({ connectionString: url, max: 16, options: '-c timezone=UTC' });
const consortium = await oneId(`SELECT id FROM consortia WHERE key = 'bench'`);
const viewer = await oneId(`SELECT landlord_id AS id FROM dwellings GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`);
const accounts = accountsByHand(pool, consortium, viewer);

const FEED = {
  name: 'feed',
  text: `SELECT f.xid::text, f.subject_id, (f.entry || jsonb_build_object('id', f.subject_id, 'version', f.version))::text AS body FROM feed f
    WHERE f.consortium_id = $1 AND f.viewer_id = $2 AND f.collection = 'placements' AND (f.xid, f.subject_id) > ($3::xid8, $4::uuid)
      AND f.xid < pg_snapshot_xmin(pg_current_snapshot()) AND f.removed_at IS NULL ORDER BY f.xid, f.subject_id LIMIT 101`,
};
const PLACEMENT = {
  name: 'placement',
  text: `SELECT id, version, created_at AS "createdAt", updated_at AS "updatedAt", status, status_since AS "statusSince",
      programme_label AS "programmeLabel", offer_id AS "offerId", dwelling_id AS "dwellingId", room_id AS "roomId",
      household_id AS "householdId", household_size AS "householdSize",
      jsonb_build_object('under3', children_under3, 'from3To5', children3to5, 'from6To11', children6to11, 'from12To17', children12to17)
        AS "childrenByAgeBand",
      planned_move_in_on AS "plannedMoveInOn", moved_in_on AS "movedInOn", ended_on AS "endedOn",
      landlord_id AS "landlordId", operator_id AS "operatorId",
      coalesce((SELECT jsonb_agg(jsonb_build_object('system', x.system, 'value', x.value) ORDER BY x.system, x.value) FROM external_ids x
        WHERE x.consortium_id = placements.consortium_id AND x.subject_id = placements.id AND x.organisation_id = $3), '[]') AS "externalIds"
    FROM placements WHERE consortium_id = $1 AND id = $2`,
};
const PLACEMENTS = {
  name: 'placements',
  text: `SELECT p.id, p.status, p.status_since, p.household_size, p.moved_in_on, d.id AS dwelling_id, d.label, d.commune_code, d.type,
      h.id AS household_id, h.type AS household_type, h.size, o.id AS operator_id, o.name, o.contact
    FROM placements p
    LEFT JOIN dwellings d ON d.consortium_id = p.consortium_id AND d.id = p.dwelling_id
    LEFT JOIN households h ON h.consortium_id = p.consortium_id AND h.id = p.household_id
    LEFT JOIN organisations o ON o.consortium_id = p.consortium_id AND o.id = p.operator_id
    WHERE p.consortium_id = $1 AND p.landlord_id = $2 AND p.id > $3 ORDER BY p.id LIMIT 51`,
};
type Row = Record<string, unknown>;
const NIL = '00000000-0000-0000-0000-000000000000';

async function feedPage(token: string): Promise<string> {
  const [xid, id] = token === '' ? ['0', NIL] : token.split('.');
  const { rows } = await pool.query<{ xid: string; subject_id: string; body: string }>({
    ...FEED,
    values: [consortium, viewer, xid, id],
  });
  const sent = rows.slice(0, 100);
  const last = sent.at(-1);
  const kind = rows.length > 100 ? 'nextToken' : 'deltaToken';
  return `{"data":[${sent.map(({ body }) => body).join(',')}],"${kind}":"${last?.xid ?? xid}.${last?.subject_id ?? id}"}`;
}

async function placement(id: string): Promise<string> {
  const { rows } = await pool.query({ ...PLACEMENT, values: [consortium, id, viewer] });
  return JSON.stringify(rows[0] ?? null);
}

async function placements(after: string | null): Promise<string> {
  const { rows } = await pool.query<Row>({ ...PLACEMENTS, values: [consortium, viewer, after ?? NIL] });
  const nodes = rows.slice(0, 50).map((row) => ({
    id: row.id,
    status: row.status,
    statusSince: row.status_since,
    householdSize: row.household_size,
    movedInOn: row.moved_in_on,
    dwelling:
      row.dwelling_id === null
        ? null
        : { id: row.dwelling_id, label: row.label, communeCode: row.commune_code, type: row.type },
    household: row.household_id === null ? null : { id: row.household_id, type: row.household_type, size: row.size },
    operator: row.operator_id === null ? null : { id: row.operator_id, name: row.name, contact: row.contact },
  }));
  return JSON.stringify({
    data: { placements: { nodes, pageInfo: { hasNextPage: rows.length > 50, endCursor: nodes.at(-1)?.id ?? null } } },
  });
}

async function answer(request: IncomingMessage): Promise<string> {
  const path = request.url ?? '';
  if (path === '/v1/payments') return accounts.import(keyOf(request), await bodyOf(request));
  if (path.startsWith('/v1/tenancies/')) return accounts.pay(path.slice(14, 50), keyOf(request), await bodyOf(request));
  if (path.startsWith('/v1/placements/delta')) return feedPage(/token=([^&]*)/.exec(path)?.[1] ?? '');
  if (path.startsWith('/v1/placements/')) return placement(path.slice('/v1/placements/'.length));
  const { query, variables } = JSON.parse(await bodyOf(request)) as {
    query: string;
    variables: { after: string | null };
  };
  return query.startsWith('query Tenancies') ? accounts.tenancies(variables.after) : placements(variables.after);
}

const keyOf = (request: IncomingMessage): string => String(request.headers['idempotency-key']);

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (chunk: string) => (body += chunk))
      .on('end', () => resolve(body));
  });
}

function send(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) })
    .end(body);
}

createServer((request, response) => {
  answer(request).then(
    (body) => send(response, 200, body),
    (error: unknown) => send(response, 500, String(error)),
  );
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));

async function oneId(sql: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(sql);
  return rows[0]!.id;
}

/** PostgreSQL's `2026-11-21 09:30:00.5+00` as RFC 3339 with six decimals. */
function instantOf(text: string): string {
  const [seconds, fraction = ''] = text.slice(0, -3).split('.') as [string, string?];
  return `${seconds.replace(' ', 'T')}.${fraction.padEnd(6, '0')}Z`;
}
