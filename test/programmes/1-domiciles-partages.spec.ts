import { beforeAll, describe, expect, it } from '@jest/globals';
import { consortiumOf, type Consortium, type Partner } from '../support/actors.js';
import { demoApp } from '../support/demo.js';
import { daysWithin, figuresOf, listed, within, type ListedPlacement } from '../support/figures.js';
import { addMonths } from '../../src/platform/calendar.js';
import { openHousehold } from '../support/households.js';
import { step } from '../support/placements.js';
import { act as leave, settleIn, type Occupancy } from '../support/shared-flats.js';

const KEY = 'domiciles-partages';
/** First day of the accounts that are kept here. */
const BOOKS = '2026-01-01';
const demo = await demoApp();

interface Opened {
  openedOn: string;
  closedOn: string | null;
}

/** Place-days taken of place-days in service, computed from what the API lists: three rooms a flat from its opening, each one place. */
async function occupancy(partner: Partner, from: string, to: string): Promise<number> {
  const { placements } = await listed(demo, partner, KEY);
  const flats = await demo.all<Opened>(partner, '/v1/shared-flats');
  const offered = flats.reduce((sum, { openedOn, closedOn }) => sum + 3 * daysWithin(openedOn, closedOn, from, to), 0);
  const taken = placements.reduce(
    (sum, { movedInOn, endedOn }) => sum + (movedInOn ? daysWithin(movedInOn, endedOn, from, to) : 0),
    0,
  );
  return Math.round((10_000 * taken) / offered);
}

/** What the documents say, read by all who may read it. */
async function itHasTheFigures(readers: Partner[], operator: Partner): Promise<void> {
  for (const reader of readers) {
    const figures = await figuresOf(reader, KEY);
    expect(figures.shared_flats).toMatchObject({ value: 10, unit: 'dwellings' });
    expect(figures.places).toMatchObject({ value: 30, unit: 'places' });
    expect(figures.people_rehoused).toMatchObject({ value: 32, unit: 'people' });
  }
  const { placements, dwellings } = await listed(demo, operator, KEY);
  expect(dwellings).toHaveLength(10);
  let rooms = 0;
  for (const { id } of dwellings) rooms += (await demo.all(operator, `/v1/dwellings/${id}/rooms`)).length;
  expect(rooms).toBe(30);
  expect(
    placements.filter(({ movedInOn }) => movedInOn !== null).reduce((sum, { householdSize }) => sum + householdSize, 0),
  ).toBe(32);
}

/** Nobody is in a room where somebody else is. */
function doubleBooked(placements: ListedPlacement[]): string[] {
  const stays = placements.filter(({ movedInOn }) => movedInOn !== null);
  return stays.flatMap((one, index) =>
    stays
      .slice(index + 1)
      .filter(
        (other) =>
          other.roomId === one.roomId &&
          daysWithin(one.movedInOn!, one.endedOn, other.movedInOn!, other.endedOn ?? '9999-01-01') > 0,
      )
      .map(({ id }) => id),
  );
}

interface Lived {
  id: string;
  householdId: string;
  personId: string | null;
  roomId: string;
  status: string;
  startedOn: string | null;
  endedOn: string | null;
}

interface Let {
  id: string;
  landlordId: string;
  roomId: string | null;
  headTenancyId: string | null;
  status: string;
}

async function monthly(partner: Partner, id: string): Promise<number> {
  const { body } = await partner.get(`/v1/tenancies/${id}/terms`).expect(200);
  const { rentCents, chargesCents } = (body as { data: { rentCents: number; chargesCents: number }[] }).data.at(-1)!;
  return rentCents + chargesCents;
}

async function balance(partner: Partner, id: string): Promise<number> {
  const { body } = await partner.get(`/v1/tenancies/${id}/account`).expect(200);
  return (body as { balanceCents: number }).balanceCents;
}

