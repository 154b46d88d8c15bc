import { Inject, Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keyring, randomSecret, sha256 } from '../platform/crypto.js';
import { Failure, invalid } from '../platform/errors/failure.js';
import { Accounts, type Account } from './accounts.js';
import { knownEmail } from './email.js';
import { Logins } from './logins.js';
import { Lookups } from './lookups.js';
import { OidcProvider } from './oidc-provider.js';
import type { OidcAuthorization, OidcBeginning, OidcReturn } from './oidc.views.js';
import type { SessionTokens } from './session.entity.js';

interface Pending {
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly until: number;
}

const PURPOSE = 'oidc-state';
const PENDING_SECONDS = 600;

/**
 * Login by an external OpenID Connect provider: code flow with PKCE and nonce, without a cookie. The provider says who
 * somebody is; an account is had by invitation only, and a `siret` that is not the one of its organisation closes it.
 */
@Injectable()
export class OidcLogins {
  constructor(
    private readonly provider: OidcProvider,
    private readonly accounts: Accounts,
    private readonly logins: Logins,
    private readonly lookups: Lookups,
    private readonly keyring: Keyring,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async begin({ redirectUri }: OidcBeginning): Promise<OidcAuthorization> {
    const origins = [...this.config.PASSERELLE_CORS_ORIGINS, new URL(this.config.PASSERELLE_PUBLIC_URL).origin];
    if (!URL.canParse(redirectUri) || !origins.includes(new URL(redirectUri).origin))
      throw invalid('/redirectUri', 'origin_not_allowed');
    const [nonce, verifier] = [randomSecret(), randomSecret()];
    const pending: Pending = { nonce, verifier, redirectUri, until: clock.epochSeconds() + PENDING_SECONDS };
    const state = this.keyring.seal(PURPOSE, JSON.stringify(pending));
    const challenge = sha256(verifier).toString('base64url');
    return { authorizationUrl: await this.provider.authorizationUrl({ redirectUri, state, nonce, challenge }), state };
  }

  async finish({ code, state }: OidcReturn): Promise<SessionTokens> {
    const pending = this.opened(state);
    const claims = pending && (await this.provider.claims({ code, ...pending }));
    const account = claims && (await this.accountOf(claims));
    if (!account) throw new Failure('invalid_credentials');
    return this.logins.open(account);
  }

  private opened(state: string): Pending | undefined {
    try {
      const pending = JSON.parse(this.keyring.open(PURPOSE, state)) as Pending;
      return pending.until > clock.epochSeconds() ? pending : undefined;
    } catch {
      return undefined;
    }
  }

  private async accountOf({ iss, sub, email, email_verified, siret }: JWTPayload): Promise<Account | undefined> {
    if (typeof email !== 'string' || typeof sub !== 'string') return undefined;
    const [found] = await this.lookups.call<{ consortium_id: string; user_id: string }>(
      'SELECT * FROM oidc_account($1, $2, $3, $4, $5, $6)',
      [
        iss,
        sub,
        knownEmail(email) ?? null,
        email_verified === true,
        typeof siret === 'string' ? siret : null,
        clock.now(),
      ],
    );
    return found && this.accounts.find(found.consortium_id, found.user_id);
  }
}
