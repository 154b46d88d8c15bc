import { describe, expect, it } from '@jest/globals';
import { join } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { confirmDuplicate, onePerson, scanDuplicates } from './support/merges.js';
import { addDwelling, placementFrame } from './support/placements.js';
import { record, today } from './support/tenancies.js';

const test = await testApp();

async function landlordOfOneSupporterOfTwo() {
  const frame = await placementFrame(test);
  const both = await join(test, frame.coordinator, 'both', { roles: ['landlord', 'supporter'], kind: 'association' });
  const { supporter: s1, landlord } = frame.partners;
  const members = onePerson();
  const first = await openHousehold(s1, { members });
  await record(s1, {
    householdId: first,
    landlordId: both.organisationId,
    dwellingId: await addDwelling(frame, { operatorId: undefined }, both),
    startsOn: today(),
    informedOn: today(),
  });
  const second = await openHousehold(both, { members });
  const theirs = await record(both, {
    householdId: second,
    landlordId: landlord.organisationId,
    dwellingId: await addDwelling(frame),
    startsOn: '2025-01-01',
    informedOn: '2026-01-01',
    duesSource: 'sent',
  });
  const [person] = await personsOf(both, second);
  await both.post(`/v1/persons/${person}/situations`, { kind: 'prison_exit', startsOn: '2024-01-01' }).expect(201);
  return { frame, both, s1, landlord, first, second, theirs, person: person! };
}

describe('Who lets by one file and supports by the other', () => {
  it('may be the last to confirm', async () => {
    const { frame, both, s1, first, second } = await landlordOfOneSupporterOfTwo();
    await scanDuplicates(test, frame.consortiumId);
    await confirmDuplicate(s1, first);
    await confirmDuplicate(both, second);
  });

  it('goes on writing in the file that it supports after the merge', async () => {
    const { frame, both, s1, first, second, theirs, person } = await landlordOfOneSupporterOfTwo();
    const seen = async (): Promise<number[]> => [
      (await both.get(`/v1/tenancies/${theirs.id}`)).status,
      (await both.get(`/v1/tenancies/${theirs.id}/account`)).status,
    ];
    expect(await seen()).toEqual([200, 200]);
    await scanDuplicates(test, frame.consortiumId);
    await confirmDuplicate(both, second);
    await confirmDuplicate(s1, first);
    const { mergedInto } = (await both.get(`/v1/households/${second}`)).body as { mergedInto: string | null };
    const household = `/v1/households/${mergedInto ?? second}`;
    expect((await both.get(`/v1/persons/${person}/situations`).expect(200)).text).toContain('prison_exit');
    const wages = { kind: 'wages', amountCents: 1, startsOn: '2024-01-01' };
    await both.post(`/v1/persons/${person}/resources`, wages).expect(201);
    const child = { person: { familyName: 'X', givenNames: 'Y' }, role: 'other', startsOn: '2024-01-01' };
    await both.post(`${household}/members`, child).expect(201);
    const shared = {
      organisationId: frame.partners.stranger.organisationId,
      relation: 'supporter',
      informedOn: '2026-01-01',
    };
    await both.post(`${household}/disclosures`, shared).expect(201);
    expect(await seen()).toEqual([200, 200]);
  });
});
