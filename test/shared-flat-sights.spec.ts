import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { provisionUser } from '../src/identity/bootstrap.js';
import { consortiumOf, join, withToken, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { placementFrame, refer } from './support/placements.js';
import { settled } from './support/settled.js';
import { statementsOf } from './support/sql.js';
import { acceptedFor, act, liveInFlat, openFlat, settleIn, type Flat, type Occupancy } from './support/shared-flats.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, operator, supporter, stranger } = frame.partners;
const as = statementsOf(test);
const house = await join(test, frame.coordinator, 'house', { roles: ['supporter'] });
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  (body as { code?: string }).code,
];
const PASSWORD = 'quatre mots plutot longs';
const LEAVING = { reason: 'mutual', exitRoute: 'hosted', leftOn: '2026-06-01' };

/** A person of that organisation, logged in; a social worker follows the households given. */
async function personOf(
  of: Partner,
  functions: string[],
  households: string[] = [],
): Promise<Partner & { userId: string }> {
  const email = `p-${randomBytes(5).toString('hex')}@partner.example`;
  const { consortiumId, organisationId } = of;
  const { userId } = await test.asOwner((owner) =>
    provisionUser(owner, {
      consortiumId,
      organisationId,
      email,
      name: 'A. Martin',
      functions: functions as never,
      password: PASSWORD,
    }),
  );
  for (const id of households)
    await of.post(`/v1/households/${id}/assignments`, { userId, startsOn: '2020-01-01' }).expect(201);
  const { body } = await test.http().post('/v1/sessions').send({ email, password: PASSWORD }).expect(201);
  return { ...withToken(test, of, (body as { accessToken: string }).accessToken), userId };
}

/** A flat that `house` supports; a resident of `supporter` lives there, and one of `stranger`. */
async function sharedHere(): Promise<{ flat: Flat; mine: Occupancy; other: Occupancy }> {
  const { flat, occupancy: mine } = await liveInFlat(frame, {
    supporterId: house.organisationId,
    supportPlace: 'Permanence du CSAPA',
    houseRules: 'Calme après 22 h',
  });
  const theirs = { ...frame, partners: { ...frame.partners, supporter: stranger } };
  const { placementId } = await acceptedFor(theirs, flat, { room: 1 });
  return { flat, mine, other: await settleIn(operator, flat, { placementId }) };
}
const handOver = async (flat: Flat, body: object) => {
  const path = `/v1/shared-flats/${flat.id}`;
  const { headers } = await operator.get(path).expect(200);
  return operator.post(`${path}/handover`, body).set('If-Match', headers.etag as string);
};
const entryOf = async (partner: Partner, flat: Flat, query = ''): Promise<Body | undefined> => {
  await settled(test);
  return dataOf(await partner.get(`/v1/shared-flats/delta?limit=500${query}`).expect(200)).find(
    ({ id }) => id === flat.id,
  );
};

