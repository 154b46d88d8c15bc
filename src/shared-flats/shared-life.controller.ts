import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { ActivitiesService } from './activities.service.js';
import { Activity, Attendance } from './activity.entity.js';
import { CompatibilityService } from './compatibility.service.js';
import { HouseIncident, IncidentFollowUp } from './house-incident.entity.js';
import { HouseIncidentsService } from './house-incidents.service.js';
import { FlatFactsRecord } from './living-facts.entity.js';
import { Compatibility } from './shared-flats.views.js';
import {
  ActivityFilter,
  ActivityInput,
  ActivityPatch,
  AttendanceFilter,
  AttendanceInput,
  CompatibilityQuery,
  FlatFactsFilter,
  FlatFactsInput,
  IncidentClosureInput,
  IncidentFilter,
  IncidentFollowUpFilter,
  IncidentFollowUpInput,
  IncidentInput,
} from './shared-life.inputs.js';

const living = ActivitiesService.prototype;
const mending = HouseIncidentsService.prototype;
const fitting = CompatibilityService.prototype;

/** The life in a shared flat: for who supports its residents. */
@Controller('v1/shared-flats/:id')
export class SharedLifeController {
  constructor(
    private readonly activities: ActivitiesService,
    private readonly incidents: HouseIncidentsService,
    private readonly compatibility: CompatibilityService,
  ) {}

  @Lists('activities', Activity, { summary: 'Activities in a shared flat', use: living.list })
  listActivities(@Param('id') id: string, @Query() filter: ActivityFilter): Promise<Page<Activity>> {
    return this.activities.list(id, filter);
  }

  @Reads('activities/:activityId', Activity, { summary: 'Read an activity', use: living.get })
  activity(@Param('id') id: string, @Param('activityId') activityId: string): Promise<Activity> {
    return this.activities.get(id, activityId);
  }

  @Creates('activities', Activity, { summary: 'Record an activity, in this flat or across flats', use: living.hold })
  hold(@Param('id') id: string, @Body() input: ActivityInput): Promise<Activity> {
    return this.activities.hold(id, input);
  }

  @Changes('activities/:activityId', Activity, { summary: 'Change title, topics and outcome', use: living.change })
  changeActivity(
    @Param('id') id: string,
    @Param('activityId') activityId: string,
    @Body() patch: ActivityPatch,
  ): Promise<Activity> {
    return this.activities.change(id, activityId, patch);
  }

  @Lists('activities/:activityId/attendance', Attendance, { summary: 'Which residents came', use: living.attendance })
  attendance(
    @Param('id') id: string,
    @Param('activityId') activityId: string,
    @Query() filter: AttendanceFilter,
  ): Promise<Page<Attendance>> {
    return this.activities.attendance(id, activityId, filter);
  }

  @Acts('activities/:activityId/attendance', Activity, { summary: 'Record who came', use: living.attend })
  attend(
    @Param('id') id: string,
    @Param('activityId') activityId: string,
    @Body() input: AttendanceInput,
  ): Promise<Activity> {
    return this.activities.attend(id, activityId, input);
  }

  @Lists('incidents', HouseIncident, { summary: 'House incidents', use: mending.list })
  listIncidents(@Param('id') id: string, @Query() filter: IncidentFilter): Promise<Page<HouseIncident>> {
    return this.incidents.list(id, filter);
  }

  @Reads('incidents/:incidentId', HouseIncident, { summary: 'Read a house incident', use: mending.get })
  incident(@Param('id') id: string, @Param('incidentId') incidentId: string): Promise<HouseIncident> {
    return this.incidents.get(id, incidentId);
  }

  @Creates('incidents', HouseIncident, { summary: 'Report a house incident', use: mending.report })
  report(@Param('id') id: string, @Body() input: IncidentInput): Promise<HouseIncident> {
    return this.incidents.report(id, input);
  }

  @Lists('incidents/:incidentId/follow-ups', IncidentFollowUp, {
    summary: 'What was done about a house incident',
    use: mending.followUps,
  })
  followUps(
    @Param('id') id: string,
    @Param('incidentId') incidentId: string,
    @Query() filter: IncidentFollowUpFilter,
  ): Promise<Page<IncidentFollowUp>> {
    return this.incidents.followUps(id, incidentId, filter);
  }

  @Creates('incidents/:incidentId/follow-ups', IncidentFollowUp, {
    summary: 'Record what was done about a house incident',
    use: mending.followUp,
  })
  followUp(
    @Param('id') id: string,
    @Param('incidentId') incidentId: string,
    @Body() input: IncidentFollowUpInput,
  ): Promise<IncidentFollowUp> {
    return this.incidents.followUp(id, incidentId, input);
  }

  @Acts('incidents/:incidentId/closure', HouseIncident, { summary: 'Close a house incident', use: mending.close })
  closeIncident(
    @Param('id') id: string,
    @Param('incidentId') incidentId: string,
    @Body() input: IncidentClosureInput,
  ): Promise<HouseIncident> {
    return this.incidents.close(id, incidentId, input);
  }

  @Lists('facts', FlatFactsRecord, { summary: 'How one lives in the flat, as recorded', use: fitting.flatFacts })
  facts(@Param('id') id: string, @Query() filter: FlatFactsFilter): Promise<Page<FlatFactsRecord>> {
    return this.compatibility.flatFacts(id, filter);
  }

  @Creates('facts', FlatFactsRecord, {
    summary: 'Record how one lives in the flat',
    use: fitting.recordFlatFacts,
  })
  recordFacts(@Param('id') id: string, @Body() input: FlatFactsInput): Promise<FlatFactsRecord> {
    return this.compatibility.recordFlatFacts(id, input);
  }

  @Reads('compatibility', Compatibility, {
    summary: 'How a household and the flat fit, point by point, each with its reason',
    use: fitting.match,
    unversioned: true,
  })
  match(@Param('id') id: string, @Query() query: CompatibilityQuery): Promise<Compatibility> {
    return this.compatibility.match(id, query);
  }
}
