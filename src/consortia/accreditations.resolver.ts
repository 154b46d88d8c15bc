import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Accreditation } from './accreditation.entity.js';
import { AccreditationsService } from './accreditations.service.js';
import { Organisation } from './organisation.entity.js';
import { AccreditationFilter, AccreditationInput, AccreditationPatch } from './programmes.inputs.js';

const use = AccreditationsService.prototype;

@Resolver(() => Accreditation)
export class AccreditationsResolver {
  constructor(
    private readonly database: Database,
    private readonly service: AccreditationsService,
  ) {}

  @ReadQuery(Accreditation, { summary: 'An accreditation', use: use.get })
  accreditation(@Id() id: string): Promise<Accreditation> {
    return this.service.get(id);
  }

  @ListQuery(Accreditation, { summary: 'The accreditations', use: use.list })
  accreditations(@Paged(AccreditationFilter) filter: AccreditationFilter): Promise<Page<Accreditation>> {
    return this.service.list(filter);
  }

  @CreateMutation(Accreditation, { summary: 'Record an accreditation', use: use.create })
  createAccreditation(@Args('input') input: AccreditationInput): Promise<Accreditation> {
    return this.service.create(input);
  }

  @ChangeMutation(Accreditation, { summary: 'Change an accreditation', use: use.change })
  changeAccreditation(@Id() id: string, @Args('input') patch: AccreditationPatch): Promise<Accreditation> {
    return this.service.change(id, patch);
  }

  @ResolveField(() => Organisation, { nullable: true, description: 'The organisation that holds it' })
  organisation(@Parent() { organisationId }: Accreditation): Promise<Organisation | null> {
    return may('consortia:read') ? loadNoun(this.database, Organisation, organisationId) : Promise.resolve(null);
  }
}