describe('Who supports a resident of a flat that somebody else supports', () => {
  it('sees the flat and its own resident: no other resident, no life of the house, no vacancy', async () => {
    const { flat, mine, other } = await sharedHere();
    const path = `/v1/shared-flats/${flat.id}`;
    expect(bodyOf(await supporter.get(path).expect(200))).toMatchObject({
      id: flat.id,
      houseRules: 'Calme après 22 h',
    });
    expect(dataOf(await supporter.get('/v1/shared-flats').expect(200)).map(({ id }) => id)).toContain(flat.id);
    expect(dataOf(await supporter.get(`${path}/occupancies`).expect(200)).map(({ id }) => id)).toEqual([mine.id]);
    await supporter.get(`${path}/occupancies/${mine.id}/presence`).expect(200);
    const absence = { reason: 'family', outsideFrance: true, startsOn: mine.startedOn };
    await supporter.post(`${path}/occupancies/${mine.id}/absences`, absence).expect(201);
    for (const hidden of [
      `/occupancies/${other.id}`,
      `/occupancies/${other.id}/presence`,
      '/vacancies',
      '/account',
      '/activities',
      '/incidents',
      '/facts',
      '/support',
      '/handovers',
      `/compatibility?householdId=${mine.householdId}`,
    ])
      expect([hidden, (await supporter.get(`${path}${hidden}`)).status]).toEqual([hidden, 404]);
    const query = `query ($id: ID!) { sharedFlat(id: $id) { id residents { id } support { supportPlace } }
      sharedFlats { nodes { id } } }`;
    const { data } = bodyOf<{ data: { sharedFlat: object; sharedFlats: { nodes: object[] } } }>(
      await supporter.graphql(query, { id: flat.id }),
    );
    expect(data.sharedFlat).toEqual({ id: flat.id, residents: [{ id: mine.id }], support: null });
    expect(data.sharedFlats.nodes).toContainEqual({ id: flat.id });
  });

  it('changes nothing of it', async () => {
    const { flat } = await sharedHere();
    const path = `/v1/shared-flats/${flat.id}`;
    await supporter.patch(path, { houseRules: 'Autre' }).expect(403);
    await supporter.post(`${path}/activities`, { kind: 'conviviality', topics: [] }).expect(404);
  });

  it('is given no more by the database, whatever it is asked', async () => {
    const { flat, mine } = await sharedHere();
    await house.post(`/v1/shared-flats/${flat.id}/facts`, { smoking: 'outside' }).expect(201);
    await house.post(`/v1/shared-flats/${flat.id}/incidents`, { kind: 'noise', description: 'Bruit' }).expect(201);
    await handOver(flat, { workerId: (await personOf(operator, ['social_worker'])).userId });
    const seen = (table: string, column = 'flat_id') =>
      as<{ id: string }[]>(supporter, `SELECT id FROM ${table} WHERE ${column} = $1`, [flat.id]);
    expect((await seen('shared_flats', 'id')).map(({ id }) => id)).toEqual([flat.id]);
    expect((await seen('occupancies')).map(({ id }) => id)).toEqual([mine.id]);
    for (const [table, column] of [['house_incidents'], ['flat_facts'], ['flat_handovers'], ['flat_supports', 'id']])
      expect([table, await seen(table!, column)]).toEqual([table, []]);
    const rules = as(supporter, `UPDATE shared_flats SET house_rules = 'Autre' WHERE id = $1`, [flat.id]);
    await expect(rules).rejects.toThrow(/row-level security/);
  });

  it('follows it in the change feed with that resident alone, until the resident has left', async () => {
    const { flat, mine } = await sharedHere();
    const since = bodyOf<{ deltaToken: string }>(
      await supporter.get('/v1/shared-flats/delta?limit=500').expect(200),
    ).deltaToken;
    expect(await entryOf(supporter, flat)).toMatchObject({ residents: [{ occupancyId: mine.id }] });
    for (const partner of [house, operator]) {
      const residents = (await entryOf(partner, flat))!.residents as { occupancyId: string }[];
      const listed = dataOf(await partner.get(`/v1/shared-flats/${flat.id}/occupancies`).expect(200));
      expect(residents.map(({ occupancyId }) => occupancyId).sort()).toEqual(listed.map(({ id }) => id).sort());
      expect(residents).toHaveLength(partner === operator ? 2 : 0);
    }
    await act(operator, mine, 'departure', { ...LEAVING, leftOn: mine.startedOn });
    expect(await entryOf(supporter, flat, `&token=${since}`)).toMatchObject({
      removed: true,
      reason: 'no_longer_yours',
    });
    await supporter.get(`/v1/shared-flats/${flat.id}`).expect(404);
    expect(dataOf(await supporter.get('/v1/shared-flats').expect(200)).map(({ id }) => id)).not.toContain(flat.id);
  });

  it('is its successor after a handover that the household accepted', async () => {
    const { flat, mine } = await sharedHere();
    const path = `/v1/shared-flats/${flat.id}`;
    const household = `/v1/households/${mine.householdId}`;
    const after = await join(test, frame.coordinator, `after-${randomBytes(3).toString('hex')}`, {
      roles: ['supporter'],
    });
    const shared = { organisationId: after.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    await supporter.post(`${household}/disclosures`, shared).expect(201);
    await after.get(path).expect(404);
    const accepted = { fromOrganisationId: supporter.organisationId, toOrganisationId: after.organisationId };
    await supporter.post(`${household}/handover`, { ...accepted, acceptedOn: '2026-02-01' }).expect(200);
    expect(dataOf(await after.get(`${path}/occupancies`).expect(200)).map(({ id }) => id)).toEqual([mine.id]);
    expect(await entryOf(after, flat)).toMatchObject({ residents: [{ occupancyId: mine.id }] });
    await supporter.get(path).expect(404);
    const absence = { reason: 'hospital', outsideFrance: false, startsOn: mine.startedOn };
    await after.post(`${path}/occupancies/${mine.id}/absences`, absence).expect(201);
  });

  it('is who supports the household still, when the one before does no longer', async () => {
    const made = await consortiumOf(test, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      operator: { roles: ['operator', 'supporter'] },
      after: { roles: ['supporter'] },
    });
    const { operator: before, after } = made.partners;
    const flat = await openFlat(made);
    const mine = await settleIn(before, flat, { on: '2026-01-05' });
    const household = `/v1/households/${mine.householdId}`;
    const shared = { organisationId: after.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    await before.post(`${household}/disclosures`, shared).expect(201);
    await after.get(`/v1/shared-flats/${flat.id}`).expect(404);
    const own = dataOf(await before.get(`${household}/disclosures`).expect(200)).find(
      ({ relation, organisationId }) => relation === 'supporter' && organisationId === before.organisationId,
    )!;
    const path = `${household}/disclosures/${own.id}`;
    const { headers } = await before.get(path).expect(200);
    await before
      .post(`${path}/closure`)
      .set('If-Match', headers.etag as string)
      .expect(200);
    await after.get(`/v1/shared-flats/${flat.id}`).expect(200);
    await after.get(`/v1/shared-flats/${flat.id}/occupancies/${mine.id}`).expect(200);
  });

  it('sees nothing of a flat in which it supports nobody', async () => {
    const flat = await openFlat(frame, { supporterId: house.organisationId });
    await refer(frame);
    await supporter.get(`/v1/shared-flats/${flat.id}`).expect(404);
    expect(await entryOf(supporter, flat)).toBeUndefined();
  });
});

describe('Somebody whose sight is limited to a caseload', () => {
  it('follows the flats that she may see, with those residents whom she follows', async () => {
    const { flat, mine } = await sharedHere();
    const { flat: elsewhere } = await sharedHere();
    const worker = await personOf(supporter, ['social_worker'], [mine.householdId]);
    expect(await entryOf(worker, flat)).toMatchObject({ residents: [{ occupancyId: mine.id }] });
    await worker.get(`/v1/shared-flats/${flat.id}`).expect(200);
    expect(await entryOf(worker, elsewhere)).toBeUndefined();
    await worker.get(`/v1/shared-flats/${elsewhere.id}`).expect(404);
    // Of a house that her organisation supports she may see the house.
    const homeWorker = await personOf(house, ['social_worker']);
    expect(await entryOf(homeWorker, flat)).toMatchObject({ id: flat.id, residents: [] });
  });
});

describe('Where support is found', () => {
  it('is told to who lets and who supports the flat, and to nobody to whom it could say what for', async () => {
    const { flat } = await sharedHere();
    const path = `/v1/shared-flats/${flat.id}`;
    for (const partner of [operator, house])
      expect(bodyOf(await partner.get(`${path}/support`).expect(200)).supportPlace).toBe('Permanence du CSAPA');
    for (const partner of [landlord, frame.coordinator, stranger]) {
      expect((await partner.get(path).expect(200)).text).not.toMatch(/CSAPA/);
      await partner.get(`${path}/support`).expect(404);
    }
    const { headers } = await operator.get(path).expect(200);
    await operator
      .patch(path, { supportPlace: null })
      .set('If-Match', headers.etag as string)
      .expect(200);
    expect(bodyOf(await house.get(`${path}/support`).expect(200)).supportPlace).toBeNull();
  });
});

describe('A handover of a flat', () => {
  it('gives it to another supporter from then on: what the house is like and what is open in it, not what was done with', async () => {
    const { flat } = await sharedHere();
    const path = `/v1/shared-flats/${flat.id}`;
    const next = await join(test, frame.coordinator, `next-${randomBytes(3).toString('hex')}`, {
      roles: ['supporter'],
    });
    await house.post(`${path}/facts`, { smoking: 'outside' }).expect(201);
    const incident = await house.post(`${path}/incidents`, { kind: 'noise', description: 'Bruit' }).expect(201);
    const closed = await house.post(`${path}/incidents`, { kind: 'noise', description: 'Bruit' }).expect(201);
    await house
      .post(`${path}/incidents/${bodyOf(closed).id}/closure`, { outcome: 'Accord' })
      .set('If-Match', closed.headers.etag as string)
      .expect(200);
    const held = { kind: 'conviviality', topics: ['food'], heldOn: '2026-05-03' };
    const activity = await house.post(`${path}/activities`, held).expect(201);
    const since = bodyOf<{ deltaToken: string }>(await house.get('/v1/shared-flats/delta?limit=500')).deltaToken;
    await next.get(path).expect(404);
    const done = await handOver(flat, { supporterId: next.organisationId, handedOverOn: '2026-05-04' });
    expect(done.status).toBe(200);
    expect(done.text).not.toContain(next.organisationId);
    await next.get(path).expect(200);
    expect(dataOf(await next.get(`${path}/facts`).expect(200))).toMatchObject([{ smoking: 'outside' }]);
    expect(dataOf(await next.get(`${path}/incidents`).expect(200))).toMatchObject([{ id: bodyOf(incident).id }]);
    await next.get(`${path}/incidents/${bodyOf(closed).id}`).expect(404);
    await next.get(`${path}/support`).expect(200);
    for (const hidden of ['', '/incidents', '/support', '/facts'])
      expect([hidden, (await house.get(`${path}${hidden}`)).status]).toEqual([hidden, 404]);
    expect(await entryOf(house, flat, `&token=${since}`)).toMatchObject({ removed: true });
    expect(await entryOf(next, flat)).toMatchObject({ id: flat.id });
    for (const partner of [operator, next])
      expect(dataOf(await partner.get(`${path}/handovers`).expect(200))).toMatchObject([
        {
          handedOverOn: '2026-05-04',
          fromSupporterId: house.organisationId,
          toSupporterId: next.organisationId,
          authorOrganisationId: operator.organisationId,
        },
      ]);
    await landlord.get(`${path}/handovers`).expect(404);
    const report = `${path}/activities/${bodyOf(activity).id}`;
    await house.get(report).expect(200);
    const { headers } = await house.get(report).expect(200);
    for (const written of [
      house.patch(report, { outcome: 'Après coup' }),
      house.post(`${report}/attendance`, { occupancyIds: [], guests: 900 }),
    ])
      expect((await written.set('If-Match', headers.etag as string)).status).toBe(404);
    const events = await test.owner<{ viewers: string[] }>(
      `SELECT viewers FROM events WHERE type = 'shared_flat.handed_over' AND subject_id = $1`,
      [flat.id],
    );
    expect(events.map(({ viewers }) => viewers.sort())).toEqual([
      [operator, house, next].map(({ organisationId }) => organisationId).sort(),
    ]);
  });

  it('names another worker in charge, over GraphQL too, and refuses what is no handover', async () => {
    const { flat } = await sharedHere();
    const path = `/v1/shared-flats/${flat.id}`;
    const worker = await personOf(operator, ['social_worker']);
    const mutation = `mutation ($id: ID!, $v: Int!, $input: FlatHandoverInput!) {
      handOverSharedFlat(id: $id, expectedVersion: $v, input: $input) { workerId } }`;
    const { version } = bodyOf<{ version: number }>(await operator.get(path).expect(200));
    const input = { workerId: worker.userId };
    expect((await operator.graphql(mutation, { id: flat.id, v: version, input })).body).toEqual({
      data: { handOverSharedFlat: { workerId: worker.userId } },
    });
    const listed = `query ($id: ID!) { sharedFlatHandovers(flatId: $id) { nodes { fromWorkerId toWorkerId } } }`;
    expect((await operator.graphql(listed, { id: flat.id })).body).toEqual({
      data: { sharedFlatHandovers: { nodes: [{ fromWorkerId: null, toWorkerId: worker.userId }] } },
    });
    expect(codeOf(await handOver(flat, input))).toEqual([409, 'handed_to_the_same']);
    expect(codeOf(await handOver(flat, {}))).toEqual([409, 'handed_to_the_same']);
    const stranger2 = await personOf(supporter, ['social_worker']);
    for (const refused of [
      { workerId: stranger2.userId },
      { supporterId: landlord.organisationId },
      { supporterId: frame.partners.funder.organisationId },
      { supporterId: house.organisationId, handedOverOn: '2199-01-01' },
      { supporterId: supporter.organisationId, handedOverOn: '2026-01-01' },
    ])
      expect((await handOver(flat, refused)).status).toBe(422);
    for (const partner of [house, supporter]) await partner.post(`${path}/handover`, {}).expect(403);
    await landlord.post(`${path}/handover`, {}).expect(403);
  });
});
