import { describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { consortiumOf, join, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { addMonths } from '../src/platform/calendar.js';
import { openHousehold } from './support/households.js';
import {
  act,
  conventionOf,
  openFlat,
  plan,
  settleIn,
  SHARE,
  type Flat,
  type Occupancy,
} from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord', 'supporter'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
  funder: { roles: ['funder'] },
});
const { landlord, operator, funder } = made.partners;
const conventionId = await conventionOf(made);
const flatHere = (over: object = {}): Promise<Flat> => openFlat(made, { conventionId, ...over });
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  (body as { code?: string }).code,
];
const pathOf = ({ id, flatId }: Occupancy): string => `/v1/shared-flats/${flatId}/occupancies/${id}`;
const etagOf = async (partner: Partner, path: string): Promise<string> =>
  (await partner.get(path).expect(200)).headers.etag as string;
const DEPARTURE = { reason: 'mutual', exitRoute: 'hosted' };

async function planned(flat: Flat, over: object = {}): Promise<Response> {
  const householdId = await openHousehold(operator);
  return plan(operator, flat, {
    householdId,
    roomId: flat.roomIds[0],
    startsOn: '2026-01-05',
    agreedOn: '2026-01-01',
    ...over,
  });
}
const arrive = (answer: Response, arrivedOn: string) =>
  act(operator, bodyOf<Occupancy>(answer), 'arrival', { arrivedOn, share: SHARE });
const planEnd = async (occupancy: Occupancy, plannedEndsOn: string) =>
  operator
    .patch(pathOf(occupancy), { plannedEndsOn })
    .set('If-Match', await etagOf(operator, pathOf(occupancy)))
    .expect(200);

describe('A resident who comes after the planned end', () => {
  it('has the room all the same, and nobody else can take it', async () => {
    const flat = await flatHere();
    const late = await arrive(await planned(flat, { endsOn: '2026-01-10' }), '2026-01-12');
    expect(bodyOf(late)).toMatchObject({ status: 'current', startedOn: '2026-01-12', plannedEndsOn: null });
    const { rooms } = bodyOf<{ rooms: Body[] }>(
      await operator.get(`/v1/shared-flats/${flat.id}/vacancies`).expect(200),
    );
    expect(rooms.map(({ roomId }) => roomId)).toEqual(flat.roomIds.slice(1));
    expect(codeOf(await planned(flat, { startsOn: '2026-02-01' }))).toEqual([409, 'room_already_occupied']);
  });

  it('is told that the room was promised to somebody else from then on', async () => {
    const flat = await flatHere();
    const first = await planned(flat, { endsOn: '2026-01-10' });
    await planned(flat, { startsOn: '2026-02-01' });
    expect(codeOf(await arrive(first, '2026-01-12'))).toEqual([409, 'room_already_occupied']);
  });
});

describe('A planned end', () => {
  it('stays when the resident moves to another room', async () => {
    const flat = await flatHere();
    const resident = await settleIn(operator, flat, { on: '2026-01-05' });
    await planEnd(resident, '2030-04-01');
    const moved = await act(operator, resident, 'move', { roomId: flat.roomIds[1], movedOn: '2026-02-01' });
    expect(bodyOf(moved)).toMatchObject({ plannedEndsOn: '2030-04-01' });
    expect((await planned(flat, { roomId: flat.roomIds[1], startsOn: '2030-04-01' })).status).toBe(201);
  });
});

describe('A resident who leaves later than planned', () => {
  it('left on the day that it was; who was promised the room arrives then', async () => {
    const flat = await flatHere();
    const resident = await settleIn(operator, flat, { on: '2026-01-05' });
    await planEnd(resident, '2026-04-01');
    const next = await planned(flat, { startsOn: '2026-04-01' });
    const left = await act(operator, resident, 'departure', { ...DEPARTURE, leftOn: '2026-04-05' });
    expect([left.status, bodyOf(left)]).toMatchObject([200, { status: 'ended', endedOn: '2026-04-05' }]);
    expect(codeOf(await arrive(next, '2026-04-04'))).toEqual([409, 'room_already_occupied']);
    expect((await arrive(next, '2026-04-05')).status).toBe(200);
    const { data } = bodyOf<{ data: Body[] }>(await operator.get(`/v1/dwellings/${flat.dwellingId}/stays`).expect(200));
    expect(data.map(({ startsOn, endsOn }) => [startsOn, endsOn]).sort()).toEqual([
      ['2026-01-05', '2026-04-05'],
      ['2026-04-05', null],
    ]);
  });
});

