import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const PlacementStatus = enumeration(
  'PlacementStatus',
  { fr: 'État du placement', en: 'Placement status' },
  {
    referred: { fr: 'Orienté', en: 'Referred' },
    eligible: { fr: 'Éligible', en: 'Eligible' },
    ineligible: { fr: 'Non éligible', en: 'Not eligible' },
    offered: { fr: 'Proposition faite', en: 'Offered' },
    submitted: { fr: 'Présenté à l’instance', en: 'Put to the deciding body' },
    postponed: { fr: 'Ajourné', en: 'Postponed' },
    under_condition: { fr: 'Attribué sous condition', en: 'Allocated under condition' },
    allocated: { fr: 'Attribué', en: 'Allocated' },
    accepted: { fr: 'Accepté par le ménage', en: 'Accepted by the household' },
    moved_in: { fr: 'Entré dans les lieux', en: 'Moved in' },
    ended: { fr: 'Terminé', en: 'Ended' },
  },
);
export type PlacementStatus = CodeOf<typeof PlacementStatus>;

export const PlacementStep = enumeration(
  'PlacementStep',
  { fr: 'Étape du placement', en: 'Step of a placement' },
  {
    referral: { fr: 'Orientation', en: 'Referral' },
    eligibility: { fr: 'Examen de l’éligibilité', en: 'Eligibility check' },
    offer: { fr: 'Proposition', en: 'Offer' },
    answer: { fr: 'Réponse à la proposition', en: 'Answer to the offer' },
    submission: { fr: 'Présentation à l’instance', en: 'Submission to the deciding body' },
    allocation: { fr: 'Décision d’attribution', en: 'Allocation decision' },
    acceptance: { fr: 'Acceptation du ménage', en: 'Household’s acceptance' },
    move_in: { fr: 'Entrée dans les lieux', en: 'Move-in' },
    ending: { fr: 'Fin', en: 'Ending' },
  },
);
export type PlacementStep = CodeOf<typeof PlacementStep>;

export const PartyRole = enumeration(
  'PartyRole',
  { fr: 'Partie au placement', en: 'Party of a placement' },
  {
    supporter: { fr: 'Accompagnateur', en: 'Supporter' },
    referrer: { fr: 'Orienteur', en: 'Referrer' },
    landlord: { fr: 'Bailleur', en: 'Landlord' },
    operator: { fr: 'Gestionnaire', en: 'Operator' },
    coordinator: { fr: 'Coordinateur', en: 'Coordinator' },
  },
);
export type PartyRole = CodeOf<typeof PartyRole>;

export const EligibilityOutcome = enumeration(
  'EligibilityOutcome',
  { fr: 'Résultat de l’examen', en: 'Outcome of the eligibility check' },
  {
    eligible: { fr: 'Éligible', en: 'Eligible' },
    ineligible: { fr: 'Non éligible', en: 'Not eligible' },
  },
);
export type EligibilityOutcome = CodeOf<typeof EligibilityOutcome>;

export const IneligibilityReason = enumeration(
  'IneligibilityReason',
  { fr: 'Motif de non-éligibilité', en: 'Reason of ineligibility' },
  {
    resources_above_ceiling: { fr: 'Ressources au-dessus du plafond', en: 'Resources above the ceiling' },
    resources_insufficient: { fr: 'Ressources insuffisantes', en: 'Insufficient resources' },
    stay_not_regular: { fr: 'Séjour non régulier à cette date', en: 'Stay not regular on that date' },
    outside_programme: { fr: 'Hors du public du dispositif', en: 'Outside the programme’s public' },
    file_incomplete: { fr: 'Dossier incomplet', en: 'File incomplete' },
    other: { fr: 'Autre motif', en: 'Other reason' },
  },
);
export type IneligibilityReason = CodeOf<typeof IneligibilityReason>;

export const OfferStatus = enumeration(
  'OfferStatus',
  { fr: 'État de la proposition', en: 'Offer status' },
  {
    open: { fr: 'En attente de réponse', en: 'Awaiting an answer' },
    visit_planned: { fr: 'Visite prévue', en: 'Visit planned' },
    interested: { fr: 'Ménage intéressé', en: 'Household interested' },
    declined: { fr: 'Déclinée', en: 'Declined' },
    refused: { fr: 'Non attribuée', en: 'Not allocated' },
    taken: { fr: 'Acceptée', en: 'Taken' },
    withdrawn: { fr: 'Retirée', en: 'Withdrawn' },
  },
);
export type OfferStatus = CodeOf<typeof OfferStatus>;

