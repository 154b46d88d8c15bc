import { describe, expect, it } from '@jest/globals';
import { addDays } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { consortiumOf, join, type Partner } from './support/actors.js';
import { personOf } from './support/alerts.js';
import { testApp } from './support/app.js';
import { supportEnds } from './support/handovers.js';
import { openHousehold } from './support/households.js';
import { addDwelling, lead, placementFrame } from './support/placements.js';
import { settled } from './support/settled.js';
import { acceptedFor, liveInFlat, settleIn } from './support/shared-flats.js';

const test = await testApp();

interface Entry {
  readonly id: string;
  readonly removed?: boolean;
}

interface FlatEntry extends Entry {
  readonly residents: { readonly occupancyId: string }[];
}

async function since(partner: Partner, collection: string, token?: string) {
  await settled(test);
  const asked = token === undefined ? '' : `?token=${encodeURIComponent(token)}`;
  const { status, body } = await partner.get(`/v1/${collection}/delta${asked}`);
  const { data = [], deltaToken, code } = body as { data?: Entry[]; deltaToken?: string; code?: string };
  return { status, code, ids: data.map(({ id, removed }) => `${removed ? 'gone ' : ''}${id}`), token: deltaToken! };
}

async function assign(by: Partner, household: string, userId: string, startsOn = '2020-01-01'): Promise<string> {
  const made = await by.post(`/v1/households/${household}/assignments`, { userId, startsOn }).expect(201);
  return (made.body as { id: string }).id;
}

async function unassign(by: Partner, household: string, assignment: string): Promise<void> {
  const path = `/v1/households/${household}/assignments/${assignment}`;
  const { headers } = await by.get(path).expect(200);
  await by
    .post(`${path}/ending`, { endsOn: clock.today() })
    .set('If-Match', headers.etag as string)
    .expect(200);
}

describe('The delta of a social worker with a caseload', () => {
  it('is read anew when she is assigned what was there before, and when an assignment ends', async () => {
    const { supporter } = (await consortiumOf(test, { supporter: { roles: ['supporter'] } })).partners;
    const [older, mine] = [await openHousehold(supporter), await openHousehold(supporter)];
    const worker = await personOf(test, supporter, ['social_worker']);
    const assignment = await assign(supporter, mine, worker.id);
    const first = await since(worker, 'households');
    expect(first.ids).toEqual([mine]);
    expect(await since(worker, 'households', first.token)).toMatchObject({ status: 200, ids: [] });

    await assign(supporter, older, worker.id);
    expect(await since(worker, 'households', first.token)).toMatchObject({ status: 410 });
    const second = await since(worker, 'households');
    expect(second.ids).toEqual([older, mine]);

    await unassign(supporter, mine, assignment);
    expect(await since(worker, 'households', second.token)).toMatchObject({ status: 410 });
    const third = await since(worker, 'households');
    expect(third.ids).toEqual([older]);
    await assign(supporter, mine, worker.id, addDays(clock.today(), 1));
    expect(await since(worker, 'households', third.token)).toMatchObject({ status: 200, ids: [] });
  });

  it('takes no token of a colleague with another caseload, nor does who has none', async () => {
    const { supporter } = (await consortiumOf(test, { supporter: { roles: ['supporter'] } })).partners;
    const household = await openHousehold(supporter);
    const [worker, other] = [
      await personOf(test, supporter, ['social_worker']),
      await personOf(test, supporter, ['social_worker']),
    ];
    await assign(supporter, household, worker.id);
    const [ofAll, ofWorker] = [await since(supporter, 'households'), await since(worker, 'households')];
    for (const [reader, token] of [
      [other, ofWorker.token],
      [other, ofAll.token],
      [supporter, ofWorker.token],
    ] as const)
      expect(await since(reader, 'households', token)).toMatchObject({ status: 410 });
    expect(await since(supporter, 'households', ofAll.token)).toMatchObject({ status: 200, ids: [] });
  });

  it('is so of placements too', async () => {
    const frame = await placementFrame(test);
    const { supporter } = frame.partners;
    const household = await openHousehold(supporter);
    const made = await supporter
      .post('/v1/placements', { householdId: household, programmeId: frame.programmeId, reasons: ['no_home'] })
      .expect(201);
    const { id } = made.body as { id: string };
    const worker = await personOf(test, supporter, ['social_worker']);
    const before = await since(worker, 'placements');
    expect(before.ids).toEqual([]);
    await assign(supporter, household, worker.id);
    expect(await since(worker, 'placements', before.token)).toMatchObject({ status: 410 });
    const after = await since(worker, 'placements');
    expect(after.ids).toEqual([id]);
    await lead(frame, id, await addDwelling(frame), 'eligible');
    expect(await since(worker, 'placements', after.token)).toMatchObject({ status: 200, ids: [id] });
  });
});

