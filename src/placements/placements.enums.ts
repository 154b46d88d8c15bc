import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const PlacementStatus = enumeration('PlacementStatus', { fr: 'État du placement', en: 'Placement status' }, {
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
});
export type PlacementStatus = CodeOf<typeof PlacementStatus>;

export const PlacementStep = enumeration('PlacementStep', { fr: 'Étape du placement', en: 'Step of a placement' }, {
  referral: { fr: 'Orientation', en: 'Referral' },
  eligibility: { fr: 'Examen de l’éligibilité', en: 'Eligibility check' },
  offer: { fr: 'Proposition', en: 'Offer' },
  answer: { fr: 'Réponse à la proposition', en: 'Answer to the offer' },
  submission: { fr: 'Présentation à l’instance', en: 'Submission to the deciding body' },
  allocation: { fr: 'Décision d’attribution', en: 'Allocation decision' },
  acceptance: { fr: 'Acceptation du ménage', en: 'Household’s acceptance' },
  move_in: { fr: 'Entrée dans les lieux', en: 'Move-in' },
  ending: { fr: 'Fin', en: 'Ending' },
});
export type PlacementStep = CodeOf<typeof PlacementStep>;

export const PartyRole = enumeration('PartyRole', { fr: 'Partie au placement', en: 'Party of a placement' }, {
  supporter: { fr: 'Accompagnateur', en: 'Supporter' },
  referrer: { fr: 'Orienteur', en: 'Referrer' },
  landlord: { fr: 'Bailleur', en: 'Landlord' },
  operator: { fr: 'Gestionnaire', en: 'Operator' },
  coordinator: { fr: 'Coordinateur', en: 'Coordinator' },
});
export type PartyRole = CodeOf<typeof PartyRole>;

export const EligibilityOutcome = enumeration('EligibilityOutcome', { fr: 'Résultat de l’examen', en: 'Outcome of the eligibility check' }, {
  eligible: { fr: 'Éligible', en: 'Eligible' },
  ineligible: { fr: 'Non éligible', en: 'Not eligible' },
});
export type EligibilityOutcome = CodeOf<typeof EligibilityOutcome>;

export const IneligibilityReason = enumeration('IneligibilityReason', { fr: 'Motif de non-éligibilité', en: 'Reason of ineligibility' }, {
  resources_above_ceiling: { fr: 'Ressources au-dessus du plafond', en: 'Resources above the ceiling' },
  resources_insufficient: { fr: 'Ressources insuffisantes', en: 'Insufficient resources' },
  stay_not_regular: { fr: 'Séjour non régulier à cette date', en: 'Stay not regular on that date' },
  outside_programme: { fr: 'Hors du public du dispositif', en: 'Outside the programme’s public' },
  file_incomplete: { fr: 'Dossier incomplet', en: 'File incomplete' },
  other: { fr: 'Autre motif', en: 'Other reason' },
});
export type IneligibilityReason = CodeOf<typeof IneligibilityReason>;

export const OfferStatus = enumeration('OfferStatus', { fr: 'État de la proposition', en: 'Offer status' }, {
  open: { fr: 'En attente de réponse', en: 'Awaiting an answer' },
  visit_planned: { fr: 'Visite prévue', en: 'Visit planned' },
  interested: { fr: 'Ménage intéressé', en: 'Household interested' },
  declined: { fr: 'Déclinée', en: 'Declined' },
  refused: { fr: 'Non attribuée', en: 'Not allocated' },
  taken: { fr: 'Acceptée', en: 'Taken' },
  withdrawn: { fr: 'Retirée', en: 'Withdrawn' },
});
export type OfferStatus = CodeOf<typeof OfferStatus>;

export const OfferAnswer = enumeration('OfferAnswer', { fr: 'Réponse à une proposition', en: 'Answer to an offer' }, {
  visit: { fr: 'Souhaite visiter', en: 'Wishes to visit' },
  interested: { fr: 'Intéressé', en: 'Interested' },
  declined: { fr: 'Décline', en: 'Declines' },
});
export type OfferAnswer = CodeOf<typeof OfferAnswer>;

