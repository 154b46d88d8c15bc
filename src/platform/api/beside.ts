import { may } from '../access/requires.js';
import { context } from '../context.js';
import { fieldsOf, type ClassOf, type FieldSpec } from './fields.js';
import type { PlainRows, Wanted } from './look-ahead.js';
import { columnOf, columnsOf, keyOf, selectedOf, tableOf } from './published.js';

type Row = Record<string, unknown>;

/** What GraphQL asks a list to read beside its rows. */
export interface Beside {
  readonly noun: ClassOf;
  readonly permitted: readonly Wanted[];
  readonly refused: readonly Wanted[];
  /** The rows are written as JSON by PostgreSQL. */
  readonly raw: PlainRows | undefined;
}

/** `whole`: the rows are worked upon before they leave. In a unit of work they come from the driver, which knows no parts. */
export function besideOf(noun: ClassOf, whole = false): Beside | undefined {
  const { selection, work } = context();
  if (selection?.noun !== noun || work) return undefined;
  const { relations } = selection;
  const refused = relations.filter(({ relation }) => !may(relation.permission));
  const permitted = refused.length === 0 ? relations : relations.filter((wanted) => !refused.includes(wanted));
  return { noun, permitted, refused, raw: selection.raw && !whole ? selection.plain : undefined };
}

/**
 * The statement of a list (its rows have the consortium as `$1`), with what a query selects beneath the rows read beside
 * each: `dwelling.id`, `dwelling.label` … A row that the caller may not see is null. `OFFSET 0` keeps each a look-up by key.
 */
export function besideRows(beside: Beside | undefined, rows: string, by: string | undefined): string {
  if (!beside || beside.permitted.length === 0) return rows;
  const { columns, joins } = partsOf(beside);
  return `SELECT ${columns} FROM (${rows}) p ${joins} ORDER BY ${orderOf(by)}`;
}

/** A page whose rows are JSON: how many were found, one more than asked for at most, and of the others what is sent and noted. */
export interface RawRows {
  readonly found: number;
  /** Each with a comma between them; null: no row. */
  readonly json: string | null;
  readonly ids: string | null;
  /** Of the first and of the last row, what they are sorted by before their id. */
  readonly firstBy: string | null;
  readonly lastBy: string | null;
  /** The ids of what was read beside the rows, in the order of the relations. */
  readonly [beside: `beside${number}`]: string | null;
}

/** As `besideRows`, of rows that are JSON, all in one: `most`, in SQL, is how many were asked for. */
export function besideText(beside: Beside, rows: string, by: string | undefined, most: string): string {
  const { columns, joins } = partsOf(beside);
  const list = (column: string): string => `array_to_string((array_agg(q.${column}))[:${most}], ',')`;
  const sortedAt = (place: string): string =>
    by === undefined ? 'NULL::text' : `(array_agg(q."${by}"::text))[${place}]`;
  return `SELECT count(*)::integer AS found, ${list('json')} AS json, ${list('id')} AS ids,
      ${sortedAt('1')} AS "firstBy", ${sortedAt(`least(count(*)::integer, ${most})`)} AS "lastBy"
      ${beside.permitted.map((_, index) => `, ${list(`key${index}`)} AS beside${index}`).join('')}
    FROM (SELECT ${by === undefined ? '' : `p."${by}", `}${columns} FROM (${rows}) p ${joins} ORDER BY ${orderOf(by)}) q`;
}

function orderOf(by: string | undefined): string {
  return by === undefined ? 'p.id' : `p."${by}", p.id`;
}

/** Says what was read beside the rows; what the caller has no permission to read is null. */
export function notedBeside(beside: Beside | undefined, rows: readonly object[]): void {
  if (!beside) return;
  for (const { name, relation } of beside.permitted) {
    const key = keyOf(relation.noun());
    const ids: string[] = [];
    for (const row of rows) {
      const other = (row as Row)[name] as Row | null;
      if (other) ids.push(other[key] as string);
    }
    context().trail?.read(tableOf(relation.noun()), ids);
  }
  for (const { name } of beside.refused) for (const row of rows) (row as Row)[name] = null;
}

