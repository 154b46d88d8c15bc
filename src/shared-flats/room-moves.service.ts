import { Injectable } from '@nestjs/common';
import { pastDay } from '../platform/bounded-days.js';
import { Requires } from '../platform/access/requires.js';
import type { CivilDate } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { confirmStay, demandFree, endStay } from '../housing/stays.js';
import { Person } from '../people/person.entity.js';
import { MovesService } from '../placements/moves.service.js';
import { Placement } from '../placements/placement.entity.js';
import { letOut } from '../tenancies/lettings.service.js';
import { TenancyOccupancy } from '../tenancies/tenancy-act.entity.js';
import { TenancyEndingsService } from '../tenancies/tenancy-endings.service.js';
import { TenancyTermsService } from '../tenancies/tenancy-terms.service.js';
import { Tenancy } from '../tenancies/tenancy.entity.js';
import { demandInForce, tellOccupancy } from './flat-acts.js';
import type { ArrivalInput, DepartureInput, RoomMoveInput } from './occupancies.inputs.js';
import { liveIn, occupancyRun, sourceOf } from './occupancies.service.js';
import { roomOf } from './occupancy-making.js';
import { Occupancy } from './occupancy.entity.js';
import { SharedFlat } from './shared-flat.entity.js';

/** Arrivals, moves between rooms, departures. */
@Injectable()
export class RoomMovesService {
  constructor(
    private readonly database: Database,
    private readonly moves: MovesService,
    private readonly endings: TenancyEndingsService,
    private readonly terms: TenancyTermsService,
  ) {}

  /**
   * The resident arrives and signs an agreement beneath the head tenancy: a share, a benefit and an account of their own. With
   * an accepted placement that is the move-in. The social landlord of the flat now knows who lives there. A stay of the past comes
   * with its departure, whoever lives in the room today.
   * @throws occupancy_status, room_not_left, room_lived_in_since, room_taken_before, accreditation_not_in_force,
   * convention_not_in_force, head_tenancy_ended, resident_elsewhere, resident_not_disclosed, room_already_occupied (409)
   */
  @Requires('shared-flats:write')
  arrive(flatId: string, id: string, input: ArrivalInput): Promise<Occupancy> {
    return this.database.work(async (work) => {
      const occupancy = await occupancyRun(work, flatId, id);
      occupancy.demand('planned');
      const on = pastDay(input.arrivedOn, '/arrivedOn');
      // Planned for somebody whom the operator knew then: what it does not see any more it does not learn by an arrival.
      const { placementId, personId } = occupancy;
      if (!placementId && personId && !(await work.find(Person, personId))) throw conflict('resident_not_disclosed');
      if (on < occupancy.agreedOn) throw invalid('/arrivedOn', 'before_start', { start: occupancy.agreedOn });
      const flat = await work.reference(SharedFlat, occupancy.flatId, '');
      flat.demandOpenOn(on, '/arrivedOn');
      await demandInForce(work, flat, on);
      if (input.departure) await demandLeft(work, occupancy, on, pastDay(input.departure.leftOn, '/departure/leftOn'));
      else await demandLast(work, occupancy);
      await this.giveKeys(work, occupancy, on);
      await takeTurns(work, occupancy);
      const tenancy = await agree(work, { occupancy, flat, on, input });
      if (occupancy.comesTooLate(on)) await endStay(work, sourceOf(occupancy), null);
      occupancy.arrive(on, tenancy.id, flat.landlordId);
      await work.save(occupancy);
      await confirmStay(work, sourceOf(occupancy), on);
      await work.query('SELECT occupancy_disclose($1)', [occupancy.id]);
      work.touch('households', [occupancy.householdId]);
      await tellOccupancy(work, occupancy, 'arrival');
      if (input.departure) await this.leave(occupancy, input.departure, '/departure/leftOn');
      return work.published(Occupancy, occupancy.id);
    });
  }

  private async giveKeys(work: Work, { placementId }: Occupancy, movedInOn: CivilDate): Promise<void> {
    if (!placementId) return;
    const { status } = await work.reference(Placement, placementId, '');
    if (status === 'accepted') await this.moves.moveIn(placementId, { movedInOn });
  }

  /**
   * To another room: one period ends and the next begins on the same day, under the same agreement. Answers the next.
   * @throws occupancy_status, same_room, room_not_left, room_already_occupied (409)
   */
  @Requires('shared-flats:write')
  move(flatId: string, id: string, input: RoomMoveInput): Promise<Occupancy> {
    return this.database.work(async (work) => {
      const occupancy = await occupancyRun(work, flatId, id);
      const on = pastDay(input.movedOn, '/movedOn');
      const roomId = await roomOf(work, occupancy, input.roomId);
      if (roomId === occupancy.roomId) throw conflict('same_room');
      occupancy.leaveRoom(on);
      await work.save(occupancy);
      await endStay(work, sourceOf(occupancy), on);
      const next = nextOf(work, occupancy, roomId, on);
      await demandFree(work, { ...next, persons: 1, from: on, endsOn: next.plannedEndsOn });
      await work.insert(next);
      await liveIn(work, next, on);
      await tellOccupancy(work, occupancy, 'move');
      await this.changeAgreement(work, next, on, input.share);
      return work.published(Occupancy, next.id);
    });
  }

