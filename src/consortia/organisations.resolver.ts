import { Args, Resolver } from '@nestjs/graphql';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import type { Page } from '../platform/api/pages.js';
import { OrganisationFilter, OrganisationInput, OrganisationPatch } from './consortia.inputs.js';
import { Organisation } from './organisation.entity.js';
import { OrganisationsService } from './organisations.service.js';

const use = OrganisationsService.prototype;

@Resolver(() => Organisation)
export class OrganisationsResolver {
  constructor(private readonly service: OrganisationsService) {}

  @ReadQuery(Organisation, { summary: 'A partner', use: use.get })
  organisation(@Id() id: string): Promise<Organisation> {
    return this.service.get(id);
  }

  @ListQuery(Organisation, { summary: 'The partners', use: use.list })
  organisations(@Paged(OrganisationFilter) filter: OrganisationFilter): Promise<Page<Organisation>> {
    return this.service.list(filter);
  }

  @CreateMutation(Organisation, { summary: 'Add a partner', use: use.create })
  createOrganisation(@Args('input') input: OrganisationInput): Promise<Organisation> {
    return this.service.create(input);
  }

  @ChangeMutation(Organisation, { summary: 'Change a partner', use: use.change })
  changeOrganisation(@Id() id: string, @Args('input') patch: OrganisationPatch): Promise<Organisation> {
    return this.service.change(id, patch);
  }
}
