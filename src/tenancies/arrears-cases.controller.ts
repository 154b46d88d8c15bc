import { Controller, Param, Query } from '@nestjs/common';
import { DeltaQuery } from '../platform/api/delta.js';
import { Delta, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { ArrearsCasesService } from './arrears-cases.service.js';
import { ArrearsExplanationsService } from './arrears-explanations.service.js';
import { ArrearsGround, ArrearsProceeding, ArrearsReport, ArrearsStepRecord } from './arrears-ground.entity.js';
import { ArrearsCaseFilter, ArrearsDay } from './arrears.inputs.js';
import { ArrearsExplanation } from './arrears-explanation.views.js';
import { ArrearsCaseEntry } from './arrears.views.js';
import { EnforcementHold } from './enforcement-hold.entity.js';
import {
  ArrearsGroundFilter,
  ArrearsProceedingFilter,
  ArrearsReportFilter,
  ArrearsStepFilter,
  EnforcementHoldFilter,
} from './arrears-children.inputs.js';

const reading = ArrearsCasesService.prototype;

@Controller('v1/arrears-cases')
export class ArrearsCasesController {
  constructor(
    private readonly cases: ArrearsCasesService,
    private readonly explanations: ArrearsExplanationsService,
  ) {}

  @Lists('', ArrearsCase, { summary: 'List the arrears cases whose account you see', use: reading.list })
  list(@Query() filter: ArrearsCaseFilter): Promise<Page<ArrearsCase>> {
    return this.cases.list(filter);
  }

  @Delta('delta', ArrearsCaseEntry, {
    summary: 'What changed of arrears cases since a token, deletions included',
    use: reading.delta,
  })
  delta(@Query() query: DeltaQuery): Promise<RawJson> {
    return this.cases.delta(query);
  }

  @Reads(':id', ArrearsCase, { summary: 'Read an arrears case', use: reading.get })
  get(@Param('id') id: string): Promise<ArrearsCase> {
    return this.cases.get(id);
  }

  @Reads(':id/explanation', ArrearsExplanation, {
    summary: 'Since when, how much, which rule says so, what comes next, what would end it',
    use: ArrearsExplanationsService.prototype.ofCase,
  })
  explain(@Param('id') id: string, @Query() day: ArrearsDay): Promise<ArrearsExplanation> {
    return this.explanations.ofCase(id, day);
  }

  @Lists(':id/history', ArrearsStepRecord, { summary: 'Every step: who, when, why', use: reading.history })
  history(@Param('id') id: string, @Query() filter: ArrearsStepFilter): Promise<Page<ArrearsStepRecord>> {
    return this.cases.history(id, filter);
  }

  @Lists(':id/grounds', ArrearsGround, { summary: 'The rules that it meets or met, as found', use: reading.grounds })
  grounds(@Param('id') id: string, @Query() filter: ArrearsGroundFilter): Promise<Page<ArrearsGround>> {
    return this.cases.grounds(id, filter);
  }

  @Lists(':id/reports', ArrearsReport, { summary: 'To whom it was reported, and when', use: reading.reports })
  reports(@Param('id') id: string, @Query() filter: ArrearsReportFilter): Promise<Page<ArrearsReport>> {
    return this.cases.reports(id, filter);
  }

  @Lists(':id/proceedings', ArrearsProceeding, {
    summary: 'Acts of enforcement that the lessor recorded',
    use: reading.proceedings,
  })
  proceedings(@Param('id') id: string, @Query() filter: ArrearsProceedingFilter): Promise<Page<ArrearsProceeding>> {
    return this.cases.proceedings(id, filter);
  }

  @Lists(':id/holds', EnforcementHold, { summary: 'What silences suggestions of enforcement', use: reading.holds })
  holds(@Param('id') id: string, @Query() filter: EnforcementHoldFilter): Promise<Page<EnforcementHold>> {
    return this.cases.holds(id, filter);
  }
}
