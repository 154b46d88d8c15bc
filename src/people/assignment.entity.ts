import type { CivilDate } from '../platform/clock.js';
import { Noun, Published } from '../platform/api/published.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';
import { PEOPLE } from './people.reasons.js';

/** Which worker follows which household; a social worker limited to her caseload sees only those. */
@Noun('Assignment', 'assignments', 'A worker who follows a household')
export class Assignment extends Record {
  @Published.id({ about: 'The household' })
  householdId!: string;

  @Published.id({ about: 'The organisation' })
  organisationId!: string;

  @Published.id({ about: 'The worker' })
  userId!: string;

  @Published.date({ about: 'First day' })
  startsOn!: string;

  @Published.date({ about: 'First day outside, null while it lasts', nullable: true })
  endsOn!: string | null;

  @Published.flag({ about: 'Stands in for a colleague', example: false })
  standIn!: boolean;

  end(day: CivilDate): void {
    if (this.endsOn !== null) throw conflict(PEOPLE.assignment_ended);
    if (day < this.startsOn) throw invalid('/endsOn', 'period_reversed');
    this.endsOn = day;
  }
}