describe('A stay of the past', () => {
  const gone = (answer: Response, departure: object) =>
    act(operator, bodyOf<Occupancy>(answer), 'arrival', {
      arrivedOn: '2026-01-05',
      share: SHARE,
      departure: { ...DEPARTURE, ...departure },
    });

  it('is recorded with its departure, whoever lives in the room today', async () => {
    const flat = await flatHere();
    const today = await settleIn(operator, flat, { on: '2026-06-01' });
    const past = await gone(await planned(flat, { endsOn: '2026-03-01' }), { leftOn: '2026-03-01' });
    expect([past.status, past.body]).toMatchObject([
      200,
      { status: 'ended', startedOn: '2026-01-05', endedOn: '2026-03-01', endedBy: 'departure' },
    ]);
    const tenancy = await operator.get(`/v1/tenancies/${bodyOf(past).tenancyId as string}`).expect(200);
    expect(bodyOf(tenancy)).toMatchObject({ startsOn: '2026-01-05', endedOn: '2026-03-01', endingReason: 'mutual' });
    expect(bodyOf(await operator.get(pathOf(today)).expect(200))).toMatchObject({ status: 'current' });
    const others = dataOf(await landlord.get(`/v1/shared-flats/${flat.id}/occupancies`).expect(200));
    expect(others.map(({ status }) => status).sort()).toEqual(['current', 'ended']);
  });

  it('that overlaps the stay of another is refused, and nothing of it is kept', async () => {
    const flat = await flatHere();
    await settleIn(operator, flat, { on: '2026-06-01' });
    const plan = await planned(flat, { endsOn: '2026-03-01' });
    const late = await gone(plan, { leftOn: '2026-06-02' });
    expect(codeOf(late)).toEqual([409, 'room_taken_before']);
    expect(late.body).toMatchObject({ detail: expect.stringContaining('2026-06-01') as unknown });
    expect(codeOf(await gone(plan, { leftOn: '2026-01-04' }))).toEqual([422, 'invalid_input']);
    expect(bodyOf(await operator.get(pathOf(bodyOf(plan))).expect(200))).toMatchObject({ status: 'planned' });
    expect((await gone(plan, { leftOn: '2026-06-01' })).status).toBe(200);
  });

  it('is asked for its departure where others lived in the room since', async () => {
    const flat = await flatHere();
    const first = await planned(flat, { endsOn: '2026-03-01' });
    const between = await settleIn(operator, flat, { on: '2026-04-01' });
    await act(operator, between, 'departure', { ...DEPARTURE, leftOn: '2026-05-01' });
    const answer = await arrive(first, '2026-01-05');
    expect(codeOf(answer)).toEqual([409, 'room_lived_in_since']);
    expect(bodyOf<{ detail: string }>(answer).detail).toContain('2026-04-01');
    expect((await gone(first, { leftOn: '2026-02-01' })).status).toBe(200);
  });
});

describe('A flat', () => {
  it('is not closed while a room of it is promised', async () => {
    const flat = await flatHere();
    const path = `/v1/shared-flats/${flat.id}`;
    const close = async () =>
      operator.post(`${path}/closing`, { closedOn: '2026-02-01' }).set('If-Match', await etagOf(operator, path));
    await planned(flat, { startsOn: '2026-03-01' });
    expect(codeOf(await close())).toEqual([409, 'flat_lived_in']);
  });
});

describe('Over GraphQL', () => {
  it('year and months may be left out, as over REST', async () => {
    const flat = await flatHere();
    const { id } = await settleIn(operator, flat, { on: '2026-01-05' });
    const query = `query ($flat: ID!, $id: ID!) {
      sharedFlatAccount(id: $flat) { months { month sharesCents } }
      presence(flatId: $flat, occupancyId: $id) { level } }`;
    const { data } = bodyOf<{ data: { sharedFlatAccount: { months: object[] }; presence: object } }>(
      await operator.graphql(query, { flat: flat.id, id }),
    );
    const account = bodyOf<{ months: object[] }>(await operator.get(`/v1/shared-flats/${flat.id}/account`).expect(200));
    expect(account.months).toMatchObject(data.sharedFlatAccount.months);
    expect(data.sharedFlatAccount.months).toHaveLength(12);
    expect(data.presence).toEqual({ level: 'kept' });
  });
});

