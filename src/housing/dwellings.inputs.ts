import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { COMMUNE } from './communes.js';
import { DwellingType, ReservationKind, RplsOccupancy } from './housing.enums.js';

const RPLS = {
  max: 10,
  pattern: /^\d{10}$/,
  format: { fr: '10 chiffres', en: '10 digits' },
  example: '0123456789',
} as const;
const CENTS = { min: 0, max: 10_000_000 } as const;
const OR_NULL = { optional: true, nullable: true } as const;

@Command('AddressInput', 'An exact address; null clears')
export class AddressInput {
  @Input.texts({
    about: 'Lines of the address',
    max: 100,
    maxItems: 5,
    optional: true,
    example: ['12 rue des Lilas', '93260 Les Lilas'],
  })
  lines?: string[];

  @Input.text({
    about: 'Postcode',
    max: 5,
    pattern: /^\d{5}$/,
    format: { fr: '5 chiffres', en: '5 digits' },
    ...OR_NULL,
    example: '93260',
  })
  postcode?: string | null;

  @Input.text({ about: 'Staircase and door', max: 60, ...OR_NULL, example: 'Esc. B, porte 32' })
  door?: string | null;

  @Input.text({
    about: 'Identifier in the national address base (BAN)',
    max: 60,
    ...OR_NULL,
    example: '93045_4250_00012',
  })
  banId?: string | null;

  @Input.text({ about: 'Identifier in the RPLS register, 10 digits', ...RPLS, ...OR_NULL })
  rplsId?: string | null;
}

/** What adding and changing a dwelling have in common. */
@Command('DwellingFacts', 'What may be known of a dwelling')
export class DwellingFactsInput {
  @Input.id({ about: 'Who manages it; the landlord decides', ...OR_NULL })
  operatorId?: string | null;

  @Input.id({ about: 'The residence or building', ...OR_NULL })
  siteId?: string | null;

  @Input.integer({ about: 'Surface, m²', min: 1, max: 2000, ...OR_NULL, example: 78 })
  surfaceM2?: number | null;

  @Input.integer({ about: 'Floor', min: -5, max: 80, ...OR_NULL, example: 3 })
  floor?: number | null;

  @Input.integer({ about: 'Monthly rent without charges, in cents', ...CENTS, ...OR_NULL, example: 48_000 })
  rentCents?: number | null;

  @Input.integer({ about: 'Monthly charges, in cents', ...CENTS, ...OR_NULL, example: 9_500 })
  chargesCents?: number | null;

  @Input.id({ about: 'The programme whose place it is', ...OR_NULL })
  programmeId?: string | null;

  @Input.id({ about: 'The rider of a convention that brings it', ...OR_NULL })
  riderId?: string | null;

  @Input.code(ReservationKind, { about: 'Reservation quota', optional: true, example: 'none' })
  reservationKind?: ReservationKind;

  @Input.id({ about: 'Who proposes the candidates', ...OR_NULL })
  reservationHolderId?: string | null;

  @Input.code(RplsOccupancy, { about: 'Occupancy declared in the RPLS return', ...OR_NULL, example: 'vacant_offered' })
  occupancy?: RplsOccupancy | null;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('DwellingPatch', 'What changes of a dwelling; null clears')
export class DwellingPatch extends DwellingFactsInput {
  @Input.text({ about: 'How partners call it; not its address', max: 120, optional: true, example: 'T4 Lilas 2' })
  label?: string;

  @Input.text({ about: 'INSEE code of the commune or the district', ...COMMUNE, optional: true })
  communeCode?: string;

  @Input.code(DwellingType, { about: 'Type', optional: true, example: 't4' })
  type?: DwellingType;
}

@Command('DwellingInput', 'A dwelling to add')
export class DwellingInput extends DwellingFactsInput {
  @Input.text({ about: 'How partners call it; not its address', max: 120, example: 'T4 Lilas 2' })
  label!: string;

  @Input.text({ about: 'INSEE code of the commune or the district', ...COMMUNE })
  communeCode!: string;

  @Input.code(DwellingType, { about: 'Type', example: 't4' })
  type!: DwellingType;

  @Input.id({ about: 'Who owns it; the caller when left out. It stays so', optional: true })
  landlordId?: string;

  @Input.integer({
    about: 'Places from today, or from `inServiceFrom`; put again, as recorded: `/capacities` changes them',
    min: 0,
    max: 1000,
    optional: true,
    example: 3,
  })
  places?: number;

  @Input.date({ about: 'First day of these places', optional: true })
  inServiceFrom?: string;

  @Input.one(() => AddressInput, { about: 'Its exact address', optional: true })
  address?: AddressInput;
}

@Command('DwellingFilter', 'Which dwellings')
export class DwellingFilter extends PageFilter {
  @Input.id({ about: 'Of this landlord', optional: true })
  landlordId?: string;

  @Input.id({ about: 'Managed by this operator', optional: true })
  operatorId?: string;

  @Input.id({ about: 'In this site', optional: true })
  siteId?: string;

  @Input.id({ about: 'Place of this programme', optional: true })
  programmeId?: string;

  @Input.id({ about: 'Brought by this rider', optional: true })
  riderId?: string;

  @Input.id({ about: 'For which this organisation proposes candidates', optional: true })
  reservationHolderId?: string;

  @Input.code(ReservationKind, { about: 'Of this quota', optional: true })
  reservationKind?: ReservationKind;

  @Input.text({ about: 'In this commune', ...COMMUNE, optional: true })
  communeCode?: string;

  @Input.code(DwellingType, { about: 'Of this type', optional: true, example: 't4' })
  type?: DwellingType;

  @Input.code(RplsOccupancy, { about: 'With this RPLS occupancy', optional: true })
  occupancy?: RplsOccupancy;

  @Input.text({ about: 'With this RPLS identifier, where you may see the address', ...RPLS, optional: true })
  rplsId?: string;
}

@Command('AvailabilityFilter', 'What is looked for')
export class AvailabilityFilter {
  @Input.date({ about: 'First day; today when left out', optional: true })
  from?: string;

  @Input.date({ about: 'First day no longer needed; left out: without an end', optional: true })
  to?: string;

  @Input.integer({ about: 'Persons to house', min: 1, max: 50, optional: true, example: 2 })
  persons?: number;

  @Input.text({ about: 'In this commune', ...COMMUNE, optional: true })
  communeCode?: string;

  @Input.code(DwellingType, { about: 'Of this type', optional: true, example: 't4' })
  type?: DwellingType;

  @Input.id({ about: 'Of this landlord', optional: true })
  landlordId?: string;

  @Input.id({ about: 'Managed by this operator', optional: true })
  operatorId?: string;

  @Input.id({ about: 'In this site', optional: true })
  siteId?: string;

  @Input.id({ about: 'Place of this programme', optional: true })
  programmeId?: string;

  @Input.code(ReservationKind, { about: 'Of this quota', optional: true })
  reservationKind?: ReservationKind;

  @Input.id({ about: 'For which this organisation proposes candidates', optional: true })
  reservationHolderId?: string;

  @Input.integer({
    about: 'Rent and charges at most, in cents; dwellings without a known rent are left out',
    min: 0,
    max: 10_000_000,
    optional: true,
    example: 60_000,
  })
  maxRentCents?: number;

  @Input.integer({ about: 'Rows a page', min: 1, max: 200, optional: true, example: 50 })
  limit?: number;

  @Input.text({ about: 'The `nextCursor` of the page before', max: 1000, optional: true, example: 'eyJ…' })
  cursor?: string;
}
