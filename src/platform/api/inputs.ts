import { InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { isCivilDate } from '../calendar.js';
import type { Words } from '../errors/failure.js';
import { looksLikeSocialSecurityNumber } from '../nir.js';
import { declareField, describeShape, type ClassOf, type FieldSpec } from './fields.js';
import { isInstant } from './scalars.js';
import type { Enumeration } from './enumeration.js';

interface Options {
  about: string;
  example?: unknown;
  optional?: boolean;
  /** For merge patches: null clears the value. */
  nullable?: boolean;
  min?: number;
  max?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: RegExp;
  /** How the pattern is called in the message: words in both languages, or what reads the same in each. */
  format?: string | Words;
  restOnly?: boolean;
}

/** One class per command or filter: JSON body or query string in REST, `input` or `filter` in GraphQL. */
export function Command(name: string, about: string): ClassDecorator {
  return (target) => {
    commands.add(target);
    describeShape(target, about);
    InputType(name, { description: about })(target);
  };
}

/** A body of thousands of rows: documented as a command, and checked by its feature with a check of its own. */
export function BulkCommand(name: string, about: string): ClassDecorator {
  return (target) => {
    describeShape(target, about);
    InputType(name, { description: about })(target);
  };
}

const commands = new WeakSet<object>();

/** Whether a class is a command or a filter: what comes in and is validated (the parent of a GraphQL field is not). */
export function isCommand(shape: object): boolean {
  return commands.has(shape);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LONE_SURROGATE = /\p{Surrogate}/u;
/** A lone surrogate cannot be stored as UTF-8, nor U+0000 in PostgreSQL. */
const isStorable = (text: string): boolean => !text.includes('\0') && !LONE_SURROGATE.test(text);

/** What a broken rule says travels in its message: class-validator 0.15 drops the context of rules of our own. `$` would be its token. */
function saying(code: string, params?: object): ValidationOptions {
  return { message: JSON.stringify({ code, params }).replaceAll('$', '\\u0024') };
}

type Rule = (options: ValidationOptions) => PropertyDecorator;
const rule = (code: string, params: object | undefined, make: Rule): [Rule, ValidationOptions] => [
  make,
  saying(code, params),
];
const custom =
  (name: string, accepts: (value: unknown) => boolean): Rule =>
  (options) =>
    ValidateBy({ name, validator: { validate: accepts } }, options);

function rulesOf({ kind, list, enumeration }: FieldSpec, options: Options): [Rule, ValidationOptions][] {
  const { min = 0, max = 500, pattern, format } = options;
  switch (kind) {
    case 'text':
      return [
        rule(
          'not_text',
          undefined,
          custom('isText', (v) => typeof v === 'string'),
        ),
        rule(
          'blank_text',
          undefined,
          custom('isNotBlank', (v) => typeof v !== 'string' || v.trim() !== ''),
        ),
        rule('text_too_long', { max }, (o) => MaxLength(max, o)),
        rule(
          'bad_character',
          undefined,
          custom('hasGoodCharacters', (v) => typeof v !== 'string' || isStorable(v)),
        ),
        rule(
          'social_security_number',
          undefined,
          custom('isNoNir', (v) => typeof v !== 'string' || !looksLikeSocialSecurityNumber(v)),
        ),
        ...(pattern ? [rule('bad_format', { format: format ?? pattern.source }, (o) => Matches(pattern, o))] : []),
      ];
    case 'id':
      return [
        rule(
          'not_a_uuid',
          undefined,
          custom('isUuid', (v) => typeof v === 'string' && UUID.test(v)),
        ),
      ];
    case 'date':
      return [rule('not_a_date', undefined, custom('isCivilDate', isCivilDate))];
    case 'instant':
      return [rule('not_an_instant', undefined, custom('isInstant', isInstant))];
    case 'integer':
      return [
        rule('not_an_integer', undefined, (o) => IsInt(o)),
        rule('out_of_range', { min, max: options.max ?? 2147483647 }, (o) => Min(min, o)),
        rule('out_of_range', { min, max: options.max ?? 2147483647 }, (o) => Max(options.max ?? 2147483647, o)),
      ];
    case 'flag':
      return [rule('not_a_boolean', undefined, (o) => IsBoolean(o))];
    case 'code':
      return [rule('not_in_list', { values: enumeration!.codes.join(', ') }, (o) => IsIn(enumeration!.codes, o))];
    case 'counts':
      throw new Error('Counts are answered, never taken');
    case 'nested':
      return [
        // class-validator looks into a list as it does into an object, and finds nothing wrong with an empty one.
        rule(
          'not_an_object',
          list ? { each: true } : undefined,
          custom('isOneObject', (v) => typeof v === 'object' && v !== null && !Array.isArray(v)),
        ),
        rule('not_an_object', undefined, (o) => ValidateNested(o)),
      ];
  }
}

function accept(kind: FieldSpec['kind'], options: Options, more: Partial<FieldSpec> = {}): PropertyDecorator {
  return (target, key) => {
    const property = String(key);
    const {
      about,
      example,
      nullable = false,
      optional = false,
      min,
      max,
      minItems,
      maxItems = 100,
      pattern,
      restOnly,
    } = options;
    const spec = {
      property,
      kind,
      list: false,
      about,
      example,
      nullable,
      optional,
      min,
      max,
      minItems,
      maxItems,
      pattern,
      restOnly,
      ...more,
    };
    declareField(target, spec);
    ValidateIf((_object, value) => !(optional && value === undefined) && !(nullable && value === null))(target, key);
    const each = spec.list;
    if (each) {
      IsArray(saying('not_a_list'))(target, key);
      ArrayMaxSize(maxItems, saying('too_many_items', { max: maxItems }))(target, key);
      ArrayMinSize(options.minItems ?? 0, saying('too_few_items', { min: options.minItems ?? 0 }))(target, key);
    }
    for (const [make, validation] of rulesOf(spec, options)) make({ ...validation, each })(target, key);
    if (spec.nested) Type(spec.nested)(target, key);
  };
}

/** Fields of commands and filters. Unknown properties are refused, nothing is coerced. */
export const Input = {
  id: (options: Options) => accept('id', options),
  ids: (options: Options) => accept('id', options, { list: true }),
  text: (options: Options) => accept('text', options),
  texts: (options: Options) => accept('text', options, { list: true }),
  date: (options: Options) => accept('date', options),
  instant: (options: Options) => accept('instant', options),
  integer: (options: Options) => accept('integer', options),
  flag: (options: Options) => accept('flag', options),
  code: (enumeration: Enumeration, options: Options) => accept('code', options, { enumeration }),
  codes: (enumeration: Enumeration, options: Options) => accept('code', options, { enumeration, list: true }),
  one: (nested: () => ClassOf, options: Options) => accept('nested', options, { nested }),
  many: (nested: () => ClassOf, options: Options) => accept('nested', options, { nested, list: true }),
};
