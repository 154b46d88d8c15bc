import { Field, ID, Int } from '@nestjs/graphql';
import { CivilDateScalar, CountsScalar, InstantScalar } from './scalars.js';
import type { Enumeration } from './enumeration.js';

type Class = abstract new (...args: never[]) => object;
export type ClassOf<T = object> = new () => T;

/** What one field of a shape is: said once, read by GraphQL, OpenAPI, validation, SQL and the query-string reader. */
export interface FieldSpec {
  readonly property: string;
  readonly kind: 'id' | 'text' | 'date' | 'instant' | 'integer' | 'flag' | 'code' | 'counts' | 'nested';
  readonly list: boolean;
  readonly about: string;
  readonly example: unknown;
  readonly nullable: boolean;
  readonly optional: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly minItems?: number;
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
let gathered = new WeakMap<Class, readonly FieldSpec[]>();

/** The fields of a shape, those of its parents first. */
export function fieldsOf(shape: Class): readonly FieldSpec[] {
  const known = gathered.get(shape);
  if (known) return known;
  const made = gather(shape);
  gathered.set(shape, made);
  return made;
}

function gather(shape: Class): readonly FieldSpec[] {
  const chain: object[] = [];
  for (
    let at: object | null = shape.prototype as object;
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    chain.unshift(at);
  }
  return chain.flatMap((prototype) => declared.get(prototype) ?? []);
}

const abouts = new Map<object, string>();

/** What a shape is, in a sentence. */
export function describeShape(shape: object, about: string): void {
  abouts.set(shape, about);
}

export function aboutShape(shape: object): string {
  return abouts.get(shape) ?? '';
}

/** Writes a field down for GraphQL and ourselves (OpenAPI, SQL, validation). */
export function declareField(target: object, spec: FieldSpec): void {
  const own = declared.get(target) ?? [];
  declared.set(target, [...own, spec]);
  gathered = new WeakMap();
  if (!spec.restOnly)
    (Field as (type: () => unknown, options: object) => PropertyDecorator)(graphqlType(spec), {
      nullable: spec.nullable || spec.optional,
      description: spec.about,
    })(target, spec.property);
}

function graphqlType(spec: FieldSpec): () => unknown {
  const one = (): unknown => {
    switch (spec.kind) {
      case 'id':
        return ID;
      case 'text':
        return String;
      case 'date':
        return CivilDateScalar;
      case 'instant':
        return InstantScalar;
      case 'integer':
        return Int;
      case 'flag':
        return Boolean;
      case 'code':
        return spec.enumeration!.type;
      case 'counts':
        return CountsScalar;
      case 'nested':
        return spec.nested!();
    }
  };
  return () => (spec.list ? [one()] : one());
}

const INSTANT_EXAMPLE = '2026-11-21T09:30:00.000000Z';

export function exampleOf(spec: FieldSpec): unknown {
  const one = (): unknown => {
    if (spec.example !== undefined) return spec.example;
    switch (spec.kind) {
      case 'id':
        return '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10';
      case 'date':
        return '2026-11-21';
      case 'instant':
        return INSTANT_EXAMPLE;
      case 'integer':
        return spec.min ?? 0;
      case 'flag':
        return true;
      case 'code':
        return spec.enumeration!.codes[0];
      case 'counts':
        return {};
      case 'nested':
        return exampleOfShape(spec.nested!());
      case 'text':
        return 'text';
    }
  };
  return spec.list && !Array.isArray(spec.example) ? [one()] : one();
}

/** An input that `example: null` keeps out of the example of its shape, since it goes with others of another kind. */
export const isWithoutExample = ({ optional, example }: FieldSpec): boolean => optional && example === null;

export function exampleOfShape(shape: Class): Record<string, unknown> {
  const shown = fieldsOf(shape).filter((spec) => !isWithoutExample(spec));
  return Object.fromEntries(shown.map((spec) => [spec.property, exampleOf(spec)]));
}