  private async changeAgreement(
    work: Work,
    { tenancyId, roomId, dwellingId, consortiumId }: Occupancy,
    startsOn: CivilDate,
    share: RoomMoveInput['share'],
  ): Promise<void> {
    const tenancy = await work.load(Tenancy, tenancyId!);
    Object.assign(tenancy, { roomId });
    await work.save(tenancy);
    await work.manager.update(TenancyOccupancy, { consortiumId, id: tenancy.id, dwellingId }, { roomId });
    await work.record({
      type: 'tenancy.changed',
      subject: { type: 'tenancy', id: tenancy.id },
      householdId: tenancy.householdId ?? undefined,
      viewers: tenancy.parties,
    });
    work.touch('tenancies', [tenancy.id]);
    if (share) await this.terms.amend(tenancy.id, { startsOn, ...share });
  }

  /**
   * Leaves the flat: the agreement ends with its reason and exit route, and the occupancy with it. The account stays until it is
   * settled; nobody else owes it.
   * @throws occupancy_status, occupancy_moved_later (409)
   */
  @Requires('shared-flats:write')
  depart(flatId: string, id: string, input: DepartureInput): Promise<Occupancy> {
    return this.database.work(async (work) => {
      const occupancy = await occupancyRun(work, flatId, id);
      occupancy.demand('current');
      await this.leave(occupancy, input, '/leftOn');
      return work.published(Occupancy, occupancy.id);
    });
  }

  private async leave(occupancy: Occupancy, input: DepartureInput, pointer: string): Promise<void> {
    const { leftOn, reason, exitRoute } = input;
    const endedOn = pastDay(leftOn, pointer);
    occupancy.demandAfterStart(endedOn, pointer);
    await this.endings.end(occupancy.tenancyId!, { endedOn, reason, exitRoute });
  }
}

/** Its planned end has passed, and others lived in the room since: who arrived before them has left. */
async function demandLast(work: Work, { consortiumId, roomId, plannedEndsOn }: Occupancy): Promise<void> {
  if (plannedEndsOn === null) return;
  const [next] = await work.query<{ on: string }>(
    `SELECT min(o.started_on) AS on FROM occupancies o WHERE o.consortium_id = $1 AND o.room_id = $2 AND o.started_on >= $3`,
    [consortiumId, roomId, plannedEndsOn],
  );
  if (next?.on) throw conflict('room_lived_in_since', { since: next.on });
}

/** A stay of the past was over when the next one began; the two are compared once the departure is written. */
async function demandLeft(work: Work, of: Occupancy, arrivedOn: CivilDate, leftOn: CivilDate): Promise<void> {
  const [next] = await work.query<{ on: string }>(
    `SELECT min(o.started_on) AS on FROM occupancies o WHERE o.consortium_id = $1 AND o.room_id = $2 AND o.started_on >= $3 AND o.started_on < $4`,
    [of.consortiumId, of.roomId, arrivedOn, leftOn],
  );
  if (next?.on) throw conflict('room_taken_before', { since: next.on });
  await work.query('SET CONSTRAINTS occupancies_of_room DEFERRED');
}

/** Arrivals of one household come one after the other: what each makes known of it is made known once. */
async function takeTurns(work: Work, { householdId }: Occupancy): Promise<void> {
  await work.query(`SELECT pg_advisory_xact_lock(hashtextextended('resident ' || $1::text, 3))`, [householdId]);
}

interface Agreement {
  readonly occupancy: Occupancy;
  readonly flat: SharedFlat;
  readonly on: CivilDate;
  readonly input: ArrivalInput;
}

function agree(work: Work, { occupancy, flat, on, input }: Agreement): Promise<Tenancy> {
  const { placementId, householdId, dwellingId, roomId, agreedOn } = occupancy;
  const { share: terms, dueDay, duesStartOn } = input;
  const who = placementId ? { placementId } : { householdId };
  const where = { headTenancyId: flat.headTenancyId, dwellingId, roomId, startsOn: on, informedOn: agreedOn };
  return letOut(work, { kind: 'flat_share_agreement', ...who, ...where, dueDay, duesStartOn, terms }, occupancy);
}

function nextOf(work: Work, before: Occupancy, roomId: string, on: CivilDate): Occupancy {
  const { flatId, dwellingId, householdId, personId, placementId, tenancyId, agreedOn, plannedEndsOn } = before;
  const { operatorId, landlordId, supporterId } = before;
  return work.create(Occupancy, {
    ...{ flatId, dwellingId, householdId, personId, placementId, tenancyId, agreedOn },
    ...{ operatorId, landlordId, supporterId },
    roomId,
    previousId: before.id,
    status: 'current',
    plannedStartsOn: on,
    plannedEndsOn: plannedEndsOn !== null && plannedEndsOn > on ? plannedEndsOn : null,
    startedOn: on,
    endedOn: null,
    endedBy: null,
  });
}
