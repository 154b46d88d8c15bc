import { readFeed, type DeltaQuery } from '../platform/api/delta.js';
import { RawJson } from '../platform/api/raw-json.js';
import { actor } from '../platform/context.js';
import type { Keyring } from '../platform/crypto.js';
import type { Database } from '../platform/database/database.js';

interface Entry {
  readonly id: string;
  readonly residents?: readonly { readonly occupancyId: string }[];
}

const SEEN = (table: 'occupancies' | 'shared_flats'): string =>
  `SELECT t.id FROM ${table} t WHERE t.consortium_id = $1 AND t.id = ANY ($2::uuid[])`;

/**
 * The feed of an organisation for one of its people whose sight is limited to a caseload: flats that she may see, and of their
 * residents those whom she follows. What of an entry she may not see is neither sent nor counted.
 */
export async function caseloadDelta(database: Database, keyring: Keyring, query: DeltaQuery): Promise<RawJson> {
  const { entries, hasMore, token } = await readFeed(database, keyring, 'shared_flats', query);
  const told = entries.map(({ body }) => JSON.parse(body) as Entry);
  const ids = async (table: 'occupancies' | 'shared_flats', of: readonly string[]): Promise<Set<string>> => {
    const rows = await database.read<{ id: string }>(SEEN(table), [actor().consortiumId, of]);
    return new Set(rows.map(({ id }) => id));
  };
  const residents = await ids(
    'occupancies',
    told.flatMap((entry) => entry.residents?.map(({ occupancyId }) => occupancyId) ?? []),
  );
  const flats = await ids(
    'shared_flats',
    told.map(({ id }) => id),
  );
  const data = told.flatMap((entry) => {
    if (!entry.residents) return [entry];
    if (!flats.has(entry.id)) return [];
    return [{ ...entry, residents: entry.residents.filter(({ occupancyId }) => residents.has(occupancyId)) }];
  });
  return new RawJson(JSON.stringify({ data, [hasMore ? 'nextToken' : 'deltaToken']: token }));
}
