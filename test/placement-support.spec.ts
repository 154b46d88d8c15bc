import { beforeEach, describe, expect, it } from '@jest/globals';
import { clock } from '../src/platform/clock.js';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { inConsortium } from './support/arrears.js';
import { handOver } from './support/handovers.js';
import { addDwelling, lead, placementFrame, refer, step, type Frame, type Stage } from './support/placements.js';
import { settled } from './support/settled.js';

const test = await testApp();
type Entry = Record<string, unknown> & { id: string };
const dataOf = (answer: { body: unknown }): Entry[] => (answer.body as { data: Entry[] }).data;
const PARTS = ['', '/referral', '/grounds', '/history', '/offers'];
const PLACEMENT = `query ($id: ID!) { placement(id: $id) { status grounds { cohort } referral { householdId } } }`;

let frame: Frame;
let id: string;
let householdId: string;
let dwellingId: string;

beforeEach(async () => {
  frame = await placementFrame(test);
  dwellingId = await addDwelling(frame);
});

async function referred(stage: Stage): Promise<void> {
  ({ id, householdId } = await refer(frame));
  await lead(frame, id, dwellingId, stage);
}

async function seen(partner: Partner): Promise<string[]> {
  const found: string[] = [];
  for (const part of PARTS) {
    const { status, body } = await partner.get(`/v1/placements/${id}${part}`);
    const { data } = body as { data?: unknown[] };
    if (data ? data.length > 0 : status === 200) found.push(part);
  }
  if ((await partner.get(`/v1/dwellings/${dwellingId}/address`)).status === 200) found.push('address');
  if (dataOf(await partner.get('/v1/placements').expect(200)).some((one) => one.id === id)) found.push('list');
  const { body } = await partner.graphql(PLACEMENT, { id });
  if ((body as { data: { placement: unknown } }).data.placement) found.push('graphql');
  return found;
}
const ALL = [...PARTS, 'address', 'list', 'graphql'];

/** As a job ends it on its day: whatever ends a disclosure, the sight ends with it. */
async function closed(whose: Partner, relation = 'supporter'): Promise<void> {
  await inConsortium(
    test,
    frame,
    `SELECT close_disclosure(d.id) FROM disclosures d
     WHERE d.household_id = $1 AND d.organisation_id = $2 AND d.relation = $3 AND d.closed_at IS NULL`,
    [householdId, whose.organisationId, relation],
  );
}

/** What is answered to who refers it to a supporter. */
async function referral(by: Partner, to: Partner, programmeId = frame.programmeId): Promise<string | number> {
  const input = { householdId, programmeId, supporterId: to.organisationId, reasons: ['no_home'] };
  const { status, body } = await by.post('/v1/placements', input);
  return status === 201 ? 201 : (body as { code: string }).code;
}

async function opened(by: Partner, to: Partner, over: object = {}): Promise<void> {
  const shared = { organisationId: to.organisationId, relation: 'supporter', informedOn: '2026-01-01', ...over };
  await by.post(`/v1/households/${householdId}/disclosures`, shared).expect(201);
}

async function delta(partner: Partner, token?: string): Promise<{ data: Entry[]; deltaToken: string }> {
  await settled(test);
  const since = token ? `&token=${token}` : '';
  const answer = await partner.get(`/v1/placements/delta?limit=500${since}`).expect(200);
  return answer.body as { data: Entry[]; deltaToken: string };
}

