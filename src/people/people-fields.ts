import { may } from '../platform/access/requires.js';
import type { ClassOf } from '../platform/api/fields.js';
import { loadPartsOf } from '../platform/api/loaders.js';
import type { Database } from '../platform/database/database.js';

interface Row {
  id: string;
}
type About = 'household_id' | 'person_id';

/** The caller's own half of a merged household first. */
const OWN_FIRST = '(t.origin_household_id = t.household_id) DESC, t.id DESC';

/**
 * What hangs on a household or a person, for a field of GraphQL. No guard runs on fields: who reached the parent otherwise
 * and may not read about people gets nothing, as who has no grant.
 */
export async function partsOf<T extends Row>(
  database: Database,
  noun: ClassOf<T>,
  parent: About,
  id: string,
  order?: string,
): Promise<T[]> {
  return mayReadPeople() ? loadPartsOf(database, noun, parent, id, { order }) : [];
}

export async function onlyPartOf<T extends Row>(
  database: Database,
  noun: ClassOf<T>,
  parent: About,
  id: string,
  order = OWN_FIRST,
): Promise<T | null> {
  const [own] = await partsOf(database, noun, parent, id, order);
  return own ?? null;
}

export function mayReadPeople(): boolean {
  return may('people:read');
}
