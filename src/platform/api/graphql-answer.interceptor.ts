import { Injectable, type CallHandler, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { demand } from '../access/requires.js';
import { context, inContext, type Context } from '../context.js';
import { Keyring, sha256 } from '../crypto.js';
import { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { toConnection, type Connection } from './connections.js';
import { GRAPHQL_OPERATION, type GraphqlOperation } from './graphql-operations.js';
import { assertReplayable, readKey, scopeOfKey, storedAnswer } from './idempotency.js';
import { lookAhead } from './look-ahead.js';
import type { Page } from './pages.js';

interface MutationArguments {
  readonly expectedVersion?: number;
  readonly idempotencyKey?: string | null;
}

/** What GraphQL adds around a use case: null for what is not there, connections, expected version, idempotency. */
@Injectable()
export class GraphqlAnswerInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const operation = this.reflector.get<GraphqlOperation | undefined>(GRAPHQL_OPERATION, execution.getHandler());
    if (!operation) throw new Error(`${execution.getHandler().name} is a root field without a declared operation`);
    return from(this.answer(operation, execution, next));
  }

  private async answer(operation: GraphqlOperation, execution: ExecutionContext, next: CallHandler): Promise<unknown> {
    demand(operation.permission);
    switch (operation.kind) {
      case 'one':
        return nullWhenMissing(next);
      case 'page':
        return this.page((await firstValueFrom(next.handle())) as Page<object>, execution);
      case 'answer':
        return firstValueFrom(next.handle());
      default:
        return this.mutate(operation, execution, next);
    }
  }

  private async page(page: Page<object>, execution: ExecutionContext): Promise<Connection<object>> {
    await lookAhead(this.database, page.data, GqlExecutionContext.create(execution).getInfo<GraphQLResolveInfo>());
    return toConnection(page);
  }

  /** Each mutation of a document has a context of its own, and what follows it reads afresh. */
  private async mutate(operation: GraphqlOperation, execution: ExecutionContext, next: CallHandler): Promise<unknown> {
    const graphql = GqlExecutionContext.create(execution);
    const { expectedVersion, idempotencyKey, ...rest } = graphql.getArgs<MutationArguments>();
    const field = graphql.getInfo<{ fieldName: string }>().fieldName;
    const outer = context();
    if (operation.keyed && idempotencyKey == null) throw new Failure('idempotency_key_required');
    const inner: Context = { ...outer, expectedVersion, idempotency: undefined, loaders: undefined, work: undefined };
    try {
      return await inContext(inner, async () => {
        if (idempotencyKey != null) {
          const bodyHash = sha256(JSON.stringify([expectedVersion, rest]));
          const key = { scope: scopeOfKey(readKey(idempotencyKey), 'MUTATION', field), bodyHash, status: 200 };
          demand(operation.permission);
          const stored = await storedAnswer(this.database, this.keyring, key);
          if (stored) {
            await assertReplayable(this.database, operation.permission, operation.returns, stored);
            return stored.body;
          }
          inner.idempotency = key;
        }
        return (await firstValueFrom(next.handle(), { defaultValue: undefined })) ?? true;
      });
    } finally {
      outer.loaders = undefined;
    }
  }
}

async function nullWhenMissing(next: CallHandler): Promise<unknown> {
  try {
    return await firstValueFrom(next.handle());
  } catch (error) {
    if (error instanceof Failure && error.reason === 'not_found') return null;
    throw error;
  }
}
