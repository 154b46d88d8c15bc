import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Keyring } from '../crypto.js';
import { hashOf, isSealed, link, newChain, type Entry } from './chain.js';

const keyring = new Keyring([randomBytes(32)]);
const NOW = '2026-11-21T09:30:00.123000Z';

const entry = (id: number, more: Partial<Entry> = {}): Entry => ({
  consortiumId: '01936f1e-7c00-7a10-9c3e-000000000001',
  organisationId: '01936f1e-7c00-7a10-9c3e-000000000002',
  at: '2026-11-21T09:30:00.121000Z',
  id: `01936f1e-7c00-7a10-9c3e-00000000010${id}`,
  kind: 'read',
  principalType: 'client',
  principalId: 'client',
  operation: 'GET /v1/placements',
  tables: ['placements'],
  ids: '01936f1e-7c00-7a10-9c3e-000000000200,01936f1e-7c00-7a10-9c3e-000000000201',
  requestId: 'request',
  ...more,
});

describe('a chain of batches', () => {
  it('numbers its links from one, and each names the hash before it', () => {
    const first = link(newChain(), [entry(1)], NOW, keyring);
    const second = link(first, [entry(2)], NOW, keyring);
    expect([first.seq, second.seq, second.writer]).toEqual([1, 2, first.writer]);
    expect(second.previousHash).toEqual(first.hash);
  });

  it('hashes the same entries the same, in whatever order they came', () => {
    const chain = newChain();
    expect(link(chain, [entry(2), entry(1)], NOW, keyring)).toEqual(link(chain, [entry(1), entry(2)], NOW, keyring));
  });

  it('hashes otherwise when anything of an entry differs', () => {
    const batch = link(newChain(), [entry(1)], NOW, keyring);
    const altered: Partial<Entry>[] = [
      { organisationId: '01936f1e-7c00-7a10-9c3e-000000000003' },
      { at: '2026-11-21T09:30:00.122000Z' },
      { kind: 'change' },
      { principalId: 'other' },
      { operation: 'GET /v1/people' },
      { tables: ['people'] },
      { ids: '' },
      { requestId: 'other' },
    ];
    expect(hashOf(batch, [entry(1)])).toEqual(batch.hash);
    for (const more of altered) expect(hashOf(batch, [entry(1, more)])).not.toEqual(batch.hash);
    expect(hashOf(batch, [])).not.toEqual(batch.hash);
  });

  it('spans its entries, also after the clock was set back', () => {
    const batch = link(newChain(), [entry(1), entry(2, { at: '2026-11-21T09:31:00.000000Z' })], NOW, keyring);
    expect([batch.since, batch.at]).toEqual(['2026-11-21T09:30:00.121000Z', '2026-11-21T09:31:00.000000Z']);
  });

  it('is sealed by the installation’s key, and by no other', () => {
    const batch = link(newChain(), [entry(1)], NOW, keyring);
    expect(isSealed(batch, keyring)).toBe(true);
    expect(isSealed(batch, new Keyring([randomBytes(32)]))).toBe(false);
    expect(isSealed({ ...batch, hash: Buffer.alloc(32) }, keyring)).toBe(false);
  });
});
