import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countIn, uuidArray } from './uuid-array.js';

describe('a list of ids in the binary form of PostgreSQL', () => {
  it('is what array_send writes', () => {
    expect(uuidArray(['01936f1e-7c00-7a10-9c3e-0000000000af']).toString('hex')).toBe(
      '00000001' + '00000000' + '00000b86' + '00000001' + '00000001' + '00000010' + '01936f1e7c007a109c3e0000000000af',
    );
    expect(uuidArray([]).toString('hex')).toBe('00000000' + '00000000' + '00000b86');
  });

  it('has the bytes of each id, whatever lists they come in', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.uuid(), { minLength: 1, maxLength: 5 }), { minLength: 1 }), (lists) => {
        const ids = lists.flat();
        const array = uuidArray(lists.map((list) => list.join(',')));
        expect(array.readInt32BE(12)).toBe(ids.length);
        expect(lists.map((list) => countIn(list.join(',')))).toEqual(lists.map((list) => list.length));
        ids.forEach((id, index) => {
          const at = 20 + index * 20;
          expect(array.subarray(at + 4, at + 20).toString('hex')).toBe(id.replaceAll('-', ''));
        });
      }),
    );
  });
});
