import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MembershipDays } from '../src/consortia/consortia.jobs.js';
import { systemActor } from '../src/platform/access/actor.js';
import type { Role } from '../src/platform/access/permissions.js';
import { addDays } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { inContext } from '../src/platform/context.js';
import { login, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { fallIntoArrears } from './support/arrears.js';
import { openHousehold, personsOf } from './support/households.js';
import { addDwelling, lead, placementFrame, step, type Frame } from './support/placements.js';
import { settled } from './support/settled.js';
import { sittingTenant } from './support/tenancies.js';

const test = await testApp();
type Entry = Record<string, unknown> & { id: string };
const dataOf = (answer: { body: unknown }): Entry[] => (answer.body as { data: Entry[] }).data;
const HOUSEHOLD = `query ($id: ID!) { household(id: $id) { id members { person { familyName } } } }`;
const PLACEMENT = `query ($id: ID!) { placement(id: $id) { status } }`;

let frame: Frame;
let partner: Partner;
let membership: string;

beforeAll(async () => {
  frame = await placementFrame(test);
});

/** An association with these roles; its membership can be changed with `ends` and `holds`. */
async function association(...roles: Role[]): Promise<void> {
  const known = frame.partners.stranger;
  const [{ id }] = dataOf(await frame.coordinator.get(`/v1/memberships?organisationId=${known.organisationId}`)) as [
    Entry,
  ];
  membership = id;
  await changed({ roles, endsOn: null });
  partner = await login(test, known);
}

async function changed(patch: object): Promise<void> {
  const path = `/v1/memberships/${membership}`;
  const { headers } = await frame.coordinator.get(path).expect(200);
  await frame.coordinator
    .patch(path, patch)
    .set('If-Match', headers.etag as string)
    .expect(200);
}

/** The roles that it holds from now on, with a token of its own, since the one before is revoked. */
async function holds(...roles: Role[]): Promise<void> {
  await changed({ roles });
  await partner.get('/v1/me').expect(401);
  partner = await login(test, partner);
}

async function tokenOf(collection: string): Promise<string> {
  await settled(test);
  const answer = await partner.get(`/v1/${collection}/delta?limit=500`).expect(200);
  return (answer.body as { deltaToken: string }).deltaToken;
}

async function since(collection: string, token: string): Promise<Entry[]> {
  await settled(test);
  return dataOf(await partner.get(`/v1/${collection}/delta?limit=500&token=${token}`).expect(200));
}

async function referred(id: string): Promise<string> {
  const made = await partner
    .post('/v1/placements', { householdId: id, programmeId: frame.programmeId, cohort: 'leaving_prison' })
    .expect(201);
  return (made.body as Entry).id;
}

const grantsOf = (id: string): Promise<{ until: string }[]> =>
  test.owner(
    `SELECT DISTINCT until::text FROM grants WHERE household_id = $1 AND organisation_id = $2 AND until > civil_today()`,
    [id, partner.organisationId],
  );

describe('A supporter that ceases to be one and stays a member', () => {
  it('sees its households no more, by REST, GraphQL and delta, and the disclosure says since when', async () => {
    await association('supporter', 'operator');
    const id = await openHousehold(partner, { relation: 'supporter' });
    const [person] = await personsOf(partner, id);
    const { supporter } = frame.partners;
    const shared = { organisationId: supporter.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    await partner.post(`/v1/households/${id}/disclosures`, shared).expect(201);
    const token = await tokenOf('households');

    await holds('operator');
    for (const path of [`/v1/households/${id}`, `/v1/households/${id}/members`, `/v1/persons/${person}`])
      await partner.get(path).expect(404);
    expect(dataOf(await partner.get('/v1/households').expect(200))).toEqual([]);
    expect((await partner.graphql(HOUSEHOLD, { id })).body).toMatchObject({ data: { household: null } });
    expect(await since('households', token)).toEqual([
      expect.objectContaining({ id, removed: true, reason: 'no_longer_yours' }),
    ]);
    const told = dataOf(await supporter.get(`/v1/households/${id}/disclosures`).expect(200));
    expect(told.find(({ organisationId }) => organisationId === partner.organisationId)).toMatchObject({
      relation: 'supporter',
      closedAt: expect.any(String),
    });
  });

  it('sees their placements no more, with their grounds and addresses, nor in the role again: the sight is closed', async () => {
    await association('supporter', 'operator');
    const dwellingId = await addDwelling(frame);
    const placement = await referred(await openHousehold(partner, { relation: 'supporter' }));
    await lead({ ...frame, partners: { ...frame.partners, supporter: partner } }, placement, dwellingId, 'submitted');
    const parts = ['', '/referral', '/grounds', '/history', '/offers'].map(
      (part) => `/v1/placements/${placement}${part}`,
    );
    const sight = async (): Promise<unknown[]> => {
      const answers = [];
      for (const path of parts) {
        const { status, body } = await partner.get(path);
        const { data } = body as { data?: unknown[] };
        answers.push(data ? data.length > 0 : status === 200);
      }
      return answers;
    };
    expect(await sight()).toEqual(parts.map(() => true));
    const token = await tokenOf('placements');

    await holds('operator');
    expect(await sight()).toEqual(parts.map(() => false));
    await partner.get(`/v1/dwellings/${dwellingId}/address`).expect(404);
    expect((await partner.graphql(PLACEMENT, { id: placement })).body).toMatchObject({ data: { placement: null } });
    expect(await since('placements', token)).toEqual([
      expect.objectContaining({ id: placement, removed: true, reason: 'no_longer_yours' }),
    ]);

    await holds('operator', 'supporter');
    expect(await sight()).toEqual(parts.map(() => false));
    expect(dataOf(await partner.get('/v1/placements')).map(({ id }) => id)).not.toContain(placement);
    await partner.get(`/v1/dwellings/${dwellingId}/address`).expect(404);
  });

  it('keeps what rests on a role that it still holds', async () => {
    await association('supporter', 'referrer');
    const [supported, referredOnly] = [
      await openHousehold(partner, { relation: 'supporter' }),
      await openHousehold(partner, { relation: 'referrer' }),
    ];
    await holds('referrer');
    await partner.get(`/v1/households/${supported}`).expect(404);
    await partner.get(`/v1/households/${referredOnly}`).expect(200);
  });

  it('takes no step as the supporter that it was, where it is a party by another role', async () => {
    frame = await placementFrame(test, { decidingBody: 'association_choice' });
    await association('supporter', 'operator');
    const dwellingId = await addDwelling(frame, { operatorId: partner.organisationId });
    const placement = await referred(await openHousehold(partner, { relation: 'supporter' }));
    await lead({ ...frame, partners: { ...frame.partners, supporter: partner } }, placement, dwellingId, 'submitted');
    await holds('operator');
    const refused = await step(partner, placement, 'allocation', { outcome: 'allocated', rank: 1 });
    expect([refused.status, (refused.body as Entry).code]).toEqual([409, 'wrong_party']);
  });
});

describe('A party of a tenancy that ceases to hold its role and stays a member', () => {
  const PARTS = ['', '/history', '/account', '/terms', '/ledger-entries', '/guarantees'];
  const CASE_PARTS = ['', '/grounds', '/history', '/explanation'];

  /** A tenancy in arrears of the partner as its lessor, and what of it the partner is refused. */
  async function inArrears(
    parties: Record<string, unknown>,
  ): Promise<{ id: string; arrears: string; refused: () => Promise<string[]> }> {
    const { id } = await sittingTenant(frame, parties);
    const arrears = await fallIntoArrears(test, frame, id, clock.today());
    const paths = [
      ...PARTS.map((part) => `/v1/tenancies/${id}${part}`),
      ...CASE_PARTS.map((part) => `/v1/arrears-cases/${arrears}${part}`),
    ];
    const refused = async (): Promise<string[]> => {
      const answers = await Promise.all(paths.map(async (path) => [path, (await partner.get(path)).status] as const));
      return answers.flatMap(([path, status]) => (status === 200 ? [] : [`${path} ${status}`]));
    };
    return { id, arrears, refused };
  }
  const listed = async (collection: string): Promise<string[]> =>
    dataOf(await partner.get(`/v1/${collection}`).expect(200)).map(({ id }) => id);
  const GONE = { removed: true, reason: 'no_longer_yours' };

  it('sees as its lessor neither it nor its arrears any more, and both again in the role again', async () => {
    frame = await placementFrame(test);
    await association('landlord', 'supporter');
    const home = { label: 'T2', communeCode: '75120', type: 't2', places: 2 };
    const dwelling = await partner.post('/v1/dwellings', home).expect(201);
    const parties = { landlordId: partner.organisationId, dwellingId: (dwelling.body as Entry).id };
    const { id, arrears, refused } = await inArrears(parties);
    expect(await refused()).toEqual([]);
    const [tenancies, cases] = [await tokenOf('tenancies'), await tokenOf('arrears-cases')];

    await holds('supporter');
    expect(await refused()).toHaveLength(PARTS.length + CASE_PARTS.length);
    expect([await listed('tenancies'), await listed('arrears-cases')]).toEqual([[], []]);
    expect(await since('tenancies', tenancies)).toEqual([expect.objectContaining({ id, ...GONE })]);
    expect(await since('arrears-cases', cases)).toEqual([expect.objectContaining({ id: arrears, ...GONE })]);

    await holds('landlord', 'supporter');
    expect(await refused()).toEqual([]);
    expect([await listed('tenancies'), await listed('arrears-cases')]).toEqual([[id], [arrears]]);
  });

  it('sees as who supports its household nothing of it any more', async () => {
    frame = await placementFrame(test);
    await association('operator', 'supporter');
    const supported = { ...frame, partners: { ...frame.partners, supporter: partner } };
    const own = await sittingTenant(supported);
    const debt = await fallIntoArrears(test, frame, own.id, clock.today());
    await partner.get(`/v1/tenancies/${own.id}/account`).expect(200);
    const [tenancies, cases] = [await tokenOf('tenancies'), await tokenOf('arrears-cases')];

    await holds('operator');
    for (const path of [`tenancies/${own.id}`, `tenancies/${own.id}/account`, `arrears-cases/${debt}`])
      await partner.get(`/v1/${path}`).expect(404);
    expect(await since('tenancies', tenancies)).toEqual([expect.objectContaining({ id: own.id, ...GONE })]);
    expect(await since('arrears-cases', cases)).toEqual([expect.objectContaining({ id: debt, ...GONE })]);
    expect([await listed('tenancies'), await listed('arrears-cases')]).toEqual([[], []]);
  });
});

describe('A membership that ends on a day', () => {
  const today = clock.today();
  beforeEach(async () => {
    frame = await placementFrame(test);
  });

  it('bounds what rests on it by that day, unless the next one goes on without a gap', async () => {
    await association('supporter');
    const id = await openHousehold(partner, { relation: 'supporter' });
    expect(await grantsOf(id)).toEqual([{ until: 'infinity' }]);
    await changed({ endsOn: addDays(today, 9) });
    expect(await grantsOf(id)).toEqual([{ until: addDays(today, 9) }]);
    const { organisationId } = partner;
    await frame.coordinator
      .post('/v1/memberships', { organisationId, roles: ['supporter'], startsOn: addDays(today, 9) })
      .expect(201);
    expect(await grantsOf(id)).toEqual([{ until: 'infinity' }]);
  });

  it('takes the sight away at once when the day is today', async () => {
    await association('supporter');
    const id = await openHousehold(partner, { relation: 'supporter' });
    await changed({ endsOn: today });
    await partner.get(`/v1/households/${id}`).expect(401);
    expect(await grantsOf(id)).toEqual([]);
  });

  it('is looked at in the night of that day, which closes the rest and revokes the tokens', async () => {
    await association('supporter');
    const id = await openHousehold(partner, { relation: 'supporter' });
    await test.owner(
      `SELECT set_config('session_replication_role', 'replica', false);
       UPDATE memberships SET ends_on = civil_today(), turned_on = civil_today() - 1 WHERE id = '${membership}'`,
    );
    const job = test.app.get(MembershipDays, { strict: false });
    const turn = () =>
      inContext({ requestId: 'test', locale: 'fr', actor: systemActor(frame.consortiumId, job.name) }, () => job.run());
    expect(await turn()).toEqual({ turned: 1 });
    expect(await turn()).toEqual({ turned: 0 });
    await partner.get('/v1/me').expect(401);
    const left = await test.owner(
      `SELECT (SELECT count(*)::int FROM disclosures WHERE household_id = $1 AND closed_at IS NULL) AS open,
         (SELECT removed_reason FROM feed WHERE collection = 'households' AND subject_id = $1) AS told`,
      [id],
    );
    expect(left).toEqual([{ open: 0, told: 'no_longer_yours' }]);
  });
});
