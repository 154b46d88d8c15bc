import { Injectable } from '@nestjs/common';
import { pastDay } from '../platform/bounded-days.js';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import { findNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import { Activity, Attendance } from './activity.entity.js';
import { flatOfHers, OF_FLAT_OF_HERS } from './flat-acts.js';
import { Occupancy } from './occupancy.entity.js';
import { SharedFlat } from './shared-flat.entity.js';
import type {
  ActivityFilter,
  ActivityInput,
  ActivityPatch,
  AttendanceFilter,
  AttendanceInput,
} from './shared-life.inputs.js';

const OF_FLATS = {
  ...OF_FLAT_OF_HERS,
  on: `EXISTS (SELECT 1 FROM activity_flats l WHERE l.consortium_id = t.consortium_id AND l.activity_id = t.id AND l.flat_id = p.id)`,
};
const OF_ACTIVITY = { from: 'activities p', key: 'p.id', on: 't.activity_id = p.id' };

/** What is done with residents, in one flat or across flats, and who came. For who supports them, and there for whose caseload it concerns. */
@Injectable()
export class ActivitiesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-life:read')
  list(flatId: string, filter: ActivityFilter): Promise<Page<Activity>> {
    return childPage(this.database, this.keyring, Activity, OF_FLATS, flatId, filter);
  }

  @Requires('shared-life:read')
  async get(flatId: string, id: string): Promise<Activity> {
    const found = await findNoun(this.database, Activity, uuidOrMissing(id));
    if (!found?.flatIds.includes(uuidOrMissing(flatId))) throw notFound();
    return found;
  }

  /** For this flat and others that the same organisation supports, all of them open on that day. @throws flat_closed (409) */
  @Requires('shared-life:write')
  hold(flatId: string, input: ActivityInput): Promise<Activity> {
    return this.database.work(async (work) => {
      const flat = await flatOfHers(work, flatId);
      const heldOn = pastDay(input.heldOn, '/heldOn');
      const flats = [flat, ...(await othersOf(work, flat, input.otherFlatIds ?? []))];
      for (const one of flats) one.demandOpenOn(heldOn, '/heldOn');
      const { kind, topics, title = null, outcome = null } = input;
      const activity = work.create(Activity, {
        supporterId: flat.supporterId!,
        ...{ kind, topics: [...new Set(topics)], title, outcome },
        ...{ heldOn, residents: 0, guests: 0 },
      });
      await work.insert(activity);
      await work.query(
        `INSERT INTO activity_flats (consortium_id, activity_id, flat_id, supporter_id) SELECT $1, $2, f, $4 FROM unnest($3::uuid[]) f`,
        [activity.consortiumId, activity.id, [...new Set(flats.map((one) => one.id))], activity.supporterId],
      );
      await tell(work, activity, 'held');
      return work.published(Activity, activity.id);
    });
  }

  @Requires('shared-life:write')
  change(flatId: string, id: string, patch: ActivityPatch): Promise<Activity> {
    return this.database.work(async (work) => {
      const activity = await activityOf(work, flatId, id);
      activity.describe(patch);
      await work.save(activity);
      await tell(work, activity, 'changed');
      return work.published(Activity, activity.id);
    });
  }

  @Requires('shared-life:read')
  async attendance(flatId: string, id: string, filter: AttendanceFilter): Promise<Page<Attendance>> {
    await this.get(flatId, id);
    return childPage(this.database, this.keyring, Attendance, OF_ACTIVITY, id, filter);
  }

  /**
   * Who came: residents of the activity’s flats on that day, in place of those whom the caller sees to have come. Whom others support
   * it names by the room, and reads no more of them than that somebody came.
   */
  @Requires('shared-life:write')
  attend(flatId: string, id: string, input: AttendanceInput): Promise<Activity> {
    return this.database.work(async (work) => {
      const activity = await activityOf(work, flatId, id);
      const came = await residentsOf(work, activity, [...new Set(input.occupancyIds)]);
      const { consortiumId } = activity;
      await work.manager.delete(Attendance, { consortiumId, activityId: activity.id });
      for (const { id: occupancyId, householdId } of came)
        await work.insert(work.create(Attendance, { activityId: activity.id, occupancyId, householdId }));
      const residents = await attendRooms(work, activity, input.roomIds);
      Object.assign(activity, { residents, guests: input.guests ?? 0 });
      await work.save(activity);
      await tell(work, activity, 'attended');
      return work.published(Activity, activity.id);
    });
  }
}

/** Of a flat that she supports still: who did before reads what it wrote, and writes no more. */
async function activityOf(work: Work, flatId: string, id: string): Promise<Activity> {
  await flatOfHers(work, flatId);
  const activity = await work.load(Activity, id);
  const linked = await work.query(
    'SELECT 1 FROM activity_flats WHERE consortium_id = $1 AND flat_id = $2 AND activity_id = $3',
    [actor().consortiumId, uuidOrMissing(flatId), activity.id],
  );
  if (linked.length === 0) throw notFound();
  return activity;
}

async function othersOf(work: Work, { supporterId }: SharedFlat, ids: readonly string[]): Promise<SharedFlat[]> {
  const found: SharedFlat[] = [];
  for (const [index, id] of ids.entries()) {
    const flat = await work.reference(SharedFlat, id, `/otherFlatIds/${index}`);
    if (flat.supporterId !== supporterId) throw invalid(`/otherFlatIds/${index}`, 'unknown_reference');
    found.push(flat);
  }
  return found;
}

async function residentsOf(work: Work, activity: Activity, ids: readonly string[]): Promise<Occupancy[]> {
  const found: Occupancy[] = [];
  for (const [index, id] of ids.entries()) {
    const pointer = `/occupancyIds/${index}`;
    const occupancy = await work.reference(Occupancy, id, pointer);
    const { startedOn, endedOn } = occupancy;
    const there = startedOn !== null && startedOn <= activity.heldOn && (endedOn === null || endedOn > activity.heldOn);
    const linked = await work.query(
      'SELECT 1 FROM activity_flats WHERE consortium_id = $1 AND flat_id = $2 AND activity_id = $3',
      [activity.consortiumId, occupancy.flatId, activity.id],
    );
    if (!there || linked.length === 0) throw invalid(pointer, 'not_there_then');
    found.push(occupancy);
  }
  return found;
}

/** @returns how many residents came in all */
async function attendRooms(work: Work, { id }: Activity, ids?: readonly string[]): Promise<number> {
  const [done] = await work.query<{ rooms: string[]; residents: number }>(
    'SELECT * FROM attend_rooms($1, $2::uuid[])',
    [id, ids ?? null],
  );
  const unknown = (ids ?? []).findIndex((room) => !done!.rooms.includes(room));
  if (unknown >= 0) throw invalid(`/roomIds/${unknown}`, 'not_there_then');
  return done!.residents;
}

async function tell(work: Work, { id, supporterId }: Activity, verb: string): Promise<void> {
  await work.record({ type: `activity.${verb}`, subject: { type: 'activity', id }, viewers: [supporterId] });
}
