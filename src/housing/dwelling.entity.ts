import { Column } from 'typeorm';
import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { Record } from '../platform/database/record.js';
import { DwellingType, ReservationKind, RplsOccupancy } from './housing.enums.js';

export type DwellingFacts = Pick<
  Dwelling,
  | 'label'
  | 'communeCode'
  | 'type'
  | 'surfaceM2'
  | 'floor'
  | 'rentCents'
  | 'chargesCents'
  | 'occupancy'
  | 'operatorId'
  | 'siteId'
  | 'programmeId'
  | 'reservationKind'
  | 'reservationHolderId'
>;

/**
 * A dwelling, as everybody may see it who looks for housing: no exact address (see `/address`) and nobody in it. Seen by its
 * landlord, its operator, who holds a reservation or a convention on it while the convention is in force, the coordinator, supporters
 * and referrers.
 */
@Noun('Dwelling', 'dwellings', 'A home: what it is, whose it is, who may propose candidates')
export class Dwelling extends Record {
  @Published.id({ about: 'Who owns it' })
  landlordId!: string;

  @Published.id({ about: 'Who manages it and lets it to residents, when it is not the landlord', nullable: true })
  operatorId!: string | null;

  @Published.id({ about: 'The residence or building', nullable: true })
  siteId!: string | null;

  @Published.text({ about: 'How partners call it; not its address', max: 120, example: 'T4 Lilas 2' })
  label!: string;

  @Published.text({ about: 'INSEE code of the commune or the district', max: 5, example: '93061' })
  communeCode!: string;

  @Published.code(DwellingType, { about: 'Type', example: 't4' })
  type!: DwellingType;

  @Published.integer({ about: 'Surface, m²', min: 1, max: 2000, nullable: true, example: 78 })
  surfaceM2!: number | null;

  @Published.integer({ about: 'Floor', min: -5, max: 80, nullable: true, example: 3 })
  floor!: number | null;

  @Published.integer({
    about: 'Monthly rent without charges, in cents',
    min: 0,
    max: 10_000_000,
    nullable: true,
    example: 48_000,
  })
  rentCents!: number | null;

  @Published.integer({ about: 'Monthly charges, in cents', min: 0, max: 10_000_000, nullable: true, example: 9_500 })
  chargesCents!: number | null;

  @Published.id({ about: 'The programme whose place it is', nullable: true })
  programmeId!: string | null;

  @Published.id({ about: 'The rider of a convention that brought it', nullable: true })
  riderId!: string | null;

  @Published.code(ReservationKind, { about: 'Reservation quota' })
  reservationKind!: ReservationKind;

  @Published.id({ about: 'Who proposes the candidates; by a rider, while its convention is in force', nullable: true })
  reservationHolderId!: string | null;

  @Published.code(RplsOccupancy, { about: 'Occupancy declared in the RPLS return', nullable: true })
  occupancy!: RplsOccupancy | null;

  @ExternalIds()
  externalIds!: ExternalId[];

  /** Who holds the convention that brought it: a viewer. */
  @Column({ name: 'holder_id', type: 'uuid', nullable: true })
  holderId!: string | null;

  /** From when until when, the last day included, the convention of its rider brings it: the database says it. Null: it does not. */
  @Column({ name: 'brought_from', type: 'date', nullable: true, insert: false, update: false })
  broughtFrom!: CivilDate | null;

  @Column({ name: 'brought_until', type: 'date', nullable: true, insert: false, update: false })
  broughtUntil!: CivilDate | null;

  /** Reserved for nobody, nobody reads its address as who reserves it. */
  describe(known: Partial<DwellingFacts>): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
    if (known.reservationKind === 'none' && !known.reservationHolderId) this.reservationHolderId = null;
  }

  /** A rider brings it; when the rider reserves for an association, that association proposes the candidates. */
  comeBy(rider: { id: string; reservedForId: string | null }, holderId: string): void {
    if (this.riderId !== rider.id) this.endReservation();
    this.riderId = rider.id;
    this.holderId = holderId;
    if (rider.reservedForId === null) return;
    this.reservationKind = 'convention';
    this.reservationHolderId = rider.reservedForId;
  }

  /** What the convention reserved ends with it; what is reserved without one stays. */
  leaveConvention(): void {
    if (this.riderId === null) return;
    this.endReservation();
    this.riderId = null;
    this.holderId = null;
  }

  /** Who proposes the candidates on that day: what rests on a convention holds while it does. */
  reserverOn(day: CivilDate): string | null {
    const rests = this.reservationKind === 'convention' && this.riderId !== null;
    return rests && !this.isBroughtOn(day) ? null : this.reservationHolderId;
  }

  private isBroughtOn(day: CivilDate): boolean {
    if (this.broughtFrom === null || day < this.broughtFrom) return false;
    return this.broughtUntil === null || day <= this.broughtUntil;
  }

  private endReservation(): void {
    if (this.reservationKind !== 'convention') return;
    this.reservationKind = 'none';
    this.reservationHolderId = null;
  }
}
