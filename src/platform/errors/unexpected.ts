import { HttpException } from '@nestjs/common';
import { Failure } from './failure.js';

const OF_STATUS: Record<number, string> = {
  400: 'malformed_request',
  401: 'unauthenticated',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'request_timeout',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
};

/** Whatever was thrown as a failure: ours as it is, the framework's by its status, anything else a hidden `internal`. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Failure(OF_STATUS[status] ?? 'malformed_request', { cause: error });
  if (status === 503) return new Failure('unavailable', { cause: error, retryAfter: 2 });
  return new Failure('internal', { cause: error });
}
