import { describe, expect, it } from '@jest/globals';
import { login, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';
import { openFlat } from './support/shared-flats.js';

const test = await testApp();
const versionOf = async (partner: Partner, path: string): Promise<number> =>
  ((await partner.get(path).expect(200)).body as { version: number }).version;

/** What a mutation that changes nothing answers beside. */
async function changed(partner: Partner, verb: string, id: string, version: number, input: string, parts: string) {
  const { body } = await partner.graphql(
    `mutation ($id: ID!, $version: Int!) { changed: ${verb}(id: $id, expectedVersion: $version, input: ${input}) { ${parts} } }`,
    { id, version },
  );
  return (body as { data: { changed: unknown } }).data.changed;
}

describe('A token with the write scope alone', () => {
  it('of placements reads no part of one', async () => {
    const frame = await placementFrame(test);
    const { supporter } = frame.partners;
    const { id } = await refer(frame);
    await lead(frame, id, await addDwelling(frame), 'submitted');
    const path = `/v1/placements/${id}`;
    const narrow = await login(test, supporter, 'placements:write');
    for (const part of ['offers', 'history']) await narrow.get(`${path}/${part}`).expect(403);
    const parts = 'offers { id } decisions { id } history { id }';
    const version = await versionOf(supporter, path);
    const answer = await changed(narrow, 'changePlacement', id, version, '{ externalIds: [] }', parts);
    expect(answer).toEqual({ offers: [], decisions: [], history: [] });
  });

  it('of housing reads neither rooms nor the address, one of shared flats no residents', async () => {
    const frame = await placementFrame(test);
    const { landlord, operator } = frame.partners;
    const flat = await openFlat(frame);
    const path = `/v1/dwellings/${flat.dwellingId}`;
    const lessor = await login(test, landlord, 'housing:write');
    for (const part of ['rooms', 'address']) await lessor.get(`${path}/${part}`).expect(403);
    const dwelling = [flat.dwellingId, await versionOf(landlord, path), '{}', 'rooms { id } address { id }'] as const;
    expect(await changed(lessor, 'changeDwelling', ...dwelling)).toEqual({ rooms: [], address: null });
    const association = await login(test, operator, 'shared-flats:write');
    await association.get(`/v1/shared-flats/${flat.id}/occupancies`).expect(403);
    const version = await versionOf(operator, `/v1/shared-flats/${flat.id}`);
    const answer = await changed(association, 'changeSharedFlat', flat.id, version, '{}', 'residents { id }');
    expect(answer).toEqual({ residents: [] });
  });
});
