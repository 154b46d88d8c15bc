import { afterEach, describe, expect, it } from '@jest/globals';
import { clock } from '../src/platform/clock.js';
import { PresenceDays } from '../src/shared-flats/shared-flats.jobs.js';
import { deliver, project } from './support/alerts.js';
import { consortiumOf, type Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { handOver as given, supportEnds } from './support/handovers.js';
import { openHousehold } from './support/households.js';
import { placementFrame, refer, step } from './support/placements.js';
import { settled } from './support/settled.js';
import {
  act,
  conventionOf,
  openFlat,
  plan,
  settleIn,
  SHARE,
  type Flat,
  type Occupancy,
} from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await ownApp();
afterEach(() => clock.set(null));
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
  after: { roles: ['supporter'] },
});
const { landlord, operator, after } = made.partners;
const conventionId = await conventionOf(made);
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const statusOf = async (partner: Partner, path: string): Promise<number> => (await partner.get(path)).status;

/** The operator lets and supports until the household accepts that `after` supports it. */
const handOver = (householdId: string): Promise<void> => given(householdId, operator, after);
const lived = async (): Promise<{ flat: Flat; mine: Occupancy; tenancy: string }> => {
  const flat = await openFlat(made, { conventionId });
  const mine = await settleIn(operator, flat, { on: '2026-01-05' });
  return { flat, mine, tenancy: `/v1/tenancies/${mine.tenancyId}` };
};
const entriesOf = async (partner: Partner, collection: string, token = ''): Promise<Body[]> => {
  await settled(test);
  return dataOf(await partner.get(`/v1/${collection}/delta?limit=500${token}`).expect(200));
};

