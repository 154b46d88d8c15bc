/** Sum of the digits with every second one from the right doubled (Luhn, ISO/IEC 7812-1). */
function luhn(digits: string): boolean {
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const LA_POSTE = '356000000';

/**
 * Whether a text is a valid SIRET: 14 digits, Luhn on all and on the SIREN. The establishments of La Poste may instead have
 * a sum of digits that is a multiple of 5. All zeros pass Luhn and are refused. Source: INSEE, `france.md` §7.1.
 */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || /^0+$/.test(text)) return false;
  if (!luhn(text.slice(0, 9))) return false;
  if (luhn(text)) return true;
  return text.startsWith(LA_POSTE) && [...text].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0;
}

/** RNA: `W` and 9 digits. None in Alsace-Moselle, where a tribunal registers associations: the field is optional. */
export const RNA_PATTERN = /^W\d{9}$/;
