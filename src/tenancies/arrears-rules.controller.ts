import { Body, Controller, Param, Query } from '@nestjs/common';
import { Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { ArrearsCasesService } from './arrears-cases.service.js';
import { ArrearsExplanationsService } from './arrears-explanations.service.js';
import { ArrearsRule } from './arrears-rule.entity.js';
import { ArrearsRuleFilter, ArrearsRuleInput } from './arrears-rules.inputs.js';
import { ArrearsRulesService } from './arrears-rules.service.js';
import { ArrearsDay, ArrearsLevelFilter } from './arrears.inputs.js';
import { ArrearsExplanation } from './arrears-explanation.views.js';
import { ArrearsLevelEntry } from './arrears.views.js';

const ruling = ArrearsRulesService.prototype;

@Controller('v1')
export class ArrearsRulesController {
  constructor(
    private readonly rules: ArrearsRulesService,
    private readonly cases: ArrearsCasesService,
    private readonly explanations: ArrearsExplanationsService,
  ) {}

  @Lists('arrears-rules', ArrearsRule, {
    summary: 'The rules of arrears in force on a day',
    use: ruling.list,
    personal: false,
  })
  list(@Query() filter: ArrearsRuleFilter): Promise<Page<ArrearsRule>> {
    return this.rules.list(filter);
  }

  @Creates('arrears-rules', ArrearsRule, {
    summary: 'Replace a rule in this consortium from a day on, or add an early level',
    use: ruling.replace,
    personal: false,
  })
  replace(@Body() input: ArrearsRuleInput): Promise<ArrearsRule> {
    return this.rules.replace(input);
  }

  @Lists('arrears-levels', ArrearsLevelEntry, {
    summary: 'Which tenancies have arrears, and of which level; nothing more',
    use: ArrearsCasesService.prototype.levels,
  })
  levels(@Query() filter: ArrearsLevelFilter): Promise<Page<ArrearsLevelEntry>> {
    return this.cases.levels(filter);
  }

  @Reads('tenancies/:id/arrears', ArrearsExplanation, {
    summary: 'What the rules say of an account on a day',
    use: ArrearsExplanationsService.prototype.ofTenancy,
  })
  explain(@Param('id') id: string, @Query() day: ArrearsDay): Promise<ArrearsExplanation> {
    return this.explanations.ofTenancy(id, day);
  }
}
