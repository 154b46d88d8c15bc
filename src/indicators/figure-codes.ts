import type { ProgrammeKind } from '../consortia/consortia.enums.js';
import type { FigureCode, FigureUnit } from './figures.enums.js';

export const UNITS: Readonly<Record<FigureCode, FigureUnit>> = {
  shared_flats: 'dwellings',
  places: 'places',
  sites: 'sites',
  units: 'dwellings',
  communes: 'communes',
  occupancy_rate: 'basis_points',
  people_rehoused: 'people',
  households_rehoused: 'households',
  households_supported: 'households',
  exits: 'households',
  durable_exits: 'households',
  average_stay_days: 'days',
  median_stay_days: 'days',
  stays_past_limit: 'households',
  median_days_to_offer: 'days',
  median_days_offer_to_keys: 'days',
  median_days_to_keys: 'days',
  turnover: 'basis_points',
  vacancy_days: 'days',
  vacancy_cost: 'cents',
  activities: 'activities',
  attendances: 'attendances',
  offers_made: 'offers',
  offers_declined: 'offers',
};

const LEAVING = ['exits', 'durable_exits', 'average_stay_days', 'median_stay_days', 'stays_past_limit'] as const;
const ACCESS = [
  'median_days_to_offer',
  'median_days_offer_to_keys',
  'median_days_to_keys',
  'offers_made',
  'offers_declined',
] as const;

/** What a kind of programme shows, in this order. */
const CODES: Readonly<Record<ProgrammeKind, readonly FigureCode[]>> = {
  shared_flats: [
    'shared_flats',
    'places',
    'people_rehoused',
    'households_rehoused',
    'occupancy_rate',
    ...LEAVING,
    'turnover',
    'vacancy_days',
    'vacancy_cost',
    'activities',
    'attendances',
    'median_days_to_keys',
  ],
  rental_intermediation: [
    'units',
    'places',
    'households_rehoused',
    'households_supported',
    'occupancy_rate',
    ...LEAVING,
    ...ACCESS,
  ],
  temporary_housing: [
    'sites',
    'units',
    'places',
    'households_supported',
    'occupancy_rate',
    ...LEAVING,
    'median_days_to_keys',
  ],
  rehousing: ['households_rehoused', 'people_rehoused', ...ACCESS],
  housing_support: ['sites', 'households_supported', ...LEAVING],
  self_rehabilitation: ['communes', 'households_supported'],
  other: ['households_rehoused', 'people_rehoused', 'households_supported'],
};

export function codesOf(kind: ProgrammeKind): readonly FigureCode[] {
  return CODES[kind];
}
