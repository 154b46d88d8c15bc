import type { KindWords } from './alert-words.js';

const OVERDUE = { fr: 'C’est en retard depuis le {overdueSince}.', en: 'It has been overdue since {overdueSince}.' };

/** Tenancies, their dates, and what depends on them. */
export const TENANCY_WORDS = {
  joint_review_due: {
    title: { fr: 'Examen tripartite à tenir', en: 'Three-party review due' },
    sentences: [
      {
        fr: 'L’examen de la situation, tous les six mois, est dû au plus tard le {dueOn}.',
        en: 'The six-monthly review is due by {dueOn}.',
      },
      OVERDUE,
    ],
    action: {
      fr: 'Réunissez bailleur, association et occupant (décret 2010-1564), et enregistrez l’examen.',
      en: 'Bring landlord, association and occupant together (décret 2010-1564), and record the review.',
    },
  },
  slide_due: {
    title: { fr: 'Glissement du bail à décider', en: 'Slide of the lease to be decided' },
    sentences: [
      { fr: 'La décision commune est prévue le {dueOn}.', en: 'The joint decision is due on {dueOn}.' },
      OVERDUE,
    ],
    action: {
      fr: 'Décidez ensemble : glissement, prolongation ou autre solution.',
      en: 'Decide together: slide, extend, or another solution.',
    },
  },
  tenancy_ending: {
    title: { fr: 'Fin d’occupation prévue', en: 'Tenancy about to end' },
    sentences: [
      { fr: 'L’occupation prend fin le {dueOn}.', en: 'The tenancy ends on {dueOn}.' },
      {
        fr: 'Cette fin n’est pas enregistrée depuis le {overdueSince}.',
        en: 'That end has not been recorded since {overdueSince}.',
      },
    ],
    action: {
      fr: 'Préparez l’état des lieux, les clés et la suite.',
      en: 'Prepare the inventory, the keys and what follows.',
    },
  },
} as const satisfies Record<string, KindWords>;
