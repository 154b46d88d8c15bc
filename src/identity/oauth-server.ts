import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ALL_PERMISSIONS, scopeOf, scopesOf } from '../platform/access/permissions.js';
import { clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Failure } from '../platform/errors/failure.js';
import { AccessTokens } from './access-tokens.js';
import { ASSERTION_ALGORITHMS } from './client-assertion.js';
import { ClientAuthentication, type AuthenticatedClient } from './client-authentication.js';
import { oauthFailure } from './identity.reasons.js';
import { Lookups } from './lookups.js';
import { formOf } from './oauth-form.js';
import { PassportTokenVerifier, type Verified } from './token-verifier.js';

/** Every scope there is. */
export const SCOPES: readonly string[] = [...new Set(ALL_PERMISSIONS.map(scopeOf))].sort();

export interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scope: string;
}

/** The authorisation server for machines: RFC 6749 client credentials, RFC 7662, RFC 7009, RFC 8414. */
@Injectable()
export class OAuthServer {
  constructor(
    private readonly clients: ClientAuthentication,
    private readonly tokens: AccessTokens,
    private readonly verifier: PassportTokenVerifier,
    private readonly lookups: Lookups,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async token(request: FastifyRequest): Promise<TokenAnswer> {
    const form = formOf(request.headers['content-type'], request.body);
    if (form.grant_type === undefined) throw oauthFailure('invalid_request');
    const client = await this.clients.authenticate(request, form);
    if (form.grant_type !== 'client_credentials') throw oauthFailure('unsupported_grant_type');
    const { id, consortiumId, organisationId, roles, restsOn } = client;
    const scopes = scopesGranted(form.scope, client);
    const principal = { type: 'client' as const, id };
    const issued = await this.tokens.issue({
      principal,
      consortiumId,
      organisationId,
      roles,
      functions: [],
      scopes,
      restsOn,
    });
    return { access_token: issued.token, token_type: 'Bearer', expires_in: issued.seconds, scope: issued.scope };
  }

  /** Describes a token of the caller's own organisation; of any other it says what it says of a forged one. */
  async introspect(request: FastifyRequest): Promise<object> {
    const form = formOf(request.headers['content-type'], request.body);
    const client = await this.clients.authenticate(request, form);
    if (form.token === undefined) throw oauthFailure('invalid_request');
    const found = await this.inForce(form.token);
    if (!found || found.claims.org !== client.organisationId || found.claims.consortium !== client.consortiumId)
      return { active: false };
    const { iss, aud, sub, client_id, jti, iat, exp, scope, org, consortium } = found.claims;
    return { active: true, token_type: 'Bearer', iss, aud, sub, client_id, jti, iat, exp, scope, org, consortium };
  }

  /** Ends a token of the calling client with the next request. Any other token is left alone, with the same answer. */
  async revoke(request: FastifyRequest): Promise<void> {
    const form = formOf(request.headers['content-type'], request.body);
    const client = await this.clients.authenticate(request, form);
    if (form.token === undefined) throw oauthFailure('invalid_request');
    const found = await this.inForce(form.token);
    if (!found || found.claims.client_id !== client.id) return;
    const seconds = found.claims.exp - clock.epochSeconds() + 60;
    await this.lookups.call('SELECT token_revoke($1, make_interval(secs => $2))', [found.claims.jti, seconds]);
    this.verifier.forget(form.token);
  }

  private async inForce(token: string): Promise<Verified | undefined> {
    try {
      return await this.verifier.verifyToken(token);
    } catch (error) {
      if (error instanceof Failure && error.code === 'unauthenticated') return undefined;
      throw error;
    }
  }

  metadata(): object {
    const issuer = this.config.PASSERELLE_PUBLIC_URL;
    const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
    return {
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      introspection_endpoint: `${issuer}/oauth/introspect`,
      revocation_endpoint: `${issuer}/oauth/revoke`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      service_documentation: `${issuer}/docs`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      scopes_supported: SCOPES,
      ...Object.fromEntries(
        ['token', 'introspection', 'revocation'].flatMap((endpoint) => [
          [`${endpoint}_endpoint_auth_methods_supported`, methods],
          [`${endpoint}_endpoint_auth_signing_alg_values_supported`, ASSERTION_ALGORITHMS],
        ]),
      ),
    };
  }
}

/** What was asked for, of what the client holds, of what its organisation's roles allow. */
function scopesGranted(asked: string | undefined, client: AuthenticatedClient): string[] {
  const allowed = scopesOf(client.roles);
  const held = client.scopes ? client.scopes.filter((scope) => allowed.has(scope)) : [...allowed];
  if (asked === undefined) return held;
  const wanted = asked.split(' ').filter(Boolean);
  if (wanted.some((scope) => !SCOPES.includes(scope))) throw oauthFailure('invalid_scope');
  const granted = held.filter((scope) => wanted.includes(scope));
  if (granted.length === 0) throw oauthFailure('invalid_scope');
  return granted;
}
