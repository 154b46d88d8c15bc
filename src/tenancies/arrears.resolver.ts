import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { Related } from '../platform/api/graphql-fields.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun, loadPartsOf } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { ArrearsActsService } from './arrears-acts.service.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { ArrearsCasesService } from './arrears-cases.service.js';
import { ArrearsExplanationsService } from './arrears-explanations.service.js';
import { ArrearsGround } from './arrears-ground.entity.js';
import { ArrearsRule } from './arrears-rule.entity.js';
import { ArrearsRuleFilter, ArrearsRuleInput } from './arrears-rules.inputs.js';
import { ArrearsRulesService } from './arrears-rules.service.js';
import {
  ArrearsCaseFilter,
  ArrearsClosureInput,
  ArrearsDay,
  ArrearsLevelFilter,
  ArrearsPlanAgreementInput,
  ArrearsPlanInput,
  ArrearsPlanWithdrawalInput,
  ArrearsProceedingInput,
  ArrearsReportInput,
} from './arrears.inputs.js';
import { ArrearsExplanation } from './arrears-explanation.views.js';
import { ArrearsLevelEntry } from './arrears.views.js';
import { RepaymentPlan } from './repayment-plan.entity.js';
import { RepaymentPlansService } from './repayment-plans.service.js';
import { Tenancy } from './tenancy.entity.js';

const reading = ArrearsCasesService.prototype;
const explaining = ArrearsExplanationsService.prototype;
const acting = ArrearsActsService.prototype;
const planning = RepaymentPlansService.prototype;
const ruling = ArrearsRulesService.prototype;

@Resolver(() => ArrearsCase)
export class ArrearsResolver {
  constructor(
    private readonly database: Database,
    private readonly cases: ArrearsCasesService,
    private readonly explanations: ArrearsExplanationsService,
    private readonly acts: ArrearsActsService,
    private readonly plans: RepaymentPlansService,
    private readonly rules: ArrearsRulesService,
  ) {}

  @ReadQuery(ArrearsCase, { summary: 'An arrears case', use: reading.get })
  arrearsCase(@Id() id: string): Promise<ArrearsCase> {
    return this.cases.get(id);
  }

  @ListQuery(ArrearsCase, { summary: 'The arrears cases whose account you see', use: reading.list })
  arrearsCases(@Paged(ArrearsCaseFilter) filter: ArrearsCaseFilter): Promise<Page<ArrearsCase>> {
    return this.cases.list(filter);
  }

  @ListQuery(ArrearsLevelEntry, { summary: 'Which tenancies have arrears, and of which level', use: reading.levels })
  arrearsLevels(@Paged(ArrearsLevelFilter) filter: ArrearsLevelFilter): Promise<Page<ArrearsLevelEntry>> {
    return this.cases.levels(filter);
  }

  @ReadQuery(ArrearsExplanation, { summary: 'What the rules say of an account on a day', use: explaining.ofTenancy })
  tenancyArrears(@Id() id: string, @Args('day') day: ArrearsDay): Promise<ArrearsExplanation> {
    return this.explanations.ofTenancy(id, day);
  }

  @ReadQuery(ArrearsExplanation, { summary: 'What the rules say of a case on a day', use: explaining.ofCase })
  arrearsExplanation(@Id() id: string, @Args('day') day: ArrearsDay): Promise<ArrearsExplanation> {
    return this.explanations.ofCase(id, day);
  }

  @ListQuery(ArrearsRule, { summary: 'The rules of arrears in force on a day', use: ruling.list })
  arrearsRules(@Paged(ArrearsRuleFilter) filter: ArrearsRuleFilter): Promise<Page<ArrearsRule>> {
    return this.rules.list(filter);
  }

  @CreateMutation(ArrearsRule, { summary: 'Replace a rule from a day on, or add an early level', use: ruling.replace })
  replaceArrearsRule(@Args('input') input: ArrearsRuleInput): Promise<ArrearsRule> {
    return this.rules.replace(input);
  }

  @ChangeMutation(ArrearsCase, { summary: 'Record that a case was reported', use: acting.report })
  reportArrears(@Id() id: string, @Args('input') input: ArrearsReportInput): Promise<ArrearsCase> {
    return this.acts.report(id, input);
  }

  @ChangeMutation(ArrearsCase, { summary: 'Record an act of enforcement', use: acting.proceed })
  recordProceeding(@Id() id: string, @Args('input') input: ArrearsProceedingInput): Promise<ArrearsCase> {
    return this.acts.proceed(id, input);
  }

  @ChangeMutation(ArrearsCase, { summary: 'Close a case although a debt is left', use: acting.close })
  closeArrears(@Id() id: string, @Args('input') input: ArrearsClosureInput): Promise<ArrearsCase> {
    return this.acts.close(id, input);
  }

  @ChangeMutation(RepaymentPlan, { summary: 'Propose a repayment plan', use: planning.propose })
  proposeRepaymentPlan(@Id() id: string, @Args('input') input: ArrearsPlanInput): Promise<RepaymentPlan> {
    return this.plans.propose(id, input);
  }

  @ChangeMutation(RepaymentPlan, { summary: 'The plan is agreed', use: planning.agree })
  agreeRepaymentPlan(@Id() id: string, @Args('input') input: ArrearsPlanAgreementInput): Promise<RepaymentPlan> {
    return this.plans.agree(id, input);
  }

  @ChangeMutation(RepaymentPlan, { summary: 'The plan is given up', use: planning.withdraw })
  withdrawRepaymentPlan(@Id() id: string, @Args('input') input: ArrearsPlanWithdrawalInput): Promise<RepaymentPlan> {
    return this.plans.withdraw(id, input);
  }

  @Related(() => Tenancy, { key: 'tenancyId', permission: 'tenancies:read', description: 'The tenancy' })
  tenancy(@Parent() arrears: ArrearsCase): Promise<Tenancy | null> {
    return loadNoun(this.database, Tenancy, arrears.tenancyId);
  }

  @ResolveField(() => [ArrearsGround], { description: 'The rules that it meets or met, as they were found' })
  grounds(@Parent() arrears: ArrearsCase): Promise<ArrearsGround[]> {
    return may('arrears:read') ? loadPartsOf(this.database, ArrearsGround, 'case_id', arrears.id) : Promise.resolve([]);
  }

  @ResolveField(() => [RepaymentPlan], { description: 'Its repayment plans, oldest first' })
  repaymentPlans(@Parent() arrears: ArrearsCase): Promise<RepaymentPlan[]> {
    return may('arrears:read') ? loadPartsOf(this.database, RepaymentPlan, 'case_id', arrears.id) : Promise.resolve([]);
  }
}
