import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import { isDurable, type ExitRoute } from '../placements/placement-grounds.enums.js';
import { addHome, addRooms } from './demo-homes.js';
import { addPlacement } from './demo-placements.js';
import { STORIES } from './demo-stories.js';
import { addOccupancy, addTenancy, type NewTenancy } from './demo-tenancies.js';
import { addLife, addResident, addSharedFlat, type DemoFlat, type DemoResident } from './demo-shared-flats.js';
import type { DemoHome } from './demo-way.js';
import { SHAPES, type World } from './demo-world.js';

const OPERATOR = 'ayyem-zamen';

/** Flats by the text that brought them: the convention of 2014, then four riders. */
const BROUGHT = [
  ['2014-06-17', 4],
  ['2016-05-12', 2],
  ['2017-09-20', 1],
  ['2019-03-14', 2],
  ['2020-10-08', 1],
] as const;

/** Les Domiciles Partagés: 10 flats of 3 rooms, 32 people rehoused since the start, of whom 4 have left again. */
export function sharedFlats(world: World): void {
  const { rows, dice } = world;
  const frame = world.programme({
    key: 'domiciles-partages',
    name: 'Les Domiciles Partagés',
    label: 'Logement accompagné',
    kind: 'shared_flats',
    decidingBody: 'association_choice',
    operator: 'ayyem-zamen',
    funders: ['drihl'],
    omitted: ['eligibility', 'submission'],
    startsOn: '2014-06-17',
  });
  for (const kind of ['rental_intermediation', 'social_rental_management']) {
    rows.add('accreditations', {
      id: uuidv7(),
      organisation_id: world.id('ayyem-zamen'),
      kind,
      authority: 'DRIHL',
      granted_on: '2013-07-04',
      valid_until: '2028-07-03',
    });
  }
  const conventionId = world.convention({
    landlord: 'paris-habitat',
    holder: 'ayyem-zamen',
    frame,
    subject: 'Grands logements loués à l’association pour la colocation',
    signedOn: '2014-06-17',
  });
  const rooms = BROUGHT.flatMap(([signedOn, flats], number) => {
    const riderId = world.rider(conventionId, number, signedOn, flats, 'ayyem-zamen');
    return Array.from({ length: flats }, (_, index) => ({
      signedOn,
      rooms: flatOf(world, frame.programmeId, riderId, signedOn, number * 4 + index),
    })).flat();
  });
  const places = rooms.flatMap(({ signedOn, rooms: ofFlat }) =>
    ofFlat.map((room) => ({ room, from: addMonths(signedOn, 2) })),
  );
  const flats = new Map<string, DemoFlat>();
  for (const { signedOn, rooms: ofFlat } of rooms)
    for (const home of ofFlat.filter((_, index) => index % 3 === 0)) {
      const headTenancyId = headOf(world, home, signedOn);
      const openedOn = addMonths(signedOn, 1);
      flats.set(
        home.dwellingId,
        addSharedFlat(world, { home, headTenancyId, conventionId, openedOn, operator: OPERATOR }),
      );
    }
  const residents: DemoResident[] = [];
  const settle = (room: DemoHome, movedInOn: string, endedOn?: string): void => {
    const referredOn = addDays(movedInOn, -dice.between(60, 140));
    const household = world.household(SHAPES.ageingMigrant, OPERATOR, referredOn);
    const supporter = world.id(OPERATOR);
    const [tenancyId, occupancyId] = [uuidv7(), uuidv7()];
    const exitRoute = endedOn
      ? dice.of(['return_country', 'residence_autonomie', 'ehpad', 'death'] as const)
      : undefined;
    const placementId = addPlacement(rows, household, {
      frame: { ...frame, conventionId },
      supporterId: supporter,
      referrerId: supporter,
      home: room,
      status: endedOn ? 'ended' : 'moved_in',
      referredOn,
      offeredOn: addDays(movedInOn, -20),
      movedInOn,
      endedOn,
      exitRoute,
      reasons: ['unfit'],
      occupancyId,
    });
    const flat = flats.get(room.dwellingId)!;
    const { id: householdId, referencePersonId: personId } = household;
    const period = { startedOn: movedInOn, endedOn };
    share(world, flat.headTenancyId, {
      ...{ id: tenancyId, placementId, home: room, householdId, startsOn: movedInOn },
      ended: endedOn ? { on: endedOn, reason: exitRoute === 'death' ? 'death' : 'notice_by_tenant' } : undefined,
      exitRoute,
      number: residents.filter((one) => one.endedOn === null).length,
    });
    const who = { operator: OPERATOR, householdId, personId, placementId, tenancyId };
    residents.push(addResident(world, { occupancyId, flat, home: room, ...who, ...period }));
  };
  // 30 rooms: 28 first residents, four of whom left and were succeeded; two rooms wait. 28 + 4 = 32 people.
  for (const [index, { room, from }] of places.slice(0, 28).entries()) {
    const movedInOn = addDays(from, dice.between(0, 25));
    if (index >= 4) {
      settle(room, movedInOn);
      continue;
    }
    const leftOn = addMonths(movedInOn, 50 + index * 6);
    settle(room, movedInOn, leftOn);
    settle(room, addDays(leftOn, 12));
  }
  addLife(world, OPERATOR, [...flats.values()], residents);
}