describe('A sight that ended by its date', () => {
  const share = (by: Partner, household: string, to: Partner, endsOn?: string) =>
    by
      .post(`/v1/households/${household}/disclosures`, {
        organisationId: to.organisationId,
        relation: 'supporter',
        informedOn: '2026-01-01',
        endsOn,
      })
      .expect(201);
  const addChild = (by: Partner, household: string) =>
    by
      .post(`/v1/households/${household}/members`, {
        person: { familyName: 'Exemple', givenNames: 'Lou', birthDate: addDays(clock.today(), -400) },
        role: 'child',
        startsOn: '2026-01-01',
      })
      .expect(201);
  const pair = async () =>
    (await consortiumOf(test, { first: { roles: ['supporter'] }, second: { roles: ['supporter'] } })).partners;

  it('is no entry, and the feed tells so when the date is set', async () => {
    const { first, second } = await pair();
    const household = await openHousehold(first);
    await share(first, household, second, addDays(clock.today(), 30));
    const before = await since(second, 'households');
    expect(before.ids).toEqual([household]);
    await share(first, household, second, clock.today());
    await second.get(`/v1/households/${household}`).expect(404);
    expect((await since(second, 'households', before.token)).ids).toEqual([`gone ${household}`]);
    await addChild(first, household);
    expect((await since(second, 'households')).ids).toEqual([]);
    expect((await since(first, 'households')).ids).toEqual([household]);
  });

  it('is no entry on the day itself, whatever was written before, and before any job', async () => {
    const { first, second } = await pair();
    const household = await openHousehold(first);
    await share(first, household, second, addDays(clock.today(), 1));
    const before = await since(second, 'households');
    expect(before.ids).toEqual([household]);
    await addChild(first, household);
    // The day comes: as if all of it had been said yesterday.
    const when = [first.consortiumId, household, second.organisationId, clock.today()];
    const these = 'WHERE consortium_id = $1 AND household_id = $2 AND organisation_id = $3';
    await test.owner(`UPDATE grants SET until = $4 ${these}`, when);
    await test.owner(`UPDATE disclosures SET from_on = $4::date - 1, until = $4 ${these}`, when);
    expect((await since(second, 'households')).ids).toEqual([]);
    expect((await since(second, 'households', before.token)).ids).toEqual([]);
    await addChild(first, household);
    expect((await since(second, 'households', before.token)).ids).toEqual([`gone ${household}`]);
  });

  it('is no entry of placements on the day itself either, nor counted', async () => {
    const frame = await placementFrame(test);
    const { supporter, stranger } = frame.partners;
    const household = await openHousehold(supporter);
    const referral = { householdId: household, programmeId: frame.programmeId, reasons: ['no_home'] };
    const { id } = (await supporter.post('/v1/placements', referral).expect(201)).body as { id: string };
    await share(supporter, household, stranger, addDays(clock.today(), 1));
    await share(supporter, household, await join(test, frame.coordinator, 'third', { roles: ['supporter'] }));
    await supportEnds(supporter, household);
    const before = await since(stranger, 'placements');
    expect(before.ids).toEqual([id]);
    const these = 'WHERE household_id = $1 AND organisation_id = $2';
    await test.owner(`UPDATE grants SET until = $3 ${these}`, [household, stranger.organisationId, clock.today()]);
    await stranger.get(`/v1/placements/${id}`).expect(404);
    expect((await since(stranger, 'placements')).ids).toEqual([]);
    expect((await since(stranger, 'placements', before.token)).ids).toEqual([]);
    expect((await stranger.get('/v1/placements/reconciliation').expect(200)).body).toMatchObject({ total: 0 });
  });

  it('is no resident of a shared flat on the day itself either, and no flat where nobody else is of hers', async () => {
    const frame = await placementFrame(test);
    const { supporter, operator } = frame.partners;
    const house = await join(test, frame.coordinator, 'house', { roles: ['supporter'] });
    const { flat, occupancy } = await liveInFlat(frame, { supporterId: house.organisationId });
    const { placementId } = await acceptedFor(frame, flat, { room: 1 });
    const other = await settleIn(operator, flat, { placementId });
    const entry = async (partner: Partner) => {
      await settled(test);
      const { data } = (await partner.get('/v1/shared-flats/delta').expect(200)).body as { data: FlatEntry[] };
      return data.find(({ id }) => id === flat.id)?.residents.map(({ occupancyId }) => occupancyId);
    };
    const both = [occupancy.id, other.id].sort();
    expect((await entry(supporter))!.sort()).toEqual(both);
    for (const [ended, left] of [
      [occupancy, [other.id]],
      [other, undefined],
    ] as const) {
      const these = 'WHERE household_id = $1 AND organisation_id = $2';
      const when = [ended.householdId, supporter.organisationId, clock.today()];
      await test.owner(`UPDATE grants SET until = $3 ${these}`, when);
      expect(await entry(supporter)).toEqual(left);
    }
    expect((await entry(operator))!.sort()).toEqual(both);
    expect(await entry(house)).toEqual([]);
  });
});
