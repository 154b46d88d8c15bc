import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { AidPayee } from './accounts.enums.js';
import {
  EndsWhen,
  LessorPerson,
  RuleActor,
  RuleBase,
  RuleConfidence,
  RuleKind,
  RuleLatitude,
  RuleMeasure,
  RuleOperator,
  RuleUnit,
} from './arrears-rules.enums.js';
import { ArrearsLevel, ArrearsRegime } from './arrears.enums.js';
import { TenancyKind } from './tenancies.enums.js';

const where = (about: string) => ({ about: `Only ${about}; null: all`, nullable: true });
const only = (about: string) => ({ about: `Only ${about}`, example: false });

/** A rule of arrears: a parameter of the evaluation, of the law or of a consortium. */
@Noun('ArrearsRule', 'arrears_rules', 'A rule of rent arrears: threshold, delay or season, dated and versioned')
export class ArrearsRule extends Record {
  @Published.text({ about: 'Its code', max: 60, example: 'apl_rental_amount' })
  code!: string;

  @Published.integer({ about: 'Its version', min: 1, example: 1 })
  ruleVersion!: number;

  @Published.date({ about: 'First day on which it is valid' })
  validFrom!: CivilDate;

  @Published.date({ about: 'Last day on which it is valid', nullable: true })
  validUntil!: CivilDate | null;

  @Published.code(RuleKind, { about: 'What it is' })
  kind!: RuleKind;

  @Published.code(ArrearsRegime, { about: 'Its regime' })
  regime!: ArrearsRegime;

  @Published.code(ArrearsLevel, { about: 'Level that a threshold gives', nullable: true })
  level!: ArrearsLevel | null;

  @Published.codes(TenancyKind, where('these kinds of tenancy'))
  tenancyKinds!: TenancyKind[] | null;

  @Published.code(AidPayee, where('where the benefit is paid to'))
  aidPayee!: AidPayee | null;

  @Published.code(LessorPerson, where('where the lessor is'))
  lessorPerson!: LessorPerson | null;

  @Published.flag(only('with aid in payment'))
  needsAid!: boolean;

  @Published.flag(only('while the tenancy is in force'))
  needsCurrent!: boolean;

  @Published.flag(only('where a household is tenant'))
  needsNaturalTenant!: boolean;

  @Published.flag(only('where something was paid in part'))
  needsPartialPayment!: boolean;

  @Published.code(RuleMeasure, { about: 'What a threshold measures', nullable: true })
  measure!: RuleMeasure | null;

  @Published.code(RuleBase, { about: 'Against what', nullable: true })
  base!: RuleBase | null;

  @Published.code(RuleOperator, { about: 'How', nullable: true })
  operator!: RuleOperator | null;

  @Published.integer({ about: 'Amount, in cents', nullable: true, example: 45_000 })
  amountCents!: number | null;

  @Published.integer({ about: 'Percent of the base: 200 is twice', nullable: true, example: 200 })
  percent!: number | null;

  @Published.integer({ about: 'How many units', nullable: true, example: 3 })
  quantity!: number | null;

  @Published.code(RuleUnit, { about: 'Of what', nullable: true })
  unit!: RuleUnit | null;

  @Published.text({ about: 'What a delay runs from', max: 40, nullable: true, example: 'constituted' })
  fromEvent!: string | null;

  @Published.code(RuleActor, { about: 'Whose turn it is', nullable: true })
  actor!: RuleActor | null;

  @Published.text({ about: 'First day of a season, MM-DD', max: 5, nullable: true, example: '11-01' })
  seasonFrom!: string | null;

  @Published.text({ about: 'Its last day, MM-DD', max: 5, nullable: true, example: '03-31' })
  seasonUntil!: string | null;

  @Published.code(EndsWhen, { about: 'What ends what it says', nullable: true })
  endsWhen!: EndsWhen | null;

  @Published.date({ about: 'A debt to which nothing happened since this day is to be verified', nullable: true })
  transitionOn!: CivilDate | null;

  @Published.code(RuleConfidence, { about: 'How sure the transition is', nullable: true })
  transitionConfidence!: RuleConfidence | null;

  @Published.flag({ about: 'Whether it is applied' })
  enabled!: boolean;

  @Published.code(RuleLatitude, {
    about: 'How a consortium may set its amount, percent or quantity; null: not at all',
    nullable: true,
    sql: (t) =>
      `CASE WHEN ${t}.regime = 'early' THEN 'both' ELSE (SELECT w.direction FROM arrears_latitudes w WHERE w.code = ${t}.code) END`,
  })
  latitude!: RuleLatitude | null;

  @Published.text({ about: 'The text of law', max: 200, example: 'CCH R.824-2 (décret n° 2026-84)' })
  legalBasis!: string;

  @Published.code(RuleConfidence, { about: 'How sure it is; what is unsure constitutes nothing' })
  confidence!: RuleConfidence;
}
