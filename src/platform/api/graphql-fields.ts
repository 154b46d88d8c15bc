import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { PARAM_ARGS_METADATA, ResolveField, RESOLVER_PROPERTY_METADATA, RESOLVER_TYPE_METADATA } from '@nestjs/graphql';
import { isObjectType, type GraphQLSchema } from 'graphql';
import type { Permission } from '../access/permissions.js';
import { may } from '../access/requires.js';
import type { ClassOf } from './fields.js';

/** Where a schema field keeps its relation, for the look-ahead of lists. */
export const RELATION = 'relation';

export interface Relation {
  /** The property that holds the other's id. */
  readonly key: string;
  /** The other's property that is equal to it, and at most once; its id where nothing is said. */
  readonly by?: string;
  /** Which of the other's rows are meant, in SQL over `t`. */
  readonly where?: string;
  /** Without it the field is null. */
  readonly permission: Permission;
  readonly description: string;
}
/** What the schema keeps of a relation. */
export type KnownRelation = Relation & { readonly noun: () => ClassOf };

/**
 * A field that is another shape with a table, named by an id of this one. A list reads it beside its rows (look-ahead); elsewhere
 * the method does, through a loader.
 */
export function Related(noun: () => ClassOf, relation: Relation): MethodDecorator {
  return applyDecorators(
    ResolveField(noun, { nullable: true, description: relation.description }) as MethodDecorator,
    SetMetadata(RELATION, { ...relation, noun } satisfies KnownRelation),
  );
}

type Method = (parent: object) => unknown;
/** How Nest writes down that a parameter is `@Parent()`. */
const PARENT = '0:';

/**
 * Field resolvers that take their parent alone are called by the executor itself: between the two Nest would make six
 * promises for each field of each row. Guards and pipes have nothing to do there; the service and the database decide.
 */
export function bindFields(schema: GraphQLSchema, modules: ModulesContainer): void {
  for (const { providers } of modules.values()) {
    for (const { instance, metatype } of providers.values()) {
      if (typeof instance !== 'object' || !instance || typeof metatype !== 'function') continue;
      const typeName = Reflect.getMetadata(RESOLVER_TYPE_METADATA, metatype) as string | undefined;
      const type = typeName === undefined ? undefined : schema.getType(typeName);
      if (!isObjectType(type)) continue;
      for (const [name, field] of Object.entries(type.getFields())) {
        const method = (instance as Record<string, unknown>)[name];
        if (typeof method !== 'function' || !takesParentAlone(method, metatype, name)) continue;
        const ofParent = method.bind(instance) as Method;
        const relation = Reflect.getMetadata(RELATION, method) as KnownRelation | undefined;
        field.extensions = { ...field.extensions, [RELATION]: relation };
        field.resolve = relation ? resolverOf(name, relation, ofParent) : (parent: object) => ofParent(parent);
      }
    }
  }
}

function resolverOf(name: string, { permission }: Relation, ofParent: Method): Method {
  return (parent) => {
    const ahead = (parent as Record<string, unknown>)[name];
    if (ahead !== undefined) return ahead;
    return may(permission) ? ofParent(parent) : null;
  };
}

function takesParentAlone(method: object, resolver: object, name: string): boolean {
  if (!Reflect.getMetadata(RESOLVER_PROPERTY_METADATA, method)) return false;
  const parameters = Object.keys((Reflect.getMetadata(PARAM_ARGS_METADATA, resolver, name) ?? {}) as object);
  return parameters.length === 1 && parameters[0]!.startsWith(PARENT);
}
