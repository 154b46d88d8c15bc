import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { endingDay } from '../platform/bounded-days.js';
import { childPage } from '../platform/api/child-pages.js';
import { findNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { cancelStay, confirmStay, endStay, handOverStay, reserve } from '../housing/stays.js';
import { demandInForce, flatRun, OF_FLAT, ofFlat, tellOccupancy } from './flat-acts.js';
import type { FlatOccupancyFilter, OccupancyInput, OccupancyPatch } from './occupancies.inputs.js';
import { plannedOf } from './occupancy-making.js';
import { Occupancy } from './occupancy.entity.js';
import { SharedFlat } from './shared-flat.entity.js';

/** Who lives in which room, when: as planned. Arrival, move and departure are `room-moves.service.ts`. */
@Injectable()
export class OccupanciesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-flats:read')
  list(flatId: string, filter: FlatOccupancyFilter): Promise<Page<Occupancy>> {
    return childPage(this.database, this.keyring, Occupancy, OF_FLAT, flatId, filter);
  }

  @Requires('shared-flats:read')
  async get(flatId: string, id: string): Promise<Occupancy> {
    return ofFlat(await findNoun(this.database, Occupancy, uuidOrMissing(id)), flatId);
  }

  /**
   * Takes a room for a volunteer from a day on. Of several at once one wins; leaving and arriving on the same day is fine.
   * @throws not_the_operator, convention_not_in_force, accreditation_not_in_force, flat_closed, placement_elsewhere,
   * placement_has_occupancy, room_already_occupied, capacity_exceeded (409)
   */
  @Requires('shared-flats:write')
  plan(flatId: string, input: OccupancyInput): Promise<Occupancy> {
    return this.database.work(async (work) => {
      const flat = await flatRun(work, flatId);
      const occupancy = await plannedOf(work, flat, input);
      await demandInForce(work, flat, occupancy.plannedStartsOn);
      await work.insert(occupancy);
      await takeRoom(work, occupancy);
      await tellOccupancy(work, occupancy, 'plan');
      return work.published(Occupancy, occupancy.id);
    });
  }

  /** Another planned end; from that day on the room can be promised to the next. @throws room_already_occupied (409) */
  @Requires('shared-flats:write')
  change(flatId: string, id: string, { plannedEndsOn }: OccupancyPatch): Promise<Occupancy> {
    return this.database.work(async (work) => {
      const occupancy = await occupancyRun(work, flatId, id);
      occupancy.planEnd(endingDay(plannedEndsOn, '/plannedEndsOn'));
      await work.save(occupancy);
      await endStay(work, sourceOf(occupancy), plannedEndsOn);
      await tellOccupancy(work, occupancy, 'change');
      return work.published(Occupancy, occupancy.id);
    });
  }

  /** What was planned does not happen: the room is free, or the placement’s again. @throws occupancy_status (409) */
  @Requires('shared-flats:write')
  cancel(flatId: string, id: string): Promise<Occupancy> {
    return this.database.work(async (work) => {
      const occupancy = await occupancyRun(work, flatId, id);
      occupancy.cancel();
      const { placementId } = occupancy;
      if (placementId) await handOverStay(work, sourceOf(occupancy), { type: 'placement', id: placementId });
      else await cancelStay(work, sourceOf(occupancy));
      await work.save(occupancy);
      await tellOccupancy(work, occupancy, 'cancellation');
      return work.published(Occupancy, occupancy.id);
    });
  }

  /** Who was to leave by today and has not: the room stays theirs, unless it is promised to somebody else. */
  @Requires('nothing')
  turnDay(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const overdue = await work.query<Overdue>(OVERDUE, [actor().consortiumId, clock.today()]);
      let promised = 0;
      for (const one of overdue) if (!(await stayOn(work, one))) promised += 1;
      return { overdue: overdue.length, promised };
    });
  }
}

export const sourceOf = ({ id }: Pick<Occupancy, 'id'>) => ({ type: 'occupancy' as const, id });

/**
 * Loaded (404, 412), of a flat that the caller runs. Its agreement is locked before it, as by an ending of the agreement, which goes
 * on to the occupancy: so neither waits for the other.
 * @throws not_the_operator
 */
export async function occupancyRun(work: Work, flatId: string, id: string): Promise<Occupancy> {
  await work.query(
    `SELECT 1 FROM tenancies t WHERE t.consortium_id = $1 AND t.id = (SELECT o.tenancy_id FROM occupancies o
       WHERE o.consortium_id = $1 AND o.id = $2) FOR UPDATE`,
    [actor().consortiumId, uuidOrMissing(id)],
  );
  const occupancy = ofFlat(await work.load(Occupancy, id), flatId);
  (await work.reference(SharedFlat, occupancy.flatId, '')).demandOperator(actor());
  return occupancy;
}

/** The stay that the placement has goes on as the occupancy’s; where there is none the room is taken. */
async function takeRoom(work: Work, occupancy: Occupancy): Promise<void> {
  const { placementId, dwellingId, roomId, householdId, plannedStartsOn, plannedEndsOn } = occupancy;
  const source = sourceOf(occupancy);
  if (placementId && (await handOverStay(work, { type: 'placement', id: placementId }, source))) {
    if (plannedEndsOn) await endStay(work, source, plannedEndsOn);
    return;
  }
  await reserve(work, {
    dwellingId,
    roomId,
    householdId,
    from: plannedStartsOn,
    endsOn: plannedEndsOn,
    persons: 1,
    source,
  });
}

interface Overdue {
  readonly id: string;
  readonly promisedOn: CivilDate | null;
}

/** Who has not left on the planned day, and from when the room is promised to somebody else. */
const OVERDUE = `
  SELECT o.id, (SELECT min(n.starts_on) FROM stays n WHERE n.consortium_id = s.consortium_id AND n.dwelling_id = s.dwelling_id AND n.slots && s.slots
      AND n.state <> 'cancelled' AND n.id <> s.id AND coalesce(n.ends_on, 'infinity') > s.ends_on) AS "promisedOn"
  FROM occupancies o JOIN stays s ON s.consortium_id = o.consortium_id AND s.source_type = 'occupancy' AND s.source_id = o.id
  WHERE o.consortium_id = $1 AND o.status = 'current' AND s.state = 'actual' AND s.ends_on <= $2 ORDER BY o.id`;

/** The room stays theirs, at most until the day from which it is promised. @returns whether there is no such day, or it is to come */
async function stayOn(work: Work, { id, promisedOn }: Overdue): Promise<boolean> {
  if (promisedOn !== null && promisedOn <= clock.today()) return false;
  return endStay(work, sourceOf({ id }), promisedOn);
}

/** Takes another room at once, somebody living there from that day on. */
export async function liveIn(work: Work, occupancy: Occupancy, from: string): Promise<void> {
  const { dwellingId, roomId, householdId, plannedEndsOn } = occupancy;
  const source = sourceOf(occupancy);
  await reserve(work, { dwellingId, roomId, householdId, from, endsOn: plannedEndsOn, persons: 1, source });
  await confirmStay(work, source, from);
}
