import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

/** Household types as INSEE and DREES count them (`france.md` §3.4). */
export const HouseholdType = enumeration(
  'HouseholdType',
  { fr: 'Type de ménage', en: 'Household type' },
  {
    single_man: { fr: 'Homme seul', en: 'Man alone' },
    single_woman: { fr: 'Femme seule', en: 'Woman alone' },
    couple_without_children: { fr: 'Couple sans enfant', en: 'Couple without children' },
    couple_with_children: { fr: 'Couple avec enfant(s)', en: 'Couple with children' },
    single_father: { fr: 'Père avec enfant(s)', en: 'Single father' },
    single_mother: { fr: 'Mère avec enfant(s)', en: 'Single mother' },
    adult_group: { fr: 'Groupe d’adultes', en: 'Group of adults' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type HouseholdType = CodeOf<typeof HouseholdType>;

export const HouseholdStatus = enumeration(
  'HouseholdStatus',
  { fr: 'État du dossier', en: 'Status of the household' },
  {
    active: { fr: 'Actif', en: 'Active' },
    archived: { fr: 'Archivé', en: 'Archived' },
    merged: { fr: 'Fusionné avec un autre', en: 'Merged into another' },
  },
);
export type HouseholdStatus = CodeOf<typeof HouseholdStatus>;

/** On what a sight of a household rests (`security.md`, “Disclosure”). */
export const DisclosureBasis = enumeration(
  'DisclosureBasis',
  { fr: 'Motif du partage', en: 'Basis of a disclosure' },
  {
    referral: { fr: 'Orientation', en: 'Referral' },
    placement: { fr: 'Proposition ou attribution de logement', en: 'Placement' },
    tenancy: { fr: 'Occupation du logement', en: 'Tenancy' },
    support: { fr: 'Accompagnement', en: 'Support' },
    mobilisation: { fr: 'Mobilisation d’un partenaire spécialisé', en: 'Mobilisation of a specialist' },
    contract: { fr: 'Contrat', en: 'Contract' },
    consent: { fr: 'Accord de la personne', en: 'Consent' },
  },
);
export type DisclosureBasis = CodeOf<typeof DisclosureBasis>;

export const DisclosureRelation = enumeration(
  'DisclosureRelation',
  { fr: 'Relation au ménage', en: 'Relation to the household' },
  {
    supporter: { fr: 'Accompagnateur', en: 'Supporter' },
    referrer: { fr: 'Orienteur', en: 'Referrer' },
    landlord: { fr: 'Bailleur du logement', en: 'Landlord of the dwelling' },
    operator: { fr: 'Gestionnaire du logement', en: 'Operator of the dwelling' },
    specialist: { fr: 'Partenaire spécialisé mobilisé', en: 'Mobilised specialist' },
    successor: { fr: 'Successeur d’un accompagnateur', en: 'Successor of a supporter' },
    owner: { fr: 'Propriétaire du logement partagé', en: 'Owner of the shared flat' },
  },
);
export type DisclosureRelation = CodeOf<typeof DisclosureRelation>;

/** Whom a household may ask us to share its file with, by consent: never with a lessor, whose sight rests on a placement or a tenancy. */
export const ConsentRelation = enumeration(
  'ConsentRelation',
  { fr: 'Relation ouverte par accord', en: 'Relation opened by consent' },
  {
    supporter: { fr: 'Accompagnateur', en: 'Supporter' },
    referrer: { fr: 'Orienteur', en: 'Referrer' },
    specialist: { fr: 'Partenaire spécialisé', en: 'Specialist' },
  },
);
export type ConsentRelation = CodeOf<typeof ConsentRelation>;

/** Relation under which one opens a file oneself. */
export const OpeningRelation = enumeration(
  'OpeningRelation',
  { fr: 'À quel titre le dossier est ouvert', en: 'In which relation the file is opened' },
  {
    supporter: { fr: 'Accompagnateur', en: 'Supporter' },
    referrer: { fr: 'Orienteur', en: 'Referrer' },
  },
);
export type OpeningRelation = CodeOf<typeof OpeningRelation>;

/** Legal grounds of article 6 GDPR. */
export const LegalGround = enumeration(
  'LegalGround',
  { fr: 'Base légale', en: 'Legal ground' },
  {
    public_interest: { fr: 'Mission d’intérêt public (RGPD, 6.1.e)', en: 'Task in the public interest (GDPR 6.1.e)' },
    legal_obligation: { fr: 'Obligation légale (RGPD, 6.1.c)', en: 'Legal obligation (GDPR 6.1.c)' },
    contract: { fr: 'Exécution d’un contrat (RGPD, 6.1.b)', en: 'Performance of a contract (GDPR 6.1.b)' },
    legitimate_interest: { fr: 'Intérêt légitime (RGPD, 6.1.f)', en: 'Legitimate interest (GDPR 6.1.f)' },
    consent: { fr: 'Consentement (RGPD, 6.1.a)', en: 'Consent (GDPR 6.1.a)' },
  },
);
export type LegalGround = CodeOf<typeof LegalGround>;

/** Place in the household; the mapping is the SNE's link where it has one (L: co-tenant). */
export const MemberRole = enumeration(
  'MemberRole',
  { fr: 'Place dans le ménage', en: 'Place in the household' },
  {
    reference_person: { fr: 'Personne de référence', en: 'Reference person' },
    married_spouse: { fr: 'Conjoint', en: 'Spouse' },
    pacs_partner: { fr: 'Partenaire de Pacs', en: 'Civil partner (Pacs)' },
    cohabiting_partner: { fr: 'Concubin', en: 'Cohabiting partner' },
    child: { fr: 'Enfant', en: 'Child' },
    parent: { fr: 'Parent', en: 'Parent' },
    sibling: { fr: 'Frère ou sœur', en: 'Sibling' },
    co_tenant: { fr: 'Colocataire', en: 'Co-tenant' },
    other: { fr: 'Autre', en: 'Other' },
  },
  { co_tenant: 'L' },
);
export type MemberRole = CodeOf<typeof MemberRole>;

export const Custody = enumeration(
  'Custody',
  { fr: 'Garde de l’enfant', en: 'Custody of the child' },
  {
    resident: { fr: 'À demeure', en: 'Resident' },
    alternating: { fr: 'Garde alternée', en: 'Alternating' },
    visiting: { fr: 'Droit de visite et d’hébergement', en: 'Visiting' },
  },
  { resident: 'G', alternating: 'G', visiting: 'D' },
);
export type Custody = CodeOf<typeof Custody>;

export const Sex = enumeration(
  'Sex',
  { fr: 'Sexe', en: 'Sex' },
  {
    female: { fr: 'Femme', en: 'Female' },
    male: { fr: 'Homme', en: 'Male' },
    other: { fr: 'Autre ou non dit', en: 'Other or not said' },
  },
);
export type Sex = CodeOf<typeof Sex>;

/** Three groups, as Unafo's and CASP's profiles count; never the nationality itself. */
export const NationalityGroup = enumeration(
  'NationalityGroup',
  { fr: 'Groupe de nationalité', en: 'Nationality group' },
  {
    french: { fr: 'Française', en: 'French' },
    european_union: { fr: 'Union européenne', en: 'European Union' },
    other: { fr: 'Hors Union européenne', en: 'Outside the European Union' },
  },
);
export type NationalityGroup = CodeOf<typeof NationalityGroup>;

export const ActivityStatus = enumeration(
  'ActivityStatus',
  { fr: 'Situation d’activité', en: 'Activity' },
  {
    employed_permanent: { fr: 'CDI ou fonctionnaire', en: 'Permanent job' },
    employed_temporary: { fr: 'CDD, intérim, insertion', en: 'Temporary job' },
    self_employed: { fr: 'Indépendant', en: 'Self-employed' },
    apprentice: { fr: 'Apprenti', en: 'Apprentice' },
    student: { fr: 'Étudiant ou en formation', en: 'Student' },
    job_seeker: { fr: 'Demandeur d’emploi', en: 'Job seeker' },
    retired: { fr: 'Retraité', en: 'Retired' },
    at_home: { fr: 'Au foyer', en: 'At home' },
    unable_to_work: { fr: 'Sans activité possible', en: 'Unable to work' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type ActivityStatus = CodeOf<typeof ActivityStatus>;

export const DuplicateStatus = enumeration(
  'DuplicateStatus',
  { fr: 'Doublon possible', en: 'Status of a possible duplicate' },
  {
    open: { fr: 'À examiner', en: 'To look at' },
    confirmed: { fr: 'Confirmé de votre côté', en: 'Confirmed on your side' },
    dismissed: { fr: 'Écarté', en: 'Dismissed' },
    merged: { fr: 'Fusionné', en: 'Merged' },
  },
);
export type DuplicateStatus = CodeOf<typeof DuplicateStatus>;
