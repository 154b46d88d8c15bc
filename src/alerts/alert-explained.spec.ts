import { describe, expect, it } from '@jest/globals';
import { explain, type Fact } from './alert-explained.js';
import { AlertKind, KIND_WORDS } from './alerts.enums.js';

const facts = (known: Record<string, string>): Fact[] =>
  Object.entries(known).map(([name, value]) => ({ name, value }));

describe('An explanation', () => {
  it.each<[string, Record<string, string>, string]>([
    ['nothing but since when', {}, 'L’impayé est constitué depuis le 2 janvier 2027.'],
    [
      'an amount',
      { debtCents: '123456' },
      'L’impayé est constitué depuis le 2 janvier 2027. La dette est de 1\u202f234,56\u00a0€.',
    ],
    [
      'a deadline on the first of a month',
      { dueOn: '2027-03-01' },
      'L’impayé est constitué depuis le 2 janvier 2027. Le signalement à l’organisme payeur est dû au plus tard le 1er mars 2027.',
    ],
    ['what it has no place for', { other: 'x' }, 'L’impayé est constitué depuis le 2 janvier 2027.'],
  ])('says what is known: %s', (_, known, text) => {
    const told = { kind: 'arrears_constituted', sinceOn: '2027-01-02', facts: facts(known) };
    expect(explain(told, 'fr').explanation).toBe(text);
  });

  it('has the same places in French and English, sentence by sentence', () => {
    const places = (text: string): string =>
      [...text.matchAll(/\{\w+\}/g)]
        .map(([place]) => place)
        .sort()
        .join();
    const different = AlertKind.codes.filter((kind) =>
      KIND_WORDS[kind].sentences.some(({ fr, en }) => places(fr) !== places(en)),
    );
    expect(different).toEqual([]);
  });

  it('of every kind has a title, a sentence and an action in both languages', () => {
    const wordless = AlertKind.codes.filter((kind) => {
      const { title, action, sentences } = KIND_WORDS[kind];
      return sentences.length === 0 || [title, action, ...sentences].some(({ fr, en }) => !fr.trim() || !en.trim());
    });
    expect(wordless).toEqual([]);
  });
});
