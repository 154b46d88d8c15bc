import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import type { ExitRoute } from '../placements/placement-grounds.enums.js';
import { addHome, type NewHome } from './demo-homes.js';
import { silentSince } from './demo-accounts.js';
import { addPlacement } from './demo-placements.js';
import { STORIES, type Story } from './demo-stories.js';
import { addOccupancy, addTenancy, type NewTenancy } from './demo-tenancies.js';
import type { DemoFrame, DemoHome } from './demo-way.js';
import { SHAPES, type World } from './demo-world.js';

/** The 109 exits of 2020, by route: 40 by accords collectifs, 24 by DALO, 45 others. */
const EXITS: readonly [ExitRoute, number][] = [
  ['hlm_accord_collectif', 40],
  ['hlm_dalo', 24],
  ['hlm_action_logement', 21],
  ['hlm_local_authority', 16],
  ['private_lease', 8],
];
const REFERRERS = ['siao', 'ville-de-paris', 'action-logement'] as const;
const RESIDENTS = [SHAPES.residentAlone, SHAPES.residentMan, SHAPES.residentFamily] as const;

/** Residents of CASP who fell behind, by their number. */
const BEHIND: Readonly<Record<number, Story>> = { 150: STORIES.benefitAlone, 151: STORIES.nothingPaid };

/** CASP: 9 social residences and scattered flats, 252 units of which 12 under Louez Solidaire; 281 households and 109 exits in 2020. */
export function ownResidences(world: World): void {
  const frame = world.programme({
    key: 'casp-logement-accompagne',
    name: 'Pôle logement accompagné du CASP',
    label: 'Résidence sociale',
    kind: 'temporary_housing',
    decidingBody: 'operator_admission',
    operator: 'casp',
    funders: ['ville-de-paris', 'drihl'],
    maxStayMonths: 24,
    startsOn: '2012-01-01',
  });
  const units = caspUnits(world, frame);
  const routes = EXITS.flatMap(([route, count]) => Array.from({ length: count }, () => route));
  // 200 were there on 1 January 2020 and 81 came during the year; 109 left. Units left in the spring were filled again.
  const freed: { home: DemoHome; on: CivilDate }[] = [];
  for (let index = 0; index < 200; index += 1) {
    const movedInOn = addDays('2015-06-01', world.dice.between(0, 1640));
    const endedOn =
      index < routes.length ? addDays('2020-01-15', Math.floor((index * 345) / routes.length)) : undefined;
    if (endedOn) freed.push({ home: units[index]!, on: endedOn });
    const story = BEHIND[index];
    reside(world, frame, units[index]!, {
      author: 'casp',
      movedInOn,
      endedOn,
      exitRoute: routes[index],
      lessor: 'casp',
      story,
    });
  }
  for (let index = 0; index < 81; index += 1) {
    const again = index < 52 ? { home: units[200 + index]!, on: '2020-01-05' } : freed[index - 52]!;
    const movedInOn = addDays(again.on, 10 + (index % 5));
    reside(world, frame, again.home, { author: 'casp', movedInOn, lessor: 'casp' });
  }
}

function caspUnits(world: World, frame: DemoFrame): DemoHome[] {
  const unit = (number: number, given: Partial<NewHome>): DemoHome =>
    addHome(world.rows, {
      label: `CASP ${number + 1}`,
      communeCode: world.dice.of(['75111', '75112', '75119', '75120']),
      type: 't2',
      landlordId: world.id('paris-habitat'),
      operatorId: world.id('casp'),
      programmeId: frame.programmeId,
      places: 2,
      inServiceFrom: '2012-01-01',
      rentCents: 41_000,
      reservationKind: 'local_authority',
      ...given,
    });
  const sites = Array.from({ length: 9 }, (_, index) =>
    site(world, `Résidence ${'ABCDEFGHI'[index]}`, 'paris-habitat', 'casp', `751${11 + index}`),
  );
  return Array.from({ length: 252 }, (_, index) => {
    if (index < 225) return unit(index, { siteId: sites[index % 9]!.id, communeCode: sites[index % 9]!.communeCode });
    if (index < 240) return unit(index, {});
    return unit(index, {
      label: `Louez Solidaire ${index - 239}`,
      landlordId: world.id('proprietaires'),
      privateOwner: true,
    });
  });
}

