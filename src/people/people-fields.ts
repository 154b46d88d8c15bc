import { may } from '../platform/access/requires.js';
import type { ClassOf } from '../platform/api/fields.js';
import { loadChildren } from '../platform/api/loaders.js';
import { columnsOf, tableOf } from '../platform/api/published.js';
import { context } from '../platform/context.js';
import type { Database } from '../platform/database/database.js';

interface Row {
  id: string;
}

const statements = new Map<string, string>();

/** Rows of a table about these parents, the caller's own half of a merged household first. */
function statementOf(noun: ClassOf, parent: 'household_id' | 'person_id', order: string): string {
  const key = `${tableOf(noun)} ${parent}`;
  const made =
    statements.get(key) ??
    `SELECT ${columnsOf(noun)}, t.${parent} AS "parentId" FROM ${tableOf(noun)} t
    WHERE t.consortium_id = $1 AND t.${parent} = ANY ($2::uuid[]) ORDER BY ${order}`;
  statements.set(key, made);
  return made;
}

/**
 * What hangs on a household or a person, for a field of GraphQL. No guard runs on fields: who reached the parent otherwise
 * and may not read about people gets nothing, as who has no grant. What is read is noted for the audit.
 */
export async function partsOf<T extends Row>(
  database: Database,
  noun: ClassOf<T>,
  parent: 'household_id' | 'person_id',
  id: string,
  order = 't.id',
): Promise<T[]> {
  if (!mayReadPeople()) return [];
  const rows = await loadChildren<T & { parentId: string }>(database, statementOf(noun, parent, order), id);
  context().trail?.read(
    tableOf(noun),
    rows.map((row) => row.id),
  );
  return rows;
}

export async function onlyPartOf<T extends Row>(
  database: Database,
  noun: ClassOf<T>,
  parent: 'household_id' | 'person_id',
  id: string,
): Promise<T | null> {
  const rows = await partsOf(database, noun, parent, id, '(t.origin_household_id = t.household_id) DESC, t.id DESC');
  return rows[0] ?? null;
}

export function mayReadPeople(): boolean {
  return may('people:read');
}
