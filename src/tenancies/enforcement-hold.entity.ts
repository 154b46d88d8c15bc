import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { HoldKind } from './arrears.enums.js';

@Noun('EnforcementHold', 'enforcement_holds', 'What silences suggestions of enforcement, and nothing else')
export class EnforcementHold extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(HoldKind, { about: 'What it rests on' })
  kind!: HoldKind;

  @Published.text({ about: 'What made it', max: 60, example: 'repayment_plan' })
  sourceType!: string;

  @Published.id({ about: 'Its identifier' })
  sourceId!: string;

  @Published.date({ about: 'First day' })
  startsOn!: CivilDate;

  @Published.date({ about: 'First day on which it holds no more', nullable: true })
  endsOn!: CivilDate | null;
}
