import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import type { ExitRoute } from '../placements/placement-grounds.enums.js';
import { addHome, type NewHome } from './demo-homes.js';
import { addPlacement } from './demo-placements.js';
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
    reside(world, frame, units[index]!, 'casp', movedInOn, endedOn, routes[index]);
  }
  for (let index = 0; index < 81; index += 1) {
    const again = index < 52 ? { home: units[200 + index]!, on: '2020-01-05' } : freed[index - 52]!;
    reside(world, frame, again.home, 'casp', addDays(again.on, 10 + (index % 5)));
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
  const sites = ['adoma', 'adoma', 'adoma', 'adoma', 'heneo', 'heneo'].map((operator, index) => ({
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
    reside(world, frame, home, 'siao', addDays('2014-06-01', world.dice.between(0, 2300)));
  }
}

function reside(
  world: World,
  frame: DemoFrame,
  home: DemoHome,
  author: string,
  movedInOn: CivilDate,
  endedOn?: CivilDate,
  exitRoute?: ExitRoute,
): void {
  const { rows, dice } = world;
  const referredOn = addMonths(movedInOn, -dice.between(1, 5));
  const household = world.household(dice.of(RESIDENTS), author, referredOn);
  const referrer = author === 'casp' ? dice.of(REFERRERS) : author;
  addPlacement(rows, household, {
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
  });
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
