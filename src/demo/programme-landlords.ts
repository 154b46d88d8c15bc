import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import type { PlacementStatus } from '../placements/placements.enums.js';
import { addHome } from './demo-homes.js';
import { addPlacement, type DemoHome } from './demo-placements.js';
import { SHAPES, type World } from './demo-world.js';

/** Patrimoine, “10 000 logements accompagnés”: dwellings reserved by convention for UCRM and for Habitat et Humanisme; 10 new households. */
export function accompaniedHomes(world: World): void {
  const frame = world.programme({
    key: 'patrimoine-logements-accompagnes', name: '10 000 logements accompagnés, Patrimoine SA', label: 'Logement accompagné', kind: 'rehousing',
    decidingBody: 'association_choice', funders: ['state-national'], omitted: ['eligibility'], startsOn: '2018-01-01',
  });
  const actions = [
    { holder: 'ucrm', subject: 'Logements réservés aux personnes choisies par l’UCRM', shapes: [SHAPES.roofless, SHAPES.leavingPrison], count: 6, reasons: 'no_home' },
    { holder: 'habitat-humanisme', subject: 'Passerelle vers un logement durable', shapes: [SHAPES.womanLeavingResidence], count: 4, reasons: 'leaving_shared_home' },
  ] as const;
  for (const { holder, subject, shapes, count, reasons } of actions) {
    const conventionId = world.convention({ landlord: 'patrimoine', holder, frame, subject, signedOn: '2021-02-01', validUntil: '2027-12-31' });
    const riderId = world.rider(conventionId, 1, '2021-02-01', count + 2, holder);
    for (let index = 0; index < count + 2; index += 1) {
      const home = addHome(world.rows, {
        label: `Patrimoine ${holder} ${index + 1}`, communeCode: world.dice.of(['31555', '31149', '31557']), type: index % 2 ? 't2' : 't3',
        landlordId: world.id('patrimoine'), programmeId: frame.programmeId, riderId, holderId: world.id(holder), reservationKind: 'convention',
        reservationHolderId: world.id(holder), places: 4, inServiceFrom: '2021-02-01', rentCents: 38_000,
      });
      if (index >= count) continue; // vacant, reserved
      const movedInOn = addMonths('2021-04-06', index * 5);
      const referredOn = addDays(movedInOn, -55);
      const household = world.household(shapes[index % shapes.length]!, holder, referredOn);
      addPlacement(world.rows, household, {
        frame: { ...frame, conventionId }, supporterId: world.id(holder), referrerId: world.id(holder), home, status: 'moved_in', referredOn,
        offeredOn: addDays(movedInOn, -21), movedInOn, reasons: [reasons],
      });
    }
  }
}

/** Le Foyer Stéphanais: 43 families of sitting tenants in 4 towns, known to Emergence-s and CAPS with their agreement. */
export function sittingTenants(world: World): void {
  const frame = world.programme({
    key: 'foyer-stephanais-auto-rehabilitation', name: 'Auto-réhabilitation accompagnée', label: 'Accompagnement dans le logement', kind: 'self_rehabilitation',
    decidingBody: 'association_choice', funders: ['fonds-esh'], startsOn: '2015-01-01',
  });
  for (const holder of ['emergence-s', 'caps']) {
    world.convention({ landlord: 'foyer-stephanais', holder, frame, subject: 'Accompagnement des familles dans leurs travaux', signedOn: '2015-01-12' });
  }
  for (let index = 0; index < 43; index += 1) {
    const helper = index % 2 ? 'caps' : 'emergence-s';
    const home = addHome(world.rows, {
      label: `Stéphanais ${index + 1}`, communeCode: ['76575', '76540', '76451', '76484'][index % 4]!, type: 't4', landlordId: world.id('foyer-stephanais'),
      programmeId: frame.programmeId, places: 6, inServiceFrom: '2000-01-01', rentCents: 43_000,
    });
    const startedOn = addDays('2015-01-20', index * 33);
    const household = world.household(SHAPES.sittingFamily, helper, startedOn);
    discloseSupport(world, household.id, helper, frame.programmeId, startedOn, addMonths(startedOn, 12));
    world.rows.add('stays', {
      id: uuidv7(), dwelling_id: home.dwellingId, room_id: null, slots: home.slots, state: 'actual', starts_on: addMonths(startedOn, -40), ends_on: null,
      persons: household.size, household_id: household.id, source_type: 'tenancy', source_id: uuidv7(), landlord_id: home.landlordId, operator_id: null,
      author_id: home.landlordId,
    });
  }
}

