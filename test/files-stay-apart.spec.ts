import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { personOf } from './support/alerts.js';
import { testApp } from './support/app.js';
import { turnNight, type ArrearsFrame } from './support/arrears.js';
import { openHousehold } from './support/households.js';
import { FAMILY, seenBy } from './support/movers.js';
import { addDwelling, placementFrame } from './support/placements.js';
import { settled } from './support/settled.js';
import { addDays } from '../src/platform/calendar.js';
import { record, today } from './support/tenancies.js';
import { joins, leased, leaves, LONG_AGO, turnsDay, twoFiles } from './support/who-left.js';

const test = await testApp();
const bodyOf = <T>({ body }: { body: unknown }): T => body as T;
type Row = Record<string, unknown> & { id: string };
const dataOf = async (partner: Partner, path: string): Promise<Row[]> =>
  bodyOf<{ data: Row[] }>(await partner.get(path).expect(200)).data;
const etag = async (partner: Partner, path: string): Promise<string> =>
  (await partner.get(path).expect(200)).headers.etag as string;

/** An act of merging on that household, with the version that the caller sees. */
const mergesOf = (by: Partner, household: string) => async (noun: 'merge' | 'merge-undo', body: object) =>
  by
    .post(`/v1/households/${household}/${noun}`, body)
    .set('If-Match', await etag(by, `/v1/households/${household}`))
    .expect(200);

/** Two supporters' files of one household; a lease with a debt and a placement are of the second, which is merged either way. */
async function withDebt(absorb: 'first' | 'second') {
  const files = await twoFiles(test);
  const { two, landlord, first, second, programmeId } = files;
  const lease = await record(two, {
    dwellingId: await addDwelling(files),
    landlordId: landlord.organisationId,
    householdId: second,
    startsOn: '2025-01-01',
    informedOn: '2026-01-01',
    duesSource: 'sent',
  });
  for (const month of ['2026-04', '2026-05', '2026-06'])
    await landlord
      .post(`/v1/tenancies/${lease.id}/ledger-entries`, {
        kind: 'due',
        amountCents: 48_000,
        occurredOn: `${month}-05`,
        month,
        label: 'rent',
      })
      .expect(201);
  const placement = bodyOf<Row>(
    await two.post('/v1/placements', { householdId: second, programmeId, reasons: ['no_home'] }).expect(201),
  );
  const night = () => turnNight(test, files as unknown as ArrearsFrame);
  await night();
  const [gone, kept] = absorb === 'first' ? [first, second] : [second, first];
  const merge = () =>
    files.as(`merge_households('${gone}', '${kept}'), feed_touch('households', ARRAY['${gone}', '${kept}']::uuid[]),
      feed_touch('tenancies', ARRAY['${lease.id}']::uuid[])`);
  return { ...files, lease, placement, night, merge, kept };
}

const EITHER_WAY = ['first', 'second'] as const;

