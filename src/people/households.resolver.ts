import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { HouseholdFile, RegularStayCheck, ResourceSummary } from './household-files.entity.js';
import { HouseholdMember } from './household-member.entity.js';
import { HouseholdStubsService } from './household-stubs.service.js';
import { Household } from './household.entity.js';
import {
  HouseholdFilter,
  HouseholdInput,
  HouseholdPatch,
  HouseholdStubFilter,
  MergeInput,
} from './households.inputs.js';
import { HouseholdsService } from './households.service.js';
import { MergesService } from './merges.service.js';
import { onlyPartOf, partsOf } from './people-fields.js';
import { HouseholdStub } from './people.views.js';
import { Resource } from './person-records.entity.js';

const use = HouseholdsService.prototype;
const merging = MergesService.prototype;
const stubbing = HouseholdStubsService.prototype;

@Resolver(() => Household)
export class HouseholdsResolver {
  constructor(
    private readonly database: Database,
    private readonly service: HouseholdsService,
    private readonly merges: MergesService,
    private readonly stubs: HouseholdStubsService,
  ) {}

  @ReadQuery(Household, { summary: 'A household', use: use.get })
  household(@Id() id: string): Promise<Household> {
    return this.service.get(id);
  }

  @ListQuery(Household, { summary: 'The households disclosed to you', use: use.list })
  households(@Paged(HouseholdFilter) filter: HouseholdFilter): Promise<Page<Household>> {
    return this.service.list(filter);
  }

  @ReadQuery(HouseholdStub, { summary: 'A household without names, for the coordinator', use: stubbing.get })
  householdStub(@Id() id: string): Promise<HouseholdStub> {
    return this.stubs.get(id);
  }

  @ListQuery(HouseholdStub, {
    summary: 'The households of the consortium without names, for the coordinator',
    use: stubbing.list,
  })
  householdStubs(@Paged(HouseholdStubFilter) filter: HouseholdStubFilter): Promise<Page<HouseholdStub>> {
    return this.stubs.list(filter);
  }

  @CreateMutation(Household, { summary: 'Open a household with its members', use: use.create })
  createHousehold(@Args('input') input: HouseholdInput): Promise<Household> {
    return this.service.create(input);
  }

  @ChangeMutation(Household, { summary: 'Change a household', use: use.change })
  changeHousehold(@Id() id: string, @Args('input') patch: HouseholdPatch): Promise<Household> {
    return this.service.change(id, patch);
  }

  @ChangeMutation(Household, { summary: 'Merge another household that you support into this one', use: merging.merge })
  mergeHousehold(@Id() id: string, @Args('input') input: MergeInput): Promise<Household> {
    return this.merges.merge(id, input);
  }

  @ChangeMutation(Household, { summary: 'Undo the last merge into this household', use: merging.undo })
  undoHouseholdMerge(@Id() id: string): Promise<Household> {
    return this.merges.undo(id);
  }

  @ResolveField(() => [HouseholdMember], { description: 'Who is and was in it, for who may know' })
  members(@Parent() { id }: Household): Promise<HouseholdMember[]> {
    return partsOf(this.database, HouseholdMember, 'household_id', id);
  }

  @ResolveField(() => HouseholdFile, {
    nullable: true,
    description: 'The number of the housing request, for who may know',
  })
  file(@Parent() { id }: Household): Promise<HouseholdFile | null> {
    return onlyPartOf(this.database, HouseholdFile, 'household_id', id);
  }

  @ResolveField(() => RegularStayCheck, {
    nullable: true,
    description: 'When the regularity of the stay was last checked, for who may know',
  })
  regularStay(@Parent() { id }: Household): Promise<RegularStayCheck | null> {
    return onlyPartOf(this.database, RegularStayCheck, 'household_id', id);
  }

  @ResolveField(() => ResourceSummary, { nullable: true, description: 'The total of the incomes, for who may know' })
  resourceSummary(@Parent() { id }: Household): Promise<ResourceSummary | null> {
    return onlyPartOf(this.database, ResourceSummary, 'household_id', id);
  }

  @ResolveField(() => [Resource], { description: 'The incomes, for who may know' })
  resources(@Parent() { id }: Household): Promise<Resource[]> {
    return partsOf(this.database, Resource, 'household_id', id);
  }
}
