import { Published, View } from '../platform/api/published.js';
import { DwellingType, ReservationKind } from './housing.enums.js';

@View('AvailableRoom', 'A room that is free for the whole period')
export class AvailableRoom {
  @Published.id({ about: 'The room', column: false })
  id!: string;

  @Published.integer({ about: 'Its number in the dwelling', min: 1, max: 999, example: 1, column: false })
  number!: number;

  @Published.text({ about: 'Name', max: 60, nullable: true, example: 'Chambre bleue', column: false })
  label!: string | null;

  @Published.integer({ about: 'Places', min: 1, max: 20, example: 1, column: false })
  places!: number;

  @Published.date({
    about: 'First day from which it is free until then; null when it never was taken before',
    nullable: true,
    column: false,
  })
  availableFrom!: string | null;
}

@View('Availability', 'A dwelling that is free, whole or by rooms, for the whole period')
export class Availability {
  @Published.id({ about: 'The dwelling', column: false })
  id!: string;

  @Published.id({ about: 'Who owns it', column: false })
  landlordId!: string;

  @Published.id({ about: 'Who manages it', nullable: true, column: false })
  operatorId!: string | null;

  @Published.id({ about: 'The residence or building', nullable: true, column: false })
  siteId!: string | null;

  @Published.text({ about: 'How partners call it', max: 120, example: 'T4 Lilas 2', column: false })
  label!: string;

  @Published.text({ about: 'INSEE code of the commune or the district', max: 5, example: '93061', column: false })
  communeCode!: string;

  @Published.code(DwellingType, { about: 'Type', example: 't4', column: false })
  type!: DwellingType;

  @Published.integer({ about: 'Surface, m²', min: 1, max: 2000, nullable: true, example: 78, column: false })
  surfaceM2!: number | null;

  @Published.integer({
    about: 'Monthly rent without charges, in cents',
    min: 0,
    nullable: true,
    example: 48_000,
    column: false,
  })
  rentCents!: number | null;

  @Published.integer({ about: 'Monthly charges, in cents', min: 0, nullable: true, example: 9_500, column: false })
  chargesCents!: number | null;

  @Published.id({ about: 'The programme whose place it is', nullable: true, column: false })
  programmeId!: string | null;

  @Published.code(ReservationKind, { about: 'Reservation quota', column: false })
  reservationKind!: ReservationKind;

  @Published.id({
    about: 'Who proposes the candidates; by a rider, while its convention is in force',
    nullable: true,
    column: false,
  })
  reservationHolderId!: string | null;

  @Published.flag({ about: 'Whether nobody is in any part of it in the period', sql: () => 'u.whole' })
  wholeDwelling!: boolean;

  @Published.date({
    about:
      'First day from which the whole is free until then; null when it never was taken before, or is not free as a whole',
    nullable: true,
    sql: () => 'u.available_from',
  })
  availableFrom!: string | null;

  @Published.many(() => AvailableRoom, { about: 'Its rooms that are free', sql: () => `coalesce(r.free, '[]')` })
  rooms!: AvailableRoom[];
}
