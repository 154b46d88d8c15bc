import { Args, Parent, Resolver } from '@nestjs/graphql';
import { Organisation } from '../consortia/organisation.entity.js';
import { Related } from '../platform/api/graphql-fields.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { SiteFilter, SiteInput, SitePatch } from './housing.inputs.js';
import { Site } from './site.entity.js';
import { SitesService } from './sites.service.js';

const use = SitesService.prototype;

@Resolver(() => Site)
export class SitesResolver {
  constructor(
    private readonly database: Database,
    private readonly service: SitesService,
  ) {}

  @ReadQuery(Site, { summary: 'A residence or building', use: use.get })
  site(@Id() id: string): Promise<Site> {
    return this.service.get(id);
  }

  @ListQuery(Site, { summary: 'The residences and buildings', use: use.list })
  sites(@Paged(SiteFilter) filter: SiteFilter): Promise<Page<Site>> {
    return this.service.list(filter);
  }

  @CreateMutation(Site, { summary: 'Add a residence or building', use: use.create })
  createSite(@Args('input') input: SiteInput): Promise<Site> {
    return this.service.create(input);
  }

  @ChangeMutation(Site, { summary: 'Change a residence or building', use: use.change })
  changeSite(@Id() id: string, @Args('input') patch: SitePatch): Promise<Site> {
    return this.service.change(id, patch);
  }

  @Related(() => Organisation, { key: 'landlordId', permission: 'consortia:read', description: 'Who owns it' })
  landlord(@Parent() { landlordId }: Site): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, landlordId);
  }

  @Related(() => Organisation, { key: 'operatorId', permission: 'consortia:read', description: 'Who manages it' })
  operator(@Parent() { operatorId }: Site): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, operatorId);
  }
}
