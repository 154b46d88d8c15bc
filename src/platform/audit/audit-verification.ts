import type pg from 'pg';
import { clock, type Instant } from '../clock.js';
import type { Keyring } from '../crypto.js';
import type { AuditReport, Break, ChainReport } from './audit-report.js';
import { GENESIS, hashOf, isSealed, type Batch, type Entry } from './chain.js';

const BATCHES_A_PAGE = 500;
const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Checks every chain, in one snapshot, as the definer role: the connection is the schema owner's, or a superuser's. */
export async function verifyAudit(client: pg.ClientBase, keyring: Keyring): Promise<AuditReport> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query('SET LOCAL ROLE passerelle_definer');
    await client.query('SET LOCAL search_path = public, pg_temp');
    const chains: ChainReport[] = [];
    const dropped = await droppedBeforeOf(client);
    const { rows } = await client.query<{ writer: string }>(
      'SELECT DISTINCT writer FROM audit_batches ORDER BY writer',
    );
    for (const { writer } of rows) chains.push(await verifyChain(client, keyring, writer, dropped));
    const unsealed = await countUnsealed(client);
    const intact = unsealed.unsealedReads === 0 && chains.every(({ broken }) => !broken);
    return { chains, ...unsealed, intact };
  } finally {
    await client.query('ROLLBACK');
  }
}

/** The batch that the next one has to follow. */
interface Last {
  readonly seq: number;
  readonly hash: Buffer;
}

async function verifyChain(
  client: pg.ClientBase,
  keyring: Keyring,
  writer: string,
  droppedBefore: Instant,
): Promise<ChainReport> {
  let last = await anchorOf(client, writer);
  let place: Place = { seq: 0, at: '-infinity' };
  const report: ChainReport = { writer, batches: 0, entries: 0, head: '' };
  for (;;) {
    const batches = await batchesAfter(client, writer, place);
    if (batches.length === 0) return report;
    const entries = await entriesOf(client, batches);
    for (const batch of batches) {
      const own = batch.since < droppedBefore ? undefined : batch.entryIds.flatMap((id) => entries.get(id) ?? []);
      const reason = breakOf(batch, last, own, keyring);
      if (reason) report.broken ??= { seq: batch.seq, reason };
      report.batches += 1;
      report.entries += batch.entryIds.length;
      last = batch;
      place = batch;
    }
    report.head = last.hash.toString('hex');
  }
}

/** `own` is undefined where entries were dropped when their time was over: then only the links can be checked. */
function breakOf(batch: Batch, last: Last, own: Entry[] | undefined, keyring: Keyring): Break | undefined {
  if (batch.seq !== last.seq + 1 || !batch.previousHash.equals(last.hash)) return 'gap';
  if (!isSealed(batch, keyring)) return 'seal';
  if (own && !hashOf(batch, own).equals(batch.hash)) return 'hash';
  return undefined;
}

/** The last six months are never dropped: an anchor that says so is no reason to check less. */
async function droppedBeforeOf(client: pg.ClientBase): Promise<Instant> {
  const { rows } = await client.query<{ dropped: Instant | null }>(
    `SELECT ${instant('max(dropped_before)')} AS dropped FROM audit_anchors
     WHERE dropped_before <= $1::timestamptz - interval '6 months' + interval '1 day'`,
    [clock.now()],
  );
  return rows[0]?.dropped ?? '';
}

async function anchorOf(client: pg.ClientBase, writer: string): Promise<Last> {
  const { rows } = await client.query<{ seq: string; hash: Buffer }>(
    'SELECT seq, hash FROM audit_anchors WHERE writer = $1 ORDER BY seq DESC LIMIT 1',
    [writer],
  );
  const [anchor] = rows;
  return { seq: Number(anchor?.seq ?? 0), hash: anchor?.hash ?? GENESIS };
}

interface Place {
  readonly seq: number;
  readonly at: Instant;
}

/** In the order of the chain; a number that was given twice comes twice. */
async function batchesAfter(client: pg.ClientBase, writer: string, place: Place): Promise<Batch[]> {
  const { rows } = await client.query<Batch>(
    `SELECT writer, seq, ${instant('at')} AS at, ${instant('since')} AS since, entry_ids AS "entryIds", previous_hash AS "previousHash", hash, seal
     FROM audit_batches b WHERE writer = $1 AND (b.seq, b.at) > ($2, $3) ORDER BY b.seq, b.at LIMIT ${BATCHES_A_PAGE}`,
    [writer, place.seq, place.at],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** By id; one that is stored twice is not the one that was sealed, so that it counts as missing. */
async function entriesOf(client: pg.ClientBase, batches: readonly Batch[]): Promise<Map<string, Entry>> {
  const ids = batches.flatMap(({ entryIds }) => entryIds);
  const { rows } = await client.query<Entry>(
    `SELECT consortium_id AS "consortiumId", organisation_id AS "organisationId", ${instant('at')} AS at, id, kind,
       principal_type AS "principalType", principal_id AS "principalId", operation, tables, array_to_string(ids, ',') AS ids, request_id AS "requestId"
     FROM audit_entries e WHERE e.at BETWEEN $1 AND $2 AND e.id = ANY ($3::uuid[])`,
    [least(batches.map(({ since }) => since)), greatest(batches.map(({ at }) => at)), ids],
  );
  const found = new Map<string, Entry>();
  const twice = new Set<string>();
  for (const row of rows) {
    if (found.has(row.id)) twice.add(row.id);
    found.set(row.id, row);
  }
  for (const id of twice) found.delete(id);
  return found;
}

const least = (instants: readonly Instant[]): Instant => instants.reduce((a, b) => (a < b ? a : b));
const greatest = (instants: readonly Instant[]): Instant => instants.reduce((a, b) => (a > b ? a : b));

/** Month by month, so that no comparison is about the whole. */
async function countUnsealed(client: pg.ClientBase): Promise<Pick<AuditReport, 'unsealedReads' | 'unsealedChanges'>> {
  const total = { unsealedReads: 0, unsealedChanges: 0 };
  const { rows: months } = await client.query<{ from: string; to: string }>(
    `SELECT m::text AS from, (m + interval '1 month')::text AS to
     FROM (SELECT min(at) lower, max(at) upper FROM audit_entries) span, generate_series(date_trunc('month', lower), upper, '1 month') m`,
  );
  for (const { from, to } of months) {
    const { rows } = await client.query<{ reads: number; changes: number }>(
      `SELECT count(*) FILTER (WHERE kind = 'read')::float8 AS reads,
         count(*) FILTER (WHERE kind = 'change' AND e.at < $3::timestamptz - interval '1 minute')::float8 AS changes
       FROM audit_entries e
       LEFT JOIN (SELECT unnest(entry_ids) AS id, since, at FROM audit_batches WHERE since < $2 AND at >= $1) sealed
         ON sealed.id = e.id AND e.at BETWEEN sealed.since AND sealed.at
       WHERE e.at >= $1 AND e.at < $2 AND sealed.id IS NULL`,
      [from, to, clock.now()],
    );
    total.unsealedReads += rows[0]!.reads;
    total.unsealedChanges += rows[0]!.changes;
  }
  return total;
}
