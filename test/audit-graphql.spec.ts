import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { consortiumOf, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { conventionOf, openFlat, settleIn } from './support/shared-flats.js';
import { leaseOf } from './support/tenancies.js';

jest.setTimeout(120_000);
const test = await testApp();

/** What the audit says that a document read. */
async function readBy(who: Partner, query: string): Promise<{ text: string; ids: string[] }> {
  const answer = await who.graphql(query);
  const entries = await test.owner<{ ids: string[] }>(
    `SELECT ids FROM audit_entries WHERE request_id = $1 AND kind = 'read'`,
    [answer.headers['x-request-id']],
  );
  return { text: JSON.stringify(answer.body), ids: entries.flatMap(({ ids }) => ids) };
}
/** Three times: a document that comes again is executed in another way. */
async function expectRead(who: Partner, query: string, id: string): Promise<void> {
  for (let time = 0; time < 3; time += 1) {
    const { text, ids } = await readBy(who, query);
    expect(text).toContain(id);
    expect(ids).toContain(id);
  }
}
const made = async (by: Partner, address: string, body: object): Promise<string> =>
  ((await by.post(address, body).expect(201)).body as { id: string }).id;

describe('The audit of a nested list of GraphQL', () => {
  it('names who lives in a shared flat, its rooms, and the riders of its convention', async () => {
    const parties = await consortiumOf(test, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      operator: { roles: ['operator', 'supporter'] },
    });
    const { landlord, operator } = parties.partners;
    const conventionId = await conventionOf(parties);
    const flat = await openFlat(parties, { conventionId });
    const { id } = await settleIn(operator, flat, { on: '2026-01-05' });
    await expectRead(landlord, `{ sharedFlat(id: "${flat.id}") { residents { id householdId } } }`, id);
    await expectRead(landlord, '{ sharedFlats { nodes { residents { id } } } }', id);
    await expectRead(landlord, `{ dwelling(id: "${flat.dwellingId}") { rooms { id } } }`, flat.roomIds[2]!);
    const rider = await made(parties.coordinator, `/v1/conventions/${conventionId}/riders`, {
      number: 1,
      signedOn: '2015-01-01',
    });
    await expectRead(landlord, `{ convention(id: "${conventionId}") { riders { id } } }`, rider);
  });

  describe('of a tenancy', () => {
    let landlord: Partner;
    let tenancy: string;
    const ids: Record<string, string> = {};

    beforeAll(async () => {
      const frame = await placementFrame(test);
      landlord = frame.partners.landlord;
      tenancy = (await leaseOf(frame)).id;
      const at = `/v1/tenancies/${tenancy}`;
      ids.guarantees = await made(landlord, `${at}/guarantees`, { kind: 'deposit', amountCents: 42_000 });
      ids.inventories = await made(landlord, `${at}/inventories`, { kind: 'in', householdPresent: true });
      ids.fslRequests = await made(landlord, `${at}/fsl-requests`, { kind: 'access' });
      const terms = await landlord.get(`${at}/terms`).expect(200);
      ids.periods = (terms.body as { data: { id: string }[] }).data[0]!.id;
    });

    it.each(['guarantees', 'inventories', 'fslRequests', 'periods'])('names its %s', async (field) => {
      await expectRead(landlord, `{ tenancy(id: "${tenancy}") { ${field} { id } } }`, ids[field]!);
    });
  });
});
