import { comingDay, endingDay, pastDay } from '../platform/bounded-days.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { Room } from '../housing/room.entity.js';
import { Household } from '../people/household.entity.js';
import { Person } from '../people/person.entity.js';
import { Placement } from '../placements/placement.entity.js';
import type { OccupancyInput } from './occupancies.inputs.js';
import { Occupancy } from './occupancy.entity.js';
import type { SharedFlat } from './shared-flat.entity.js';

/**
 * The occupancy that an input describes, not yet written.
 * @throws placement_elsewhere, flat_closed, resident_not_named, resident_not_referred, resident_not_member (409); one_resident (422)
 */
export async function plannedOf(work: Work, flat: SharedFlat, input: OccupancyInput): Promise<Occupancy> {
  if ((input.placementId === undefined) === (input.householdId === undefined)) throw invalid('', 'one_resident');
  const placement = input.placementId ? await placementOf(work, flat, input) : null;
  const period = periodOf(input, placement);
  flat.demandOpenOn(period.plannedStartsOn, '/startsOn');
  const householdId = await householdOf(work, input, placement);
  return work.create(Occupancy, {
    ...NOT_BEGUN,
    ...period,
    flatId: flat.id,
    dwellingId: flat.dwellingId,
    roomId: await roomOf(work, flat, input.roomId ?? placement?.roomId ?? undefined),
    householdId,
    personId: await residentOf(work, { householdId, placement, named: input.personId, on: period.plannedStartsOn }),
    placementId: placement?.id ?? null,
    operatorId: flat.operatorId,
    supporterId: placement?.supporterId ?? (await supporterOf(work, householdId)),
  });
}

const NOT_BEGUN = {
  status: 'planned',
  tenancyId: null,
  previousId: null,
  startedOn: null,
  endedOn: null,
  endedBy: null,
  landlordId: null,
} as const;

type Period = Pick<Occupancy, 'plannedStartsOn' | 'plannedEndsOn' | 'agreedOn'>;

function periodOf(input: OccupancyInput, placement: Placement | null): Period {
  const { startsOn, endsOn = null, agreedOn } = input;
  const plannedStartsOn = startsOn ?? placement?.movedInOn ?? placement?.plannedMoveInOn ?? null;
  if (plannedStartsOn === null) throw invalid('/startsOn', 'required');
  pastDay(agreedOn, '/agreedOn');
  comingDay(plannedStartsOn, '/startsOn');
  if (endingDay(endsOn, '/endsOn') !== null && endsOn! <= plannedStartsOn) throw invalid('/endsOn', 'period_reversed');
  if (agreedOn > plannedStartsOn) throw invalid('/agreedOn', 'agreed_later');
  return { plannedStartsOn, plannedEndsOn: endsOn, agreedOn };
}

async function placementOf(work: Work, flat: SharedFlat, input: OccupancyInput): Promise<Placement> {
  const placement = await work.reference(Placement, input.placementId!, '/placementId');
  const { status, dwellingId, roomId, movedInOn, plannedMoveInOn } = placement;
  if (!['accepted', 'moved_in'].includes(status) || dwellingId !== flat.dwellingId || roomId === null)
    throw conflict('placement_elsewhere');
  // Its stay has that room and that day already.
  if (input.roomId !== undefined && input.roomId !== roomId) throw conflict('placement_elsewhere');
  if (input.startsOn !== undefined && input.startsOn !== (movedInOn ?? plannedMoveInOn))
    throw invalid('/startsOn', 'not_the_placement_day');
  return placement;
}

async function householdOf(work: Work, { householdId }: OccupancyInput, placement: Placement | null): Promise<string> {
  const [pointer, id] = placement ? ['/placementId', placement.householdId] : ['/householdId', householdId];
  if (!id) throw conflict('placement_elsewhere');
  const household = await Household.disclosed(work, id, pointer!);
  household.assertLive();
  return household.id;
}

interface Resident {
  readonly householdId: string;
  readonly placement: Placement | null;
  readonly named?: string;
  readonly on: string;
}

/** Who of the household: named and to be seen, whom the placement is for, or the one whom it can only be. */
async function residentOf(work: Work, { householdId, placement, named, on }: Resident): Promise<string> {
  const person = named === undefined ? null : await work.reference(Person, named, '/personId');
  const [row] = await work.query<{ id: string }>(
    'SELECT occupancy_person($1, CASE WHEN $2::uuid IS NULL THEN $3 ELSE placement_resident($2, $3) END, $4) AS id',
    [householdId, placement?.id ?? null, person?.id ?? null, on],
  );
  return row!.id;
}

/** A room of the flat; the same for an unknown one. */
export async function roomOf(
  work: Work,
  flat: Pick<SharedFlat, 'dwellingId'>,
  id: string | undefined,
): Promise<string> {
  if (id === undefined) throw invalid('/roomId', 'required');
  const room = await work.reference(Room, id, '/roomId');
  if (room.dwellingId !== flat.dwellingId) throw invalid('/roomId', 'unknown_reference');
  return room.id;
}

async function supporterOf(work: Work, householdId: string): Promise<string | null> {
  const [row] = await work.query<{ id: string | null }>('SELECT tenancy_supporter($1) AS id', [householdId]);
  return row?.id ?? (actor().roles.includes('supporter') ? actor().organisationId : null);
}
