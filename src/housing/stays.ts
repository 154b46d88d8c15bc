import type { CivilDate } from '../platform/clock.js';
import type { Work } from '../platform/database/work.js';
import { conflict, Failure } from '../platform/errors/failure.js';
import { HOUSING_REASONS } from './housing.reasons.js';

/**
 * Stays say which dwelling or room is taken when; availability, double booking and place-days read nothing else. Features that
 * house people write them with these verbs, in their own unit of work, after their own check of who may. Periods are half
 * open: leaving and arriving on the same day is fine. A source (placement, tenancy, occupancy) has one stay at a time.
 */
export interface StaySource {
  readonly type: 'placement' | 'tenancy' | 'occupancy';
  readonly id: string;
}

export interface Reservation {
  readonly dwellingId: string;
  /** null: the whole dwelling, rooms included. */
  readonly roomId?: string | null;
  readonly from: CivilDate;
  /** First day outside; null while no end is known. */
  readonly endsOn?: CivilDate | null;
  readonly persons: number;
  readonly householdId?: string | null;
  readonly source: StaySource;
}

interface Verdict {
  reason: string;
  until: CivilDate | null;
}

/**
 * Whether a stay would be possible; nothing is taken.
 * @throws dwelling_already_occupied, room_already_occupied, room_not_in_service,
 * capacity_exceeded (409)
 */
export async function demandFree(work: Work, wanted: Omit<Reservation, 'source' | 'householdId'>): Promise<void> {
  const { dwellingId, roomId = null, persons, from, endsOn = null } = wanted;
  refuse(
    await work.query<Verdict>('SELECT reason, until FROM stay_conflict($1, $2, $3, $4, $5, NULL)', [
      dwellingId,
      roomId,
      persons,
      from,
      endsOn,
    ]),
  );
}

/**
 * Takes a dwelling or a room for a period, as planned. Of several at once one wins.
 * @throws dwelling_already_occupied, room_already_occupied, room_not_in_service,
 * capacity_exceeded (409)
 */
export async function reserve(
  work: Work,
  { dwellingId, roomId = null, from, endsOn = null, persons, householdId = null, source }: Reservation,
): Promise<string> {
  const id = work.newId();
  refuse(
    await work.query<Verdict>('SELECT reason, until FROM stay_reserve($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      id,
      dwellingId,
      roomId,
      from,
      endsOn,
      persons,
      householdId,
      source.type,
      source.id,
    ]),
  );
  return id;
}

/** The household has moved in on that day. @returns whether the source has a stay @throws as `reserve`, for an earlier day */
export function confirmStay(work: Work, source: StaySource, movedInOn: CivilDate): Promise<boolean> {
  return change(work, source, { state: 'actual', startsOn: movedInOn });
}

/** The unit is free from that day, or has no known end (null). A stay that would not have begun is cancelled. */
export function endStay(work: Work, source: StaySource, endsOn: CivilDate | null): Promise<boolean> {
  return change(work, source, { endsOn });
}

export function cancelStay(work: Work, source: StaySource): Promise<boolean> {
  return change(work, source, { state: 'cancelled' });
}

/** The same stay goes on under another source: the tenancy takes over from the placement. */
export async function handOverStay(work: Work, from: StaySource, to: StaySource): Promise<boolean> {
  const [moved] = await work.query<{ count: number }>('SELECT stay_hand_over($1, $2, $3, $4) AS count', [
    from.type,
    from.id,
    to.type,
    to.id,
  ]);
  return Number(moved?.count) > 0;
}

interface Change {
  state?: 'actual' | 'cancelled';
  startsOn?: CivilDate;
  endsOn?: CivilDate | null;
}

async function change(work: Work, source: StaySource, { state, startsOn, endsOn }: Change): Promise<boolean> {
  const verdicts = await work.query<Verdict>('SELECT reason, until FROM stay_change($1, $2, $3, $4, $5, $6)', [
    source.type,
    source.id,
    state ?? null,
    startsOn ?? null,
    endsOn ?? null,
    endsOn === undefined,
  ]);
  refuse(verdicts.filter(({ reason }) => reason !== 'done'));
  return verdicts.length > 0;
}

function refuse([verdict]: Verdict[]): void {
  if (!verdict) return;
  const { reason, until } = verdict;
  if (reason === 'capacity_exceeded') throw conflict(HOUSING_REASONS.capacity_exceeded, { from: until });
  if (reason === 'room_not_in_service') throw conflict(HOUSING_REASONS.room_not_in_service);
  const words = until
    ? { fr: `jusqu’au ${until} (premier jour libre)`, en: `until ${until} (first day free)` }
    : { fr: 'sans fin connue', en: 'with no known end' };
  throw new Failure(reason, { params: { until: words }, members: { until } });
}
