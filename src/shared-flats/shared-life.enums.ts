import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const ActivityKind = enumeration(
  'ActivityKind',
  { fr: 'Activité collective', en: 'Kind of an activity' },
  {
    conviviality: { fr: 'Convivialité', en: 'Conviviality' },
    prevention_workshop: { fr: 'Atelier de prévention', en: 'Prevention workshop' },
    house_meeting: { fr: 'Réunion de maison', en: 'House meeting' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type ActivityKind = CodeOf<typeof ActivityKind>;

export const ActivityTopic = enumeration(
  'ActivityTopic',
  { fr: 'Thème d’activité', en: 'Topic of an activity' },
  {
    rights: { fr: 'Droits', en: 'Rights' },
    health: { fr: 'Santé', en: 'Health' },
    budget: { fr: 'Budget', en: 'Budget' },
    energy: { fr: 'Énergie et eau', en: 'Energy and water' },
    safety: { fr: 'Sécurité du logement', en: 'Safety at home' },
    food: { fr: 'Alimentation', en: 'Food' },
    digital: { fr: 'Numérique', en: 'Digital' },
    culture: { fr: 'Culture et sorties', en: 'Culture and outings' },
    house_rules: { fr: 'Règles de vie', en: 'House rules' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type ActivityTopic = CodeOf<typeof ActivityTopic>;

export const FlatSmoking = enumeration(
  'FlatSmoking',
  { fr: 'Tabac dans le domicile', en: 'Smoking in the flat' },
  {
    allowed: { fr: 'Admis', en: 'Allowed' },
    outside: { fr: 'Dehors seulement', en: 'Outside only' },
  },
);
export type FlatSmoking = CodeOf<typeof FlatSmoking>;

export const LivingWish = enumeration(
  'LivingWish',
  { fr: 'Souhait pour la vie commune', en: 'Wish for living together' },
  {
    no_smoke: { fr: 'Sans tabac', en: 'No smoke' },
    no_animals: { fr: 'Sans animaux', en: 'No animals' },
    common_language: { fr: 'Une langue en commun', en: 'A language in common' },
  },
);
export type LivingWish = CodeOf<typeof LivingWish>;

export const CompatibilityTopic = enumeration(
  'CompatibilityTopic',
  { fr: 'Point de compatibilité', en: 'Point of compatibility' },
  {
    language: { fr: 'Langues', en: 'Languages' },
    smoking: { fr: 'Tabac', en: 'Smoking' },
    animals: { fr: 'Animaux', en: 'Animals' },
    stairs: { fr: 'Escaliers', en: 'Stairs' },
    wishes: { fr: 'Souhaits', en: 'Wishes' },
  },
);
export type CompatibilityTopic = CodeOf<typeof CompatibilityTopic>;

export const CompatibilityFinding = enumeration(
  'CompatibilityFinding',
  { fr: 'Constat', en: 'Finding' },
  {
    fits: { fr: 'Convient', en: 'Fits' },
    differs: { fr: 'À discuter', en: 'To be talked over' },
    unknown: { fr: 'Non renseigné', en: 'Not recorded' },
  },
);
export type CompatibilityFinding = CodeOf<typeof CompatibilityFinding>;
