import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { maybeContext } from '../context.js';
import { localeOf, problemOf } from './problem.js';
import { Failure } from './failure.js';
import { asFailure } from './unexpected.js';

/** One filter for everything thrown beneath a REST handler. GraphQL errors go through `formatGraphqlError`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly config: Config) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() === 'graphql') throw error;
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.config);
  }
}

/** What an answer says of its resource, and a refusal must not: the audit may have failed after they were set. */
const OF_ANSWERS = ['ETag', 'Link', 'Location', 'Idempotent-Replayed'];

/** Answers a failure as RFC 9457, in the caller's language, also for what Fastify raises itself. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, config: Config): void {
  const allowed = request.is404 ? request.server.allowedMethods(request.url) : [];
  // With a method that the address has, it is the address that cannot be read: 400 or 414.
  const otherMethod = allowed.length > 0 && !allowed.includes(request.method);
  if (otherMethod) reply.header('Allow', allowed.join(', '));
  const failure = otherMethod ? new Failure('method_not_allowed') : asFailure(error);
  if (failure.status >= 500) logBug(failure, request);
  const locale = maybeContext()?.locale ?? localeOf(request.headers['accept-language']);
  const instance = (request.url.split('?')[0] ?? '').slice(0, 300);
  const problem = problemOf(failure, {
    publicUrl: config.PASSERELLE_PUBLIC_URL,
    locale,
    instance,
    requestId: request.id,
  });
  if (failure.options.retryAfter !== undefined) reply.header('Retry-After', String(failure.options.retryAfter));
  if (failure.status === 401)
    reply.header('WWW-Authenticate', failure.options.challenge ?? 'Bearer realm="passerelle"');
  withdraw(reply);
  void reply
    .status(failure.status)
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .header('Content-Language', locale)
    .header('Cache-Control', 'no-store')
    .send(JSON.stringify(problem));
}

function withdraw(reply: FastifyReply): void {
  for (const header of OF_ANSWERS) void reply.removeHeader(header);
}

/** Only the kind, the place and database codes of an error are logged: messages may hold values. */
export function logBug(failure: Failure, request: FastifyRequest): void {
  const cause = failure.options.cause as
    { name?: string; code?: string; constraint?: string; stack?: string } | undefined;
  const frames = cause?.stack
    ?.split('\n')
    .filter((line) => line.trim().startsWith('at '))
    .slice(0, 12);
  const facts = { reason: failure.reason, kind: cause?.name, code: cause?.code, constraint: cause?.constraint, frames };
  if (failure.reason === 'unavailable') request.log.warn(facts, 'unavailable');
  else request.log.error(facts, 'unexpected error');
}
