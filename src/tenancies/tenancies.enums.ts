import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const TenancyKind = enumeration(
  'TenancyKind',
  { fr: 'Forme d’occupation', en: 'Kind of tenancy' },
  {
    social_lease: { fr: 'Bail social', en: 'Social lease' },
    sublease: { fr: 'Sous-location', en: 'Sublease' },
    sliding_lease: { fr: 'Bail glissant', en: 'Sliding lease' },
    occupancy_title: { fr: 'Titre d’occupation', en: 'Occupancy title' },
    flat_share_agreement: { fr: 'Convention de colocation', en: 'Flat-share agreement' },
    private_lease: { fr: 'Bail privé', en: 'Private lease' },
  },
);
export type TenancyKind = CodeOf<typeof TenancyKind>;

export const TenancyStatus = enumeration(
  'TenancyStatus',
  { fr: 'État de l’occupation', en: 'Tenancy status' },
  {
    in_force: { fr: 'En vigueur', en: 'In force' },
    notice_given: { fr: 'Congé donné', en: 'Notice given' },
    ended: { fr: 'Terminée', en: 'Ended' },
  },
);
export type TenancyStatus = CodeOf<typeof TenancyStatus>;

export const TerminationClauseDelay = enumeration(
  'TerminationClauseDelay',
  { fr: 'Délai de la clause résolutoire', en: 'Delay of the termination clause' },
  {
    six_weeks: { fr: 'Six semaines', en: 'Six weeks' },
    two_months: { fr: 'Deux mois', en: 'Two months' },
  },
);
export type TerminationClauseDelay = CodeOf<typeof TerminationClauseDelay>;

export const DuesSource = enumeration(
  'DuesSource',
  { fr: 'Origine des échéances', en: 'Where monthly dues come from' },
  {
    computed: { fr: 'Calculées d’après les conditions', en: 'Computed from the terms' },
    sent: { fr: 'Envoyées par le bailleur', en: 'Sent by the lessor' },
  },
);
export type DuesSource = CodeOf<typeof DuesSource>;