/** Says what was read beside rows that are JSON. */
export function notedText(beside: Beside, page: RawRows): void {
  beside.permitted.forEach(({ relation }, index) => {
    context().trail?.readList(tableOf(relation.noun()), page[`beside${index}`] ?? null);
  });
}

interface Parts {
  readonly columns: string;
  readonly joins: string;
}
/** By what a document selects, which is the same object each time; asked for raw and as rows. */
const known = { raw: new WeakMap<object, Parts>(), rows: new WeakMap<object, Parts>() };

function partsOf(beside: Beside): Parts {
  const parts = known[beside.raw ? 'raw' : 'rows'];
  const key = beside.raw ?? beside.permitted;
  const before = beside.refused.length > 0 ? undefined : parts.get(key);
  if (before) return before;
  const made = {
    columns: (beside.raw ? rawColumns(beside, beside.raw) : ['p.*', ...beside.permitted.map(columnsBeside)]).join(', '),
    joins: beside.permitted.map((wanted, index) => joinOf(wanted, index, beside.raw !== undefined)).join(' '),
  };
  if (beside.refused.length === 0) parts.set(key, made);
  return made;
}

function columnsBeside({ name, relation, properties }: Wanted, index: number): string {
  return selectedOf(relation.noun(), properties)
    .map(({ property }) => `r${index}."${property}" AS "${name}.${property}"`)
    .join(', ');
}

/** What the audit needs, and the row. */
function rawColumns({ noun, permitted }: Beside, plain: PlainRows): string[] {
  const beside = new Map(permitted.map(({ name }, index) => [name, `coalesce(r${index}.json, 'null')`]));
  const isRelation = (name: string): boolean => !fieldsOf(noun).some(({ property }) => property === name);
  const row = jsonOf(plain, noun, (name) => beside.get(name) ?? (isRelation(name) ? `'null'` : `p."${name}"`));
  return [
    'p.id',
    `${row} AS json`,
    ...permitted.map(({ relation }, index) => `r${index}."${keyOf(relation.noun())}" AS key${index}`),
  ];
}

function joinOf({ relation, properties, plain }: Wanted, index: number, raw: boolean): string {
  const noun = relation.noun();
  const same = `t.consortium_id = $1 AND ${columnOf(noun, relation.by ?? 'id')} = p."${relation.key}"`;
  const which = relation.where === undefined ? same : `${same} AND ${relation.where}`;
  const key = keyOf(noun);
  const columns = raw
    ? `${columnOf(noun, key)} AS "${key}", ${jsonOf(plain!, noun, (name) => columnOf(noun, name))} AS json`
    : columnsOf(noun, 't', properties);
  return `LEFT JOIN LATERAL (SELECT ${columns} FROM ${tableOf(noun)} t WHERE ${which} OFFSET 0) r${index} ON true`;
}

/** An object as JSON, in SQL; `valueOf`: the SQL of a field, JSON already where it is no property of the noun. */
function jsonOf({ typeName, fields }: PlainRows, noun: ClassOf, valueOf: (name: string) => string): string {
  const specs = new Map(fieldsOf(noun).map((spec) => [spec.property, spec]));
  const pairs = fields.map((name, index) => {
    const spec = specs.get(name);
    const value = name === '__typename' ? `'"${typeName}"'` : spec ? jsonValue(spec, valueOf(name)) : valueOf(name);
    return `'${index === 0 ? '{' : ','}"${name}":' || ${value}`;
  });
  return `(${pairs.join(' || ')} || '}')`;
}

/** Identifiers, days and codes hold nothing that JSON would escape. */
function jsonValue({ kind, list }: FieldSpec, value: string): string {
  if (list || kind === 'text') return `coalesce(to_json(${value})::text, 'null')`;
  if (kind === 'integer' || kind === 'flag') return `coalesce((${value})::text, 'null')`;
  if (kind === 'instant')
    return `coalesce('"' || to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null')`;
  return `coalesce('"' || (${value})::text || '"', 'null')`;
}
