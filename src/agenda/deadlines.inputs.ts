import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { DeadlineKind, DeadlineStatus } from './deadlines.enums.js';

@Command('DeadlineFilter', 'Which deadlines')
export class DeadlineFilter extends PageFilter {
  @Input.code(DeadlineStatus, {
    about: 'In this status; open when left out, unless updatedSince is given',
    optional: true,
  })
  status?: DeadlineStatus;

  @Input.code(DeadlineKind, { about: 'Of this kind', optional: true })
  kind?: DeadlineKind;

  @Input.date({ about: 'Due before this day', optional: true })
  dueBefore?: CivilDate;

  @Input.text({ about: 'About such a noun', max: 41, optional: true, example: 'tenancy' })
  subjectType?: string;

  @Input.id({ about: 'About this', optional: true })
  subjectId?: string;

  @Input.id({ about: 'About this household', optional: true })
  householdId?: string;
}
