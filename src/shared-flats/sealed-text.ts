import type { Keyring } from '../platform/crypto.js';
import { actor } from '../platform/context.js';

/**
 * What somebody wrote of people, as it lies in the database: encrypted with a key of the consortium's own, which the database does
 * not have. A text without the mark was written before; the night seals it, and what an older key sealed with the newest.
 */
const MARK = 'sealed:';

export function sealed(keyring: Keyring, text: string): string {
  return `${MARK}${keyring.seal(purpose(), text)}`;
}

export function opened<T extends string | null>(keyring: Keyring, stored: T): T {
  if (!stored?.startsWith(MARK)) return stored;
  return keyring.open(purpose(), stored.slice(MARK.length)) as T;
}

/** How every text begins that the newest key sealed. */
export function newestMark(keyring: Keyring): string {
  return sealed(keyring, '').split('.')[0]!;
}

const purpose = (): string => `house-incidents ${actor().consortiumId}`;
