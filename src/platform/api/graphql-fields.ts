import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { GqlParamtype, PARAM_ARGS_METADATA, ResolveField, RESOLVER_PROPERTY_METADATA, RESOLVER_TYPE_METADATA } from '@nestjs/graphql';
import { isObjectType, type GraphQLSchema } from 'graphql';
import type { Record as Noun } from '../database/record.js';
import type { ClassOf } from './fields.js';

/** Where a schema field keeps its relation, for the look-ahead of lists. */
export const RELATION = 'relation';

export interface Relation {
  readonly noun: () => ClassOf<Noun>;
  /** The property that holds the other noun's id. */
  readonly key: string;
}

/**
 * A field that is another noun, named by an id of this one. A list fetches it for all its rows with one statement (look-ahead);
 * elsewhere the method does, through a loader.
 */
export function Related(noun: () => ClassOf<Noun>, key: string, description: string): MethodDecorator {
  return applyDecorators(
    ResolveField(noun, { nullable: true, description }) as MethodDecorator,
    SetMetadata(RELATION, { noun, key } satisfies Relation),
  );
}

type Method = (parent: object) => unknown;

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
        const relation = Reflect.getMetadata(RELATION, method) as Relation | undefined;
        field.extensions = { ...field.extensions, [RELATION]: relation };
        field.resolve = relation
          ? (parent: Record<string, unknown>) => (parent[name] === undefined ? ofParent(parent) : parent[name])
          : (parent: object) => ofParent(parent);
      }
    }
  }
}

function takesParentAlone(method: object, resolver: object, name: string): boolean {
  if (!Reflect.getMetadata(RESOLVER_PROPERTY_METADATA, method)) return false;
  const parameters = Object.keys((Reflect.getMetadata(PARAM_ARGS_METADATA, resolver, name) ?? {}) as object);
  return parameters.length === 1 && parameters[0]!.startsWith(`${GqlParamtype.ROOT}:`);
}
