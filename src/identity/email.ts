import { invalid } from '../platform/errors/failure.js';

export const EMAIL = /^\s*[^\s@<>()",;:\\]{1,64}@[^\s@<>()",;:\\]{1,185}\.[^\s@<>()",;:\\.]{2,}\s*$/;
export const EMAIL_FORMAT = { fr: 'nom@domaine', en: 'name@domain' };
export const EMAIL_LENGTH = 254;

/** An address is compared without case and outer blanks. */
export function normalisedEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

/**
 * An address as it is kept. What was a valid input may be none then: compatibility characters become the signs that an address is
 * made of, or many characters.
 */
export function keptEmail(email: string): string {
  const kept = normalisedEmail(email);
  if (kept.length > EMAIL_LENGTH) throw invalid('/email', 'text_too_long', { max: EMAIL_LENGTH });
  if (!EMAIL.test(kept)) throw invalid('/email', 'bad_format', { format: EMAIL_FORMAT });
  return kept;
}

/** As `keptEmail`, of what another says; undefined where no account can have it. */
export function knownEmail(email: string): string | undefined {
  const kept = normalisedEmail(email);
  return kept.length <= EMAIL_LENGTH && EMAIL.test(kept) ? kept : undefined;
}
