import type { CivilDate } from '../platform/clock.js';
import { Noun, Published } from '../platform/api/published.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { PersonRecord } from './household-record.js';
import { Custody, MemberRole } from './people.enums.js';
import { PEOPLE } from './people.reasons.js';

@Noun('HouseholdMember', 'household_members', 'A person’s dated place in the household')
export class HouseholdMember extends PersonRecord {
  @Published.code(MemberRole, { about: 'Place in the household', example: 'reference_person' })
  role!: MemberRole;

  @Published.code(Custody, { about: 'Custody, of a child', nullable: true, example: 'resident' })
  custody!: Custody | null;

  @Published.date({ about: 'First day' })
  startsOn!: string;

  @Published.date({ about: 'First day outside, null while it lasts', nullable: true })
  endsOn!: string | null;

  end(day: CivilDate): void {
    if (this.endsOn !== null) throw conflict(PEOPLE.member_ended);
    if (day < this.startsOn) throw invalid('/endsOn', 'period_reversed');
    this.endsOn = day;
  }
}
