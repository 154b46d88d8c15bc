import { besideOf, besideRows, besideText, notedBeside, notedText, type Beside, type RawRows } from './beside.js';
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
  /** Where GraphQL asked for JSON, only what the cursors of its ends need. */
  data: T[];
  /** The rows as JSON with commas between them, where GraphQL asked for them so. */
  json?: string;
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
  const binding = bindingOf(noun.name, filter);
  const after = filter.cursor === undefined ? undefined : openCursor(keyring, filter.cursor, binding);
  const limit = filter.limit ?? DEFAULT_LIMIT;
  const beside = besideOf(noun, options.whole);
  const sorted = filter.updatedSince === undefined ? options.by : 'updatedAt';
  const { sql, values } = statementOf(noun, filter, { ...options, by: sorted }, beside, limit + 1, after);
  const door = isUnfiltered(filter) ? 'read' : 'scan';
  const rows = await database[door]<object>(sql, values);
  const { found, data, json, ids } = beside?.raw
    ? asText<T>(beside, rows[0] as RawRows, sorted)
    : asRows(beside, rows as T[], limit);
  context().trail?.readList(options.table ?? tableOf(noun), ids);
  const cursorOf = (row: { id: string }): string => {
    const by = sorted === undefined ? '' : (row as unknown as Record<string, string>)[sorted];
    return keyring.sign(PURPOSE, JSON.stringify([binding, by ?? '', row.id]));
  };
  return { data, json, nextCursor: found > limit ? cursorOf(data.at(-1)!) : null, cursorOf };
}

interface Found<T> {
  readonly found: number;
  readonly data: T[];
  readonly json?: string;
  /** Of the page's rows, for the audit. */
  readonly ids: string | null;
}

function asRows<T extends { id: string }>(beside: Beside | undefined, rows: T[], limit: number): Found<T> {
  const data = rows.slice(0, limit);
  notedBeside(beside, data);
  return { found: rows.length, data, ids: data.map((row) => row.id).join(',') };
}

function asText<T>(beside: Beside, page: RawRows, sorted: string | undefined): Found<T> {
  notedText(beside, page);
  const { found, json, ids } = page;
  return { found, data: endsOf(page, sorted) as T[], json: json ?? '', ids };
}

/** The first row and the last, as far as a cursor asks. */
function endsOf({ ids, firstBy, lastBy }: RawRows, sorted: string | undefined): object[] {
  if (ids === null) return [];
  const end = (id: string, by: string | null): object => (sorted === undefined ? { id } : { id, [sorted]: by });
  const all = ids.split(',');
  return [end(all[0]!, firstBy), end(all.at(-1)!, lastBy)];
}

interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}
type After = readonly [at: string, id: string] | undefined;

function statementOf(
  noun: ClassOf,
  filter: PageFilter,
  options: ListOptions,
  beside: Beside | undefined,
  rows: number,
  after: After,
): Statement {
  const values: unknown[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}`;
  const conditions = [
    `t.consortium_id = ${parameter(actor().consortiumId)}`,
    ...equalities(noun, filter, new Set(['limit', 'cursor', 'updatedSince', ...(options.ignore ?? [])]), parameter),
    ...(options.where ?? []).map((extra) => extra.sql(parameter)),
  ];
  if (filter.updatedSince !== undefined) conditions.push(`t.updated_at >= ${parameter(filter.updatedSince)}`);
  const order = orderOf(noun, options, parameter);
  if (after) conditions.push(order.after(...after));
  const most = parameter(rows);
  const end = `ORDER BY ${order.by} LIMIT ${most}`;
  const branches = options.viewers?.map((column) => [
    ...conditions,
    `t.${column} = ${parameter(actor().organisationId)}`,
  ]);
  const source = branches
    ? rowsOf(noun, branches, order.by, end)
    : `${sourceOf(noun, options.from, parameter)} WHERE ${conditions.join(' AND ')}`;
  const own = `SELECT ${columnsOf(noun, 't', selectedOf(noun, options))} FROM ${source} ${end}`;
  const sql = beside?.raw ? besideText(beside, own, options.by, `${most} - 1`) : besideRows(beside, own, options.by);
  return { sql, values };
}

/** Then the page is the beginning of an index; what a filter leaves out may be much, and nobody should wait behind it. */
function isUnfiltered(filter: PageFilter): boolean {
  return Object.entries(filter).every(([name, value]) => value === undefined || name === 'limit' || name === 'cursor');
}

function selectedOf(noun: ClassOf, { whole, by }: ListOptions): ReadonlySet<string> | undefined {
  const { selection } = context();
  if (whole || selection?.noun !== noun || !selection.properties) return undefined;
  return by === undefined ? selection.properties : new Set([...selection.properties, by]);
}

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

/** The page's rows by each viewer column, from that column's index; a row that is the caller's twice comes once. */
function rowsOf(noun: ClassOf, branches: readonly string[][], by: string, end: string): string {
  const table = tableOf(noun);
  const rows = branches.map((conditions) => `(SELECT t.* FROM ${table} t WHERE ${conditions.join(' AND ')} ${end})`);
  return `(SELECT DISTINCT ON (${by}) t.* FROM (${rows.join(' UNION ALL ')}) t ORDER BY ${by}) t`;
}

interface Order {
  readonly by: string;
  after(at: string, id: string): string;
}

function orderOf(noun: ClassOf, { id = 't.id', by }: ListOptions, parameter: Parameter): Order {
  if (by === undefined) return { by: id, after: (_at, last) => `${id} > ${parameter(last)}::uuid` };
  const column = columnOf(noun, by);
  const type = by === 'updatedAt' ? 'timestamptz' : 'date';
  return {
    by: `${column}, t.id`,
    after: (at, last) => `(${column}, t.id) > (${parameter(at)}::${type}, ${parameter(last)}::uuid)`,
  };
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