describe('Of a household that was made of two files,', () => {
  it.each(EITHER_WAY)('who supports by one goes on with nothing of the other: %s taken in', async (absorb) => {
    const { one, two, coordinator, lease, placement, merge } = await withDebt(absorb);
    await merge();
    const paths = [`/tenancies/${lease.id}`, `/tenancies/${lease.id}/account`, `/placements/${placement.id}`];
    const seen = () => Promise.all(paths.map(async (path) => (await one.get(`/v1${path}`)).status));
    expect(await seen()).toEqual([404, 404, 404]);
    const membership = (await dataOf(coordinator, '/v1/memberships?limit=200')).find(
      ({ organisationId }) => organisationId === two.organisationId,
    )!;
    const path = `/v1/memberships/${membership.id}`;
    await coordinator
      .patch(path, { roles: ['specialist'] })
      .set('If-Match', await etag(coordinator, path))
      .expect(200);
    expect(await seen()).toEqual([404, 404, 404]);
    expect(await dataOf(one, '/v1/arrears-cases')).toEqual([]);
  });

  it.each(EITHER_WAY)('who supports by either keeps alerts and feed of its arrears: %s taken in', async (absorb) => {
    const { two, merge, night } = await withDebt(absorb);
    const told = () =>
      test.owner(
        `SELECT kind FROM causes WHERE organisation_id = $1 AND subject_type = 'arrears_case' AND ended_at IS NULL ORDER BY 1`,
        [two.organisationId],
      );
    const entries = async () => {
      await settled(test);
      return (await dataOf(two, '/v1/arrears-cases/delta')).map(({ id }) => id);
    };
    const before = [await told(), await entries()];
    expect(before[0]).not.toEqual([]);
    expect(before[1]).not.toEqual([]);
    await merge();
    await night();
    await test.owner(`SELECT set_config('app.consortium', consortium_id::text, false), set_config('app.kind', 'system', false),
      feed_touch('arrears_cases', ARRAY[id]) FROM arrears_cases WHERE supporter_id = '${two.organisationId}'`);
    expect([await told(), await entries()]).toEqual(before);
  });

  it.each(EITHER_WAY)('a lease by who knows one names its supporter: %s taken in', async (absorb) => {
    const { one, two, landlord, merge, kept, ...frame } = await withDebt(absorb);
    await merge();
    const sitting = { dwellingId: await addDwelling(frame as never), householdId: kept, startsOn: '2025-01-01' };
    const { id } = await record(landlord, { ...sitting, informedOn: '2026-01-01' });
    const statuses = (partner: Partner) =>
      Promise.all(['', '/account'].map(async (part) => (await partner.get(`/v1/tenancies/${id}${part}`)).status));
    expect([await statuses(one), await statuses(two)]).toEqual([
      [404, 404],
      [200, 200],
    ]);
  });

  it.each(EITHER_WAY)(
    'whose twin is protected is masked, whichever came first, and no longer: %s taken in',
    async (absorb) => {
      for (const when of ['before', 'after']) {
        const { one, landlord, first, second, mine, theirs, as } = await twoFiles(test);
        const path = `/v1/persons/${mine[0]}`;
        const protect = async () => {
          const asked = one.post(`${path}/protection`, { startsOn: '2026-01-01' });
          return asked.set('If-Match', await etag(one, path)).expect(201);
        };
        const sees = async () => (await seenBy(landlord, { persons: theirs.slice(0, 1) })).at(0);
        expect([when, await sees()]).toEqual([when, 200]);
        if (when === 'before') await protect();
        await as(
          absorb === 'second'
            ? `merge_households('${second}', '${first}')`
            : `merge_households('${first}', '${second}')`,
        );
        if (when === 'after') await protect();
        expect([when, await sees()]).toEqual([when, 404]);
        const end = one.post(`${path}/protection/ending`, { endsOn: today() });
        await end.set('If-Match', await etag(one, path)).expect(200);
        expect([when, await sees()]).toEqual([when, 200]);
      }
    },
  );

  it('who left by one is of the sum and of the initials of neither', async () => {
    const { one, two, coordinator, first, second, mine, theirs, as } = await twoFiles(test);
    for (const adult of [0, 1, 3])
      await two
        .post(`/v1/persons/${theirs[adult]}/resources`, { kind: 'wages', amountCents: 60_000, startsOn: '2026-01-01' })
        .expect(201);
    await as(`merge_households('${second}', '${first}')`);
    const total = async () =>
      bodyOf<{ monthlyTotalCents: number }>(await two.get(`/v1/households/${first}/resource-summary`).expect(200))
        .monthlyTotalCents;
    const initials = async () =>
      bodyOf<{ initials: string }>(await coordinator.get(`/v1/household-stubs/${first}`).expect(200)).initials;
    expect([await total(), await initials()]).toEqual([180_000, 'C. E.']);
    expect(await leaves(one, first, mine[0]!, LONG_AGO)).toBe(200);
    expect([await total(), await initials()]).toEqual([120_000, 'A. E.']);
  });
});

