import {
  aboutShape,
  exampleOf,
  exampleOfShape,
  fieldsOf,
  isWithoutExample,
  type ClassOf,
  type FieldSpec,
} from './fields.js';

export type Schema = Record<string, unknown>;

/** U+0000 is refused in every text. */
const ANY_TEXT = '^[^\\u0000]*$';
const INT32 = 2_147_483_647;

/** Collects the schemas that the operations refer to, each written once under the name of its class. */
export class Schemas {
  readonly components: Record<string, Schema> = {};

  /** A published shape; absent values of commands are optional, those of answers are always there. */
  ref(shape: ClassOf, role: 'command' | 'answer'): Schema {
    const name = shape.name;
    if (!(name in this.components)) {
      this.components[name] = {};
      this.components[name] = this.objectOf(shape, role);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private objectOf(shape: ClassOf, role: 'command' | 'answer'): Schema {
    const fields = fieldsOf(shape);
    const required = fields.filter(({ optional }) => !optional).map(({ property }) => property);
    return {
      type: 'object',
      title: shape.name,
      description: aboutShape(shape),
      ...(role === 'command' ? { additionalProperties: false } : {}),
      properties: Object.fromEntries(fields.map((spec) => [spec.property, this.ofField(spec, role)])),
      ...(required.length > 0 ? { required } : {}),
      example: exampleOfShape(shape),
    };
  }

  ofField(spec: FieldSpec, role: 'command' | 'answer'): Schema {
    const one = this.ofOne(spec, role);
    const schema = spec.list
      ? {
          type: 'array',
          items: one,
          ...(spec.minItems ? { minItems: spec.minItems } : {}),
          maxItems: spec.maxItems ?? spec.enumeration?.codes.length ?? 200,
        }
      : one;
    return {
      ...(spec.nullable ? orNull(schema) : schema),
      description: spec.about,
      ...(spec.kind === 'nested' || isWithoutExample(spec) ? {} : { example: exampleOf(spec) }),
    };
  }

  private ofOne(spec: FieldSpec, role: 'command' | 'answer'): Schema {
    switch (spec.kind) {
      case 'id':
        return UUID;
      case 'text':
        return { type: 'string', maxLength: spec.max ?? 500, pattern: spec.pattern?.source ?? ANY_TEXT };
      case 'date':
        return { type: 'string', format: 'date', maxLength: 10 };
      case 'instant':
        return { type: 'string', format: 'date-time', maxLength: 30 };
      case 'integer': {
        const [minimum, maximum] = [spec.min ?? 0, spec.max ?? INT32];
        return { type: 'integer', format: maximum > INT32 || minimum < -INT32 ? 'int64' : 'int32', minimum, maximum };
      }
      case 'flag':
        return { type: 'boolean' };
      case 'code':
        return this.enumeration(spec);
      case 'counts':
        return {
          type: 'object',
          maxProperties: 200,
          additionalProperties: {
            type: ['integer', 'null'],
            format: 'int64',
            minimum: -INT32,
            maximum: Number.MAX_SAFE_INTEGER,
          },
        };
      case 'nested':
        return this.ref(spec.nested!(), role);
    }
  }

  private enumeration({ enumeration }: FieldSpec): Schema {
    const { name, about, codes } = enumeration!;
    this.components[name] = {
      type: 'string',
      description: `${about.en}. An open list: expect codes that are not here yet.`,
      enum: [...codes],
      example: codes[0],
    };
    return { $ref: `#/components/schemas/${name}` };
  }
}

export const UUID: Schema = { type: 'string', format: 'uuid', maxLength: 36 };
export const CURSOR: Schema = {
  type: ['string', 'null'],
  maxLength: 1000,
  pattern: '^[\\w.-]*$',
  description: 'For the page after; null at the end',
};

function orNull(schema: Schema): Schema {
  return typeof schema.type === 'string'
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}

/** The schema of an example, for the few answers that have no shape of ours (OAuth, health). */
export function schemaOfExample(example: unknown): Schema {
  if (Array.isArray(example)) return { type: 'array', maxItems: 200, items: schemaOfExample(example[0]) };
  if (typeof example === 'object' && example !== null) {
    return {
      type: 'object',
      properties: Object.fromEntries(Object.entries(example).map(([name, value]) => [name, schemaOfExample(value)])),
    };
  }
  if (typeof example === 'number') return { type: 'integer', format: 'int32', minimum: 0, maximum: INT32 };
  if (typeof example === 'boolean') return { type: 'boolean' };
  return { type: 'string', maxLength: 10_000, pattern: ANY_TEXT };
}
