import { Body, Controller, Param, Query } from '@nestjs/common';
import { Creates, Lists, Reads, Removes } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { CompatibilityService } from './compatibility.service.js';
import { LivingFacts } from './living-facts.entity.js';
import { LivingFactsFilter, LivingFactsInput } from './shared-life.inputs.js';

const use = CompatibilityService.prototype;

@Controller('v1/households/:id/living-facts')
export class LivingFactsController {
  constructor(private readonly compatibility: CompatibilityService) {}

  @Lists('', LivingFacts, { summary: 'How a household lives and wishes to live with others', use: use.livingFacts })
  list(@Param('id') id: string, @Query() filter: LivingFactsFilter): Promise<Page<LivingFacts>> {
    return this.compatibility.livingFacts(id, filter);
  }

  @Creates('', LivingFacts, {
    summary: 'Record what the household chose to say for living with others',
    use: use.recordLivingFacts,
  })
  record(@Param('id') id: string, @Body() input: LivingFactsInput): Promise<LivingFacts> {
    return this.compatibility.recordLivingFacts(id, input);
  }

  @Reads(':factsId', LivingFacts, { summary: 'Read one record of it', use: use.livingFact })
  get(@Param('id') id: string, @Param('factsId') factsId: string): Promise<LivingFacts> {
    return this.compatibility.livingFact(id, factsId);
  }

  @Removes(':factsId', { summary: 'Forget a record that the household no longer wishes', use: use.forgetLivingFacts })
  forget(@Param('id') id: string, @Param('factsId') factsId: string): Promise<void> {
    return this.compatibility.forgetLivingFacts(id, factsId);
  }
}
