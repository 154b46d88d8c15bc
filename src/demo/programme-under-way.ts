import { v7 as uuidv7 } from 'uuid';
import { addDays } from '../platform/calendar.js';
import type { PlacementStatus } from '../placements/placements.enums.js';
import { addHome } from './demo-homes.js';
import { addPlacement } from './demo-placements.js';
import { addTenancy } from './demo-tenancies.js';
import type { DemoHome } from './demo-way.js';
import { SHAPES, type World } from './demo-world.js';

/** What is under way on the day of the loading, in every status: a neutral programme, so that the documents’ figures stay. */
export function underWay(world: World): void {
  const frame = world.programme({
    key: 'logement-accompagne',
    name: 'Logement accompagné',
    label: 'Logement accompagné',
    kind: 'rehousing',
    decidingBody: 'caleol',
    startsOn: '2022-01-01',
  });
  const landlords = ['patrimoine', 'paris-habitat', 'antin'] as const;
  const statuses: PlacementStatus[] = [
    'referred',
    'eligible',
    'offered',
    'submitted',
    'allocated',
    'accepted',
    'moved_in',
  ];
  for (let index = 0; index < 28; index += 1) {
    const status = statuses[index % statuses.length]!;
    const landlord = landlords[index % landlords.length]!;
    const home: DemoHome = addHome(world.rows, {
      label: `Accompagné ${index + 1}`,
      communeCode: { patrimoine: '31555', 'paris-habitat': '75119', antin: '93008' }[landlord],
      type: 't3',
      landlordId: world.id(landlord),
      programmeId: frame.programmeId,
      places: 4,
      inServiceFrom: '2020-01-01',
      rentCents: 45_000,
      reservationKind: 'state_priority',
    });
    const referredOn = addDays(world.today, -40 - index);
    const supporter = index % 2 ? 'alfi' : 'habitat-humanisme';
    const household = world.household(SHAPES.hotelFamily, 'siao', referredOn);
    const movedInOn = status === 'moved_in' ? addDays(world.today, -5) : undefined;
    const tenancyId = movedInOn && uuidv7();
    const placementId = addPlacement(world.rows, household, {
      frame,
      supporterId: world.id(supporter),
      referrerId: world.id('siao'),
      home,
      status,
      referredOn,
      offeredOn: addDays(world.today, -12),
      movedInOn,
      plannedOn: addDays(world.today, 20),
      reasons: ['no_home', 'eviction'],
      tenancyId,
    });
    if (movedInOn)
      addTenancy(world, {
        id: tenancyId,
        kind: 'social_lease',
        home,
        lessor: landlord,
        supporterId: world.id(supporter),
        householdId: household.id,
        placementId,
        startsOn: movedInOn,
        terms: home,
        months: 12,
      });
    if (status === 'eligible') queue(world, placementId, frame.programmeId, household.size, supporter, referredOn);
  }
}

function queue(
  world: World,
  placementId: string,
  programmeId: string,
  size: number,
  supporter: string,
  on: string,
): void {
  world.rows.add('place_requests', {
    id: uuidv7(),
    placement_id: placementId,
    programme_id: programmeId,
    household_size: size,
    priority: 3,
    requested_on: on,
    status: 'waiting',
    operator_id: null,
    supporter_id: world.id(supporter),
    referrer_id: world.id('siao'),
  });
}

/** The other consortium: what a stranger’s data looks like from there. */
export function elsewhere(world: World): void {
  const frame = world.programme({
    key: 'logement-accompagne',
    name: 'Logement accompagné du Littoral',
    label: 'Logement accompagné',
    kind: 'rehousing',
    decidingBody: 'caleol',
    startsOn: '2022-01-01',
  });
  for (let index = 0; index < 4; index += 1) {
    const home = addHome(world.rows, {
      label: `Littoral ${index + 1}`,
      communeCode: '44184',
      type: 't3',
      landlordId: world.id('outsider'),
      programmeId: frame.programmeId,
      places: 4,
      inServiceFrom: '2020-01-01',
      rentCents: 42_000,
    });
    const referredOn = addDays(world.today, -60 - index);
    const household = world.household(SHAPES.hotelFamily, 'outsider-association', referredOn);
    const supporterId = world.id('outsider-association');
    const tenancyId = uuidv7();
    const movedInOn = addDays(referredOn, 50);
    const placementId = addPlacement(world.rows, household, {
      frame,
      supporterId,
      referrerId: supporterId,
      home,
      status: 'moved_in',
      referredOn,
      offeredOn: addDays(referredOn, 20),
      movedInOn,
      reasons: ['no_home'],
      tenancyId,
    });
    addTenancy(world, {
      id: tenancyId,
      kind: 'social_lease',
      home,
      lessor: 'outsider',
      supporterId,
      householdId: household.id,
      placementId,
      startsOn: movedInOn,
      terms: home,
      months: 12,
    });
  }
}
