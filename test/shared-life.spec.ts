import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consortiumOf, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { placementFrame } from './support/placements.js';
import { settled } from './support/settled.js';
import { statementsOf } from './support/sql.js';
import {
  act,
  conventionOf,
  intoProgramme,
  liveInFlat,
  openFlat,
  settleIn,
  SHARE,
  type Flat,
  type Occupancy,
} from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const as = statementsOf(test);
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord', 'supporter'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
  stranger: { roles: ['operator', 'supporter'] },
  owner: { roles: ['landlord'], kind: 'private_owner' },
});
const { landlord, operator, stranger, owner } = made.partners;
const conventionId = await conventionOf(made);
const flatHere = (over: object = {}): Promise<Flat> => openFlat(made, { conventionId, ...over });
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  (body as { code?: string }).code,
];

const change = async (partner: Partner, path: string, noun: string, body: object) => {
  const { headers } = await partner.get(path).expect(200);
  return partner.post(`${path}/${noun}`, body).set('If-Match', headers.etag as string);
};

describe('The landlord of a shared flat', () => {
  it('sees the head tenancy and who lives there, and nothing else, over REST', async () => {
    const flat = await flatHere();
    const occupancy = await settleIn(operator, flat, { on: '2026-01-05' });
    const path = `/v1/shared-flats/${flat.id}`;
    const activity = bodyOf(
      await operator.post(`${path}/activities`, { kind: 'conviviality', topics: ['food'] }).expect(201),
    );
    const incident = bodyOf(
      await operator.post(`${path}/incidents`, { kind: 'noise', description: 'Bruit' }).expect(201),
    );
    await operator.post(`${path}/facts`, { smoking: 'outside' }).expect(201);
    await operator
      .post(`${path}/occupancies/${occupancy.id}/absences`, {
        reason: 'hospital',
        outsideFrance: false,
        startsOn: '2026-02-01',
      })
      .expect(201);

    await landlord.get(`/v1/tenancies/${flat.headTenancyId}`).expect(200);
    await landlord.get(path).expect(200);
    const [seen] = dataOf(await landlord.get(`${path}/occupancies`).expect(200));
    expect(seen).toMatchObject({ id: occupancy.id, householdId: occupancy.householdId, startedOn: '2026-01-05' });
    await landlord.get(`/v1/persons/${occupancy.personId as string}`).expect(200);

    for (const hidden of [
      `${path}/activities`,
      `${path}/activities/${activity.id}`,
      `${path}/activities/${activity.id}/attendance`,
      `${path}/incidents`,
      `${path}/incidents/${incident.id}`,
      `${path}/incidents/${incident.id}/follow-ups`,
      `${path}/facts`,
      `${path}/compatibility?householdId=${occupancy.householdId}`,
      `${path}/account`,
      `${path}/occupancies/${occupancy.id}/absences`,
      `${path}/occupancies/${occupancy.id}/presence`,
      `/v1/households/${occupancy.householdId}`,
      `/v1/households/${occupancy.householdId}/members`,
      `/v1/households/${occupancy.householdId}/living-facts`,
      `/v1/tenancies/${occupancy.tenancyId}`,
      `/v1/tenancies/${occupancy.tenancyId}/terms`,
      `/v1/tenancies/${occupancy.tenancyId}/account`,
      `/v1/tenancies/${occupancy.tenancyId}/ledger-entries`,
    ]) {
      const { status } = await landlord.get(hidden);
      expect([hidden, status]).toEqual([hidden, 404]);
    }
    const review = dataOf(await landlord.get(`/v1/tenancies/${flat.headTenancyId}/occupancies`).expect(200));
    expect(review).toMatchObject([{ startsOn: '2026-01-05', nextReviewOn: '2026-07-05' }]);
  });

  it('sees nothing else over GraphQL, nor in the change feed', async () => {
    const flat = await flatHere();
    const occupancy = await settleIn(operator, flat, { on: '2026-01-05' });
    const answer = await landlord.graphql(
      `query ($id: ID!) { sharedFlat(id: $id) { id residents { id householdId agreement { id } } headTenancy { id } }
        sharedFlatAccount(id: $id) { flatId } }`,
      { id: flat.id },
    );
    expect((answer.body as { data: unknown }).data).toEqual({
      sharedFlat: {
        id: flat.id,
        residents: [{ id: occupancy.id, householdId: occupancy.householdId, agreement: null }],
        headTenancy: { id: flat.headTenancyId },
      },
      sharedFlatAccount: null,
    });
    await settled(test);
    const { data } = bodyOf<{ data: Body[] }>(await landlord.get('/v1/shared-flats/delta?limit=500').expect(200));
    const entry = data.find(({ id }) => id === flat.id)!;
    expect(entry.residents).toEqual([
      {
        occupancyId: occupancy.id,
        roomId: occupancy.roomId,
        personId: occupancy.personId,
        householdId: occupancy.householdId,
        startedOn: '2026-01-05',
      },
    ]);
    expect(JSON.stringify(entry)).not.toMatch(/Cents|supporter|rules|facts/i);
  });

  it('ceases to see who lived there when they have left, and hears of it', async () => {
    const flat = await flatHere();
    const occupancy = await settleIn(operator, flat, { on: '2026-01-05' });
    const person = `/v1/persons/${occupancy.personId as string}`;
    await landlord.get(person).expect(200);
    await settled(test);
    const { deltaToken } = bodyOf<{ deltaToken: string }>(
      await landlord.get('/v1/shared-flats/delta?limit=500').expect(200),
    );
    await act(operator, occupancy, 'departure', { leftOn: '2026-03-01', reason: 'mutual', exitRoute: 'prison' });
    await landlord.get(person).expect(404);
    await settled(test);
    const { data } = bodyOf<{ data: Body[] }>(
      await landlord.get(`/v1/shared-flats/delta?token=${deltaToken}`).expect(200),
    );
    expect(data).toMatchObject([{ id: flat.id, residents: [] }]);
    const events = await test.owner<{ type: string }>(
      `SELECT type FROM events WHERE subject_id = $1 AND $2 = ANY (viewers) ORDER BY xid, id`,
      [occupancy.id, landlord.organisationId],
    );
    expect(events.map(({ type }) => type)).toEqual(['occupancy.arrival', 'occupancy.departure']);
    await landlord.get(`/v1/tenancies/${occupancy.tenancyId}/exit`).expect(404);
  });

  it('follows a resident whose household is merged with another', async () => {
    const flat = await flatHere();
    const [survivor, absorbed] = [await openHousehold(operator), await openHousehold(operator)];
    await settleIn(operator, flat, { on: '2026-01-05', householdId: absorbed });
    const merged = await change(operator, `/v1/households/${survivor}`, 'merge', { absorbedId: absorbed });
    expect(merged.status).toBe(200);
    await settled(test);
    const { data } = bodyOf<{ data: Body[] }>(await landlord.get('/v1/shared-flats/delta?limit=500').expect(200));
    expect(data.find(({ id }) => id === flat.id)!.residents).toMatchObject([{ householdId: survivor }]);
    expect(dataOf(await operator.get(`/v1/households/${survivor}/living-facts`).expect(200))).toEqual([]);
  });

  it('is told nothing of who lives there where it is a private owner', async () => {
    const own = { coordinator: made.coordinator, partners: { landlord: owner, operator } };
    const flat = await openFlat(own);
    const occupancy = await settleIn(operator, flat, { on: '2026-01-05' });
    await owner.get(`/v1/shared-flats/${flat.id}`).expect(404);
    expect(dataOf(await owner.get('/v1/shared-flats').expect(200))).toEqual([]);
    await owner.get(`/v1/households/${occupancy.householdId}`).expect(404);
    expect(dataOf(await owner.get(`/v1/tenancies/${flat.headTenancyId}/occupancies`).expect(200))).toHaveLength(1);
  });
});

