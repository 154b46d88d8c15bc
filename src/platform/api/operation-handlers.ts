import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { ModulesContainer } from '@nestjs/core';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { Readable } from 'node:stream';
import type { ClassOf } from './fields.js';
import type { Route } from './routes.js';
import { unknownParameters, type InputPipe } from './validation.js';

type Taken = Record<string, { index: number; data?: string; pipes: readonly unknown[] }>;
type Take = (request: FastifyRequest) => unknown;
type Instance = Record<string, (...args: unknown[]) => Promise<unknown>>;

/**
 * The handler of an operation, called by Fastify itself: between the two Nest would make a dozen promises for each request.
 * Guards, interceptors and filters have nothing to do there (route-hooks.ts, answers.ts); inputs go through the same pipe.
 */
export function operationHandler(
  { handler: { type, name }, operation, query }: Route,
  modules: ModulesContainer,
  pipe: InputPipe,
): RouteHandlerMethod {
  const instance = instanceOf(modules, type);
  const takes = argumentsOf(type, name, pipe);
  const { status } = operation!;
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const unknown = query ? undefined : unknownParameters(request.query);
    if (unknown) return void reply.send(unknown);
    Promise.all(takes.map((take) => take(request)))
      .then((args) => instance[name]!(...args))
      .then(
        (body) => reply.status(status).send(request.method === 'HEAD' ? headOf(body) : body),
        (error: unknown) => reply.send(error),
      );
  };
}

/** Nobody listens to what HEAD asks for: a stream is closed before it begins. */
function headOf(body: unknown): unknown {
  if (!(body instanceof Readable)) return body;
  body.destroy();
  return '';
}

function argumentsOf(type: ClassOf, name: string, pipe: InputPipe): Take[] {
  const taken = (Reflect.getMetadata(ROUTE_ARGS_METADATA, type, name) ?? {}) as Taken;
  const types = Reflect.getMetadata('design:paramtypes', type.prototype as object, name) as ClassOf[];
  return Object.entries(taken)
    .sort(([, one], [, other]) => one.index - other.index)
    .map(([key, { index, data, pipes }]) => {
      const kind = Number(key.split(':')[0]) as RouteParamtypes;
      const take = takeOf(kind, data, types[index]!, pipe);
      if (!take || pipes.length > 0)
        throw new Error(`${type.name}.${name}: an operation takes parameters, a query and a body`);
      return take;
    });
}

function takeOf(kind: RouteParamtypes, data: string | undefined, metatype: ClassOf, pipe: InputPipe): Take | undefined {
  if (kind === RouteParamtypes.PARAM && data !== undefined)
    return ({ params }) => (params as Record<string, string>)[data];
  if (data !== undefined) return undefined;
  if (kind === RouteParamtypes.QUERY) return ({ query }) => pipe.transform(query, { metatype, type: 'query' });
  if (kind === RouteParamtypes.BODY) return ({ body }) => pipe.transform(body, { metatype, type: 'body' });
  return undefined;
}

function instanceOf(modules: ModulesContainer, type: ClassOf): Instance {
  for (const { controllers } of modules.values())
    for (const { metatype, instance } of controllers.values())
      if (metatype === type) return instance as unknown as Instance;
  throw new Error(`${type.name} is no controller of the application`);
}