/** Why a household declines. Recorded to improve the offers, never held against it. */
export const DeclineReason = enumeration('DeclineReason', { fr: 'Motif du refus du ménage', en: 'Reason for declining' }, {
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
});
export type DeclineReason = CodeOf<typeof DeclineReason>;

export const DecisionOutcome = enumeration('DecisionOutcome', { fr: 'Décision de l’instance', en: 'Decision of the body' }, {
  allocated: { fr: 'Attribution', en: 'Allocated' },
  under_condition: { fr: 'Attribution sous condition', en: 'Allocated under condition' },
  postponed: { fr: 'Ajournement', en: 'Postponed' },
  refused: { fr: 'Non-attribution', en: 'Not allocated' },
});
export type DecisionOutcome = CodeOf<typeof DecisionOutcome>;

/** Grounds of a refusal or a postponement by a deciding body (CCH R.441-3 and the operators’ usage). */
export const DecisionReason = enumeration('DecisionReason', { fr: 'Motif de la décision', en: 'Ground of the decision' }, {
  resources_above_ceiling: { fr: 'Ressources au-dessus du plafond', en: 'Resources above the ceiling' },
  rent_burden: { fr: 'Taux d’effort trop élevé', en: 'Rent burden too high' },
  dwelling_unsuited: { fr: 'Logement inadapté à la composition', en: 'Dwelling unsuited to the household’s size' },
  file_incomplete: { fr: 'Pièces manquantes', en: 'Documents missing' },
  other_candidate: { fr: 'Autre candidat mieux classé', en: 'Another candidate ranked before' },
  insufficient_guarantees: { fr: 'Garanties insuffisantes', en: 'Insufficient guarantees' },
  dwelling_unavailable: { fr: 'Logement devenu indisponible', en: 'Dwelling no longer available' },
  other: { fr: 'Autre motif', en: 'Other ground' },
});
export type DecisionReason = CodeOf<typeof DecisionReason>;

export const AcceptanceAnswer = enumeration('AcceptanceAnswer', { fr: 'Réponse à l’attribution', en: 'Answer to the allocation' }, {
  accepted: { fr: 'Accepte', en: 'Accepts' },
  declined: { fr: 'Décline', en: 'Declines' },
});
export type AcceptanceAnswer = CodeOf<typeof AcceptanceAnswer>;

/** Where a household goes. No national list was found (`france.md` §3.4, unsure); a social or private lease is durable. */
export const ExitRoute = enumeration('ExitRoute', { fr: 'Voie de sortie', en: 'Exit route' }, {
  hlm_slide: { fr: 'Glissement du bail HLM', en: 'Sliding lease taken over' },
  hlm_dalo: { fr: 'Logement social au titre du DALO', en: 'Social lease through DALO' },
  hlm_accord_collectif: { fr: 'Logement social par accord collectif', en: 'Social lease through an accord collectif' },
  hlm_action_logement: { fr: 'Logement social par Action Logement', en: 'Social lease through Action Logement' },
  hlm_local_authority: { fr: 'Logement social proposé par la collectivité', en: 'Social lease proposed by the local authority' },
  hlm_landlord: { fr: 'Logement social proposé par le bailleur', en: 'Social lease proposed by the landlord' },
  private_lease: { fr: 'Bail privé', en: 'Private lease' },
  iml: { fr: 'Intermédiation locative', en: 'Rental intermediation' },
  pension_famille: { fr: 'Pension de famille', en: 'Pension de famille' },
  residence_sociale: { fr: 'Résidence sociale', en: 'Social residence' },
  fjt: { fr: 'Foyer de jeunes travailleurs', en: 'Young workers’ residence' },
  residence_autonomie: { fr: 'Résidence autonomie', en: 'Residence for the elderly' },
  ehpad: { fr: 'EHPAD', en: 'Nursing home' },
  hospital: { fr: 'Hôpital', en: 'Hospital' },
  shelter: { fr: 'Hébergement', en: 'Shelter' },
  hotel: { fr: 'Hôtel', en: 'Hotel' },
  hosted: { fr: 'Hébergé chez un tiers', en: 'Hosted by somebody' },
  return_country: { fr: 'Retour au pays', en: 'Return to the home country' },
  prison: { fr: 'Détention', en: 'Prison' },
  death: { fr: 'Décès', en: 'Death' },
  evicted: { fr: 'Expulsion', en: 'Evicted' },
  left_unknown: { fr: 'Départ sans adresse connue', en: 'Left, address unknown' },
  withdrawn: { fr: 'Abandon avant l’entrée', en: 'Withdrawn before moving in' },
});
export type ExitRoute = CodeOf<typeof ExitRoute>;

