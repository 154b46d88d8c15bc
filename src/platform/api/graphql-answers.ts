import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { demand } from '../access/requires.js';
import { context, inContext, type Context } from '../context.js';
import { Keyring, sha256 } from '../crypto.js';
import { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { toConnection, type Connection } from './connections.js';
import type { GraphqlOperation } from './graphql-operations.js';
import { assertReplayable, readKey, scopeOfKey, storedAnswer } from './idempotency.js';
import { selectedIn } from './look-ahead.js';
import { isRaw } from './raw-lists.js';
import type { Page } from './pages.js';
import type { RootField } from './routes.js';

interface MutationArguments {
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}
type Resolve = GraphQLFieldResolver<unknown, unknown, MutationArguments, unknown>;
type Run = () => Promise<unknown>;
interface Asked {
  readonly request: Pick<FastifyRequest, 'headers'>;
}
/** An idempotency key, and of what: the same key twice in a document is two, by the names of the fields in the answer. */
interface GivenKey {
  readonly key: unknown;
  readonly field: string;
}

/** What GraphQL adds around a use case: permission, null for what is not there, connections, expected version, idempotency. */
@Injectable()
export class GraphqlAnswers {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Surrounds each root field; one that declares no operation does not start. */
  surround(schema: GraphQLSchema, declared: readonly RootField[]): void {
    const operations = new Map(declared.map((operation) => [operation.name, operation]));
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    for (const field of roots) {
      const operation = operations.get(field.name);
      const resolve = field.resolve as Resolve | undefined;
      if (!operation || !resolve) throw new Error(`${field.name} is a root field without a declared operation`);
      field.resolve = (parent, args: MutationArguments, contextValue, info) =>
        this.answer(operation, args, info, contextValue as Asked, async () =>
          resolve(parent, args, contextValue, info),
        );
    }
  }

  private async answer(
    operation: GraphqlOperation,
    args: MutationArguments,
    info: GraphQLResolveInfo,
    asked: Asked,
    run: Run,
  ): Promise<unknown> {
    demand(operation.permission);
    switch (operation.kind) {
      case 'one':
        return nullWhenMissing(run);
      case 'page':
        return this.page(operation, info, run);
      case 'answer':
        return run();
      default:
        return this.mutate(operation, args, keyOf(operation, args, info, asked), run);
    }
  }

  /** Each list of a document has a context of its own: they run at once and select differently. */
  private async page({ returns }: GraphqlOperation, info: GraphQLResolveInfo, run: Run): Promise<Connection<object>> {
    const selection = { noun: returns!, raw: isRaw(info), ...selectedIn(info, returns!) };
    return toConnection((await inContext({ ...context(), selection }, run)) as Page<object>);
  }

  /** Each mutation of a document has a context of its own, and what follows it reads afresh. */
  private async mutate(
    operation: GraphqlOperation,
    args: MutationArguments,
    given: GivenKey | undefined,
    run: Run,
  ): Promise<unknown> {
    const { expectedVersion, idempotencyKey: _given, ...rest } = args;
    if (operation.keyed && !given) throw new Failure('idempotency_key_required');
    const outer = context();
    const inner: Context = {
      ...outer,
      expectedVersion: expectedVersion ?? undefined,
      idempotency: undefined,
      loaders: undefined,
      work: undefined,
    };
    try {
      return await inContext(inner, async () => {
        if (given) {
          const bodyHash = sha256(JSON.stringify([expectedVersion, rest]));
          const key = { scope: scopeOfKey(readKey(given.key), 'MUTATION', given.field), bodyHash, status: 200 };
          const stored = await storedAnswer(this.database, this.keyring, key);
          if (stored) {
            await assertReplayable(this.database, operation.permission, operation.returns, stored);
            return stored.body;
          }
          inner.idempotency = key;
        }
        return (await run()) ?? true;
      });
    } finally {
      outer.loaders = undefined;
    }
  }
}

/** The argument, else the header, of what adds or changes something: REST takes no key for what removes. */
function keyOf(
  { returns }: GraphqlOperation,
  { idempotencyKey }: MutationArguments,
  { fieldName, path }: GraphQLResolveInfo,
  { request }: Asked,
): GivenKey | undefined {
  if (idempotencyKey != null) return { key: idempotencyKey, field: fieldName };
  const key = request.headers['idempotency-key'];
  return key === undefined || !returns ? undefined : { key, field: `${fieldName} ${path.key}` };
}

async function nullWhenMissing(run: Run): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Failure && error.reason === 'not_found') return null;
    throw error;
  }
}
