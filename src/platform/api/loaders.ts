import DataLoader from 'dataloader';
import { actor, context } from '../context.js';
import type { Database } from '../database/database.js';
import type { Record as Noun } from '../database/record.js';
import { columnsOf, tableOf } from './published.js';
import type { ClassOf } from './fields.js';

/** The loaders of one request: whatever asks for the same kind of row in one tick shares one statement. */
export class LoaderSet {
  private readonly loaders = new Map<unknown, DataLoader<string, unknown>>();

  get<V>(key: unknown, batch: (ids: readonly string[]) => Promise<Map<string, V>>): DataLoader<string, V | null> {
    const known = this.loaders.get(key);
    if (known) return known as DataLoader<string, V | null>;
    const made = new DataLoader<string, V | null>(
      async (ids) => {
        const found = await batch(ids);
        return ids.map((id) => found.get(id) ?? null);
      },
      { maxBatchSize: 500 },
    );
    this.loaders.set(key, made);
    return made;
  }
}

function loaders(): LoaderSet {
  const current = context();
  return (current.loaders ??= new LoaderSet());
}

/** A noun by id as the actor sees it, or null. Ids asked in one tick are one statement. */
export function loadNoun<T extends Noun>(
  database: Database,
  noun: ClassOf<T>,
  id: string | null | undefined,
): Promise<T | null> {
  if (!id) return Promise.resolve(null);
  return loaders()
    .get<T>(noun, (ids) => readNouns(database, noun, ids))
    .load(id);
}

/** Nouns by id, those that the actor sees. `properties`: computed ones beside these are left out. */
export async function readNouns<T extends Noun>(
  database: Database,
  noun: ClassOf<T>,
  ids: readonly string[],
  properties?: ReadonlySet<string>,
): Promise<Map<string, T>> {
  const sql = `SELECT ${columnsOf(noun, 't', properties)} FROM ${tableOf(noun)} t WHERE t.consortium_id = $1 AND t.id = ANY($2::uuid[])`;
  const rows = await database.read<T>(sql, [actor().consortiumId, ids]);
  context().trail?.read(
    tableOf(noun),
    rows.map((row) => row.id),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Rows that belong to a parent, grouped by the parent's id. `sql` takes the consortium and the parents' ids and returns `parentId`. */
export async function loadChildren<T extends { parentId: string }>(
  database: Database,
  sql: string,
  parentId: string,
): Promise<T[]> {
  const found = await loaders()
    .get<T[]>(sql, async (ids) => {
      const rows = await database.read<T>(sql, [actor().consortiumId, ids]);
      return groupByParent(rows);
    })
    .load(parentId);
  return found ?? [];
}

function groupByParent<T extends { parentId: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.parentId, [...(groups.get(row.parentId) ?? []), row]);
  return groups;
}