describe('An absence', () => {
  it('goes on when the resident moves meanwhile, is counted once, and ends with the return', async () => {
    const flat = await flatHere();
    const resident = await settleIn(operator, flat, { on: '2026-01-05' });
    const away = { reason: 'family', outsideFrance: true, startsOn: '2026-02-01' };
    await operator.post(`${pathOf(resident)}/absences`, away).expect(201);
    const moved = bodyOf<Occupancy>(
      await act(operator, resident, 'move', { roomId: flat.roomIds[1], movedOn: '2026-02-10' }),
    );
    expect(dataOf(await operator.get(`${pathOf(resident)}/absences`).expect(200))).toMatchObject([
      { startsOn: '2026-02-01', endsOn: '2026-02-10' },
    ]);
    const again = await operator.post(`${pathOf(moved)}/absences`, { ...away, startsOn: '2026-02-12' });
    expect(codeOf(again)).toEqual([409, 'absence_overlaps']);
    const [open] = dataOf(await operator.get(`${pathOf(moved)}/absences`).expect(200));
    expect(open).toMatchObject({ reason: 'family', outsideFrance: true, startsOn: '2026-02-10', endsOn: null });
    const path = `${pathOf(moved)}/absences/${open!.id}`;
    await operator
      .patch(path, { endsOn: '2026-02-15' })
      .set('If-Match', await etagOf(operator, path))
      .expect(200);
    const presence = () => operator.get(`${pathOf(moved)}/presence?year=2026`).expect(200);
    expect(bodyOf(await presence())).toMatchObject({ daysAbroad: 14, level: 'kept' });
    await act(operator, moved, 'departure', { ...DEPARTURE, leftOn: '2026-03-01' });
    expect(bodyOf(await presence())).toMatchObject({ daysAbroad: 14, level: 'kept' });
  });
});

describe('Who supports a flat', () => {
  it('holds that role, and does not let the flat as a whole', async () => {
    const closed = await flatHere();
    const path = `/v1/shared-flats/${closed.id}`;
    await operator
      .post(`${path}/closing`, { closedOn: '2026-01-01' })
      .set('If-Match', await etagOf(operator, path))
      .expect(200);
    const { headTenancyId } = closed;
    const open = (supporterId: string) =>
      operator.post('/v1/shared-flats', { headTenancyId, conventionId, openedOn: '2026-01-01', supporterId });
    for (const [{ organisationId }, code] of [
      [funder, 'unknown_role'],
      [landlord, 'lets_the_flat'],
    ] as const)
      expect(bodyOf(await open(organisationId).expect(422)).errors).toMatchObject([{ pointer: '/supporterId', code }]);
    await open(operator.organisationId).expect(201);
  });
});

describe('The landlord', () => {
  it('cannot learn who supports whom: that may itself say why', async () => {
    const discreet = await join(test, made.coordinator, 'discreet', { roles: ['supporter'], discreet: true });
    const flat = await flatHere({ supporterId: discreet.organisationId });
    const resident = await settleIn(operator, flat, { on: '2026-01-05' });
    for (const path of [`/v1/shared-flats/${flat.id}`, '/v1/shared-flats', pathOf(resident)])
      expect((await landlord.get(path).expect(200)).text).not.toMatch(/supporter/);
    for (const path of ['/v1/shared-flats', `/v1/shared-flats/${flat.id}/occupancies`])
      await landlord.get(`${path}?supporterId=${discreet.organisationId}`).expect(400);
    await discreet.get(`/v1/shared-flats/${flat.id}/incidents`).expect(200);
  });
});

describe('An agreement to share a flat', () => {
  it('has been given: a day that is still to come is none', async () => {
    const { errors } = bodyOf(await planned(await flatHere(), { startsOn: '2199-02-01', agreedOn: '2199-01-01' }));
    expect(errors).toMatchObject([{ pointer: '/agreedOn', code: 'in_the_future' }]);
  });
});

