import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { inConsortium } from './support/arrears.js';
import { openHousehold } from './support/households.js';
import { leaseOf, sittingTenant, today } from './support/tenancies.js';
import { addDwelling, lead, placementFrame, refer, type Frame } from './support/placements.js';

const test = await testApp();
let frame: Frame;
beforeAll(async () => {
  frame = await placementFrame(test);
});

interface Sight {
  readonly id: string;
  readonly organisationId: string;
  readonly basis: string;
  readonly relation: string;
}

/** Open disclosures of a household, as somebody reads them who supports it. */
const sights = async (by: Partner, household: string): Promise<Sight[]> =>
  ((await by.get(`/v1/households/${household}/disclosures?open=true`).expect(200)).body as { data: Sight[] }).data;

const sightOf = async (by: Partner, household: string, of: Partner): Promise<Sight> =>
  (await sights(by, household)).find(({ organisationId }) => organisationId === of.organisationId)!;

async function share(by: Partner, household: string, to: Partner, over: object = {}): Promise<void> {
  const input = { organisationId: to.organisationId, relation: 'supporter', informedOn: '2026-01-01', ...over };
  await by.post(`/v1/households/${household}/disclosures`, input).expect(201);
}

/** What is answered to who closes it: the status, or the code of the refusal and whether it says what to do. */
async function closing(by: Partner, household: string, { id }: Sight): Promise<string | number> {
  const path = `/v1/households/${household}/disclosures/${id}`;
  const { headers } = await by.get(path).expect(200);
  const { status, body } = await by.post(`${path}/closure`).set('If-Match', headers.etag as string);
  return status === 200 ? 200 : ((body as { code?: string }).code ?? status);
}

