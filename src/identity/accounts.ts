import { Injectable } from '@nestjs/common';
import { NIL_UUID } from '../platform/access/actor.js';
import type { Role, StaffFunction } from '../platform/access/permissions.js';
import { clock } from '../platform/clock.js';
import { Keyring, sha256 } from '../platform/crypto.js';
import { Failure } from '../platform/errors/failure.js';
import { Lookups } from './lookups.js';
import { isPassword } from './passwords.js';
import { hashOfRecoveryCode, stepOf } from './second-factor.js';
import type { CaseloadSight } from './users.enums.js';

export interface Account {
  readonly id: string;
  readonly consortium_id: string;
  readonly organisation_id: string;
  readonly email: string;
  readonly functions: StaffFunction[];
  readonly caseload: CaseloadSight;
  readonly authority: string;
  readonly roles: Role[];
  readonly standing: string;
  readonly password_hash: string | null;
  readonly totp_sealed: string | null;
  readonly totp_on: boolean;
}

export interface Proof {
  readonly password: string;
  readonly totp?: string;
  readonly recoveryCode?: string;
}

const MOST_BY_ACCOUNT = 10;
const MOST_BY_ADDRESS = 300;
const LOCK = '15 minutes';
const LOCK_SECONDS = 900;

/**
 * Proof of who a person is. Attempts are counted by account, known or not, and by address, before anything is checked, so
 * that guesses at once count too. An unknown account, a locked one and a wrong password take the same way and answer alike.
 */
@Injectable()
export class Accounts {
  constructor(
    private readonly lookups: Lookups,
    private readonly keyring: Keyring,
  ) {}

  async prove(email: string, proof: Proof, address: string): Promise<Account> {
    const addressKey = sha256(`address ${address}`);
    await this.countByAddress(addressKey);
    const tries = await this.count(accountKey(email));
    const [place] = await this.lookups.call<{ consortium_id: string; user_id: string }>(
      'SELECT * FROM account_of_email($1)',
      [email],
    );
    const account = await this.find(place?.consortium_id ?? NIL_UUID, place?.user_id ?? NIL_UUID);
    const right = await isPassword(proof.password, account?.password_hash);
    if (!right || !account || tries > MOST_BY_ACCOUNT) throw new Failure('invalid_credentials');
    if (account.totp_on) await this.proveSecondFactor(account, proof);
    await this.lookups.call('SELECT login_succeeded($1, $2)', [accountKey(email), addressKey]);
    return account;
  }

  /**
   * Whether it is her password, asked of somebody logged in; wrong guesses count like those of a login. Where she has a second
   * factor the password alone takes back its own attempt only: else it would free guesses at codes.
   */
  async isHers(account: Account, password: string): Promise<boolean> {
    const right = await this.attempt(account, () => isPassword(password, account.password_hash));
    if (right) await (account.totp_on ? this.takeBack(account) : this.forgive(account));
    return right;
  }

  /** As `isHers`, with the second factor that she has; what was wrong before is forgiven when both are right. */
  async isHersWholly(account: Account, proof: Proof): Promise<boolean> {
    const right = await this.attempt(account, () => isPassword(proof.password, account.password_hash));
    if (right && account.totp_on) await this.proveSecondFactor(account, proof);
    if (right) await this.forgive(account);
    return right;
  }

  /** Whether a code proves the second factor that she is about to have; wrong ones count too. */
  async confirms(account: Account, code: string): Promise<boolean> {
    const right = await this.attempt(account, () => this.takeCode(account, code));
    if (right) await this.takeBack(account);
    return right;
  }

  /** The account as it stands today; undefined when it is inactive or its organisation has left. */
  async find(consortiumId: string, userId: string): Promise<Account | undefined> {
    const [account] = await this.lookups.call<Account>('SELECT * FROM user_account($1, $2, $3)', [
      consortiumId,
      userId,
      clock.today(),
    ]);
    return account;
  }

  private async proveSecondFactor(account: Account, { totp, recoveryCode }: Omit<Proof, 'password'>): Promise<void> {
    if (totp === undefined && recoveryCode === undefined) throw new Failure('second_factor_required');
    const good =
      totp !== undefined ? await this.takeCode(account, totp) : await this.takeRecoveryCode(account, recoveryCode!);
    if (!good) throw new Failure('invalid_credentials');
  }

  /** Whether a code is right and was not taken before. */
  private async takeCode({ consortium_id, id, totp_sealed }: Account, code: string): Promise<boolean> {
    const step = totp_sealed === null ? undefined : stepOf(this.keyring, totp_sealed, code);
    if (step === undefined) return false;
    const [taken] = await this.lookups.call<{ good: boolean }>('SELECT totp_take($1, $2, $3) AS good', [
      consortium_id,
      id,
      step,
    ]);
    return taken?.good === true;
  }

  private async takeRecoveryCode({ consortium_id, id }: Account, code: string): Promise<boolean> {
    const [taken] = await this.lookups.call<{ good: boolean }>('SELECT recovery_take($1, $2, $3) AS good', [
      consortium_id,
      id,
      hashOfRecoveryCode(code),
    ]);
    return taken?.good === true;
  }

  /** Whether what is guessed is right, counted before it is looked at; never where too much was wrong of late. */
  private async attempt(account: Account, isRight: () => Promise<boolean>): Promise<boolean> {
    const tries = await this.count(accountKey(account.email));
    return (await isRight()) && tries <= MOST_BY_ACCOUNT;
  }

  private async forgive({ email }: Account): Promise<void> {
    await this.lookups.call('SELECT login_succeeded($1, NULL)', [accountKey(email)]);
  }

  private async takeBack({ email }: Account): Promise<void> {
    await this.lookups.call('SELECT login_succeeded(NULL, $1)', [accountKey(email)]);
  }

  private async countByAddress(key: Buffer): Promise<void> {
    if ((await this.count(key)) <= MOST_BY_ADDRESS) return;
    throw new Failure('too_many_requests', { retryAfter: LOCK_SECONDS, params: { seconds: LOCK_SECONDS } });
  }

  private async count(key: Buffer): Promise<number> {
    const [counted] = await this.lookups.call<{ tries: number }>(
      'SELECT login_attempt($1, $2, $3::interval) AS tries',
      [key, clock.now(), LOCK],
    );
    return counted?.tries ?? 0;
  }
}

function accountKey(email: string): Buffer {
  return sha256(`account ${email}`);
}
