const NIR = /(?<![\dA-Za-z])[12378][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-4]\d|5[0-9]|[6-9]\d)[ .-]?(?:\d{2}|2[AB])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?(\d{2}))?(?![\dA-Za-z])/gi;

/**
 * Whether a text holds what looks like a French social-security number (13 characters, or 15 with a right key).
 * It may be neither received nor kept (décret 2019-341). A SIRET (14 digits) or a date does not look like one.
 */
export function looksLikeSocialSecurityNumber(text: string): boolean {
  for (const match of text.matchAll(NIR)) {
    const compact = match[0].replace(/[ .-]/g, '').toUpperCase();
    if (compact.length === 13) return true;
    const digits = compact.replace('2A', '19').replace('2B', '18');
    if (97 - Number(BigInt(digits.slice(0, 13)) % 97n) === Number(digits.slice(13))) return true;
  }
  return false;
}
