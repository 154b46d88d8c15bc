import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

/** Where a household goes. No national list was found (`france.md` §3.4, unsure); a social or private lease is durable. */
export const ExitRoute = enumeration(
  'ExitRoute',
  { fr: 'Voie de sortie', en: 'Exit route' },
  {
    hlm_slide: { fr: 'Glissement du bail HLM', en: 'Sliding lease taken over' },
    hlm_dalo: { fr: 'Logement social au titre du DALO', en: 'Social lease through DALO' },
    hlm_accord_collectif: {
      fr: 'Logement social par accord collectif',
      en: 'Social lease through an accord collectif',
    },
    hlm_action_logement: { fr: 'Logement social par Action Logement', en: 'Social lease through Action Logement' },
    hlm_local_authority: {
      fr: 'Logement social proposé par la collectivité',
      en: 'Social lease proposed by the local authority',
    },
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
  },
);
export type ExitRoute = CodeOf<typeof ExitRoute>;

const DURABLE: readonly ExitRoute[] = [
  'hlm_slide',
  'hlm_dalo',
  'hlm_accord_collectif',
  'hlm_action_logement',
  'hlm_local_authority',
  'hlm_landlord',
  'private_lease',
];

/** A lasting home: a social or a private lease, as the Unafo’s and the CASP’s reports count it. */
export function isDurable(route: ExitRoute): boolean {
  return DURABLE.includes(route);
}

/** SNE motives (`01`–`23`) under readable codes. */
export const ReferralReason = enumeration(
  'ReferralReason',
  { fr: 'Motif de la demande', en: 'Reason of the request' },
  {
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
  },
  {
    no_home: '01',
    demolition: '02',
    unfit: '03',
    sold_or_repossessed: '04',
    eviction: '05',
    family_violence: '06',
    disability: '07',
    health: '08',
    too_dear: '09',
    too_big: '10',
    separation: '11',
    leaving_shared_home: '12',
    too_small: '13',
    new_couple: '14',
    family_reunion: '15',
    childcare_job: '16',
    neighbourhood: '17',
    work_mutation: '18',
    near_work: '19',
    near_services: '20',
    near_family: '21',
    owner_in_trouble: '22',
    other: '23',
  },
);
export type ReferralReason = CodeOf<typeof ReferralReason>;
