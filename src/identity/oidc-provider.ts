import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Failure } from '../platform/errors/failure.js';

interface Discovered {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint?: string;
  readonly scopes_supported?: string[];
}
interface Provider extends Discovered {
  readonly keys: JWTVerifyGetKey;
  readonly readAt: number;
}

const PATIENCE_MS = 5000;
const REREAD_MS = 3_600_000;
const WANTED_SCOPES = ['openid', 'email', 'siret'];
const ALGORITHMS = ['RS256', 'ES256', 'PS256', 'EdDSA'];

/** The external OpenID Connect provider: discovery, code exchange, verification of what it says. */
@Injectable()
export class OidcProvider {
  private known?: Provider;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async authorizationUrl(asked: {
    redirectUri: string;
    state: string;
    nonce: string;
    challenge: string;
  }): Promise<string> {
    const { authorization_endpoint, scopes_supported } = await this.provider();
    const url = new URL(authorization_endpoint);
    const scope = WANTED_SCOPES.filter((name) => scopes_supported?.includes(name) ?? true).join(' ');
    const parameters = {
      response_type: 'code',
      client_id: this.config.OIDC_CLIENT_ID!,
      redirect_uri: asked.redirectUri,
      scope,
      state: asked.state,
      nonce: asked.nonce,
      code_challenge: asked.challenge,
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.toString();
  }

  /** The claims about whoever logged in there; undefined when the provider refuses the code or says something unsound. */
  async claims(given: {
    code: string;
    verifier: string;
    redirectUri: string;
    nonce: string;
  }): Promise<JWTPayload | undefined> {
    const provider = await this.provider();
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: given.code,
      redirect_uri: given.redirectUri,
      code_verifier: given.verifier,
      client_id: this.config.OIDC_CLIENT_ID!,
      client_secret: this.config.OIDC_CLIENT_SECRET ?? '',
    });
    const answer = await ask(provider.token_endpoint, { method: 'POST', body });
    if (!answer.ok) return undefined;
    const { id_token, access_token } = (await answer.json()) as { id_token?: string; access_token?: string };
    const identity = await this.verified(id_token ?? '', provider);
    if (!identity?.sub || identity.nonce !== given.nonce) return undefined;
    const more = access_token ? await this.userinfo(provider, access_token) : undefined;
    return more && more.sub === identity.sub ? { ...more, ...identity } : identity;
  }

  private async userinfo(provider: Provider, token: string): Promise<JWTPayload | undefined> {
    if (!provider.userinfo_endpoint) return undefined;
    const answer = await ask(provider.userinfo_endpoint, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) return undefined;
    if (answer.headers.get('content-type')?.includes('application/jwt'))
      return this.verified(await answer.text(), provider);
    return (await answer.json()) as JWTPayload;
  }

  private async verified(token: string, { issuer, keys }: Provider): Promise<JWTPayload | undefined> {
    const audience = this.config.OIDC_CLIENT_ID!;
    try {
      const options = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: 30, currentDate: clock.asDate() };
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      if ((error as { code?: string }).code?.startsWith('ERR_J')) return undefined;
      throw unavailable(error);
    }
  }

  private async provider(): Promise<Provider> {
    const { OIDC_ISSUER, OIDC_CLIENT_ID } = this.config;
    if (!OIDC_ISSUER || !OIDC_CLIENT_ID) throw new Failure('not_found');
    if (this.known && performance.now() - this.known.readAt < REREAD_MS) return this.known;
    const answer = await ask(`${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const found = answer.ok ? ((await answer.json()) as Discovered) : undefined;
    if (found?.issuer !== OIDC_ISSUER)
      throw unavailable(new Error('The provider’s discovery document is not that of OIDC_ISSUER'));
    this.known = { ...found, keys: createRemoteJWKSet(new URL(found.jwks_uri)), readAt: performance.now() };
    return this.known;
  }
}

async function ask(url: string, options: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...options, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): Failure {
  return new Failure('unavailable', { retryAfter: 10, cause });
}
