import type { Locale } from '../context.js';

/** The six ways a request can fail. Anything else is a bug: logged, hidden, 500. */
export const FAILURE_CODES = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'unavailable',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

export type Words = Record<Locale, string>;

/** What can go wrong, for a reason that has a stable code and words in both languages. */
export interface Reason {
  readonly code: FailureCode;
  /** HTTP status, where it is not the one of the code. */
  readonly status?: number;
  readonly title: Words;
  /** May hold `{name}` places, filled from the failure's parameters. Never a name of a person or a secret. */
  readonly detail: Words;
}

const reasons = new Map<string, Reason>();

/** Declares the reasons of a feature; a reason declared twice is a mistake found at start. */
export function defineReasons<K extends string>(declared: Record<K, Reason>): { readonly [P in K]: P } {
  for (const [key, reason] of Object.entries<Reason>(declared)) {
    if (reasons.has(key)) throw new Error(`Reason ${key} is declared twice`);
    reasons.set(key, reason);
  }
  return Object.fromEntries(Object.keys(declared).map((key) => [key, key])) as { [P in K]: P };
}

export function reasonOf(key: string): Reason | undefined {
  return reasons.get(key);
}

export function allReasons(): ReadonlyMap<string, Reason> {
  return reasons;
}

/** One thing wrong with an input: where (JSON pointer), which rule, and the rule's parameters. */
export interface InputFault {
  pointer: string;
  code: string;
  params?: Record<string, unknown>;
}

export interface FailureOptions {
  params?: Record<string, unknown>;
  faults?: InputFault[];
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  status?: number;
  /** Extension members of the problem document (RFC 9457 §3.2), where another standard names some. */
  members?: Record<string, unknown>;
  /** `WWW-Authenticate` of a 401 where it is not ours of bearer tokens. */
  challenge?: string;
  cause?: unknown;
}

/** An expected failure. The message is the reason's key, never text about people. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly status: number;

  constructor(
    readonly reason: string,
    readonly options: FailureOptions = {},
  ) {
    super(reason, { cause: options.cause });
    const known = reasons.get(reason);
    if (!known) throw new Error(`Reason ${reason} is not declared`);
    this.code = known.code;
    this.status = options.status ?? known.status ?? STATUS_OF[known.code];
  }
}

const STATUS_OF: Record<FailureCode, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
};

/** Input that is well formed and not acceptable: one fault with its pointer. */
export function invalid(pointer: string, code: string, params?: Record<string, unknown>): Failure {
  return new Failure('invalid_input', { faults: [{ pointer, code, params }] });
}

/** As `invalid`, of a query parameter. */
export function invalidQuery(pointer: string, code: string, params?: Record<string, unknown>): Failure {
  return new Failure('invalid_query', { faults: [{ pointer, code, params }] });
}

/** What a rule says of a part, said of the whole: its pointers begin with where the part stands. */
export function beneath<T>(pointer: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Failure) || !error.options.faults) throw error;
    const faults = error.options.faults.map((fault) => ({ ...fault, pointer: pointer + fault.pointer }));
    throw new Failure(error.reason, { ...error.options, faults });
  }
}

export function notFound(): Failure {
  return new Failure('not_found');
}

/** A rule or a state stands against it; the parameters name what would make it possible. */
export function conflict(reason: string, params?: Record<string, unknown>): Failure {
  return new Failure(reason, { params });
}
