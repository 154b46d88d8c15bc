import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { Column } from 'typeorm';
import type { CivilDate } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { OccupancyEnd, OccupancyStatus } from './shared-flats.enums.js';

/**
 * The owner of the flat sees it from the arrival on. Share, benefit and account are the agreement’s; why somebody left, where they
 * are absent to, and how they live there stand elsewhere. The room is taken by a stay of the source `occupancy`.
 */
@Noun('Occupancy', 'occupancies', 'A resident in a room of a shared flat, for a period')
export class Occupancy extends Record {
  @Published.id({ about: 'The shared flat' })
  flatId!: string;

  @Published.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Published.id({ about: 'The room' })
  roomId!: string;

  @Published.id({ about: 'The resident’s household' })
  householdId!: string;

  @Published.id({
    about: 'The resident, a person of that household; null for a period of long ago of which it is not known',
    nullable: true,
  })
  personId!: string | null;

  @Published.id({ about: 'The placement that led here', nullable: true })
  placementId!: string | null;

  @Published.id({
    about: 'The flat-share agreement: share, benefit and account of this resident alone',
    nullable: true,
  })
  tenancyId!: string | null;

  @Published.id({ about: 'The occupancy of another room that it follows', nullable: true })
  previousId!: string | null;

  @Published.code(OccupancyStatus, { about: 'Where it stands' })
  status!: OccupancyStatus;

  @Published.date({
    about: 'Day on which the resident, a volunteer, agreed to share the flat, knowing who will see it',
  })
  agreedOn!: CivilDate;

  @Published.date({ about: 'First day, as planned' })
  plannedStartsOn!: CivilDate;

  @Published.date({ about: 'First day outside, as planned', nullable: true })
  plannedEndsOn!: CivilDate | null;

  @Published.date({ about: 'First day, as it was', nullable: true })
  startedOn!: CivilDate | null;

  @Published.date({ about: 'First day outside, as it was', nullable: true })
  endedOn!: CivilDate | null;

  @Published.code(OccupancyEnd, { about: 'Left the flat, or moved to another room', nullable: true })
  endedBy!: OccupancyEnd | null;

  @Published.id({ about: 'Who lets the room' })
  operatorId!: string;

  @Published.id({ about: 'Who owns the flat, from the arrival on; null for a private owner', nullable: true })
  landlordId!: string | null;

  // Not published: who supports may itself reveal a condition.
  @Column({ name: 'supporter_id', type: 'uuid', nullable: true })
  supporterId!: string | null;

  get parties(): (string | null)[] {
    return [this.operatorId, this.supporterId, this.landlordId];
  }

  /** @throws occupancy_status */
  demand(...possible: OccupancyStatus[]): void {
    if (!possible.includes(this.status))
      throw conflict('occupancy_status', { status: this.status, possible: possible.join(', ') });
  }

  /** After the planned end: none is known any more. */
  comesTooLate(on: CivilDate): boolean {
    return this.plannedEndsOn !== null && this.plannedEndsOn <= on;
  }

  arrive(on: CivilDate, tenancyId: string, landlordId: string | null): void {
    if (this.comesTooLate(on)) this.plannedEndsOn = null;
    Object.assign(this, { status: 'current', startedOn: on, tenancyId, landlordId });
  }

  planEnd(on: CivilDate | null): void {
    this.demand('planned', 'current');
    const start = this.startedOn ?? this.plannedStartsOn;
    if (on !== null && (on <= start || on <= this.plannedStartsOn)) throw invalid('/plannedEndsOn', 'period_reversed');
    this.plannedEndsOn = on;
  }

  /** To another room: the agreement goes on there. @throws occupancy_status */
  leaveRoom(on: CivilDate): void {
    this.demand('current');
    this.demandAfterStart(on, '/movedOn');
    Object.assign(this, { status: 'ended', endedOn: on, endedBy: 'move' });
  }

  demandAfterStart(on: CivilDate, pointer: string): void {
    if (on < this.startedOn!) throw invalid(pointer, 'before_start', { start: this.startedOn });
  }

  cancel(): void {
    this.demand('planned');
    this.status = 'cancelled';
  }
}
