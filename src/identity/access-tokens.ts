import { Inject, Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import type { Actor, ActorKind } from '../platform/access/actor.js';
import {
  permissionsOf,
  permissionsOfStaff,
  scopeOf,
  type Role,
  type StaffFunction,
} from '../platform/access/permissions.js';
import { clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { SigningKeys } from './signing-keys.js';

/** Seconds for which an access token is good at most: it ends with the civil day, as a membership does that ends by date. */
export const TOKEN_SECONDS = 600;
/** `client_id` of tokens that people get by logging in here (RFC 9068 wants one). */
export const FIRST_PARTY = 'passerelle';

/** Who acts, for which organisation, in which consortium: what a token says. */
export interface Standing {
  readonly principal: { readonly type: 'client' | 'user'; readonly id: string };
  readonly consortiumId: string;
  readonly organisationId: string;
  readonly roles: readonly Role[];
  /** Of a person; a machine holds none. */
  readonly functions: readonly StaffFunction[];
  /** What is granted; undefined for a person, who is not limited by scopes. */
  readonly scopes?: readonly string[];
  /** Ids that, once revoked, end the token at once: client or user, secret or session, membership. */
  readonly restsOn: readonly string[];
  readonly caseloadOf?: string;
}

/** The claims of our access tokens (RFC 9068); those of ours are after `scope`. */
export interface Claims {
  iss: string;
  aud: string;
  sub: string;
  client_id: string;
  jti: string;
  iat: number;
  exp: number;
  scope: string;
  org: string;
  consortium: string;
  kind: ActorKind;
  roles: Role[];
  functions: StaffFunction[];
  rests_on: string[];
  caseload?: string;
}

export interface IssuedToken {
  readonly token: string;
  readonly seconds: number;
  readonly scope: string;
}

/** Issues access tokens: JWT, ES256, ten minutes, none beyond midnight. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async issue(standing: Standing): Promise<IssuedToken> {
    const { kid, key } = await this.keys.current();
    const now = clock.epochSeconds();
    const seconds = Math.min(TOKEN_SECONDS, clock.secondsLeftToday());
    const claims = claimsOf(standing, this.config.PASSERELLE_PUBLIC_URL, now, now + seconds);
    const token = await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid }).sign(key);
    return { token, seconds, scope: claims.scope };
  }
}

function claimsOf(standing: Standing, issuer: string, now: number, exp: number): Claims {
  const { principal, roles, functions, caseloadOf } = standing;
  const held = principal.type === 'client' ? permissionsOf(roles) : permissionsOfStaff(roles, functions);
  const scopes = standing.scopes ?? [...new Set([...held].map(scopeOf))];
  return {
    iss: issuer,
    aud: issuer,
    sub: principal.id,
    client_id: principal.type === 'client' ? principal.id : FIRST_PARTY,
    jti: randomUUID(),
    iat: now,
    exp,
    scope: [...scopes].sort().join(' '),
    org: standing.organisationId,
    consortium: standing.consortiumId,
    kind: roles.includes('coordinator') ? 'coordinator' : 'member',
    roles: [...roles],
    functions: principal.type === 'client' ? [] : [...functions],
    rests_on: [...standing.restsOn],
    ...(caseloadOf ? { caseload: caseloadOf } : {}),
  };
}

/** Who a verified token speaks for: the organisation's roles, cut by the person's functions, cut by the scopes granted. */
export function actorOf(claims: Claims): Actor {
  const type = claims.client_id === FIRST_PARTY ? 'user' : 'client';
  const held = type === 'client' ? permissionsOf(claims.roles) : permissionsOfStaff(claims.roles, claims.functions);
  const scopes = new Set(claims.scope.split(' '));
  return {
    kind: claims.kind,
    consortiumId: claims.consortium,
    organisationId: claims.org,
    principal: { type, id: claims.sub },
    roles: claims.roles,
    functions: claims.functions,
    permissions: new Set([...held].filter((permission) => scopes.has(scopeOf(permission)))),
    revocable: [claims.jti, ...claims.rests_on],
    expiresAt: claims.exp,
    ...(claims.caseload ? { caseloadOf: claims.caseload } : {}),
  };
}
