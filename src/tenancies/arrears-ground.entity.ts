import { Column } from 'typeorm';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { EndsWhen, RuleConfidence } from './arrears-rules.enums.js';
import {
  ArrearsLevel,
  ArrearsRegime,
  ArrearsStatus,
  ArrearsStep,
  ProceedingKind,
  ReportBody,
} from './arrears.enums.js';

@Noun('ArrearsGround', 'arrears_grounds', 'A rule that a case meets or met, as it was found')
export class ArrearsGround extends Record {
  @Published.id({ about: 'The case' })
  caseId!: string;

  @Published.text({ about: 'Code of the rule', max: 60, example: 'apl_rental_amount' })
  code!: string;

  @Published.integer({ about: 'Its version', min: 1, example: 1 })
  ruleVersion!: number;

  @Published.code(ArrearsRegime, { about: 'Its regime' })
  regime!: ArrearsRegime;

  @Published.code(ArrearsLevel, { about: 'The level that it gives' })
  level!: ArrearsLevel;

  @Published.date({ about: 'Since when it holds' })
  sinceOn!: CivilDate;

  @Published.date({ about: 'Day on which it was found' })
  foundOn!: CivilDate;

  @Published.date({ about: 'Day on which it was found no more', nullable: true })
  endedOn!: CivilDate | null;

  @Published.integer({ about: 'The debt then, in cents', min: 0, example: 50_000 })
  debtCents!: number;

  @Published.integer({ about: 'The threshold then, in cents', min: 0, nullable: true, example: 45_000 })
  thresholdCents!: number | null;

  @Published.code(EndsWhen, { about: 'What ends it' })
  endsWhen!: EndsWhen;

  @Published.text({ about: 'The text of law', max: 200, example: 'CCH R.824-2 (décret n° 2026-84)' })
  legalBasis!: string;

  @Published.date({
    about: 'Where it is to be verified because nothing happened since this change of rule',
    nullable: true,
  })
  transitionOn!: CivilDate | null;

  @Published.code(RuleConfidence, { about: 'How sure the rule is' })
  confidence!: RuleConfidence;
}

@Noun('ArrearsStepRecord', 'arrears_steps', 'A step of an arrears case: who, when, why, and what it led to')
export class ArrearsStepRecord extends Record {
  @Published.id({ about: 'The case' })
  caseId!: string;

  @Published.code(ArrearsStep, { about: 'The step' })
  step!: ArrearsStep;

  @Published.code(ArrearsStatus, { about: 'The status that it led to' })
  status!: ArrearsStatus;

  @Published.date({ about: 'The day on which it happened' })
  occurredOn!: CivilDate;

  @Published.text({ about: 'Code of the ground', max: 60, nullable: true, example: 'recovery_elsewhere' })
  reason!: string | null;

  @Published.id({ about: 'The lessor or its manager, where it took the step', nullable: true })
  byOrganisationId!: string | null;

  @Column({ name: 'principal_id', type: 'text' })
  principalId!: string;
}

@Noun('ArrearsReport', 'arrears_reports', 'A case reported to a body outside of the consortium')
export class ArrearsReport extends Record {
  @Published.id({ about: 'The case' })
  caseId!: string;

  @Published.code(ReportBody, { about: 'To whom' })
  body!: ReportBody;

  @Published.date({ about: 'When' })
  reportedOn!: CivilDate;

  @Published.text({ about: 'Number of its receipt', max: 60, nullable: true, example: '2026-1187' })
  reference!: string | null;
}

@Noun('ArrearsProceeding', 'arrears_proceedings', 'An act of enforcement that the lessor recorded')
export class ArrearsProceeding extends Record {
  @Published.id({ about: 'The case' })
  caseId!: string;

  @Published.code(ProceedingKind, { about: 'The act' })
  kind!: ProceedingKind;

  @Published.date({ about: 'Its day' })
  occurredOn!: CivilDate;

  @Published.flag({ about: 'Whether something spoke against it then' })
  held!: boolean;

  @Published.text({
    about: 'Why the lessor proceeds all the same',
    max: 500,
    nullable: true,
    example: 'Plan non repris',
  })
  reason!: string | null;
}
