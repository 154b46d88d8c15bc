import { enumeration, type CodeOf } from '../platform/api/enumeration.js';
import { ROLES, type Role } from '../platform/access/permissions.js';
import type { Words } from '../platform/errors/failure.js';

export const OrganisationKind = enumeration(
  'OrganisationKind',
  { fr: 'Nature de l’organisation', en: 'Kind of organisation' },
  {
    social_landlord: { fr: 'Bailleur social', en: 'Social landlord' },
    private_owner: { fr: 'Propriétaire privé', en: 'Private owner' },
    association: { fr: 'Association', en: 'Association' },
    state_service: { fr: 'Service de l’État', en: 'State service' },
    local_authority: { fr: 'Collectivité', en: 'Local authority' },
    funder: { fr: 'Financeur', en: 'Funder' },
    network: { fr: 'Réseau', en: 'Network' },
  },
);
export type OrganisationKind = CodeOf<typeof OrganisationKind>;

const ROLE_LABELS: Record<Role, Words> = {
  coordinator: { fr: 'Coordinateur', en: 'Coordinator' },
  landlord: { fr: 'Bailleur', en: 'Landlord' },
  operator: { fr: 'Gestionnaire', en: 'Operator' },
  supporter: { fr: 'Accompagnateur', en: 'Supporter' },
  referrer: { fr: 'Orienteur ou réservataire', en: 'Referrer' },
  specialist: { fr: 'Partenaire spécialisé', en: 'Specialist' },
  validator: { fr: 'Service instructeur', en: 'Validator' },
  funder: { fr: 'Financeur', en: 'Funder' },
};
/** The roles of the access table, with labels. */
export const MembershipRole = enumeration(
  'MembershipRole',
  { fr: 'Rôle dans le consortium', en: 'Role in the consortium' },
  Object.fromEntries(ROLES.map((role) => [role, ROLE_LABELS[role]])) as Record<Role, Words>,
);

export const ProgrammeKind = enumeration(
  'ProgrammeKind',
  { fr: 'Nature du dispositif', en: 'Kind of programme' },
  {
    shared_flats: { fr: 'Domiciles partagés', en: 'Shared flats' },
    rental_intermediation: { fr: 'Intermédiation locative', en: 'Rental intermediation' },
    temporary_housing: { fr: 'Logement temporaire ou résidence sociale', en: 'Temporary housing or social residence' },
    rehousing: { fr: 'Accès au logement pérenne', en: 'Access to a lasting home' },
    housing_support: { fr: 'Accompagnement lié au logement', en: 'Housing-related support' },
    self_rehabilitation: { fr: 'Auto-réhabilitation accompagnée', en: 'Supported self-rehabilitation' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type ProgrammeKind = CodeOf<typeof ProgrammeKind>;

export const DecidingBody = enumeration(
  'DecidingBody',
  { fr: 'Instance qui décide', en: 'Deciding body' },
  {
    caleol: { fr: 'Commission d’attribution (CALEOL)', en: 'Allocation commission (CALEOL)' },
    operator_admission: { fr: 'Admission par le gestionnaire', en: 'Admission by the operator' },
    association_choice: { fr: 'Choix de l’association par convention', en: 'Choice of the association by convention' },
  },
);
export type DecidingBody = CodeOf<typeof DecidingBody>;

export const OmittableStep = enumeration(
  'OmittableStep',
  { fr: 'Étape qu’un dispositif peut omettre', en: 'Step that a programme may leave out' },
  {
    eligibility: { fr: 'Examen de l’éligibilité', en: 'Eligibility check' },
    offer: { fr: 'Proposition', en: 'Offer' },
    submission: { fr: 'Présentation à l’instance', en: 'Submission to the deciding body' },
    acceptance: { fr: 'Acceptation du ménage', en: 'Household’s acceptance' },
  },
);
export type OmittableStep = CodeOf<typeof OmittableStep>;

/** Accreditations of bodies that house or support people in difficulty (CCH L.365-2 to L.365-4). */
export const AccreditationKind = enumeration(
  'AccreditationKind',
  { fr: 'Agrément', en: 'Accreditation' },
  {
    rental_intermediation: { fr: 'Intermédiation locative (IML)', en: 'Rental intermediation' },
    social_rental_management: { fr: 'Gestion locative sociale (GLS)', en: 'Social rental management' },
    social_engineering: {
      fr: 'Ingénierie sociale, financière et technique (ISFT)',
      en: 'Social, financial and technical engineering',
    },
    project_ownership: { fr: 'Maîtrise d’ouvrage d’insertion (MOI)', en: 'Project ownership for integration' },
    social_residence_management: { fr: 'Gestion de résidences sociales', en: 'Management of social residences' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type AccreditationKind = CodeOf<typeof AccreditationKind>;