describe('Closing a disclosure by hand', () => {
  it('is not for who was invited, neither of the founder nor of lessors', async () => {
    const { supporter, stranger, landlord } = frame.partners;
    const lease = await leaseOf(frame);
    const household = lease.householdId!;
    await share(supporter, household, stranger);
    const before = await sights(stranger, household);
    const others = before.filter(({ organisationId }) => organisationId !== stranger.organisationId);
    const answers = new Set<string>();
    for (const sight of others) answers.add(`${sight.relation}: ${await closing(stranger, household, sight)}`);
    expect([...answers].sort()).toEqual([
      'landlord: disclosure_rests_on_more',
      'operator: disclosure_rests_on_more',
      'supporter: disclosure_of_another',
    ]);
    expect(await sights(stranger, household)).toEqual(before);
    await landlord.get(`/v1/households/${household}`).expect(200);
    expect(await closing(supporter, household, await sightOf(supporter, household, landlord))).toBe(
      'disclosure_rests_on_more',
    );
  });

  it('leaves no file without who goes on', async () => {
    const { supporter, stranger, referrer } = frame.partners;
    const household = await openHousehold(supporter);
    const own = await sightOf(supporter, household, supporter);
    expect(await closing(supporter, household, own)).toBe('disclosure_last_sight');
    await share(supporter, household, referrer, { relation: 'referrer', endsOn: '2999-01-01' });
    await share(supporter, household, stranger, { endsOn: '2999-01-01' });
    expect(await closing(supporter, household, own)).toBe('disclosure_last_sight');
    await share(supporter, household, stranger);
    expect(await closing(supporter, household, own)).toBe(200);
    await supporter.get(`/v1/households/${household}`).expect(404);
    const last = await sightOf(stranger, household, stranger);
    expect(await closing(stranger, household, last)).toBe('disclosure_last_sight');
  });

  it('is for the only supporter where a referrer goes on, and for that referrer, who may then invite the next', async () => {
    const { referrer, supporter, stranger } = frame.partners;
    for (const by of [supporter, referrer]) {
      const household = await openHousehold(referrer);
      await share(referrer, household, supporter);
      const next = { organisationId: stranger.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
      const path = `/v1/households/${household}/disclosures`;
      expect((await referrer.post(path, next)).status).toBe(409);
      expect(await closing(by, household, await sightOf(by, household, supporter))).toBe(200);
      await supporter.get(`/v1/households/${household}`).expect(404);
      expect(await closing(referrer, household, await sightOf(referrer, household, referrer))).toBe(
        'disclosure_last_sight',
      );
      await referrer.post(path, next).expect(201);
      await stranger.get(`/v1/households/${household}`).expect(200);
    }
  });

  it('leaves no file of a merged household to who knows another of them alone', async () => {
    const { referrer, supporter } = frame.partners;
    const [first, second] = [await openHousehold(supporter), await openHousehold(referrer)];
    await inConsortium(test, frame, `SELECT merge_households($1, $2)`, [second, first]);
    const own = await sightOf(referrer, first, referrer);
    expect(await closing(referrer, first, own)).toBe('disclosure_last_sight');
    await share(referrer, first, supporter);
    expect(await closing(referrer, first, own)).toBe(200);
  });

  it('is not for who refers it, of the supporter who leads it through a placement', async () => {
    const { referrer, supporter, stranger } = frame.partners;
    const { id, householdId } = await refer(frame);
    await lead(frame, id, await addDwelling(frame), 'submitted');
    const led = await sightOf(supporter, householdId, supporter);
    expect(await closing(referrer, householdId, led)).toBe('disclosure_last_sight');
    await supporter.get(`/v1/placements/${id}`).expect(200);
    await share(supporter, householdId, stranger);
    expect(await closing(supporter, householdId, led)).toBe(200);
  });

  it('is not for who refers it, of the supporter of its tenancy', async () => {
    const { referrer, supporter } = frame.partners;
    const household = await openHousehold(referrer);
    await share(referrer, household, supporter);
    await sittingTenant(frame, { householdId: household });
    const own = await sightOf(supporter, household, supporter);
    expect(await closing(referrer, household, own)).toBe('disclosure_last_sight');
  });

  it('says in the reader’s language what would make it possible', async () => {
    const { supporter } = frame.partners;
    const household = await openHousehold(supporter);
    const { id } = await sightOf(supporter, household, supporter);
    const path = `/v1/households/${household}/disclosures/${id}`;
    const etag = (await supporter.get(path)).headers.etag as string;
    const told = async (language: string): Promise<unknown> =>
      (await supporter.post(`${path}/closure`).set('If-Match', etag).set('Accept-Language', language).expect(409)).body;
    expect(await told('fr')).toMatchObject({ detail: expect.stringContaining('ouvrez-le d’abord') as unknown });
    expect(await told('en')).toMatchObject({ detail: expect.stringContaining('first open it') as unknown });
  });

  it('is for who supports the household, of what it consented to; what rests on a referral is closed by who opened it', async () => {
    const { supporter, stranger, specialist } = frame.partners;
    const household = await openHousehold(supporter);
    const { programmeId } = frame;
    const referral = {
      householdId: household,
      programmeId,
      supporterId: stranger.organisationId,
      reasons: ['no_home'],
    };
    await supporter.post('/v1/placements', referral).expect(201);
    await share(stranger, household, specialist, { relation: 'specialist' });
    expect(await closing(supporter, household, await sightOf(supporter, household, specialist))).toBe(200);
    const [own, other] = [
      await sightOf(supporter, household, supporter),
      await sightOf(supporter, household, stranger),
    ];
    expect([own.basis, other.basis]).toEqual(['support', 'referral']);
    expect(await closing(stranger, household, own)).toBe('disclosure_of_another');
    expect(await closing(supporter, household, other)).toBe(200);
    await stranger.get(`/v1/households/${household}`).expect(404);
  });

  it('is not for a supporter of what another one was invited by, while that one writes in the file', async () => {
    const { referrer, supporter, stranger } = frame.partners;
    const household = await openHousehold(referrer);
    await share(referrer, household, supporter);
    await share(supporter, household, stranger);
    const [first, inviting] = [
      await sightOf(stranger, household, supporter),
      await sightOf(stranger, household, referrer),
    ];
    expect(await closing(stranger, household, first)).toBe('disclosure_of_another');
    await supporter.get(`/v1/households/${household}`).expect(200);
    await inConsortium(test, frame, `SELECT close_disclosure($1)`, [inviting.id]);
    expect(await closing(stranger, household, first)).toBe(200);
    await supporter.get(`/v1/households/${household}`).expect(404);
  });

  it('is not done by the date of who opens it again, nor put off by whom it ends for', async () => {
    const { referrer, supporter, stranger, specialist } = frame.partners;
    const household = await openHousehold(referrer);
    await share(referrer, household, supporter);
    const again = async (by: Partner, to: Partner, relation = 'supporter', endsOn: string | null = today()) => {
      const input = { organisationId: to.organisationId, relation, informedOn: '2026-01-01', endsOn };
      const { status, body } = await by.post(`/v1/households/${household}/disclosures`, input);
      return status === 201 ? 201 : (body as { code: string }).code;
    };
    await share(supporter, household, specialist, { relation: 'specialist' });
    expect(await again(referrer, specialist, 'specialist')).toBe('disclosure_of_another');
    const { id } = await sightOf(supporter, household, referrer);
    await inConsortium(test, frame, `SELECT close_disclosure($1)`, [id]);
    expect(await again(supporter, supporter)).toBe('disclosure_last_sight');
    await share(supporter, household, stranger);
    expect(await again(stranger, stranger, 'supporter', '2999-01-01')).toBe(201);
    expect(await again(supporter, supporter)).toBe('disclosure_last_sight');
    expect(await again(stranger, stranger, 'supporter', null)).toBe('disclosure_to_oneself');
    expect(await again(supporter, stranger, 'supporter', null)).toBe(201);
    expect(await again(supporter, supporter)).toBe(201);
    await supporter.get(`/v1/households/${household}`).expect(404);
    await stranger.get(`/v1/households/${household}`).expect(200);
  });

  it('leaves somebody of two supporters who close at the same time', async () => {
    const { supporter, stranger } = frame.partners;
    const household = await openHousehold(supporter);
    await share(supporter, household, stranger);
    const [own, other] = [
      await sightOf(supporter, household, supporter),
      await sightOf(supporter, household, stranger),
    ];
    const answers = await Promise.all([closing(supporter, household, own), closing(stranger, household, other)]);
    expect(answers.filter((answer) => answer === 200)).toHaveLength(1);
  });
});
