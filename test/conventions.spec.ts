import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

type Schema = {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  $ref?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  maxLength?: number;
  maxItems?: number;
  example?: unknown;
};
interface Operation {
  summary?: string;
  parameters: { $ref?: string; name: string; in: string; example?: unknown }[];
  responses: Record<string, { content?: Record<string, { schema: Schema; example?: unknown }> }>;
}
const document = JSON.parse(readFileSync('test/contract/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const schemas = Object.entries(document.components.schemas);
const properties = schemas.flatMap(([shape, { properties: known = {} }]) =>
  Object.entries(known).map(([name, schema]) => ({ at: `${shape}.${name}`, name, schema })),
);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ at: `${method.toUpperCase()} ${path}`, path, operation })),
);

const follow = ({ $ref, ...schema }: Schema): Schema =>
  $ref ? document.components.schemas[$ref.split('/').at(-1)!]! : schema;
const branches = (schema: Schema): Schema[] => (schema.anyOf ?? [schema]).map(follow);
const named = (wanted: (one: { name: string; schema: Schema }) => boolean): string[] =>
  properties.filter(wanted).map(({ at }) => at);

describe('What the published document says of a value', () => {
  it('is bounded: texts and lists have a longest length', () => {
    const isText = ({ type, enum: codes }: Schema) => [type].flat().includes('string') && !codes;
    expect(named(({ schema }) => branches(schema).some((one) => isText(one) && one.maxLength === undefined))).toEqual(
      [],
    );
    expect(
      named(({ schema }) => branches(schema).some((one) => [one.type].flat().includes('array') && !one.maxItems)),
    ).toEqual([]);
  });

  it('tells by its name a day from an instant, and a reference from other texts', () => {
    const days =
      /^(\w+On|birthDate|asOf|from|to|validUntil|answerBy|(valid|available|inService)From|(status|level)Since)$/;
    const instants = /^(\w+At|at)$/;
    const references = /^(id|\w+Ids?|mergedInto)$/;
    const misnamed = (format: string, name: RegExp): string[] =>
      named((one) => branches(one.schema).some((schema) => schema.format === format) && !name.test(one.name));
    expect(misnamed('date', days)).toEqual([]);
    expect(misnamed('date-time', instants)).toEqual([]);
    expect(misnamed('uuid', references)).toEqual([]);
  });

  it('is shown: shapes, parameters and answers have examples, operations a summary', () => {
    const shapes = schemas.filter(([, { type, example }]) => type === 'object' && example === undefined);
    expect(shapes.map(([name]) => name)).toEqual([]);
    const bare = operations.flatMap(({ at, operation }) => [
      ...(operation.summary ? [] : [at]),
      ...operation.parameters
        .filter(({ $ref, example }) => !$ref && example === undefined)
        .map(({ name }) => `${at} ${name}`),
      ...Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
        Object.values(content).some(({ example }) => example === undefined) ? [`${at} ${status}`] : [],
      ),
    ]);
    expect(bare).toEqual([]);
  });
});

/** Always the caller's own. */
const NO_FILTER: Record<string, readonly string[]> = {
  'GET /v1/api-clients': ['organisationId'],
  'GET /v1/users': ['organisationId'],
  'GET /v1/sessions': ['userId'],
  'GET /v1/households/{id}/assignments': ['organisationId'],
};
const NO_CHANGE_FILTER = ['GET /v1/audit-entries', 'GET /v1/availability', 'GET /v1/jobs', 'GET /v1/nomenclatures'];
/** `/v1/households/{id}/members` lists what is the household's. */
const PARENTS: Record<string, readonly string[]> = {
  households: ['householdId'],
  persons: ['personId', 'householdId'],
  placements: ['placementId'],
  dwellings: ['dwellingId'],
  conventions: ['conventionId'],
  'api-clients': ['clientId'],
  tenancies: ['tenancyId'],
  'arrears-cases': ['caseId', 'tenancyId'],
  alerts: ['alertId'],
  'shared-flats': ['flatId', 'occupancyId', 'activityId', 'incidentId'],
};

describe('A list', () => {
  const lists = operations.flatMap(({ at, path, operation }) => {
    const answer = operation.responses['200']?.content?.['application/json']?.schema.properties ?? {};
    if (!answer.nextCursor) return [];
    const row = follow(answer.data!.items!).properties ?? {};
    return [{ at, path, row, asked: operation.parameters.map(({ name }) => name) }];
  });

  it('can be asked for each enumeration and each reference of what it lists', () => {
    const missing = lists.flatMap(({ at, path, row, asked }) => {
      const own = [...(NO_FILTER[at] ?? []), ...(path.includes('{id}') ? (PARENTS[path.split('/')[2]!] ?? []) : [])];
      return Object.entries(row)
        .filter(([name, schema]) => name !== 'id' && branches(schema).some((one) => one.enum || one.format === 'uuid'))
        .filter(([name]) => !asked.includes(name) && !own.includes(name))
        .map(([name]) => `${at} ${name}`);
    });
    expect(lists.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('can be asked what changed since', () => {
    const without = lists.filter(({ at, asked }) => !asked.includes('updatedSince') && !NO_CHANGE_FILTER.includes(at));
    expect(without.map(({ at }) => at)).toEqual([]);
  });
});
