import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { Column } from 'typeorm';
import type { CivilDate } from '../platform/clock.js';
import { invalid } from '../platform/errors/failure.js';
import { AbsenceReason } from './shared-flats.enums.js';

/** For who supports the resident alone: an absence can say what nobody else may know. The room stays theirs, and the share due. */
@Noun('Absence', 'absences', 'A resident is away for a while')
export class Absence extends Record {
  @Published.id({ about: 'The occupancy' })
  occupancyId!: string;

  @Published.code(AbsenceReason, { about: 'Why' })
  reason!: AbsenceReason;

  @Published.flag({ about: 'Outside France: only such days count against the presence that ASPA asks for' })
  outsideFrance!: boolean;

  @Published.date({ about: 'First day away' })
  startsOn!: CivilDate;

  @Published.date({ about: 'Day of the return, the first day back', nullable: true })
  endsOn!: CivilDate | null;

  @Column({ name: 'household_id', type: 'uuid' })
  householdId!: string;

  change({ endsOn, reason, outsideFrance }: Partial<Pick<Absence, 'endsOn' | 'reason' | 'outsideFrance'>>): void {
    if (endsOn !== undefined) this.endsOn = endsOn;
    if (reason !== undefined) this.reason = reason;
    if (outsideFrance !== undefined) this.outsideFrance = outsideFrance;
    if (this.endsOn !== null && this.endsOn <= this.startsOn) throw invalid('/endsOn', 'period_reversed');
  }
}
