import { enumeration, type CodeOf } from '../platform/api/enumeration.js';
import type { Words } from '../platform/errors/failure.js';
import type { KindWords } from './alert-words.js';
import { ARREARS_WORDS } from './arrears-words.js';
import { FLAT_WORDS } from './flat-words.js';
import { RESIDENT_WORDS } from './resident-words.js';
import { TENANCY_WORDS } from './tenancy-words.js';

const WORDS = { ...ARREARS_WORDS, ...TENANCY_WORDS, ...RESIDENT_WORDS, ...FLAT_WORDS };
export type AlertKind = keyof typeof WORDS;

/** Every kind of alert with its words; a test compares it with the table `cause_kinds`. */
export const KIND_WORDS: Readonly<Record<AlertKind, KindWords>> = WORDS;

const titles = Object.fromEntries(Object.entries(KIND_WORDS).map(([kind, { title }]) => [kind, title]));

export const AlertKind = enumeration(
  'AlertKind',
  { fr: 'Nature d’une alerte', en: 'Kind of an alert' },
  titles as Record<AlertKind, Words>,
);

export const AlertStatus = enumeration(
  'AlertStatus',
  { fr: 'État d’une alerte', en: 'Status of an alert' },
  {
    open: { fr: 'Ouverte', en: 'Open' },
    acknowledged: { fr: 'Prise en compte', en: 'Acknowledged' },
    snoozed: { fr: 'Reportée', en: 'Put off' },
    closed: { fr: 'Close', en: 'Closed' },
  },
);
export type AlertStatus = CodeOf<typeof AlertStatus>;

export const AlertResponse = enumeration(
  'AlertResponse',
  { fr: 'Réponse à une alerte', en: 'Response to an alert' },
  {
    in_hand: { fr: 'On s’en occupe', en: 'It is being dealt with' },
    known: { fr: 'Déjà connu', en: 'Known already' },
    nothing_to_do: { fr: 'Rien à faire', en: 'Nothing to be done' },
  },
);
export type AlertResponse = CodeOf<typeof AlertResponse>;

export const AlertStepKind = enumeration(
  'AlertStepKind',
  { fr: 'Étape d’une alerte', en: 'Step of an alert' },
  {
    raised: { fr: 'Levée', en: 'Raised' },
    acknowledged: { fr: 'Prise en compte', en: 'Acknowledged' },
    assigned: { fr: 'Affectée', en: 'Assigned' },
    snoozed: { fr: 'Reportée', en: 'Put off' },
    reopened: { fr: 'Rouverte', en: 'Open again' },
    closed: { fr: 'Close, sa cause ayant disparu', en: 'Closed, its cause being gone' },
  },
);
export type AlertStepKind = CodeOf<typeof AlertStepKind>;
