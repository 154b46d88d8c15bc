import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { demand, type Declared } from '../access/requires.js';
import { context } from '../context.js';
import { Keyring, sha256 } from '../crypto.js';
import { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { etagOf, versionIn, matches } from './etag.js';
import { assertReplayable, readKey, scopeOfKey, storedAnswer } from './idempotency.js';
import type { Operation } from './operations.js';
import type { Page } from './pages.js';
import { RawJson } from './raw-json.js';

/** Everything that HTTP adds around a use case: permission, preconditions, idempotency, ETag, links, caching. */
@Injectable()
export class Answers {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Before the body is read and before anything is loaded. */
  begin(operation: Operation, request: FastifyRequest, reply: FastifyReply): void {
    demand(operation.permission as Declared);
    if (operation.kind === 'stream') return beginStream(request, reply);
    readPrecondition(operation, request);
    if (operation.keyed && request.headers['idempotency-key'] === undefined)
      throw new Failure('idempotency_key_required');
    // Bytes are sent as they are, which Fastify's types do not say.
    reply.serializer((body: unknown): string => {
      if (body instanceof RawJson) return body.toBytes() as never;
      return typeof body === 'string' ? body : textOf(operation, body as object, request, reply);
    });
    reply.headers({
      'Cache-Control': operation.personal ? 'private, no-store' : 'private, no-cache',
      'Content-Type': operation.media ?? 'application/json; charset=utf-8',
    });
  }

  /** With the body there: answers what an `Idempotency-Key` already did, or remembers the key for the unit of work. */
  async replay(operation: Operation, key: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const pending = {
      scope: scopeOfKey(readKey(key), request.method, resourceOf(request)),
      bodyHash: sha256(rawBodyOf(request)),
      status: operation.status,
    };
    const stored = await storedAnswer(this.database, this.keyring, pending);
    if (!stored) {
      context().idempotency = pending;
      return;
    }
    await assertReplayable(this.database, operation.permission as Declared, operation.returns, stored);
    await reply.header('Idempotent-Replayed', 'true').status(stored.status).send(stored.body);
  }
}

/** Proxies must not gather events, nor caches keep them. */
function beginStream(request: FastifyRequest, reply: FastifyReply): void {
  const place = request.headers['last-event-id'];
  context().lastEventId = typeof place === 'string' && place !== '' ? place : undefined;
  reply.headers({
    'Cache-Control': 'private, no-store',
    'Content-Type': 'text/event-stream; charset=utf-8',
    'X-Accel-Buffering': 'no',
  });
}

/** The address as it was understood: an address can be written in more ways than one. */
function resourceOf({ routeOptions, params }: FastifyRequest): string {
  return `${routeOptions.url} ${JSON.stringify(params)}`;
}

function textOf(operation: Operation, body: object, request: FastifyRequest, reply: FastifyReply): string {
  if (operation.kind === 'put' && context().created) reply.status(201);
  const text = JSON.stringify(body);
  if (operation.kind === 'list') linkNext(body as Page<unknown>, request, reply);
  if (isKnown(operation, body, text, request, reply)) {
    reply.status(304);
    return request.method === 'HEAD' ? text : ''; // Fastify tells its length, which must be that of the 200 (RFC 9110, 8.6)
  }
  const id = (body as { id?: unknown }).id;
  const location = typeof id === 'string' ? locationOf(operation, request.url, id) : undefined;
  if (reply.statusCode === 201 && location !== undefined) reply.header('Location', location);
  return text;
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

/** The address of what was made; undefined: it has none. */
export function locationOf({ location }: Operation, url: string, id: string): string | undefined {
  const path = url.split('?')[0]!.replace(/\/$/, '');
  if (location !== undefined) return location?.(path, id);
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
  if (header.trim() === '*') throw new Failure('precondition_unversioned');
  const version = versionIn(header);
  if (version === undefined) throw new Failure('precondition_failed');
  context().expectedVersion = version;
}

function rawBodyOf(request: FastifyRequest): Buffer | string {
  return (request as { rawBody?: Buffer }).rawBody ?? JSON.stringify(request.body ?? null);
}