/** What the days without anybody cost, month by month: a third of 1 104 € by the days of each month. */
function emptyCost(room: { roomId: string; from: string }, all: readonly Lived[], from: string, to: string): number {
  const own = all.filter(({ roomId }) => roomId === room.roomId);
  let cents = 0;
  for (let first = `${from.slice(0, 7)}-01`; first < to; first = addMonths(first, 1)) {
    const next = addMonths(first, 1);
    const [since, until] = [first > from ? first : from, next < to ? next : to];
    const days = daysWithin(room.from, null, since, until);
    const taken = own.reduce((sum, { startedOn, endedOn }) => sum + daysWithin(startedOn!, endedOn, since, until), 0);
    cents += Math.round((110_400 * (days - taken)) / (daysWithin(first, next, first, next) * 3));
  }
  return cents;
}

describe('Les Domiciles Partagés, in the demonstration', () => {
  it('has 10 flats, 30 places and 32 people rehoused, as its rows tell', async () => {
    const readers = await Promise.all(
      ['ayyem-zamen', 'paris-habitat', 'drihl', 'aorif', 'coordinator'].map((key) => demo.as(key)),
    );
    await itHasTheFigures(readers, readers[0]!);
  });

  it('had 4 flats before the first rider, and grew with each', async () => {
    const operator = await demo.as('ayyem-zamen');
    for (const [day, flats] of [
      ['2015-01-01', 4],
      ['2017-01-01', 6],
      ['2018-01-01', 7],
      ['2020-01-01', 9],
      ['2021-01-01', 10],
    ] as const) {
      const { shared_flats: found, places } = await figuresOf(operator, KEY, '2014-06-17', day);
      expect([found!.value, places!.value]).toEqual([flats, flats * 3]);
    }
  });

  it('has the occupancy that place-days tell, over any period, and nobody double-booked', async () => {
    const operator = await demo.as('ayyem-zamen');
    for (const [from, to] of [
      ['2015-01-01', '2016-01-01'],
      ['2018-03-15', '2019-02-02'],
      ['2020-01-01', '2025-01-01'],
    ] as const) {
      const { occupancy_rate: rate } = await figuresOf(operator, KEY, from, to);
      expect(rate).toMatchObject({ unit: 'basis_points', value: await occupancy(operator, from, to) });
      expect(rate!.value).toBeGreaterThan(5000);
    }
    expect(doubleBooked((await listed(demo, operator, KEY)).placements)).toEqual([]);
  });

  it('has for each flat a head tenancy, and for each resident an agreement, a share and an account of his own', async () => {
    const [operator, landlord] = [await demo.as('ayyem-zamen'), await demo.as('paris-habitat')];
    const heads = (
      await demo.all<Let>(operator, `/v1/tenancies?tenantOrganisationId=${operator.organisationId}`)
    ).filter(({ landlordId }) => landlordId === landlord.organisationId);
    const agreements = await demo.all<Let>(operator, '/v1/tenancies?kind=flat_share_agreement');
    const inForce = agreements.filter(({ status }) => status !== 'ended');
    expect([heads.length, agreements.length, inForce.length]).toEqual([10, 32, 28]);
    expect(new Set(inForce.map(({ roomId }) => roomId)).size).toBe(28);
    // What the landlord gets for a flat, against the shares of those who live in it: three of them carry it.
    for (const head of heads.slice(0, 3)) {
      const residents = inForce.filter(({ headTenancyId }) => headTenancyId === head.id);
      const rent = await monthly(landlord, head.id);
      const shares = await Promise.all(residents.map(({ id }) => monthly(operator, id)));
      expect(rent).toBe(110_400);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(residents.length * 36_900);
      expect(3 * 36_900).toBeGreaterThanOrEqual(rent);
    }
  });

  it('has ten shared flats in which 32 people have lived, with what was done there, for the association alone', async () => {
    const [operator, landlord] = [await demo.as('ayyem-zamen'), await demo.as('paris-habitat')];
    const flats = await demo.all<{ id: string }>(operator, '/v1/shared-flats');
    expect(flats).toHaveLength(10);
    const lived: Lived[] = [];
    for (const { id } of flats) {
      lived.push(...(await demo.all<Lived>(landlord, `/v1/shared-flats/${id}/occupancies`)));
      expect((await demo.all(operator, `/v1/shared-flats/${id}/activities`)).length).toBeGreaterThan(3);
      expect((await landlord.get(`/v1/shared-flats/${id}/activities`)).status).toBe(403);
    }
    const [current] = lived.filter(({ status }) => status === 'current');
    expect([lived.length, lived.filter(({ status }) => status === 'current').length]).toEqual([32, 28]);
    await landlord.get(`/v1/persons/${current!.personId}`).expect(200);
    for (const hidden of [
      `households/${current!.householdId}/resource-summary`,
      `persons/${current!.personId}/contact`,
    ])
      expect([hidden, (await landlord.get(`/v1/${hidden}`)).status]).toEqual([hidden, 404]);
    const own = await figuresOf(operator, KEY);
    expect(own.activities!.value).toBeGreaterThan(50);
    expect(own.attendances!.value).toBeGreaterThan(own.activities!.value!);
    expect(own.vacancy_days!.value).toBeGreaterThan(0);
    expect(own.vacancy_cost!.value).toBeGreaterThan(0);
    const guarded = await figuresOf(landlord, KEY);
    expect([guarded.activities!.value, guarded.attendances!.value]).toEqual([null, null]);
    const { body } = await operator.get(`/v1/shared-flats/${flats[0]!.id}/account`).expect(200);
    const { months } = body as { months: { headRentCents: number; sharesCents: number; benefitsCents: number }[] };
    expect(months).toHaveLength(12);
    for (const month of months)
      expect(month).toMatchObject({ headRentCents: 92_000, headChargesCents: 18_400, sharesCents: 110_700 });
  });

  it('has residents in debt each on his own account, while the flat is paid for', async () => {
    const operator = await demo.as('ayyem-zamen');
    const cases = await demo.all<{ tenancyId: string; debtCents: number }>(
      operator,
      `/v1/arrears-cases?landlordId=${operator.organisationId}`,
    );
    expect(cases).toHaveLength(2);
    for (const { tenancyId, debtCents } of cases) {
      const tenancy = (await operator.get(`/v1/tenancies/${tenancyId}`).expect(200)).body as Let;
      expect(await balance(operator, tenancyId)).toBe(debtCents);
      expect(await balance(operator, tenancy.headTenancyId!)).toBe(0);
      const beneath = `/v1/tenancies?headTenancyId=${tenancy.headTenancyId}&status=in_force`;
      const flatmates = await demo.all<Let>(operator, beneath);
      const owed = await Promise.all(flatmates.map(({ id }) => balance(operator, id)));
      expect(owed.filter((cents) => cents !== 0)).toEqual([debtCents]);
    }
  });

  it('has the review of each resident due every six months, and tells both sides of those that are', async () => {
    const [operator, landlord] = [await demo.as('ayyem-zamen'), await demo.as('paris-habitat')];
    const living = await demo.all<Let>(operator, '/v1/tenancies?kind=flat_share_agreement&status=in_force');
    const due = (partner: Partner) =>
      demo.all<{ subjectId: string; householdId: string | null }>(partner, '/v1/deadlines?kind=joint_review');
    const mine = await due(operator);
    expect(mine.map(({ subjectId }) => subjectId).sort()).toEqual(living.map(({ id }) => id).sort());
    const theirs = (await due(landlord)).filter(({ subjectId }) => living.some(({ id }) => id === subjectId));
    expect([theirs.length, theirs.filter(({ householdId }) => householdId !== null)]).toEqual([living.length, []]);
    const near = await demo.all<{ subjectId: string }>(operator, '/v1/alerts?kind=joint_review_due&status=open');
    expect(near.length).toBeGreaterThanOrEqual(2);
    const told = await demo.all<{ subjectId: string }>(landlord, '/v1/alerts?kind=joint_review_due&status=open');
    expect(told.map(({ subjectId }) => subjectId)).toEqual(
      expect.arrayContaining(near.map(({ subjectId }) => subjectId)),
    );
  });

  it('tells the association of each debt, and the landlord of the flat of none', async () => {
    const [operator, landlord] = [await demo.as('ayyem-zamen'), await demo.as('paris-habitat')];
    const cases = await demo.all<{ id: string }>(operator, `/v1/arrears-cases?landlordId=${operator.organisationId}`);
    const about = async (partner: Partner) =>
      (await demo.all<{ subjectId: string }>(partner, '/v1/alerts?subjectType=arrears_case')).map(
        ({ subjectId }) => subjectId,
      );
    expect(await about(operator)).toEqual(expect.arrayContaining(cases.map(({ id }) => id)));
    const seen = await about(landlord);
    expect(cases.filter(({ id }) => seen.includes(id))).toEqual([]);
  });

  it('is not there for other landlords, associations and consortia', async () => {
    for (const other of ['patrimoine', 'casp', 'siao', 'outsider'])
      await (await demo.as(other)).get(`/v1/programmes/${KEY}/figures`).expect(404);
  });
});

