import type { KindWords } from './alert-words.js';

/** Shared flats: for who lets their rooms and who supports them. */
export const FLAT_WORDS = {
  flat_to_close: {
    title: { fr: 'Domicile partagé à fermer', en: 'Shared flat to be closed' },
    sentences: [
      {
        fr: 'Le bail principal de ce domicile prend fin le {dueOn}, premier jour où il n’est plus loué.',
        en: 'The head tenancy of this flat ends on {dueOn}, the first day on which it is let no longer.',
      },
      {
        fr: 'La fermeture du domicile n’est pas enregistrée depuis le {overdueSince}.',
        en: 'That the flat is closed has not been recorded since {overdueSince}.',
      },
    ],
    action: {
      fr: 'Préparez avec chaque résident où il vivra ensuite, puis enregistrez les départs et la fermeture ; ou convenez avec le bailleur que le bail continue.',
      en: 'Prepare with each resident where they will live next, then record the departures and the closure; or agree with the landlord that the lease goes on.',
    },
  },
} as const satisfies Record<string, KindWords>;
