import { clock } from '../clock.js';
import { actor, context } from '../context.js';
import type { Keyring } from '../crypto.js';
import type { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { Command, Input } from './inputs.js';
import { RawJson } from './raw-json.js';

/** What a `/delta` takes: the token of the answer before, nothing at the first time. */
@Command('DeltaQuery', 'Where a synchronisation goes on')
export class DeltaQuery {
  @Input.text({
    about: 'The `nextToken` or `deltaToken` of the answer before',
    max: 1000,
    optional: true,
    example: 'WyIwMTkz…',
  })
  token?: string;

  @Input.integer({ about: 'Entries an answer', min: 1, max: 500, optional: true, example: 100 })
  limit?: number;
}

/** Where a reader stands. `start`: tombstones older than the first answer say nothing new and are left out. */
interface Place {
  readonly xid: string;
  readonly id: string;
  readonly epoch: number | null;
  readonly start: string | null;
}

interface FeedRow {
  epoch: number;
  horizon: string;
  xid: string | null;
  id: string;
  body: string;
}

const PURPOSE = 'delta';
const DEFAULT_LIMIT = 100;
const LIFETIME_SECONDS = 30 * 24 * 3600;
const BEGINNING: Place = { xid: '0', id: '00000000-0000-0000-0000-000000000000', epoch: null, start: null };

/**
 * Entries are text from PostgreSQL to the wire. `xid <` the oldest running transaction: a late commit is never passed. `only`
 * is a condition on alias `e` for what must be asked beyond the feed's own policy.
 */
const readWhere = (only: string): string => `
  SELECT i.feed_epoch AS epoch, h.horizon::text AS horizon, f.xid::text AS xid, f.subject_id AS id, f.body
  FROM installation i
  CROSS JOIN (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS horizon) h
  LEFT JOIN LATERAL (
    SELECT e.xid, e.subject_id, (CASE WHEN e.removed_at IS NULL
        THEN e.entry || jsonb_build_object('id', e.subject_id, 'version', e.version)
        ELSE jsonb_strip_nulls(jsonb_build_object('id', e.subject_id, 'removed', true, 'reason', e.removed_reason, 'version', e.version,
          'mergedInto', (SELECT s.subject_id FROM feed s WHERE s.consortium_id = e.consortium_id AND s.collection = e.collection
             AND s.viewer_id = e.viewer_id AND s.subject_id = e.merged_into AND s.removed_at IS NULL))) END)::text AS body
    FROM feed e
    WHERE e.consortium_id = $1 AND e.viewer_id = $2 AND e.collection = $3
      AND (e.xid, e.subject_id) > ($4::xid8, $5::uuid) AND e.xid < h.horizon
      AND (e.removed_at IS NULL OR e.xid >= coalesce($6::xid8, h.horizon))${only}
    ORDER BY e.xid, e.subject_id LIMIT $7) f ON true`;
const READ = readWhere('');

const NOW = `SELECT i.feed_epoch AS epoch, pg_snapshot_xmin(pg_current_snapshot())::text AS horizon FROM installation i`;

/** A condition on the feed's row `e`, in SQL; `parameter` writes a value down. */
export type FeedCondition = (parameter: (value: unknown) => string) => string;

interface FeedEntry {
  readonly id: string;
  /** JSON. */
  readonly body: string;
  /** With which to go on after this entry. */
  readonly token: string;
}

export interface FeedPage {
  readonly entries: readonly FeedEntry[];
  readonly hasMore: boolean;
  /** With which to go on after all of them. */
  readonly token: string;
}

/** What changed in a collection for this viewer since a token, entry by entry. One statement. */
export async function readFeed(
  database: Database,
  keyring: Keyring,
  collection: string,
  query: DeltaQuery,
  only?: FeedCondition,
): Promise<FeedPage> {
  const { consortiumId, organisationId } = actor();
  const place = query.token === undefined ? BEGINNING : openToken(keyring, collection, query.token);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const values: unknown[] = [consortiumId, organisationId, collection, place.xid, place.id, place.start, limit + 1];
  const sql = only ? readWhere(` AND ${only((value) => `$${values.push(value)}`)}`) : READ;
  const rows = await database.read<FeedRow>(sql, values);
  const { epoch, horizon } = rows[0]!;
  if (place.epoch !== null && place.epoch !== epoch) throw new Failure('expired_token');
  const found = rows.filter((row) => row.xid !== null);
  const sent = found.slice(0, limit);
  context().trail?.read(
    collection,
    sent.map((row) => row.id),
  );
  const start = place.start ?? horizon;
  const tokenAt = ({ xid, id }: { xid: string | null; id: string }): string =>
    tokenOf(keyring, collection, { xid: xid!, id, epoch, start });
  return {
    entries: sent.map((row) => ({
      id: row.id,
      body: row.body,
      get token() {
        return tokenAt(row);
      },
    })),
    hasMore: found.length > limit,
    token: tokenAt(sent.at(-1) ?? place),
  };
}

/** A token for what will change from now on. */
export async function tokenOfNow(database: Database, keyring: Keyring, collection: string): Promise<string> {
  const { epoch, horizon } = await database.one<FeedRow>(NOW);
  return tokenOf(keyring, collection, { xid: horizon, id: BEGINNING.id, epoch, start: horizon });
}

/**
 * What changed in a collection for this viewer since a token (`design.md` C). `nextToken` while there is more, then
 * `deltaToken` to ask again later. States between two answers may be merged.
 */
export async function deltaPage(
  database: Database,
  keyring: Keyring,
  collection: string,
  query: DeltaQuery,
  only?: FeedCondition,
): Promise<RawJson> {
  const { entries, hasMore, token } = await readFeed(database, keyring, collection, query, only);
  const kind = hasMore ? 'nextToken' : 'deltaToken';
  return new RawJson(`{"data":[${entries.map(({ body }) => body).join(',')}],"${kind}":"${token}"}`);
}

type Payload = [
  consortium: string,
  viewer: string,
  collection: string,
  xid: string,
  id: string,
  issuedAt: number,
  epoch: number,
  start: string,
];

function tokenOf(keyring: Keyring, collection: string, { xid, id, epoch, start }: Place): string {
  const { consortiumId, organisationId } = actor();
  return keyring.sign(
    PURPOSE,
    JSON.stringify([consortiumId, organisationId, collection, xid, id, clock.epochSeconds(), epoch, start]),
  );
}

/** Not ours, or of another caller or collection: 400. Too old: 410, since tombstones may be gone. */
function openToken(keyring: Keyring, collection: string, token: string): Place {
  const payload = keyring.verify(PURPOSE, token);
  if (payload === undefined) throw new Failure('invalid_cursor');
  const [consortium, viewer, of, xid, id, issuedAt, epoch, start] = JSON.parse(payload) as Payload;
  const { consortiumId, organisationId } = actor();
  if (consortium !== consortiumId || viewer !== organisationId || of !== collection)
    throw new Failure('invalid_cursor');
  if (clock.epochSeconds() - issuedAt > LIFETIME_SECONDS) throw new Failure('expired_token');
  return { xid, id, epoch, start };
}
