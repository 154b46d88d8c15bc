import type { ClassOf } from '../platform/api/fields.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page, type PageFilter } from '../platform/api/pages.js';
import { tableOf } from '../platform/api/published.js';
import type { Keyring } from '../platform/crypto.js';
import type { Database } from '../platform/database/database.js';
import type { Record as Noun } from '../platform/database/record.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { Placement } from './placement.entity.js';

/**
 * The rows of a placement, oldest first, in one statement as long as there are some: 404 when the placement is not visible,
 * whatever rows of it once were.
 */
export async function childPage<T extends Noun>(
  database: Database,
  keyring: Keyring,
  noun: ClassOf<T>,
  placementId: string,
  filter: PageFilter,
): Promise<Page<T>> {
  const id = uuidOrMissing(placementId);
  const page = await listPage(database, keyring, noun, filter, {
    from: `placements p JOIN ${tableOf(noun)} t ON t.consortium_id = p.consortium_id AND t.placement_id = p.id`,
    where: [{ sql: (parameter) => `p.id = ${parameter(id)}` }],
  });
  if (page.data.length === 0 && !(await loadNoun(database, Placement, id))) throw notFound();
  return page;
}
