import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { addDwelling, lead, placementFrame, refer, step, type Frame } from './support/placements.js';

const test = await testApp();
let frame: Frame;
const placements: string[] = [];

beforeAll(async () => {
  frame = await placementFrame(test);
  const { supporter, landlord } = frame.partners;
  const [declined, refused] = [await refer(frame), await refer(frame)];
  placements.push(declined.id, refused.id);
  await lead(frame, declined.id, await addDwelling(frame), 'offered');
  const [first] = (await rows(supporter, declined.id, 'offers'))!;
  const { headers } = await supporter.get(`/v1/placements/${declined.id}`).expect(200);
  await supporter
    .post(`/v1/placements/${declined.id}/offers/${first!.id as string}/answer`, {
      answer: 'declined',
      reason: 'location',
      comment: 'Trop loin de l’école',
    })
    .set('If-Match', headers.etag as string)
    .expect(200);
  await lead(frame, refused.id, await addDwelling(frame), 'submitted');
  expect(
    (await step(landlord, refused.id, 'allocation', { outcome: 'refused', reason: 'file_incomplete' })).status,
  ).toBe(201);
});

type Row = Record<string, unknown>;

/** Undefined where it is answered that there is nothing to see. */
async function rows(partner: Partner, id: string, part: string): Promise<Row[] | undefined> {
  const answer = await partner.get(`/v1/placements/${id}/${part}`);
  return answer.status === 200 ? (answer.body as { data: Row[] }).data : undefined;
}

const COMMON = 'id version createdAt updatedAt placementId';
const FIELDS = {
  offers: `${COMMON} dwellingId roomId status offeredOn answerBy visitOn plannedMoveInOn closedOn`,
  answers: `${COMMON} offerId answer reason comment answeredOn`,
  decisions: `${COMMON} offerId decidingBody outcome rank condition reason decidedOn`,
  history: `${COMMON} step status occurredOn byRole byOrganisationId reason`,
};
const PARTS = Object.entries(FIELDS).map(([name, fields]) => `${name} { ${fields} }`);

describe('What hangs on a placement, over GraphQL', () => {
  it.each(['supporter', 'referrer', 'landlord', 'operator', 'otherLandlord', 'stranger', 'funder'] as const)(
    'is for the %s what REST tells, of one and in a list',
    async (name) => {
      const partner = frame.partners[name];
      const query = `query ($id: ID!) { placement(id: $id) { ${PARTS.join(' ')} } placements { nodes { id ${PARTS.join(' ')} } } }`;
      for (const id of placements) {
        const { data } = (await partner.graphql(query, { id }).expect(200)).body as {
          data: { placement: Row | null; placements: { nodes: Row[] } | null };
        };
        const seen = (await partner.get(`/v1/placements/${id}`)).status === 200;
        const listed = data.placements?.nodes.find((node) => node.id === id);
        expect([data.placement !== null, listed !== undefined]).toEqual([seen, seen]);
        for (const part of Object.keys(FIELDS)) {
          const told = seen ? ((await rows(partner, id, part)) ?? []) : undefined;
          expect(data.placement?.[part]).toEqual(told);
          expect(listed?.[part]).toEqual(told);
        }
      }
    },
  );

  it('shows the reason of a declined offer to those who accompany, not to who lets or manages', async () => {
    const asked = async (partner: Partner): Promise<unknown> =>
      (await partner.graphql('{ placements { nodes { answers { reason } } } }').expect(200)).body;
    expect(JSON.stringify(await asked(frame.partners.supporter))).toContain('location');
    for (const partner of [frame.partners.landlord, frame.partners.operator])
      expect(JSON.stringify(await asked(partner))).not.toContain('location');
  });
});

describe('What coordinators watch, over GraphQL', () => {
  it('is the audit, the jobs and the stays, as REST tells them', async () => {
    const { coordinator, partners } = frame;
    const [dwelling] = (await rows(partners.supporter, placements[1]!, 'offers'))!;
    const dwellingId = dwelling!.dwellingId as string;
    const query = `query ($id: ID!) { stays(dwellingId: $id) { nodes { id status startsOn } } auditEntries(first: 3, filter: { kind: change }) { nodes { id operation } pageInfo { hasNextPage } } }`;
    const { data, errors } = (await partners.landlord.graphql(query, { id: dwellingId }).expect(200)).body as {
      data: { stays: { nodes: Row[] }; auditEntries: { nodes: Row[]; pageInfo: Row } };
      errors?: unknown;
    };
    expect(errors).toBeUndefined();
    const stays = (await partners.landlord.get(`/v1/dwellings/${dwellingId}/stays`).expect(200)).body as {
      data: Row[];
    };
    expect(data.stays.nodes).toEqual(stays.data.map(({ id, status, startsOn }) => ({ id, status, startsOn })));
    const entries = (await partners.landlord.get('/v1/audit-entries?kind=change&limit=3').expect(200)).body as {
      data: Row[];
    };
    expect(data.auditEntries.nodes).toEqual(entries.data.map(({ id, operation }) => ({ id, operation })));
    expect(data.auditEntries.nodes).not.toEqual([]);
    const jobs = (await coordinator.graphql('{ jobs { job outcome } done: jobs(filter: { outcome: done }) { job } }'))
      .body as { data: { jobs: Row[] }; errors?: unknown };
    expect(jobs.errors).toBeUndefined();
    const told = (await coordinator.get('/v1/jobs').expect(200)).body as { data: Row[] };
    expect(jobs.data.jobs).toEqual(told.data.map(({ job, outcome }) => ({ job, outcome })));
    const refused = (await partners.landlord.graphql('{ jobs { job } }')).body as { errors: Row[] };
    expect(refused.errors[0]).toMatchObject({ extensions: { code: 'forbidden' } });
  });
});
