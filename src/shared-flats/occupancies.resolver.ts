import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { Related } from '../platform/api/graphql-fields.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun, loadPartsOf } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Room } from '../housing/room.entity.js';
import { Household } from '../people/household.entity.js';
import { Person } from '../people/person.entity.js';
import { Tenancy } from '../tenancies/tenancy.entity.js';
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
import { SharedFlat } from './shared-flat.entity.js';
import { Presence } from './shared-flats.views.js';

const use = OccupanciesService.prototype;
const moving = RoomMovesService.prototype;
const away = AbsencesService.prototype;
const LIVING = { where: `t.status = 'current'`, order: 't.started_on, t.id' };

@Resolver(() => Occupancy)
export class OccupanciesResolver {
  constructor(
    private readonly database: Database,
    private readonly service: OccupanciesService,
    private readonly moves: RoomMovesService,
    private readonly away: AbsencesService,
  ) {}

  @ReadQuery(Occupancy, { summary: 'An occupancy', use: use.get })
  occupancy(@Id('flatId') flatId: string, @Id() id: string): Promise<Occupancy> {
    return this.service.get(flatId, id);
  }

  @ListQuery(Occupancy, { summary: 'Who lives, lived or is to live in a shared flat', use: use.list })
  occupancies(
    @Id('flatId') flatId: string,
    @Paged(FlatOccupancyFilter) filter: FlatOccupancyFilter,
  ): Promise<Page<Occupancy>> {
    return this.service.list(flatId, filter);
  }

  @CreateMutation(Occupancy, { summary: 'Plan that a volunteer lives in a room', use: use.plan })
  planOccupancy(@Id('flatId') flatId: string, @Args('input') input: OccupancyInput): Promise<Occupancy> {
    return this.service.plan(flatId, input);
  }

  @ChangeMutation(Occupancy, { summary: 'Change the planned end', use: use.change })
  changeOccupancy(
    @Id('flatId') flatId: string,
    @Id() id: string,
    @Args('input') patch: OccupancyPatch,
  ): Promise<Occupancy> {
    return this.service.change(flatId, id, patch);
  }

  @ChangeMutation(Occupancy, { summary: 'What was planned does not happen', use: use.cancel })
  cancelOccupancy(@Id('flatId') flatId: string, @Id() id: string): Promise<Occupancy> {
    return this.service.cancel(flatId, id);
  }

  @ChangeMutation(Occupancy, { summary: 'The resident arrives and signs the agreement', use: moving.arrive })
  arriveInFlat(@Id('flatId') flatId: string, @Id() id: string, @Args('input') input: ArrivalInput): Promise<Occupancy> {
    return this.moves.arrive(flatId, id, input);
  }

  @ChangeMutation(Occupancy, { summary: 'The resident moves to another room', use: moving.move })
  moveRoom(@Id('flatId') flatId: string, @Id() id: string, @Args('input') input: RoomMoveInput): Promise<Occupancy> {
    return this.moves.move(flatId, id, input);
  }

  @ChangeMutation(Occupancy, { summary: 'The resident leaves the flat', use: moving.depart })
  leaveFlat(@Id('flatId') flatId: string, @Id() id: string, @Args('input') input: DepartureInput): Promise<Occupancy> {
    return this.moves.depart(flatId, id, input);
  }

  @ListQuery(Absence, { summary: 'When a resident was away', use: away.list })
  absences(
    @Id('flatId') flatId: string,
    @Id('occupancyId') occupancyId: string,
    @Paged(AbsenceFilter) filter: AbsenceFilter,
  ): Promise<Page<Absence>> {
    return this.away.list(flatId, occupancyId, filter);
  }

  @ReadQuery(Absence, { summary: 'An absence', use: away.get })
  absence(@Id('flatId') flatId: string, @Id('occupancyId') occupancyId: string, @Id() id: string): Promise<Absence> {
    return this.away.get(flatId, occupancyId, id);
  }

  @CreateMutation(Absence, { summary: 'A resident is away for a while', use: away.add })
  recordAbsence(
    @Id('flatId') flatId: string,
    @Id('occupancyId') occupancyId: string,
    @Args('input') input: AbsenceInput,
  ): Promise<Absence> {
    return this.away.add(flatId, occupancyId, input);
  }

  @ChangeMutation(Absence, { summary: 'Record the return', use: away.change })
  changeAbsence(
    @Id('flatId') flatId: string,
    @Id('occupancyId') occupancyId: string,
    @Id() id: string,
    @Args('input') patch: AbsencePatch,
  ): Promise<Absence> {
    return this.away.change(flatId, occupancyId, id, patch);
  }

  @ReadQuery(Presence, { summary: 'Days outside France of a year, against what ASPA asks for', use: away.presence })
  presence(
    @Id('flatId') flatId: string,
    @Id('occupancyId') occupancyId: string,
    @Args('of', { nullable: true }) query?: PresenceQuery,
  ): Promise<Presence> {
    return this.away.presence(flatId, occupancyId, query ?? {});
  }

  @Related(() => Household, {
    key: 'householdId',
    permission: 'people:read',
    description: 'The household, where the reader may see it',
  })
  household(@Parent() occupancy: Occupancy): Promise<Household | null> {
    return loadNoun(this.database, Household, occupancy.householdId);
  }

  @Related(() => Person, {
    key: 'personId',
    permission: 'people:read',
    description: 'The resident, where the reader may see who it is',
  })
  person(@Parent() occupancy: Occupancy): Promise<Person | null> {
    return loadNoun(this.database, Person, occupancy.personId);
  }

  @Related(() => Tenancy, {
    key: 'tenancyId',
    permission: 'tenancies:read',
    description: 'The agreement; null where not to be seen',
  })
  agreement(@Parent() occupancy: Occupancy): Promise<Tenancy | null> {
    return loadNoun(this.database, Tenancy, occupancy.tenancyId);
  }

  @Related(() => Room, { key: 'roomId', permission: 'housing:read', description: 'The room' })
  room(@Parent() occupancy: Occupancy): Promise<Room | null> {
    return loadNoun(this.database, Room, occupancy.roomId);
  }
}

@Resolver(() => SharedFlat)
export class FlatResidentsResolver {
  constructor(private readonly database: Database) {}

  @ResolveField(() => [Occupancy], { description: 'Who lives there now' })
  residents(@Parent() flat: SharedFlat): Promise<Occupancy[]> {
    return may('shared-flats:read')
      ? loadPartsOf(this.database, Occupancy, 'flat_id', flat.id, LIVING)
      : Promise.resolve([]);
  }
}
