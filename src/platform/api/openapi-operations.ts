import { permissionsOf, ROLES, scopeOf, type Permission } from '../access/permissions.js';
import { exampleOf, exampleOfShape, fieldsOf, type ClassOf, type FieldSpec } from './fields.js';
import { success } from './openapi-answers.js';
import { refusals } from './openapi-problems.js';
import { schemaOfExample, Schemas, UUID, type Schema } from './openapi-schemas.js';
import type { Operation } from './operations.js';
import type { Route } from './routes.js';

/** One route as an OpenAPI operation. */
export function operationOf(route: Route, schemas: Schemas): Schema {
  const { operation, documented } = route;
  const summary = operation?.summary ?? documented?.summary;
  if (summary === undefined)
    throw new Error(`${route.method} ${route.path} is documented by nothing: use an operation, or @Documented`);
  return {
    operationId: route.id,
    summary,
    description: describe(route),
    tags: [tagOf(route.path)],
    ...(operation ? { 'x-permission': operation.permission, 'x-roles': rolesWith(operation.permission) } : {}),
    security: securityOf(route),
    parameters: [...pathParameters(route.path), ...queryParameters(route.query, schemas), ...headerParameters(route)],
    ...requestBody(route, schemas),
    responses: { ...success(route, schemas), ...refusals(...refusalsOf(route)) },
  };
}

export function tagOf(path: string): string {
  const [first = '', second] = path.split('/').filter(Boolean);
  return first === 'v1' ? second! : ['oauth', '.well-known'].includes(first) ? 'oauth' : 'service';
}

/** What the operations of a kind have in common. */
const OF_KIND: Partial<Record<Operation['kind'], string>> = {
  stream: 'Server-sent events; `Last-Event-ID` goes on where an earlier stream ended. It ends with its token.',
  delta: 'Follow `nextToken` until `deltaToken` comes, and ask with that one later.',
  put: '201 when it made it, 200 when it was there.',
  change: 'A JSON merge patch: what is absent stays, null clears.',
  create: '`Idempotency-Key` makes retries safe.',
  act: '`Idempotency-Key` makes retries safe.',
};

const isByExternalId = (path: string): boolean => path.includes('/by-external-id/');

function describe({ operation, isPublic, query, path }: Route): string {
  if (isPublic || !operation) return 'Open to everybody; it tells nothing about anybody without credentials.';
  const { kind, permission, guarded } = operation;
  const asked = new Set((query ? fieldsOf(query) : []).map(({ property }) => property));
  const parts: [boolean, string | undefined][] = [
    [true, permission === 'nothing' ? 'For every authenticated caller.' : `Needs the permission \`${permission}\`.`],
    [kind === 'list' && asked.has('limit'), 'Pages of 1 to 200 rows, 50 by default.'],
    [asked.has('updatedSince'), 'Sorted by id, or by change with `updatedSince`.'],
    [guarded, 'Needs `If-Match`.'],
    [true, OF_KIND[kind]],
    [
      kind === 'put',
      isByExternalId(path) ? '`If-Match` is honoured when sent.' : 'Needs `If-Match` when it was there.',
    ],
  ];
  return parts.flatMap(([holds, said]) => (holds && said ? [said] : [])).join(' ');
}

function rolesWith(permission: string): string[] {
  return ROLES.filter((role) => permission === 'nothing' || permissionsOf([role]).has(permission as Permission));
}

function securityOf({ operation, isPublic }: Route): Schema[] {
  if (isPublic) return [];
  const scopes = operation && operation.permission !== 'nothing' ? [scopeOf(operation.permission as Permission)] : [];
  return [{ oauth: scopes }, { bearer: [] }];
}

function pathParameters(path: string): Schema[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => {
    const isId = /^id$|Id$/.test(name!);
    return {
      name,
      in: 'path',
      required: true,
      description: isId ? 'Identifier' : `The ${name}`,
      schema: isId ? UUID : { type: 'string', maxLength: 200, pattern: '^[^/\\u0000]+$' },
      example: isId ? exampleOf({ kind: 'id', list: false } as FieldSpec) : (PATH_EXAMPLES[name!] ?? 'example'),
    };
  });
}
const PATH_EXAMPLES: Record<string, string> = {
  system: 'rent-system',
  value: 'L-0042',
  code: 'not_found',
  key: 'domiciles-partages',
  name: 'OrganisationKind',
};

function queryParameters(query: ClassOf | undefined, schemas: Schemas): Schema[] {
  return (query ? fieldsOf(query) : []).map((spec) => {
    const { description, example, ...schema } = schemas.ofField(spec, 'command');
    return {
      name: spec.property,
      in: 'query',
      required: !spec.optional,
      description,
      schema,
      example: example ?? [],
      ...(spec.list ? { style: 'form', explode: false } : {}),
    };
  });
}

const HEADERS_TAKEN: Partial<Record<Operation['kind'], string>> = {
  read: 'IfNoneMatch',
  create: 'IdempotencyKey',
  act: 'IdempotencyKey',
  put: 'IfMatchOptional',
  stream: 'LastEventId',
};

function headerParameters({ operation }: Route): Schema[] {
  const taken = operation && HEADERS_TAKEN[operation.kind];
  const wanted = [
    'AcceptLanguage',
    ...(operation?.guarded ? ['IfMatch'] : []),
    ...(operation?.unversioned && taken !== 'IfNoneMatch' ? ['IfNoneMatch'] : []),
    ...(operation?.keyed ? ['RequiredIdempotencyKey'] : taken ? [taken] : []),
  ];
  return wanted.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

function requestBody({ body, documented }: Route, schemas: Schemas): Schema {
  if (documented?.form) {
    const properties = Object.fromEntries(
      Object.entries(documented.form).map(([name, about]) => [name, { ...schemaOfExample(''), description: about }]),
    );
    return {
      requestBody: {
        required: true,
        content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties } } },
      },
    };
  }
  if (!body || fieldsOf(body).length === 0) return {};
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemas.ref(body, 'command'), example: exampleOfShape(body) } },
    },
  };
}

function refusalsOf({ operation, isPublic, path, body, documented, method }: Route): number[] {
  const kind = operation?.kind ?? '';
  const cases: [when: boolean, ...statuses: number[]][] = [
    [true, 400, 429, 500, 503],
    [!isPublic, 401, 403],
    [isPublic && method === 'POST', 401],
    [path.includes(':'), 404],
    [(body ?? documented?.form) !== undefined, 413, 415, 422],
    [['create', 'act', 'change', 'put', 'remove'].includes(kind), 409],
    [operation?.guarded === true || (kind === 'put' && !isByExternalId(path)), 412, 428],
    [kind === 'put' && isByExternalId(path), 412],
    [kind === 'delta' || kind === 'stream', 410],
  ];
  return cases.flatMap(([when, ...statuses]) => (when ? statuses : []));
}