const DURABLE: readonly ExitRoute[] = [
  'hlm_slide', 'hlm_dalo', 'hlm_accord_collectif', 'hlm_action_logement', 'hlm_local_authority', 'hlm_landlord', 'private_lease',
];

/** A lasting home: a social or a private lease, as the Unafo’s and the CASP’s reports count it. */
export function isDurable(route: ExitRoute): boolean {
  return DURABLE.includes(route);
}

export const SupportState = enumeration('SupportState', { fr: 'Accompagnement en place', en: 'Support in place' }, {
  yes: { fr: 'Oui', en: 'Yes' },
  no: { fr: 'Non', en: 'No' },
  ending_soon: { fr: 'Bientôt terminé', en: 'Ending soon' },
});
export type SupportState = CodeOf<typeof SupportState>;

/** SNE motives (`01`–`23`) under readable codes. */
export const ReferralReason = enumeration('ReferralReason', { fr: 'Motif de la demande', en: 'Reason of the request' }, {
  no_home: { fr: 'Sans logement ou logement temporaire', en: 'No home or a temporary one' },
  demolition: { fr: 'Démolition', en: 'Demolition' },
  unfit: { fr: 'Logement indigne ou non décent', en: 'Unfit dwelling' },
  sold_or_repossessed: { fr: 'Vente ou reprise du logement', en: 'Sold or repossessed' },
  eviction: { fr: 'Procédure d’expulsion', en: 'Eviction procedure' },
  family_violence: { fr: 'Violences familiales', en: 'Family violence' },
  disability: { fr: 'Handicap', en: 'Disability' },
  health: { fr: 'Santé', en: 'Health' },
  too_dear: { fr: 'Logement trop cher', en: 'Too dear' },
  too_big: { fr: 'Logement trop grand', en: 'Too big' },
  separation: { fr: 'Divorce ou séparation', en: 'Separation' },
  leaving_shared_home: { fr: 'Décohabitation', en: 'Leaving a shared home' },
  too_small: { fr: 'Logement trop petit', en: 'Too small' },
  new_couple: { fr: 'Mariage, pacs, vie en couple', en: 'New couple' },
  family_reunion: { fr: 'Regroupement familial', en: 'Family reunion' },
  childcare_job: { fr: 'Assistante maternelle', en: 'Childcare job at home' },
  neighbourhood: { fr: 'Environnement ou voisinage', en: 'Neighbourhood' },
  work_mutation: { fr: 'Mutation professionnelle', en: 'Moved by the employer' },
  near_work: { fr: 'Rapprochement du travail', en: 'Nearer to work' },
  near_services: { fr: 'Rapprochement des services', en: 'Nearer to services' },
  near_family: { fr: 'Rapprochement de la famille', en: 'Nearer to relatives' },
  owner_in_trouble: { fr: 'Propriétaire en difficulté', en: 'Owner in trouble' },
  other: { fr: 'Autre motif', en: 'Other' },
}, {
  no_home: '01', demolition: '02', unfit: '03', sold_or_repossessed: '04', eviction: '05', family_violence: '06', disability: '07', health: '08',
  too_dear: '09', too_big: '10', separation: '11', leaving_shared_home: '12', too_small: '13', new_couple: '14', family_reunion: '15',
  childcare_job: '16', neighbourhood: '17', work_mutation: '18', near_work: '19', near_services: '20', near_family: '21',
  owner_in_trouble: '22', other: '23',
});
export type ReferralReason = CodeOf<typeof ReferralReason>;
