import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { Absence } from './absence.entity.js';
import { AbsencesService } from './absences.service.js';
import {
  AbsenceFilter,
  AbsenceInput,
  AbsencePatch,
  ArrivalInput,
  DepartureInput,
  FlatOccupancyFilter,
  OccupancyInput,
  OccupancyPatch,
  PresenceQuery,
  RoomMoveInput,
} from './occupancies.inputs.js';
import { OccupanciesService } from './occupancies.service.js';
import { Occupancy } from './occupancy.entity.js';
import { RoomMovesService } from './room-moves.service.js';
import { Presence } from './shared-flats.views.js';

const use = OccupanciesService.prototype;
const moving = RoomMovesService.prototype;
const away = AbsencesService.prototype;

@Controller('v1/shared-flats/:id/occupancies')
export class OccupanciesController {
  constructor(
    private readonly occupancies: OccupanciesService,
    private readonly moves: RoomMovesService,
    private readonly absences: AbsencesService,
  ) {}

  @Lists('', Occupancy, { summary: 'Who lives, lived or is to live in a shared flat', use: use.list })
  list(@Param('id') id: string, @Query() filter: FlatOccupancyFilter): Promise<Page<Occupancy>> {
    return this.occupancies.list(id, filter);
  }

  @Reads(':occupancyId', Occupancy, { summary: 'Read an occupancy', use: use.get })
  get(@Param('id') id: string, @Param('occupancyId') occupancyId: string): Promise<Occupancy> {
    return this.occupancies.get(id, occupancyId);
  }

  @Creates('', Occupancy, { summary: 'Plan that a volunteer lives in a room; it is taken from now on', use: use.plan })
  plan(@Param('id') id: string, @Body() input: OccupancyInput): Promise<Occupancy> {
    return this.occupancies.plan(id, input);
  }

  @Changes(':occupancyId', Occupancy, { summary: 'Change the planned end', use: use.change })
  change(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Body() patch: OccupancyPatch,
  ): Promise<Occupancy> {
    return this.occupancies.change(id, occupancyId, patch);
  }

  @Acts(':occupancyId/cancellation', Occupancy, { summary: 'What was planned does not happen', use: use.cancel })
  cancel(@Param('id') id: string, @Param('occupancyId') occupancyId: string): Promise<Occupancy> {
    return this.occupancies.cancel(id, occupancyId);
  }

  @Acts(':occupancyId/arrival', Occupancy, {
    summary: 'The resident arrives and signs the flat-share agreement',
    use: moving.arrive,
  })
  arrive(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Body() input: ArrivalInput,
  ): Promise<Occupancy> {
    return this.moves.arrive(id, occupancyId, input);
  }

  @Creates(':occupancyId/move', Occupancy, {
    summary: 'The resident moves to another room; answers the occupancy of that room',
    use: moving.move,
    guarded: true,
    location: (path, id) => `${path.split('/').slice(0, -2).join('/')}/${id}`,
  })
  move(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Body() input: RoomMoveInput,
  ): Promise<Occupancy> {
    return this.moves.move(id, occupancyId, input);
  }

  @Acts(':occupancyId/departure', Occupancy, { summary: 'The resident leaves the flat', use: moving.depart })
  depart(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Body() input: DepartureInput,
  ): Promise<Occupancy> {
    return this.moves.depart(id, occupancyId, input);
  }

  @Lists(':occupancyId/absences', Absence, { summary: 'When the resident was away', use: away.list })
  absent(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Query() filter: AbsenceFilter,
  ): Promise<Page<Absence>> {
    return this.absences.list(id, occupancyId, filter);
  }

  @Reads(':occupancyId/absences/:absenceId', Absence, { summary: 'Read an absence', use: away.get })
  absence(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Param('absenceId') absenceId: string,
  ): Promise<Absence> {
    return this.absences.get(id, occupancyId, absenceId);
  }

  @Creates(':occupancyId/absences', Absence, { summary: 'The resident is away for a while', use: away.add })
  leave(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Body() input: AbsenceInput,
  ): Promise<Absence> {
    return this.absences.add(id, occupancyId, input);
  }

  @Changes(':occupancyId/absences/:absenceId', Absence, { summary: 'Record the return', use: away.change })
  comeBack(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Param('absenceId') absenceId: string,
    @Body() patch: AbsencePatch,
  ): Promise<Absence> {
    return this.absences.change(id, occupancyId, absenceId, patch);
  }

  @Reads(':occupancyId/presence', Presence, {
    summary: 'Days outside France of a year, against the presence that ASPA asks for',
    use: away.presence,
    unversioned: true,
  })
  presence(
    @Param('id') id: string,
    @Param('occupancyId') occupancyId: string,
    @Query() query: PresenceQuery,
  ): Promise<Presence> {
    return this.absences.presence(id, occupancyId, query);
  }
}
