import { describe, expect, it } from '@jest/globals';
import { consortiumOf, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { settled } from './support/settled.js';
import { act, conventionOf, openFlat, plan, settleIn, type Occupancy } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
  house: { roles: ['supporter'] },
});
const { landlord, operator, house } = made.partners;
const conventionId = await conventionOf(made);
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const faultsOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  ...((body as { errors?: { pointer: string; code: string }[] }).errors ?? []).map(({ pointer, code }) => [
    pointer,
    code,
  ]),
];

describe('Who supports a flat and not its residents', () => {
  const attend = async (path: string, body: object, partner: Partner = house) => {
    const { headers } = await partner.get(path).expect(200);
    return partner.post(`${path}/attendance`, body).set('If-Match', headers.etag as string);
  };

  it('records by the room that they came, and reads nothing more of them', async () => {
    const flat = await openFlat(made, { conventionId, supporterId: house.organisationId });
    const [one, two] = [
      await settleIn(operator, flat, { on: '2026-01-05' }),
      await settleIn(operator, flat, { on: '2026-01-05', room: 1 }),
    ];
    const activities = `/v1/shared-flats/${flat.id}/activities`;
    const held = { kind: 'conviviality', topics: ['food'], heldOn: '2026-03-01' };
    const path = `${activities}/${bodyOf(await house.post(activities, held).expect(201)).id}`;
    const roomIds = [one.roomId, two.roomId];
    const came = await attend(path, { occupancyIds: [], roomIds, guests: 1 });
    expect([came.status, came.body]).toMatchObject([200, { residents: 2, guests: 1 }]);
    expect(bodyOf(await attend(path, { occupancyIds: [], roomIds: [two.roomId] })).residents).toBe(1);
    expect(bodyOf(await attend(path, { occupancyIds: [] })).residents).toBe(1);
    expect(dataOf(await house.get(`${path}/attendance`).expect(200))).toEqual([]);
    for (const hidden of [
      `/v1/households/${two.householdId}`,
      `/v1/persons/${String(two.personId)}`,
      `/v1/shared-flats/${flat.id}/occupancies/${two.id}`,
      `/v1/tenancies/${two.tenancyId}`,
    ])
      expect([hidden, (await house.get(hidden)).status]).toEqual([hidden, 404]);
    expect(JSON.stringify(came.body)).not.toContain(two.id);
    expect(faultsOf(await attend(path, { occupancyIds: [], roomIds: [flat.roomIds[2]] }))).toEqual([
      422,
      ['/roomIds/0', 'not_there_then'],
    ]);
    expect(bodyOf(await house.get(path).expect(200)).residents).toBe(1);
    await operator.get(path).expect(404);
  });

  it('names nobody of a flat in which the activity was not, nor of another day', async () => {
    const [flat, elsewhere] = [
      await openFlat(made, { conventionId, supporterId: house.organisationId }),
      await openFlat(made, { conventionId, supporterId: house.organisationId }),
    ];
    const [late, there] = [
      await settleIn(operator, flat, { on: '2026-03-02' }),
      await settleIn(operator, elsewhere, { on: '2026-01-05' }),
    ];
    const activities = `/v1/shared-flats/${flat.id}/activities`;
    const held = { kind: 'house_meeting', topics: [], heldOn: '2026-03-01' };
    const path = `${activities}/${bodyOf(await house.post(activities, held).expect(201)).id}`;
    for (const { roomId } of [late, there])
      expect(faultsOf(await attend(path, { occupancyIds: [], roomIds: [roomId] }))).toEqual([
        422,
        ['/roomIds/0', 'not_there_then'],
      ]);
  });
});

