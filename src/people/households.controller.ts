import { Body, Controller, Param, Query } from '@nestjs/common';
import { DeltaQuery } from '../platform/api/delta.js';
import { Acts, Changes, Creates, Delta, Lists, Puts, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { Household } from './household.entity.js';
import { HouseholdFilter, HouseholdInput, HouseholdPatch, MergeInput } from './households.inputs.js';
import { HouseholdsService } from './households.service.js';
import { HouseholdEntry } from './people.views.js';
import { MergesService } from './merges.service.js';

const use = HouseholdsService.prototype;
const merging = MergesService.prototype;

@Controller('v1/households')
export class HouseholdsController {
  constructor(
    private readonly households: HouseholdsService,
    private readonly merges: MergesService,
  ) {}

  @Lists('', Household, { summary: 'List the households disclosed to you', use: use.list })
  list(@Query() filter: HouseholdFilter): Promise<Page<Household>> {
    return this.households.list(filter);
  }

  @Delta('delta', HouseholdEntry, {
    summary: 'What changed among the households disclosed to you, since a token',
    use: use.delta,
  })
  delta(@Query() query: DeltaQuery): Promise<RawJson> {
    return this.households.delta(query);
  }

  @Reads(':id', Household, { summary: 'Read a household', use: use.get })
  get(@Param('id') id: string): Promise<Household> {
    return this.households.get(id);
  }

  @Creates('', Household, { summary: 'Open a household with its members', use: use.create })
  create(@Body() input: HouseholdInput): Promise<Household> {
    return this.households.create(input);
  }

  @Changes(':id', Household, { summary: 'Change a household', use: use.change })
  change(@Param('id') id: string, @Body() patch: HouseholdPatch): Promise<Household> {
    return this.households.change(id, patch);
  }

  @Puts('by-external-id/:system/:value', Household, {
    summary: 'Open or change a household by your own identifier',
    use: use.putByExternalId,
  })
  put(
    @Param('system') system: string,
    @Param('value') value: string,
    @Body() input: HouseholdInput,
  ): Promise<Household> {
    return this.households.putByExternalId(system, value, input);
  }

  @Acts(':id/merge', Household, {
    summary: 'Merge another household that you support into this one',
    use: merging.merge,
  })
  merge(@Param('id') id: string, @Body() input: MergeInput): Promise<Household> {
    return this.merges.merge(id, input);
  }

  @Acts(':id/merge-undo', Household, { summary: 'Undo the last merge into this household', use: merging.undo })
  undoMerge(@Param('id') id: string): Promise<Household> {
    return this.merges.undo(id);
  }
}
