import { Args, Resolver } from '@nestjs/graphql';
import {
  ChangeMutation,
  CreateMutation,
  Id,
  ListQuery,
  Paged,
  ReadQuery,
  RemoveMutation,
} from '../platform/api/graphql-operations.js';
import type { Page } from '../platform/api/pages.js';
import { ActivitiesService } from './activities.service.js';
import { Activity, Attendance } from './activity.entity.js';
import { CompatibilityService } from './compatibility.service.js';
import { HouseIncident, IncidentFollowUp } from './house-incident.entity.js';
import { HouseIncidentsService } from './house-incidents.service.js';
import { FlatFactsRecord, LivingFacts } from './living-facts.entity.js';
import { RoomMatch } from './room-match.view.js';
import { RoomMatchesService } from './room-matches.service.js';
import { Compatibility } from './shared-flats.views.js';
import {
  ActivityFilter,
  ActivityInput,
  ActivityPatch,
  AttendanceFilter,
  AttendanceInput,
  FlatFactsFilter,
  FlatFactsInput,
  IncidentClosureInput,
  IncidentFilter,
  IncidentFollowUpFilter,
  IncidentFollowUpInput,
  IncidentInput,
  LivingFactsFilter,
  LivingFactsInput,
  RoomMatchFilter,
} from './shared-life.inputs.js';

const living = ActivitiesService.prototype;
const mending = HouseIncidentsService.prototype;
const fitting = CompatibilityService.prototype;
const matching = RoomMatchesService.prototype;

@Resolver(() => Activity)
export class SharedLifeResolver {
  constructor(
    private readonly life: ActivitiesService,
    private readonly incidents: HouseIncidentsService,
    private readonly fit: CompatibilityService,
    private readonly matches: RoomMatchesService,
  ) {}

  @ListQuery(Activity, { summary: 'Activities in a shared flat', use: living.list })
  activities(@Id('flatId') flatId: string, @Paged(ActivityFilter) filter: ActivityFilter): Promise<Page<Activity>> {
    return this.life.list(flatId, filter);
  }

  @CreateMutation(Activity, { summary: 'Record an activity, in this flat or across flats', use: living.hold })
  recordActivity(@Id('flatId') flatId: string, @Args('input') input: ActivityInput): Promise<Activity> {
    return this.life.hold(flatId, input);
  }

  @ChangeMutation(Activity, { summary: 'Change title, topics and outcome', use: living.change })
  changeActivity(
    @Id('flatId') flatId: string,
    @Id() id: string,
    @Args('input') patch: ActivityPatch,
  ): Promise<Activity> {
    return this.life.change(flatId, id, patch);
  }

  @ListQuery(Attendance, { summary: 'Which residents came to an activity', use: living.attendance })
  attendance(
    @Id('flatId') flatId: string,
    @Id('activityId') activityId: string,
    @Paged(AttendanceFilter) filter: AttendanceFilter,
  ): Promise<Page<Attendance>> {
    return this.life.attendance(flatId, activityId, filter);
  }

  @ChangeMutation(Activity, { summary: 'Record who came', use: living.attend })
  recordAttendance(
    @Id('flatId') flatId: string,
    @Id() id: string,
    @Args('input') input: AttendanceInput,
  ): Promise<Activity> {
    return this.life.attend(flatId, id, input);
  }

  @ReadQuery(Activity, { summary: 'An activity', use: living.get })
  activity(@Id('flatId') flatId: string, @Id() id: string): Promise<Activity> {
    return this.life.get(flatId, id);
  }

  @ReadQuery(HouseIncident, { summary: 'A house incident', use: mending.get })
  houseIncident(@Id('flatId') flatId: string, @Id() id: string): Promise<HouseIncident> {
    return this.incidents.get(flatId, id);
  }

