import type { Role, StaffFunction } from '../platform/access/permissions.js';
import type { OrganisationKind } from '../consortia/consortia.enums.js';

export interface DemoPartner {
  /** Stable: the key in `demo-credentials.json`. */
  readonly key: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly roles: Role[];
  readonly discreet?: boolean;
}

const partner = (key: string, name: string, kind: OrganisationKind, ...roles: Role[]): DemoPartner => ({
  key,
  name,
  kind,
  roles,
});

/** The partners of the five programmes. Names are those of the published documents; everything about people is invented. */
export const PARTNERS: readonly DemoPartner[] = [
  partner('patrimoine', 'Patrimoine SA', 'social_landlord', 'landlord'),
  partner('paris-habitat', 'Paris Habitat', 'social_landlord', 'landlord'),
  partner('antin', 'Antin Résidences', 'social_landlord', 'landlord'),
  partner('foyer-stephanais', 'Le Foyer Stéphanais', 'social_landlord', 'landlord'),
  partner('adoma', 'Adoma', 'social_landlord', 'landlord', 'operator'),
  partner('heneo', 'Hénéo', 'social_landlord', 'landlord', 'operator'),
  partner('ayyem-zamen', 'Ayyem Zamen', 'association', 'operator', 'supporter'),
  partner('ucrm', 'Union Cépière Robert Monnier', 'association', 'supporter'),
  partner('habitat-humanisme', 'Habitat et Humanisme', 'association', 'supporter', 'specialist'),
  partner('alfi', 'ALFI', 'association', 'operator', 'supporter'),
  partner('croix-rouge', 'Croix-Rouge française', 'association', 'supporter', 'referrer'),
  partner('casp', 'CASP', 'association', 'operator', 'supporter'),
  partner('emergence-s', 'Emergence-s', 'association', 'supporter'),
  partner('caps', 'Comité d’Action et de Promotion sociale', 'association', 'supporter'),
  { ...partner('clemence-isaure', 'Clémence Isaure', 'association', 'specialist'), discreet: true },
  partner('amandier', 'L’Amandier', 'association', 'specialist'),
  partner('educ-air', 'Educ’Air', 'association', 'specialist'),
  partner('siao', 'SIAO', 'association', 'referrer'),
  partner('ville-de-paris', 'Ville de Paris', 'local_authority', 'referrer', 'funder'),
  partner('action-logement', 'Action Logement Services', 'funder', 'referrer'),
  partner('drihl', 'DRIHL', 'state_service', 'validator', 'funder'),
  partner('aorif', 'AORIF', 'network', 'validator'),
  partner('ddets', 'DDETS', 'state_service', 'validator'),
  partner('state-national', 'État, appel à projets national', 'state_service', 'funder'),
  partner('fonds-esh', 'Fonds d’innovation sociale des ESH', 'funder', 'funder'),
];

/** Owners of flats under Louez Solidaire: they let to an association and learn nothing of who lives there. No client. */
export const PRIVATE_OWNERS = partner(
  'proprietaires',
  'Propriétaires privés (Louez Solidaire)',
  'private_owner',
  'landlord',
);

/** Another consortium altogether: what its landlord may see of the first is nothing. */
export const OUTSIDERS: readonly DemoPartner[] = [
  partner('outsider', 'Habitat du Littoral', 'social_landlord', 'landlord'),
  partner('outsider-association', 'Le Phare', 'association', 'supporter'),
];

export interface DemoUser {
  readonly key: string;
  /** The partner for which this person acts. */
  readonly partner: string;
  readonly name: string;
  readonly functions: StaffFunction[];
}

const user = (key: string, partnerKey: string, name: string, ...functions: StaffFunction[]): DemoUser => ({
  key,
  partner: partnerKey,
  name,
  functions,
});

/** People who can log in, one for each function. */
export const USERS: readonly DemoUser[] = [
  user('casp-administrator', 'casp', 'Claude Exemple', 'administrator'),
  user('casp-social-worker', 'casp', 'Dominique Exemple', 'social_worker'),
  user('ayyem-zamen-social-worker', 'ayyem-zamen', 'Sacha Exemple', 'social_worker'),
  user('paris-habitat-rent-officer', 'paris-habitat', 'Camille Exemple', 'rent_officer'),
  user('foyer-stephanais-social-adviser', 'foyer-stephanais', 'Maxime Exemple', 'landlord_social_adviser'),
  user('drihl-reader', 'drihl', 'Alix Exemple', 'reader'),
];
