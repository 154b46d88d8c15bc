import { Inject, Injectable, Optional } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Actor } from '../access/actor.js';
import { CONFIG, type Config } from '../config.js';
import { Failure } from '../errors/failure.js';

export const RATE_STORE = Symbol('redis for rate limits');
const WINDOW_SECONDS = 60;

/** The connection for shared limits. While Redis is away each process counts for itself, at once: nobody waits for it. */
export function rateStore(url: string): Redis {
  const store = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    lazyConnect: false,
    // One that hangs is as one that is away: what waits is told so, and the connection is given up.
    commandTimeout: 250,
    socketTimeout: 1_000,
  });
  store.on('error', () => undefined);
  return store;
}

/**
 * Limits per client, per consortium, and per address at the login and token endpoints. Shared by all processes through
 * Redis where there is one; otherwise each process counts for itself. GraphQL is charged by cost.
 */
@Injectable()
export class RateLimits {
  private readonly client: RateLimiterAbstract;
  private readonly consortium: RateLimiterAbstract;
  private readonly login: RateLimiterAbstract;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Optional() @Inject(RATE_STORE) store?: Redis,
  ) {
    const limiter = (keyPrefix: string, points: number): RateLimiterAbstract => {
      const memory = new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS });
      if (!store) return memory;
      return new RateLimiterRedis({
        storeClient: store,
        keyPrefix,
        points,
        duration: WINDOW_SECONDS,
        insuranceLimiter: memory,
        inMemoryBlockOnConsumed: points,
      });
    };
    this.client = limiter('rate-client', config.PASSERELLE_RATE_CLIENT);
    this.consortium = limiter('rate-consortium', config.PASSERELLE_RATE_CONSORTIUM);
    this.login = limiter('rate-login', config.PASSERELLE_RATE_LOGIN);
  }

  /** Charges a caller; the answer carries `RateLimit` and `RateLimit-Policy`. */
  charge(actor: Actor, points: number, reply: FastifyReply): Promise<void> {
    const { PASSERELLE_RATE_CLIENT: ofClient, PASSERELLE_RATE_CONSORTIUM: ofConsortium } = this.config;
    return this.consume(this.client, actor.principal.id, points, reply, 'client', ofClient).then((left) =>
      this.consume(this.consortium, actor.consortiumId, points, reply, 'consortium', ofConsortium).then(() =>
        announce(reply, 'client', ofClient, left),
      ),
    );
  }

  async chargeLogin(address: string, reply: FastifyReply): Promise<void> {
    const limit = this.config.PASSERELLE_RATE_LOGIN;
    announce(reply, 'login', limit, await this.consume(this.login, address, 1, reply, 'login', limit));
  }

  private consume(
    limiter: RateLimiterAbstract,
    key: string,
    points: number,
    reply: FastifyReply,
    policy: string,
    limit: number,
  ): Promise<RateLimiterRes> {
    return limiter.consume(key, points).catch((refused: unknown) => {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      announce(reply, policy, limit, refused);
      throw new Failure('too_many_requests', { retryAfter: seconds, params: { seconds } });
    });
  }
}

function announce(reply: FastifyReply, policy: string, limit: number, state: RateLimiterRes): void {
  reply.header('RateLimit-Policy', `"${policy}";q=${limit};w=${WINDOW_SECONDS}`);
  reply.header(
    'RateLimit',
    `"${policy}";r=${Math.max(0, state.remainingPoints)};t=${Math.ceil(state.msBeforeNext / 1000)}`,
  );
}