/** ASLL by CASP inside six residences that Adoma and Hénéo run: 394 households in 2020. */
export function supportElsewhere(world: World): void {
  const frame = world.programme({
    key: 'casp-asll',
    name: 'ASLL en résidences partenaires',
    label: 'Résidence sociale',
    kind: 'housing_support',
    decidingBody: 'operator_admission',
    operator: 'casp',
    funders: ['ville-de-paris'],
    maxStayMonths: 36,
    startsOn: '2014-01-01',
  });
  const sites = (['adoma', 'adoma', 'adoma', 'adoma', 'heneo', 'heneo'] as const).map((operator, index) => ({
    operator,
    ...site(world, `Résidence partenaire ${index + 1}`, operator, operator, `751${13 + index}`),
  }));
  for (let index = 0; index < 394; index += 1) {
    const { operator, id: siteId, communeCode } = sites[index % 6]!;
    const home = addHome(world.rows, {
      label: `Studio ${index + 1}`,
      communeCode,
      type: 't2',
      landlordId: world.id(operator),
      operatorId: world.id(operator),
      siteId,
      programmeId: frame.programmeId,
      places: 2,
      inServiceFrom: '2012-01-01',
      rentCents: 39_000,
      reservationKind: 'state_priority',
    });
    const movedInOn = addDays('2014-06-01', world.dice.between(0, 2300));
    // Hénéo sends its dues itself, and has not for more than a month: what is owed there is not known.
    const sentUntil = operator === 'heneo' ? silentSince(world.today) : undefined;
    const story = index === 0 ? STORIES.tooLittle : undefined;
    // Of each operator one residence is connected; of the others nothing is known but the placements.
    const lessor = [0, 4].includes(index % 6) ? operator : undefined;
    reside(world, frame, home, { author: 'siao', movedInOn, lessor, story, sentUntil });
  }
}

interface Residence {
  readonly author: string;
  readonly movedInOn: CivilDate;
  readonly endedOn?: CivilDate;
  readonly exitRoute?: ExitRoute;
  /** Undefined where no tenancy is known. */
  readonly lessor?: 'casp' | 'adoma' | 'heneo';
  readonly story?: Story;
  readonly sentUntil?: CivilDate;
}

function reside(world: World, frame: DemoFrame, home: DemoHome, given: Residence): void {
  const { rows, dice } = world;
  const { author, movedInOn, endedOn, exitRoute } = given;
  const referredOn = addMonths(movedInOn, -dice.between(1, 5));
  const household = world.household(dice.of(RESIDENTS), author, referredOn);
  const referrer = author === 'casp' ? dice.of(REFERRERS) : author;
  const tenancyId = endedOn || !given.lessor ? undefined : uuidv7();
  const placementId = addPlacement(rows, household, {
    frame,
    supporterId: world.id('casp'),
    referrerId: world.id(referrer),
    home,
    status: endedOn ? 'ended' : 'moved_in',
    referredOn,
    offeredOn: addDays(movedInOn, -14),
    movedInOn,
    endedOn,
    exitRoute,
    reasons: ['no_home'],
    tenancyId,
  });
  if (tenancyId) occupy(world, given, { id: tenancyId, placementId, home, householdId: household.id });
}

/** A titre d’occupation with its redevance; under Louez Solidaire a sublease, beneath the lease of a private owner. */
function occupy(
  world: World,
  { lessor = 'casp', movedInOn, story, sentUntil }: Residence,
  of: Pick<NewTenancy, 'home'> & { id: string; placementId: string; householdId: string },
): void {
  const { home } = of;
  const { rentCents, chargesCents } = home;
  const common = { ...of, lessor, supporterId: world.id('casp'), startsOn: movedInOn, months: 12 } as const;
  if (!home.privateOwner) {
    const aidCents = story === STORIES.benefitAlone || !story ? 25_000 : 0;
    const terms = { rentCents, chargesCents, servicesCents: 3_000, aidCents };
    addTenancy(world, { ...common, kind: 'occupancy_title', terms, story, sentUntil });
    return;
  }
  const headTenancyId = addTenancy(world, {
    kind: 'private_lease',
    home,
    lessor: 'proprietaires',
    manager: 'casp',
    tenant: 'casp',
    startsOn: addMonths(movedInOn, -2),
    terms: { rentCents: 88_000, chargesCents: 9_000 },
    months: 12,
  });
  const sublease: NewTenancy = {
    ...common,
    kind: 'sublease',
    headTenancyId,
    terms: { rentCents, chargesCents, aidCents: 25_000 },
  };
  addTenancy(world, sublease);
  addOccupancy(world, of.id, { id: headTenancyId, owner: 'proprietaires' }, sublease, null);
}

function site(
  world: World,
  name: string,
  landlord: string,
  operator: string,
  communeCode: string,
): { id: string; communeCode: string } {
  const id = uuidv7();
  world.rows.add('sites', {
    id,
    name,
    kind: 'social_residence',
    landlord_id: world.id(landlord),
    operator_id: world.id(operator),
    commune_code: communeCode,
  });
  return { id, communeCode };
}
