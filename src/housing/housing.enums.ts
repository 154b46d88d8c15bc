import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const SiteKind = enumeration(
  'SiteKind',
  { fr: 'Nature du site', en: 'Kind of site' },
  {
    social_residence: { fr: 'Résidence sociale', en: 'Social residence' },
    boarding_house: { fr: 'Pension de famille', en: 'Boarding house' },
    young_workers_residence: { fr: 'Foyer de jeunes travailleurs', en: 'Residence for young workers' },
    migrant_workers_home: { fr: 'Foyer de travailleurs migrants', en: 'Home for migrant workers' },
    building: { fr: 'Immeuble', en: 'Building' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type SiteKind = CodeOf<typeof SiteKind>;

/** Types of the SNE (`france.md` §3.4); what is said F4 is a T4. */
export const DwellingType = enumeration(
  'DwellingType',
  { fr: 'Type de logement', en: 'Dwelling type' },
  {
    room: { fr: 'Chambre', en: 'Room' },
    t1: { fr: 'T1', en: 'One room' },
    t2: { fr: 'T2', en: 'Two rooms' },
    t3: { fr: 'T3', en: 'Three rooms' },
    t4: { fr: 'T4', en: 'Four rooms' },
    t5: { fr: 'T5', en: 'Five rooms' },
    t6p: { fr: 'T6 et plus', en: 'Six rooms or more' },
  },
  { room: 'C', t1: 'T1', t2: 'T2', t3: 'T3', t4: 'T4', t5: 'T5', t6p: 'T6P' },
);
export type DwellingType = CodeOf<typeof DwellingType>;

/** Who proposes the candidates (contingent), with the reserver codes of the SNE (`france.md` §3.3, §3.4). */
export const ReservationKind = enumeration(
  'ReservationKind',
  { fr: 'Contingent de réservation', en: 'Reservation quota' },
  {
    state_priority: { fr: 'État, publics prioritaires', en: 'State, priority households' },
    state_agents: { fr: 'État, agents publics', en: 'State, public servants' },
    local_authority: { fr: 'Collectivité', en: 'Local authority' },
    action_logement: { fr: 'Action Logement', en: 'Action Logement' },
    convention: { fr: 'Association, par convention', en: 'Association, by convention' },
    other: { fr: 'Autre réservataire', en: 'Other reserver' },
    none: { fr: 'Aucun', en: 'None' },
  },
  {
    state_priority: 'PPRIOR',
    state_agents: 'PFONCT',
    local_authority: 'COLTER',
    action_logement: 'COLACT',
    convention: 'AUTRES',
    other: 'AUTRES',
    none: 'AUCUN',
  },
);
export type ReservationKind = CodeOf<typeof ReservationKind>;

/** Occupancy in the yearly RPLS return (arrêté of 5 January 2010). Declared by the landlord; says nothing of who lives there. */
export const RplsOccupancy = enumeration(
  'RplsOccupancy',
  { fr: 'Mode d’occupation (RPLS)', en: 'Occupancy (RPLS)' },
  {
    let: { fr: 'Loué', en: 'Let' },
    vacant_offered: { fr: 'Vacant, proposé à la location', en: 'Vacant, offered' },
    vacant_works: { fr: 'Vide pour travaux', en: 'Empty for works' },
    taken_by_association: { fr: 'Pris en charge par une association', en: 'Taken over by an association' },
    other: { fr: 'Autre', en: 'Other' },
    not_applicable: { fr: 'Sans objet', en: 'Not applicable' },
  },
  { let: '1', vacant_offered: '2', vacant_works: '3', taken_by_association: '4', other: '5', not_applicable: '9' },
);
export type RplsOccupancy = CodeOf<typeof RplsOccupancy>;

export const StayStatus = enumeration(
  'StayStatus',
  { fr: 'État du séjour', en: 'Status of a stay' },
  {
    planned: { fr: 'Réservé', en: 'Reserved' },
    actual: { fr: 'En cours ou passé', en: 'Under way or past' },
    cancelled: { fr: 'Annulé', en: 'Cancelled' },
  },
);
export type StayStatus = CodeOf<typeof StayStatus>;
