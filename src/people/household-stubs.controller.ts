import { Controller, Param, Query } from '@nestjs/common';
import { Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { HouseholdStubsService } from './household-stubs.service.js';
import { HouseholdStubFilter } from './households.inputs.js';
import { HouseholdStub } from './people.views.js';

const use = HouseholdStubsService.prototype;

@Controller('v1/household-stubs')
export class HouseholdStubsController {
  constructor(private readonly stubs: HouseholdStubsService) {}

  @Lists('', HouseholdStub, { summary: 'List the households of the consortium, without names', use: use.list })
  list(@Query() filter: HouseholdStubFilter): Promise<Page<HouseholdStub>> {
    return this.stubs.list(filter);
  }

  @Reads(':id', HouseholdStub, { summary: 'Read a household without names', use: use.get })
  get(@Param('id') id: string): Promise<HouseholdStub> {
    return this.stubs.get(id);
  }
}
