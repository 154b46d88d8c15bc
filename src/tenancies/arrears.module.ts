import { Module } from '@nestjs/common';
import { ArrearsActsController } from './arrears-acts.controller.js';
import { ArrearsActsService } from './arrears-acts.service.js';
import { ArrearsCasesController } from './arrears-cases.controller.js';
import { ArrearsCasesService } from './arrears-cases.service.js';
import { ArrearsChildrenResolver } from './arrears-children.resolver.js';
import { ArrearsExplanationsService } from './arrears-explanations.service.js';
import { ArrearsNightService } from './arrears-night.service.js';
import { ArrearsRulesController } from './arrears-rules.controller.js';
import { ArrearsRulesService } from './arrears-rules.service.js';
import { RentArrears, TellSupport } from './arrears.jobs.js';
import { ArrearsResolver } from './arrears.resolver.js';
import { RepaymentPlansService } from './repayment-plans.service.js';
import { SupportToldService } from './support-told.service.js';
import { TenancyArrearsResolver } from './tenancy-arrears.resolver.js';
import './arrears.reasons.js';

const SERVICES = [
  ArrearsCasesService,
  ArrearsExplanationsService,
  ArrearsActsService,
  RepaymentPlansService,
  ArrearsRulesService,
  ArrearsNightService,
  SupportToldService,
];

@Module({
  controllers: [ArrearsCasesController, ArrearsActsController, ArrearsRulesController],
  providers: [...SERVICES, ArrearsResolver, ArrearsChildrenResolver, TenancyArrearsResolver, RentArrears, TellSupport],
  exports: SERVICES,
})
export class ArrearsModule {}