/** Flats by the text that brought them: the convention of 2014, then four riders. */
const BROUGHT = [
  ['2014-06-17', 4],
  ['2016-05-12', 2],
  ['2017-09-20', 1],
  ['2019-03-14', 2],
  ['2020-10-08', 1],
] as const;

describe('Les Domiciles Partagés, built through the API alone', () => {
  let made: Consortium<'landlord' | 'association' | 'state'>;
  let programmeId: string;
  const rooms: { flatId: string; headTenancyId: string; dwellingId: string; roomId: string; from: string }[] = [];
  const idOf = (answer: { body: unknown }): string => (answer.body as { id: string }).id;

  beforeAll(async () => {
    made = await consortiumOf(demo, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      association: { roles: ['operator', 'supporter'] },
      state: { roles: ['validator', 'funder'], kind: 'state_service' },
    });
    const { landlord, association, state } = made.partners;
    programmeId = idOf(
      await made.coordinator
        .post('/v1/programmes', {
          key: KEY,
          name: 'Les Domiciles Partagés',
          publicLabel: 'Logement accompagné',
          kind: 'shared_flats',
          operatorId: association.organisationId,
          funderIds: [state.organisationId],
          decidingBody: 'association_choice',
          omittedSteps: ['eligibility', 'submission'],
          startsOn: '2014-06-17',
        })
        .expect(201),
    );
    for (const kind of ['rental_intermediation', 'social_rental_management']) {
      await made.coordinator
        .post('/v1/accreditations', {
          organisationId: association.organisationId,
          kind,
          authority: 'DRIHL',
          grantedOn: '2013-07-04',
        })
        .expect(201);
    }
    // The landlord records it; which programme it serves, the association says: its landlords read of it from then on.
    const convention = idOf(
      await landlord
        .post('/v1/conventions', {
          landlordId: landlord.organisationId,
          holderId: association.organisationId,
          signedOn: '2014-06-17',
          startsOn: '2014-06-17',
        })
        .expect(201),
    );
    const { headers } = await association.get(`/v1/conventions/${convention}`).expect(200);
    await association
      .post(`/v1/conventions/${convention}/confirmation`, { programmeId })
      .set('If-Match', headers.etag as string)
      .expect(200);
    for (const [number, [signedOn, flats]] of BROUGHT.entries()) {
      const riderId = idOf(
        await landlord
          .post(`/v1/conventions/${convention}/riders`, { number, signedOn, dwellingsBrought: flats })
          .expect(201),
      );
      for (let flat = 0; flat < flats; flat += 1) {
        const dwellingId = idOf(
          await landlord
            .post('/v1/dwellings', {
              label: `Domicile ${number}.${flat}`,
              communeCode: '75120',
              type: flat % 2 ? 't5' : 't4',
              operatorId: association.organisationId,
              programmeId,
              riderId,
              places: 3,
              inServiceFrom: signedOn,
              rentCents: 92_000,
            })
            .expect(201),
        );
        const own: string[] = [];
        for (const room of [1, 2, 3])
          own.push(idOf(await association.post(`/v1/dwellings/${dwellingId}/rooms`, { number: room }).expect(201)));
        const headTenancyId = await head(dwellingId, signedOn);
        const opening = { headTenancyId, conventionId: convention, openedOn: signedOn };
        const flatId = idOf(await association.post('/v1/shared-flats', opening).expect(201));
        rooms.push(...own.map((roomId) => ({ flatId, headTenancyId, dwellingId, roomId, from: signedOn })));
      }
    }
  }, 120_000);

  /** The landlord lets the flat to the association. The books of before are elsewhere, and these begin with the year. */
  async function head(dwellingId: string, startsOn: string): Promise<string> {
    const { landlord, association } = made.partners;
    const lease = { kind: 'social_lease', tenantOrganisationId: association.organisationId, dwellingId, startsOn };
    const terms = { rentCents: 92_000, chargesCents: 18_400 };
    return idOf(await landlord.post('/v1/tenancies', { ...lease, duesStartOn: BOOKS, terms }).expect(201));
  }

  /** A resident by each step that the convention keeps; answers the placement. */
  async function choose(room: (typeof rooms)[number], on: string): Promise<string> {
    const { association } = made.partners;
    const householdId = await openHousehold(association);
    const placementId = idOf(
      await association
        .post('/v1/placements', { householdId, programmeId, referredOn: on, reasons: ['unfit'] })
        .expect(201),
    );
    const { dwellingId, roomId } = room;
    await act(placementId, 'offers', { dwellingId, roomId, plannedMoveInOn: on, occurredOn: on });
    await act(placementId, 'allocation', { outcome: 'allocated', rank: 1, occurredOn: on });
    return placementId;
  }

  async function act(placementId: string, noun: string, body: object): Promise<void> {
    const { status } = await step(made.partners.association, placementId, noun, body);
    expect([noun, status < 300]).toEqual([noun, true]);
  }

  const accept = (placementId: string, on: string) =>
    step(made.partners.association, placementId, 'acceptance', { answer: 'accepted', informedOn: on, occurredOn: on });

  /** Accepted, then in the room: keys, agreement, share and account at once; answers the occupancy. */
  async function settle(room: (typeof rooms)[number], on: string): Promise<Occupancy> {
    const { association } = made.partners;
    const placementId = await choose(room, on);
    expect((await accept(placementId, on)).status).toBe(200);
    const share = { rentCents: 30_700, chargesCents: 6_200, aidKind: 'apl', aidCents: 21_500, aidPayee: 'landlord' };
    const arrival = { share, duesStartOn: on > BOOKS ? on : BOOKS };
    return settleIn(
      association,
      { ...room, id: room.flatId, conventionId: '', roomIds: [] },
      { placementId, on, arrival },
    );
  }

  const lived = async (partner: Partner): Promise<Lived[]> => {
    const flats = [...new Set(rooms.map(({ flatId }) => flatId))];
    const found = await Promise.all(flats.map((id) => demo.all<Lived>(partner, `/v1/shared-flats/${id}/occupancies`)));
    return found.flat();
  };

  it('houses 32 people over time: 28 first residents, four of whom leave and are succeeded', async () => {
    const { association } = made.partners;
    for (const [index, room] of rooms.slice(0, 28).entries()) {
      const occupancy = await settle(room, room.from);
      if (index >= 4) continue;
      const leftOn = `20${19 + index}-03-01`;
      const departure = { leftOn, reason: 'notice_by_tenant', exitRoute: 'residence_autonomie' };
      expect((await leave(association, occupancy, 'departure', departure)).status).toBe(200);
      await settle(room, index === 0 ? leftOn : `20${19 + index}-03-15`);
    }
    const { landlord, state } = made.partners;
    await itHasTheFigures([association, landlord, state, made.coordinator], association);
    for (const reader of [association, landlord])
      expect(new Set((await lived(reader)).map(({ personId }) => personId)).size).toBe(32);
  }, 240_000);

  it('tells how much of it was occupied, and who left when', async () => {
    const { association, state } = made.partners;
    for (const [from, to] of [
      ['2014-06-17', '2020-01-01'],
      ['2019-01-01', '2020-01-01'],
    ] as const) {
      expect((await figuresOf(association, KEY, from, to)).occupancy_rate!.value).toBe(
        await occupancy(association, from, to),
      );
    }
    // Again from the occupancies alone: days lived in of the days of three rooms a flat.
    const all = await lived(association);
    const [from, to] = ['2014-06-17', '2024-01-01'] as const;
    const days = all.reduce((sum, { startedOn, endedOn }) => sum + daysWithin(startedOn!, endedOn, from, to), 0);
    const offered = rooms.reduce((sum, room) => sum + daysWithin(room.from, null, from, to), 0);
    const figures = await figuresOf(association, KEY, from, to);
    expect(figures.occupancy_rate!.value).toBe(Math.round((10_000 * days) / offered));
    expect(figures.vacancy_days!.value).toBe(offered - days);
    expect(figures.turnover!.value).toBe(Math.round((10_000 * 4) / 30));
    expect(figures.vacancy_cost!.value).toBe(rooms.reduce((sum, room) => sum + emptyCost(room, all, from, to), 0));
    const year = ['2020-01-01', '2021-01-01'] as const;
    const { placements } = await listed(demo, association, KEY);
    expect(placements.filter(({ endedOn }) => within(endedOn, ...year))).toHaveLength(1);
    const whole = await figuresOf(association, KEY, ...year);
    const guarded = await figuresOf(state, KEY, ...year);
    expect(whole.exits).toMatchObject({ value: 1, breakdown: { accord_collectif: 0, dalo: 0, other: 1 } });
    expect(whole.average_stay_days!.value).toBe(2084);
    expect(guarded.exits).toMatchObject({ value: 1, breakdown: {} });
    expect(guarded.average_stay_days!.value).toBeNull();
    expect(doubleBooked(placements)).toEqual([]);
  });

  it('lets a flat to the association and its rooms to residents, each of whom owes for himself alone', async () => {
    const { landlord, association } = made.partners;
    const { flatId, headTenancyId } = rooms[12]!;
    const residents = (await demo.all<Occupancy>(association, `/v1/shared-flats/${flatId}/occupancies`)).filter(
      ({ status }) => status === 'current',
    );
    expect(residents).toHaveLength(3);
    const agreements = residents.map(({ tenancyId }) => tenancyId!);
    const owed = await balance(association, agreements[0]!);
    await association
      .post(`/v1/tenancies/${agreements[0]}/payments`, { amountCents: owed })
      .set('Idempotency-Key', 'share-of-the-first')
      .expect(201);
    expect(await Promise.all(agreements.map((id) => balance(association, id)))).toEqual([0, owed, owed]);
    expect(await balance(landlord, headTenancyId)).toBeGreaterThan(0);
    for (const id of agreements) {
      for (const part of ['', '/terms', '/account']) await landlord.get(`/v1/tenancies/${id}${part}`).expect(404);
    }
    const { body } = await landlord.get(`/v1/tenancies/${headTenancyId}/occupancies`).expect(200);
    expect((body as { data: { id: string }[] }).data.map(({ id }) => id).sort()).toEqual([...agreements].sort());
    const account = await association.get(`/v1/shared-flats/${flatId}/account?from=${BOOKS}&to=${BOOKS}`).expect(200);
    expect((account.body as { months: object[] }).months).toMatchObject([
      { headRentCents: 92_000, headChargesCents: 18_400, sharesCents: 3 * 36_900, vacancyCents: 0, resultCents: 300 },
    ]);
  });

  it('counts what is done in the flats, and who came', async () => {
    const { association, state, landlord } = made.partners;
    const { flatId } = rooms[12]!;
    const path = `/v1/shared-flats/${flatId}/activities`;
    const came = (await demo.all<Lived>(association, `/v1/shared-flats/${flatId}/occupancies`)).map(({ id }) => id);
    for (const [kind, heldOn] of [
      ['conviviality', '2023-02-10'],
      ['prevention_workshop', '2023-06-10'],
    ] as const) {
      const otherFlatIds = [rooms[15]!.flatId];
      const made = await association.post(path, { kind, topics: ['health'], heldOn, otherFlatIds }).expect(201);
      const attended = association.post(`${path}/${idOf(made)}/attendance`, { occupancyIds: came, guests: 1 });
      await attended.set('If-Match', made.headers.etag as string).expect(200);
    }
    for (const reader of [association, state]) {
      const { activities, attendances } = await figuresOf(reader, KEY, '2023-01-01', '2024-01-01');
      expect(activities).toMatchObject({ value: 2, breakdown: { conviviality: 1, prevention_workshop: 1 } });
      expect(attendances!.value).toBe(2 * (came.length + 1));
    }
    expect((await figuresOf(landlord, KEY, '2023-01-01', '2024-01-01')).activities!.value).toBeNull();
  });

  it('never lets two people have one room, even when they accept it at once', async () => {
    const room = rooms[28]!;
    const first = await choose(room, '2021-02-01');
    const second = await choose(room, '2021-02-01');
    const answers = await Promise.all([accept(first, '2021-02-01'), accept(second, '2021-02-01')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'room_already_occupied' });
  });
});
