import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun, loadPartsOf } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Convention } from './convention.entity.js';
import {
  ConventionConfirmation,
  ConventionFilter,
  ConventionInput,
  ConventionPatch,
  RiderInput,
} from './conventions.inputs.js';
import { ConventionsService } from './conventions.service.js';
import { Organisation } from './organisation.entity.js';
import { Programme } from './programme.entity.js';
import { Rider } from './rider.entity.js';

const use = ConventionsService.prototype;

@Resolver(() => Convention)
export class ConventionsResolver {
  constructor(
    private readonly database: Database,
    private readonly service: ConventionsService,
  ) {}

  @ReadQuery(Convention, { summary: 'A convention', use: use.get })
  convention(@Id() id: string): Promise<Convention> {
    return this.service.get(id);
  }

  @ListQuery(Convention, { summary: 'Your conventions', use: use.list })
  conventions(@Paged(ConventionFilter) filter: ConventionFilter): Promise<Page<Convention>> {
    return this.service.list(filter);
  }

  @CreateMutation(Convention, { summary: 'Record a convention, as a party or the coordinator', use: use.create })
  createConvention(@Args('input') input: ConventionInput): Promise<Convention> {
    return this.service.create(input);
  }

  @ChangeMutation(Convention, { summary: 'Change a convention', use: use.change })
  changeConvention(@Id() id: string, @Args('input') patch: ConventionPatch): Promise<Convention> {
    return this.service.change(id, patch);
  }

  @ChangeMutation(Convention, {
    summary: 'Confirm a convention that the other party recorded; it has no effect before',
    use: use.confirm,
  })
  confirmConvention(@Id() id: string, @Args('input') input: ConventionConfirmation): Promise<Convention> {
    return this.service.confirm(id, input);
  }

  @CreateMutation(Rider, { summary: 'Record a rider', use: use.addRider })
  addRider(@Id('conventionId') id: string, @Args('input') input: RiderInput): Promise<Rider> {
    return this.service.addRider(id, input);
  }

  @ResolveField(() => Organisation, { nullable: true, description: 'The landlord' })
  landlord(@Parent() { landlordId }: Convention): Promise<Organisation | null> {
    return may('consortia:read') ? loadNoun(this.database, Organisation, landlordId) : Promise.resolve(null);
  }

  @ResolveField(() => Organisation, { nullable: true, description: 'The association that holds it' })
  holder(@Parent() { holderId }: Convention): Promise<Organisation | null> {
    return may('consortia:read') ? loadNoun(this.database, Organisation, holderId) : Promise.resolve(null);
  }

  @ResolveField(() => Programme, { nullable: true, description: 'The programme that it serves' })
  programme(@Parent() { programmeId }: Convention): Promise<Programme | null> {
    return may('consortia:read') ? loadNoun(this.database, Programme, programmeId) : Promise.resolve(null);
  }

  @ResolveField(() => [Rider], { description: 'Its riders' })
  riders(@Parent() { id }: Convention): Promise<Rider[]> {
    return may('consortia:read')
      ? loadPartsOf(this.database, Rider, 'convention_id', id, { order: 't.number' })
      : Promise.resolve([]);
  }
}
