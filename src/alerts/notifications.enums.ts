import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const DigestFrequency = enumeration(
  'DigestFrequency',
  { fr: 'Fréquence du récapitulatif', en: 'Frequency of the digest' },
  {
    none: { fr: 'Aucun', en: 'None' },
    daily: { fr: 'Chaque jour', en: 'Every day' },
    weekly: { fr: 'Chaque semaine', en: 'Every week' },
  },
);
export type DigestFrequency = CodeOf<typeof DigestFrequency>;

export const DigestLanguage = enumeration(
  'DigestLanguage',
  { fr: 'Langue du récapitulatif', en: 'Language of the digest' },
  { fr: { fr: 'Français', en: 'French' }, en: { fr: 'Anglais', en: 'English' } },
);
export type DigestLanguage = CodeOf<typeof DigestLanguage>;
