import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

/** Each code is computed by the SQL file of its name. */
export const FigureCode = enumeration(
  'FigureCode',
  { fr: 'Indicateur d’un dispositif', en: 'Figure of a programme' },
  {
    shared_flats: { fr: 'Domiciles partagés', en: 'Shared flats' },
    places: { fr: 'Places', en: 'Places' },
    sites: { fr: 'Résidences', en: 'Residences' },
    units: { fr: 'Logements', en: 'Dwellings' },
    communes: { fr: 'Communes', en: 'Towns' },
    occupancy_rate: { fr: 'Taux d’occupation, en journées-places', en: 'Occupancy rate, by place-days' },
    people_rehoused: { fr: 'Personnes relogées', en: 'People rehoused' },
    households_rehoused: { fr: 'Ménages relogés', en: 'Households rehoused' },
    households_supported: { fr: 'Ménages accompagnés', en: 'Households supported' },
    exits: { fr: 'Sorties', en: 'Exits' },
    durable_exits: { fr: 'Sorties vers un logement pérenne', en: 'Exits to a lasting home' },
    average_stay_days: { fr: 'Durée moyenne des séjours terminés', en: 'Mean length of ended stays' },
    median_stay_days: { fr: 'Durée médiane des séjours terminés', en: 'Median length of ended stays' },
    stays_past_limit: { fr: 'Séjours au-delà de la durée maximale', en: 'Stays past the longest stay' },
    median_days_to_offer: {
      fr: 'Délai médian de l’orientation à la proposition',
      en: 'Median days from referral to offer',
    },
    median_days_offer_to_keys: { fr: 'Délai médian de la proposition aux clés', en: 'Median days from offer to keys' },
    median_days_to_keys: { fr: 'Délai médian de l’orientation aux clés', en: 'Median days from referral to keys' },
    turnover: { fr: 'Taux de rotation', en: 'Turnover' },
    vacancy_days: { fr: 'Journées-places vacantes', en: 'Vacant place-days' },
    vacancy_cost: { fr: 'Coût de la vacance', en: 'Cost of vacancies' },
    activities: { fr: 'Activités collectives', en: 'Activities' },
    attendances: { fr: 'Participations aux activités', en: 'Attendances of activities' },
    offers_made: { fr: 'Propositions faites', en: 'Offers made' },
    offers_declined: { fr: 'Propositions déclinées, par motif', en: 'Offers declined, by reason' },
  },
);
export type FigureCode = CodeOf<typeof FigureCode>;

export const FigureUnit = enumeration(
  'FigureUnit',
  { fr: 'Unité d’un indicateur', en: 'Unit of a figure' },
  {
    dwellings: { fr: 'Logements', en: 'Dwellings' },
    places: { fr: 'Places', en: 'Places' },
    sites: { fr: 'Résidences', en: 'Residences' },
    communes: { fr: 'Communes', en: 'Towns' },
    people: { fr: 'Personnes', en: 'People' },
    households: { fr: 'Ménages', en: 'Households' },
    offers: { fr: 'Propositions', en: 'Offers' },
    activities: { fr: 'Activités', en: 'Activities' },
    attendances: { fr: 'Participations', en: 'Attendances' },
    days: { fr: 'Jours', en: 'Days' },
    basis_points: { fr: 'Dix-millièmes (10 000 = 100 %)', en: 'Basis points (10,000 = 100 %)' },
    cents: { fr: 'Centimes d’euro', en: 'Euro cents' },
  },
);
export type FigureUnit = CodeOf<typeof FigureUnit>;
