import { describe, expect, it } from '@jest/globals';
import { compatibility, type FlatLife, type Living } from './compatibility.js';
import { explain } from './compatibility-words.js';

const living = (over: Partial<Living> = {}): Living => ({
  languages: [],
  smokes: null,
  hasAnimals: null,
  climbsStairs: null,
  wishes: [],
  ...over,
});
const flat = (over: Partial<FlatLife> = {}): FlatLife => ({
  smoking: null,
  animalsAllowed: null,
  stepFree: null,
  ...over,
});

describe('Compatibility', () => {
  it('is unknown on every point where nothing is recorded of the household', () => {
    const points = compatibility(flat(), [living()], null);
    expect(points.map(({ finding }) => finding)).toEqual(Array.from({ length: 5 }, () => 'unknown'));
  });

  it.each<[string, string, FlatLife | null, Living[], Living, string]>([
    [
      'a language in common fits',
      'language',
      null,
      [living({ languages: ['ar'] })],
      living({ languages: ['fr', 'ar'] }),
      'fits',
    ],
    ['none differs', 'language', null, [living({ languages: ['ar'] })], living({ languages: ['fr'] }), 'differs'],
    ['languages of nobody are unknown', 'language', null, [living()], living({ languages: ['fr'] }), 'unknown'],
    [
      'a smoker fits where it is allowed',
      'smoking',
      flat({ smoking: 'allowed' }),
      [],
      living({ smokes: true }),
      'fits',
    ],
    [
      'not where somebody wishes no smoke',
      'smoking',
      flat({ smoking: 'allowed' }),
      [living({ wishes: ['no_smoke'] })],
      living({ smokes: true }),
      'differs',
    ],
    [
      'outside only is to be talked over',
      'smoking',
      flat({ smoking: 'outside' }),
      [],
      living({ smokes: true }),
      'differs',
    ],
    [
      'a smoker in a flat of which nothing is known is unknown',
      'smoking',
      null,
      [],
      living({ smokes: true }),
      'unknown',
    ],
    ['who smokes not fits', 'smoking', null, [living({ smokes: true })], living({ smokes: false }), 'fits'],
    [
      'unless no smoke is wished where others smoke',
      'smoking',
      null,
      [living({ smokes: true })],
      living({ smokes: false, wishes: ['no_smoke'] }),
      'differs',
    ],
    [
      'an animal where none is allowed differs',
      'animals',
      flat({ animalsAllowed: false }),
      [],
      living({ hasAnimals: true }),
      'differs',
    ],
    [
      'an animal where it is allowed fits',
      'animals',
      flat({ animalsAllowed: true }),
      [],
      living({ hasAnimals: true }),
      'fits',
    ],
    [
      'an animal where somebody wishes none differs',
      'animals',
      flat({ animalsAllowed: true }),
      [living({ wishes: ['no_animals'] })],
      living({ hasAnimals: true }),
      'differs',
    ],
    [
      'stairs that are difficult differ',
      'stairs',
      flat({ stepFree: false }),
      [],
      living({ climbsStairs: false }),
      'differs',
    ],
    ['no stairs fit everybody', 'stairs', flat({ stepFree: true }), [], living(), 'fits'],
    ['stairs of which nothing is known are unknown', 'stairs', flat(), [], living({ climbsStairs: false }), 'unknown'],
    [
      'a wished language with each resident',
      'wishes',
      null,
      [living({ languages: ['ar'] })],
      living({ languages: ['ar'], wishes: ['common_language'] }),
      'fits',
    ],
    [
      'is not met when one has none in common',
      'wishes',
      null,
      [living({ languages: ['ar'] }), living()],
      living({ languages: ['ar'], wishes: ['common_language'] }),
      'differs',
    ],
  ])('%s', (_, topic, ofFlat, residents, candidate, finding) => {
    const points = compatibility(ofFlat, residents, candidate);
    const point = points.find((one) => one.topic === topic)!;
    expect(point.finding).toBe(finding);
    for (const locale of ['fr', 'en'] as const) expect(explain(point, locale)).not.toMatch(/\{|undefined/);
  });
});
