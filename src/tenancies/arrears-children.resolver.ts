import { Resolver } from '@nestjs/graphql';
import { Id, ListQuery, Paged } from '../platform/api/graphql-operations.js';
import type { Page } from '../platform/api/pages.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { ArrearsCasesService } from './arrears-cases.service.js';
import {
  ArrearsProceedingFilter,
  ArrearsReportFilter,
  ArrearsStepFilter,
  EnforcementHoldFilter,
  RepaymentPlanCheckFilter,
} from './arrears-children.inputs.js';
import { ArrearsProceeding, ArrearsReport, ArrearsStepRecord } from './arrears-ground.entity.js';
import { EnforcementHold } from './enforcement-hold.entity.js';
import { RepaymentPlanCheck } from './repayment-plan.entity.js';

const reading = ArrearsCasesService.prototype;

/** What hangs on a case and grows with time: pages, as in REST. */
@Resolver(() => ArrearsCase)
export class ArrearsChildrenResolver {
  constructor(private readonly cases: ArrearsCasesService) {}

  @ListQuery(ArrearsStepRecord, { summary: 'Every step of a case: who, when, why', use: reading.history })
  arrearsHistory(
    @Id('caseId') id: string,
    @Paged(ArrearsStepFilter) filter: ArrearsStepFilter,
  ): Promise<Page<ArrearsStepRecord>> {
    return this.cases.history(id, filter);
  }

  @ListQuery(ArrearsReport, { summary: 'To whom a case was reported, and when', use: reading.reports })
  arrearsReports(
    @Id('caseId') id: string,
    @Paged(ArrearsReportFilter) filter: ArrearsReportFilter,
  ): Promise<Page<ArrearsReport>> {
    return this.cases.reports(id, filter);
  }

  @ListQuery(ArrearsProceeding, { summary: 'Acts of enforcement of a case', use: reading.proceedings })
  arrearsProceedings(
    @Id('caseId') id: string,
    @Paged(ArrearsProceedingFilter) filter: ArrearsProceedingFilter,
  ): Promise<Page<ArrearsProceeding>> {
    return this.cases.proceedings(id, filter);
  }

  @ListQuery(RepaymentPlanCheck, { summary: 'Expected against actual, by instalment', use: reading.checks })
  repaymentPlanChecks(
    @Id('caseId') id: string,
    @Paged(RepaymentPlanCheckFilter) filter: RepaymentPlanCheckFilter,
  ): Promise<Page<RepaymentPlanCheck>> {
    return this.cases.checks(id, filter);
  }

  @ListQuery(EnforcementHold, { summary: 'What silences suggestions of enforcement', use: reading.holds })
  enforcementHolds(
    @Id('caseId') id: string,
    @Paged(EnforcementHoldFilter) filter: EnforcementHoldFilter,
  ): Promise<Page<EnforcementHold>> {
    return this.cases.holds(id, filter);
  }
}
