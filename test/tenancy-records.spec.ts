import { describe, expect, it } from '@jest/globals';
import { consortiumOf, type Partner } from './support/actors.js';
import { alertFor } from './support/alerts.js';
import { testApp } from './support/app.js';
import { placementFrame, type Frame } from './support/placements.js';
import { act, beneathHead, sittingTenant } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, stranger } = frame.partners;
type Row = Record<string, unknown>;

/** An association that rents from a social landlord and lets to a household. */
const here = await consortiumOf<'owner' | 'association'>(test, {
  owner: { roles: ['landlord'], kind: 'social_landlord' },
  association: { roles: ['operator', 'supporter'] },
});
const { owner, association } = here.partners;
const parties = { ...frame, partners: { ...frame.partners, landlord: owner, operator: association } } as Frame;

interface Answer {
  data: Record<string, Row | null> | null;
  errors?: { extensions: { code: string } }[];
}
async function ask(partner: Partner, query: string, variables: object): Promise<Answer> {
  const { body } = await partner.post('/graphql', { query, variables });
  return body as Answer;
}
/** The same fields by GraphQL and by REST. */
async function same(partner: Partner, field: string, id: Row, fields: string[], address: string): Promise<Row[]> {
  const [[name, value]] = Object.entries(id) as [[string, string]];
  const query = `query ($id: ID!) { ${field}(${name}: $id, first: 50) { nodes { ${fields.join(' ')} } } }`;
  const { data } = await ask(partner, query, { id: value });
  const rest = ((await partner.get(address).expect(200)).body as { data: Row[] }).data;
  const nodes = (data![field] as { nodes: Row[] }).nodes;
  expect(nodes).toEqual(rest.map((row) => Object.fromEntries(fields.map((each) => [each, row[each]]))));
  return nodes;
}

describe('What hangs on a tenancy', () => {
  it('is over GraphQL what it is over REST, for the owner of the flat too, and refused alike to the coordinator', async () => {
    const { id, headId } = await beneathHead(
      { frame: parties, owner, association },
      { kind: 'sliding_lease', startsOn: '2025-03-31', slideConditions: 'Un an de bail', slideAimOn: '2027-03-31' },
    );
    const review = { heldOn: '2025-10-30', outcome: 'continue', landlordPresent: true, householdPresent: true };
    await association.post(`/v1/tenancies/${id}/joint-reviews`, review).expect(201);
    for (const partner of [owner, association]) {
      const reviews = await same(
        partner,
        'jointReviews',
        { tenancyId: id },
        ['id', 'heldOn', 'nextDueOn'],
        `/v1/tenancies/${id}/joint-reviews`,
      );
      expect(reviews).toMatchObject([{ heldOn: '2025-10-30', nextDueOn: '2026-04-30' }]);
      const slide = await ask(partner, 'query ($id: ID!) { slide(tenancyId: $id) { aimOn conditions } }', { id });
      expect(slide.data).toEqual({ slide: { aimOn: '2027-03-31', conditions: 'Un an de bail' } });
    }
    await same(
      owner,
      'tenancyOccupancies',
      { tenancyId: headId },
      ['id', 'startsOn', 'endedOn', 'nextReviewOn'],
      `/v1/tenancies/${headId}/occupancies`,
    );
    for (const query of [
      'query ($id: ID!) { jointReviews(tenancyId: $id, first: 1) { nodes { id } } }',
      'query ($id: ID!) { slide(tenancyId: $id) { aimOn } }',
    ])
      expect((await ask(here.coordinator, query, { id })).errors).toMatchObject([
        { extensions: { code: 'forbidden' } },
      ]);
  });

  it('has its acts and its account month by month in both', async () => {
    const { id } = await sittingTenant(frame);
    await landlord
      .post(`/v1/tenancies/${id}/ledger-entries`, { kind: 'due', amountCents: 48_000, occurredOn: '2026-02-01' })
      .expect(201);
    expect((await act(landlord, id, 'notice', { givenBy: 'tenant', effectiveOn: '2027-01-31' })).status).toBe(200);
    const acts = await same(
      landlord,
      'tenancyHistory',
      { tenancyId: id },
      ['act', 'occurredOn', 'effectiveOn', 'reason'],
      `/v1/tenancies/${id}/history`,
    );
    expect(acts.map(({ act: kind }) => kind)).toEqual(['start', 'notice']);
    const query = `query ($id: ID!) { accountStatement(tenancyId: $id, query: { from: "2026-01", to: "2026-03" }) {
      from to months { month openingCents dueCents paidCents closingCents entries { id kind amountCents } } } }`;
    const { data } = await ask(landlord, query, { id });
    const rest = await landlord.get(`/v1/tenancies/${id}/statement?from=2026-01&to=2026-03`).expect(200);
    expect(rest.body).toMatchObject(data!.accountStatement!);
    expect(data!.accountStatement).toMatchObject({
      months: [{ closingCents: 0 }, { dueCents: 48_000 }, { openingCents: 48_000 }],
    });
    expect((await ask(stranger, query, { id })).data).toEqual({ accountStatement: null });
  });
});

describe('What was done about an alert', () => {
  it('is told by GraphQL as by REST', async () => {
    const id = await alertFor(test, landlord, '00000000-0000-4000-8000-00000000abcd');
    const steps = await same(
      landlord,
      'alertHistory',
      { alertId: id },
      ['id', 'step', 'level'],
      `/v1/alerts/${id}/history`,
    );
    expect(steps).toMatchObject([{ step: 'raised' }]);
  });
});
