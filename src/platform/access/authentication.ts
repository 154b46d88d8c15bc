import { Injectable, SetMetadata } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimits } from '../api/rate-limits.js';
import { context, type Context } from '../context.js';
import type { Actor } from './actor.js';

export const PUBLIC = 'passerelle:public';

/** Opens a route to everybody. The list of such routes is committed (`test/contract/public-routes.txt`). */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Who a bearer token speaks for, and whether its revocation was asked for in this request already. */
export interface Admission {
  readonly actor: Actor;
  readonly asked: boolean;
}

/** What tokens say; the identity feature provides it. */
export abstract class TokenVerifier {
  /** The actor of a token that was verified a moment ago and comes again; undefined: it must be verified. */
  abstract remembered(request: FastifyRequest): Actor | undefined;
  /** @throws unauthenticated */
  abstract verify(request: FastifyRequest): Promise<Admission>;
  /** @throws unauthenticated when what the token rests on was revoked */
  abstract demandInForce(actor: Actor): Promise<void>;
}

/** Answers that say nothing and come in floods, or because the database is away. */
const NOT_WORTH_ASKING: ReadonlySet<number> = new Set([401, 429, 503]);

/**
 * Authenticates a request and charges its rate limit, once, for REST and GraphQL alike. Whoever enters the database is asked
 * there whether the token is still in force; a request that never does is asked before its answer leaves, refusals included.
 */
@Injectable()
export class Authenticator {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly limits: RateLimits,
  ) {}

  authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const known = this.verifier.remembered(request);
    if (known) return this.admit({ actor: known, asked: false }, reply);
    return this.verifier.verify(request).then((admission) => this.admit(admission, reply));
  }

  /** Whether nobody has asked yet if the token is in force, and the answer is worth it. */
  isUnasked({ actor, revocation }: Context, status: number): boolean {
    return actor !== undefined && !revocation?.asked && !NOT_WORTH_ASKING.has(status);
  }

  async demandInForce(current: Context): Promise<void> {
    current.revocation = { asked: true };
    await this.verifier.demandInForce(current.actor!);
  }

  private admit({ actor, asked }: Admission, reply: FastifyReply): Promise<void> {
    const current = context();
    current.revocation = { asked };
    return this.limits.charge(actor, 1, reply).then(() => {
      current.actor = actor;
    });
  }
}
