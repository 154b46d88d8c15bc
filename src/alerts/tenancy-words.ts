import type { KindWords } from './alert-words.js';

/** Tenancies, their dates, and what depends on them. */
export const TENANCY_WORDS = {
  benefit_may_change: {
    title: { fr: 'L’aide au logement peut changer', en: 'The housing benefit may change' },
    sentences: [
      { fr: 'Un changement est possible à partir du {from}.', en: 'A change is possible from {from}.' },
      { fr: 'L’aide est aujourd’hui de {aidCents}.', en: 'The benefit is {aidCents} today.' },
    ],
    action: {
      fr: 'Attendez-vous à un autre montant ; l’accompagnement s’en occupe.',
      en: 'Expect another amount; the supporter is at work on it.',
    },
  },
  deadline_near: {
    title: { fr: 'Échéance proche', en: 'Deadline near' },
    sentences: [{ fr: 'L’échéance est le {dueOn}.', en: 'The deadline is {dueOn}.' }],
    action: { fr: 'Faites le nécessaire avant cette date.', en: 'Do what is needed before that day.' },
  },
  deadline_passed: {
    title: { fr: 'Échéance dépassée', en: 'Deadline passed' },
    sentences: [{ fr: 'L’échéance était le {dueOn}.', en: 'The deadline was {dueOn}.' }],
    action: {
      fr: 'Faites-le dès que possible, ou enregistrez ce qui a été fait.',
      en: 'Do it as soon as possible, or record what was done.',
    },
  },
  enforcement_hold_review_due: {
    title: { fr: 'Suspension à revoir', en: 'Hold to be reviewed' },
    sentences: [
      {
        fr: 'La suspension des suggestions de poursuite dure jusqu’au {until}.',
        en: 'The hold on suggestions of enforcement lasts until {until}.',
      },
    ],
    action: {
      fr: 'Revoyez la situation avec les parties, et prolongez ou levez la suspension.',
      en: 'Review with the parties, and extend or lift the hold.',
    },
  },
  joint_review_due: {
    title: { fr: 'Examen tripartite à tenir', en: 'Three-party review due' },
    sentences: [
      {
        fr: 'L’examen de la situation, tous les six mois, est dû au plus tard le {dueOn}.',
        en: 'The six-monthly review is due by {dueOn}.',
      },
    ],
    action: {
      fr: 'Réunissez bailleur, association et occupant (décret 2010-1564), et enregistrez l’examen.',
      en: 'Bring landlord, association and occupant together (décret 2010-1564), and record the review.',
    },
  },
  slide_due: {
    title: { fr: 'Glissement du bail à décider', en: 'Slide of the lease to be decided' },
    sentences: [{ fr: 'La décision commune est prévue le {dueOn}.', en: 'The joint decision is due on {dueOn}.' }],
    action: {
      fr: 'Décidez ensemble : glissement, prolongation ou autre solution.',
      en: 'Decide together: slide, extend, or another solution.',
    },
  },
  tenancy_ending: {
    title: { fr: 'Fin d’occupation prévue', en: 'Tenancy about to end' },
    sentences: [{ fr: 'L’occupation prend fin le {endsOn}.', en: 'The tenancy ends on {endsOn}.' }],
    action: {
      fr: 'Préparez l’état des lieux, les clés et la suite.',
      en: 'Prepare the inventory, the keys and what follows.',
    },
  },
} as const satisfies Record<string, KindWords>;
