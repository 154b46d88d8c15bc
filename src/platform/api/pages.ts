import { actor, context } from '../context.js';
import type { Keyring } from '../crypto.js';
import { sha256 } from '../crypto.js';
import type { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { Command, Input } from './inputs.js';
import { columnOf, columnsOf, tableOf } from './published.js';
import { fieldsOf, type ClassOf } from './fields.js';

/** What every list takes: how many, and from where. */
@Command('PageArguments', 'Where a page begins and how long it is')
export class PageFilter {
  @Input.integer({ about: 'Rows a page', min: 1, max: 200, optional: true, example: 50, restOnly: true })
  limit?: number;

  @Input.text({
    about: 'The `nextCursor` of the page before',
    max: 1000,
    optional: true,
    example: 'eyJ…',
    restOnly: true,
  })
  cursor?: string;

  @Input.instant({ about: 'Only what changed at or after this instant; then sorted by change', optional: true })
  updatedSince?: string;
}

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
  /** The cursor just after a row, for GraphQL's edges. Never sent. */
  cursorOf?(row: T): string;
}

interface ListOptions {
  /** The rows that the list is about: beyond the columns' equality filters, SQL conditions over alias `t`. */
  where?: { sql: (parameter: (value: unknown) => string) => string }[];
  /** Replaces `<table> t`, for lists that start from the viewer (`design.md` A.6). */
  from?: string | ((parameter: (value: unknown) => string) => string);
  /** Columns that say whose a row is: the list starts from the caller's rows by each of them (`design.md` A.6). */
  viewers?: readonly string[];
  /** The table that the audit names, for a shape that is no noun. */
  table?: string;
  /** A property, a civil date, by which the rows are sorted before their id; without it by id alone. */
  by?: string;
  /** The same id in the table that `from` starts with, so that its index gives the order. */
  id?: string;
  /** Rows are worked upon before they leave: every property is read, whatever GraphQL selects. */
  whole?: boolean;
  /** Filter properties that are not columns of the noun. */
  ignore?: readonly string[];
}

const DEFAULT_LIMIT = 50;
const PURPOSE = 'cursor';

/**
 * A keyset page of a noun as the actor sees it: filters that bear a property's name are equalities, the order is the id (or
 * change and id, with `updatedSince`). One statement, whatever the length. The cursor is bound to caller and filters.
 */
