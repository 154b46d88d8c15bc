import { randomBytes } from 'node:crypto';
import { randomSecret, sha256 } from '../platform/crypto.js';

const FORM = /^psk_([0-9a-f]{8})_[\w-]{43}$/;

/** A new client secret: 256 random bits, with a mark that secret scanners know and a hint by which it is found again. */
export function newClientSecret(): { secret: string; hint: string; hash: Buffer } {
  const hint = randomBytes(4).toString('hex');
  const secret = `psk_${hint}_${randomSecret()}`;
  return { secret, hint, hash: sha256(secret) };
}

/** The hint in a secret; an empty one for what cannot be a secret of ours, so that looking it up takes as long. */
export function hintOf(secret: string): string {
  return FORM.exec(secret)?.[1] ?? '';
}
