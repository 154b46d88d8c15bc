/** What is typed or pasted between its parts: spaces and punctuation of all kinds. */
const BETWEEN = '[\\s\\p{P}]{0,3}';
/** Between characters in groups that say nothing: commas and the like stand between amounts, too. */
const WITHIN = '[\\s._/()·\\p{Pd}]{0,3}';
/** Neither within a number or a word, unless that word announces it. */
const BEFORE = '(?:(?<![\\dA-Za-z])|(?<=nir|insee|secu))';
const PARTS = ['([12378])', '\\d{2}', '(0[1-9]|1[0-2]|[2-9]\\d)', '(?:\\d{2}|2[AB])', '\\d{3}', '\\d{3}'];
/** Sex, year, month of birth, department, commune, order; then the key, where it is there. */
const ALONE = new RegExp(`${BEFORE}${PARTS.join(BETWEEN)}(?:${BETWEEN}(\\d{2}))?(?![\\dA-Za-z])`, 'giu');
/** Between letters, with its key. The digits of a fingerprint or a UUID have a–f or a dash about them. */
const GLUED = new RegExp(`(?<![\\da-f-])${PARTS.join('[ .]?')}[ .]?(\\d{2})(?![\\da-f-])`, 'gi');

/** In any groups: whatever stands between its characters, with its key. */
const GROUPED = new RegExp(`(?<![\\dA-Za-z])[12378](?:${WITHIN}[\\dAB]){14}(?![\\dA-Za-z])`, 'giu');
const WHOLE = new RegExp(`^${PARTS.join('')}(\\d{2})$`, 'i');

/** Common, long to look through, and never one: its parts are of other lengths. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Whether a text holds what looks like a French social-security number: 15 characters with a right key, or 13 or 15 with an
 * ordinary sex and month. It may be neither received nor kept (décret 2019-341). A SIRET (14 digits), a date, an EAN and a
 * time in milliseconds do not look like one.
 */
export function looksLikeSocialSecurityNumber(given: string): boolean {
  if (given.length < 13 || UUID.test(given)) return false;
  const text = given.normalize('NFKC').replace(/\p{Cf}/gu, '');
  for (const [found, sex = '', month = '', key] of text.matchAll(ALONE))
    if (((sex === '1' || sex === '2') && month <= '12') || hasRightKey(found, key)) return true;
  for (const [found, , , key] of text.matchAll(GLUED)) if (hasRightKey(found, key)) return true;
  return isGrouped(text);
}

function isGrouped(text: string): boolean {
  return [...text.matchAll(GROUPED)].some(([found]) => {
    const compact = found.replace(/[^\dAB]/gi, '');
    return hasRightKey(compact, WHOLE.exec(compact)?.[3]);
  });
}

/** What is said of a text in a refusal: nothing, where it would say such a number again. */
export function withoutSocialSecurityNumber(text: string): string {
  return looksLikeSocialSecurityNumber(text) ? '…' : text;
}

function hasRightKey(found: string, key: string | undefined): boolean {
  if (key === undefined) return false;
  const digits = found
    .replace(/[^\dAB]/gi, '')
    .toUpperCase()
    .replace('2A', '19')
    .replace('2B', '18');
  return 97 - Number(BigInt(digits.slice(0, 13)) % 97n) === Number(key);
}
