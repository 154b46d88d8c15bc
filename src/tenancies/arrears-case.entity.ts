import { Column } from 'typeorm';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { conflict } from '../platform/errors/failure.js';
import { ArrearsClosureReason, ArrearsLevel, ArrearsStatus, ProceedingKind, type ReportBody } from './arrears.enums.js';
import { lets, type Who } from './keepers.js';

const SOFT: readonly ArrearsStatus[] = ['watch', 'to_verify', 'constituted'];
const WITHOUT_PLAN: readonly ArrearsStatus[] = [...SOFT, 'reported', 'plan_broken'];

/** The arrears of an account, from the first level to the last cent. For those who see the account. */
@Noun('ArrearsCase', 'arrears_cases', 'Arrears of a tenancy’s account: their level, and where they stand')
export class ArrearsCase extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(ArrearsStatus, { about: 'Where it stands' })
  status!: ArrearsStatus;

  @Published.date({ about: 'Since when' })
  statusSince!: CivilDate;

  @Published.code(ArrearsLevel, { about: 'The highest level that its rules give it; a constituted one stays so' })
  level!: ArrearsLevel;

  @Published.date({ about: 'Since when' })
  levelSince!: CivilDate;

  @Published.text({ about: 'Code of the rule that says so', max: 60, example: 'apl_rental_amount' })
  ruleCode!: string;

  @Published.integer({ about: 'Version of that rule', min: 1, example: 1 })
  ruleVersion!: number;

  @Published.date({ about: 'Day on which it was opened' })
  openedOn!: CivilDate;

  @Published.integer({ about: 'Debt in cents when it was last looked at', min: 0, example: 50_000 })
  debtCents!: number;

  @Published.date({ about: 'First day of the debt, never cleared since', nullable: true })
  firstDefaultOn!: CivilDate | null;

  @Published.date({ about: 'By when it is to be reported to the paying body', nullable: true })
  reportDueOn!: CivilDate | null;

  @Published.date({ about: 'When it was first reported to the paying body or the CCAPEX', nullable: true })
  reportedOn!: CivilDate | null;

  @Published.date({ about: 'By when a repayment plan is expected', nullable: true })
  planDueOn!: CivilDate | null;

  @Published.text({
    about: 'Of a watched case: the rule that would be met with the next term unpaid, or within a month',
    max: 60,
    nullable: true,
    example: 'apl_rental_amount',
  })
  nextRuleCode!: string | null;

  @Published.integer({ about: 'Version of that rule', min: 1, nullable: true, example: 1 })
  nextRuleVersion!: number | null;

  @Published.integer({ about: 'Its threshold, in cents', min: 0, nullable: true, example: 45_000 })
  nextThresholdCents!: number | null;

  @Published.date({ about: 'The day on which it would be met, where time alone decides', nullable: true })
  nextConstitutedOn!: CivilDate | null;

  @Published.code(ProceedingKind, { about: 'The last act of enforcement', nullable: true })
  proceeding!: ProceedingKind | null;

  @Published.date({ about: 'Day of that act', nullable: true })
  proceedingOn!: CivilDate | null;

  @Published.date({ about: 'Day on which it was cleared or closed', nullable: true })
  closedOn!: CivilDate | null;

  @Published.code(ArrearsClosureReason, { about: 'Why it was closed with a debt', nullable: true })
  closureReason!: ArrearsClosureReason | null;

  @Published.id({ about: 'The lessor' })
  landlordId!: string;

  @Published.id({ about: 'Who manages the home for the lessor', nullable: true })
  operatorId!: string | null;

  // Not published: who supports may itself reveal a condition.
  @Column({ name: 'supporter_id', type: 'uuid', nullable: true })
  supporterId!: string | null;

  @Published.id({ about: 'The organisation that is tenant, of a head tenancy', nullable: true })
  tenantOrganisationId!: string | null;

  get parties(): (string | null)[] {
    return [this.landlordId, this.operatorId, this.supporterId, this.tenantOrganisationId];
  }

  isKeptBy(organisationId: string): boolean {
    return this.landlordId === organisationId || this.operatorId === organisationId;
  }

  /** @throws not_the_lessor where only the lessor or its manager may */
  demandKeeper(who: Who): void {
    if (!(lets(who) && this.isKeptBy(who.organisationId))) throw conflict('not_the_lessor');
  }

  /** Before it there was nothing to report, to repay or to enforce. */
  get beganOn(): CivilDate {
    return this.firstDefaultOn !== null && this.firstDefaultOn < this.openedOn ? this.firstDefaultOn : this.openedOn;
  }

  /** @throws arrears_case_over */
  demandOpen(): void {
    if (this.closedOn !== null) throw conflict('arrears_case_over', { closedOn: this.closedOn });
  }

  /** A report to the FSL asks for help; one to the paying body or the CCAPEX opens the delay for a plan, once. */
  report(body: ReportBody, on: CivilDate, planDueOn: CivilDate | null): void {
    if (body === 'fsl') return;
    if (SOFT.includes(this.status)) this.moveTo('reported', on);
    if (this.reportedOn !== null) return;
    this.reportedOn = on;
    this.planDueOn = planDueOn;
  }

  /** @throws plan_under_way */
  proposePlan(on: CivilDate): void {
    if (!WITHOUT_PLAN.includes(this.status)) throw conflict('plan_under_way');
    this.moveTo('plan_proposed', on);
  }

  /** @throws no_plan_proposed */
  agreePlan(on: CivilDate): void {
    if (this.status !== 'plan_proposed') throw conflict('no_plan_proposed');
    this.moveTo('plan_active', on);
  }

  /** Back to where it stood before the plan. @throws no_plan_under_way */
  withdrawPlan(on: CivilDate): void {
    if (this.status !== 'plan_proposed' && this.status !== 'plan_active') throw conflict('no_plan_under_way');
    this.moveTo(this.reportedOn === null ? this.level : 'reported', on);
  }

  /** The latest by its day, whenever it was recorded. */
  proceed(kind: ProceedingKind, on: CivilDate): void {
    if (this.proceedingOn !== null && on < this.proceedingOn) return;
    this.proceeding = kind;
    this.proceedingOn = on;
  }

  close(reason: ArrearsClosureReason, on: CivilDate, debtCents: number): void {
    this.moveTo('closed', on);
    this.closureReason = reason;
    this.closedOn = on;
    this.debtCents = debtCents;
  }

  private moveTo(status: ArrearsStatus, on: CivilDate): void {
    this.status = status;
    this.statusSince = on;
  }
}
