import { describe, expect, it } from '@jest/globals';
import { AuditTrail, type Noted } from './trail.js';

const A = '01936f1e-7c00-7a10-9c3e-00000000000a';
const B = '01936f1e-7c00-7a10-9c3e-00000000000b';

function trail(written: [Noted, string][] = []): AuditTrail {
  return new AuditTrail(
    (_run, changes, operation) => Promise.resolve(void written.push([changes, operation])),
    'GET /v1/placements',
  );
}

describe('the trail of a request', () => {
  it('names each table once, and of each its ids once, whatever their case', () => {
    const noted = trail();
    noted.read('placements', [A, B]);
    noted.read('placements', [A.toUpperCase()]);
    noted.read('people', [B]);
    noted.readList('people', `${A},${B}`);
    noted.readList('sites', null);
    expect(noted.takeReads()).toEqual({ tables: ['placements', 'people'], ids: `${A},${B},${B},${A}` });
  });

  it('names once what all rows of a page name', () => {
    const noted = trail();
    noted.readList('organisations', `${A},${A},${A}`);
    expect(noted.takeReads().ids).toEqual(A);
  });

  it('names once what two tables share', () => {
    const noted = trail();
    noted.readList('tenancies', `${A},${B}`);
    noted.readList('accounts', `${A},${B}`);
    expect(noted.takeReads()).toEqual({ tables: ['tenancies', 'accounts'], ids: `${A},${B}` });
  });

  it('takes nothing but ids', () => {
    const noted = trail();
    for (const other of ['Camille', `${A},${B}x`, '', '{}'])
      for (const note of [() => noted.read('people', [other]), () => noted.changed('people', other)])
        expect(note).toThrow('ids only');
  });

  it('forgets what was taken, and a read that found nobody', () => {
    const noted = trail();
    noted.read('people', []);
    expect(noted.takeReads()).toEqual({ tables: [], ids: '' });
    noted.read('people', [A]);
    noted.takeReads();
    expect(noted.takeReads().ids).toEqual('');
  });

  it('needs no entry for the reading of what it changed', async () => {
    const noted = trail([]);
    noted.read('placements', [A, B]);
    noted.read('people', [A]);
    noted.changed('placements', A.toUpperCase());
    noted.changed('people', A);
    await noted.writeChanges(() => Promise.resolve([]));
    expect(noted.takeReads()).toEqual({ tables: ['placements'], ids: B });
  });

  it('writes changes once, under the operation of that moment, and nothing where nothing changed', async () => {
    const written: [Noted, string][] = [];
    const noted = trail(written);
    const run = (): Promise<unknown> => Promise.resolve([]);
    await noted.writeChanges(run);
    noted.operation = 'mutation offer';
    noted.changed('placements', A);
    await noted.writeChanges(run);
    await noted.writeChanges(run);
    expect(written).toEqual([[{ tables: ['placements'], ids: A }, 'mutation offer']]);
  });
});