export const EndingReason = enumeration(
  'EndingReason',
  { fr: 'Motif de fin', en: 'Reason of the ending' },
  {
    notice_by_tenant: { fr: 'Congé du locataire', en: 'Notice by the tenant' },
    notice_by_lessor: { fr: 'Congé du bailleur', en: 'Notice by the lessor' },
    mutual: { fr: 'Commun accord', en: 'Mutual agreement' },
    term_reached: { fr: 'Terme atteint', en: 'Term reached' },
    slide: { fr: 'Glissement du bail', en: 'Slide of the lease' },
    transfer: { fr: 'Mutation', en: 'Transfer' },
    judgment: { fr: 'Décision de justice', en: 'Judgment' },
    abandonment: { fr: 'Abandon du logement', en: 'Abandonment' },
    death: { fr: 'Décès', en: 'Death' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type EndingReason = CodeOf<typeof EndingReason>;

export const TenancyActKind = enumeration(
  'TenancyActKind',
  { fr: 'Acte de l’occupation', en: 'Act of a tenancy' },
  {
    start: { fr: 'Début', en: 'Start' },
    amendment: { fr: 'Avenant', en: 'Amendment' },
    notice: { fr: 'Congé', en: 'Notice' },
    notice_withdrawal: { fr: 'Retrait du congé', en: 'Notice withdrawn' },
    ending: { fr: 'Fin', en: 'Ending' },
    slide_decision: { fr: 'Décision sur le glissement', en: 'Slide decision' },
    transfer: { fr: 'Mutation', en: 'Transfer' },
    settlement: { fr: 'Solde du compte', en: 'Settlement' },
    reopening: { fr: 'Réouverture du compte', en: 'Account reopened' },
  },
);
export type TenancyActKind = CodeOf<typeof TenancyActKind>;

export const NoticeGiver = enumeration(
  'NoticeGiver',
  { fr: 'Auteur du congé', en: 'Who gives notice' },
  {
    tenant: { fr: 'Le locataire', en: 'The tenant' },
    lessor: { fr: 'Le bailleur', en: 'The lessor' },
  },
);
export type NoticeGiver = CodeOf<typeof NoticeGiver>;

export const SlideOutcome = enumeration(
  'SlideOutcome',
  { fr: 'Décision sur le glissement', en: 'Slide decision' },
  {
    slide: { fr: 'Glissement', en: 'Slide' },
    extend: { fr: 'Prolongation', en: 'Extension' },
    other: { fr: 'Autre solution', en: 'Another solution' },
  },
);
export type SlideOutcome = CodeOf<typeof SlideOutcome>;

export const JointReviewOutcome = enumeration(
  'JointReviewOutcome',
  { fr: 'Conclusion de l’examen contradictoire', en: 'Outcome of a joint review' },
  {
    continue: { fr: 'Poursuite', en: 'Goes on' },
    lease_in_own_name: { fr: 'Bail direct possible', en: 'A lease in the household’s name is possible' },
    other_solution: { fr: 'Autre solution à chercher', en: 'Another solution is to be found' },
  },
);
export type JointReviewOutcome = CodeOf<typeof JointReviewOutcome>;

export const InventoryKind = enumeration(
  'InventoryKind',
  { fr: 'État des lieux', en: 'Inventory' },
  {
    in: { fr: 'D’entrée', en: 'On entry' },
    out: { fr: 'De sortie', en: 'On exit' },
  },
);
export type InventoryKind = CodeOf<typeof InventoryKind>;

export const GuaranteeKind = enumeration(
  'GuaranteeKind',
  { fr: 'Garantie', en: 'Guarantee' },
  {
    deposit: { fr: 'Dépôt de garantie', en: 'Deposit' },
    visale: { fr: 'Visale', en: 'Visale' },
    fsl: { fr: 'Garantie du FSL', en: 'FSL guarantee' },
    person: { fr: 'Caution d’une personne', en: 'A person’s surety' },
    other: { fr: 'Autre', en: 'Other' },
  },
);
export type GuaranteeKind = CodeOf<typeof GuaranteeKind>;

export const GuaranteeStatus = enumeration(
  'GuaranteeStatus',
  { fr: 'État de la garantie', en: 'Status of a guarantee' },
  {
    requested: { fr: 'Demandée', en: 'Requested' },
    held: { fr: 'Acquise', en: 'Held' },
    refused: { fr: 'Refusée', en: 'Refused' },
    called: { fr: 'Appelée', en: 'Called upon' },
    released: { fr: 'Restituée ou éteinte', en: 'Released' },
    moved: { fr: 'Passée au nouveau bail', en: 'Moved to the new lease' },
  },
);
export type GuaranteeStatus = CodeOf<typeof GuaranteeStatus>;

export const FslRequestKind = enumeration(
  'FslRequestKind',
  { fr: 'Demande au FSL', en: 'FSL request' },
  {
    access: { fr: 'Accès au logement', en: 'Access to a home' },
    maintenance: { fr: 'Maintien dans le logement', en: 'Keeping a home' },
  },
);
export type FslRequestKind = CodeOf<typeof FslRequestKind>;

export const FslRequestStatus = enumeration(
  'FslRequestStatus',
  { fr: 'État de la demande au FSL', en: 'Status of an FSL request' },
  {
    filed: { fr: 'Déposée', en: 'Filed' },
    granted: { fr: 'Accordée', en: 'Granted' },
    refused: { fr: 'Refusée', en: 'Refused' },
    withdrawn: { fr: 'Retirée', en: 'Withdrawn' },
  },
);
export type FslRequestStatus = CodeOf<typeof FslRequestStatus>;

export const FslOutcome = enumeration(
  'FslOutcome',
  { fr: 'Issue d’une demande au FSL', en: 'Outcome of an FSL request' },
  {
    granted: FslRequestStatus.labels.granted,
    refused: FslRequestStatus.labels.refused,
    withdrawn: FslRequestStatus.labels.withdrawn,
  },
);
export type FslOutcome = CodeOf<typeof FslOutcome>;