function discloseSupport(world: World, householdId: string, supporter: string, programmeId: string, from: string, closedOn: string): void {
  world.rows.add('disclosures', {
    id: uuidv7(), household_id: householdId, origin_household_id: householdId, organisation_id: world.id(supporter), basis: 'support', relation: 'supporter',
    subject_type: 'programme', subject_id: programmeId, legal_ground: 'RGPD art. 6 §1 e', informed_on: from, from_on: from, opened_at: `${from}T09:00:00Z`,
    opened_by_organisation_id: world.id(supporter), opened_by: 'demo', closed_at: `${closedOn}T09:00:00Z`,
  });
}

/** What is under way on the day of the loading, in every status: a neutral programme, so that the documents’ figures stay. */
export function underWay(world: World): void {
  const frame = world.programme({
    key: 'logement-accompagne', name: 'Logement accompagné', label: 'Logement accompagné', kind: 'rehousing', decidingBody: 'caleol', startsOn: '2022-01-01',
  });
  const landlords = ['patrimoine', 'paris-habitat', 'antin'] as const;
  const statuses: PlacementStatus[] = ['referred', 'eligible', 'offered', 'submitted', 'allocated', 'accepted', 'moved_in'];
  for (let index = 0; index < 28; index += 1) {
    const status = statuses[index % statuses.length]!;
    const landlord = landlords[index % landlords.length]!;
    const home: DemoHome = addHome(world.rows, {
      label: `Accompagné ${index + 1}`, communeCode: { patrimoine: '31555', 'paris-habitat': '75119', antin: '93008' }[landlord], type: 't3',
      landlordId: world.id(landlord), programmeId: frame.programmeId, places: 4, inServiceFrom: '2020-01-01', rentCents: 45_000, reservationKind: 'state_priority',
    });
    const referredOn = addDays(world.today, -40 - index);
    const supporter = index % 2 ? 'alfi' : 'habitat-humanisme';
    const household = world.household(SHAPES.hotelFamily, 'siao', referredOn);
    const placementId = addPlacement(world.rows, household, {
      frame, supporterId: world.id(supporter), referrerId: world.id('siao'), home, status, referredOn, offeredOn: addDays(world.today, -12),
      movedInOn: status === 'moved_in' ? addDays(world.today, -5) : undefined, plannedOn: addDays(world.today, 20), reasons: ['no_home', 'eviction'],
    });
    if (status === 'eligible') queue(world, placementId, frame.programmeId, household.size, supporter, referredOn);
  }
}

function queue(world: World, placementId: string, programmeId: string, size: number, supporter: string, on: string): void {
  world.rows.add('place_requests', {
    id: uuidv7(), placement_id: placementId, programme_id: programmeId, household_size: size, priority: 3, requested_on: on, status: 'waiting',
    operator_id: null, supporter_id: world.id(supporter), referrer_id: world.id('siao'),
  });
}

/** The other consortium: what a stranger’s data looks like from there. */
export function elsewhere(world: World): void {
  const frame = world.programme({
    key: 'logement-accompagne', name: 'Logement accompagné du Littoral', label: 'Logement accompagné', kind: 'rehousing', decidingBody: 'caleol', startsOn: '2022-01-01',
  });
  for (let index = 0; index < 4; index += 1) {
    const home = addHome(world.rows, {
      label: `Littoral ${index + 1}`, communeCode: '44184', type: 't3', landlordId: world.id('outsider'), programmeId: frame.programmeId, places: 4,
      inServiceFrom: '2020-01-01', rentCents: 42_000,
    });
    const referredOn = addDays(world.today, -60 - index);
    const household = world.household(SHAPES.hotelFamily, 'outsider-association', referredOn);
    const supporterId = world.id('outsider-association');
    addPlacement(world.rows, household, {
      frame, supporterId, referrerId: supporterId, home, status: 'moved_in', referredOn, offeredOn: addDays(referredOn, 20), movedInOn: addDays(referredOn, 50),
      reasons: ['no_home'],
    });
  }
}
