import { actor, context } from '../context.js';
import { sha256, type Keyring } from '../crypto.js';
import type { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { BEGINNING, openToken, tokenOf } from './delta-tokens.js';
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

interface Standing {
  epoch: number;
  horizon: string;
  caseload?: string;
}
interface FeedRow extends Standing {
  xid: string | null;
  id: string;
  body: string;
}
/** A page as one row: what was found, at most one more than asked for, and of those sent the bodies, the ids and the last place. */
interface FeedText extends Standing {
  found: number;
  bodies: string | null;
  ids: string | null;
  xid: string | null;
  id: string | null;
}

const DEFAULT_LIMIT = 100;

/** What was there, but is not for who asks any more: its identifier, and nothing else. */
const takenBack = (gone: string): string =>
  `WHEN ${gone} THEN '{"id": "' || e.subject_id || '", "removed": true, "reason": "no_longer_yours", "version": ' || e.version || '}'`;

/**
 * Entries are text from PostgreSQL to the wire, and get their id and version as text: to add them to the document would take as long as
 * to find it and to write it down. An entry has other fields, and never these two. `xid <` the oldest running transaction: a late commit is never passed. `only`
 * is a condition on alias `e` for what must be asked beyond the feed's own policy, `gone` one for what of that is taken back, `shown`
 * what is told in place of the entry.
 */
const entriesWhere = ({ only, gone, shown = 'e.entry' }: Asking): string => `
  SELECT e.xid, e.subject_id AS id, CASE ${gone ? takenBack(gone) : ''} WHEN e.removed_at IS NULL
      THEN '{"id": "' || e.subject_id || '", "version": ' || e.version || ', ' || substr((${shown})::text, 2)
      ELSE jsonb_strip_nulls(jsonb_build_object('id', e.subject_id, 'removed', true, 'reason', e.removed_reason, 'version', e.version,
        'mergedInto', (SELECT s.subject_id FROM feed s WHERE s.consortium_id = e.consortium_id AND s.collection = e.collection
           AND s.viewer_id = e.viewer_id AND s.subject_id = e.merged_into AND s.removed_at IS NULL)))::text END AS body
  FROM feed e
  WHERE e.consortium_id = $1 AND e.viewer_id = $2 AND e.collection = $3
    AND (e.xid, e.subject_id) > ($4::xid8, $5::uuid) AND e.xid < h.horizon
    AND (e.removed_at IS NULL${gone ? ` AND NOT ${gone}` : ''} OR e.xid >= coalesce($6::xid8, h.horizon))${only ? ` AND ${only}` : ''}
  ORDER BY e.xid, e.subject_id LIMIT $7`;
const FROM = `FROM installation i CROSS JOIN (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS horizon) h`;
const STANDING = `i.feed_epoch AS epoch, h.horizon::text AS horizon`;
const LIMITED = `${STANDING}, caseload_digest() AS caseload`;
type Asking = { readonly [Part in keyof Pick<FeedSight, 'only' | 'gone' | 'shown'>]?: string };
type Write = (asking: Asking, standing: string) => string;

const rowsWhere: Write = (asking, standing) =>
  `SELECT ${standing}, f.xid::text AS xid, f.id, f.body ${FROM} LEFT JOIN LATERAL (${entriesWhere(asking)}) f ON true`;

const textWhere: Write = (asking, standing) => `
  SELECT ${standing}, f.found, array_to_string(f.bodies[:$7 - 1], ',') AS bodies, array_to_string(f.ids[:$7 - 1], ',') AS ids,
    f.xids[least(f.found, $7 - 1)]::text AS xid, f.ids[least(f.found, $7 - 1)] AS id
  ${FROM} CROSS JOIN LATERAL (
    SELECT count(*)::integer AS found, array_agg(e.body) AS bodies, array_agg(e.id) AS ids, array_agg(e.xid) AS xids
    FROM (${entriesWhere(asking)}) e) f`;
const standing = (): string => (actor().caseloadOf === undefined ? STANDING : LIMITED);

/** A condition on the feed's row `e`, in SQL; `parameter` writes a value down. */
export type FeedCondition = (parameter: (value: unknown) => string) => string;

/** Who may see what of a collection beyond the feed's own policy. */
export interface FeedSight {
  /** Which entries are told. */
  readonly only?: FeedCondition;
  /** Which of them only as gone. */
  readonly gone?: FeedCondition;
  /** What an entry shows of others, as of now. */
  readonly shown?: FeedCondition;
  /** On what else than a caseload this rests: where that has changed since a token, everything is read anew. */
  readonly restsOn?: string;
}

/**
 * Whether a last day of what the acting organisation sees by has come, and no job has told the feed yet: of a disclosure, or of its
 * roles. Asked once a statement.
 */
export const SIGHT_ENDED = '(SELECT sight_ended())';

/** Of a feed's row `e`: it is gone, or `asked` does not hold, or the noun's own policy shows it now. */
export const shownNow = (table: string, asked = SIGHT_ENDED): string =>
  `(e.removed_at IS NOT NULL OR NOT ${asked} OR shown_now('${table}', e.subject_id))`;

/** Where a sight has ended by its date before a job tells the feed: what the noun's own policy shows now, asked for each entry. */
export const stillShown = (table: string): FeedSight => ({ only: () => shownNow(table) });

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
  sight: FeedSight = {},
): Promise<FeedPage> {
  const asked = ask(keyring, collection, query, sight);
  const rows = await database.read<FeedRow>(asked.sql(rowsWhere), asked.values);
  const tokenAt = asked.tokens(rows[0]!);
  const found = rows.filter((row) => row.xid !== null);
  const sent = found.slice(0, asked.limit);
  context().trail?.read(
    collection,
    sent.map((row) => row.id),
  );
  return {
    entries: sent.map((row) => ({
      id: row.id,
      body: row.body,
      get token() {
        return tokenAt(row);
      },
    })),
    hasMore: found.length > asked.limit,
    token: tokenAt(sent.at(-1)),
  };
}

