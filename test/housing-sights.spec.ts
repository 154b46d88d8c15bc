import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { provisionUser } from '../src/identity/bootstrap.js';
import type { Role } from '../src/platform/access/permissions.js';
import { clock } from '../src/platform/clock.js';
import { join, login, withToken, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { addDwelling, lead, placementFrame, refer, step, type Frame } from './support/placements.js';
import { settled } from './support/settled.js';

const test = await testApp();
type Entry = Record<string, unknown> & { id: string };
const dataOf = (answer: { body: unknown }): Entry[] => (answer.body as { data: Entry[] }).data;
const ADDRESS = `query ($id: ID!) { dwelling(id: $id) { address { id } } }`;
const PASSWORD = 'quatre mots plutot longs';

let frame: Frame;
let dwellingId: string;
let householdId: string;
let placementId: string;

beforeEach(async () => {
  frame = await placementFrame(test);
  dwellingId = await addDwelling(frame);
  ({ id: placementId, householdId } = await refer(frame));
  await lead(frame, placementId, dwellingId, 'moved_in');
});

/** The organisation in other roles, with a token of its own. */
async function holds(known: Partner, ...roles: Role[]): Promise<Partner> {
  const [{ id }] = dataOf(await frame.coordinator.get(`/v1/memberships?organisationId=${known.organisationId}`)) as [
    Entry,
  ];
  const { headers } = await frame.coordinator.get(`/v1/memberships/${id}`).expect(200);
  await frame.coordinator
    .patch(`/v1/memberships/${id}`, { roles })
    .set('If-Match', headers.etag as string)
    .expect(200);
  return login(test, known);
}

/** A social worker of the supporter who follows her own caseload alone. */
async function worker(): Promise<Partner & { userId: string }> {
  const email = `p-${randomBytes(5).toString('hex')}@partner.example`;
  const { supporter } = frame.partners;
  const { consortiumId, organisationId } = supporter;
  const known = { consortiumId, organisationId, email, name: 'A. Martin', password: PASSWORD };
  const { userId } = await test.asOwner((owner) => provisionUser(owner, { ...known, functions: ['social_worker'] }));
  const { body } = await test.http().post('/v1/sessions').send({ email, password: PASSWORD }).expect(201);
  return { ...withToken(test, supporter, (body as { accessToken: string }).accessToken), userId };
}

/** Whether the address is seen by REST and GraphQL, and how many stays. */
async function sight(partner: Partner): Promise<unknown[]> {
  const address = (await partner.get(`/v1/dwellings/${dwellingId}/address`)).status === 200;
  const { body } = await partner.graphql(ADDRESS, { id: dwellingId });
  const shown = (body as { data: { dwelling: { address: unknown } | null } }).data.dwelling?.address;
  const stays = await partner.get(`/v1/dwellings/${dwellingId}/stays`);
  return [address, Boolean(shown), stays.status === 200 ? dataOf(stays).length : 0];
}

async function followed(partner: Partner, token?: string): Promise<{ data: Entry[]; deltaToken: string }> {
  await settled(test);
  const answer = await partner.get(`/v1/dwellings/delta?limit=500${token ? `&token=${token}` : ''}`).expect(200);
  return answer.body as { data: Entry[]; deltaToken: string };
}

describe('Who kept a dwelling and lost the role', () => {
  it.each(['operator', 'landlord'] as const)(
    'sees neither address, stays nor the copy of it any more: %s',
    async (who) => {
      let keeper = frame.partners[who];
      expect(await sight(keeper)).toEqual([true, true, 1]);
      const { data, deltaToken } = await followed(keeper);
      expect(data.map(({ id }) => id)).toContain(dwellingId);

      keeper = await holds(keeper, 'specialist');
      expect(await sight(keeper)).toEqual([false, false, 0]);
      await keeper.get(`/v1/dwellings/${dwellingId}`).expect((answer) => expect(answer.status).not.toBe(200));

      keeper = await holds(keeper, 'supporter');
      expect(await sight(keeper)).toEqual([false, false, 0]);
      expect((await followed(keeper, deltaToken)).data).toEqual([
        expect.objectContaining({ id: dwellingId, removed: true, reason: 'no_longer_yours' }),
      ]);

      keeper = await holds(keeper, who);
      expect(await sight(keeper)).toEqual([true, true, 1]);
      expect((await followed(keeper, deltaToken)).data).toEqual([
        expect.objectContaining({ id: dwellingId, label: 'T3 Lilas' }),
      ]);
    },
  );
});

describe('A social worker with a caseload', () => {
  it('learns of no address and no stay of a household that she does not follow, and of those of hers', async () => {
    const own = await worker();
    expect(await sight(frame.partners.supporter)).toEqual([true, true, 1]);
    expect(await sight(own)).toEqual([false, false, 0]);
    const assigned = { userId: own.userId, startsOn: '2020-01-01' };
    await frame.partners.supporter.post(`/v1/households/${householdId}/assignments`, assigned).expect(201);
    expect(await sight(own)).toEqual([true, true, 1]);
  });
});

describe('Who managed a dwelling until its landlord appointed another', () => {
  it('sees and ends the placement in it no more, nor sees who lives there; the next one sees the placement, and nobody yet', async () => {
    const { landlord, operator, supporter } = frame.partners;
    const next = await join(test, frame.coordinator, 'next', { roles: ['operator'] });
    const path = `/v1/placements/${placementId}`;
    const { headers } = await operator.get(path).expect(200);
    await operator.get(`/v1/households/${householdId}`).expect(200);
    const dwelling = await landlord.get(`/v1/dwellings/${dwellingId}`).expect(200);
    await landlord
      .patch(`/v1/dwellings/${dwellingId}`, { operatorId: next.organisationId })
      .set('If-Match', dwelling.headers.etag as string)
      .expect(200);

    const seen = async (partner: Partner): Promise<boolean[]> =>
      Promise.all([path, `/v1/households/${householdId}`].map(async (one) => (await partner.get(one)).status === 200));
    expect(await Promise.all([operator, next, landlord, supporter].map(seen))).toEqual([
      [false, false],
      [true, false],
      [true, true],
      [true, true],
    ]);
    const ending = { endedOn: clock.today(), exitRoute: 'evicted' };
    await operator
      .post(`${path}/ending`, ending)
      .set('If-Match', headers.etag as string)
      .expect(404);
    await settled(test);
    const copies = dataOf(await next.get('/v1/placements/delta?limit=500').expect(200));
    expect(copies).toEqual([expect.objectContaining({ id: placementId, status: 'moved_in' })]);
    expect((await step(next, placementId, 'ending', { ...ending, exitRoute: 'private_lease' })).status).toBe(200);
  });
});
