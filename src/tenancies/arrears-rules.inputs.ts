import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
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

@Command('ArrearsRuleFilter', 'Which rules')
export class ArrearsRuleFilter extends PageFilter {
  @Input.date({ about: 'In force on this day; today when left out', optional: true })
  at?: CivilDate;

  @Input.code(RuleKind, { about: 'Of this kind', optional: true })
  kind?: RuleKind;

  @Input.code(ArrearsRegime, { about: 'Of this regime', optional: true })
  regime?: ArrearsRegime;

  @Input.code(ArrearsLevel, { about: 'That give this level', optional: true })
  level?: ArrearsLevel;

  @Input.code(AidPayee, { about: 'For benefit paid there only', optional: true })
  aidPayee?: AidPayee;

  @Input.code(LessorPerson, { about: 'For such lessors only', optional: true })
  lessorPerson?: LessorPerson;

  @Input.code(RuleActor, { about: 'Whose turn it is', optional: true })
  actor?: RuleActor;

  @Input.code(RuleConfidence, { about: 'As sure as this', optional: true })
  confidence?: RuleConfidence;

  @Input.code(RuleMeasure, { about: 'That measure this', optional: true })
  measure?: RuleMeasure;

  @Input.code(RuleBase, { about: 'Against this', optional: true })
  base?: RuleBase;

  @Input.code(RuleOperator, { about: 'By this comparison', optional: true })
  operator?: RuleOperator;

  @Input.code(RuleUnit, { about: 'In this unit', optional: true })
  unit?: RuleUnit;

  @Input.code(EndsWhen, { about: 'Ended by this', optional: true })
  endsWhen?: EndsWhen;

  @Input.code(RuleConfidence, { about: 'Whose transition is as sure as this', optional: true })
  transitionConfidence?: RuleConfidence;

  @Input.code(RuleLatitude, { about: 'Which a consortium may change so', optional: true })
  latitude?: RuleLatitude;
}

@Command('ArrearsRuleInput', 'A version of a rule for this consortium, or an early level of its own')
export class ArrearsRuleInput {
  @Input.text({
    about: 'The rule that it replaces, or that it is made like',
    max: 60,
    pattern: /^[a-z][a-z0-9_]{2,59}$/,
    example: 'early_one_month',
  })
  basedOn!: string;

  @Input.text({
    about: 'Code of a new early level, where it replaces none',
    max: 60,
    pattern: /^early_[a-z0-9_]{2,53}$/,
    optional: true,
    example: 'early_half_month',
  })
  code?: string;

  @Input.date({ about: 'First day on which it is valid' })
  validFrom!: CivilDate;

  @Input.date({ about: 'Last day on which it is valid', optional: true, nullable: true })
  validUntil?: CivilDate | null;

  @Input.flag({ about: 'False: the rule is not applied in this consortium', optional: true })
  enabled?: boolean;

  @Input.integer({
    about: 'Amount in cents, of a rule that has one',
    min: 0,
    max: 100_000_000,
    optional: true,
    example: 40_000,
  })
  amountCents?: number;

  @Input.integer({
    about: 'Percent of the base, of a rule that has one',
    min: 1,
    max: 10_000,
    optional: true,
    example: 50,
  })
  percent?: number;

  @Input.integer({ about: 'How many units, of a rule that has them', min: 0, max: 1_000, optional: true, example: 2 })
  quantity?: number;

  @Input.text({ about: 'On what it rests', max: 200, optional: true, example: 'Comité de suivi du 3 mars 2027' })
  legalBasis?: string;
}