describe('Who takes over the support of a resident', () => {
  it('sees the agreement, its account and what is due of it, as it sees room and flat', async () => {
    const { mine, tenancy } = await lived();
    const deadlines = async (partner: Partner): Promise<unknown[]> =>
      dataOf(await partner.get('/v1/deadlines').expect(200))
        .filter(({ subjectId }) => subjectId === mine.tenancyId)
        .map(({ kind, dueOn }) => ({ kind, dueOn }));
    const due = await deadlines(operator);
    expect(due).toMatchObject([{ kind: 'joint_review' }]);
    for (const path of [tenancy, `${tenancy}/account`])
      expect([path, await statusOf(after, path)]).toEqual([path, 404]);
    await handOver(mine.householdId);
    for (const path of [tenancy, `${tenancy}/account`, `${tenancy}/ledger-entries`])
      expect([path, await statusOf(after, path)]).toEqual([path, 200]);
    expect(await deadlines(after)).toEqual(due);
    expect(await deadlines(operator)).toEqual(due);
    expect(await entriesOf(after, 'tenancies')).toMatchObject([{ id: mine.tenancyId }]);
    const events = await test.owner<{ type: string; viewers: string[] }>(
      `SELECT type, viewers FROM events WHERE household_id = $1 AND type = ANY ('{occupancy.handed_over,tenancy.handed_over}') ORDER BY type`,
      [mine.householdId],
    );
    expect(events.map(({ type }) => type)).toEqual(['occupancy.handed_over', 'tenancy.handed_over']);
    for (const { viewers } of events)
      expect(viewers.sort()).toEqual([operator.organisationId, after.organisationId].sort());
  });

  it('gives them back with the support, and is told so in its feed', async () => {
    const { mine, tenancy } = await lived();
    await handOver(mine.householdId);
    await settled(test);
    const since = bodyOf<{ deltaToken: string }>(await after.get('/v1/tenancies/delta?limit=500')).deltaToken;
    await supportEnds(after, mine.householdId);
    for (const path of [tenancy, `${tenancy}/account`])
      expect([path, await statusOf(after, path)]).toEqual([path, 404]);
    expect(await entriesOf(after, 'tenancies', `&token=${since}`)).toMatchObject([
      { id: mine.tenancyId, removed: true, reason: 'no_longer_yours' },
    ]);
    expect(dataOf(await after.get('/v1/deadlines').expect(200)).map(({ subjectId }) => subjectId)).not.toContain(
      mine.tenancyId,
    );
  });

  it('counts the days abroad that its predecessor wrote, also of rooms before, and is warned of them all', async () => {
    const { flat, mine } = await lived();
    const path = `/v1/shared-flats/${flat.id}/occupancies`;
    const away = (partner: Partner, id: string, startsOn: string, endsOn: string) =>
      partner.post(`${path}/${id}/absences`, { reason: 'family', outsideFrance: true, startsOn, endsOn }).expect(201);
    await away(operator, mine.id, '2026-01-10', '2026-02-10');
    const moved = await act(operator, mine, 'move', { roomId: flat.roomIds[1], movedOn: '2026-03-01' });
    await handOver(mine.householdId);
    const { id } = bodyOf<Occupancy>(moved);
    await away(after, id, '2026-04-01', '2026-05-01');
    expect(bodyOf(await after.get(`${path}/${id}/presence?year=2026`).expect(200)).daysAbroad).toBe(61);
    clock.set('2026-05-10T03:00:00Z');
    await deliver(test, made.consortiumId, PresenceDays);
    clock.set(null);
    await project(test, made.consortiumId);
    expect(dataOf(await after.get(`/v1/alerts?subjectId=${id}`).expect(200))).toMatchObject([
      { kind: 'presence_at_risk', sinceOn: '2026-04-29' },
    ]);
  });

  it('learns of nothing that its predecessor wrote by a refusal, without a handover', async () => {
    const { flat, mine } = await lived();
    const path = `/v1/shared-flats/${flat.id}/occupancies/${mine.id}/absences`;
    const absence = { reason: 'family', outsideFrance: true, startsOn: '2026-01-10', endsOn: '2026-02-10' };
    await operator.post(path, absence).expect(201);
    const shared = { organisationId: after.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    await operator.post(`/v1/households/${mine.householdId}/disclosures`, shared).expect(201);
    await supportEnds(operator, mine.householdId);
    expect(dataOf(await after.get(path).expect(200))).toEqual([]);
    await after.post(path, absence).expect(201);
    expect((await after.post(path, absence)).status).toBe(409);
  });

  it('before the arrival is the one whom the agreement names', async () => {
    const flat = await openFlat(made, { conventionId });
    const householdId = await openHousehold(operator);
    const day = { startsOn: '2026-01-05', agreedOn: '2026-01-01' };
    const planned = await plan(operator, flat, { householdId, roomId: flat.roomIds[0], ...day });
    await handOver(householdId);
    const arrived = await act(operator, bodyOf<Occupancy>(planned), 'arrival', {
      arrivedOn: '2026-01-05',
      share: SHARE,
    });
    expect(arrived.status).toBe(200);
    await after.get(`/v1/tenancies/${bodyOf<Occupancy>(arrived).tenancyId}`).expect(200);
  });
});

describe('The owner of a shared flat', () => {
  it('learns who lives there, and nothing of income, regular stay or how to reach them', async () => {
    const flat = await openFlat(made, { conventionId });
    const householdId = await openHousehold(operator);
    const personId = dataOf(await operator.get(`/v1/households/${householdId}/members`))[0]!.personId as string;
    const pension = { kind: 'pension', amountCents: 90_000, startsOn: '2025-01-01' };
    await operator.post(`/v1/persons/${personId}/resources`, pension).expect(201);
    const mine = await settleIn(operator, flat, { householdId, on: '2026-01-05' });
    expect(bodyOf(await landlord.get(`/v1/persons/${personId}`).expect(200))).toMatchObject({ familyName: 'Exemple' });
    const household = `/v1/households/${householdId}`;
    for (const hidden of [
      household,
      `${household}/disclosures`,
      `${household}/resource-summary`,
      `${household}/regular-stay`,
      `/v1/persons/${personId}/contact`,
      `/v1/persons/${personId}/profile`,
    ])
      expect([hidden, await statusOf(landlord, hidden)]).toEqual([hidden, 404]);
    const query = `query ($id: ID!) { sharedFlat(id: $id) { residents { person { familyName contact { id } }
      household { id resourceSummary { monthlyTotalCents } regularStay { id } } } } }`;
    expect(bodyOf(await landlord.graphql(query, { id: flat.id })).data).toEqual({
      sharedFlat: {
        residents: [
          {
            person: { familyName: 'Exemple', contact: null },
            household: null,
          },
        ],
      },
    });
    expect(dataOf(await operator.get(`${household}/disclosures`).expect(200))).toContainEqual(
      expect.objectContaining({
        organisationId: landlord.organisationId,
        relation: 'owner',
        scopes: ['identity'],
        basis: 'tenancy',
        subjectId: mine.tenancyId,
      }),
    );
    await act(operator, mine, 'departure', { leftOn: '2026-02-01', reason: 'mutual', exitRoute: 'hosted' });
    await landlord.get(`/v1/persons/${personId}`).expect(404);
  });

  it('learns no more by a placement on which it does not decide', async () => {
    const frame = await placementFrame(test, { decidingBody: 'association_choice' });
    const { supporter, landlord: owner } = frame.partners;
    const flat = await openFlat(frame);
    const { id, householdId } = await refer(frame);
    const home = { dwellingId: flat.dwellingId, roomId: flat.roomIds[0], plannedMoveInOn: today() };
    for (const [noun, body] of [
      ['eligibility', { outcome: 'eligible' }],
      ['offers', home],
      ['submission', { informedOn: '2026-01-01' }],
      ['allocation', { outcome: 'allocated', rank: 1 }],
      ['acceptance', { answer: 'accepted' }],
    ] as const)
      expect([noun, (await step(supporter, id, noun, body)).status < 300]).toEqual([noun, true]);
    const told = async (): Promise<unknown[]> =>
      dataOf(await supporter.get(`/v1/households/${householdId}/disclosures`).expect(200))
        .filter(({ relation }) => relation === 'owner')
        .map(({ basis, scopes }) => [basis, scopes]);
    expect(await told()).toEqual([['placement', ['identity']]]);
    await settleIn(frame.partners.operator, flat, { placementId: id });
    expect(await told()).toEqual([
      ['placement', ['identity']],
      ['tenancy', ['identity']],
    ]);
    await owner.get(`/v1/households/${householdId}/resource-summary`).expect(404);
  });
});
