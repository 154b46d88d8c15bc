import { Secret, TOTP } from 'otpauth';
import { randomBytes } from 'node:crypto';
import { clock } from '../platform/clock.js';
import { sha256, type Keyring } from '../platform/crypto.js';

const PURPOSE = 'totp';
const PERIOD = 30;
const RECOVERY_CODES = 10;

/** Time-based codes (RFC 6238): six digits, half a minute, one step of tolerance either way. */
function totpOf(secret: Secret, label: string): TOTP {
  return new TOTP({ issuer: 'Passerelle', label, secret, digits: 6, period: PERIOD });
}

/** A new secret: what the person's application reads, and what is kept, sealed. */
export function newSecondFactor(keyring: Keyring, email: string): { secret: string; uri: string; sealed: string } {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, uri: totpOf(secret, email).toString(), sealed: keyring.seal(PURPOSE, secret.base32) };
}

/** The step of time for which a code is right, undefined when it is wrong. */
export function stepOf(keyring: Keyring, sealed: string, code: string): number | undefined {
  const totp = totpOf(Secret.fromBase32(keyring.open(PURPOSE, sealed)), '');
  const timestamp = clock.epochMs();
  const delta = totp.validate({ token: code, timestamp, window: 1 });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD) + delta;
}

/** Ten codes for the day on which the telephone is gone, each good once; only hashes are kept. */
export function newRecoveryCodes(): { codes: string[]; hashes: Buffer[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => randomBytes(10).toString('hex').match(/.{5}/g)!.join('-'));
  return { codes, hashes: codes.map(hashOfRecoveryCode) };
}

export function hashOfRecoveryCode(code: string): Buffer {
  return sha256(code.toLowerCase().replace(/[^0-9a-f]/g, ''));
}
