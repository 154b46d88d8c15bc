import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { Args, GqlExecutionContext, ID, Int, Mutation, Query, TypeMetadataStorage } from '@nestjs/graphql';
import { permissionOf, type Declared } from '../access/requires.js';
import { connectionOf } from './connections.js';
import type { ClassOf } from './fields.js';
import type { PageFilter } from './pages.js';

/** What a root field of GraphQL is; read by the interceptor, the cost rule and the permission matrix. */
export const GRAPHQL_OPERATION = 'passerelle:graphql-operation';
export interface GraphqlOperation {
  readonly kind: 'one' | 'page' | 'answer' | 'mutation' | 'guarded';
  readonly summary: string;
  readonly permission: Declared;
  /** The shape that it answers, or whose rows. */
  readonly returns?: ClassOf;
  /** Whether `idempotencyKey` is required. */
  readonly keyed?: boolean;
}

interface Said {
  summary: string;
  /** The use case, the one that REST calls: `SomeService.prototype.method`. */
  use: unknown;
  keyed?: boolean;
}

type Returned = ClassOf | readonly [ClassOf];

function metadata(kind: GraphqlOperation['kind'], { summary, use, keyed }: Said, returns?: Returned): MethodDecorator {
  const permission = permissionOf(use);
  if (permission === undefined) throw new Error(`“${summary}” calls a use case that declares no permission`);
  return SetMetadata(GRAPHQL_OPERATION, {
    kind,
    summary,
    permission,
    keyed,
    returns: [returns].flat()[0] as ClassOf | undefined,
  } satisfies GraphqlOperation);
}

// Every root field may be null: one that fails takes nothing from those beside it, which may have been committed.

/** One resource by id, as the REST handler returns it: null when absent or invisible. */
export const ReadQuery = (returns: ClassOf, said: Said): MethodDecorator =>
  applyDecorators(
    Query(() => returns, { nullable: true, description: said.summary }),
    metadata('one', said),
  );

/** A connection, from the same page as REST. Its filter comes by `@Paged(FilterClass)`. */
export const ListQuery = (returns: ClassOf, said: Said): MethodDecorator => {
  const connection = connectionOf(returns);
  return applyDecorators(
    Query(() => connection, { nullable: true, description: said.summary }),
    metadata('page', said, returns),
  );
};

/** Something that always has an answer: `me`, a computation, a short list `[Shape]`. */
export const AnswerQuery = (returns: Returned, said: Said): MethodDecorator =>
  applyDecorators(
    Query(() => returns, { nullable: true, description: said.summary }),
    metadata('answer', said),
  );

/** A mutation that adds something; takes `idempotencyKey`. */
export const CreateMutation = (returns: Returned, said: Said): MethodDecorator =>
  applyDecorators(
    Mutation(() => returns, { nullable: true, description: said.summary }),
    idempotencyArgument,
    metadata('mutation', said, returns),
  );

/** A mutation that makes the only one of its kind or replaces it whole; takes `idempotencyKey`, and `expectedVersion` to replace. */
export const PutMutation = (returns: ClassOf, said: Said): MethodDecorator =>
  applyDecorators(
    Mutation(() => returns, { nullable: true, description: said.summary }),
    idempotencyArgument,
    versionArgument(true),
    metadata('mutation', said, returns),
  );

/** A mutation of an existing resource; wants `expectedVersion`, the `If-Match` of GraphQL. */
export const ChangeMutation = (returns: Returned, said: Said): MethodDecorator =>
  applyDecorators(
    Mutation(() => returns, { nullable: true, description: said.summary }),
    idempotencyArgument,
    versionArgument(false),
    metadata('guarded', said, returns),
  );

/** A mutation that removes an existing resource; answers true. Wants `expectedVersion`. */
export const RemoveMutation = (said: Said): MethodDecorator =>
  applyDecorators(
    Mutation(() => Boolean, { nullable: true, description: said.summary }),
    versionArgument(false),
    metadata('guarded', said),
  );

/** The id of the resource. */
export const Id = (name = 'id'): ParameterDecorator => Args(name, { type: () => ID });

const fromArguments = createParamDecorator((_data: unknown, execution: ExecutionContext) => {
  const { filter, first, after } = GqlExecutionContext.create(execution).getArgs<{
    filter?: object;
    first?: number;
    after?: string;
  }>();
  return { ...filter, limit: first ?? undefined, cursor: after ?? undefined };
});

/** The filter of a list: GraphQL's `filter`, `first` and `after` become the REST filter, `limit` and `cursor`. */
export function Paged(filter: ClassOf<PageFilter>): ParameterDecorator {
  return (target, key, index) => {
    fromArguments()(target, key, index);
    declareArgument(target, String(key), 'filter', () => filter, 'Which rows', true);
    declareArgument(target, String(key), 'first', () => Int, 'Rows a page, 1 to 200; 50 when absent', true);
    declareArgument(target, String(key), 'after', () => String, '`endCursor` of the page before', true);
  };
}

const idempotencyArgument: MethodDecorator = (target, key) =>
  declareArgument(
    target,
    String(key),
    'idempotencyKey',
    () => String,
    'Same key and arguments: one effect, the same answer; kept 72 h',
    true,
  );

const versionArgument =
  (nullable: boolean): MethodDecorator =>
  (target, key) =>
    declareArgument(
      target,
      String(key),
      'expectedVersion',
      () => Int,
      '`version` that you have read; another one by now is `precondition_failed`',
      nullable,
    );

/** Adds an argument to the schema which no parameter of the method takes by itself. */
function declareArgument(
  target: object,
  methodName: string,
  name: string,
  type: () => unknown,
  description: string,
  nullable: boolean,
): void {
  TypeMetadataStorage.addMethodParamMetadata({
    kind: 'arg',
    name,
    description,
    target: target.constructor,
    methodName,
    index: -1,
    typeFn: type as () => never,
    options: { nullable },
  });
}
