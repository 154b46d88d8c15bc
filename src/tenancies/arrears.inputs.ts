import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import {
  ArrearsClosureReason,
  ArrearsLevel,
  ArrearsStatus,
  PlanFrame,
  ProceedingKind,
  ReportBody,
} from './arrears.enums.js';

@Command('ArrearsCaseFilter', 'Which arrears cases')
export class ArrearsCaseFilter extends PageFilter {
  @Input.code(ArrearsStatus, { about: 'In this status', optional: true })
  status?: ArrearsStatus;

  @Input.code(ArrearsLevel, { about: 'Of this level', optional: true })
  level?: ArrearsLevel;

  @Input.id({ about: 'Of this tenancy', optional: true })
  tenancyId?: string;

  @Input.id({ about: 'Of this lessor', optional: true })
  landlordId?: string;

  @Input.id({ about: 'Managed by this organisation', optional: true })
  operatorId?: string;

  @Input.id({ about: 'Of which this organisation is tenant', optional: true })
  tenantOrganisationId?: string;

  @Input.code(ProceedingKind, { about: 'With this act of enforcement as the latest', optional: true })
  proceeding?: ProceedingKind;

  @Input.code(ArrearsClosureReason, { about: 'Closed for this reason', optional: true })
  closureReason?: ArrearsClosureReason;
}

@Command('ArrearsLevelFilter', 'Which levels')
export class ArrearsLevelFilter extends PageFilter {
  @Input.code(ArrearsLevel, { about: 'Of this level', optional: true })
  level?: ArrearsLevel;

  @Input.id({ about: 'Of this tenancy', optional: true })
  tenancyId?: string;
}

@Command('ArrearsDay', 'On which day')
export class ArrearsDay {
  @Input.date({ about: 'As of this day; today when left out', optional: true })
  at?: CivilDate;
}

@Command('ArrearsReportInput', 'A case reported to a body outside of the consortium')
export class ArrearsReportInput {
  @Input.code(ReportBody, { about: 'To whom' })
  body!: ReportBody;

  @Input.date({ about: 'When; today when left out', optional: true })
  reportedOn?: CivilDate;

  @Input.text({ about: 'Number of its receipt', max: 60, optional: true, nullable: true, example: '2026-1187' })
  reference?: string | null;
}

@Command('ArrearsPlanInput', 'A repayment plan to propose')
export class ArrearsPlanInput {
  @Input.date({ about: 'Day of the first instalment' })
  firstDueOn!: CivilDate;

  @Input.code(PlanFrame, { about: 'With whom it is made; the lessor when left out', optional: true })
  frame?: PlanFrame;

  @Input.integer({
    about: 'The debt to spread, in cents; the balance of the account when left out',
    min: 1,
    max: 100_000_000,
    optional: true,
    example: 90_000,
  })
  debtCents?: number;

  @Input.integer({
    about: 'In how many months; 36 when neither this nor the amount is given',
    min: 1,
    max: 120,
    optional: true,
    example: 36,
  })
  instalments?: number;

  @Input.integer({
    about: 'Or how much each month, in cents',
    min: 1,
    max: 100_000_000,
    optional: true,
    example: 2_500,
  })
  instalmentCents?: number;

  @Input.date({ about: 'Day of the proposal; today when left out', optional: true })
  proposedOn?: CivilDate;
}

@Command('ArrearsPlanAgreementInput', 'The plan that was proposed is agreed')
export class ArrearsPlanAgreementInput {
  @Input.date({ about: 'When; today when left out', optional: true })
  agreedOn?: CivilDate;
}

@Command('ArrearsPlanWithdrawalInput', 'The plan is given up')
export class ArrearsPlanWithdrawalInput {
  @Input.date({ about: 'When; today when left out', optional: true })
  withdrawnOn?: CivilDate;
}

@Command('ArrearsProceedingInput', 'An act of enforcement')
export class ArrearsProceedingInput {
  @Input.code(ProceedingKind, { about: 'The act' })
  kind!: ProceedingKind;

  @Input.date({ about: 'Its day; today when left out', optional: true })
  occurredOn?: CivilDate;

  @Input.text({
    about: 'Why the lessor proceeds, where something speaks against it',
    max: 500,
    optional: true,
    nullable: true,
    example: 'Plan non repris',
  })
  reason?: string | null;
}

@Command('ArrearsClosureInput', 'A case to close')
export class ArrearsClosureInput {
  @Input.code(ArrearsClosureReason, { about: 'Why' })
  reason!: ArrearsClosureReason;

  @Input.date({ about: 'When; today when left out', optional: true })
  closedOn?: CivilDate;
}
