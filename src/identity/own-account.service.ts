import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { conflict, Failure, invalid } from '../platform/errors/failure.js';
import { Accounts, type Account } from './accounts.js';
import { IDENTITY } from './identity.reasons.js';
import { assertGoodPassword, hashOf } from './passwords.js';
import type { RecoveryCodes, SecondFactorSecret } from './second-factor.views.js';
import { newRecoveryCodes, newSecondFactor } from './second-factor.js';
import { person } from './sessions.service.js';
import type { PasswordInput, PasswordProof, SecondFactorRemoval, TotpCode } from './sessions.inputs.js';

/** What a person does with her own account. */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly keyring: Keyring,
  ) {}

  /** Sets another password and ends every session, this one too. */
  @Requires('nothing')
  async changePassword(input: PasswordInput): Promise<void> {
    const account = await this.proven(input.currentPassword, '/currentPassword');
    assertGoodPassword(input.newPassword, { email: account.email, name: '' }, '/newPassword');
    await this.verb('password_set($1, $2, $3)', [account.id, await hashOf(input.newPassword), clock.now()]);
  }

  @Requires('nothing')
  async beginSecondFactor(input: PasswordProof): Promise<SecondFactorSecret> {
    const account = await this.proven(input.password, '/password');
    const { secret, uri, sealed } = newSecondFactor(this.keyring, account.email);
    if (!(await this.verb('totp_begin($1, $2)', [account.id, sealed]))) throw conflict(IDENTITY.second_factor_already);
    return { secret, uri };
  }

  @Requires('nothing')
  async confirmSecondFactor(input: TotpCode): Promise<RecoveryCodes> {
    const account = await this.own();
    if (account.totp_on) throw conflict(IDENTITY.second_factor_already);
    if (account.totp_sealed === null) throw conflict(IDENTITY.second_factor_missing);
    if (!(await this.accounts.confirms(account, input.totp))) throw invalid('/totp', 'wrong_code');
    const { codes, hashes } = newRecoveryCodes();
    if (!(await this.verb('totp_confirm($1, $2, $3)', [account.id, hashes, clock.now()])))
      throw conflict(IDENTITY.second_factor_already);
    return { recoveryCodes: codes };
  }

  @Requires('nothing')
  async removeSecondFactor(input: SecondFactorRemoval): Promise<void> {
    const account = await this.own();
    if (!(await this.accounts.isHersWholly(account, input))) throw invalid('/password', 'wrong_password');
    await this.verb('totp_remove($1) IS NULL', [account.id]);
  }

  private async own(): Promise<Account> {
    const account = await this.accounts.find(actor().consortiumId, person());
    if (!account) throw new Failure('unauthenticated');
    return account;
  }

  private async proven(password: string, pointer: string): Promise<Account> {
    const account = await this.own();
    if (!(await this.accounts.isHers(account, password))) throw invalid(pointer, 'wrong_password');
    return account;
  }

  /** One verb of the credentials, as the acting person, in a unit of work; the audit tells of her account. */
  private verb(call: string, values: unknown[]): Promise<boolean> {
    return this.database.work(async (work) => {
      const [answer] = await work.query<{ done: boolean }>(`SELECT ${call} AS done`, values);
      const isDone = answer?.done === true;
      if (isDone) context().trail?.changed('users', person());
      return isDone;
    });
  }
}
