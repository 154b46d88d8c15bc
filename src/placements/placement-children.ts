import { actor, context } from '../platform/context.js';
import type { ClassOf } from '../platform/api/fields.js';
import type { Page } from '../platform/api/pages.js';
import { columnsOf, tableOf } from '../platform/api/published.js';
import type { Database } from '../platform/database/database.js';
import type { Record as Noun } from '../platform/database/record.js';
import { notFound } from '../platform/errors/failure.js';

/**
 * The rows of a placement (a few dozen at most), oldest first, in one statement: 404 when the placement is not visible,
 * whatever rows of it once were.
 */
export async function childPage<T extends Noun>(
  database: Database,
  noun: ClassOf<T>,
  placementId: string,
): Promise<Page<T>> {
  const table = tableOf(noun);
  const rows = await database.read<T & { id: string | null }>(
    `SELECT ${columnsOf(noun)} FROM placements p LEFT JOIN ${table} t ON t.consortium_id = p.consortium_id AND t.placement_id = p.id
     WHERE p.consortium_id = $1 AND p.id = $2 ORDER BY t.id LIMIT 200`,
    [actor().consortiumId, placementId],
  );
  if (rows.length === 0) throw notFound();
  const data = rows.filter((row) => row.id !== null);
  context().trail?.read(
    table,
    data.map((row) => row.id),
  );
  return { data, nextCursor: null };
}
