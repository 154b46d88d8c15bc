import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const OccupancyStatus = enumeration(
  'OccupancyStatus',
  { fr: 'État du séjour en domicile partagé', en: 'Status of an occupancy' },
  {
    planned: { fr: 'Prévu', en: 'Planned' },
    current: { fr: 'En cours', en: 'Under way' },
    ended: { fr: 'Terminé', en: 'Ended' },
    cancelled: { fr: 'Annulé', en: 'Cancelled' },
  },
);
export type OccupancyStatus = CodeOf<typeof OccupancyStatus>;

/** How a period in a room ended. Why a resident left the flat is the agreement’s, for fewer eyes. */
export const OccupancyEnd = enumeration(
  'OccupancyEnd',
  { fr: 'Fin du séjour dans la chambre', en: 'How an occupancy ended' },
  {
    departure: { fr: 'Départ du domicile', en: 'Left the flat' },
    move: { fr: 'Changement de chambre', en: 'Moved to another room' },
  },
);
export type OccupancyEnd = CodeOf<typeof OccupancyEnd>;

export const AbsenceReason = enumeration(
  'AbsenceReason',
  { fr: 'Motif d’absence', en: 'Reason of an absence' },
  {
    hospital: { fr: 'Hospitalisation', en: 'Hospital' },
    family: { fr: 'Séjour en famille', en: 'With family' },
    travel: { fr: 'Voyage', en: 'Travel' },
    work: { fr: 'Travail ou formation', en: 'Work or training' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type AbsenceReason = CodeOf<typeof AbsenceReason>;

export const PresenceLevel = enumeration(
  'PresenceLevel',
  { fr: 'Présence en France exigée par l’ASPA', en: 'Presence in France that ASPA asks for' },
  {
    kept: { fr: 'Respectée', en: 'Kept' },
    first_warning: { fr: '60 jours à l’étranger', en: '60 days abroad' },
    second_warning: { fr: '75 jours à l’étranger', en: '75 days abroad' },
    last_warning: { fr: '85 jours à l’étranger', en: '85 days abroad' },
    lost: { fr: 'Condition perdue pour l’année', en: 'No longer met this year' },
  },
);
export type PresenceLevel = CodeOf<typeof PresenceLevel>;

export const IncidentKind = enumeration(
  'IncidentKind',
  { fr: 'Incident de la vie commune', en: 'House incident' },
  {
    conflict: { fr: 'Conflit', en: 'Conflict' },
    noise: { fr: 'Bruit', en: 'Noise' },
    damage: { fr: 'Dégradation', en: 'Damage' },
    hygiene: { fr: 'Hygiène', en: 'Hygiene' },
    safety: { fr: 'Sécurité', en: 'Safety' },
    house_rules: { fr: 'Règles de vie', en: 'House rules' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type IncidentKind = CodeOf<typeof IncidentKind>;

export const IncidentStatus = enumeration(
  'IncidentStatus',
  { fr: 'État de l’incident', en: 'Status of an incident' },
  {
    open: { fr: 'Ouvert', en: 'Open' },
    closed: { fr: 'Clos', en: 'Closed' },
  },
);
export type IncidentStatus = CodeOf<typeof IncidentStatus>;
