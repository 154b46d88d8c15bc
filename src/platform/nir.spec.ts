import { describe, expect, it } from '@jest/globals';
import { looksLikeSocialSecurityNumber } from './nir.js';

describe('A social-security number', () => {
  it.each([
    ['2 69 05 49 588 157 80', 'with its key and spaces'],
    ['269054958815780', 'with its key'],
    ['2690549588157', 'without its key'],
    ['né sous le 1.85.02.2A.004.123 à Ajaccio', 'in a sentence, in Corsica'],
    ['269054958815781', 'with a wrong key'],
    ['385205412345604', 'of a foreigner, with a right key'],
  ])('is seen in “%s” (%s)', (text) => expect(looksLikeSocialSecurityNumber(text)).toBe(true));

  it.each([
    ['73282932000074', 'a SIRET'],
    ['3017620422003', 'an EAN'],
    ['1763768155123', 'a time in milliseconds'],
    ['2026-11-21', 'a date'],
    ['L-00042', 'a landlord’s own number'],
    ['075012345678901234', 'a request number'],
    ['01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10', 'a UUID'],
  ])('is not seen in “%s” (%s)', (text) => expect(looksLikeSocialSecurityNumber(text)).toBe(false));
});
