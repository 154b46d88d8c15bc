import type { KindWords } from './alert-words.js';

/** Residents of shared flats: for who supports them alone. */
export const RESIDENT_WORDS = {
  presence_at_risk: {
    title: { fr: 'Présence en France à surveiller', en: 'Presence in France to be watched' },
    sentences: [
      {
        fr: '{daysAbroad} jours hors de France sont atteints en {year} ; {mostDaysAbroad} au plus laissent les plus de neuf mois de présence que l’ASPA demande.',
        en: '{daysAbroad} days outside France are reached in {year}; {mostDaysAbroad} at most leave the more than nine months of presence that ASPA asks for.',
      },
    ],
    action: {
      fr: 'Parlez-en avec la personne et prévoyez les retours ; au-delà, le versement peut être suspendu et réclamé (décret 2024-361).',
      en: 'Talk it over with the person and plan the returns; beyond that, payments can be suspended and claimed back (décret 2024-361).',
    },
  },
} as const satisfies Record<string, KindWords>;
