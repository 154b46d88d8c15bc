import { describe, expect, it } from '@jest/globals';
import { looksLikeSocialSecurityNumber } from './nir.js';

describe('A social-security number', () => {
  it.each([
    ['2 69 05 49 588 157 80', 'with its key and spaces'],
    ['269054958815780', 'with its key'],
    ['2690549588157', 'without its key'],
    ['né sous le 1.85.02.2A.004.123 à Ajaccio', 'in a sentence, in Corsica'],
    ['269054958815781', 'with a wrong key'],
    ['2690 5495 8815 780', 'with its key, in fours'],
    ['né le 26 905 4958815-780', 'with its key, in no order'],
    ['385205412345604', 'of a foreigner, with a right key'],
    ['NIR 2\u00a069\u00a005\u00a049\u00a0588\u00a0157', 'with no-break spaces, as word processors put them'],
    ['2\u202f69\u202f05\u202f49\u202f588\u202f157', 'with narrow no-break spaces'],
    ['2  69  05  49  588  157', 'with two spaces'],
    ['2_69_05_49_588_157', 'with underscores'],
    ['2 69 05 49 (588) 157', 'with parentheses, as a telephone'],
    ['2\u201169\u201105\u201149\u2011588\u2011157', 'with no-break hyphens'],
    ['2—69—05—49—588—157', 'with long dashes'],
    ['2·69·05·49·588·157', 'with points in the middle'],
    ['2:69:05:49:588:157', 'with colons'],
    ['2, 69, 05, 49, 588, 157', 'with commas'],
    ['2690—5495—8815—780', 'with its key, in fours, with long dashes'],
    ['NIR269054958815780', 'behind letters'],
    ['NIR2690549588157', 'behind its name, without its key'],
    ['x269054958815780y', 'between letters'],
    ['\uff12\uff16\uff19\uff10\uff15\uff14\uff19\uff15\uff18\uff18\uff11\uff15\uff17', 'in wide digits'],
    ['269\u200b0549588157', 'with an invisible character in it'],
  ])('is seen in “%s” (%s)', (text) => expect(looksLikeSocialSecurityNumber(text)).toBe(true));

  it.each([
    ['73282932000074', 'a SIRET'],
    ['3017620422003', 'an EAN'],
    ['1763768155123', 'a time in milliseconds'],
    ['2026-11-21', 'a date'],
    ['LOC2690549588157', 'a landlord’s own number of thirteen digits'],
    ['26,90; 5,49; 588,15; 7,80', 'amounts whose digits have a right key'],
    ['L-00042', 'a landlord’s own number'],
    ['075012345678901234', 'a request number'],
    ['01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10', 'a UUID'],
    ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b269054958815780f00a08', 'a fingerprint'],
    ['+33 1 40 20 50 50', 'a telephone'],
    ['Loyer 2 350 € (12 mois) depuis le 01/02/2024', 'amounts and dates'],
    ['2690 5495 8815 781', 'a number in fours, without a right key'],
    ['FR76 3000 4000 0312 3456 7890 143', 'an IBAN'],
  ])('is not seen in “%s” (%s)', (text) => expect(looksLikeSocialSecurityNumber(text)).toBe(false));
});
