import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { systemActor } from '../platform/access/actor.js';
import { inContext } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { newestMark, opened, sealed } from './sealed-text.js';

const within = <T>(consortiumId: string, run: () => T): T =>
  inContext({ requestId: 'sealing', locale: 'fr', actor: systemActor(consortiumId, 'test') }, run);

describe('A sealed text', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const consortium = randomUUID();

  it('is opened in its consortium alone', () => {
    const keyring = new Keyring([old]);
    const stored = within(consortium, () => sealed(keyring, 'Bruit'));
    expect(stored).not.toContain('Bruit');
    expect(within(consortium, () => opened(keyring, stored))).toBe('Bruit');
    expect(() => within(randomUUID(), () => opened(keyring, stored))).toThrow();
  });

  it('is opened after the keys have changed, and told from what the newest sealed', () => {
    const [before, after] = [new Keyring([old]), new Keyring([fresh, old])];
    within(consortium, () => {
      const stored = sealed(before, 'Bruit');
      expect(opened(after, stored)).toBe('Bruit');
      expect([stored, sealed(after, 'Bruit')].map((text) => text.startsWith(`${newestMark(after)}.`))).toEqual([
        false,
        true,
      ]);
    });
  });

  it('of before, or none, is what it is', () => {
    const keyring = new Keyring([old]);
    expect(within(consortium, () => [opened(keyring, 'Bruit'), opened(keyring, null)])).toEqual(['Bruit', null]);
  });
});
