import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import { addHome } from './demo-homes.js';
import { addPlacement } from './demo-placements.js';
import { addTenancy } from './demo-tenancies.js';
import { SHAPES, type World } from './demo-world.js';

/** Patrimoine, “10 000 logements accompagnés”: dwellings reserved by convention for UCRM and for Habitat et Humanisme; 10 new households. */
export function accompaniedHomes(world: World): void {
  const frame = world.programme({
    key: 'patrimoine-logements-accompagnes',
    name: '10 000 logements accompagnés, Patrimoine SA',
    label: 'Logement accompagné',
    kind: 'rehousing',
    decidingBody: 'association_choice',
    funders: ['state-national'],
    omitted: ['eligibility'],
    startsOn: '2018-01-01',
  });
  const actions = [
    {
      holder: 'ucrm',
      subject: 'Logements réservés aux personnes choisies par l’UCRM',
      shapes: [SHAPES.roofless, SHAPES.leavingPrison],
      count: 6,
      reasons: 'no_home',
    },
    {
      holder: 'habitat-humanisme',
      subject: 'Passerelle vers un logement durable',
      shapes: [SHAPES.womanLeavingResidence],
      count: 4,
      reasons: 'leaving_shared_home',
    },
  ] as const;
  for (const { holder, subject, shapes, count, reasons } of actions) {
    const conventionId = world.convention({
      landlord: 'patrimoine',
      holder,
      frame,
      subject,
      signedOn: '2021-02-01',
      validUntil: '2027-12-31',
    });
    const riderId = world.rider(conventionId, 1, '2021-02-01', count + 2, holder);
    for (let index = 0; index < count + 2; index += 1) {
      const home = addHome(world.rows, {
        label: `Patrimoine ${holder} ${index + 1}`,
        communeCode: world.dice.of(['31555', '31149', '31557']),
        type: index % 2 ? 't2' : 't3',
        landlordId: world.id('patrimoine'),
        programmeId: frame.programmeId,
        riderId,
        holderId: world.id(holder),
        reservationKind: 'convention',
        reservationHolderId: world.id(holder),
        places: 4,
        inServiceFrom: '2021-02-01',
        rentCents: 38_000,
      });
      if (index >= count) continue; // vacant, reserved
      const movedInOn = addMonths('2021-04-06', index * 5);
      const referredOn = addDays(movedInOn, -55);
      const household = world.household(shapes[index % shapes.length]!, holder, referredOn);
      const tenancyId = uuidv7();
      const placementId = addPlacement(world.rows, household, {
        frame: { ...frame, conventionId },
        supporterId: world.id(holder),
        referrerId: world.id(holder),
        home,
        status: 'moved_in',
        referredOn,
        offeredOn: addDays(movedInOn, -21),
        movedInOn,
        reasons: [reasons],
        tenancyId,
      });
      addTenancy(world, {
        id: tenancyId,
        kind: 'social_lease',
        home,
        lessor: 'patrimoine',
        supporterId: world.id(holder),
        householdId: household.id,
        placementId,
        startsOn: movedInOn,
        terms: { rentCents: home.rentCents, chargesCents: home.chargesCents, rlsCents: 4_000, aidCents: 22_000 },
        months: 24,
      });
    }
  }
}

/** Le Foyer Stéphanais: 43 families of sitting tenants in 4 towns, known to Emergence-s and CAPS with their agreement. */
export function sittingTenants(world: World): void {
  const frame = world.programme({
    key: 'foyer-stephanais-auto-rehabilitation',
    name: 'Auto-réhabilitation accompagnée',
    label: 'Accompagnement dans le logement',
    kind: 'self_rehabilitation',
    decidingBody: 'association_choice',
    funders: ['fonds-esh'],
    startsOn: '2015-01-01',
  });
  for (const holder of ['emergence-s', 'caps']) {
    world.convention({
      landlord: 'foyer-stephanais',
      holder,
      frame,
      subject: 'Accompagnement des familles dans leurs travaux',
      signedOn: '2015-01-12',
    });
  }
  for (let index = 0; index < 43; index += 1) {
    const helper = index % 2 ? 'caps' : 'emergence-s';
    const home = addHome(world.rows, {
      label: `Stéphanais ${index + 1}`,
      communeCode: ['76575', '76540', '76451', '76484'][index % 4]!,
      type: 't4',
      landlordId: world.id('foyer-stephanais'),
      programmeId: frame.programmeId,
      places: 6,
      inServiceFrom: '2000-01-01',
      rentCents: 43_000,
    });
    const startedOn = addDays('2015-01-20', index * 33);
    const household = world.household(SHAPES.sittingFamily, helper, startedOn);
    discloseSupport(world, household.id, helper, frame.programmeId, startedOn, addMonths(startedOn, 12));
    world.rows.add('stays', {
      id: uuidv7(),
      dwelling_id: home.dwellingId,
      room_id: null,
      slots: home.slots,
      state: 'actual',
      starts_on: addMonths(startedOn, -40),
      ends_on: null,
      persons: household.size,
      household_id: household.id,
      source_type: 'tenancy',
      source_id: addTenancy(world, {
        kind: 'social_lease',
        home,
        lessor: 'foyer-stephanais',
        householdId: household.id,
        startsOn: addMonths(startedOn, -40),
        terms: { rentCents: home.rentCents, chargesCents: home.chargesCents, rlsCents: 5_500, aidCents: 31_000 },
        months: 12,
      }),
      landlord_id: home.landlordId,
      operator_id: null,
      author_id: home.landlordId,
    });
  }
}

function discloseSupport(
  world: World,
  householdId: string,
  supporter: string,
  programmeId: string,
  from: string,
  closedOn: string,
): void {
  world.rows.add('disclosures', {
    id: uuidv7(),
    household_id: householdId,
    origin_household_id: householdId,
    organisation_id: world.id(supporter),
    basis: 'support',
    relation: 'supporter',
    subject_type: 'programme',
    subject_id: programmeId,
    legal_ground: 'RGPD art. 6 §1 e',
    informed_on: from,
    from_on: from,
    opened_at: `${from}T09:00:00Z`,
    opened_by_organisation_id: world.id(supporter),
    opened_by: 'demo',
    closed_at: `${closedOn}T09:00:00Z`,
  });
}
