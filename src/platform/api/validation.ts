import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { Failure, type InputFault } from '../errors/failure.js';
import { isCommand } from './inputs.js';
import { fieldsOf, type ClassOf, type FieldSpec } from './fields.js';
import { rememberMetadata } from './known-metadata.js';

rememberMetadata();

/**
 * Turns what came in into a command or a filter, or refuses it naming every fault. Unknown properties are refused; nothing
 * is coerced, except that a query string, which can only hold text, is read by the filter's own field kinds.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type, data }: ArgumentMetadata): Promise<unknown> {
    if (!metatype || !isCommand(metatype)) return value;
    // An argument with a name is one of GraphQL, whose schema says which may be left out.
    if (data !== undefined && (value === undefined || value === null)) return undefined;
    const shape = metatype as ClassOf;
    const isQuery = type === 'query';
    const plain = isQuery ? readQuery(value as Record<string, unknown>, shape) : value;
    if (!isPlainObject(plain)) throw new Failure('invalid_input', { faults: [{ pointer: '', code: 'not_an_object' }] });
    const refuse = (...faults: InputFault[]): never => {
      throw new Failure(isQuery ? 'invalid_query' : 'invalid_input', { faults: faults.slice(0, 50) });
    };
    const instance = plainToInstance(shape, normalise(plain, refuse), { enableImplicitConversion: false });
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
      skipMissingProperties: false,
    });
    const faults = errors.flatMap((error) => faultsOf(error, ''));
    if (faults.length > 0) refuse(...faults);
    return instance;
  }
}

/** Of an operation that takes no query parameter: each one given is unknown. */
export function unknownParameters(query: unknown): Failure | undefined {
  const names = Object.keys(query as object);
  if (names.length === 0) return undefined;
  const faults = names.slice(0, 50).map((name): InputFault => ({
    pointer: `/${pointerPart(name)}`,
    code: 'unknown_property',
    params: { property: name.slice(0, 60) },
  }));
  return new Failure('invalid_query', { faults });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** More levels than any command has; what walks a value calls itself, and a stack ends. */
const MAX_DEPTH = 16;

/** Strings become NFC, so that one word has one spelling. Names of the prototype are unknown properties like others. */
function normalise(value: unknown, refuse: (fault: InputFault) => never, pointer = '', depth = 0): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return refuse({ pointer, code: 'too_deep', params: { max: MAX_DEPTH } });
  if (Array.isArray(value))
    return value.map((inner, index) => normalise(inner, refuse, `${pointer}/${index}`, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const at = `${pointer}/${pointerPart(key)}`;
      if (key in Object.prototype) return refuse({ pointer: at, code: 'unknown_property', params: { property: key } });
      return [key, normalise(inner, refuse, at, depth + 1)];
    }),
  );
}

function pointerPart(key: string): string {
  return key.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1');
}

function faultsOf(error: ValidationError, parent: string): InputFault[] {
  const pointer = `${parent}/${pointerPart(error.property)}`;
  const nested = (error.children ?? []).flatMap((child) => faultsOf(child, pointer));
  const [name] = Object.keys(error.constraints ?? {}).filter(
    (key) => key !== 'nestedValidation' || nested.length === 0,
  );
  if (name === undefined) return nested;
  if (name === 'whitelistValidation') {
    return [{ pointer, code: 'unknown_property', params: { property: error.property.slice(0, 60) } }];
  }
  if (error.value === undefined || error.value === null) return [{ pointer, code: 'required' }];
  const fault = { pointer, ...said(error.constraints![name]!) };
  if (fault.code === 'not_a_list') return [fault];
  if (fault.params?.each) return [...listsIn(error.value as readonly unknown[], pointer), ...nested];
  return [fault, ...nested];
}

/** Where a list has a list instead of an object: class-validator says nothing of those. */
function listsIn(list: readonly unknown[], pointer: string): InputFault[] {
  return list.flatMap((one, index) =>
    Array.isArray(one) ? [{ pointer: `${pointer}/${index}`, code: 'not_an_object' }] : [],
  );
}

/** The code and parameters that a rule of ours put into its message; class-validator's own messages concern objects only. */
function said(message: string): { code: string; params?: Record<string, unknown> } {
  return message.startsWith('{')
    ? (JSON.parse(message) as { code: string; params?: Record<string, unknown> })
    : { code: 'not_an_object' };
}

function readQuery(query: Record<string, unknown>, shape: ClassOf): Record<string, unknown> {
  const specs = new Map(fieldsOf(shape).map((spec) => [spec.property, spec]));
  return Object.fromEntries(
    Object.entries(query).map(([name, raw]) => {
      const spec = specs.get(name);
      return [name, spec ? readValue(spec, raw) : raw];
    }),
  );
}

function readValue(spec: FieldSpec, raw: unknown): unknown {
  if (spec.list) return (Array.isArray(raw) ? raw : String(raw).split(',')).map((one: unknown) => readOne(spec, one));
  return readOne(spec, raw);
}

function readOne(spec: FieldSpec, raw: unknown): unknown {
  if (spec.kind === 'integer' && typeof raw === 'string' && /^-?\d{1,10}$/.test(raw)) return Number(raw);
  if (spec.kind === 'flag' && (raw === 'true' || raw === 'false')) return raw === 'true';
  return raw;
}
