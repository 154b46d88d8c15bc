import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { EndsWhen, RuleConfidence } from './arrears-rules.enums.js';
import {
  ArrearsLevel,
  ArrearsRegime,
  ArrearsStatus,
  ArrearsStep,
  HoldKind,
  PlanFrame,
  PlanStatus,
  ProceedingKind,
  ReportBody,
} from './arrears.enums.js';

@Command('ArrearsStepFilter', 'Which steps of an arrears case')
export class ArrearsStepFilter extends PageFilter {
  @Input.code(ArrearsStep, { about: 'This step', optional: true })
  step?: ArrearsStep;

  @Input.code(ArrearsStatus, { about: 'That led to this status', optional: true })
  status?: ArrearsStatus;

  @Input.id({ about: 'Taken by this organisation, where you may know it', optional: true })
  byOrganisationId?: string;
}

@Command('ArrearsGroundFilter', 'Which grounds of an arrears case')
export class ArrearsGroundFilter extends PageFilter {
  @Input.code(ArrearsRegime, { about: 'Of this regime', optional: true })
  regime?: ArrearsRegime;

  @Input.code(ArrearsLevel, { about: 'That give this level', optional: true })
  level?: ArrearsLevel;

  @Input.code(EndsWhen, { about: 'That end so', optional: true })
  endsWhen?: EndsWhen;

  @Input.code(RuleConfidence, { about: 'As sure as this', optional: true })
  confidence?: RuleConfidence;
}

@Command('ArrearsReportFilter', 'Which reports of an arrears case')
export class ArrearsReportFilter extends PageFilter {
  @Input.code(ReportBody, { about: 'To this body', optional: true })
  body?: ReportBody;
}

@Command('ArrearsProceedingFilter', 'Which proceedings of an arrears case')
export class ArrearsProceedingFilter extends PageFilter {
  @Input.code(ProceedingKind, { about: 'This act', optional: true })
  kind?: ProceedingKind;
}

@Command('RepaymentPlanFilter', 'Which repayment plans of an arrears case')
export class RepaymentPlanFilter extends PageFilter {
  @Input.code(PlanStatus, { about: 'In this status', optional: true })
  status?: PlanStatus;

  @Input.code(PlanFrame, { about: 'Made with them', optional: true })
  frame?: PlanFrame;
}

@Command('RepaymentPlanCheckFilter', 'Which checks of repayment plans')
export class RepaymentPlanCheckFilter extends PageFilter {
  @Input.id({ about: 'Of this plan', optional: true })
  planId?: string;
}

@Command('EnforcementHoldFilter', 'Which holds of an arrears case')
export class EnforcementHoldFilter extends PageFilter {
  @Input.code(HoldKind, { about: 'That rest on this', optional: true })
  kind?: HoldKind;

  @Input.id({ about: 'Made by this', optional: true })
  sourceId?: string;
}
