import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import {
  BREAK,
  execute,
  GraphQLError,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { Recent } from './recent.js';

const DOCUMENTS = 500;
type Gateway = NonNullable<ApolloServerOptions<BaseContext>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type Known = 'seen once' | 'not compiled' | CompiledQuery;

/**
 * Executes for Apollo: a document seen before is compiled by graphql-jit (execution falls from about 1.0 to 0.06 ms), the
 * others and introspection go through graphql-js. The compiled ones are bounded, the least used leaves first.
 */
export function jitGateway(schema: GraphQLSchema): Gateway {
  const documents = new Recent<Known>(DOCUMENTS);
  const executor: Executor = async ({ document, operationName, queryHash, context, request }) => {
    const key = `${queryHash ?? ''} ${operationName ?? ''}`;
    const before = documents.get(key);
    const known =
      before === undefined
        ? 'seen once'
        : before === 'seen once'
          ? (compile(schema, document, operationName ?? undefined) ?? 'not compiled')
          : before;
    if (known !== before) documents.put(key, known);
    const variables = request.variables ?? {};
    if (typeof known !== 'string') return asGraphqlJs(await known.query(undefined, context, variables));
    return execute({ schema, document, contextValue: context, variableValues: variables, operationName });
  };
  return {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate: (loaded) => {
      loaded({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}

/** graphql-jit's errors in the form of graphql-js: Apollo reads `extensions`, and knows refused variables by their code. */
function asGraphqlJs({ data, errors }: ExecutionResult): ExecutionResult {
  if (!errors) return { data };
  const extensions = data === undefined ? { code: 'BAD_USER_INPUT' } : {};
  const made = errors.map(({ message, path, locations, originalError }) =>
    Object.assign(new GraphQLError(message, { path, originalError, extensions }), { locations }),
  );
  return data === undefined ? { errors: made } : { data, errors: made };
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): CompiledQuery | undefined {
  if (introspects(document)) return undefined;
  const compiled = compileQuery(schema, document, operationName);
  return isCompiledQuery(compiled) ? compiled : undefined;
}

function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field: ({ name }) => {
      found ||= name.value === '__schema' || name.value === '__type';
      return found ? BREAK : undefined;
    },
  });
  return found;
}