export const OfferAnswer = enumeration(
  'OfferAnswer',
  { fr: 'Réponse à une proposition', en: 'Answer to an offer' },
  {
    visit: { fr: 'Souhaite visiter', en: 'Wishes to visit' },
    interested: { fr: 'Intéressé', en: 'Interested' },
    declined: { fr: 'Décline', en: 'Declines' },
  },
);
export type OfferAnswer = CodeOf<typeof OfferAnswer>;

/** Why a household declines. Recorded to improve the offers, never held against it. */
export const DeclineReason = enumeration(
  'DeclineReason',
  { fr: 'Motif du refus du ménage', en: 'Reason for declining' },
  {
    location: { fr: 'Localisation', en: 'Location' },
    far_from_work: { fr: 'Éloignement du travail', en: 'Far from work' },
    far_from_school: { fr: 'Éloignement de l’école', en: 'Far from school' },
    far_from_care: { fr: 'Éloignement des soins ou des proches', en: 'Far from care or relatives' },
    size: { fr: 'Taille du logement', en: 'Size' },
    rent: { fr: 'Loyer et charges', en: 'Rent and charges' },
    accessibility: { fr: 'Accessibilité', en: 'Accessibility' },
    condition: { fr: 'État du logement', en: 'Condition of the dwelling' },
    safety: { fr: 'Sécurité', en: 'Safety' },
    shared_living: { fr: 'Vie partagée', en: 'Shared living' },
    other_solution: { fr: 'Autre solution trouvée', en: 'Another solution found' },
    not_said: { fr: 'Non précisé', en: 'Not said' },
  },
);
export type DeclineReason = CodeOf<typeof DeclineReason>;

export const DecisionOutcome = enumeration(
  'DecisionOutcome',
  { fr: 'Décision de l’instance', en: 'Decision of the body' },
  {
    allocated: { fr: 'Attribution', en: 'Allocated' },
    under_condition: { fr: 'Attribution sous condition', en: 'Allocated under condition' },
    postponed: { fr: 'Ajournement', en: 'Postponed' },
    refused: { fr: 'Non-attribution', en: 'Not allocated' },
  },
);
export type DecisionOutcome = CodeOf<typeof DecisionOutcome>;

/** Grounds of a refusal or a postponement by a deciding body (CCH R.441-3 and the operators’ usage). */
export const DecisionReason = enumeration(
  'DecisionReason',
  { fr: 'Motif de la décision', en: 'Ground of the decision' },
  {
    resources_above_ceiling: { fr: 'Ressources au-dessus du plafond', en: 'Resources above the ceiling' },
    rent_burden: { fr: 'Taux d’effort trop élevé', en: 'Rent burden too high' },
    dwelling_unsuited: { fr: 'Logement inadapté à la composition', en: 'Dwelling unsuited to the household’s size' },
    file_incomplete: { fr: 'Pièces manquantes', en: 'Documents missing' },
    other_candidate: { fr: 'Autre candidat mieux classé', en: 'Another candidate ranked before' },
    insufficient_guarantees: { fr: 'Garanties insuffisantes', en: 'Insufficient guarantees' },
    dwelling_unavailable: { fr: 'Logement devenu indisponible', en: 'Dwelling no longer available' },
    other: { fr: 'Autre motif', en: 'Other ground' },
  },
);
export type DecisionReason = CodeOf<typeof DecisionReason>;

export const AcceptanceAnswer = enumeration(
  'AcceptanceAnswer',
  { fr: 'Réponse à l’attribution', en: 'Answer to the allocation' },
  {
    accepted: { fr: 'Accepte', en: 'Accepts' },
    declined: { fr: 'Décline', en: 'Declines' },
  },
);
export type AcceptanceAnswer = CodeOf<typeof AcceptanceAnswer>;

/** Of both, as it is kept. */
export const HouseholdAnswerKind = enumeration(
  'HouseholdAnswerKind',
  { fr: 'Réponse du ménage', en: 'Household’s answer' },
  { ...OfferAnswer.labels, ...AcceptanceAnswer.labels },
);
export type HouseholdAnswerKind = CodeOf<typeof HouseholdAnswerKind>;

export const SupportState = enumeration(
  'SupportState',
  { fr: 'Accompagnement en place', en: 'Support in place' },
  {
    yes: { fr: 'Oui', en: 'Yes' },
    no: { fr: 'Non', en: 'No' },
    ending_soon: { fr: 'Bientôt terminé', en: 'Ending soon' },
  },
);
export type SupportState = CodeOf<typeof SupportState>;
