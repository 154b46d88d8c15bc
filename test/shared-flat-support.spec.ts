import { describe, expect, it } from '@jest/globals';
import { consortiumOf, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
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

const test = await testApp();
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
async function handOver(householdId: string, from: Partner = operator, to: Partner = after): Promise<void> {
  const household = `/v1/households/${householdId}`;
  const shared = { organisationId: to.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
  await from.post(`${household}/disclosures`, shared).expect(201);
  const accepted = { fromOrganisationId: from.organisationId, toOrganisationId: to.organisationId };
  await from.post(`${household}/handover`, { ...accepted, acceptedOn: '2026-02-01' }).expect(200);
}
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
    const household = `/v1/households/${mine.householdId}`;
    const own = dataOf(await after.get(`${household}/disclosures`).expect(200)).find(
      ({ relation, organisationId }) => relation === 'supporter' && organisationId === after.organisationId,
    )!;
    const { headers } = await after.get(`${household}/disclosures/${own.id}`).expect(200);
    await after
      .post(`${household}/disclosures/${own.id}/closure`)
      .set('If-Match', headers.etag as string)
      .expect(200);
    for (const path of [tenancy, `${tenancy}/account`])
      expect([path, await statusOf(after, path)]).toEqual([path, 404]);
    expect(await entriesOf(after, 'tenancies', `&token=${since}`)).toMatchObject([
      { id: mine.tenancyId, removed: true, reason: 'no_longer_yours' },
    ]);
    expect(dataOf(await after.get('/v1/deadlines').expect(200)).map(({ subjectId }) => subjectId)).not.toContain(
      mine.tenancyId,
    );
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
            household: { id: householdId, resourceSummary: null, regularStay: null },
          },
        ],
      },
    });
    expect(dataOf(await landlord.get(`${household}/disclosures`).expect(200))).toMatchObject([
      { relation: 'owner', scopes: ['identity', 'stub'], basis: 'tenancy', subjectId: mine.tenancyId },
    ]);
    await act(operator, mine, 'departure', { leftOn: '2026-02-01', reason: 'mutual', exitRoute: 'hosted' });
    await landlord.get(`/v1/persons/${personId}`).expect(404);
  });
});
