import { Injectable, SetMetadata, type CanActivate, type ExecutionContext, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { context, type Context } from '../context.js';
import { Failure } from '../errors/failure.js';
import { RateLimits } from '../api/rate-limits.js';
import type { Actor } from './actor.js';

export const PUBLIC = 'passerelle:public';

/** Opens a route to everybody. The list of such routes is committed (`test/contract/public-routes.txt`). */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Who a bearer token speaks for, and whether its revocation was asked for in this request already. */
export interface Admission {
  readonly actor: Actor;
  readonly asked: boolean;
}

/** What tokens say; the identity feature provides it. Both verbs throw `unauthenticated`. */
export abstract class TokenVerifier {
  abstract verify(request: FastifyRequest): Promise<Admission>;
  abstract demandInForce(actor: Actor): Promise<void>;
}

/**
 * Authenticates a request and charges its rate limit, once, for REST and GraphQL alike. Whoever enters the database is asked
 * there whether the token is still in force; a request that never does is asked before its answer leaves, refusals included.
 */
@Injectable()
export class Authenticator implements OnModuleInit {
  private readonly admitted = new WeakMap<FastifyRequest, Context>();

  constructor(
    private readonly verifier: TokenVerifier,
    private readonly limits: RateLimits,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = (this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined)?.getInstance<
      FastifyInstance | undefined
    >();
    fastify?.addHook('onSend', (request, { statusCode }, payload, done) => {
      const current = this.admitted.get(request);
      if (!current?.actor || current.revocation?.asked || NOT_WORTH_ASKING.has(statusCode)) return done(null, payload);
      current.revocation = { asked: true };
      this.verifier.demandInForce(current.actor).then(() => done(null, payload), done);
    });
  }

  async authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Actor> {
    const current = context();
    if (current.actor) return current.actor;
    const { actor, asked } = await this.verifier.verify(request);
    current.revocation = { asked };
    this.admitted.set(request, current);
    await this.limits.charge(actor, 1, reply);
    current.actor = actor;
    return actor;
  }
}

/** Answers that say nothing and come in floods, or because the database is away. */
const NOT_WORTH_ASKING: ReadonlySet<number> = new Set([401, 429, 503]);

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
