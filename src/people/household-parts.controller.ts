import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Creates, Lists, Puts, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { Assignment } from './assignment.entity.js';
import { AssignmentsService } from './assignments.service.js';
import { Disclosure } from './disclosure.entity.js';
import { DisclosuresService } from './disclosures.service.js';
import { HouseholdFile, RegularStayCheck, ResourceSummary } from './household-files.entity.js';
import { HouseholdFilesService } from './household-files.service.js';
import { HouseholdMember } from './household-member.entity.js';
import {
  AffordabilityQuery,
  AssignmentEnding,
  AssignmentFilter,
  AssignmentInput,
  DisclosureFilter,
  DisclosureInput,
  HandoverInput,
  HouseholdFileInput,
  HouseholdMemberInput,
  MemberEnding,
  MemberFilter,
  RegularStayCheckInput,
} from './households.inputs.js';
import { MembersService } from './members.service.js';
import { Affordability } from './people.views.js';
import { Resource } from './person-records.entity.js';
import { HouseholdResourceFilter } from './person-records.inputs.js';
import { ResourcesService } from './resources.service.js';

const member = MembersService.prototype;
const disclosing = DisclosuresService.prototype;
const assigning = AssignmentsService.prototype;
const filing = HouseholdFilesService.prototype;
const earning = ResourcesService.prototype;

/** What is narrower than the household: each over its own table; not for the caller is not found. */
@Controller('v1/households/:id')
export class HouseholdPartsController {
  constructor(
    private readonly members: MembersService,
    private readonly disclosures: DisclosuresService,
    private readonly assignments: AssignmentsService,
    private readonly files: HouseholdFilesService,
    private readonly resources: ResourcesService,
  ) {}

  @Lists('members', HouseholdMember, { summary: 'List who is and was in the household', use: member.list })
  listMembers(@Param('id') id: string, @Query() filter: MemberFilter): Promise<Page<HouseholdMember>> {
    return this.members.list(id, filter);
  }

  @Reads('members/:memberId', HouseholdMember, { summary: 'Read a member', use: member.get })
  getMember(@Param('id') id: string, @Param('memberId') memberId: string): Promise<HouseholdMember> {
    return this.members.get(id, memberId);
  }

  @Creates('members', HouseholdMember, { summary: 'Add a member', use: member.add })
  addMember(@Param('id') id: string, @Body() input: HouseholdMemberInput): Promise<HouseholdMember> {
    return this.members.add(id, input);
  }

  @Acts('members/:memberId/ending', HouseholdMember, { summary: 'Say when a member leaves', use: member.end })
  endMember(
    @Param('id') id: string,
    @Param('memberId') memberId: string,
    @Body() input: MemberEnding,
  ): Promise<HouseholdMember> {
    return this.members.end(id, memberId, input);
  }

  @Lists('disclosures', Disclosure, {
    summary: 'List who could see the household, what, when and why',
    use: disclosing.list,
  })
  listDisclosures(@Param('id') id: string, @Query() filter: DisclosureFilter): Promise<Page<Disclosure>> {
    return this.disclosures.list(id, filter);
  }

  @Reads('disclosures/:disclosureId', Disclosure, { summary: 'Read a disclosure', use: disclosing.get })
  getDisclosure(@Param('id') id: string, @Param('disclosureId') disclosureId: string): Promise<Disclosure> {
    return this.disclosures.get(id, disclosureId);
  }

  @Creates('disclosures', Disclosure, {
    summary: 'Open the household to a partner, with its consent',
    use: disclosing.open,
  })
  openDisclosure(@Param('id') id: string, @Body() input: DisclosureInput): Promise<Disclosure> {
    return this.disclosures.open(id, input);
  }

  @Acts('handover', Disclosure, {
    summary: 'Hand what a supporter wrote over to the next, with the household’s agreement',
    use: disclosing.handOver,
    guarded: false,
  })
  handOver(@Param('id') id: string, @Body() input: HandoverInput): Promise<Disclosure> {
    return this.disclosures.handOver(id, input);
  }

  @Acts('disclosures/:disclosureId/closure', Disclosure, { summary: 'Close a disclosure', use: disclosing.close })
  closeDisclosure(@Param('id') id: string, @Param('disclosureId') disclosureId: string): Promise<Disclosure> {
    return this.disclosures.close(id, disclosureId);
  }

  @Lists('assignments', Assignment, { summary: 'List which of your workers follow the household', use: assigning.list })
  listAssignments(@Param('id') id: string, @Query() filter: AssignmentFilter): Promise<Page<Assignment>> {
    return this.assignments.list(id, filter);
  }

  @Reads('assignments/:assignmentId', Assignment, { summary: 'Read an assignment', use: assigning.get })
  getAssignment(@Param('id') id: string, @Param('assignmentId') assignmentId: string): Promise<Assignment> {
    return this.assignments.get(id, assignmentId);
  }

  @Creates('assignments', Assignment, { summary: 'Assign a worker', use: assigning.add })
  assign(@Param('id') id: string, @Body() input: AssignmentInput): Promise<Assignment> {
    return this.assignments.add(id, input);
  }

  @Acts('assignments/:assignmentId/ending', Assignment, { summary: 'End an assignment', use: assigning.end })
  endAssignment(
    @Param('id') id: string,
    @Param('assignmentId') assignmentId: string,
    @Body() input: AssignmentEnding,
  ): Promise<Assignment> {
    return this.assignments.end(id, assignmentId, input);
  }

  @Reads('file', HouseholdFile, { summary: 'Read the number of the housing request', use: filing.file })
  file(@Param('id') id: string): Promise<HouseholdFile> {
    return this.files.file(id);
  }

  @Puts('file', HouseholdFile, { summary: 'Write the number of the housing request', use: filing.putFile })
  putFile(@Param('id') id: string, @Body() input: HouseholdFileInput): Promise<HouseholdFile> {
    return this.files.putFile(id, input);
  }

  @Reads('regular-stay', RegularStayCheck, {
    summary: 'Read when the regularity of the stay was last checked',
    use: filing.regularStay,
  })
  regularStay(@Param('id') id: string): Promise<RegularStayCheck> {
    return this.files.regularStay(id);
  }

  @Creates('regular-stay', RegularStayCheck, {
    summary: 'Say that the regularity of the stay was checked',
    use: filing.checkRegularStay,
  })
  checkRegularStay(@Param('id') id: string, @Body() input: RegularStayCheckInput): Promise<RegularStayCheck> {
    return this.files.checkRegularStay(id, input);
  }

  @Lists('resources', Resource, { summary: 'List the incomes of the household', use: earning.listOfHousehold })
  listResources(@Param('id') id: string, @Query() filter: HouseholdResourceFilter): Promise<Page<Resource>> {
    return this.resources.listOfHousehold(id, filter);
  }

  @Reads('resource-summary', ResourceSummary, { summary: 'Read the total of the incomes', use: earning.summary })
  summary(@Param('id') id: string): Promise<ResourceSummary> {
    return this.resources.summary(id);
  }

  @Reads('affordability', Affordability, {
    summary: 'Compare a monthly cost with the incomes',
    use: earning.affordability,
  })
  affordability(@Param('id') id: string, @Query() query: AffordabilityQuery): Promise<Affordability> {
    return this.resources.affordability(id, query);
  }
}
