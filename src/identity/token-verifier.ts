import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { Strategy } from 'passport-jwt';
import type { Actor } from '../platform/access/actor.js';
import { TokenVerifier, type Admission } from '../platform/access/authentication.js';
import { Recent } from '../platform/api/recent.js';
import { clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { sha256 } from '../platform/crypto.js';
import { Failure } from '../platform/errors/failure.js';
import { actorOf, type Claims } from './access-tokens.js';
import { Lookups } from './lookups.js';
import { SigningKeys } from './signing-keys.js';

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
const MAX_TOKEN = 8192;
/** Header members by which a token would bring its own key or demand what we do not do. */
const REFUSED_MEMBERS = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'zip', 'cty', 'b64', 'enc'];
const REMEMBERED_TOKENS = 10_000;
/** A revoked token stops counting towards rate limits after this; what it is answered is asked for each time, elsewhere. */
const ASK_AGAIN_MS = 1000;

export interface Verified {
  readonly actor: Actor;
  readonly claims: Claims;
  /** When its revocation was last begun to be asked for, on the monotonic clock. */
  askedAt: number;
}

/** Verifies bearer tokens with passport-jwt: algorithm, issuer, audience and type pinned, keys only of our own ring. */
@Injectable()
export class PassportTokenVerifier extends TokenVerifier {
  private readonly memory = new Recent<Verified>(REMEMBERED_TOKENS);
  /** What each connection sent last: it mostly sends the same again, and need not be hashed again. */
  private readonly lastOf = new WeakMap<Socket, { authorization: string; hash: string }>();

  constructor(
    private readonly keys: SigningKeys,
    private readonly lookups: Lookups,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  remembered({ headers: { authorization }, socket }: FastifyRequest): Actor | undefined {
    const last = this.lastOf.get(socket);
    if (!last || last.authorization !== authorization) return undefined;
    const verified = this.memory.get(last.hash);
    return verified && isFresh(verified) ? verified.actor : undefined;
  }

  async verify({ headers: { authorization = '' }, socket }: FastifyRequest): Promise<Admission> {
    const arrived = performance.now();
    const token = BEARER.exec(authorization)?.[1] ?? '';
    const hash = hashOf(token);
    const { actor, askedAt } = await this.verifyHashed(token, hash, ASK_AGAIN_MS);
    this.lastOf.set(socket, { authorization, hash });
    return { actor, asked: askedAt >= arrived };
  }

  async demandInForce({ revocable }: Actor): Promise<void> {
    await this.lookups.call('SELECT assert_in_force($1::uuid[])', [revocable]);
  }

  /** The actor and claims of a token that is genuine, of now, and in force; otherwise `unauthenticated`. */
  verifyToken(token: string): Promise<Verified> {
    return this.verifyHashed(token, hashOf(token), 0);
  }

  /** `since`: how long ago, in ms, it may have been asked for whether the token is in force. */
  private async verifyHashed(token: string, hash: string, since: number): Promise<Verified> {
    if (token === '' || token.length > MAX_TOKEN) throw new Failure('unauthenticated');
    let verified = this.memory.get(hash);
    if (!verified || verified.claims.exp <= clock.epochSeconds()) {
      const claims = await this.claimsOf(token);
      verified = { actor: actorOf(claims), claims, askedAt: -Infinity };
      this.memory.put(hash, verified);
    }
    if (performance.now() - verified.askedAt >= since) await this.askWhetherInForce(hash, verified);
    return verified;
  }

  /** Forgets a token that was just revoked, so that this process asks again. */
  forget(token: string): void {
    this.memory.delete(hashOf(token));
  }

  private async askWhetherInForce(hash: string, verified: Verified): Promise<void> {
    const asking = performance.now();
    try {
      await this.demandInForce(verified.actor);
      verified.askedAt = asking;
    } catch (error) {
      this.memory.delete(hash);
      throw error;
    }
  }

  private claimsOf(token: string): Promise<Claims> {
    return new Promise((resolve, reject) => {
      const refuse = (cause: unknown): void => reject(new Failure('unauthenticated', { cause }));
      const strategy = new Strategy(
        {
          jwtFromRequest: () => token,
          secretOrKeyProvider: (_request, raw: string, done) => {
            this.keyOf(raw).then((key) => done(key ? null : new Error('Unacceptable header'), key), reject);
          },
          algorithms: ['ES256'],
          issuer: this.config.PASSERELLE_PUBLIC_URL,
          audience: this.config.PASSERELLE_PUBLIC_URL,
          jsonWebTokenOptions: { clockTimestamp: clock.epochSeconds() },
        },
        (payload: Claims, done: (error: unknown, user: object | false) => void) =>
          done(null, isComplete(payload) ? payload : false),
      );
      strategy.success = (payload) => resolve(payload as Claims);
      strategy.fail = refuse;
      strategy.error = refuse;
      strategy.authenticate({} as never);
    });
  }

  /** The key that the header names, if the header is one that we write. */
  private async keyOf(token: string): Promise<string | undefined> {
    const header = headerOf(token);
    if (header?.typ !== 'at+jwt' || header.alg !== 'ES256' || typeof header.kid !== 'string') return undefined;
    if (REFUSED_MEMBERS.some((member) => member in header)) return undefined;
    return this.keys.publicKey(header.kid);
  }
}

/** Of now, and its revocation was asked for a moment ago. */
const isFresh = ({ claims, askedAt }: Verified): boolean =>
  claims.exp > clock.epochSeconds() && performance.now() - askedAt <= ASK_AGAIN_MS;

const hashOf = (token: string): string => sha256(token).toString('base64');

function headerOf(token: string): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** We alone sign, but a token without an end or without what can be revoked must never pass. */
function isComplete(claims: Claims): boolean {
  const texts = [claims.sub, claims.client_id, claims.jti, claims.scope, claims.org, claims.consortium];
  return (
    texts.every((text) => typeof text === 'string') && typeof claims.exp === 'number' && Array.isArray(claims.rests_on)
  );
}