  @ListQuery(IncidentFollowUp, { summary: 'What was done about a house incident', use: mending.followUps })
  incidentFollowUps(
    @Id('flatId') flatId: string,
    @Id('incidentId') incidentId: string,
    @Paged(IncidentFollowUpFilter) filter: IncidentFollowUpFilter,
  ): Promise<Page<IncidentFollowUp>> {
    return this.incidents.followUps(flatId, incidentId, filter);
  }

  @ListQuery(FlatFactsRecord, { summary: 'How one lives in the flat, as recorded', use: fitting.flatFacts })
  flatFacts(
    @Id('flatId') flatId: string,
    @Paged(FlatFactsFilter) filter: FlatFactsFilter,
  ): Promise<Page<FlatFactsRecord>> {
    return this.fit.flatFacts(flatId, filter);
  }

  @ListQuery(HouseIncident, { summary: 'House incidents', use: mending.list })
  houseIncidents(
    @Id('flatId') flatId: string,
    @Paged(IncidentFilter) filter: IncidentFilter,
  ): Promise<Page<HouseIncident>> {
    return this.incidents.list(flatId, filter);
  }

  @CreateMutation(HouseIncident, { summary: 'Report a house incident', use: mending.report })
  reportIncident(@Id('flatId') flatId: string, @Args('input') input: IncidentInput): Promise<HouseIncident> {
    return this.incidents.report(flatId, input);
  }

  @CreateMutation(IncidentFollowUp, { summary: 'What was done about a house incident', use: mending.followUp })
  followUpIncident(
    @Id('flatId') flatId: string,
    @Id() id: string,
    @Args('input') input: IncidentFollowUpInput,
  ): Promise<IncidentFollowUp> {
    return this.incidents.followUp(flatId, id, input);
  }

  @ChangeMutation(HouseIncident, { summary: 'Close a house incident', use: mending.close })
  closeIncident(
    @Id('flatId') flatId: string,
    @Id() id: string,
    @Args('input') input: IncidentClosureInput,
  ): Promise<HouseIncident> {
    return this.incidents.close(flatId, id, input);
  }

  @CreateMutation(FlatFactsRecord, { summary: 'Record how one lives in the flat', use: fitting.recordFlatFacts })
  recordFlatFacts(@Id('flatId') flatId: string, @Args('input') input: FlatFactsInput): Promise<FlatFactsRecord> {
    return this.fit.recordFlatFacts(flatId, input);
  }

  @ListQuery(LivingFacts, { summary: 'How a household wishes to live with others', use: fitting.livingFacts })
  livingFacts(
    @Id('householdId') householdId: string,
    @Paged(LivingFactsFilter) filter: LivingFactsFilter,
  ): Promise<Page<LivingFacts>> {
    return this.fit.livingFacts(householdId, filter);
  }

  @CreateMutation(LivingFacts, { summary: 'Record what a household chose to say', use: fitting.recordLivingFacts })
  recordLivingFacts(
    @Id('householdId') householdId: string,
    @Args('input') input: LivingFactsInput,
  ): Promise<LivingFacts> {
    return this.fit.recordLivingFacts(householdId, input);
  }

  @RemoveMutation({ summary: 'Forget a record that the household no longer wishes', use: fitting.forgetLivingFacts })
  forgetLivingFacts(@Id('householdId') householdId: string, @Id() id: string): Promise<boolean> {
    return this.fit.forgetLivingFacts(householdId, id).then(() => true);
  }

  @ListQuery(RoomMatch, { summary: 'Which vacant room fits a household, point by point', use: matching.list })
  roomMatches(
    @Id('householdId') householdId: string,
    @Paged(RoomMatchFilter) filter: RoomMatchFilter,
  ): Promise<Page<RoomMatch>> {
    return this.matches.list(householdId, filter);
  }

  @ReadQuery(Compatibility, {
    summary: 'How a household and a flat fit, each point with its reason',
    use: fitting.match,
  })
  compatibility(@Id('flatId') flatId: string, @Id('householdId') householdId: string): Promise<Compatibility> {
    return this.fit.match(flatId, { householdId });
  }
}
