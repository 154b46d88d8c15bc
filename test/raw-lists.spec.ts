import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { readFileSync } from 'node:fs';
import type { Partner } from './support/actors.js';
import { demoApp } from './support/demo.js';

const demo = await demoApp();
const schema = buildSchema(readFileSync('test/contract/schema.graphql', 'utf8'));

/** What needs nothing but a page: the lists of the consortium. */
const LISTS = Object.values(schema.getQueryType()!.getFields()).filter(
  ({ type, args }) =>
    getNamedType(type).name.endsWith('Connection') &&
    // Reading the audit adds to it.
    getNamedType(type).name !== 'AuditEntryConnection' &&
    args.every((argument) => !isNonNullType(argument.type)),
);

function leavesOf(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name);
}

/** Each column, and of each object beside the row its columns. */
function selectionOf(list: GraphQLField<unknown, unknown>): { own: string; beside: string } {
  const connection = getNamedType(list.type) as GraphQLObjectType;
  const node = getNamedType(connection.getFields().nodes!.type) as GraphQLObjectType;
  const beside = Object.values(node.getFields()).flatMap(({ name, type }) => {
    const other = getNamedType(type);
    return isObjectType(other) && other === type && !other.name.endsWith('ExternalId')
      ? [`${name} { __typename ${leavesOf(other).join(' ')} }`]
      : [];
  });
  return { own: leavesOf(node).join(' '), beside: beside.join(' ') };
}

/** Each request has an id of its own. */
const alike = (text: string): string => text.trim().replace(/"requestId":"[^"]+"/g, '"requestId":"…"');

/** Once by graphql-js, then compiled, then as it stays. */
async function thrice(partner: Partner, query: string): Promise<string[]> {
  const texts: string[] = [];
  for (let time = 0; time < 3; time += 1) texts.push(alike((await partner.graphql(query)).text));
  return texts;
}

describe('A list whose rows PostgreSQL writes', () => {
  it('is every list of the schema', () => expect(LISTS.length).toBeGreaterThan(12));

  it.each(LISTS.map((list) => [list.name, list] as const))(
    'answers %s as graphql-js does, to each who asks',
    async (name, list) => {
      const { own, beside } = selectionOf(list);
      const page = 'pageInfo { hasNextPage endCursor __typename }';
      let told = 0;
      for (const key of ['coordinator', 'patrimoine', 'ayyem-zamen', 'casp']) {
        const partner = await demo.as(key);
        for (const selected of [own, `__typename ${own} ${beside}`]) {
          const answers = await thrice(partner, `{ ${name}(first: 20) { __typename nodes { ${selected} } ${page} } }`);
          expect(new Set(answers).size).toBe(1);
          told += answers[0]!.includes('"pageInfo"') ? 1 : 0;
        }
      }
      expect(told).toBeGreaterThan(0);
    },
  );

  it('takes fragments and variables, and leaves aliases, directives and edges to the executor', async () => {
    const partner = await demo.as('patrimoine');
    const whole = (await thrice(partner, '{ tenancies(first: 2) { nodes { id kind } } }'))[2]!;
    const documents = [
      '{ tenancies(first: 2) { ...page } } fragment page on TenancyConnection { nodes { ... on Tenancy { id } kind } }',
      'query Q($on: Boolean! = true) { tenancies(first: 2) { nodes { id kind @include(if: $on) } } }',
    ];
    for (const document of documents) expect(await thrice(partner, document)).toEqual([whole, whole, whole]);
    const aliased = await thrice(partner, '{ some: tenancies(first: 2) { nodes { key: id kind } } }');
    expect(aliased).toEqual(Array<string>(3).fill(whole.replace('tenancies', 'some').replaceAll('"id"', '"key"')));
    const edges = await thrice(partner, '{ tenancies(first: 2) { edges { node { id } } nodes { id kind } } }');
    expect(new Set(edges).size).toBe(1);
  });

  it('says the same of wrong variables, of a wrong cursor, and of what is not allowed', async () => {
    const partner = await demo.as('patrimoine');
    const query = 'query Q($first: Int!, $after: String) { tenancies(first: $first, after: $after) { nodes { id } } }';
    const say = async (variables: object): Promise<string> => alike((await partner.graphql(query, variables)).text);
    const before = [await say({ first: 'x' }), await say({ first: 2, after: 'x' }), await say({ first: 900 })];
    for (let time = 0; time < 2; time += 1) expect(await say({ first: 2 })).toContain('"nodes"');
    expect([await say({ first: 'x' }), await say({ first: 2, after: 'x' }), await say({ first: 900 })]).toEqual(before);
    for (const answer of before) expect(answer).toContain('"errors"');
  });

  it('notes for the audit what it has read', async () => {
    const partner = await demo.as('patrimoine');
    const query = '{ tenancies(first: 3) { nodes { id dwelling { id } account { tenancyId } } } }';
    const answers = await thrice(partner, query);
    const { data } = JSON.parse(answers[2]!) as {
      data: { tenancies: { nodes: { id: string; dwelling: { id: string } }[] } };
    };
    const ids = data.tenancies.nodes.flatMap(({ id, dwelling }) => [id, dwelling.id]).sort();
    const rows = await demo.owner<{ tables: string[]; ids: string[] }>(
      `SELECT tables, ids::text[] AS ids FROM audit_entries WHERE operation = 'query tenancies' AND ids @> $1::uuid[] ORDER BY at DESC LIMIT 3`,
      [ids],
    );
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect([...row.ids].sort()).toEqual(ids);
      expect([...row.tables].sort()).toEqual(['accounts', 'dwellings', 'tenancies']);
    }
  });
});
