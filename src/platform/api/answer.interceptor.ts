import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { demand, type Declared } from '../access/requires.js';
import { context } from '../context.js';
import { Keyring, sha256 } from '../crypto.js';
import { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { etagOf, versionIn, matches } from './etag.js';
import { GraphqlAnswerInterceptor } from './graphql-answer.interceptor.js';
import { assertReplayable, readKey, scopeOfKey, storedAnswer, type PendingKey } from './idempotency.js';
import { OPERATION, type Operation } from './operations.js';
import type { Page } from './pages.js';
import { RawJson } from './raw-json.js';

/** Everything that HTTP adds around a use case: preconditions, idempotency, ETag, links, caching. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly graphql: GraphqlAnswerInterceptor,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType<string>() === 'graphql') return this.graphql.intercept(execution, next);
    const operation = this.reflector.get<Operation | undefined>(OPERATION, execution.getHandler());
    if (!operation) return next.handle();
    const http = execution.switchToHttp();
    return from(this.answer(operation, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), next));
  }

  private async answer(
    operation: Operation,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    demand(operation.permission as Declared); // before the body is looked at, and before anything is loaded
    if (operation.kind === 'stream') return firstValueFrom(next.handle(), { defaultValue: undefined });
    readPrecondition(operation, request);
    const key = pendingKey(operation, request);
    const stored = key ? await storedAnswer(this.database, this.keyring, key) : undefined;
    if (stored) {
      await assertReplayable(this.database, operation.permission as Declared, operation.returns, stored);
      reply.header('Idempotent-Replayed', 'true');
      return this.send(operation, stored.body, request, reply.status(stored.status));
    }
    context().idempotency = key;
    const body: unknown = await firstValueFrom(next.handle(), { defaultValue: undefined });
    if (operation.kind === 'put' && context().created) reply.status(201);
    return this.send(operation, body, request, reply);
  }

  private send(operation: Operation, body: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
    reply.header('Cache-Control', operation.personal ? 'private, no-store' : 'private, no-cache');
    if (body === undefined || body === null) return body;
    const text = body instanceof RawJson ? body.text : JSON.stringify(body);
    reply.header('Content-Type', 'application/json; charset=utf-8');
    if (operation.kind === 'list') linkNext(body as Page<unknown>, request, reply);
    if (isKnown(operation, body, text, request, reply)) {
      reply.status(304);
      return undefined;
    }
    const id = (body as { id?: unknown }).id;
    if (reply.statusCode === 201 && typeof id === 'string') reply.header('Location', locationOf(request.url, id));
    return text;
  }
}

/** Gives an answer about one thing its ETag; whether the caller says that it has this very one. */
function isKnown(
  { kind, unversioned }: Operation,
  body: object,
  text: string,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const version = unversioned ? 0 : (body as { version?: unknown }).version;
  const isPage = kind === 'list' || kind === 'delta';
  if (typeof version !== 'number' || (isPage && !unversioned)) return false;
  const etag = etagOf(version, text);
  reply.header('ETag', etag);
  return (kind === 'read' || unversioned === true) && matches(request.headers['if-none-match'], etag);
}

function locationOf(url: string, id: string): string {
  const path = url.split('?')[0]!.replace(/\/$/, '');
  return path.includes('/by-external-id/') ? `${path.split('/by-external-id/')[0]}/${id}` : `${path}/${id}`;
}

function linkNext(page: Page<unknown>, request: FastifyRequest, reply: FastifyReply): void {
  if (!page.nextCursor) return;
  const url = new URL(request.url, 'http://x');
  url.searchParams.set('cursor', page.nextCursor);
  reply.header('Link', `<${url.pathname}${url.search}>; rel="next"`);
}

function readPrecondition(operation: Operation, request: FastifyRequest): void {
  const header = request.headers['if-match'];
  if (header === undefined) {
    if (operation.guarded) throw new Failure('precondition_required');
    return;
  }
  if (header.trim() === '*') return;
  const version = versionIn(header);
  if (version === undefined) throw new Failure('precondition_failed');
  context().expectedVersion = version;
}

function pendingKey(operation: Operation, request: FastifyRequest): PendingKey | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined || request.method !== 'POST' || operation.kind === 'answer') return undefined;
  const path = request.url.split('?')[0]!;
  return {
    scope: scopeOfKey(readKey(header), request.method, path),
    bodyHash: sha256(rawBodyOf(request)),
    status: operation.status,
  };
}

function rawBodyOf(request: FastifyRequest): Buffer | string {
  return (request as { rawBody?: Buffer }).rawBody ?? JSON.stringify(request.body ?? null);
}
