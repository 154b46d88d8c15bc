import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { COG_YEAR, COMMUNE_PATTERN } from './communes.js';

describe('A commune code', () => {
  it.each([
    ['01001', true],
    ['2A004', true],
    ['2B033', true],
    ['75120', true],
    ['69381', true],
    ['13201', true],
    ['97411', true],
    ['98818', true],
    ['95018', true],
    ['20004', false],
    ['96001', false],
    ['99123', false],
    ['7511', false],
    ['751200', false],
    ['2C001', false],
    ['00001', false],
  ])('%s has the shape of one: %s', (code, valid) => expect(COMMUNE_PATTERN.test(code)).toBe(valid));

  it('is of the year whose geographic code the package ships', () => {
    const { version } = createRequire(import.meta.url)('@etalab/decoupage-administratif/package.json') as {
      version: string;
    };
    expect(Number(version.split('.')[0]) + 2020).toBe(COG_YEAR);
  });
});
