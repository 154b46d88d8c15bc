import type { Keyring } from '../platform/crypto.js';
import { actor } from '../platform/context.js';

/**
 * What somebody wrote of people, as it lies in the database: encrypted with a key of the consortium's own, which the database does
 * not have. A text without the mark was written before, and is sealed by the night.
 */
export const SEALED = 'sealed:';
const PURPOSE = 'house-incidents';

export function sealed(keyring: Keyring, text: string): string {
  return `${SEALED}${keyring.seal(`${PURPOSE} ${actor().consortiumId}`, text)}`;
}

export function opened<T extends string | null>(keyring: Keyring, stored: T): T {
  if (!stored?.startsWith(SEALED)) return stored;
  return keyring.open(`${PURPOSE} ${actor().consortiumId}`, stored.slice(SEALED.length)) as T;
}
