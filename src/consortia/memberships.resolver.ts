import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { MembershipFilter, MembershipInput, MembershipPatch } from './consortia.inputs.js';
import { Membership } from './membership.entity.js';
import { MembershipsService } from './memberships.service.js';
import { Organisation } from './organisation.entity.js';

const use = MembershipsService.prototype;

@Resolver(() => Membership)
export class MembershipsResolver {
  constructor(
    private readonly database: Database,
    private readonly service: MembershipsService,
  ) {}

  @ReadQuery(Membership, { summary: 'A membership', use: use.get })
  membership(@Id() id: string): Promise<Membership> {
    return this.service.get(id);
  }

  @ListQuery(Membership, { summary: 'The memberships', use: use.list })
  memberships(@Paged(MembershipFilter) filter: MembershipFilter): Promise<Page<Membership>> {
    return this.service.list(filter);
  }

  @CreateMutation(Membership, { summary: 'Give an organisation roles', use: use.create })
  createMembership(@Args('input') input: MembershipInput): Promise<Membership> {
    return this.service.create(input);
  }

  @ChangeMutation(Membership, { summary: 'Change the roles, or end them', use: use.change })
  changeMembership(@Id() id: string, @Args('input') patch: MembershipPatch): Promise<Membership> {
    return this.service.change(id, patch);
  }

  @ResolveField(() => Organisation, { nullable: true, description: 'The organisation' })
  organisation(@Parent() { organisationId }: Membership): Promise<Organisation | null> {
    return may('consortia:read') ? loadNoun(this.database, Organisation, organisationId) : Promise.resolve(null);
  }
}
