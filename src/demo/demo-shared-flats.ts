import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import { Dice } from './bulk.js';
import type { DemoHome } from './demo-way.js';
import type { World } from './demo-world.js';

export const FLAT_TABLES = [
  'shared_flats',
  'flat_supports',
  'occupancies',
  'flat_facts',
  'living_facts',
  'activities',
  'activity_flats',
  'attendances',
  'house_incidents',
  'incident_follow_ups',
  'absences',
] as const;

/** Of their own, so that the other programmes stay what they are. */
const dice = new Dice(20_130_704);

export interface DemoFlat {
  readonly id: string;
  readonly headTenancyId: string;
  readonly openedOn: CivilDate;
}

export interface DemoResident {
  readonly occupancyId: string;
  readonly flatId: string;
  readonly householdId: string;
  readonly startedOn: CivilDate;
  readonly endedOn: CivilDate | null;
}

interface NewFlat {
  readonly home: DemoHome;
  readonly headTenancyId: string;
  readonly conventionId: string;
  readonly openedOn: CivilDate;
  readonly operator: string;
}

export function addSharedFlat(
  world: World,
  { home, headTenancyId, conventionId, openedOn, operator }: NewFlat,
): DemoFlat {
  const id = uuidv7();
  const own = world.id(operator);
  world.rows.add('shared_flats', {
    id,
    dwelling_id: home.dwellingId,
    head_tenancy_id: headTenancyId,
    convention_id: conventionId,
    opened_on: openedOn,
    house_rules: 'Cuisine et salon partagés, ménage à tour de rôle, calme après 22 h.',
    operator_id: own,
    supporter_id: own,
    landlord_id: home.landlordId,
  });
  const supportPlace = 'Permanence de l’association, mardi et jeudi';
  world.rows.add('flat_supports', { id, support_place: supportPlace, operator_id: own, supporter_id: own });
  const number = world.rows.ids('flat_facts').length;
  world.rows.add('flat_facts', {
    id: uuidv7(),
    flat_id: id,
    supporter_id: own,
    smoking: number % 3 === 0 ? 'allowed' : 'outside',
    animals_allowed: number % 4 === 0,
    step_free: number % 2 === 0,
  });
  return { id, headTenancyId, openedOn };
}

interface NewResident {
  readonly occupancyId: string;
  readonly flat: DemoFlat;
  readonly home: DemoHome;
  readonly operator: string;
  readonly householdId: string;
  readonly personId: string;
  readonly placementId: string;
  readonly tenancyId: string;
  readonly startedOn: CivilDate;
  readonly endedOn?: CivilDate;
}

/** A resident in a room; a volunteer, who agreed some days before. */
export function addResident(world: World, given: NewResident): DemoResident {
  const { occupancyId, flat, home, householdId, personId, placementId, tenancyId, startedOn, endedOn = null } = given;
  const own = world.id(given.operator);
  world.rows.add('occupancies', {
    id: occupancyId,
    flat_id: flat.id,
    dwelling_id: home.dwellingId,
    room_id: home.roomId,
    household_id: householdId,
    person_id: personId,
    placement_id: placementId,
    tenancy_id: tenancyId,
    status: endedOn ? 'ended' : 'current',
    agreed_on: addDays(startedOn, -15),
    planned_starts_on: startedOn,
    started_on: startedOn,
    ended_on: endedOn,
    ended_by: endedOn ? 'departure' : null,
    operator_id: own,
    supporter_id: own,
    landlord_id: home.landlordId,
  });
  world.rows.add('living_facts', {
    id: uuidv7(),
    household_id: householdId,
    origin_household_id: householdId,
    author_organisation_id: own,
    agreed_on: addDays(startedOn, -15),
    languages: ['fr', dice.of(['ar', 'ar', 'wo', 'pt'])],
    smokes: dice.between(0, 3) === 0,
    has_animals: false,
    climbs_stairs: dice.between(0, 2) > 0,
    wishes: ['common_language'],
  });
  return { occupancyId, flatId: flat.id, householdId, startedOn, endedOn };
}

const HELD = [
  ['conviviality', ['food'], 'Repas partagé', null],
  ['prevention_workshop', ['energy', 'budget'], 'Lire ses factures', 'Chèques énergie demandés'],
  ['house_meeting', ['house_rules'], 'Réunion de maison', 'Tour de ménage revu'],
  ['prevention_workshop', ['rights', 'health'], 'Droits et santé après 65 ans', 'Deux rendez-vous pris'],
] as const;

/** Every quarter of the last two years something was done in each flat, mostly by flat, once a year for several. */
export function addLife(
  world: World,
  operator: string,
  flats: readonly DemoFlat[],
  residents: readonly DemoResident[],
): void {
  for (let quarter = 7; quarter >= 0; quarter -= 1) {
    const heldOn = addDays(addMonths(world.today, -3 * quarter), -10);
    const groups = quarter % 4 === 1 ? [flats.slice(0, 5), flats.slice(5)] : flats.map((flat) => [flat]);
    for (const group of groups) addActivity(world, operator, { group, quarter, heldOn, residents });
  }
  addIncident(world, operator, flats[1]!);
  addAbsence(world, operator, residents.filter(({ endedOn }) => endedOn === null)[2]!);
}

interface NewActivity {
  readonly group: readonly DemoFlat[];
  readonly quarter: number;
  readonly heldOn: CivilDate;
  readonly residents: readonly DemoResident[];
}

function addActivity(world: World, operator: string, { group, quarter, heldOn, residents }: NewActivity): void {
  const { rows } = world;
  const own = world.id(operator);
  const id = uuidv7();
  const [kind, topics, title, outcome] = HELD[quarter % HELD.length]!;
  const there = residents.filter(
    ({ flatId, startedOn, endedOn }) =>
      group.some((flat) => flat.id === flatId) && startedOn <= heldOn && (endedOn === null || endedOn > heldOn),
  );
  const came = there.filter(() => dice.between(0, 3) > 0);
  const counts = { residents: came.length, guests: dice.between(0, 2) };
  rows.add('activities', { id, supporter_id: own, kind, topics, title, held_on: heldOn, outcome, ...counts });
  for (const flat of group) rows.add('activity_flats', { activity_id: id, flat_id: flat.id, supporter_id: own });
  for (const { occupancyId, householdId } of came)
    rows.add('attendances', {
      id: uuidv7(),
      activity_id: id,
      occupancy_id: occupancyId,
      household_id: householdId,
      origin_household_id: householdId,
      author_organisation_id: own,
    });
}

function addIncident(world: World, operator: string, flat: DemoFlat): void {
  const own = world.id(operator);
  const id = uuidv7();
  world.rows.add('house_incidents', {
    id,
    flat_id: flat.id,
    supporter_id: own,
    kind: 'conflict',
    status: 'closed',
    occurred_on: addDays(world.today, -70),
    description: 'Désaccord sur l’usage de la cuisine',
    closed_on: addDays(world.today, -40),
    outcome: 'Horaires convenus ensemble',
  });
  world.rows.add('incident_follow_ups', {
    id: uuidv7(),
    incident_id: id,
    supporter_id: own,
    done_on: addDays(world.today, -65),
    note: 'Entretien avec les trois résidents',
  });
}

function addAbsence(world: World, operator: string, { occupancyId, householdId }: DemoResident): void {
  world.rows.add('absences', {
    id: uuidv7(),
    occupancy_id: occupancyId,
    household_id: householdId,
    origin_household_id: householdId,
    author_organisation_id: world.id(operator),
    reason: 'family',
    outside_france: true,
    starts_on: addDays(world.today, -40),
    ends_on: addDays(world.today, -5),
  });
}
