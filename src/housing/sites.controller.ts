import { Body, Controller, Param, Query } from '@nestjs/common';
import { Changes, Creates, Lists, Puts, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { SiteFilter, SiteInput, SitePatch } from './housing.inputs.js';
import { Site } from './site.entity.js';
import { SitesService } from './sites.service.js';

const use = SitesService.prototype;

@Controller('v1/sites')
export class SitesController {
  constructor(private readonly sites: SitesService) {}

  @Lists('', Site, { summary: 'List the residences and buildings', use: use.list, personal: false })
  list(@Query() filter: SiteFilter): Promise<Page<Site>> {
    return this.sites.list(filter);
  }

  @Reads(':id', Site, { summary: 'Read a residence or building', use: use.get, personal: false })
  get(@Param('id') id: string): Promise<Site> {
    return this.sites.get(id);
  }

  @Creates('', Site, { summary: 'Add a residence or building', use: use.create })
  create(@Body() input: SiteInput): Promise<Site> {
    return this.sites.create(input);
  }

  @Changes(':id', Site, { summary: 'Change a residence or building', use: use.change })
  change(@Param('id') id: string, @Body() patch: SitePatch): Promise<Site> {
    return this.sites.change(id, patch);
  }

  @Puts('by-external-id/:system/:value', Site, {
    summary: 'Add or replace a residence or building by your own identifier',
    use: use.putByExternalId,
  })
  put(@Param('system') system: string, @Param('value') value: string, @Body() input: SiteInput): Promise<Site> {
    return this.sites.putByExternalId(system, value, input);
  }
}
