import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { PlanFrame, PlanStatus } from './arrears.enums.js';

@Noun('RepaymentPlan', 'repayment_plans', 'A debt spread over months, beside the current rent')
export class RepaymentPlan extends Record {
  @Published.id({ about: 'The case' })
  caseId!: string;

  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(PlanStatus, { about: 'Where it stands' })
  status!: PlanStatus;

  @Published.code(PlanFrame, { about: 'With whom it was made' })
  frame!: PlanFrame;

  @Published.integer({ about: 'The debt that it spreads, in cents', min: 1, example: 90_000 })
  debtCents!: number;

  @Published.integer({
    about: 'What is paid each month beside the current rent; the last is what is left',
    min: 1,
    example: 2_500,
  })
  instalmentCents!: number;

  @Published.integer({ about: 'How many months', min: 1, example: 36 })
  instalments!: number;

  @Published.date({ about: 'Day of the first instalment; the others follow each month' })
  firstDueOn!: CivilDate;

  @Published.integer({ about: 'Days of grace before an instalment is checked', min: 0, example: 10 })
  toleranceDays!: number;

  @Published.integer({ about: 'How much may be missing at a check, in cents', min: 0, example: 0 })
  toleranceCents!: number;

  @Published.integer({ about: 'Balance of the account when it was agreed, in cents', nullable: true, example: 90_000 })
  balanceCents!: number | null;

  @Published.date({ about: 'Day on which it was proposed' })
  proposedOn!: CivilDate;

  @Published.date({ about: 'Day on which it was agreed', nullable: true })
  agreedOn!: CivilDate | null;

  @Published.date({ about: 'Day on which it was kept, broken or withdrawn', nullable: true })
  endedOn!: CivilDate | null;

  /** When it last came to be what it is. */
  get since(): CivilDate {
    return this.agreedOn ?? this.proposedOn;
  }

  agree(on: CivilDate, balanceCents: number): void {
    this.status = 'active';
    this.agreedOn = on;
    this.balanceCents = balanceCents;
  }

  withdraw(on: CivilDate): void {
    this.status = 'withdrawn';
    this.endedOn = on;
  }
}

@Noun(
  'RepaymentPlanCheck',
  'repayment_plan_checks',
  'What was expected of a plan by an instalment, against what was paid',
)
export class RepaymentPlanCheck extends Record {
  @Published.id({ about: 'The case' })
  caseId!: string;

  @Published.id({ about: 'The plan' })
  planId!: string;

  @Published.integer({ about: 'Which instalment', min: 1, example: 3 })
  instalment!: number;

  @Published.date({ about: 'Day of the instalment' })
  dueOn!: CivilDate;

  @Published.date({ about: 'Day of the check' })
  checkedOn!: CivilDate;

  @Published.integer({ about: 'What should have gone from the balance by then, in cents', min: 0, example: 7_500 })
  expectedCents!: number;

  @Published.integer({
    about: 'What has; less than nothing where the current rent was not paid either',
    example: 7_500,
  })
  actualCents!: number;

  @Published.flag({ about: 'Whether the plan is kept' })
  kept!: boolean;
}
