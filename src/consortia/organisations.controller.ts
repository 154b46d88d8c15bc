import { Body, Controller, Param, Query } from '@nestjs/common';
import { DeltaQuery } from '../platform/api/delta.js';
import { Changes, Creates, Delta, Lists, Puts, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { OrganisationFilter, OrganisationInput, OrganisationPatch } from './consortia.inputs.js';
import { Organisation } from './organisation.entity.js';
import { OrganisationEntry } from './organisation.view.js';
import { OrganisationsService } from './organisations.service.js';

const use = OrganisationsService.prototype;

@Controller('v1/organisations')
export class OrganisationsController {
  constructor(private readonly organisations: OrganisationsService) {}

  @Lists('', Organisation, { summary: 'List the partners', use: use.list, personal: false })
  list(@Query() filter: OrganisationFilter): Promise<Page<Organisation>> {
    return this.organisations.list(filter);
  }

  @Delta('delta', OrganisationEntry, {
    summary: 'What changed among the partners since a token',
    use: use.delta,
    personal: false,
  })
  delta(@Query() query: DeltaQuery): Promise<RawJson> {
    return this.organisations.delta(query);
  }

  @Reads(':id', Organisation, { summary: 'Read a partner', use: use.get, personal: false })
  get(@Param('id') id: string): Promise<Organisation> {
    return this.organisations.get(id);
  }

  @Creates('', Organisation, { summary: 'Add a partner', use: use.create })
  create(@Body() input: OrganisationInput): Promise<Organisation> {
    return this.organisations.create(input);
  }

  @Changes(':id', Organisation, { summary: 'Change a partner', use: use.change })
  change(@Param('id') id: string, @Body() patch: OrganisationPatch): Promise<Organisation> {
    return this.organisations.change(id, patch);
  }

  @Puts('by-external-id/:system/:value', Organisation, {
    summary: 'Add or replace a partner by your own identifier',
    use: use.putByExternalId,
  })
  put(
    @Param('system') system: string,
    @Param('value') value: string,
    @Body() input: OrganisationInput,
  ): Promise<Organisation> {
    return this.organisations.putByExternalId(system, value, input);
  }
}
