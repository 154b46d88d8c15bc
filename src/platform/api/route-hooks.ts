import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { Authenticator } from '../access/authentication.js';
import { Answers } from './answers.js';
import { operationHandler } from './operation-handlers.js';
import type { Operation } from './operations.js';
import { routesOf } from './routes.js';
import { InputPipe } from './validation.js';

/** Addresses that are no handler of ours: GraphQL, which authenticates by itself, and what answers a browser's preflight. */
const APART = new Set(['POST /graphql', 'GET /graphql', 'HEAD /graphql', 'OPTIONS *']);

/**
 * Gives each route its handler and what stands before it: authentication, unless it says `@Public()`, then what its operation
 * asks. An application with a route that nobody declared does not start.
 */
export function routeHooks(app: NestFastifyApplication): (options: RouteOptions) => void {
  const modules = app.get(ModulesContainer);
  const routes = new Map(routesOf(modules).map((route) => [`${route.method} ${route.path}`, route]));
  const authenticator = app.get(Authenticator);
  const answers = app.get(Answers);
  const pipe = new InputPipe();
  return (options) => {
    const { bodyLimit } = (options.config ?? {}) as { bodyLimit?: number };
    if (bodyLimit !== undefined) options.bodyLimit = bodyLimit;
    for (const method of [options.method].flat()) {
      if (APART.has(`${method} ${options.url}`)) continue;
      const route = routes.get(`${method === 'HEAD' ? 'GET' : method} ${options.url}`);
      if (!route) throw new Error(`${method} ${options.url} is no declared route`);
      const { isPublic, operation } = route;
      if (!isPublic) options.onRequest = admitting(authenticator, answers, operation);
      if (!operation) continue;
      if (isPublic)
        throw new Error(`${method} ${options.url}: an operation asks for a permission, so it is not public`);
      options.handler = operationHandler(route, modules, pipe);
      if (method === 'POST' && operation.kind !== 'answer') options.preHandler = replaying(answers, operation);
    }
  };
}

type Done = (error?: Error) => void;

function admitting(authenticator: Authenticator, answers: Answers, operation: Operation | undefined) {
  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    authenticator
      .authenticate(request, reply)
      .then(() => {
        if (operation) answers.begin(operation, request, reply);
      })
      .then(() => done(), done);
  };
}

function replaying(answers: Answers, operation: Operation) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    await answers.replay(operation, key as string, request, reply);
    return reply.sent ? reply : undefined;
  };
}
