import { withoutSocialSecurityNumber } from '../nir.js';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { maybeContext } from '../context.js';
import { Failure } from '../errors/failure.js';
import { problemOf } from '../errors/problem.js';
import { asFailure } from '../errors/unexpected.js';

/** Codes of the persisted-query protocol, which clients look for as they are. */
const PROTOCOL = new Set(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED']);

/** Apollo's own refusals, under our stable codes. */
const OF_APOLLO: Record<string, string> = {
  GRAPHQL_PARSE_FAILED: 'invalid_document',
  GRAPHQL_VALIDATION_FAILED: 'invalid_document',
  OPERATION_RESOLUTION_FAILURE: 'invalid_document',
  BAD_USER_INPUT: 'invalid_document',
  BAD_REQUEST: 'malformed_request',
};

/** The failure behind an error of GraphQL; undefined when it is the document's or the request's own. */
export function failureBehind(error: unknown): Failure | undefined {
  let at: unknown = error;
  while (at instanceof GraphQLError && at.originalError) at = at.originalError;
  if (at instanceof GraphQLError)
    return codeOf(error) === 'INTERNAL_SERVER_ERROR' ? new Failure('internal', { cause: at }) : undefined;
  return asFailure(at);
}

/** Some of Apollo's refusals bear a status and no code, such as a hash that is not the document's. */
function codeOf(error: unknown): string {
  const { code, http } = ((error as GraphQLError).extensions ?? {}) as { code?: string; http?: { status?: number } };
  return code ?? (http?.status === 400 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR');
}

/** The same codes, words and faults as REST, in `extensions`; anything unexpected is hidden. */
export function formatGraphqlError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const code = codeOf(error);
  if (PROTOCOL.has(code)) return { message: withoutSocialSecurityNumber(formatted.message), extensions: { code } };
  const behind = failureBehind(error);
  const failure = behind ?? new Failure(OF_APOLLO[code] ?? 'internal');
  const { requestId, locale } = maybeContext() ?? NOWHERE;
  const problem = problemOf(failure, { publicUrl: '', locale, instance: '', requestId });
  const errors = problem.errors?.map((fault) => ({ ...fault, pointer: ARGUMENTS[fault.pointer] ?? fault.pointer }));
  return {
    message: behind ? problem.detail : `${problem.title} – ${withoutValues(formatted.message)}`,
    ...(formatted.locations ? { locations: formatted.locations } : {}),
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: {
      code: failure.reason,
      status: failure.status,
      title: problem.title,
      requestId,
      ...(errors ? { errors } : {}),
    },
  };
}

const NOWHERE = { requestId: '', locale: 'fr' } as const;

/** How GraphQL calls what REST's filters call otherwise. */
const ARGUMENTS: Record<string, string> = { '/limit': '/first', '/cursor': '/after' };

/** graphql-js quotes what it refuses, which may be about a person: the place stays, the value goes. */
function withoutValues(message: string): string {
  return withoutSocialSecurityNumber(message)
    .replace(/ (got|has) invalid value [\s\S]*?(?= at "[\w.[\]]+"; |; |$)/, ' $1 an invalid value')
    .replace(/(cannot represent[^:]*): [\s\S]*$/, '$1')
    .replace(/Value "[\s\S]*" does not exist/, 'The value does not exist')
    .slice(0, 400);
}
