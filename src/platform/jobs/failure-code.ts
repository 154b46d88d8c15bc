import { Failure } from '../errors/failure.js';

interface Coded {
  readonly code?: unknown;
  readonly driverError?: { readonly code?: unknown };
}

/** Which failure it was, as a word: a reason, an SQLSTATE, a system code or the error's class. Never its message: that may hold values. */
export function failureCode(error: unknown): string {
  if (error instanceof Failure) return error.reason === 'internal' ? failureCode(error.options.cause) : error.reason;
  const { code, driverError } = (error ?? {}) as Coded;
  const given = driverError?.code ?? code;
  if (typeof given === 'string' && /^[0-9A-Z]{5}$/.test(given)) return `sql_${given}`;
  if (typeof given === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(given)) return given;
  const name = error instanceof Error ? error.name : typeof error;
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'unknown';
}

/** Nothing changes by trying again: the subject is gone, or a rule stands against it. */
export function isFinal(error: unknown): boolean {
  return error instanceof Failure && error.code !== 'unavailable' && error.reason !== 'internal';
}

/** Where it happened, for the log: the frames of the stack without the message above them. */
export function framesOf(error: unknown): string {
  if (!(error instanceof Error) || !error.stack) return '';
  const from = error.stack.indexOf(error.message) + error.message.length;
  return error.stack
    .slice(from)
    .split('\n')
    .slice(1, 9)
    .map((line) => line.trim())
    .join(' < ');
}
