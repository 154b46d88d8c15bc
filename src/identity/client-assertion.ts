import { createLocalJWKSet, decodeJwt, jwtVerify, type JWK } from 'jose';
import { clock } from '../platform/clock.js';
import { sha256 } from '../platform/crypto.js';
import type { Lookups } from './lookups.js';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
export const ASSERTION_ALGORITHMS = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'];
const MAX_SECONDS = 300;

/** Whom an assertion says it is from, before anything of it is believed: its subject may be anything that JSON holds. */
export function claimedClient(assertion: string): string | undefined {
  try {
    const sub: unknown = decodeJwt(assertion).sub;
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a client's assertion is genuine (RFC 7523): signed by a key that it registered, by and about itself, for us, of
 * the next five minutes at most, and never seen before.
 */
export async function isGenuine(
  assertion: string,
  client: { id: string; publicKeys: JWK[] },
  audience: string[],
  lookups: Lookups,
): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet({ keys: client.publicKeys }), {
      algorithms: ASSERTION_ALGORITHMS,
      issuer: client.id,
      subject: client.id,
      audience,
      requiredClaims: ['exp', 'jti'],
      clockTolerance: 5,
      currentDate: clock.asDate(),
    });
    const { exp, jti } = payload;
    if (typeof jti !== 'string' || jti.length > 255 || exp === undefined || exp - clock.epochSeconds() > MAX_SECONDS)
      return false;
    const [taken] = await lookups.call<{ first: boolean }>(
      `SELECT assertion_take($1, to_timestamp($2) + interval '1 minute') AS first`,
      [sha256(`${client.id}\n${jti}`), exp],
    );
    return taken?.first === true;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('ERR_J') ?? error instanceof TypeError) return false;
    throw error;
  }
}