describe('An operator that does not support, and the supporter', () => {
  it('have each their part: rooms and accounts for the one, the life in the flat for the other', async () => {
    const frame = await placementFrame(test);
    const { operator: letting, supporter, referrer, stranger: elsewhere } = frame.partners;
    const { flat, occupancy } = await liveInFlat(frame);
    const path = `/v1/shared-flats/${flat.id}`;
    await supporter.post(`${path}/activities`, { kind: 'house_meeting', topics: ['house_rules'] }).expect(201);
    await supporter
      .post(`${path}/occupancies/${occupancy.id}/absences`, {
        reason: 'family',
        outsideFrance: true,
        startsOn: today(),
      })
      .expect(201);
    await letting.get(`${path}/account`).expect(200);
    for (const hidden of ['activities', 'incidents', 'facts', `occupancies/${occupancy.id}/absences`])
      expect([hidden, (await letting.get(`${path}/${hidden}`)).status]).toEqual([hidden, 403]);
    await supporter.get(`${path}/account`).expect(404);
    expect(dataOf(await supporter.get(`${path}/occupancies`).expect(200))).toHaveLength(1);
    await supporter.get(`/v1/tenancies/${occupancy.tenancyId}/account`).expect(200);
    for (const partner of [elsewhere, frame.partners.funder, referrer])
      expect((await partner.get(path)).status).toBe(partner === elsewhere ? 404 : 403);
    for (const hidden of ['activities', 'incidents', 'facts'])
      await frame.coordinator.get(`${path}/${hidden}`).expect(403);
    expect(dataOf(await frame.coordinator.get(`${path}/occupancies`).expect(200))).toMatchObject([
      { id: occupancy.id },
    ]);
  });
});

