import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { context } from '../context.js';
import { Failure } from '../errors/failure.js';
import { RateLimits } from '../api/rate-limits.js';
import type { Actor } from './actor.js';

export const PUBLIC = 'passerelle:public';

/** Opens a route to everybody. The list of such routes is committed (`test/contract/public-routes.txt`). */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Who a bearer token speaks for; the identity feature provides it. Throws `unauthenticated`. */
export abstract class TokenVerifier {
  abstract verify(request: FastifyRequest): Promise<Actor>;
}

/** Authenticates a request and charges its rate limit, once, for REST and GraphQL alike. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly limits: RateLimits,
  ) {}

  async authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Actor> {
    const current = context();
    if (current.actor) return current.actor;
    const actor = await this.verifier.verify(request);
    await this.limits.charge(actor, 1, reply);
    current.actor = actor;
    return actor;
  }
}

/** The one global guard: closed unless the route says `@Public()`. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (execution.getType<string>() === 'graphql') {
      // The GraphQL endpoint authenticates before it parses (platform/api/graphql.ts).
      if (!context().actor) throw new Failure('unauthenticated');
      return true;
    }
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [execution.getHandler(), execution.getClass()]))
      return true;
    const http = execution.switchToHttp();
    await this.authenticator.authenticate(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return true;
  }
}
