import { conflict, Failure, invalid } from '../errors/failure.js';
import { REVOKED } from './entering.js';

interface SqlError {
  code?: string;
  constraint?: string;
  detail?: string;
  driverError?: SqlError;
  message?: string;
}

/** SQLSTATE of refusals that our own SQL functions raise. */
const OWN = 'PS409';

const byConstraint = new Map<string, (detail?: string) => Failure>();

/**
 * Tells which failure a constraint stands for; features declare theirs beside their migration's names. The detail is passed on
 * for our own RAISE … CONSTRAINT only: PostgreSQL's own details hold values.
 */
export function constraintMeans(constraint: string, failure: (detail?: string) => Failure): void {
  byConstraint.set(constraint, failure);
}

/** Deadlock or serialisation failure: nothing was done, the same again may pass. */
export function isWorthRepeating(error: unknown): boolean {
  return ['40P01', '40001'].includes(codeOf(error) ?? '');
}

const UNFIT = /^(0A000|26000|57P0\d)$/;

/**
 * What is prepared no longer fits its tables, or is not there: so it stays for as long as the connection. Or the server ends the
 * connection, and says so before it is closed.
 */
export function isUnfit(error: unknown): boolean {
  return UNFIT.test(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  const sql = error as SqlError;
  return sql.driverError?.code ?? sql.code;
}

const GONE = /^(08|57P0|53300|ECONN|EPIPE|ETIMEDOUT|ENOENT)/;

/** What a database error means for the caller. Values in PostgreSQL's messages never leave. */
export function failureOf(error: unknown): unknown {
  if (error instanceof Failure) return error;
  const sql = ((error as SqlError).driverError ?? error) as SqlError;
  const known = sql.constraint ? byConstraint.get(sql.constraint) : undefined;
  if (known) return known(sql.code === OWN ? sql.detail : undefined);
  switch (sql.code) {
    case REVOKED:
      return new Failure('unauthenticated');
    case '23505':
      return new Failure('already_exists', { cause: error });
    case '23503':
      return new Failure('invalid_input', { faults: [{ pointer: '', code: 'unknown_reference' }], cause: error });
    case '22021':
    case '22P05':
      return invalid('', 'bad_character');
    case '22003':
    case '22008':
      return invalid('', 'out_of_reach');
    case '40P01':
    case '40001':
    case '55P03':
    case '57014':
      return new Failure('unavailable', { retryAfter: 1, cause: error });
  }
  if (
    GONE.test(sql.code ?? '') ||
    /Connection terminated|query runner already released|Client was closed|timeout exceeded when trying to connect|connection error/i.test(
      sql.message ?? '',
    )
  ) {
    return new Failure('unavailable', { retryAfter: 2, cause: error });
  }
  return error;
}

/** For a unique key that a caller can hit: 409 with the words of that reason. */
export function uniqueMeans(constraint: string, reason: string): void {
  constraintMeans(constraint, () => conflict(reason));
}