describe('Who saw a household once', () => {
  it('is told of no merge after its sight ended', async () => {
    const { partners } = await placementFrame(test);
    const { supporter, stranger } = partners;
    const [kept, gone] = [
      await openHousehold(supporter, { members: FAMILY }),
      await openHousehold(supporter, { members: FAMILY }),
    ];
    const opened = { organisationId: stranger.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    const { id } = bodyOf<Row>(await supporter.post(`/v1/households/${gone}/disclosures`, opened).expect(201));
    const since = async (token = '') => {
      await settled(test);
      return bodyOf<{ data: Row[]; deltaToken: string }>(
        await stranger.get(`/v1/households/delta${token && `?token=${token}`}`).expect(200),
      );
    };
    const start = await since();
    const path = `/v1/households/${gone}/disclosures/${id}`;
    await supporter
      .post(`${path}/closure`, {})
      .set('If-Match', await etag(supporter, path))
      .expect(200);
    const closed = await since(start.deltaToken);
    expect(closed.data).toMatchObject([{ id: gone, removed: true, reason: 'no_longer_yours' }]);
    const act = mergesOf(supporter, kept);
    await act('merge', { absorbedId: gone });
    await act('merge-undo', {});
    await act('merge', { absorbedId: gone });
    expect((await since(closed.deltaToken)).data).toEqual([]);
  });
});

describe('A merge that was undone', () => {
  it('leaves each social worker the list of her own households', async () => {
    const { partners, programmeId } = await placementFrame(test);
    const { supporter } = partners;
    const [kept, gone] = [
      await openHousehold(supporter, { members: FAMILY }),
      await openHousehold(supporter, { members: FAMILY }),
    ];
    const placed = async (householdId: string) =>
      bodyOf<Row>(
        await supporter.post('/v1/placements', { householdId, programmeId, reasons: ['no_home'] }).expect(201),
      ).id;
    const placements = [await placed(kept), await placed(gone)];
    const workers = [
      await personOf(test, supporter, ['social_worker']),
      await personOf(test, supporter, ['social_worker']),
    ];
    for (const [index, householdId] of [kept, gone].entries())
      await supporter
        .post(`/v1/households/${householdId}/assignments`, { userId: workers[index]!.id, startsOn: '2020-01-01' })
        .expect(201);
    const lists = () =>
      Promise.all(workers.map(async (worker) => (await dataOf(worker, '/v1/placements')).map(({ id }) => id)));
    const own = placements.map((id) => [id]);
    expect(await lists()).toEqual(own);
    const act = mergesOf(supporter, kept);
    await act('merge', { absorbedId: gone });
    await act('merge-undo', {});
    expect(await lists()).toEqual(own);
  });
});

describe('A household that is merged while it is referred or let', () => {
  it('keeps nothing for itself: what was first goes along, what comes after is refused', async () => {
    for (let round = 0; round < 6; round += 1) {
      const frame = await placementFrame(test);
      const { supporter, landlord } = frame.partners;
      const [kept, gone] = [
        await openHousehold(supporter, { members: FAMILY }),
        await openHousehold(supporter, { members: FAMILY }),
      ];
      const dwellingId = await addDwelling(frame);
      const version = await etag(supporter, `/v1/households/${kept}`);
      const statuses = await Promise.all([
        supporter.post(`/v1/households/${kept}/merge`, { absorbedId: gone }).set('If-Match', version),
        supporter.post('/v1/placements', {
          householdId: gone,
          programmeId: frame.programmeId,
          reasons: ['no_home'],
        }),
        supporter.post('/v1/tenancies', {
          kind: 'social_lease',
          terms: { rentCents: 42_000, chargesCents: 6_000 },
          householdId: gone,
          dwellingId,
          landlordId: landlord.organisationId,
          startsOn: '2026-01-01',
          informedOn: '2026-01-01',
        }),
      ]);
      expect(statuses[0].status).toBe(200);
      for (const { status, body } of statuses.slice(1)) {
        if (status !== 201) expect([status, (body as { code: string }).code]).toEqual([409, 'household_merged']);
      }
      for (const table of ['tenancies', 'referrals', 'disclosures', 'stays'])
        expect([table, await test.owner(`SELECT id FROM ${table} WHERE household_id = $1`, [gone])]).toEqual([
          table,
          [],
        ]);
    }
  });
});

describe('A stay that was planned', () => {
  const planned = async (startsOn: string, endsOn: string) => {
    const frame = await placementFrame(test);
    const { supporter, landlord } = frame.partners;
    const householdId = await openHousehold(supporter, { members: FAMILY });
    await leased(supporter, frame, householdId);
    const person = { familyName: 'Venir', givenNames: 'Alix', birthDate: '1990-01-01' };
    const { personId } = bodyOf<{ personId: string }>(
      await supporter.post(`/v1/households/${householdId}/members`, { person, role: 'other', startsOn }).expect(201),
    );
    await supporter.put(`/v1/persons/${personId}/contact`, { emails: ['alix@exemple.example'] }).expect(201);
    expect(await leaves(supporter, householdId, personId, endsOn)).toBe(200);
    const seen = async () => {
      const answers = await Promise.all(['', '/contact'].map((part) => landlord.get(`/v1/persons/${personId}${part}`)));
      return answers.map(({ status }) => status);
    };
    return { frame, supporter, householdId, personId, seen };
  };

  it('and whose end was recorded before it began is over from that day on, identity and contact', async () => {
    const { frame, personId, seen } = await planned(addDays(today(), 5), addDays(today(), 15));
    expect(await seen()).toEqual([200, 200]);
    // As a month later: the days have passed, and nothing else was written.
    await test.owner(
      `SET session_replication_role = replica; UPDATE household_members SET starts_on = starts_on - 30, ends_on = ends_on - 30 WHERE person_id = '${personId}';
       UPDATE persons SET left_on = left_on - 30 WHERE id = '${personId}'; UPDATE household_members SET left_on = left_on - 30 WHERE person_id = '${personId}'`,
    );
    await turnsDay(test, frame);
    expect(await seen()).toEqual([404, 404]);
  });

  it('and was called off before it began shows nothing from then on, until it is planned again', async () => {
    const { supporter, householdId, personId, seen } = await planned(addDays(today(), 5), addDays(today(), 5));
    expect(await seen()).toEqual([404, 404]);
    await joins(supporter, householdId, personId, today());
    expect(await seen()).toEqual([200, 200]);
  });
});
