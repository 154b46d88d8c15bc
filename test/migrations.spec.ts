import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations/index.js';
import { stepsOf } from '../migrations/support.js';
import { ENTITIES } from '../src/entities.js';
import { fieldsOf } from '../src/platform/api/fields.js';
import { snake } from '../src/platform/api/published.js';
import { runtimeDataSource } from '../src/platform/database/connection.js';
import { ownerDataSource } from '../src/platform/database/owner-data-source.js';
import { migrate } from '../src/platform/database/prepare.js';
import { structureOf } from '../src/platform/database/structure.js';
import { testDatabase } from './support/database.js';

let owner: DataSource;
const structure = (): Promise<string> => structureOf((sql) => owner.query(sql));

afterAll(() => owner.destroy());
const database = await testDatabase('template1');

beforeAll(async () => {
  owner = await ownerDataSource(database.ownerUrl).initialize();
  await owner.runMigrations();
});

describe('The migrations', () => {
  it('make of an empty database what migrations/structure.sql says (npm run generate writes it)', async () => {
    expect(await structure()).toBe(readFileSync('migrations/structure.sql', 'utf8'));
  });

  it('stand in the order of their numbers, each once', () => {
    const numbers = MIGRATIONS.map((migration) => new migration().name.match(/\d+$/)?.[0]);
    expect(numbers).toEqual([...new Set(numbers)].sort());
  });

  // One made by replacing text of an older version loses, unseen, what came between them.
  it('make a function anew from its latest text', () => {
    const versions = new Map<string, string[][]>();
    const outdated: string[] = [];
    for (const migration of MIGRATIONS)
      for (const step of stepsOf(migration)) {
        const name = /^CREATE (?:OR REPLACE )?FUNCTION (\w+)\(/.exec(step)?.[1];
        if (!name) continue;
        const lines = step.split('\n').map((line) => line.trim());
        const earlier = versions.get(name) ?? [];
        const shared = earlier.map((before) => lines.filter((line) => before.includes(line)).length);
        const most = Math.max(0, ...shared);
        if (most > (shared.at(-1) ?? 0) && most > lines.length / 2) outdated.push(`${new migration().name}: ${name}`);
        versions.set(name, [...earlier, lines]);
      }
    expect(versions.size).toBeGreaterThan(200);
    expect(outdated).toEqual([]);
  });

  it('give each collection of a change feed what writes it (feedOf)', async () => {
    const written: { collection: string; writer: string | null }[] = await owner.query(
      `SELECT c.collection, to_regprocedure(format('feed_write_%s(uuid[])', c.collection))::text AS writer
       FROM (SELECT left(viewname, -5) AS collection FROM pg_views WHERE viewname LIKE '%\\_seen') c`,
    );
    expect(written).toContainEqual({ collection: 'placements', writer: 'feed_write_placements(uuid[])' });
    expect(written.filter(({ writer }) => writer === null)).toEqual([]);
  });

  it('are run where one is missing', async () => {
    expect(await migrate(database.ownerUrl)).toEqual([]);
    await owner.undoLastMigration();
    expect(await migrate(database.ownerUrl)).toEqual([new (MIGRATIONS.at(-1)!)().name]);
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });

  it('can be undone one by one, down to nothing, and done again', async () => {
    const whole = await structure();
    await owner.undoLastMigration();
    expect(await structure()).not.toBe(whole);
    await owner.runMigrations();
    expect(await structure()).toBe(whole);

    for (const _ of MIGRATIONS) await owner.undoLastMigration();
    expect((await structure()).match(/^CREATE (?!EXTENSION).*/gm)).toBeNull();
    await owner.runMigrations();
    expect(await structure()).toBe(whole);
  });
});

/** Entities that are read; their rows are written by SQL functions alone. */
const WRITTEN_BY_SQL = ['alerts', 'disclosures', 'duplicate_cases', 'ledger_entries', 'resource_summaries', 'stays'];

interface ColumnRow {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  filled: boolean;
}

const COLUMNS = `SELECT c.relname AS table, f.attname AS column, format_type(f.atttypid, NULL) AS type, NOT f.attnotnull AS nullable,
    f.atthasdef OR f.attidentity <> '' AS filled
  FROM pg_attribute f JOIN pg_class c ON c.oid = f.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND f.attnum > 0 AND NOT f.attisdropped`;

const CHECKS = `SELECT c.relname AS table, pg_get_constraintdef(k.oid) AS text,
    (SELECT f.attname FROM pg_attribute f WHERE f.attrelid = c.oid AND f.attnum = k.conkey[1]) AS column
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE k.contype = 'c' AND cardinality(k.conkey) = 1 AND c.relnamespace = 'public'::regnamespace`;

/** The codes that a CHECK on a column lists, as `ANY (ARRAY['a', 'b'])` or as `<@ '{a,b}'`; undefined when it lists none. */
function codesIn(check: string): string[] | undefined {
  if (!/= ANY|<@/.test(check)) return undefined;
  const literals = [...check.matchAll(/'([^']*)'::text/g)].map(([, literal]) => literal!);
  return literals.flatMap((literal) => literal.replace(/^\{|\}$/g, '').split(',')).sort();
}

/** Codes that are rows of a table, to which each feature adds its own; compared in test/alerts.spec.ts and test/deadlines.spec.ts. */
const CODES_IN_A_TABLE = ['alerts.kind', 'deadlines.kind'];

describe('The entities', () => {
  let entities: DataSource;
  let columns: ColumnRow[];

  beforeAll(async () => {
    entities = await runtimeDataSource({
      url: database.url,
      poolSize: 2,
      applicationName: 'test',
      entities: ENTITIES,
    }).initialize();
    columns = await owner.query(COLUMNS);
  });
  afterAll(() => entities.destroy());

  it('have the columns of their tables: name, type, nullability', () => {
    const wrong: string[] = [];
    for (const { tableName, columns: declared } of entities.entityMetadatas) {
      for (const column of declared) {
        const real = columns.find((row) => row.table === tableName && row.column === column.databaseName);
        const type = `${entities.driver.normalizeType(column)}${column.isArray ? '[]' : ''}`;
        const said = `${type}${column.isNullable ? '' : ' NOT NULL'}`;
        const is = real ? `${real.type}${real.nullable ? '' : ' NOT NULL'}` : 'absent';
        if (said !== is) wrong.push(`${tableName}.${column.databaseName}: entity ${said}, table ${is}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('know every column without which no row can be inserted', () => {
    const wrong = entities.entityMetadatas.flatMap(({ tableName, columns: declared }) =>
      columns
        .filter((row) => row.table === tableName && !WRITTEN_BY_SQL.includes(tableName) && !row.nullable && !row.filled)
        .filter((row) => !declared.some((column) => column.databaseName === row.column))
        .map((row) => `${tableName}.${row.column}`),
    );
    expect(wrong).toEqual([]);
  });

  it('have enumerations with exactly the codes that the table accepts', async () => {
    const checks: { table: string; column: string; text: string }[] = await owner.query(CHECKS);
    const wrong = entities.entityMetadatas.flatMap(({ tableName, target, columns: declared }) =>
      fieldsOf(target as never).flatMap(({ property, enumeration }) => {
        const column = declared.find(({ propertyName }) => propertyName === property)?.databaseName ?? snake(property);
        if (!enumeration || !columns.some((row) => row.table === tableName && row.column === column)) return [];
        if (CODES_IN_A_TABLE.includes(`${tableName}.${column}`)) return [];
        const lists = checks
          .filter((check) => check.table === tableName && check.column === column)
          .map((check) => codesIn(check.text))
          .filter((codes) => codes !== undefined);
        const codes = [...enumeration.codes].sort().join(' ');
        return lists.some((list) => list.join(' ') === codes) ? [] : [`${tableName}.${column}: ${enumeration.name}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