describe('The life in a flat', () => {
  it('has activities in one flat or across flats, with topics, attendance and outcome', async () => {
    const [here, there] = [await flatHere(), await flatHere()];
    const residents = [
      await settleIn(operator, here, { on: '2026-01-05' }),
      await settleIn(operator, there, { on: '2026-01-05' }),
    ];
    const path = `/v1/shared-flats/${here.id}/activities`;
    const input = {
      kind: 'prevention_workshop',
      topics: ['energy', 'budget'],
      heldOn: '2026-03-10',
      title: 'Factures',
    };
    const { id } = bodyOf(await operator.post(path, { ...input, otherFlatIds: [there.id] }).expect(201));
    const attended = await change(operator, `${path}/${id}`, 'attendance', {
      occupancyIds: residents.map((one) => one.id),
      guests: 1,
    });
    expect(bodyOf(attended)).toMatchObject({ residents: 2, guests: 1, flatIds: [here.id, there.id].sort() });
    const fewer = await change(operator, `${path}/${id}`, 'attendance', { occupancyIds: [residents[0]!.id] });
    expect(bodyOf(fewer)).toMatchObject({ residents: 1, guests: 0 });
    expect(dataOf(await operator.get(`${path}/${id}/attendance`).expect(200))).toMatchObject([
      { occupancyId: residents[0]!.id },
    ]);
    expect(dataOf(await operator.get(`/v1/shared-flats/${there.id}/activities`).expect(200))).toMatchObject([{ id }]);
    const late = await settleIn(operator, here, { on: '2026-04-01', room: 1 });
    expect((await change(operator, `${path}/${id}`, 'attendance', { occupancyIds: [late.id] })).status).toBe(422);
    expect((await stranger.post(path, input)).status).toBe(404);
  });

  it('has incidents, followed up until they are closed', async () => {
    const flat = await flatHere();
    const path = `/v1/shared-flats/${flat.id}/incidents`;
    const { id } = bodyOf(
      await operator.post(path, { kind: 'conflict', occurredOn: '2026-02-01', description: 'Ménage' }).expect(201),
    );
    await operator.post(`${path}/${id}/follow-ups`, { doneOn: '2026-02-03', note: 'Entretien' }).expect(201);
    const closed = await change(operator, `${path}/${id}`, 'closure', {
      closedOn: '2026-02-10',
      outcome: 'Tour convenu',
    });
    expect(bodyOf(closed)).toMatchObject({ status: 'closed', outcome: 'Tour convenu' });
    expect(dataOf(await operator.get(`${path}/${id}/follow-ups`).expect(200))).toHaveLength(1);
    expect(codeOf(await operator.post(`${path}/${id}/follow-ups`, { note: 'Encore' }))).toEqual([
      409,
      'incident_closed',
    ]);
    expect(dataOf(await operator.get(`${path}?status=open`).expect(200))).toEqual([]);
  });

  it('counts days outside France alone against the presence that ASPA asks for; the share stays due', async () => {
    const flat = await flatHere();
    const occupancy = await settleIn(operator, flat, { on: '2025-01-05' });
    const path = `/v1/shared-flats/${flat.id}/occupancies/${occupancy.id}`;
    const away = (body: object) =>
      operator.post(`${path}/absences`, { reason: 'family', outsideFrance: true, ...body });
    await away({ startsOn: '2025-02-01', endsOn: '2025-04-07' }).expect(201);
    await away({ startsOn: '2025-05-01', endsOn: '2025-09-01', reason: 'hospital', outsideFrance: false }).expect(201);
    expect(codeOf(await away({ startsOn: '2025-04-06' }))).toEqual([409, 'absence_overlaps']);
    expect((await away({ startsOn: '2025-01-04' })).status).toBe(422);
    expect(bodyOf(await operator.get(`${path}/presence?year=2025`).expect(200))).toMatchObject({
      daysAbroad: 65,
      mostDaysAbroad: 91,
      level: 'first_warning',
    });
    expect(bodyOf(await operator.get(`${path}/presence?year=2026`).expect(200))).toMatchObject({
      daysAbroad: 0,
      level: 'kept',
    });
  });

  it('says how a household and a flat fit, point by point and why; of a household that nobody spoke of, that nothing is known', async () => {
    const flat = await flatHere();
    const [resident, candidate] = [await openHousehold(operator), await openHousehold(operator)];
    await settleIn(operator, flat, { on: '2026-01-05', householdId: resident });
    const match = async () =>
      bodyOf<{ points: { topic: string; finding: string; explanation: string }[] }>(
        await operator
          .get(`/v1/shared-flats/${flat.id}/compatibility?householdId=${candidate}`)
          .set('Accept-Language', 'en')
          .expect(200),
      ).points;
    expect(new Set((await match()).map(({ finding }) => finding))).toEqual(new Set(['unknown']));
    await operator
      .post(`/v1/shared-flats/${flat.id}/facts`, { smoking: 'outside', stepFree: false, animalsAllowed: true })
      .expect(201);
    const facts = (id: string, body: object) =>
      operator.post(`/v1/households/${id}/living-facts`, { agreedOn: '2026-01-01', ...body });
    await facts(resident, { languages: ['ar', 'fr'], smokes: false, wishes: ['no_smoke'] }).expect(201);
    await facts(candidate, { languages: ['fr'], smokes: true, climbsStairs: false, hasAnimals: false }).expect(201);
    const points = await match();
    expect(Object.fromEntries(points.map(({ topic, finding }) => [topic, finding]))).toEqual({
      language: 'fits',
      smoking: 'differs',
      animals: 'fits',
      stairs: 'differs',
      wishes: 'unknown',
    });
    expect(points[0]!.explanation).toBe('A language in common with 1 of 1 resident(s) whose languages are known.');
    expect(JSON.stringify(points)).not.toMatch(/score/i);
    expect((await facts(candidate, { languages: ['french'] })).status).toBe(422);
    const [recorded] = dataOf(await operator.get(`/v1/households/${candidate}/living-facts`).expect(200));
    const path = `/v1/households/${candidate}/living-facts/${recorded!.id}`;
    const { headers } = await operator.get(path).expect(200);
    await operator
      .delete(path)
      .set('If-Match', headers.etag as string)
      .expect(204);
    expect(new Set((await match()).map(({ finding }) => finding))).toEqual(new Set(['unknown']));
  });
});