describe('A supporter to whom the household is closed', () => {
  it('sees neither placement, grounds nor address any more, is told so by the delta, and takes no step', async () => {
    await referred('allocated');
    const { supporter } = frame.partners;
    expect(await seen(supporter)).toEqual(ALL);
    const { deltaToken } = await delta(supporter);
    const { headers } = await supporter.get(`/v1/placements/${id}`);
    await closed(supporter);
    expect(await seen(supporter)).toEqual([]);
    await supporter
      .post(`/v1/placements/${id}/acceptance`, { answer: 'accepted' })
      .set('If-Match', headers.etag as string)
      .expect(404);
    expect((await delta(supporter, deltaToken)).data).toEqual([
      expect.objectContaining({ id, removed: true, reason: 'no_longer_yours' }),
    ]);
  });

  it('sees it again once it is opened again, also where it let the time pass', async () => {
    await referred('offered');
    const { referrer, supporter } = frame.partners;
    await closed(supporter);
    await opened(referrer, supporter);
    expect(await seen(supporter)).toEqual(ALL);
    await test.owner(`UPDATE grants SET until = civil_today() WHERE household_id = $1 AND organisation_id = $2`, [
      householdId,
      supporter.organisationId,
    ]);
    expect((await seen(supporter)).filter((part) => part !== 'list')).toEqual([]);
  });

  it('hands the placement under way to who supports the household now, who goes on with it', async () => {
    await referred('allocated');
    const { supporter, stranger, landlord } = frame.partners;
    await opened(supporter, stranger);
    expect(await seen(stranger)).toEqual([]);
    await closed(supporter);
    expect([await seen(supporter), await seen(stranger)]).toEqual([[], ALL]);
    expect((await delta(stranger)).data).toEqual([expect.objectContaining({ id, status: 'allocated' })]);
    expect((await step(stranger, id, 'acceptance', { answer: 'accepted' })).status).toBe(200);
    expect((await landlord.get(`/v1/placements/${id}`).expect(200)).body).toMatchObject({ status: 'accepted' });
    const twice = await stranger.post('/v1/placements', { householdId, programmeId: frame.programmeId });
    expect([twice.status, (twice.body as { code: string }).code]).toEqual([409, 'already_referred']);
  });

  it('leaves to its successor what it wrote only once the household has accepted that', async () => {
    const { supporter, stranger } = frame.partners;
    const own = { ...frame, partners: { ...frame.partners, referrer: { ...supporter } } };
    ({ id, householdId } = await refer(own, {}, 'supporter'));
    await lead(frame, id, dwellingId, 'accepted');
    await opened(supporter, stranger);
    await closed(supporter);
    expect(await seen(supporter)).toEqual([]);
    expect(await seen(stranger)).toEqual(ALL.filter((part) => part !== '/grounds'));
    expect(dataOf(await stranger.get(`/v1/placements/${id}/answers`).expect(200))).toEqual([]);
  });

  it('gives all of it over by a handover, and sees it no more', async () => {
    const { supporter, stranger } = frame.partners;
    const own = { ...frame, partners: { ...frame.partners, referrer: { ...supporter } } };
    ({ id, householdId } = await refer(own, {}, 'supporter'));
    await lead(frame, id, dwellingId, 'accepted');
    await handOver(householdId, supporter, stranger);
    expect(await seen(stranger)).toEqual(ALL);
    expect(dataOf(await stranger.get(`/v1/placements/${id}/answers`).expect(200))).not.toEqual([]);
    await closed(supporter);
    expect(await seen(supporter)).toEqual([]);
  });
});

describe('A referrer', () => {
  it('to whom the household is closed before the keys sees its referral no more, nor after them', async () => {
    await referred('offered');
    const { referrer, supporter, landlord, operator } = frame.partners;
    await closed(referrer, 'referrer');
    expect(await seen(referrer)).toEqual([]);
    const steps: [Partner, string, object][] = [
      [supporter, 'submission', { informedOn: '2026-01-01' }],
      [landlord, 'allocation', { outcome: 'allocated', rank: 1 }],
      [supporter, 'acceptance', { answer: 'accepted' }],
      [operator, 'move-in', { movedInOn: clock.today() }],
    ];
    for (const [partner, noun, body] of steps) expect((await step(partner, id, noun, body)).status).toBeLessThan(300);
    expect(await seen(referrer)).toEqual([]);
  });

  it('opens by referring it to no other supporter what it does not know itself', async () => {
    await referred('eligible');
    const { referrer, supporter, stranger } = frame.partners;
    const programme = {
      key: 'autre',
      name: 'Autre',
      publicLabel: 'Logement',
      kind: 'rehousing',
      startsOn: '2020-01-01',
    };
    const other = await frame.coordinator.post('/v1/programmes', { ...programme, decidingBody: 'caleol' }).expect(201);
    const programmeId = (other.body as { id: string }).id;
    expect(await referral(referrer, stranger, programmeId)).toBe('disclosure_not_known');
    await stranger.get(`/v1/households/${householdId}`).expect(404);
    // Nor does it learn by trying who else supports the household: it knows whom it opened it to.
    await opened(supporter, stranger);
    expect(await referral(referrer, stranger, programmeId)).toBe('disclosure_not_known');
    expect(await referral(referrer, supporter, programmeId)).toBe(201);
  });

  it('keeps what it wrote after the keys, which end its sight of the household', async () => {
    await referred('moved_in');
    expect(await seen(frame.partners.referrer)).toEqual(ALL.filter((part) => part !== 'address'));
  });
});
