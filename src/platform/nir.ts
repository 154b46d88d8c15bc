/** Sex, year, month of birth, department, commune, order; then the key, where it is there. */
const NIR =
  /(?<![\dA-Za-z])([12378])[ .-]?\d{2}[ .-]?(0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[AB])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?(\d{2}))?(?![\dA-Za-z])/gi;

/**
 * Whether a text holds what looks like a French social-security number: 15 characters with a right key, or 13 or 15 with an
 * ordinary sex and month. It may be neither received nor kept (décret 2019-341). A SIRET (14 digits), a date, an EAN and a
 * time in milliseconds do not look like one.
 */
export function looksLikeSocialSecurityNumber(text: string): boolean {
  for (const [found, sex = '', month = '', key] of text.matchAll(NIR)) {
    if ((sex === '1' || sex === '2') && month <= '12') return true;
    if (key === undefined) continue;
    const digits = found.replace(/[ .-]/g, '').toUpperCase().replace('2A', '19').replace('2B', '18');
    if (97 - Number(BigInt(digits.slice(0, 13)) % 97n) === Number(key)) return true;
  }
  return false;
}