describe('A social worker', () => {
  it('sees of residents those of her caseload alone', async () => {
    const flat = await flatHere();
    const [mine, other] = [
      await settleIn(operator, flat, { on: '2026-01-05' }),
      await settleIn(operator, flat, { on: '2026-01-05', room: 1 }),
    ];
    const path = `/v1/shared-flats/${flat.id}`;
    for (const { id, householdId } of [mine, other]) {
      const absence = { reason: 'travel', outsideFrance: true, startsOn: '2026-02-01', endsOn: '2026-02-05' };
      await operator.post(`${path}/occupancies/${id}/absences`, absence).expect(201);
      await operator.post(`/v1/households/${householdId}/living-facts`, { agreedOn: '2026-01-01' }).expect(201);
    }
    const activity = await operator
      .post(`${path}/activities`, { kind: 'conviviality', topics: [], heldOn: '2026-03-01' })
      .expect(201);
    const came = { occupancyIds: [mine.id, other.id] };
    expect((await change(operator, `${path}/activities/${bodyOf(activity).id}`, 'attendance', came)).status).toBe(200);
    const worker = randomUUID();
    await test.owner(
      `INSERT INTO users (consortium_id, id, organisation_id, email, name, functions, caseload) VALUES ($1, $2, $3, $4, 'x', '{social_worker}', 'own')`,
      [operator.consortiumId, worker, operator.organisationId, `${worker}@x.example`],
    );
    const assignment = { userId: worker, startsOn: '2020-01-01' };
    await operator.post(`/v1/households/${mine.householdId}/assignments`, assignment).expect(201);
    for (const table of ['occupancies', 'absences', 'attendances', 'living_facts']) {
      const seen = await as<{ id: string }[]>(operator, `SELECT DISTINCT household_id AS id FROM ${table}`, [], {
        'app.caseload': worker,
      });
      expect([table, seen.map(({ id }) => id)]).toEqual([table, [mine.householdId]]);
    }
  });
});

