import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { clock } from '../platform/clock.js';
import { randomSecret, sha256 } from '../platform/crypto.js';
import { Failure } from '../platform/errors/failure.js';
import { AccessTokens } from './access-tokens.js';
import { Accounts, type Account } from './accounts.js';
import { normalisedEmail } from './email.js';
import { Lookups } from './lookups.js';
import { assertGoodPassword, hashOf } from './passwords.js';
import type { SessionTokens } from './session.entity.js';
import type { ActivationInput, LoginInput, RefreshInput } from './sessions.inputs.js';

const IDLE = '12 hours';
const LONGEST_HOURS = 24 * 7;

/** What a person may do before she is logged in: log in, renew her session, accept an invitation. */
@Injectable()
export class Logins {
  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: AccessTokens,
    private readonly lookups: Lookups,
  ) {}

  async login(input: LoginInput, address: string): Promise<SessionTokens> {
    return this.open(await this.accounts.prove(normalisedEmail(input.email), input, address));
  }

  /** Opens a session of somebody who has proven who she is; refused when a password was set or she was switched off meanwhile. */
  async open(account: Account): Promise<SessionTokens> {
    const id = uuidv7();
    const refreshToken = newRefreshToken();
    const [opened] = await this.lookups.call<{ done: boolean }>(
      'SELECT session_open($1, $2, $3, $4, $5, $6, $7, $8::interval, $9::interval) AS done',
      [
        account.consortium_id,
        account.organisation_id,
        account.id,
        account.authority,
        id,
        sha256(refreshToken),
        clock.now(),
        IDLE,
        `${LONGEST_HOURS} hours`,
      ],
    );
    if (!opened?.done) throw new Failure('invalid_credentials');
    const expiresAt = clock.instant().add({ hours: LONGEST_HOURS }).toString({ smallestUnit: 'microsecond' });
    return this.answer(account, id, refreshToken, expiresAt);
  }

  /** The next tokens of a session. `elapsedMs`: how long ago the request arrived, which tells a race from a theft. */
  async refresh(input: RefreshInput, elapsedMs: number): Promise<SessionTokens> {
    const next = newRefreshToken();
    const [session] = await this.lookups.call<{
      session_id: string;
      consortium_id: string;
      user_id: string;
      expires_at: string;
    }>(`SELECT * FROM session_refresh($1, $2, $3, make_interval(secs => $4), $5::interval)`, [
      sha256(input.refreshToken),
      sha256(next),
      clock.now(),
      elapsedMs / 1000,
      IDLE,
    ]);
    const account = session ? await this.accounts.find(session.consortium_id, session.user_id) : undefined;
    if (!session || !account) throw new Failure('session_over');
    return this.answer(account, session.session_id, next, session.expires_at);
  }

  /** Accepts an invitation: sets the password, ends what there was of sessions. */
  async activate(input: ActivationInput): Promise<void> {
    const hash = sha256(input.token);
    const [invited] = await this.lookups.call<{ email: string; name: string }>('SELECT * FROM invitation_of($1, $2)', [
      hash,
      clock.now(),
    ]);
    if (!invited) throw new Failure('invitation_over');
    assertGoodPassword(input.password, invited, '/password');
    const [accepted] = await this.lookups.call<{ done: boolean }>('SELECT invitation_accept($1, $2, $3) AS done', [
      hash,
      await hashOf(input.password),
      clock.now(),
    ]);
    if (!accepted?.done) throw new Failure('invitation_over');
  }

  private async answer(
    account: Account,
    id: string,
    refreshToken: string,
    sessionExpiresAt: string,
  ): Promise<SessionTokens> {
    const { token, seconds } = await this.tokens.issue({
      principal: { type: 'user', id: account.id },
      consortiumId: account.consortium_id,
      organisationId: account.organisation_id,
      roles: account.roles,
      functions: account.functions,
      restsOn: [account.authority, account.standing, id],
      ...(account.caseload === 'all' ? {} : { caseloadOf: account.id }),
    });
    return { id, accessToken: token, tokenType: 'Bearer', expiresIn: seconds, refreshToken, sessionExpiresAt };
  }
}

function newRefreshToken(): string {
  return `rft_${randomSecret()}`;
}