describe('Days of a shared flat', () => {
  it('are of a time in which people live: who writes 0001 or 9999 is told what would do', async () => {
    const flat = await openFlat(made, { conventionId });
    const householdId = await openHousehold(operator);
    const path = `/v1/shared-flats/${flat.id}`;
    const room = { householdId, roomId: flat.roomIds[1], startsOn: '2026-01-05', agreedOn: '2026-01-01' };
    const mine = await settleIn(operator, flat, { on: '2026-01-05' });
    const absences = `${path}/occupancies/${mine.id}/absences`;
    const away = { reason: 'family', outsideFrance: false };
    const life = { kind: 'conviviality', topics: [] };
    const { headers } = await operator.get(`${path}/occupancies/${mine.id}`).expect(200);
    const patched = operator.patch(`${path}/occupancies/${mine.id}`, { plannedEndsOn: '9999-12-31' });
    for (const [pointer, code, answer] of [
      ['/agreedOn', 'before_start', plan(operator, flat, { ...room, agreedOn: '0001-01-01' })],
      ['/startsOn', 'years_ahead', plan(operator, flat, { ...room, startsOn: '9999-01-01' })],
      ['/endsOn', 'years_ahead', plan(operator, flat, { ...room, endsOn: '9999-12-31' })],
      ['/plannedEndsOn', 'years_ahead', patched.set('If-Match', headers.etag as string)],
      ['/endsOn', 'years_ahead', operator.post(absences, { ...away, startsOn: '2026-02-01', endsOn: '9999-12-31' })],
      ['/startsOn', 'before_start', operator.post(absences, { ...away, startsOn: '0001-01-01' })],
      ['/heldOn', 'before_start', operator.post(`${path}/activities`, { ...life, heldOn: '0001-01-01' })],
      [
        '/occurredOn',
        'before_start',
        operator.post(`${path}/incidents`, { kind: 'noise', description: 'Bruit', occurredOn: '0001-01-01' }),
      ],
      [
        '/agreedOn',
        'before_start',
        operator.post(`/v1/households/${householdId}/living-facts`, { agreedOn: '0001-01-01', smokes: false }),
      ],
      [
        '/languages/1',
        'unknown_language',
        operator.post(`/v1/households/${householdId}/living-facts`, { agreedOn: today(), languages: ['fr', 'zz'] }),
      ],
    ] as const)
      expect([pointer, faultsOf(await answer)]).toEqual([pointer, [422, [pointer, code]]]);
    const words = plan(operator, flat, { ...room, agreedOn: '0001-01-01' }).set('Accept-Language', 'fr');
    expect((await words).text).toContain('Donnez le 1900-01-01 ou un jour suivant.');
    const ahead = plan(operator, flat, { ...room, endsOn: '9999-12-31' }).set('Accept-Language', 'en');
    expect((await ahead).text).toContain('At most 100 years ahead.');
    expect((await plan(operator, flat, { ...room, endsOn: '2100-01-01' })).status).toBe(201);
  });
});

describe('A flat-share agreement', () => {
  it('says that nobody answers for another; of a lease nothing is known of that', async () => {
    const flat = await openFlat(made, { conventionId });
    const mine: Occupancy = await settleIn(operator, flat, { on: today() });
    expect(bodyOf(await operator.get(`/v1/tenancies/${mine.tenancyId}`).expect(200)).solidarity).toBe(false);
    expect(bodyOf(await landlord.get(`/v1/tenancies/${flat.headTenancyId}`).expect(200)).solidarity).toBeNull();
    const query = `query ($id: ID!) { tenancy(id: $id) { kind solidarity } }`;
    expect((await operator.graphql(query, { id: mine.tenancyId })).body).toEqual({
      data: { tenancy: { kind: 'flat_share_agreement', solidarity: false } },
    });
    await settled(test);
    const entries = dataOf(await operator.get('/v1/tenancies/delta?limit=500').expect(200));
    const said = [mine.tenancyId, flat.headTenancyId].map((id) => entries.find((entry) => entry.id === id)!.solidarity);
    expect(said).toEqual([false, null]);
    await act(operator, mine, 'departure', { leftOn: today(), reason: 'mutual', exitRoute: 'hosted' });
  });
});
