import { Body, Controller, Param, Query } from '@nestjs/common';
import { DeltaQuery } from '../platform/api/delta.js';
import { Changes, Creates, Delta, Lists, Puts, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { Dwelling } from './dwelling.entity.js';
import { DwellingEntry } from './dwelling.view.js';
import { DwellingFilter, DwellingInput, DwellingPatch } from './dwellings.inputs.js';
import { DwellingsService } from './dwellings.service.js';

const use = DwellingsService.prototype;

@Controller('v1/dwellings')
export class DwellingsController {
  constructor(private readonly dwellings: DwellingsService) {}

  @Lists('', Dwelling, { summary: 'List the dwellings', use: use.list, personal: false })
  list(@Query() filter: DwellingFilter): Promise<Page<Dwelling>> {
    return this.dwellings.list(filter);
  }

  @Delta('delta', DwellingEntry, {
    summary: 'What changed since a token in the dwellings that you own, manage or reserve',
    use: use.delta,
    personal: false,
  })
  delta(@Query() query: DeltaQuery): Promise<RawJson> {
    return this.dwellings.delta(query);
  }

  @Reads(':id', Dwelling, { summary: 'Read a dwelling', use: use.get, personal: false })
  get(@Param('id') id: string): Promise<Dwelling> {
    return this.dwellings.get(id);
  }

  @Creates('', Dwelling, { summary: 'Add a dwelling', use: use.create })
  create(@Body() input: DwellingInput): Promise<Dwelling> {
    return this.dwellings.create(input);
  }

  @Changes(':id', Dwelling, { summary: 'Change a dwelling', use: use.change })
  change(@Param('id') id: string, @Body() patch: DwellingPatch): Promise<Dwelling> {
    return this.dwellings.change(id, patch);
  }

  @Puts('by-external-id/:system/:value', Dwelling, {
    summary: 'Add or replace a dwelling by your own identifier',
    use: use.putByExternalId,
  })
  put(@Param('system') system: string, @Param('value') value: string, @Body() input: DwellingInput): Promise<Dwelling> {
    return this.dwellings.putByExternalId(system, value, input);
  }
}