function flatOf(world: World, programmeId: string, riderId: string, from: string, number: number): DemoHome[] {
  const flat = addHome(world.rows, {
    label: `Domicile partagé ${number + 1}`,
    communeCode: number % 2 === 0 ? '75120' : '75118',
    type: number % 3 === 0 ? 't5' : 't4',
    landlordId: world.id('paris-habitat'),
    operatorId: world.id('ayyem-zamen'),
    programmeId,
    riderId,
    holderId: world.id('ayyem-zamen'),
    reservationKind: 'convention',
    reservationHolderId: world.id('ayyem-zamen'),
    places: 3,
    inServiceFrom: from,
    rentCents: 92_000,
  });
  return addRooms(world.rows, flat, 3);
}

/** The landlord lets the whole flat to the association, which pays for it whoever lives there. */
function headOf(world: World, room: DemoHome, signedOn: string): string {
  return addTenancy(world, {
    kind: 'social_lease',
    home: { ...room, roomId: null },
    lessor: 'paris-habitat',
    tenant: 'ayyem-zamen',
    startsOn: addMonths(signedOn, 1),
    terms: room,
    months: 24,
  });
}

interface NewShare extends Required<Pick<NewTenancy, 'id' | 'placementId' | 'home' | 'startsOn' | 'householdId'>> {
  readonly ended?: NewTenancy['ended'];
  readonly exitRoute?: ExitRoute;
  /** Its place among the agreements in force. */
  readonly number: number;
}

/** A resident’s own agreement, share, benefit and account; one of them owes, and nobody else owes it with him. */
function share(world: World, headTenancyId: string, { exitRoute, number, ...given }: NewShare): void {
  const owes = number === 5 ? STORIES.toReport : number === 11 ? STORIES.firstDefault : undefined;
  const supporterId = world.id(OPERATOR);
  const agreement: NewTenancy = {
    ...given,
    kind: 'flat_share_agreement',
    lessor: OPERATOR,
    supporterId,
    headTenancyId,
    terms: { rentCents: 30_700, chargesCents: 6_200, aidCents: 21_500 },
    months: 24,
    story: given.ended ? undefined : owes,
  };
  addTenancy(world, agreement);
  // Two are due or nearly so; the others were held within the last five months.
  const daysAgo = number === 0 ? 195 : number === 1 ? 174 : 10 + ((number * 37) % 140);
  addOccupancy(world, given.id, { id: headTenancyId, owner: 'paris-habitat' }, agreement, given.ended ? null : daysAgo);
  if (!exitRoute) return;
  const exit = { route: exitRoute, durable: isDurable(exitRoute), supporter_id: supporterId };
  world.rows.add('tenancy_exits', { id: given.id, ...exit, author_organisation_id: supporterId });
}
