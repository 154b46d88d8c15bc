import { enumeration, type CodeOf } from '../api/enumeration.js';

export const CauseLevel = enumeration(
  'CauseLevel',
  { fr: 'Niveau d’une alerte', en: 'Level of an alert' },
  {
    information: { fr: 'Pour information', en: 'For information' },
    attention: { fr: 'À traiter', en: 'To be dealt with' },
    urgent: { fr: 'Urgent', en: 'Urgent' },
  },
);
export type CauseLevel = CodeOf<typeof CauseLevel>;