describe('The account of a flat', () => {
  it('puts head rent and charges against shares and benefits, and says what an empty room costs', async () => {
    const flat = await flatHere({ startsOn: '2026-01-01' });
    const first = await settleIn(operator, flat, { on: '2026-01-01' });
    const second = await settleIn(operator, flat, { on: '2026-02-15', room: 1 });
    await operator
      .post(`/v1/tenancies/${first.tenancyId}/ledger-entries`, {
        kind: 'benefit',
        amountCents: 20_000,
        occurredOn: '2026-02-05',
        month: '2026-02',
      })
      .expect(201);
    await operator
      .post(`/v1/tenancies/${first.tenancyId}/payments`, { amountCents: 16_000, occurredOn: '2026-02-06' })
      .set('Idempotency-Key', 'share')
      .expect(201);
    const { months } = bodyOf<{ months: (Body & { rooms: Body[] })[] }>(
      await operator.get(`/v1/shared-flats/${flat.id}/account?from=2026-01-01&to=2026-02-28`).expect(200),
    );
    const half = Math.round((30_000 * 14) / 28) + Math.round((6_000 * 14) / 28);
    expect(months).toMatchObject([
      {
        month: '2026-01',
        headRentCents: 92_000,
        headChargesCents: 18_400,
        sharesCents: 36_000,
        benefitsCents: 0,
        paidCents: 0,
      },
      {
        month: '2026-02',
        headRentCents: 92_000,
        headChargesCents: 18_400,
        sharesCents: 36_000 + half,
        benefitsCents: 20_000,
        paidCents: 16_000,
      },
    ]);
    const [january, february] = months.map(({ rooms }) =>
      Object.fromEntries(rooms.map((room) => [room.roomId, [room.vacantDays, room.vacancyCents]])),
    );
    expect(january).toEqual({
      [flat.roomIds[0]!]: [0, 0],
      [flat.roomIds[1]!]: [31, 36_800],
      [flat.roomIds[2]!]: [31, 36_800],
    });
    expect(february).toEqual({
      [flat.roomIds[0]!]: [0, 0],
      [flat.roomIds[1]!]: [14, 18_400],
      [flat.roomIds[2]!]: [28, 36_800],
    });
    expect(months[0]!.resultCents).toBe(36_000 - 110_400);
    expect(second.status).toBe('current');
    await landlord.get(`/v1/shared-flats/${flat.id}/account`).expect(404);
    expect(SHARE.rentCents + SHARE.chargesCents).toBe(36_000);
  });
});

