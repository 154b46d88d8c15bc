import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { FAMILY, MOVER_ALONE, seenBy } from './support/movers.js';
import { addDwelling, lead, placementFrame } from './support/placements.js';
import { record, today } from './support/tenancies.js';

const test = await testApp();
const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id;

/** Two supporters opened a file each of one family; only the first knows Lou and Sacha. */
async function twoFiles() {
  const frame = await placementFrame(test);
  const { supporter: one, stranger: two } = frame.partners;
  const first = await openHousehold(one, { members: FAMILY });
  const second = await openHousehold(two, { members: FAMILY.slice(0, 2) });
  const become = () =>
    test.owner(`SET app.consortium = '${frame.consortiumId}'; SET app.kind = 'system'; SET app.principal = 'test';
      SELECT merge_households('${first}', '${second}')`);
  return { ...frame, one, two, first, second, persons: await personsOf(one, first), become };
}

describe('Of a household that was made of two files,', () => {
  it('who writes in one opens nobody of the other by a lease', async () => {
    const { one, two, first, second, persons, become, ...frame } = await twoFiles();
    const { landlord } = frame.partners;
    const theirs = await personsOf(two, second);
    const referral = { householdId: first, programmeId: frame.programmeId, personIds: [persons[1]] };
    const placementId = idOf(await one.post('/v1/placements', referral).expect(201));
    await lead(frame, placementId, await addDwelling(frame), 'moved_in');
    await become();
    expect([await seenBy(landlord, { persons }), await seenBy(landlord, { persons: theirs })]).toEqual([
      MOVER_ALONE,
      [404, 404],
    ]);
    const lease = { landlordId: landlord.organisationId, householdId: second, dwellingId: await addDwelling(frame) };
    await record(two, { ...lease, startsOn: today(), informedOn: today() });
    expect([await seenBy(landlord, { persons }), await seenBy(landlord, { persons: theirs })]).toEqual([
      MOVER_ALONE,
      [200, 200],
    ]);
  });

  it('nobody takes support over by itself from who supports by either', async () => {
    const { one, two, first, second, become } = await twoFiles();
    const share = async (by: Partner, householdId: string, to: Partner): Promise<string> => {
      const body = { organisationId: to.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
      return idOf(await by.post(`/v1/households/${householdId}/disclosures`, body).expect(201));
    };
    const path = `/v1/households/${second}/disclosures/${await share(two, second, one)}`;
    const { headers } = await two.get(path).expect(200);
    await two
      .post(`${path}/closure`)
      .set('If-Match', headers.etag as string)
      .expect(200);
    await share(one, first, two);
    await become();
    const parties = { fromOrganisationId: one.organisationId, toOrganisationId: two.organisationId };
    const taken = await two.post(`/v1/households/${second}/handover`, { ...parties, acceptedOn: '2026-02-01' });
    expect([taken.status, (taken.body as { code: string }).code]).toEqual([409, 'handover_by_predecessor']);
  });
});
