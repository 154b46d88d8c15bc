import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Public } from '../access/authentication.js';
import { CONFIG, type Config } from '../config.js';
import { operationOf, tagOf } from './openapi-operations.js';
import { HEADERS, PARAMETERS, SECURITY_SCHEMES } from './openapi-parts.js';
import { PROBLEM_SCHEMAS, problemResponses } from './openapi-problems.js';
import { Schemas, UUID, type Schema } from './openapi-schemas.js';
import { Documented } from './operations.js';
import { routesOf } from './routes.js';

/** The OpenAPI 3.1 document, written from the same declarations that the server runs by. */
export function openapiDocument(modules: ModulesContainer, serverUrl: string): Schema {
  const routes = routesOf(modules).filter(
    ({ method, path }) => method !== 'ALL' && !path.startsWith('/docs') && !path.startsWith('/graphiql'),
  );
  const schemas = new Schemas();
  const paths: Record<string, Schema> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  const tags = [...new Set(routes.map(({ path }) => tagOf(path)))].sort();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Passerelle',
      version: '1.0.0',
      description:
        'The shared back end of French housing-support consortia: who may live where, who supports whom, and who may know it.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      contact: { name: 'Passerelle', url: 'https://passerelle.example/docs' },
      termsOfService: 'https://passerelle.example/docs',
    },
    servers: [{ url: serverUrl, description: 'Production: this installation', 'x-internal': 'false' }],
    security: [{ oauth: [] }, { bearer: [] }],
    tags: tags.map((name) => ({ name, description: TAGS[name] ?? `Everything under /v1/${name}` })),
    paths,
    components: {
      schemas: sorted({ ...schemas.components, ...PROBLEM_SCHEMAS, Removed: REMOVED }),
      responses: problemResponses(),
      headers: HEADERS,
      parameters: PARAMETERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const TAGS: Record<string, string> = {
  oauth: 'Tokens of machines (RFC 6749, 7009, 7662, 8414)',
  service: 'Health, and the explanations of problems',
};

/** What stands in a delta for something that is gone for this viewer. */
const REMOVED: Schema = {
  type: 'object',
  title: 'Removed',
  description: 'Gone for you: `no_longer_yours`, `merged` or `deleted`',
  required: ['id', 'removed', 'reason'],
  properties: {
    id: { ...UUID, description: 'What is gone' },
    removed: { type: 'boolean', const: true, description: 'Always true' },
    reason: { type: 'string', enum: ['no_longer_yours', 'merged', 'deleted'], description: 'Why' },
    version: { type: 'integer', format: 'int32', minimum: 1, maximum: 2_147_483_647, description: 'Of what you see' },
    mergedInto: { ...UUID, description: 'The survivor, if you may see it' },
  },
  example: { id: '01936f1e-7d11-7b20-8e4f-6c2a9f4e3b21', version: 2, removed: true, reason: 'no_longer_yours' },
};

function sorted(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => a.localeCompare(b, 'en')));
}

/** The document, to everybody: it tells what Passerelle can do, and nothing about anybody. */
@Controller()
export class OpenapiController {
  private text: string | undefined;

  constructor(
    private readonly modules: ModulesContainer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get('openapi.json')
  @Documented({ summary: 'This document', answers: { openapi: '3.1.0' } })
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=300')
  document(): string {
    return (this.text ??= JSON.stringify(openapiDocument(this.modules, this.config.PASSERELLE_PUBLIC_URL)));
  }
}
