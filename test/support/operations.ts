import { readFileSync } from 'node:fs';

type Json = Record<string, unknown>;

/** An operation of the committed OpenAPI document, with what a test needs to call it. */
export interface PublishedOperation {
  readonly name: string;
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly path: string;
  readonly permission: string | undefined;
  readonly roles: readonly string[];
  readonly example: Json | undefined;
  /** It answers as long as one listens. */
  readonly streams: boolean;
  /** Properties that a body may hold, and those that the answer shows. */
  readonly accepted: ReadonlySet<string>;
  readonly shown: readonly string[];
}

const document = JSON.parse(readFileSync(new URL('../contract/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Json>;
  components: { schemas: Record<string, Json> };
};

function resolved(schema: Json | undefined): Json {
  const reference = schema?.$ref as string | undefined;
  return reference ? document.components.schemas[reference.split('/').at(-1)!]! : (schema ?? {});
}

function jsonOf(part: Json | undefined): { schema: Json; example: Json | undefined } | undefined {
  const content = (part?.content as Json | undefined)?.['application/json'] as Json | undefined;
  return content
    ? { schema: resolved(content.schema as Json), example: content.example as Json | undefined }
    : undefined;
}

/** Every operation that needs a token. */
export function publishedOperations(): PublishedOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ['get', 'post', 'patch', 'put', 'delete'].includes(method))
      .map(([method, raw]) => {
        const operation = raw as Json;
        const responses = operation.responses as Record<string, Json>;
        const success = Object.keys(responses).find((status) => status.startsWith('2'));
        const body = jsonOf(operation.requestBody as Json | undefined);
        const answer = success ? jsonOf(responses[success]) : undefined;
        return {
          name: `${method.toUpperCase()} ${path}`,
          method: method as PublishedOperation['method'],
          path,
          permission: operation['x-permission'] as string | undefined,
          roles: (operation['x-roles'] as string[] | undefined) ?? [],
          example: body?.example,
          streams:
            success !== undefined && 'text/event-stream' in ((responses[success]!.content as Json | undefined) ?? {}),
          accepted: new Set(Object.keys((body?.schema.properties as Json | undefined) ?? {})),
          shown: Object.keys((answer?.schema.properties as Json | undefined) ?? {}),
        };
      }),
  );
}
