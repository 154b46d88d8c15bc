import { FUNCTIONS, type StaffFunction } from '../platform/access/permissions.js';
import { enumeration, type CodeOf } from '../platform/api/enumeration.js';
import type { Words } from '../platform/errors/failure.js';

const FUNCTION_LABELS: Record<StaffFunction, Words> = {
  administrator: { fr: 'Administrateur des comptes', en: 'Account administrator' },
  social_worker: { fr: 'Travailleur social', en: 'Social worker' },
  rent_officer: { fr: 'Chargé de gestion locative', en: 'Rent officer' },
  landlord_social_adviser: { fr: 'Conseiller social du bailleur', en: 'Landlord’s social adviser' },
  reader: { fr: 'Lecteur', en: 'Reader' },
};
/** The functions of the access table, with labels. */
export const UserFunction = enumeration(
  'UserFunction',
  { fr: 'Fonction dans l’organisation', en: 'Function in the organisation' },
  Object.fromEntries(FUNCTIONS.map((name) => [name, FUNCTION_LABELS[name]])) as Record<StaffFunction, Words>,
);

export const CaseloadSight = enumeration(
  'CaseloadSight',
  { fr: 'Suivis visibles', en: 'Caseload in sight' },
  {
    own: { fr: 'Les siens', en: 'Her own' },
    team: { fr: 'Ceux de son équipe', en: 'Her team’s' },
    all: { fr: 'Tous ceux de l’organisation', en: 'All of the organisation’s' },
  },
);
export type CaseloadSight = CodeOf<typeof CaseloadSight>;
