import { Injectable, SetMetadata } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { context } from '../context.js';
import { RateLimits } from '../api/rate-limits.js';
import type { Actor } from './actor.js';

export const PUBLIC = 'passerelle:public';

/** Opens a route to everybody. The list of such routes is committed (`test/contract/public-routes.txt`). */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Who a bearer token speaks for; the identity feature provides it. Throws `unauthenticated`. */
export abstract class TokenVerifier {
  /** The actor of a token that was verified a moment ago and comes again; undefined: it must be verified. */
  abstract remembered(request: FastifyRequest): Actor | undefined;
  abstract verify(request: FastifyRequest): Promise<Actor>;
}

/** Authenticates a request and charges its rate limit, once, for REST and GraphQL alike. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly limits: RateLimits,
  ) {}

  authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const known = this.verifier.remembered(request);
    return known ? this.admit(known, reply) : this.verifier.verify(request).then((actor) => this.admit(actor, reply));
  }

  private admit(actor: Actor, reply: FastifyReply): Promise<void> {
    const current = context();
    return this.limits.charge(actor, 1, reply).then(() => {
      current.actor = actor;
    });
  }
}
