import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { GRAPHQL_OPERATION, type GraphqlOperation } from './graphql-operations.js';
import { PUBLIC } from '../access/authentication.js';
import type { ClassOf } from './fields.js';
import { DOCUMENTED, OPERATION, type Documentation, type Operation } from './operations.js';

/** A route as its decorators declare it. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** Unique in the application: `organisationsList`. */
  readonly id: string;
  readonly isPublic: boolean;
  readonly handler: Handler;
  readonly operation: Operation | undefined;
  readonly documented: Documentation | undefined;
  readonly query: ClassOf | undefined;
  readonly body: ClassOf | undefined;
}

/** Every HTTP route of the application, sorted. */
export function routesOf(modules: ModulesContainer): Route[] {
  return handlersOf(modules, 'controllers')
    .filter(({ handler }) => read(METHOD_METADATA, handler) !== undefined)
    .flatMap(({ type, name, handler }) =>
      pathsOf(type, handler).map((path): Route => ({
        method: RequestMethod[read<number>(METHOD_METADATA, handler)!]!,
        path,
        id: `${type.name.replace(/Controller$/, '').replace(/^./, (first) => first.toLowerCase())}${name.replace(/^./, (first) => first.toUpperCase())}`,
        handler: { type, name, handler },
        isPublic: read<boolean>(PUBLIC, handler) ?? read<boolean>(PUBLIC, type) ?? false,
        operation: read<Operation>(OPERATION, handler),
        documented: read<Documentation>(DOCUMENTED, handler),
        query: argumentOf(type, name, RouteParamtypes.QUERY),
        body: argumentOf(type, name, RouteParamtypes.BODY),
      })),
    )
    .sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'))
    .map((route, _, all) => located(route, all));
}

/** Where what it makes is read, where the operation does not say: below its address by its id, or there itself, or nowhere. */
function located(route: Route, all: readonly Route[]): Route {
  const { operation, path } = route;
  const makes = operation?.kind === 'create' || operation?.kind === 'put';
  if (!operation || !makes || operation.location !== undefined || path.includes('/by-external-id/')) return route;
  const reads = all.filter(({ method, operation: other }) => method === 'GET' && other?.kind === 'read');
  const below = reads.some(
    (read) => read.path.startsWith(`${path}/:`) && !read.path.slice(path.length + 2).includes('/'),
  );
  if (below) return route;
  const location = reads.some((read) => read.path === path) ? (at: string): string => at : null;
  return { ...route, operation: { ...operation, location } };
}

export interface RootField extends GraphqlOperation {
  readonly name: string;
}

/** Every root field of GraphQL, sorted. */
export function rootFieldsOf(modules: ModulesContainer): RootField[] {
  return handlersOf(modules, 'providers')
    .flatMap(({ name, handler }) => {
      const operation = read<GraphqlOperation>(GRAPHQL_OPERATION, handler);
      return operation ? [{ name, ...operation }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

interface Handler {
  readonly type: ClassOf;
  readonly name: string;
  readonly handler: object;
}

function handlersOf(modules: ModulesContainer, kind: 'controllers' | 'providers'): Handler[] {
  const scanner = new MetadataScanner();
  const types = new Set(
    [...modules.values()].flatMap((module) =>
      [...module[kind].values()].map(({ metatype }) => metatype as ClassOf | null),
    ),
  );
  return [...types].flatMap((type) => {
    const prototype = (type?.prototype ?? null) as Record<string, object> | null;
    return prototype
      ? scanner.getAllMethodNames(prototype).map((name) => ({ type: type!, name, handler: prototype[name]! }))
      : [];
  });
}

function read<T>(key: string, target: object): T | undefined {
  return Reflect.getMetadata(key, target) as T | undefined;
}

function pathsOf(type: ClassOf, handler: object): string[] {
  const [outer, inner] = [
    [read<string | string[]>(PATH_METADATA, type) ?? ''].flat(),
    [read<string | string[]>(PATH_METADATA, handler) ?? ''].flat(),
  ];
  return outer.flatMap((prefix) =>
    inner.map(
      (path) =>
        `/${[prefix, path]
          .flatMap((part) => part.split('/'))
          .filter(Boolean)
          .join('/')}`,
    ),
  );
}

/** The class that a handler takes as its whole query or body. */
function argumentOf(type: ClassOf, name: string, kind: RouteParamtypes): ClassOf | undefined {
  const taken = (Reflect.getMetadata(ROUTE_ARGS_METADATA, type, name) ?? {}) as Record<string, { index: number }>;
  const key = Object.keys(taken).find((one) => one.startsWith(`${kind}:`));
  if (key === undefined) return undefined;
  const types = Reflect.getMetadata('design:paramtypes', type.prototype as object, name) as ClassOf[];
  return types[taken[key]!.index];
}
