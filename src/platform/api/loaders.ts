import DataLoader from 'dataloader';
import { actor, context } from '../context.js';
import type { Database } from '../database/database.js';
import type { Record as Noun } from '../database/record.js';
import { columnOf, columnsOf, keyOf, tableOf } from './published.js';
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

/** One noun by id, in lower case, as the actor sees it, or null; where many are asked for at once, as in GraphQL's fields, `loadNoun`. */
export async function findNoun<T extends Noun>(database: Database, noun: ClassOf<T>, id: string): Promise<T | null> {
  const found = await database.find<T>(byKeys(noun), id);
  if (found) context().trail?.read(tableOf(noun), [id]);
  return found ?? null;
}

/** An array of UUIDs as PostgreSQL reads it; the driver would escape each. */
function uuidList(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}

/** Nouns by id, those that the actor sees. */
async function readNouns<T extends Noun>(
  database: Database,
  noun: ClassOf<T>,
  ids: readonly string[],
): Promise<Map<string, T>> {
  const rows = await database.read<T>(byKeys(noun), [actor().consortiumId, uuidList(ids)]);
  context().trail?.read(
    tableOf(noun),
    rows.map((row) => row.id),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const statements = new WeakMap<object, string>();

/** Made once for a noun: a text that is the same object is not hashed anew. */
function byKeys(noun: ClassOf): string {
  const known = statements.get(noun);
  if (known !== undefined) return known;
  const made = `SELECT ${columnsOf(noun)} FROM ${tableOf(noun)} t WHERE t.consortium_id = $1 AND t.id = ANY($2::uuid[])`;
  statements.set(noun, made);
  return made;
}

interface Parts {
  /** By what names the row, where nothing is said. */
  readonly order?: string;
  /** Which of the rows are meant, in SQL over `t`. */
  readonly where?: string;
}

/**
 * Rows of a shape about a parent, which its property's column names, for a field of GraphQL. The only way to rows of many parents:
 * it notes for the audit what it read.
 */
export async function loadPartsOf<T extends object>(
  database: Database,
  noun: ClassOf<T>,
  column: string,
  id: string,
  parts: Parts = {},
): Promise<T[]> {
  const sql = byParents(noun, column, parts);
  const found = await loaders()
    .get<T[]>(sql, (ids) => readParts(database, noun, sql, ids))
    .load(id);
  return found ?? [];
}

async function readParts<T extends object>(
  database: Database,
  noun: ClassOf<T>,
  sql: string,
  ids: readonly string[],
): Promise<Map<string, T[]>> {
  const rows = await database.read<T & { parentId: string }>(sql, [actor().consortiumId, uuidList(ids)]);
  const key = keyOf(noun) as keyof T;
  context().trail?.read(
    tableOf(noun),
    rows.map((row) => row[key] as string),
  );
  return groupByParent(rows);
}

const partStatements = new Map<string, string>();

function byParents(noun: ClassOf, column: string, { order, where }: Parts): string {
  const key = [noun.name, column, order, where].join(' ');
  const known = partStatements.get(key);
  if (known !== undefined) return known;
  const made = `SELECT ${columnsOf(noun)}, t.${column} AS "parentId" FROM ${tableOf(noun)} t
    WHERE t.consortium_id = $1 AND t.${column} = ANY ($2::uuid[])${where ? ` AND ${where}` : ''} ORDER BY ${order ?? columnOf(noun, keyOf(noun))}`;
  partStatements.set(key, made);
  return made;
}

function groupByParent<T extends { parentId: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.parentId, [...(groups.get(row.parentId) ?? []), row]);
  return groups;
}
