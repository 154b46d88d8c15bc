import { describe, expect, it } from '@jest/globals';
import { isSiret, RNA_PATTERN } from './siret.js';

describe('A SIRET', () => {
  it.each([
    ['20003452800014', true, 'Luhn on 14 and on the SIREN'],
    ['20003452800041', false, 'two digits swapped'],
    ['35600000009075', true, 'an establishment of La Poste, sum multiple of 5'],
    ['35600000000048', true, 'the head office of La Poste, Luhn'],
    ['35600000009076', false, 'La Poste with another sum'],
    ['73282932000074', true, 'a valid one'],
    ['00000000000000', false, 'zeros pass Luhn and name nobody'],
    ['7328293200007', false, '13 digits'],
    ['7328293200007A', false, 'a letter'],
    ['', false, 'nothing'],
  ])('%s is valid: %s (%s)', (text, valid) => expect(isSiret(text)).toBe(valid));
});

describe('An RNA number', () => {
  it.each([
    ['W751234567', true],
    ['W75123456', false],
    ['751234567', false],
    ['w751234567', false],
  ])('%s is well formed: %s', (text, valid) => expect(RNA_PATTERN.test(text)).toBe(valid));
});
