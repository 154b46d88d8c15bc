import { actor, context } from '../platform/context.js';
import type { ClassOf } from '../platform/api/fields.js';
import type { Page } from '../platform/api/pages.js';
import { columnsOf, tableOf } from '../platform/api/published.js';
import type { Database } from '../platform/database/database.js';
import type { Record as Noun } from '../platform/database/record.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';

/** Rows of a tenancy (a few dozen at most) in one statement: 404 where the tenancy itself is not to be seen. */
export function tenancyRows<T extends Noun>(
  database: Database,
  noun: ClassOf<T>,
  id: string,
  order = 't.id',
): Promise<Page<T>> {
  return rowsOf(database, { noun, id, order, parent: 'tenancies p', key: 'p.id' });
}

/** Rows that go with the account: 404 where that is not to be seen. */
export function accountRows<T extends Noun>(
  database: Database,
  noun: ClassOf<T>,
  id: string,
  order = 't.id',
): Promise<Page<T>> {
  return rowsOf(database, { noun, id, order, parent: 'accounts p', key: 'p.tenancy_id' });
}

/** Rows that the owner of the flat sees too, of a tenancy beneath its head tenancy. */
export async function occupancyRows<T extends Noun>(
  database: Database,
  noun: ClassOf<T>,
  id: string,
): Promise<Page<T>> {
  const parent = `(SELECT o.consortium_id, o.id FROM tenancy_occupancies o UNION SELECT c.consortium_id, c.id FROM tenancies c) p`;
  return rowsOf(database, { noun, id, order: 't.id', parent, key: 'p.id' });
}

interface Children<T extends Noun> {
  readonly noun: ClassOf<T>;
  readonly id: string;
  readonly order: string;
  readonly parent: string;
  readonly key: string;
}

async function rowsOf<T extends Noun>(
  database: Database,
  { noun, id, order, parent, key }: Children<T>,
): Promise<Page<T>> {
  const table = tableOf(noun);
  const rows = await database.read<T & { id: string | null }>(
    `SELECT ${columnsOf(noun)} FROM ${parent} LEFT JOIN ${table} t ON t.consortium_id = p.consortium_id AND t.tenancy_id = ${key}
     WHERE p.consortium_id = $1 AND ${key} = $2 ORDER BY ${order} LIMIT 500`,
    [actor().consortiumId, uuidOrMissing(id)],
  );
  if (rows.length === 0) throw notFound();
  const data = rows.filter((row) => row.id !== null);
  context().trail?.read(
    table,
    data.map((row) => row.id),
  );
  return { data, nextCursor: null };
}
