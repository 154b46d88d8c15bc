import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

/** Where a person lives or comes from: the SNE's current-housing codes, and five that it lacks with the nearest it has. */
export const ResidentialSituationKind = enumeration(
  'ResidentialSituationKind',
  { fr: 'Situation résidentielle', en: 'Residential situation' },
  {
    social_tenant: { fr: 'Locataire HLM', en: 'Social-housing tenant' },
    private_tenant: { fr: 'Locataire du parc privé', en: 'Private tenant' },
    social_residence: { fr: 'Résidence sociale, foyer, pension de famille', en: 'Social residence or hostel' },
    social_hotel_residence: { fr: 'Résidence hôtelière à vocation sociale', en: 'Social hotel residence' },
    student_residence: { fr: 'Résidence étudiante', en: 'Student residence' },
    sublet_or_temporary: { fr: 'Sous-location ou hébergement temporaire', en: 'Temporary sublet or accommodation' },
    shelter: { fr: 'Structure d’hébergement', en: 'Shelter' },
    child_or_mother_centre: { fr: 'Centre départemental de l’enfance ou maternel', en: 'Child or mother centre' },
    with_parents_or_children: { fr: 'Chez ses parents ou ses enfants', en: 'With parents or children' },
    with_private_person: { fr: 'Chez un particulier', en: 'With a private person' },
    free_housing: { fr: 'Logé à titre gratuit', en: 'Housed free of charge' },
    job_housing: { fr: 'Logement de fonction', en: 'Job housing' },
    owner_occupier: { fr: 'Propriétaire occupant', en: 'Owner-occupier' },
    camping: { fr: 'Camping, caravane', en: 'Camping, caravan' },
    hotel: { fr: 'Hôtel', en: 'Hotel' },
    roofless: { fr: 'Sans abri', en: 'Roofless' },
    squat: { fr: 'Squat', en: 'Squat' },
    prison_exit: { fr: 'Sortie de détention', en: 'Leaving prison' },
    child_protection_exit: { fr: 'Sortie de l’aide sociale à l’enfance', en: 'Leaving child protection (ASE)' },
    hospital_exit: { fr: 'Sortie d’hôpital', en: 'Leaving hospital' },
    refugee_centre: { fr: 'CPH ou CADA', en: 'Refugee or asylum-seeker centre' },
    slum: { fr: 'Bidonville', en: 'Slum' },
  },
  {
    social_tenant: 'HLM',
    private_tenant: 'LP',
    social_residence: 'RS',
    social_hotel_residence: 'RHVS',
    student_residence: 'RE',
    sublet_or_temporary: 'SLHT',
    shelter: 'SH',
    child_or_mother_centre: 'CDEFCM',
    with_parents_or_children: 'CPE',
    with_private_person: 'CP',
    free_housing: 'LTG',
    job_housing: 'FONC',
    owner_occupier: 'POCC',
    camping: 'CAMCAR',
    hotel: 'HOT',
    roofless: 'SD',
    squat: 'SQUAT',
    prison_exit: 'SD',
    child_protection_exit: 'CDEFCM',
    hospital_exit: 'SH',
    refugee_centre: 'SH',
    slum: 'SQUAT',
  },
);
export type ResidentialSituationKind = CodeOf<typeof ResidentialSituationKind>;

/** Kinds of income, with the SNE's codes. */
export const ResourceKind = enumeration(
  'ResourceKind',
  { fr: 'Nature de la ressource', en: 'Kind of income' },
  {
    wages: { fr: 'Salaire', en: 'Wages' },
    pension: { fr: 'Retraite', en: 'Pension' },
    unemployment_benefit: { fr: 'Allocation chômage', en: 'Unemployment benefit' },
    disability_pension: { fr: 'Pension d’invalidité', en: 'Invalidity pension' },
    family_benefits: { fr: 'Allocations familiales', en: 'Family benefits' },
    disabled_adult_allowance: { fr: 'AAH', en: 'Disabled adult allowance (AAH)' },
    disabled_child_allowance: { fr: 'AEEH', en: 'Disabled child allowance (AEEH)' },
    parental_presence_allowance: { fr: 'AJPP', en: 'Parental presence allowance (AJPP)' },
    minimum_income: { fr: 'RSA', en: 'Minimum income (RSA)' },
    old_age_minimum: { fr: 'Minimum vieillesse', en: 'Old-age minimum' },
    early_childhood_benefit: { fr: 'PAJE', en: 'Early-childhood benefit (PAJE)' },
    student_grant: { fr: 'Bourse étudiante', en: 'Student grant' },
    maintenance_received: { fr: 'Pension alimentaire reçue', en: 'Maintenance received' },
    other: { fr: 'Autre', en: 'Other' },
  },
  {
    wages: 'SAL',
    pension: 'RET',
    unemployment_benefit: 'CHO',
    disability_pension: 'PINV',
    family_benefits: 'AF',
    disabled_adult_allowance: 'AAH',
    disabled_child_allowance: 'AEEH',
    parental_presence_allowance: 'AJPP',
    minimum_income: 'RSA',
    old_age_minimum: 'AMV',
    early_childhood_benefit: 'PAJE',
    student_grant: 'BE',
    maintenance_received: 'PAR',
    other: 'AUT',
  },
);
export type ResourceKind = CodeOf<typeof ResourceKind>;

/** Protection of adults, code civil art. 425 and following. */
export const LegalProtectionKind = enumeration(
  'LegalProtectionKind',
  { fr: 'Mesure de protection juridique', en: 'Legal protection of an adult' },
  {
    safeguard: { fr: 'Sauvegarde de justice', en: 'Judicial safeguard' },
    curatorship: { fr: 'Curatelle', en: 'Curatorship' },
    reinforced_curatorship: { fr: 'Curatelle renforcée', en: 'Reinforced curatorship' },
    guardianship: { fr: 'Tutelle', en: 'Guardianship' },
    family_authorisation: { fr: 'Habilitation familiale', en: 'Family authorisation' },
  },
);
export type LegalProtectionKind = CodeOf<typeof LegalProtectionKind>;

export const Signing = enumeration(
  'Signing',
  { fr: 'Qui signe', en: 'Who may sign' },
  {
    person: { fr: 'La personne', en: 'The person' },
    person_assisted: { fr: 'La personne, assistée', en: 'The person, assisted' },
    representative: { fr: 'Le représentant', en: 'The representative' },
  },
);
export type Signing = CodeOf<typeof Signing>;
