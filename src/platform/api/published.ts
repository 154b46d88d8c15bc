import { ObjectType } from '@nestjs/graphql';
import { Column, Entity, type ColumnType } from 'typeorm';
import { declareField, describeShape, fieldsOf, type ClassOf, type FieldSpec } from './fields.js';
import type { Enumeration } from './enumeration.js';
import { Recent } from './recent.js';

interface Options {
  about: string;
  example?: unknown;
  nullable?: boolean;
  /** Absent over REST where there is none, null in GraphQL. */
  optional?: boolean;
  min?: number;
  max?: number;
  maxItems?: number;
  pattern?: RegExp;
  /** false: not a column of the entity (it is declared apart, or computed). A text: the column's name, where it is another. */
  column?: boolean | string;
  /** For computed fields: the expression, given the row's alias. Implies `column: false`. */
  sql?: (alias: string) => string;
  /** Not in GraphQL. */
  restOnly?: boolean;
}

/** The least of an integer that may be below zero, as a balance in cents. */
export const SIGNED = -2_147_483_647;

const tables = new Map<object, string>();

/** A noun: the TypeORM entity which is also the GraphQL type and the OpenAPI schema. Only published columns leave. */
export function Noun(name: string, table: string, about: string): ClassDecorator {
  return (target) => {
    Entity(table)(target);
    describeShape(target, about);
    ObjectType(name, { description: about })(target);
    tables.set(target, table);
  };
}

/** A shape that leaves without being an entity: a sub-resource, an embedded value, a row of a feed. `table`: its rows are one's. */
export function View(name: string, about: string, table?: string): ClassDecorator {
  return (target) => {
    describeShape(target, about);
    ObjectType(name, { description: about })(target);
    if (table !== undefined) tables.set(target, table);
  };
}

export function tableOf(noun: object): string {
  const table = tables.get(noun);
  if (!table) throw new Error('It has no table');
  return table;
}

/** The table of a shape, or of the noun that a view extends; undefined for other shapes. */
export function tableBehind(shape: object | undefined): string | undefined {
  for (let at: object | null | undefined = shape; at; at = Object.getPrototypeOf(at) as object | null) {
    const table = tables.get(at);
    if (table) return table;
  }
  return undefined;
}

function publish(
  kind: FieldSpec['kind'],
  type: ColumnType,
  options: Options,
  more: Partial<FieldSpec> = {},
): PropertyDecorator {
  return (target, key) => {
    const property = String(key);
    const { about, example, nullable = false, optional = false, min, max, maxItems, pattern, restOnly } = options;
    const named = typeof options.column === 'string' ? options.column : undefined;
    const sql = options.sql ?? (named === undefined ? undefined : (alias: string) => `${alias}."${named}"`);
    const spec = {
      property,
      kind,
      list: false,
      about,
      example,
      nullable,
      optional,
      min,
      max,
      maxItems,
      pattern,
      sql,
      restOnly,
      ...more,
    };
    if (options.column !== false && !options.sql) {
      Column({ name: named ?? snake(property), type: type as never, nullable, array: spec.list && kind !== 'nested' })(
        target,
        key,
      );
    }
    declareField(target, spec);
  };
}

/** Marks a property as leaving the process, for REST, GraphQL, OpenAPI and SQL alike. An unmarked one never leaves. */
export const Published = {
  id: (options: Options) => publish('id', 'uuid', options),
  text: (options: Options) => publish('text', 'text', options),
  date: (options: Options) => publish('date', 'date', options),
  instant: (options: Options) => publish('instant', 'timestamptz', options),
  integer: (options: Options) => publish('integer', 'integer', options),
  flag: (options: Options) => publish('flag', 'boolean', options),
  code: (enumeration: Enumeration, options: Options) => publish('code', 'text', options, { enumeration }),
  codes: (enumeration: Enumeration, options: Options) => publish('code', 'text', options, { enumeration, list: true }),
  /** Whole numbers by code, some of them null: `{ "dalo": 24, "other": null }`. */
  counts: (options: Options) => publish('counts', 'jsonb', options),
  ids: (options: Options) => publish('id', 'uuid', options, { list: true }),
  texts: (options: Options) => publish('text', 'text', options, { list: true }),
  one: (nested: () => ClassOf, options: Options) => publish('nested', 'jsonb', options, { nested }),
  many: (nested: () => ClassOf, options: Options) => publish('nested', 'jsonb', options, { nested, list: true }),
};

export function snake(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A published property of a row in SQL: its expression, or the column of its name. */
export function columnOf(shape: ClassOf | (abstract new () => object), property: string, alias = 't'): string {
  const sql = fieldsOf(shape).find((spec) => spec.property === property)?.sql;
  return sql ? sql(alias) : `${alias}."${snake(property)}"`;
}

/** So many that none is made twice in practice, and a bound where callers choose the columns. */
const columnLists = new Recent<string>(2_000);

/**
 * The SELECT list of a published shape: `t."move_in_on" AS "moveInOn", …`. With `properties`, those alone and what names the row.
 */
export function columnsOf(
  shape: ClassOf | (abstract new () => object),
  alias = 't',
  properties?: ReadonlySet<string>,
): string {
  const key = `${alias} ${shape.name} ${properties ? [...properties].sort().join() : '*'}`;
  const known = columnLists.get(key);
  if (known !== undefined) return known;
  const made = selectedOf(shape, properties)
    .map(({ property, sql }) => `${sql ? sql(alias) : `${alias}."${snake(property)}"`} AS "${property}"`)
    .join(', ');
  columnLists.put(key, made);
  return made;
}

/** What names a row of a shape: its first property, the id of a noun. */
export function keyOf(shape: ClassOf | (abstract new () => object)): string {
  return fieldsOf(shape)[0]!.property;
}

/** The fields that `columnsOf` lists, what names the row first. */
export function selectedOf(
  shape: ClassOf | (abstract new () => object),
  properties?: ReadonlySet<string>,
): readonly FieldSpec[] {
  const key = keyOf(shape);
  return fieldsOf(shape).filter(({ property }) => !properties || property === key || properties.has(property));
}
