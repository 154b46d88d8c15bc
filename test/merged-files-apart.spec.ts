import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { addDwelling, lead, placementFrame } from './support/placements.js';
import { record, today } from './support/tenancies.js';

const test = await testApp();
const named = (givenNames: string, role: string, birthDate: string) => ({
  person: { familyName: 'Exemple', givenNames, birthDate },
  role,
  startsOn: '2020-06-01',
});
const CAMILLE = named('Camille', 'reference_person', '1980-01-31');
const ALEX = named('Alex', 'other', '1999-05-05');
const SACHA = named('Sacha', 'other', '1998-05-05');
const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id;
const seenBy = (partner: Partner, persons: readonly string[]): Promise<number[]> =>
  Promise.all(persons.map(async (person) => (await partner.get(`/v1/persons/${person}`)).status));

/** Two supporters opened a file each of one family; only the first knows Sacha. */
async function twoFiles() {
  const frame = await placementFrame(test);
  const { supporter: one, stranger: two } = frame.partners;
  const first = await openHousehold(one, { members: [CAMILLE, ALEX, SACHA] });
  const second = await openHousehold(two, { members: [CAMILLE, ALEX] });
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
    expect([await seenBy(landlord, persons), await seenBy(landlord, theirs)]).toEqual([
      [404, 200, 404],
      [404, 404],
    ]);
    const lease = { landlordId: landlord.organisationId, householdId: second, dwellingId: await addDwelling(frame) };
    await record(two, { ...lease, startsOn: today(), informedOn: today() });
    expect([await seenBy(landlord, persons), await seenBy(landlord, theirs)]).toEqual([
      [404, 200, 404],
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