export async function listPage<T extends { id: string }>(
  database: Database,
  keyring: Keyring,
  noun: ClassOf<T>,
  filter: PageFilter,
  options: ListOptions = {},
): Promise<Page<T>> {
  const values: unknown[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}`;
  const binding = bindingOf(noun.name, filter);
  const conditions = [
    `t.consortium_id = ${parameter(actor().consortiumId)}`,
    ...equalities(noun, filter, new Set(['limit', 'cursor', 'updatedSince', ...(options.ignore ?? [])]), parameter),
    ...(options.where ?? []).map((extra) => extra.sql(parameter)),
  ];
  const order = orderOf(noun, filter, options, { conditions, parameter });
  if (filter.cursor !== undefined) conditions.push(order.after(...openCursor(keyring, filter.cursor, binding)));
  const limit = filter.limit ?? DEFAULT_LIMIT;
  const end = `ORDER BY ${order.by} LIMIT ${parameter(limit + 1)}`;
  const source = options.viewers
    ? rowsOf(
        noun,
        options.viewers.map((column) => [...conditions, `t.${column} = ${parameter(actor().organisationId)}`]),
        end,
      )
    : sourceOf(noun, options.from, parameter);
  const sql = `SELECT ${columnsOf(noun, 't', selectedOf(noun, options))} FROM ${source} WHERE ${conditions.join(' AND ')}
     ${end}`;
  const door = isUnfiltered(filter) ? 'read' : 'scan';
  const rows = await database[door]<T & { updatedAt: string }>(sql, values);
  const data = rows.slice(0, limit);
  context().trail?.read(
    options.table ?? tableOf(noun),
    data.map((row) => row.id),
  );
  const cursorOf = (row: { id: string }): string =>
    keyring.sign(PURPOSE, JSON.stringify([binding, (row as Row)[order.property] ?? '', row.id]));
  return { data, nextCursor: rows.length > limit ? cursorOf(data.at(-1)!) : null, cursorOf };
}

/** Then the page is the beginning of an index; what a filter leaves out may be much, and nobody should wait behind it. */
function isUnfiltered(filter: PageFilter): boolean {
  return Object.entries(filter).every(([name, value]) => value === undefined || name === 'limit' || name === 'cursor');
}

function selectedOf(noun: ClassOf, { whole }: ListOptions): ReadonlySet<string> | undefined {
  const { selection } = context();
  return !whole && selection?.noun === noun ? selection.properties : undefined;
}

type Row = Readonly<Record<string, unknown>>;
type Parameter = (value: unknown) => string;

/** Properties of the filter that the noun has too. */
function equalities(noun: ClassOf, filter: PageFilter, ignored: ReadonlySet<string>, parameter: Parameter): string[] {
  return fieldsOf(filter.constructor as ClassOf).flatMap(({ property, list }) => {
    const value = (filter as unknown as Record<string, unknown>)[property];
    if (value === undefined || ignored.has(property)) return [];
    return [`${columnOf(noun, property)} = ${list ? `ANY (${parameter(value)})` : parameter(value)}`];
  });
}

function sourceOf(noun: ClassOf, from: ListOptions['from'], parameter: Parameter): string {
  if (from === undefined) return `${tableOf(noun)} t`;
  return typeof from === 'function' ? from(parameter) : from;
}

/**
 * The page's rows by each viewer column, from that column's index; a row that is the caller's twice comes once. `OFFSET 0`
 * keeps each a look-up by key: a generic plan, which does not know how few they are, would read the whole table to join it.
 */
function rowsOf(noun: ClassOf, branches: readonly string[][], end: string): string {
  const table = tableOf(noun);
  const ids = branches.map((conditions) => `(SELECT t.id FROM ${table} t WHERE ${conditions.join(' AND ')} ${end})`);
  return `(${ids.join(' UNION ')}) own CROSS JOIN LATERAL
    (SELECT * FROM ${table} s WHERE s.consortium_id = $1 AND s.id = own.id OFFSET 0) t`;
}

interface Order {
  readonly by: string;
  /** What of a row the cursor holds, beside its id. */
  readonly property: string;
  after(at: string, id: string): string;
}

function orderOf(
  noun: ClassOf,
  { updatedSince }: PageFilter,
  { id = 't.id', by }: ListOptions,
  { conditions, parameter }: { conditions: string[]; parameter: Parameter },
): Order {
  const after = (column: string, type: string) => ({
    by: `${column}, t.id`,
    after: (at: string, last: string) => `(${column}, t.id) > (${parameter(at)}::${type}, ${parameter(last)}::uuid)`,
  });
  if (updatedSince !== undefined) {
    conditions.push(`t.updated_at >= ${parameter(updatedSince)}`);
    return { ...after('t.updated_at', 'timestamptz'), property: 'updatedAt' };
  }
  if (by !== undefined) return { ...after(columnOf(noun, by), 'date'), property: by };
  return { by: id, property: 'updatedAt', after: (_at, last) => `${id} > ${parameter(last)}::uuid` };
}

/** Caller, list and filters: a cursor taken elsewhere is refused. */
function bindingOf(list: string, filter: PageFilter): string {
  const { consortiumId, organisationId } = actor();
  const filters = Object.entries(filter)
    .filter(([name, value]) => !['limit', 'cursor'].includes(name) && value !== undefined)
    .sort();
  return sha256(JSON.stringify([consortiumId, organisationId, list, filters]))
    .toString('base64url')
    .slice(0, 22);
}

function openCursor(keyring: Keyring, cursor: string, binding: string): [string, string] {
  const payload = keyring.verify(PURPOSE, cursor);
  if (payload === undefined) throw new Failure('invalid_cursor');
  const [bound, at, id] = JSON.parse(payload) as [string, string, string];
  if (bound !== binding) throw new Failure('invalid_cursor');
  return [at, id];
}
