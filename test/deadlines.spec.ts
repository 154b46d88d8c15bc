import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DeadlineDays } from '../src/agenda/agenda.jobs.js';
import { DeadlineKind } from '../src/agenda/deadlines.enums.js';
import { addDays, addMonths } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { StaleAccounts } from '../src/tenancies/tenancies.jobs.js';
import { consortiumOf, type Partner } from './support/actors.js';
import { deliver, project } from './support/alerts.js';
import { ownApp } from './support/app.js';
import { placementFrame, type Frame } from './support/placements.js';
import { act, beneathHead, sittingTenant, today } from './support/tenancies.js';

const test = await ownApp();
const here = await consortiumOf<'owner' | 'association' | 'stranger'>(test, {
  owner: { roles: ['landlord'], kind: 'social_landlord' },
  association: { roles: ['operator', 'supporter'] },
  stranger: { roles: ['landlord', 'supporter'], kind: 'social_landlord' },
});
const { owner, association, stranger } = here.partners;
const { consortiumId } = here;
const frame = { ...here, partners: { landlord: owner, operator: association } } as unknown as Frame;
const day = today();

type Row = Record<string, unknown> & { id: string };
const rowsOf = async (partner: Partner, path: string): Promise<Row[]> =>
  ((await partner.get(path).expect(200)).body as { data: Row[] }).data;
const alertsOn = (partner: Partner, subject: string): Promise<Row[]> =>
  rowsOf(partner, `/v1/alerts?subjectId=${subject}`);
const dueOf = (partner: Partner, more = ''): Promise<Row[]> => rowsOf(partner, `/v1/deadlines?limit=200${more}`);

/** The night of a day, on two processes at once, and what is made of it. */
async function nightOf(on: string, job: typeof DeadlineDays | typeof StaleAccounts, of = consortiumId): Promise<void> {
  clock.set(`${on}T03:00:00Z`);
  await Promise.all([deliver(test, of, job), deliver(test, of, job)]);
  clock.set(null);
  await project(test, of);
}

afterEach(() => clock.set(null));

describe('The six-month review', () => {
  it('is told of to association and owner before it is due, each by what it sees, and no longer once it is held', async () => {
    const startsOn = addMonths(day, -1);
    const { id, householdId } = await beneathHead({ frame, owner, association }, { kind: 'sublease', startsOn });
    const dueOn = addMonths(startsOn, 6);
    await nightOf(addDays(dueOn, -61), DeadlineDays);
    expect(await alertsOn(association, id)).toEqual([]);
    await nightOf(addDays(dueOn, -60), DeadlineDays);
    expect(await alertsOn(association, id)).toMatchObject([
      {
        kind: 'joint_review_due',
        status: 'open',
        level: 'attention',
        subjectType: 'tenancy',
        householdId,
        sinceOn: addDays(dueOn, -60),
        title: 'Examen tripartite à tenir',
        facts: [{ name: 'dueOn', value: dueOn }],
      },
    ]);
    const [told, ...others] = await alertsOn(owner, id);
    expect(told).toMatchObject({ kind: 'joint_review_due', subjectType: 'tenancy_occupancy', householdId: null });
    expect([others, await alertsOn(stranger, id), await alertsOn(here.coordinator, id)]).toEqual([[], [], []]);
    const english = await owner.get(`/v1/alerts/${told!.id}`).set('Accept-Language', 'en').expect(200);
    expect(english.body).toMatchObject({ title: 'Three-party review due' });
    expect((english.body as { explanation: string }).explanation).toMatch(/^The six-monthly review is due by /);

    await nightOf(addDays(dueOn, 1), DeadlineDays);
    expect((await alertsOn(association, id))[0]).toMatchObject({ level: 'urgent', status: 'open' });
    expect((await alertsOn(association, id))[0]!.explanation).toMatch(/C’est en retard depuis le/);

    const review = { outcome: 'continue', landlordPresent: true, householdPresent: true };
    await association.post(`/v1/tenancies/${id}/joint-reviews`, review).expect(201);
    await project(test, consortiumId);
    for (const partner of [association, owner])
      expect((await alertsOn(partner, id)).map(({ status }) => status)).toEqual(['closed']);
    await nightOf(day, DeadlineDays);
    expect(await alertsOn(association, id)).toHaveLength(1);
  });

  it('is due no longer of a tenancy that has ended', async () => {
    const startsOn = addMonths(day, -5);
    const { id } = await beneathHead({ frame, owner, association }, { kind: 'sublease', startsOn });
    await project(test, consortiumId);
    expect((await alertsOn(owner, id)).map(({ status }) => status)).toEqual(['open']); // near from the first moment
    const ending = await act(association, id, 'ending', { endedOn: day, reason: 'mutual', exitRoute: 'private_lease' });
    expect(ending.status).toBe(200);
    await project(test, consortiumId);
    for (const partner of [association, owner])
      expect((await alertsOn(partner, id)).map(({ status }) => status)).toEqual(['closed']);
    expect(await dueOf(owner, `&subjectId=${id}`)).toEqual([]);
  });
});

