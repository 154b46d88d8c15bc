import { describe, expect, it } from '@jest/globals';
import { digestMail, type KindCount } from './digest-words.js';

const LINK = 'https://app.example';
const counts: KindCount[] = [
  { kind: 'rent_unpaid', count: 2, urgent: 1 },
  { kind: 'slide_due', count: 1, urgent: 0 },
];

describe('A digest', () => {
  it('says how many of which kinds, and where to read them, in French', () => {
    expect(digestMail({ counts, digest: 'daily', language: 'fr', link: LINK })).toEqual({
      subject: 'Passerelle : 3 alertes à traiter',
      text: [
        '3 alertes ouvertes pour vous, dont 1 urgente :',
        '- Loyer impayé : 2\n- Glissement du bail à décider : 1',
        'Pour les lire et y répondre : https://app.example',
        'Vous recevez ce message chaque jour, selon vos préférences de notification.',
      ].join('\n\n'),
    });
  });

  it('says it in English, of one', () => {
    const one = [{ ...counts[1]! }];
    expect(digestMail({ counts: one, digest: 'weekly', language: 'en', link: LINK })).toEqual({
      subject: 'Passerelle: 1 alert to deal with',
      text: [
        '1 alert is open for you, 0 of them urgent:',
        '- Slide of the lease to be decided: 1',
        'To read and answer them: https://app.example',
        'You get this message every week, as you chose in your notification preferences.',
      ].join('\n\n'),
    });
  });
});
