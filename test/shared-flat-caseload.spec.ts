import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { provisionUser } from '../src/identity/bootstrap.js';
import { consortiumOf, withToken, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { conventionOf, openFlat, settleIn } from './support/shared-flats.js';

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
});
const { operator } = made.partners;
const conventionId = await conventionOf(made);
const PASSWORD = 'quatre mots plutot longs';

/** A social worker of the operator, logged in, who follows that household alone. */
async function workerOf(householdId: string): Promise<Partner> {
  const email = `p-${randomBytes(5).toString('hex')}@partner.example`;
  const { consortiumId, organisationId } = operator;
  const { userId } = await test.asOwner((owner) =>
    provisionUser(owner, {
      consortiumId,
      organisationId,
      email,
      name: 'A. Martin',
      functions: ['social_worker'],
      password: PASSWORD,
    }),
  );
  await operator.post(`/v1/households/${householdId}/assignments`, { userId, startsOn: '2020-01-01' }).expect(201);
  const { body } = await test.http().post('/v1/sessions').send({ email, password: PASSWORD }).expect(201);
  return withToken(test, operator, (body as { accessToken: string }).accessToken);
}

async function send(partner: Partner, path: string, noun: string, body: object) {
  const { headers } = await partner.get(path).expect(200);
  return partner.post(`${path}/${noun}`, body).set('If-Match', headers.etag as string);
}

describe('A social worker who sees one of the residents', () => {
  it('takes nobody else from those who came to an activity', async () => {
    const flat = await openFlat(made, { conventionId });
    const mine = await settleIn(operator, flat, { on: '2026-01-05' });
    const other = await settleIn(operator, flat, { on: '2026-01-05', room: 1 });
    const worker = await workerOf(mine.householdId);
    const activities = `/v1/shared-flats/${flat.id}/activities`;
    const held = await operator
      .post(activities, { kind: 'conviviality', topics: [], heldOn: '2026-03-01' })
      .expect(201);
    const path = `${activities}/${(held.body as { id: string }).id}`;
    await send(operator, path, 'attendance', { occupancyIds: [mine.id, other.id], guests: 1 });
    const answers = [
      await send(worker, path, 'attendance', { occupancyIds: [], guests: 2 }),
      await send(worker, path, 'attendance', { occupancyIds: [mine.id], guests: 3 }),
    ];
    expect(answers.map(({ body }) => body as object)).toMatchObject([
      { residents: 1, guests: 2 },
      { residents: 2, guests: 3 },
    ]);
    const { body } = await operator.get(`${path}/attendance`).expect(200);
    const came = (body as { data: { occupancyId: string }[] }).data.map(({ occupancyId }) => occupancyId);
    expect(came.sort()).toEqual([mine.id, other.id].sort());
  });

  it('names nobody by a room of a flat in which she follows nobody, nor takes who was named so', async () => {
    const [here, there] = [await openFlat(made, { conventionId }), await openFlat(made, { conventionId })];
    const mine = await settleIn(operator, here, { on: '2026-01-05' });
    const other = await settleIn(operator, there, { on: '2026-01-05' });
    const worker = await workerOf(mine.householdId);
    const activities = `/v1/shared-flats/${here.id}/activities`;
    const across = { kind: 'conviviality', topics: [], heldOn: '2026-03-01', otherFlatIds: [there.id] };
    const path = `${activities}/${((await operator.post(activities, across).expect(201)).body as { id: string }).id}`;
    const by = (room: string) => ({ occupancyIds: [], roomIds: [room] });
    expect((await send(worker, path, 'attendance', by(other.roomId))).status).toBe(422);
    await send(operator, path, 'attendance', by(other.roomId));
    const { body } = await send(worker, path, 'attendance', by(mine.roomId));
    expect(body).toMatchObject({ residents: 2 });
  });

  it('has no activity of a flat in which she follows nobody, neither to read nor to write', async () => {
    const [here, there] = [await openFlat(made, { conventionId }), await openFlat(made, { conventionId })];
    const worker = await workerOf((await settleIn(operator, here, { on: '2026-01-05' })).householdId);
    const held = { kind: 'conviviality', topics: [], heldOn: '2026-03-01' };
    const activities = `/v1/shared-flats/${there.id}/activities`;
    const { body } = await operator.post(activities, held).expect(201);
    await worker.get(activities).expect(404);
    await worker.get(`${activities}/${(body as { id: string }).id}`).expect(404);
    await worker.post(activities, held).expect(404);
    const own = `/v1/shared-flats/${here.id}/activities`;
    const mine = await worker.post(own, { ...held, otherFlatIds: [there.id] }).expect(201);
    const read = await worker.get(own).expect(200);
    expect((read.body as { data: object[] }).data).toEqual([mine.body]);
    await operator.get(`${activities}/${(mine.body as { id: string }).id}`).expect(200);
  });

  it('does not close the flat over the heads of those whom she does not see', async () => {
    const [here, there] = [await openFlat(made, { conventionId }), await openFlat(made, { conventionId })];
    const mine = await settleIn(operator, here, { on: '2026-01-05' });
    await settleIn(operator, there, { on: '2026-01-05' });
    const worker = await workerOf(mine.householdId);
    const closing = await send(worker, `/v1/shared-flats/${there.id}`, 'closing', { closedOn: '2026-02-01' });
    expect([closing.status, (closing.body as { code: string }).code]).toEqual([409, 'flat_lived_in']);
  });

  it('reads no account of the flat: a sum of what she sees would pass for it', async () => {
    const flat = await openFlat(made, { conventionId });
    const mine = await settleIn(operator, flat, { on: '2026-01-05' });
    await settleIn(operator, flat, { on: '2026-01-05', room: 1 });
    const worker = await workerOf(mine.householdId);
    await worker.get(`/v1/tenancies/${mine.tenancyId}/account`).expect(200);
    await worker.get(`/v1/shared-flats/${flat.id}/account`).expect(404);
    const query = `query ($id: ID!) { sharedFlatAccount(id: $id) { flatId } }`;
    for (const [partner, seen] of [
      [worker, null],
      [operator, { flatId: flat.id }],
    ] as const)
      expect((await partner.graphql(query, { id: flat.id })).body).toEqual({ data: { sharedFlatAccount: seen } });
    await operator.get(`/v1/shared-flats/${flat.id}/account`).expect(200);
  });
});
