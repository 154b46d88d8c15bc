import { actor } from '../context.js';
import type { Keyring } from '../crypto.js';
import type { Database } from '../database/database.js';
import { uuidOrMissing } from '../database/work.js';
import { notFound } from '../errors/failure.js';
import type { ClassOf } from './fields.js';
import { listPage, type Page, type PageFilter } from './pages.js';
import { tableOf } from './published.js';

/** What the rows of a list hang on, in SQL: itself as `p`, how it is named, and how a row `t` hangs on it. */
export interface Parent {
  readonly from: string;
  readonly key: string;
  readonly on: string;
}

/**
 * The rows of one parent, oldest first, in one statement as long as there are some: 404 when the parent is not visible, whatever
 * rows of it once were.
 */
export async function childPage<T extends { id: string }>(
  database: Database,
  keyring: Keyring,
  noun: ClassOf<T>,
  { from, key, on }: Parent,
  parentId: string,
  filter: PageFilter,
): Promise<Page<T>> {
  const id = uuidOrMissing(parentId);
  const page = await listPage(database, keyring, noun, filter, {
    from: `${from} JOIN ${tableOf(noun)} t ON t.consortium_id = p.consortium_id AND ${on}`,
    where: [{ sql: (parameter) => `${key} = ${parameter(id)}` }],
  });
  if (page.data.length > 0) return page;
  const seen = await database.read(`SELECT 1 FROM ${from} WHERE p.consortium_id = $1 AND ${key} = $2`, [
    actor().consortiumId,
    id,
  ]);
  if (seen.length === 0) throw notFound();
  return page;
}
