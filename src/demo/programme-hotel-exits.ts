import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import { addHome } from './demo-homes.js';
import { addPlacement } from './demo-placements.js';
import { STORIES, type Story } from './demo-stories.js';
import { addFslRequest, addGuarantee, addInventory } from './demo-files.js';
import { addTenancy, type DemoTerms, type NewTenancy } from './demo-tenancies.js';
import { SHAPES, type World } from './demo-world.js';

const COMMUNES = ['93008', '94028', '92050', '78498', '95127', '91228', '77284'];

/** The first families of 2024 are those who fell behind: everything the law of rental arrears knows. */
const BEHIND: readonly Story[] = [
  STORIES.firstDefault,
  STORIES.aLittle,
  STORIES.toReport,
  STORIES.planDue,
  STORIES.planMissed,
  STORIES.planKept,
  STORIES.planFulfilled,
  STORIES.planBroken,
  STORIES.fiveMonths,
  STORIES.asBefore,
];
/** Of these the benefit goes to the household, and of those it stopped. */
const AID_TO_TENANT = 8;
const AID_STOPPED = 9;
/** For whom the plan came too late the FSL was asked. */
const PLAN_MISSED = 4;

/** ALFI, out of hotels: 57 households rehoused in 2020 and 2021, then 30 a year in 2024 and 2025 (20 families, 10 young people). */
export function hotelExits(world: World): void {
  const frame = world.programme({
    key: 'alfi-sorties-hotel',
    name: 'Sorties d’hôtel',
    label: 'Logement accompagné',
    kind: 'rehousing',
    decidingBody: 'caleol',
    operator: 'alfi',
    funders: ['drihl', 'action-logement'],
    startsOn: '2020-01-01',
  });
  const rehouse = (index: number, year: string, cohort: string): void => {
    const { dice, rows } = world;
    const movedInOn = addDays(`${year}-02-01`, dice.between(0, 320));
    const referredOn = addDays(movedInOn, -dice.between(70, 260));
    const young = cohort === 'young_people_ase';
    const shape = young ? SHAPES.youngPerson : index % 3 === 0 ? SHAPES.hotelCouple : SHAPES.hotelFamily;
    const household = world.household(shape, young ? 'alfi' : 'croix-rouge', referredOn);
    const home = () =>
      addHome(rows, {
        label: `Antin ${year} ${index + 1}`,
        communeCode: dice.of(COMMUNES),
        type: young ? 't1' : 't3',
        landlordId: world.id('antin'),
        programmeId: frame.programmeId,
        reservationKind: young ? 'state_priority' : 'action_logement',
        places: young ? 1 : 5,
        inServiceFrom: '2015-01-01',
        rentCents: young ? 31_000 : 52_000,
      });
    const given = home();
    const tenancyId = uuidv7();
    const placementId = addPlacement(rows, household, {
      frame,
      supporterId: world.id('alfi'),
      referrerId: world.id(young ? 'alfi' : 'croix-rouge'),
      home: given,
      status: 'moved_in',
      referredOn,
      offeredOn: addDays(movedInOn, -dice.between(25, 45)),
      movedInOn,
      reasons: ['no_home'],
      cohort,
      declinedBefore: index % 6 === 5 ? home() : undefined,
      tenancyId,
    });
    const behind = year === '2024' ? index : BEHIND.length;
    const tenancy: NewTenancy = {
      id: tenancyId,
      kind: 'social_lease',
      home: given,
      lessor: 'antin',
      supporterId: world.id('alfi'),
      householdId: household.id,
      placementId,
      startsOn: movedInOn,
      terms: termsOf(given, young, behind),
      aidStoppedOn: behind === AID_STOPPED ? `${addMonths(world.today, -2).slice(0, 7)}-01` : undefined,
      months: BEHIND[behind] ? 24 : 12,
      story: BEHIND[behind],
    };
    addTenancy(world, tenancy);
    if (year >= '2024') addFiles(world, tenancy, young, behind);
  };
  for (let index = 0; index < 57; index += 1) rehouse(index, index < 27 ? '2020' : '2021', 'families_from_hotel');
  for (const year of ['2024', '2025']) {
    for (let index = 0; index < 30; index += 1)
      rehouse(index, year, index < 20 ? 'families_from_hotel' : 'young_people_ase');
  }
}

function termsOf({ rentCents, chargesCents }: DemoTerms, young: boolean, behind: number): DemoTerms {
  const rlsCents = young || behind < BEHIND.length ? 0 : 4_500;
  return {
    rentCents,
    chargesCents,
    rlsCents,
    aidCents: young ? 19_500 : 28_000,
    aidToTenant: behind === AID_TO_TENANT,
  };
}

/** What was handed over with the keys, who stands for the rent, and what the FSL was asked for. */
function addFiles(world: World, tenancy: NewTenancy, young: boolean, behind: number): void {
  addInventory(world, tenancy, { kind: 'in', on: tenancy.startsOn });
  addGuarantee(world, tenancy, { kind: 'deposit', status: 'held' });
  addGuarantee(world, tenancy, { kind: young ? 'visale' : 'fsl', status: 'held' });
  const access = { kind: 'access', status: 'granted', filedOn: tenancy.startsOn, cents: 30_000 } as const;
  if (!young) addFslRequest(world, tenancy.id!, access);
  const filedOn = addDays(world.today, -20);
  if (behind === PLAN_MISSED)
    addFslRequest(world, tenancy.id!, { kind: 'maintenance', status: 'filed', filedOn, cents: 60_000 });
}
