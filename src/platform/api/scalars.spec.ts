import { describe, expect, it } from '@jest/globals';
import { isInstant } from './scalars.js';

describe('An instant', () => {
  it.each([
    '2026-11-28T02:55:32Z',
    '2026-11-28T02:55:32.1Z',
    '2026-11-28T23:59:59.123456Z',
    '2026-11-28T02:55:32.123456789Z',
    '2024-02-29T00:00:00Z',
  ])('%s is one', (text) => expect(isInstant(text)).toBe(true));

  it.each([
    '2026-11-28T02:55:32',
    '2026-11-28T02:55:32+01:00',
    '2026-11-28 02:55:32Z',
    '2026-11-28T24:00:00Z',
    '2026-11-28T02:60:00Z',
    '2026-11-28T02:55:32.Z',
    '2026-11-28T02:55:32.1234567890Z',
    '2026-02-29T00:00:00Z',
    '2026-11-28',
    'now',
    20261128,
    null,
  ])('%s is none', (value) => expect(isInstant(value)).toBe(false));
});