describe('A household', () => {
  it('lives in no more rooms than it has people, also when both arrivals come at once', async () => {
    const [here, there] = [await flatHere(), await flatHere()];
    const householdId = await openHousehold(operator);
    const both = [
      await planned(here, { householdId, endsOn: '2026-02-01' }),
      await planned(there, { householdId, startsOn: '2026-02-01' }),
    ];
    const answers = await Promise.all(both.map((one) => arrive(one, '2026-02-01').then((answer) => answer)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = both[answers.findIndex(({ status }) => status === 409)]!;
    expect(codeOf(await arrive(refused, '2026-02-01'))).toEqual([409, 'resident_elsewhere']);
    const living = bodyOf<Occupancy>(answers.find(({ status }) => status === 200)!);
    await act(operator, living, 'departure', { ...DEPARTURE, leftOn: '2026-03-01' });
    expect((await arrive(refused, '2026-03-01')).status).toBe(200);
  });
});

describe('Days on which there is no flat', () => {
  it('see nobody new once the head tenancy has ended', async () => {
    const flat = await flatHere();
    const path = `/v1/tenancies/${flat.headTenancyId}`;
    const waiting = await planned(flat);
    await landlord
      .post(`${path}/ending`, { endedOn: '2026-03-01', reason: 'mutual' })
      .set('If-Match', await etagOf(landlord, path))
      .expect(200);
    const next = { roomId: flat.roomIds[1] };
    expect(codeOf(await planned(flat, { ...next, startsOn: '2026-03-01' }))).toEqual([409, 'head_tenancy_ended']);
    expect(codeOf(await arrive(waiting, '2026-03-01'))).toEqual([409, 'head_tenancy_ended']);
    expect((await planned(flat, { ...next, startsOn: '2026-02-28' })).status).toBe(201);
  });

  it('have neither activities nor incidents', async () => {
    const [flat, younger] = [await flatHere(), await flatHere({ startsOn: '2024-01-01' })];
    const path = `/v1/shared-flats/${flat.id}`;
    const incident = { kind: 'noise', description: 'Bruit' };
    const activity = { kind: 'conviviality', topics: [], otherFlatIds: [younger.id] };
    await operator.post(`${path}/incidents`, { ...incident, occurredOn: '2019-12-31' }).expect(422);
    await operator.post(`${path}/incidents`, { ...incident, occurredOn: '2020-01-01' }).expect(201);
    await operator.post(`${path}/activities`, { ...activity, heldOn: '2023-12-31' }).expect(422);
    await operator.post(`${path}/activities`, { ...activity, heldOn: '2024-01-01' }).expect(201);
  });

  it('come before nothing that was done about an incident', async () => {
    const path = `/v1/shared-flats/${(await flatHere()).id}/incidents`;
    const incident = { kind: 'noise', description: 'Bruit', occurredOn: '2026-03-01' };
    const { id } = bodyOf(await operator.post(path, incident).expect(201));
    const done = { note: 'Entretien', doneOn: '2026-02-28' };
    const { errors } = bodyOf(await operator.post(`${path}/${id}/follow-ups`, done).expect(422));
    expect(errors).toMatchObject([{ pointer: '/doneOn', code: 'before_start' }]);
    await operator.post(`${path}/${id}/follow-ups`, { ...done, doneOn: '2026-03-01' }).expect(201);
  });

  it('are too far ahead for an account', async () => {
    const path = `/v1/shared-flats/${(await flatHere()).id}/account`;
    for (const period of ['to=9999-12-31', 'to=9995-01-01', 'from=9999-12-31', 'from=0001-01-01'])
      expect([period, (await operator.get(`${path}?${period}`)).status]).toEqual([period, 400]);
    await operator.get(`${path}?to=${addMonths(today(), 2)}`).expect(200);
  });
});

describe('A supporter of a flat', () => {
  it('changes by a handover, not by opening it again', async () => {
    const { headTenancyId } = await flatHere();
    const [{ id } = { id: '' }] = dataOf(await operator.get(`/v1/shared-flats?headTenancyId=${headTenancyId}`));
    const externalIds = [{ system: 'case-tool', value: headTenancyId }];
    await operator
      .patch(`/v1/shared-flats/${id}`, { externalIds })
      .set('If-Match', await etagOf(operator, `/v1/shared-flats/${id}`))
      .expect(200);
    const path = `/v1/shared-flats/by-external-id/case-tool/${headTenancyId}`;
    const other = await join(test, made.coordinator, 'other-support', { roles: ['supporter'] });
    const input = { headTenancyId, conventionId, externalIds };
    const changed = await operator.put(path, { ...input, supporterId: other.organisationId });
    expect(codeOf(changed)).toEqual([409, 'flat_fixed']);
    await operator.put(path, { ...input, supporterId: operator.organisationId }).expect(200);
  });
});