describe('A vacant room', () => {
  it('is listed, and offered to who waits first', async () => {
    const programme = await made.coordinator
      .post('/v1/programmes', {
        key: 'domiciles',
        name: 'Domiciles',
        publicLabel: 'Logement accompagné',
        kind: 'shared_flats',
        operatorId: operator.organisationId,
        decidingBody: 'association_choice',
        omittedSteps: ['eligibility', 'submission'],
        startsOn: '2020-01-01',
      })
      .expect(201);
    const programmeId = bodyOf(programme).id;
    const flat = await flatHere({ dwelling: {} });
    await intoProgramme(operator, flat, programmeId);
    const gone = await settleIn(operator, flat, { on: '2026-01-05', room: 0 });
    await settleIn(operator, flat, { on: '2026-01-05', room: 1 });
    await act(operator, gone, 'departure', { leftOn: '2026-02-01', reason: 'mutual', exitRoute: 'hosted' });
    const { rooms } = bodyOf<{ rooms: Body[] }>(
      await operator.get(`/v1/shared-flats/${flat.id}/vacancies`).expect(200),
    );
    expect(rooms).toMatchObject([
      { roomId: flat.roomIds[0], vacatedOn: '2026-02-01' },
      { roomId: flat.roomIds[2], vacatedOn: null },
    ]);
    const { body } = await operator.get('/v1/programmes/domiciles/figures').expect(200);
    const figures = (body as { figures: { code: string; value: number | null }[] }).figures;
    const value = (code: string) => figures.find((figure) => figure.code === code)!.value;
    expect([value('people_rehoused'), value('exits'), value('average_stay_days')]).toEqual([2, 1, 27]);
    const offer = () =>
      operator.post(`/v1/shared-flats/${flat.id}/vacancies/offer`, {
        roomId: flat.roomIds[0],
        plannedMoveInOn: today(),
      });
    expect(codeOf(await offer())).toEqual([409, 'nobody_waits']);
    const waiting: string[] = [];
    for (const priority of [3, 1]) {
      const householdId = await openHousehold(operator);
      const { id } = bodyOf(
        await operator.post('/v1/placements', { householdId, programmeId, reasons: ['unfit'] }).expect(201),
      );
      await operator.post('/v1/place-waiting-list', { placementId: id, priority }).expect(201);
      waiting.push(id);
    }
    expect(bodyOf(await offer().expect(201))).toMatchObject({
      placementId: waiting[1],
      roomId: flat.roomIds[0],
      status: 'open',
    });
    expect(dataOf(await operator.get(`/v1/place-waiting-list?placementId=${waiting[1]}`).expect(200))).toMatchObject([
      { status: 'offered' },
    ]);
  });
});

describe('GraphQL', () => {
  it('does what REST does, with the same rules', async () => {
    const flat = await flatHere();
    const householdId = await openHousehold(operator);
    const input = { householdId, roomId: flat.roomIds[0], startsOn: '2026-01-05', agreedOn: '2026-01-01' };
    const planning = `mutation ($flatId: ID!, $input: OccupancyInput!) { planOccupancy(flatId: $flatId, input: $input) { id version status } }`;
    const planned = await operator.graphql(planning, { flatId: flat.id, input });
    const { id, version } = (planned.body as { data: { planOccupancy: Occupancy & { version: number } } }).data
      .planOccupancy;
    const other = { ...input, householdId: await openHousehold(operator) };
    const again = await operator.graphql(planning, { flatId: flat.id, input: other });
    expect((again.body as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code).toBe(
      'room_already_occupied',
    );
    const arrived = await operator.graphql(
      `mutation ($flatId: ID!, $id: ID!, $v: Int!, $input: ArrivalInput!) { arriveInFlat(flatId: $flatId, id: $id, expectedVersion: $v, input: $input) { status household { id } agreement { account { balanceCents } } room { number } } }`,
      { flatId: flat.id, id, v: version, input: { arrivedOn: '2026-01-05', share: SHARE } },
    );
    expect((arrived.body as { data: { arriveInFlat: object } }).data.arriveInFlat).toMatchObject({
      status: 'current',
      household: { id: householdId },
      room: { number: 1 },
    });
  });
});
