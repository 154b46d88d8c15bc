import { Published, View } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { AidPayee } from './accounts.enums.js';
import {
  EndsWhen,
  LessorPerson,
  NextStep,
  RuleActor,
  RuleBase,
  RuleConfidence,
  RuleMeasure,
  RuleOperator,
  RuleUnit,
} from './arrears-rules.enums.js';
import { ArrearsLevel, ArrearsRegime } from './arrears.enums.js';
import { TenancyKind } from './tenancies.enums.js';

const cents = (about: string) => ({ about: `${about}, in cents`, nullable: true, example: 48_000, column: false });
const day = (about: string) => ({ about, nullable: true, column: false });

@View('ArrearsInputs', 'What the rules were asked of')
export class ArrearsInputs {
  @Published.code(TenancyKind, { about: 'Kind of tenancy', column: false })
  kind!: TenancyKind;

  @Published.code(LessorPerson, { about: 'Kind of lessor', column: false })
  lessorPerson!: LessorPerson;

  @Published.flag({ about: 'Whether the tenant is a household', column: false })
  naturalTenant!: boolean;

  @Published.flag({ about: 'Whether the tenancy is in force on that day', column: false })
  current!: boolean;

  @Published.integer(cents('Rent'))
  rentCents!: number | null;

  @Published.integer(cents('Charges'))
  chargesCents!: number | null;

  @Published.integer(cents('Housing benefit in payment'))
  aidCents!: number | null;

  @Published.code(AidPayee, { about: 'To whom it is paid', nullable: true, column: false })
  aidPayee!: AidPayee | null;

  @Published.integer(cents('Debt'))
  debtCents!: number;

  @Published.date(day('First day of the debt, never cleared since'))
  firstDefaultOn!: CivilDate | null;

  @Published.integer({ about: 'Latest terms wholly unpaid, in a row', example: 2, column: false })
  wholeTermsUnpaid!: number;

  @Published.flag({ about: 'Whether something was paid in part', column: false })
  hasPartialPayment!: boolean;

  @Published.date(day('Day of the last entry'))
  lastEntryOn!: CivilDate | null;

  @Published.date(day('When the lessor’s system last sent'))
  lastReceivedOn!: CivilDate | null;
}

@View('ArrearsFinding', 'A rule that applies, and whether it is met')
export class ArrearsFinding {
  @Published.text({ about: 'Code of the rule', max: 60, example: 'apl_rental_amount', column: false })
  code!: string;

  @Published.text({
    about: 'Its name, in the language asked for',
    max: 200,
    example: 'Impayé d’aide au logement : montant de la dette',
    column: false,
  })
  label!: string;

  @Published.integer({ about: 'Its version', min: 1, example: 1, column: false })
  ruleVersion!: number;

  @Published.date({ about: 'First day on which that version is in force', column: false })
  validFrom!: CivilDate;

  @Published.code(ArrearsRegime, { about: 'Its regime', column: false })
  regime!: ArrearsRegime;

  @Published.code(RuleMeasure, { about: 'What it measures', column: false })
  measure!: RuleMeasure;

  @Published.code(RuleOperator, { about: 'How a debt is compared', nullable: true, column: false })
  operator!: RuleOperator | null;

  @Published.code(RuleBase, { about: 'To what a debt is compared', nullable: true, column: false })
  base!: RuleBase | null;

  @Published.integer({ about: 'Percent of that: 200 is twice', nullable: true, example: 200, column: false })
  percent!: number | null;

  @Published.integer({ about: 'How many units', nullable: true, example: 3, column: false })
  quantity!: number | null;

  @Published.code(RuleUnit, { about: 'Of what', nullable: true, column: false })
  unit!: RuleUnit | null;

  @Published.code(ArrearsLevel, { about: 'The level that it gives', column: false })
  level!: ArrearsLevel;

  @Published.flag({ about: 'Whether it is met', column: false })
  met!: boolean;

  @Published.date(day('Since when it is met, or from when it will be if nothing is paid'))
  sinceOn!: CivilDate | null;

  @Published.date(day('Where it is to be verified because nothing happened since this change of rule'))
  transitionOn!: CivilDate | null;

  @Published.integer(cents('The threshold'))
  thresholdCents!: number | null;

  @Published.code(EndsWhen, { about: 'What would end it', column: false })
  endsWhen!: EndsWhen;

  @Published.integer(cents('What would have to be paid for that'))
  payCents!: number;

  @Published.text({ about: 'The text of law', max: 200, example: 'CCH R.824-2 (décret n° 2026-84)', column: false })
  legalBasis!: string;

  @Published.code(RuleConfidence, { about: 'How sure the rule is', column: false })
  confidence!: RuleConfidence;

  @Published.text({
    about: 'All that in words, in the language asked for',
    max: 1_200,
    example: 'Dette de 500,00 €, seuil : plus de 450,00 €. Constitué depuis le 05/01/2027.',
    column: false,
  })
  text!: string;
}

@View('ArrearsNextStepEntry', 'What may or must come next')
export class ArrearsNextStepEntry {
  @Published.code(NextStep, { about: 'The step', column: false })
  step!: NextStep;

  @Published.code(RuleActor, { about: 'Whose turn it is', column: false })
  actor!: RuleActor;

  @Published.id({
    about: 'The partner who must act; null where it is who supports the household, which is told itself',
    nullable: true,
    column: false,
  })
  organisationId!: string | null;

  @Published.date(day('By when'))
  dueOn!: CivilDate | null;

  @Published.date(day('Not before'))
  notBeforeOn!: CivilDate | null;

  @Published.flag({ about: 'Whether it is enforcement: suggested only while nothing holds it', column: false })
  enforcement!: boolean;

  @Published.text({ about: 'Code of the rule', max: 60, nullable: true, example: 'report_paying_body', column: false })
  ruleCode!: string | null;

  @Published.text({ about: 'The text of law', max: 200, nullable: true, example: 'CCH R.824-4', column: false })
  legalBasis!: string | null;

  @Published.code(RuleConfidence, { about: 'How sure the rule is', nullable: true, column: false })
  confidence!: RuleConfidence | null;

  @Published.text({
    about: 'In words',
    max: 600,
    example: 'Signaler à la CAF ou à la MSA avant le 05/03/2027.',
    column: false,
  })
  text!: string;
}

/** Of a day that is past, the account is what its entries say of that day, those that came late included. */
@View('ArrearsExplanation', 'Since when, how much, which rule says so, what comes next, and what would end it')
export class ArrearsExplanation {
  @Published.id({ about: 'The tenancy', column: false })
  tenancyId!: string;

  @Published.date({ about: 'The day on which it was evaluated', column: false })
  evaluatedOn!: CivilDate;

  @Published.code(ArrearsLevel, { about: 'The highest level met; null: none', nullable: true, column: false })
  level!: ArrearsLevel | null;

  @Published.flag({
    about: 'Nothing has come from the lessor for long: nothing known is not nothing owed',
    column: false,
  })
  stale!: boolean;

  @Published.one(() => ArrearsInputs, {
    about: 'What the rules were asked of; null without a debt',
    nullable: true,
    column: false,
  })
  inputs!: ArrearsInputs | null;

  @Published.many(() => ArrearsFinding, { about: 'The rules that apply, met or not', column: false })
  findings!: ArrearsFinding[];

  @Published.many(() => ArrearsNextStepEntry, {
    about: 'What comes next in the open case; of a day that is past, nothing',
    column: false,
  })
  nextSteps!: ArrearsNextStepEntry[];
}