interface Asked {
  readonly limit: number;
  readonly values: unknown[];
  sql(write: Write): string;
  /** The token just after an entry, or after none. @throws expired_token where the feed was restored or the sight changed since */
  tokens(standing: Standing): (last?: { xid: string | null; id: string | null }) => string;
}

function ask(keyring: Keyring, collection: string, query: DeltaQuery, sight: FeedSight): Asked {
  const { consortiumId, organisationId } = actor();
  const { only, gone, shown, restsOn } = sight;
  const place = query.token === undefined ? BEGINNING : openToken(keyring, collection, query.token);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const values: unknown[] = [consortiumId, organisationId, collection, place.xid, place.id, place.start, limit + 1];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  return {
    limit,
    values,
    sql: (write) => write({ only: only?.(parameter), gone: gone?.(parameter), shown: shown?.(parameter) }, standing()),
    tokens: ({ epoch, horizon, ...found }) => {
      const caseload = sightOf(found.caseload, restsOn);
      if (place.epoch !== null && (place.epoch !== epoch || place.caseload !== caseload))
        throw new Failure('expired_token');
      return (last) =>
        tokenOf(keyring, collection, {
          xid: last?.xid ?? place.xid,
          id: last?.id ?? place.id,
          epoch,
          start: place.start ?? horizon,
          caseload,
        });
    },
  };
}

/** A token for what will change from now on. */
export async function tokenOfNow(
  database: Database,
  keyring: Keyring,
  collection: string,
  { restsOn }: FeedSight = {},
): Promise<string> {
  const { epoch, horizon, caseload } = await database.one<FeedRow>(`SELECT ${standing()} ${FROM}`);
  const place = { xid: horizon, id: BEGINNING.id, epoch, start: horizon, caseload: sightOf(caseload, restsOn) };
  return tokenOf(keyring, collection, place);
}

function sightOf(caseload: string | undefined, restsOn: string | undefined): string | null {
  if (restsOn === undefined) return caseload ?? null;
  return sha256(`${caseload ?? ''} ${restsOn}`).toString('hex');
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
  sight: FeedSight = {},
): Promise<RawJson> {
  const asked = ask(keyring, collection, query, sight);
  const [page] = await database.read<FeedText>(asked.sql(textWhere), asked.values);
  const token = asked.tokens(page!)(page);
  const { found, bodies, ids } = page!;
  context().trail?.readList(collection, ids);
  const kind = found > asked.limit ? 'nextToken' : 'deltaToken';
  return new RawJson('{"data":[', bodies ?? '', `],"${kind}":"${token}"}`);
}
