import { Field, ID, Int } from '@nestjs/graphql';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { CivilDateScalar, InstantScalar } from './scalars.js';
import type { Enumeration } from './enumeration.js';

type Class = abstract new (...args: never[]) => object;
export type ClassOf<T = object> = new () => T;

/** What one field of a shape is: said once, read by GraphQL, OpenAPI, validation, SQL and the query-string reader. */
export interface FieldSpec {
  readonly property: string;
  readonly kind: 'id' | 'text' | 'date' | 'instant' | 'integer' | 'flag' | 'code' | 'nested';
  readonly list: boolean;
  readonly about: string;
  readonly example: unknown;
  readonly nullable: boolean;
  readonly optional: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly maxItems?: number;
  readonly pattern?: RegExp;
  readonly enumeration?: Enumeration;
  readonly nested?: () => ClassOf;
  /** SQL of a published field, given the row's alias; absent: the column of that name. */
  readonly sql?: (alias: string) => string;
  /** Not in GraphQL, which says it another way (`first`, `after`). */
  readonly restOnly?: boolean;
}

const declared = new Map<object, FieldSpec[]>();

/** The fields of a shape, those of its parents first. */
export function fieldsOf(shape: Class): readonly FieldSpec[] {
  const chain: object[] = [];
  for (let at: object | null = shape.prototype as object; at && at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) {
    chain.unshift(at);
  }
  return chain.flatMap((prototype) => declared.get(prototype) ?? []);
}

/** Writes a field down for GraphQL, OpenAPI and ourselves. */
export function declareField(target: object, spec: FieldSpec): void {
  const own = declared.get(target) ?? [];
  declared.set(target, [...own, spec]);
  if (!spec.restOnly) (Field as (type: () => unknown, options: object) => PropertyDecorator)(graphqlType(spec), { nullable: spec.nullable || spec.optional, description: spec.about })(target, spec.property);
  ApiProperty(openapiProperty(spec))(target, spec.property);
}

function graphqlType(spec: FieldSpec): () => unknown {
  const one = (): unknown => {
    switch (spec.kind) {
      case 'id': return ID;
      case 'text': return String;
      case 'date': return CivilDateScalar;
      case 'instant': return InstantScalar;
      case 'integer': return Int;
      case 'flag': return Boolean;
      case 'code': return spec.enumeration!.type;
      case 'nested': return spec.nested!();
    }
  };
  return () => (spec.list ? [one()] : one());
}

const INSTANT_EXAMPLE = '2026-11-21T09:30:00.000000Z';

export function exampleOf(spec: FieldSpec): unknown {
  const one = (): unknown => {
    if (spec.example !== undefined) return spec.example;
    switch (spec.kind) {
      case 'id': return '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10';
      case 'date': return '2026-11-21';
      case 'instant': return INSTANT_EXAMPLE;
      case 'integer': return spec.min ?? 0;
      case 'flag': return true;
      case 'code': return spec.enumeration!.codes[0];
      case 'nested': return exampleOfShape(spec.nested!());
      case 'text': return 'text';
    }
  };
  return spec.list && !Array.isArray(spec.example) ? [one()] : one();
}

export function exampleOfShape(shape: Class): Record<string, unknown> {
  return Object.fromEntries(fieldsOf(shape).map((spec) => [spec.property, exampleOf(spec)]));
}

function openapiProperty(spec: FieldSpec): ApiPropertyOptions {
  const one: Record<string, unknown> = {};
  switch (spec.kind) {
    case 'id': Object.assign(one, { type: 'string', format: 'uuid', maxLength: 36 }); break;
    case 'text': Object.assign(one, { type: 'string', maxLength: spec.max ?? 500, pattern: spec.pattern?.source }); break;
    case 'date': Object.assign(one, { type: 'string', format: 'date', maxLength: 10 }); break;
    case 'instant': Object.assign(one, { type: 'string', format: 'date-time', maxLength: 30 }); break;
    case 'integer': Object.assign(one, { type: 'integer', format: 'int32', minimum: spec.min ?? 0, maximum: spec.max ?? 2147483647 }); break;
    case 'flag': Object.assign(one, { type: 'boolean' }); break;
    case 'code': Object.assign(one, { enum: [...spec.enumeration!.codes], enumName: spec.enumeration!.name }); break;
    case 'nested': Object.assign(one, { type: spec.nested }); break;
  }
  return {
    ...one,
    description: spec.about,
    required: !spec.optional,
    ...(spec.nullable ? { nullable: true } : {}),
    ...(spec.list ? { isArray: true, maxItems: spec.maxItems ?? 200 } : {}),
    ...(spec.kind === 'nested' ? {} : { example: exampleOf(spec) }),
  } as ApiPropertyOptions;
}
