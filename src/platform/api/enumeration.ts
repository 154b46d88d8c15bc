import { registerEnumType } from '@nestjs/graphql';
import type { Words } from '../errors/failure.js';

/** A list of codes: lower snake_case, open to additions, with labels for `/v1/nomenclatures`. */
export interface Enumeration<K extends string = string> {
  readonly name: string;
  readonly about: Words;
  readonly labels: Readonly<Record<K, Words>>;
  readonly codes: readonly K[];
  /** The object that GraphQL knows, code → code. */
  readonly type: { readonly [P in K]: P };
  /** The field's official code, where our list maps to one (SNE, RPLS). */
  readonly mapping?: Readonly<Partial<Record<K, string>>>;
}

export type CodeOf<E> = E extends Enumeration<infer K> ? K : never;

const all = new Map<string, Enumeration>();

/** Declares an enumeration once: it feeds the type, GraphQL, OpenAPI, the validator and the nomenclatures. */
export function enumeration<const K extends string>(
  name: string,
  about: Words,
  labels: Record<K, Words>,
  mapping?: Partial<Record<K, string>>,
): Enumeration<K> {
  if (all.has(name)) throw new Error(`Enumeration ${name} is declared twice`);
  const codes = Object.keys(labels) as K[];
  const type = Object.fromEntries(codes.map((code) => [code, code])) as { [P in K]: P };
  const valuesMap = Object.fromEntries(codes.map((code) => [code, { description: (labels[code] as Words).en }]));
  registerEnumType(type, { name, description: about.en, valuesMap: valuesMap as never });
  const declared: Enumeration<K> = { name, about, labels, codes, type, mapping };
  all.set(name, declared as unknown as Enumeration);
  return declared;
}

export function allEnumerations(): readonly Enumeration[] {
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name));
}