describe('What is due', () => {
  it('is listed the next one first, by kind, day and subject, page by page, and over GraphQL alike', async () => {
    const of = { frame, owner, association };
    const slideAimOn = addDays(day, 40);
    const lease = { kind: 'sliding_lease', startsOn: addMonths(day, -2), slideAimOn, endsOn: addDays(day, 300) };
    const { id, householdId } = await beneathHead(of, lease);
    const all = await dueOf(association);
    expect(all.map(({ dueOn }) => dueOn)).toEqual(all.map(({ dueOn }) => dueOn).sort());
    const mine = all.filter(({ subjectId }) => subjectId === id);
    expect(mine.map(({ kind, dueOn, subjectType }) => [kind, dueOn, subjectType])).toEqual([
      ['slide_decision', slideAimOn, 'tenancy'],
      ['joint_review', addMonths(lease.startsOn, 6), 'tenancy'],
      ['tenancy_end', lease.endsOn, 'tenancy'],
    ]);
    expect(mine[0]).toMatchObject({ householdId, closedAt: null });
    expect(await dueOf(association, `&subjectId=${id}&kind=slide_decision`)).toEqual([mine[0]]);
    expect(await dueOf(association, `&subjectId=${id}&dueBefore=${slideAimOn}`)).toEqual([]);
    expect(await dueOf(association, `&subjectId=${id}&dueBefore=${addDays(slideAimOn, 1)}`)).toEqual([mine[0]]);
    expect(await dueOf(association, `&status=closed&householdId=${householdId}`)).toEqual([]);
    expect(await dueOf(owner, `&subjectId=${id}`)).toMatchObject([
      { kind: 'slide_decision', subjectType: 'tenancy_occupancy', householdId: null },
      { kind: 'joint_review', subjectType: 'tenancy_occupancy', householdId: null },
    ]);
    expect([await dueOf(stranger), await dueOf(here.coordinator)]).toEqual([[], []]);

    const paged: Row[] = [];
    for (let path: string | null = '/v1/deadlines?limit=1'; path;) {
      const { body } = await association.get(path).expect(200);
      const { data, nextCursor } = body as { data: Row[]; nextCursor: string | null };
      paged.push(...data);
      path = nextCursor && `/v1/deadlines?limit=1&cursor=${nextCursor}`;
    }
    expect(paged).toEqual(all);
    const asked = await association.graphql(
      `query Q($id: ID!) { deadlines(first: 10, filter: { subjectId: $id, kind: slide_decision }) { nodes { id dueOn household { id } } } }`,
      { id },
    );
    expect(asked.body).toEqual({
      data: { deadlines: { nodes: [{ id: mine[0]!.id, dueOn: slideAimOn, household: { id: householdId } }] } },
    });
  });

  it('goes with the sight of what it is about', async () => {
    const there = await placementFrame(test);
    const { supporter, landlord } = there.partners;
    const { id, householdId } = await sittingTenant(there, { endsOn: addDays(day, 30) });
    await project(test, there.consortiumId);
    for (const partner of [supporter, landlord]) {
      expect(await dueOf(partner)).toMatchObject([{ kind: 'tenancy_end', subjectId: id }]);
      expect(await alertsOn(partner, id)).toMatchObject([{ kind: 'tenancy_ending' }]);
    }
    const own = (await rowsOf(supporter, `/v1/households/${householdId}/disclosures?relation=supporter`))[0]!;
    await test.owner(
      `SELECT set_config('app.consortium', $1, false), set_config('app.kind', 'system', false), close_disclosure($2)`,
      [there.consortiumId, own.id],
    );
    expect([await dueOf(supporter), await alertsOn(supporter, id)]).toEqual([[], []]);
    expect(await dueOf(landlord)).toHaveLength(1);
    await nightOf(day, DeadlineDays, there.consortiumId);
    expect([await dueOf(supporter), await alertsOn(supporter, id)]).toEqual([[], []]);
  });

  it('has a row of lead times for each kind, and no other', async () => {
    const kinds = await test.owner<{ kind: string }>('SELECT kind FROM deadline_kinds');
    expect(kinds.map(({ kind }) => kind).sort()).toEqual([...DeadlineKind.codes].sort());
  });
});

describe('A landlord that has sent nothing for a month', () => {
  it('is told so once, whatever the number of its accounts, until it sends', async () => {
    const there = await placementFrame(test);
    const { landlord, supporter } = there.partners;
    const { id } = await sittingTenant(there);
    await sittingTenant(there);
    const line = () => ({
      lines: [
        {
          tenancyId: id,
          amountCents: 100,
          occurredOn: day,
          externalId: { system: 'rent', value: randomUUID() },
        },
      ],
    });
    await landlord.put('/v1/payments', line()).expect(200);
    await nightOf(addMonths(day, 1), StaleAccounts, there.consortiumId);
    expect(await rowsOf(landlord, '/v1/alerts?kind=account_stale')).toEqual([]);
    await nightOf(addDays(addMonths(day, 1), 1), StaleAccounts, there.consortiumId);
    expect(await rowsOf(landlord, '/v1/alerts?kind=account_stale')).toMatchObject([
      {
        status: 'open',
        subjectType: 'organisation',
        subjectId: landlord.organisationId,
        facts: [{ name: 'lastReceivedOn', value: day }],
      },
    ]);
    expect(await rowsOf(supporter, '/v1/alerts?kind=account_stale')).toEqual([]);
    await test.owner(`UPDATE ledger_senders SET last_received_on = $2 WHERE organisation_id = $1`, [
      landlord.organisationId,
      addMonths(day, -2),
    ]);
    await landlord.put('/v1/payments', line()).expect(200);
    await project(test, there.consortiumId);
    expect(await rowsOf(landlord, '/v1/alerts?kind=account_stale')).toMatchObject([{ status: 'closed' }]);
  });
});
