import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import { addHome, addRooms } from './demo-homes.js';
import { addPlacement } from './demo-placements.js';
import type { DemoHome } from './demo-way.js';
import { SHAPES, type World } from './demo-world.js';

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
  const settle = (room: DemoHome, movedInOn: string, endedOn?: string): void => {
    const referredOn = addDays(movedInOn, -dice.between(60, 140));
    const household = world.household(SHAPES.ageingMigrant, 'ayyem-zamen', referredOn);
    const supporter = world.id('ayyem-zamen');
    addPlacement(rows, household, {
      frame: { ...frame, conventionId },
      supporterId: supporter,
      referrerId: supporter,
      home: room,
      status: endedOn ? 'ended' : 'moved_in',
      referredOn,
      offeredOn: addDays(movedInOn, -20),
      movedInOn,
      endedOn,
      exitRoute: endedOn ? dice.of(['return_country', 'residence_autonomie', 'ehpad', 'death'] as const) : undefined,
      reasons: ['unfit'],
    });
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
