import {
  ApolloServer,
  HeaderMap,
  type ApolloServerOptions,
  type ApolloServerPlugin,
  type BaseContext,
  type GraphQLRequestListener,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { Injectable } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, Kind, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { Authenticator } from '../access/authentication.js';
import { actor, context } from '../context.js';
import { Failure } from '../errors/failure.js';
import { logBug } from '../errors/problem.filter.js';
import { costOf, MAX_COST, pointsOf } from './graphql-cost.js';
import { failureBehind, formatGraphqlError } from './graphql-errors.js';
import { jitGateway, stringifyResult } from './graphql-executor.js';
import { GraphqlAnswers } from './graphql-answers.js';
import { bindFields } from './graphql-fields.js';
import { CALLED, LIMITS, limitsRule } from './graphql-limits.js';
import { RateLimits } from './rate-limits.js';
import { schemaBy } from './graphql-schema.js';
import { Recent } from './recent.js';
import { rootFieldsOf } from './routes.js';

interface Call extends BaseContext {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const PERSISTED_QUERIES = 1_000;

/** Apollo behind Fastify's hooks: authenticated before anything is parsed, limited, executed by compiled documents. */
@Injectable()
export class GraphqlDriver extends ApolloDriver {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
  ) {
    super(modules);
  }

  override generateSchema(options: ApolloDriverConfig): Promise<GraphQLSchema> {
    return schemaBy(this.graphQlFactory, options);
  }

  override async start({ schema }: ApolloDriverConfig): Promise<void> {
    bindFields(schema!, this.modules);
    this.moduleRef.get(GraphqlAnswers, { strict: false }).surround(schema!, rootFieldsOf(this.modules));
    const server = apolloServer(schema!, () => this.moduleRef.get(RateLimits, { strict: false }));
    await server.start();
    this.apolloServer = server as unknown as ApolloServer<BaseContext>;
    const fastify = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    fastify.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      preHandler: (request, reply) => this.admit(request, reply),
      handler: (request, reply) => answer(server, request, reply),
    });
  }

  /** Nothing to release; stopping would refuse the requests that are still under way when the process ends. */
  override stop(): Promise<void> {
    return Promise.resolve();
  }

  private async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.header('Cache-Control', 'private, no-store');
    await this.moduleRef.get(Authenticator, { strict: false }).authenticate(request, reply);
    const { query } = (request.method === 'GET' ? request.query : (request.body ?? {})) as { query?: unknown };
    if (typeof query === 'string' && query.length > LIMITS.characters) {
      throw new Failure('query_too_large', { params: { what: CALLED.characters, limit: LIMITS.characters } });
    }
  }
}

/** GraphQL for the resolvers of the features; the schema is made from the published shapes, in memory. */
export function graphqlModule() {
  return GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: GraphqlDriver,
    autoSchemaFile: true,
    graphiql: false,
    fieldResolverEnhancers: [],
    // Nest would ask the schema for the whole of itself at each start; a test does (contract.spec.ts).
    buildSchemaOptions: { numberScalarMode: 'integer', skipCheck: true },
  });
}

function apolloServer(schema: GraphQLSchema, limits: () => RateLimits): ApolloServer<Call> {
  return new ApolloServer<Call>({
    gateway: jitGateway(schema),
    logger: SILENT,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationRules: [limitsRule],
    validationOptions: { maxErrors: 5 },
    persistedQueries: { cache: persistedQueries(), ttl: null },
    formatError: formatGraphqlError,
    stringifyResult,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      admission(limits),
    ],
  });
}

/** Names the operation for the audit, refuses what is too costly, charges the rest, and logs what is our fault. */
function admission(limits: () => RateLimits): ApolloServerPlugin<Call> {
  return {
    unexpectedErrorProcessingRequest: ({ requestContext, error }) => {
      logBug(new Failure('internal', { cause: error }), requestContext.contextValue.request);
      return Promise.resolve();
    },
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: (call) => charge(call, limits()),
        didEncounterErrors: ({ errors, contextValue }) => {
          for (const failure of errors.map(failureBehind))
            if (failure && failure.status >= 500) logBug(failure, contextValue.request);
          return Promise.resolve();
        },
      }),
  };
}

type Resolved = Parameters<NonNullable<GraphQLRequestListener<Call>['didResolveOperation']>>[0];

const UNRESOLVED = { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400, headers: new HeaderMap() } };

async function charge(
  { schema, document, operation, request, contextValue }: Resolved,
  limits: RateLimits,
): Promise<void> {
  if (!operation) throw new GraphQLError('No operation of this document is asked for', { extensions: UNRESOLVED });
  context().trail!.operation = nameOf(operation);
  const cost = costOf({ schema, document, operation, variables: request.variables ?? {} });
  if (cost > MAX_COST)
    throw refused(new Failure('query_too_large', { params: { what: CALLED.cost, limit: MAX_COST } }));
  const more = pointsOf(cost) - 1;
  if (more === 0) return;
  await limits.charge(actor(), more, contextValue.reply).catch((failure: unknown) => {
    throw failure instanceof Failure ? refused(failure) : failure;
  });
}

/** Documents sent once with their hash and named by it afterwards; only those that were valid for somebody are kept. */
function persistedQueries(): KeyValueCache {
  const recent = new Recent<string>(PERSISTED_QUERIES);
  return {
    get: (hash) => Promise.resolve(recent.get(hash)),
    set: (hash, document) => Promise.resolve(recent.put(hash, document)),
    delete: (hash) => Promise.resolve(recent.delete(hash)),
  };
}
type KeyValueCache = NonNullable<Exclude<ApolloServerOptions<Call>['persistedQueries'], false | undefined>['cache']>;

/** A failure before execution, with the status that REST would give it. */
function refused(failure: Failure): GraphQLError {
  const { retryAfter } = failure.options;
  const headers = new HeaderMap(retryAfter === undefined ? [] : [['retry-after', String(retryAfter)]]);
  return new GraphQLError(failure.message, {
    originalError: failure,
    extensions: { http: { status: failure.status, headers } },
  });
}

/** What the audit calls it: the schema's names, never a name that the caller chose. */
function nameOf(operation: OperationDefinitionNode): string {
  const fields = operation.selectionSet.selections.map((selection) =>
    selection.kind === Kind.FIELD ? selection.name.value : '…',
  );
  return `${operation.operation} ${[...new Set(fields)].sort().join(', ')}`.slice(0, 200);
}

async function answer(server: ApolloServer<Call>, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, [value].flat().join(', '));
  const query = request.url.indexOf('?');
  const {
    status,
    headers: answered,
    body,
  } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers,
      body: request.body,
      search: query < 0 ? '' : request.url.slice(query),
    },
    context: () => Promise.resolve({ request, reply }),
  });
  for (const [name, value] of answered) if (name !== 'cache-control') reply.header(name, value);
  reply.status(status ?? 200);
  if (body.kind !== 'complete') throw new Failure('not_acceptable');
  return body.string;
}

function ignore(): void {
  return;
}
