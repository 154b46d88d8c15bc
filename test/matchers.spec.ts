import { describe, expect, it } from '@jest/globals';

class Broken extends Error {}

const wrong: Record<string, () => unknown> = {
  'an error with another message': () => expect(new Error('a')).toEqual(new Error('b')),
  'an error of another class and message': () =>
    expect({ e: new Broken('a') }).toMatchObject({ e: new TypeError('b') }),
  'an error inside a promise': () => expect(Promise.reject(new Error('a'))).rejects.toEqual(new Error('b')),
  'another instant': () => expect({ at: new Date(1) }).toMatchObject({ at: new Date(2) }),
  'a text in place of an instant': () => expect({ at: 'x' }).toMatchObject({ at: new Date(2) }),
  'another pattern': () => expect(/a/).toEqual(/b/),
  'another entry of a map': () => expect(new Map([['a', 1]])).toEqual(new Map([['a', 2]])),
  'another member of a set': () => expect(new Set([1])).toEqual(new Set([2])),
  'other bytes': () => expect(Buffer.from('a')).toEqual(Buffer.from('b')),
  'a text that should be a number': () => expect({ a: '1' }).toEqual({ a: expect.any(Number) }),
  'no error at all': () => expect(() => undefined).toThrow(Error),
};

/** They are loaded apart from the tests (support/runtime.cjs), and must see what the tests give them as what it is. */
describe('The matchers of the tests', () => {
  it.each(Object.keys(wrong))('refuse %s', async (what) => {
    await expect((async () => wrong[what]!())()).rejects.toThrow(/expect\(/);
  });

  it('take what is right', async () => {
    expect({ e: new Broken('a'), at: new Date(1) }).toMatchObject({ e: new Broken('a'), at: new Date(1) });
    expect([1, '', true, [], {}]).toEqual(
      [Number, String, Boolean, Array, Object].map((type): unknown => expect.any(type)),
    );
    expect(() => JSON.parse('{')).toThrow(SyntaxError);
    await expect(Promise.reject(new Broken('a'))).rejects.toBeInstanceOf(Broken);
  });
});
