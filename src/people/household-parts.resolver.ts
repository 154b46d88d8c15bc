import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  AnswerQuery,
  ChangeMutation,
  CreateMutation,
  Id,
  ListQuery,
  PutMutation,
  Paged,
} from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Assignment } from './assignment.entity.js';
import { AssignmentsService } from './assignments.service.js';
import { Disclosure } from './disclosure.entity.js';
import { DisclosuresService } from './disclosures.service.js';
import { DuplicateCase } from './duplicate-case.entity.js';
import { HouseholdFile, RegularStayCheck } from './household-files.entity.js';
import { HouseholdFilesService } from './household-files.service.js';
import { HouseholdMember } from './household-member.entity.js';
import {
  AffordabilityQuery,
  AssignmentEnding,
  AssignmentFilter,
  AssignmentInput,
  DisclosureFilter,
  DisclosureInput,
  DuplicateCaseFilter,
  HandoverInput,
  HouseholdFileInput,
  HouseholdMemberInput,
  MemberEnding,
  RegularStayCheckInput,
} from './households.inputs.js';
import { MembersService } from './members.service.js';
import { MergesService } from './merges.service.js';
import { mayReadPeople } from './people-fields.js';
import { Affordability } from './people.views.js';
import { Person } from './person.entity.js';
import { ResourcesService } from './resources.service.js';

const member = MembersService.prototype;
const disclosing = DisclosuresService.prototype;
const assigning = AssignmentsService.prototype;
const filing = HouseholdFilesService.prototype;
const merging = MergesService.prototype;

@Resolver(() => HouseholdMember)
export class HouseholdPartsResolver {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
    private readonly openings: DisclosuresService,
    private readonly assigned: AssignmentsService,
    private readonly files: HouseholdFilesService,
    private readonly resources: ResourcesService,
    private readonly merges: MergesService,
  ) {}

  @ListQuery(Disclosure, { summary: 'Who could see a household, what, when and why', use: disclosing.list })
  disclosures(
    @Id('householdId') id: string,
    @Paged(DisclosureFilter) filter: DisclosureFilter,
  ): Promise<Page<Disclosure>> {
    return this.openings.list(id, filter);
  }

  @ListQuery(Assignment, { summary: 'Which of your workers follow a household', use: assigning.list })
  assignments(
    @Id('householdId') id: string,
    @Paged(AssignmentFilter) filter: AssignmentFilter,
  ): Promise<Page<Assignment>> {
    return this.assigned.list(id, filter);
  }

  @ListQuery(DuplicateCase, { summary: 'Your households that may be known twice', use: merging.listCases })
  duplicateCases(@Paged(DuplicateCaseFilter) filter: DuplicateCaseFilter): Promise<Page<DuplicateCase>> {
    return this.merges.listCases(filter);
  }

  @AnswerQuery(Affordability, {
    summary: 'A monthly cost compared with the incomes',
    use: ResourcesService.prototype.affordability,
  })
  affordability(@Id('householdId') id: string, @Args('cost') query: AffordabilityQuery): Promise<Affordability> {
    return this.resources.affordability(id, query);
  }

  @CreateMutation(HouseholdMember, { summary: 'Add a member', use: member.add })
  addHouseholdMember(
    @Id('householdId') id: string,
    @Args('input') input: HouseholdMemberInput,
  ): Promise<HouseholdMember> {
    return this.members.add(id, input);
  }

  @ChangeMutation(HouseholdMember, { summary: 'Say when a member leaves', use: member.end })
  endHouseholdMember(
    @Id('householdId') id: string,
    @Id() memberId: string,
    @Args('input') input: MemberEnding,
  ): Promise<HouseholdMember> {
    return this.members.end(id, memberId, input);
  }

  @CreateMutation(Disclosure, { summary: 'Open a household to a partner, with its consent', use: disclosing.open })
  openDisclosure(@Id('householdId') id: string, @Args('input') input: DisclosureInput): Promise<Disclosure> {
    return this.openings.open(id, input);
  }

  @CreateMutation(Disclosure, {
    summary: 'Hand what a supporter wrote over to the next, with the household’s agreement',
    use: disclosing.handOver,
  })
  handOverHousehold(@Id('householdId') id: string, @Args('input') input: HandoverInput): Promise<Disclosure> {
    return this.openings.handOver(id, input);
  }

  @ChangeMutation(Disclosure, { summary: 'Close a disclosure', use: disclosing.close })
  closeDisclosure(@Id('householdId') id: string, @Id() disclosureId: string): Promise<Disclosure> {
    return this.openings.close(id, disclosureId);
  }

  @CreateMutation(Assignment, { summary: 'Assign a worker', use: assigning.add })
  assignWorker(@Id('householdId') id: string, @Args('input') input: AssignmentInput): Promise<Assignment> {
    return this.assigned.add(id, input);
  }

  @ChangeMutation(Assignment, { summary: 'End an assignment', use: assigning.end })
  endAssignment(
    @Id('householdId') id: string,
    @Id() assignmentId: string,
    @Args('input') input: AssignmentEnding,
  ): Promise<Assignment> {
    return this.assigned.end(id, assignmentId, input);
  }

  @PutMutation(HouseholdFile, { summary: 'Write the number of the housing request', use: filing.putFile })
  putHouseholdFile(@Id('householdId') id: string, @Args('input') input: HouseholdFileInput): Promise<HouseholdFile> {
    return this.files.putFile(id, input);
  }

  @CreateMutation(RegularStayCheck, {
    summary: 'Say that the regularity of the stay was checked',
    use: filing.checkRegularStay,
  })
  checkRegularStay(
    @Id('householdId') id: string,
    @Args('input') input: RegularStayCheckInput,
  ): Promise<RegularStayCheck> {
    return this.files.checkRegularStay(id, input);
  }

  @ChangeMutation(DuplicateCase, { summary: 'Confirm that it is the same household', use: merging.confirm })
  confirmDuplicate(@Id() id: string): Promise<DuplicateCase> {
    return this.merges.confirm(id);
  }

  @ChangeMutation(DuplicateCase, { summary: 'Say that it is another household', use: merging.dismiss })
  dismissDuplicate(@Id() id: string): Promise<DuplicateCase> {
    return this.merges.dismiss(id);
  }

  @ResolveField(() => Person, { nullable: true, description: 'Who it is, for who may know' })
  person(@Parent() { personId }: HouseholdMember): Promise<Person | null> {
    return loadNoun(this.database, Person, mayReadPeople() ? personId : null);
  }
}
