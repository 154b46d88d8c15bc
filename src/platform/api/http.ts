import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import cors from '@fastify/cors';
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { Authenticator } from '../access/authentication.js';
import { AuditWriter } from '../audit/audit-writer.js';
import type { Config } from '../config.js';
import { context, inContext, type Context } from '../context.js';
import { Failure } from '../errors/failure.js';
import { localeOf, problemOf } from '../errors/problem.js';
import { sendProblem } from '../errors/problem.filter.js';
import { loggerOptions, requestLines } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { routeHooks } from './route-hooks.js';
import { securityHeaders } from './security-headers.js';

const BODY_LIMIT = 1024 * 1024;
const REQUEST_ID = /^[\w-]{8,64}$/;

/** Fastify with our limits; also the errors that it raises before a route is known are problem documents. */
export function fastifyAdapter(config: Config): FastifyAdapter {
  return new FastifyAdapter({
    logger: loggerOptions(config),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: config.PASSERELLE_TRUST_PROXY,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    routerOptions: { maxParamLength: 400, ignoreTrailingSlash: false },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply, config),
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, config),
  });
}

/** Hooks of every request: its context, its log line, the audit before the answer leaves. */
export async function configureHttp(app: NestFastifyApplication, config: Config): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const audit = app.get(AuditWriter);
  const authenticator = app.get(Authenticator);
  const metrics = app.get(Metrics);
  const lines = requestLines(fastify.log);
  const hasOrigins = config.PASSERELLE_CORS_ORIGINS.length > 0;
  const constant = {
    ...(await securityHeaders()),
    vary: `Accept-Language, Authorization${hasOrigins ? ', Origin' : ''}`,
  };
  if (hasOrigins) {
    await fastify.register(cors, {
      origin: config.PASSERELLE_CORS_ORIGINS,
      credentials: false,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: [
        'ETag',
        'Link',
        'Location',
        'Retry-After',
        'RateLimit',
        'RateLimit-Policy',
        'Idempotent-Replayed',
        'X-Request-Id',
      ],
    });
  }
  // Node would answer a 417 of its own to an expectation that it does not know; it may be ignored (RFC 9110, 10.1.1).
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  dropSilentConnections(fastify);
  fastify.decorateRequest('passerelle', undefined);
  fastify.decorate('allowedMethods', methodsByRoute(fastify));
  fastify.addHook('onRoute', routeHooks(app));
  fastify.addHook('onRequest', (request, reply, done) => {
    const current: Context = {
      requestId: request.id,
      locale: localeOf(request.headers['accept-language']),
      trail: audit.newTrail(`${request.method} ${request.routeOptions.url ?? ''}`),
    };
    request.passerelle = current;
    reply.headers(constant).headers({ 'X-Request-Id': request.id, 'Content-Language': current.locale });
    inContext(current, done);
  });
  // Forms are read at /oauth only: elsewhere a body is JSON, whatever a parser could make of it, and as it is. And tools that always say what
  // they send say it of nothing too.
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isReadable(request) ? undefined : new Failure('unsupported_media_type'));
  });
  // Reading a body loses the asynchronous context: the parser's events belong to the socket.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const { rawBody } = request as { rawBody?: Buffer };
    // What is no UTF-8 was read with marks in the place of letters: a name would be kept so.
    const refused = rawBody && !isUtf8(rawBody) ? new Failure('not_utf8') : undefined;
    inContext(request.passerelle ?? context(), () => done(refused));
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const current = request.passerelle;
    const isUnasked = current !== undefined && authenticator.isUnasked(current, reply.statusCode);
    // No length is that of the answer which a 304 stands for (RFC 9110, 8.6); an empty text would be given one.
    const sent = reply.statusCode === 304 && request.method === 'GET' ? null : bytesOf(payload);
    if (!current?.actor || !(isUnasked || current.trail?.hasReads)) return done(null, sent);
    inContext(current, async () => {
      if (isUnasked) await authenticator.demandInForce(current);
      await audit.flush(current.trail!);
    }).then(() => done(null, sent), done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const current = request.passerelle;
    metrics.answered(request.method, request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime);
    lines.info(
      {
        reqId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        organisation: current?.actor?.organisationId,
        principal: current?.actor?.principal.id,
      },
      'request',
    );
    done();
  });
}

/** JSON, in UTF-8, as it is; a form at /oauth. What is said of an empty body is forgotten. */
function isReadable({ raw: { headers }, url }: FastifyRequest): boolean {
  const isEmpty = (headers['content-length'] ?? '0') === '0' && !headers['transfer-encoding'];
  if (isEmpty) {
    delete headers['content-type'];
    return true;
  }
  const type = headers['content-type'] ?? '';
  const isForm = type !== '' && !/^application\/([\w.-]+\+)?json\b/i.test(type) && !url.startsWith('/oauth/');
  const isPacked = (headers['content-encoding'] ?? 'identity') !== 'identity';
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type)?.[1] ?? 'utf-8';
  return !isForm && !isPacked && /^utf-?8$/i.test(charset);
}

const LARGE = 4096;

/** Node would put head and body of an answer together, as text: for a large one that is a copy of the whole. */
function bytesOf(payload: unknown): unknown {
  return typeof payload === 'string' && payload.length > LARGE ? Buffer.from(payload) : payload;
}

/** Node takes a connection that never asked anything for a busy one: it would hold the stop as long as headers may take to come. */
function dropSilentConnections(fastify: FastifyInstance): void {
  const connected = new Set<Socket>();
  fastify.server.on('connection', (socket: Socket) => {
    connected.add(socket);
    socket.once('close', () => connected.delete(socket));
  });
  fastify.addHook('preClose', (done) => {
    for (const socket of connected) if (socket.bytesRead === 0) socket.destroy();
    done();
  });
}

/** Which methods an address has, for 405 and `Allow`. */
function methodsByRoute(fastify: FastifyInstance): (url: string) => string[] {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  fastify.addHook('onRoute', ({ url, method }) => {
    if (url === '*' || url === '/*') return;
    const known = routes.get(url) ?? {
      pattern: new RegExp(
        `^${url
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replace(/:\w+/g, '[^/]+')
          .replace(/\*/g, '.*')}$`,
      ),
      methods: new Set<string>(),
    };
    for (const one of [method].flat()) known.methods.add(one);
    routes.set(url, known);
  });
  return (url) => {
    const path = url.split('?')[0] ?? '';
    return [
      ...new Set(
        [...routes.values()].filter(({ pattern }) => pattern.test(path)).flatMap((route) => [...route.methods]),
      ),
    ].sort();
  };
}

/** A request that never became one (bad start line, headers too large): Node gives a socket, we give a problem. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket, config: Config): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const failure = new Failure(
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'headers_too_large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request_timeout'
        : 'malformed_request',
  );
  const place = {
    publicUrl: config.PASSERELLE_PUBLIC_URL,
    locale: 'fr' as const,
    instance: '',
    requestId: randomUUID(),
  };
  const body = JSON.stringify(problemOf(failure, place));
  socket.end(
    `HTTP/1.1 ${failure.status} ${failure.status === 431 ? 'Request Header Fields Too Large' : failure.status === 408 ? 'Request Timeout' : 'Bad Request'}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined where the request is not understood as far as its context. */
    passerelle: Context | undefined;
  }
  interface FastifyInstance {
    /** The methods that an address has; empty when there is no such address. */
    allowedMethods(url: string): string[];
  }
}
