import { exampleOfShape, type ClassOf } from './fields.js';
import { headers, type HeaderName } from './openapi-parts.js';
import { CURSOR, schemaOfExample, type Schema, type Schemas } from './openapi-schemas.js';
import type { Documentation, Operation } from './operations.js';
import type { Route } from './routes.js';

/** What an operation answers when it succeeds, by status. */
export function success(route: Route, schemas: Schemas): Schema {
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
  const example = type === 'text/csv' ? 'date,kind,amountCents\r\n2026-11-01,due,48000\r\n' : '%PDF-1.3 …';
  return { 200: { description: 'The document', headers: headers(), content: { [type]: { schema, example } } } };
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
