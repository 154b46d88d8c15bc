import { permissionsOf, ROLES, scopeOf, type Permission } from '../access/permissions.js';
import { exampleOf, exampleOfShape, fieldsOf, type ClassOf, type FieldSpec } from './fields.js';
import { headers, type HeaderName } from './openapi-parts.js';
import { refusals } from './openapi-problems.js';
import { CURSOR, schemaOfExample, Schemas, UUID, type Schema } from './openapi-schemas.js';
import type { Documentation, Operation } from './operations.js';
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
  put: '201 when it made it, 200 when it was there. `If-Match` is honoured when sent.',
  change: 'A JSON merge patch: what is absent stays, null clears.',
  create: '`Idempotency-Key` makes retries safe.',
  act: '`Idempotency-Key` makes retries safe.',
};

function describe({ operation, isPublic, query }: Route): string {
  if (isPublic || !operation) return 'Open to everybody; it tells nothing about anybody without credentials.';
  const { kind, permission, guarded } = operation;
  const asked = new Set((query ? fieldsOf(query) : []).map(({ property }) => property));
  const parts: [boolean, string | undefined][] = [
    [true, permission === 'nothing' ? 'For every authenticated caller.' : `Needs the permission \`${permission}\`.`],
    [kind === 'list' && asked.has('limit'), 'Pages of 1 to 200 rows, 50 by default.'],
    [asked.has('updatedSince'), 'Sorted by id, or by change with `updatedSince`.'],
    [guarded, 'Needs `If-Match`.'],
    [true, OF_KIND[kind]],
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

function success(route: Route, schemas: Schemas): Schema {
  const { operation, documented } = route;
  if (!operation) return documentedSuccess(documented!, schemas);
  if (operation.kind === 'stream') return streamed(operation.returns!, schemas);
  if (operation.media !== undefined) return fileAnswer(operation.media);
  const content = contentOf(operation, schemas);
  const named: HeaderName[] = operation.unversioned ? ['ETag'] : HEADERS_OF[operation.kind];
  const more = operation.location === null ? named.filter((name) => name !== 'Location') : named;
  return {
    ...answer(operation.status, more, content),
    ...(operation.kind === 'put' ? answer(201, [...more, 'Location'], content) : {}),
    ...(operation.kind === 'read' || operation.unversioned
      ? { 304: { description: 'It is still as your ETag says', headers: headers('ETag') } }
      : {}),
  };
}

const HEADERS_OF: Record<Operation['kind'], HeaderName[]> = {
  list: ['Link'],
  read: ['ETag'],
  delta: [],
  stream: [],
  answer: [],
  remove: [],
  file: [],
  create: ['ETag', 'Idempotent-Replayed', 'Location'],
  act: ['ETag', 'Idempotent-Replayed'],
  change: ['ETag'],
  put: ['ETag'],
};

function documentedSuccess({ status = 200, returns, answers }: Documentation, schemas: Schemas): Schema {
  if (returns) return answer(status, [], { schema: schemas.ref(returns, 'answer'), example: exampleOfShape(returns) });
  return answer(status, [], answers && { schema: schemaOfExample(answers), example: answers });
}

function fileAnswer(media: string): Schema {
  const [type = media] = media.split(';');
  const schema = { type: 'string', contentMediaType: type, maxLength: 10_000_000 };
  return { 200: { description: 'The document', headers: headers(), content: { [type]: { schema } } } };
}

/** Each event's `data` is the shape, or tells that it is gone. */
function streamed(returns: ClassOf, schemas: Schemas): Schema {
  const example = `id: WyIwMTkz\nevent: changed\ndata: ${JSON.stringify(exampleOfShape(returns))}\n\n`;
  const schema = { ...schemaOfExample(''), description: 'Events', 'x-data': schemas.ref(returns, 'answer') };
  return {
    200: { description: 'Events', headers: headers(), content: { 'text/event-stream': { schema, example } } },
  };
}

interface Content {
  schema: Schema;
  example: unknown;
}

function answer(status: number, more: HeaderName[], content: Content | undefined): Schema {
  const description = status === 201 ? 'Made' : content ? 'The answer' : 'Done';
  return {
    [status]: {
      description,
      headers: headers(...more),
      ...(content ? { content: { 'application/json': content } } : {}),
    },
  };
}

function contentOf({ kind, returns }: Operation, schemas: Schemas): Content | undefined {
  if (!returns) return undefined;
  const one = schemas.ref(returns, 'answer');
  const example = exampleOfShape(returns);
  if (kind === 'list')
    return {
      schema: envelope(one, { nextCursor: CURSOR }, ['data', 'nextCursor']),
      example: { data: [example], nextCursor: null },
    };
  if (kind !== 'delta') return { schema: one, example };
  const token = { ...CURSOR, type: 'string' };
  return {
    schema: envelope(
      { anyOf: [one, { $ref: '#/components/schemas/Removed' }] },
      {
        nextToken: { ...token, description: 'There is more: ask again at once' },
        deltaToken: { ...token, description: 'That was all: ask with it later' },
      },
      ['data'],
    ),
    example: { data: [example], deltaToken: 'WyIwMTkz' },
  };
}

function envelope(items: Schema, more: Schema, required: string[]): Schema {
  return {
    type: 'object',
    properties: { data: { type: 'array', maxItems: 500, items, description: 'The rows' }, ...more },
    required,
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
    [operation?.guarded === true, 412, 428],
    [kind === 'delta' || kind === 'stream', 410],
  ];
  return cases.flatMap(([when, ...statuses]) => (when ? statuses : []));
}
