import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Creates, Lists } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { ArrearsActsService } from './arrears-acts.service.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { ArrearsCasesService } from './arrears-cases.service.js';
import {
  ArrearsClosureInput,
  ArrearsPlanAgreementInput,
  ArrearsPlanInput,
  ArrearsPlanWithdrawalInput,
  ArrearsProceedingInput,
  ArrearsReportInput,
} from './arrears.inputs.js';
import { RepaymentPlan, RepaymentPlanCheck } from './repayment-plan.entity.js';
import { RepaymentPlansService } from './repayment-plans.service.js';
import { RepaymentPlanCheckFilter, RepaymentPlanFilter } from './arrears-children.inputs.js';

const acting = ArrearsActsService.prototype;
const planning = RepaymentPlansService.prototype;
const reading = ArrearsCasesService.prototype;

@Controller('v1/arrears-cases/:id')
export class ArrearsActsController {
  constructor(
    private readonly acts: ArrearsActsService,
    private readonly repayment: RepaymentPlansService,
    private readonly cases: ArrearsCasesService,
  ) {}

  @Acts('report', ArrearsCase, { summary: 'Record that it was reported to CAF, CCAPEX or FSL', use: acting.report })
  report(@Param('id') id: string, @Body() input: ArrearsReportInput): Promise<ArrearsCase> {
    return this.acts.report(id, input);
  }

  @Acts('proceedings', ArrearsCase, { summary: 'Record an act of enforcement', use: acting.proceed })
  proceed(@Param('id') id: string, @Body() input: ArrearsProceedingInput): Promise<ArrearsCase> {
    return this.acts.proceed(id, input);
  }

  @Acts('closure', ArrearsCase, { summary: 'Close it although a debt is left', use: acting.close })
  close(@Param('id') id: string, @Body() input: ArrearsClosureInput): Promise<ArrearsCase> {
    return this.acts.close(id, input);
  }

  @Lists('plan', RepaymentPlan, { summary: 'Its repayment plans, oldest first', use: reading.plans })
  plans(@Param('id') id: string, @Query() filter: RepaymentPlanFilter): Promise<Page<RepaymentPlan>> {
    return this.cases.plans(id, filter);
  }

  @Creates('plan', RepaymentPlan, {
    summary: 'Propose a repayment plan; If-Match: the case’s',
    use: planning.propose,
    guarded: true,
  })
  propose(@Param('id') id: string, @Body() input: ArrearsPlanInput): Promise<RepaymentPlan> {
    return this.repayment.propose(id, input);
  }

  @Acts('plan/agreement', RepaymentPlan, { summary: 'The plan is agreed; If-Match: the case’s', use: planning.agree })
  agree(@Param('id') id: string, @Body() input: ArrearsPlanAgreementInput): Promise<RepaymentPlan> {
    return this.repayment.agree(id, input);
  }

  @Acts('plan/withdrawal', RepaymentPlan, {
    summary: 'The plan is given up; If-Match: the case’s',
    use: planning.withdraw,
  })
  withdraw(@Param('id') id: string, @Body() input: ArrearsPlanWithdrawalInput): Promise<RepaymentPlan> {
    return this.repayment.withdraw(id, input);
  }

  @Lists('plan/checks', RepaymentPlanCheck, { summary: 'Expected against actual, by instalment', use: reading.checks })
  checks(@Param('id') id: string, @Query() filter: RepaymentPlanCheckFilter): Promise<Page<RepaymentPlanCheck>> {
    return this.cases.checks(id, filter);
  }
}
