import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import { firstOf } from './demo-accounts.js';
import { addHome } from './demo-homes.js';
import { addPlacement } from './demo-placements.js';
import { STORIES, type Story } from './demo-stories.js';
import { addSlide, addSlidLease } from './demo-slides.js';
import { addInventory } from './demo-files.js';
import { addOccupancy, addTenancy, type DemoTerms, type NewTenancy } from './demo-tenancies.js';
import type { DemoFrame, DemoHome } from './demo-way.js';
import { SHAPES, type World } from './demo-world.js';

const OWNERS = ['patrimoine', 'paris-habitat', 'antin'] as const;
const TERMS: DemoTerms = { rentCents: 43_000, chargesCents: 8_600, aidCents: 26_000 };

interface Letting {
  readonly world: World;
  readonly frame: DemoFrame;
  readonly home: DemoHome;
  readonly startsOn: CivilDate;
  readonly over: Partial<NewTenancy> & Pick<NewTenancy, 'kind' | 'lessor'>;
}

/** Homes that ALFI rents and lets on, or manages for their owners: a neutral programme, so that the documents’ figures stay. */
export function intermediation(world: World): void {
  const frame = world.programme({
    key: 'intermediation-locative',
    name: 'Intermédiation locative',
    label: 'Logement accompagné',
    kind: 'rental_intermediation',
    decidingBody: 'operator_admission',
    operator: 'alfi',
    startsOn: '2022-01-01',
  });
  const beneath = (index: number, kind: 'sublease' | 'sliding_lease', over: Partial<NewTenancy> = {}): NewTenancy => {
    const owner = OWNERS[index % OWNERS.length]!;
    const home = homeOf(world, frame, owner, `Sous-location ${index + 1}`);
    const startsOn = addMonths(firstOf(world.today), -(14 + index));
    const headTenancyId = headOf(world, home, owner, {
      startsOn,
      ended: over.ended?.reason === 'slide' ? over.ended : undefined,
    });
    const given = { kind, lessor: 'alfi', headTenancyId, ...over };
    const tenancy = letOut({ world, frame, home, startsOn, over: given });
    addOccupancy(world, tenancy.id!, { id: headTenancyId, owner }, tenancy, 20 + ((index * 41) % 130));
    if (kind === 'sliding_lease') addSlide(world, tenancy, owner);
    return tenancy;
  };
  for (let index = 0; index < 4; index += 1)
    beneath(index, 'sublease', { story: index === 3 ? STORIES.planKept : undefined });
  const left = addMonths(firstOf(world.today), -1);
  beneath(4, 'sublease', { ended: { on: left, reason: 'notice_by_tenant' }, story: STORIES.leftInDebt });
  // Left in order but for a door: what its repair cost was charged, and paid.
  const tidy = beneath(9, 'sublease', { ended: { on: addMonths(left, -1), reason: 'notice_by_tenant' } });
  addInventory(world, tidy, { kind: 'in', on: tidy.startsOn });
  addInventory(world, tidy, { kind: 'out', on: tidy.ended!.on, repairCents: 18_500 });
  // Sliding leases: one decision is overdue, one near, the others come later.
  for (const [index, days] of [-6, 12, 120, 200].entries())
    beneath(5 + index, 'sliding_lease', { endsOn: addDays(world.today, days) });
  // And one that slid: the household is the owner’s own tenant now.
  const ended = { on: addMonths(left, -3), reason: 'slide' } as const;
  addSlidLease(world, beneath(11, 'sliding_lease', { ended }), 'antin');
  for (let index = 0; index < 4; index += 1) managed(world, frame, index, index === 0 ? STORIES.twoMonths : undefined);
}

/** A private owner’s lease with the household itself, which ALFI manages: the owner is told nothing of who lives there. */
function managed(world: World, frame: DemoFrame, index: number, story?: Story): void {
  const home = homeOf(world, frame, 'proprietaires', `Mandat de gestion ${index + 1}`);
  const startsOn = addMonths(firstOf(world.today), -(16 + index));
  const terms = { ...TERMS, rentCents: 52_000, aidCents: story ? 0 : 26_000 };
  letOut({
    world,
    frame,
    home,
    startsOn,
    over: { kind: 'private_lease', lessor: 'proprietaires', manager: 'alfi', terms, story },
  });
}

function homeOf(world: World, frame: DemoFrame, owner: string, label: string): DemoHome {
  return addHome(world.rows, {
    label,
    communeCode: { patrimoine: '31555', 'paris-habitat': '75119', antin: '93008' }[owner] ?? '75120',
    type: 't3',
    landlordId: world.id(owner),
    operatorId: world.id('alfi'),
    programmeId: frame.programmeId,
    places: 4,
    inServiceFrom: '2020-01-01',
    privateOwner: owner === 'proprietaires',
    rentCents: 43_000,
  });
}

function headOf(
  world: World,
  home: DemoHome,
  owner: string,
  { startsOn, ended }: Pick<NewTenancy, 'startsOn' | 'ended'>,
): string {
  return addTenancy(world, {
    kind: 'social_lease',
    home,
    lessor: owner,
    tenant: 'alfi',
    startsOn,
    ended,
    terms: home,
    months: 12,
  });
}

function letOut({ world, frame, home, startsOn, over }: Letting): NewTenancy {
  const referredOn = addDays(startsOn, -70);
  const household = world.household(SHAPES.hotelFamily, 'siao', referredOn);
  const id = uuidv7();
  const { ended } = over;
  const exitRoute = ended?.reason === 'slide' ? 'hlm_slide' : 'private_lease';
  const placementId = addPlacement(world.rows, household, {
    frame,
    supporterId: world.id('alfi'),
    referrerId: world.id('siao'),
    home,
    status: ended ? 'ended' : 'moved_in',
    referredOn,
    offeredOn: addDays(startsOn, -20),
    movedInOn: startsOn,
    endedOn: ended?.on,
    exitRoute: ended && exitRoute,
    reasons: ['no_home'],
    tenancyId: id,
  });
  const supporterId = world.id('alfi');
  const tenancy = {
    id,
    home,
    startsOn,
    placementId,
    householdId: household.id,
    supporterId,
    terms: TERMS,
    months: 14,
    ...over,
  };
  addTenancy(world, tenancy);
  if (ended)
    world.rows.add('tenancy_exits', {
      id,
      route: exitRoute,
      durable: true,
      supporter_id: supporterId,
      author_organisation_id: supporterId,
    });
  return tenancy;
}
