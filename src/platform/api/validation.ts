import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { Failure, type InputFault } from '../errors/failure.js';
import { fieldsOf, type ClassOf, type FieldSpec } from './fields.js';

/**
 * Turns what came in into a command or a filter, or refuses it naming every fault. Unknown properties are refused; nothing
 * is coerced, except that a query string, which can only hold text, is read by the filter's own field kinds.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (!metatype || fieldsOf(metatype as ClassOf).length === 0) return value;
    const shape = metatype as ClassOf;
    const isQuery = type === 'query';
    const plain = isQuery ? readQuery(value as Record<string, unknown>, shape) : value;
    if (!isPlainObject(plain)) throw new Failure('invalid_input', { faults: [{ pointer: '', code: 'not_an_object' }] });
    const instance = plainToInstance(shape, normalise(plain), { enableImplicitConversion: false });
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
      skipMissingProperties: false,
    });
    const faults = errors.flatMap((error) => faultsOf(error, ''));
    if (faults.length > 0) throw new Failure(isQuery ? 'invalid_query' : 'invalid_input', { faults: faults.slice(0, 50) });
    return instance;
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Strings become NFC, so that one word has one spelling. Prototype keys never pass. */
function normalise(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalise);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normalise(inner)]));
}

function faultsOf(error: ValidationError, parent: string): InputFault[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const nested = (error.children ?? []).flatMap((child) => faultsOf(child, pointer));
  const [name] = Object.keys(error.constraints ?? {}).filter((key) => key !== 'nestedValidation' || nested.length === 0);
  if (name === undefined) return nested;
  if (name === 'whitelistValidation') {
    return [{ pointer, code: 'unknown_property', params: { property: error.property.slice(0, 60) } }];
  }
  if (error.value === undefined || error.value === null) return [{ pointer, code: 'required' }];
  const context = (error.contexts as Record<string, { code: string; params?: Record<string, unknown> }> | undefined)?.[name];
  return [{ pointer, code: context?.code ?? 'not_an_object', params: context?.params }, ...nested];
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
