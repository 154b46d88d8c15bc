import { describe, expect, it } from '@jest/globals';
import { join, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { confirmDuplicate, onePerson, scanDuplicates } from './support/merges.js';
import { addDwelling, lead, placementFrame } from './support/placements.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;

async function changed(partner: Partner, path: string, body: object, noun = ''): Promise<number> {
  const { headers } = await partner.get(path).expect(200);
  const asked = noun === '' ? partner.patch(path, body) : partner.post(`${path}/${noun}`, body);
  return (await asked.set('If-Match', headers.etag as string)).status;
}

/** A household that `both` lets to by the file that goes on, and supports by its own. */
async function mergedForBoth(): Promise<{ both: Partner; own: string; live: string; person: string }> {
  const frame = await placementFrame(test);
  const { referrer, supporter } = frame.partners;
  const both = await join(test, frame.coordinator, 'both', { roles: ['landlord', 'supporter'], kind: 'association' });
  const members = onePerson();
  const kept = await openHousehold(referrer, { relation: 'referrer', members });
  const placement = { householdId: kept, programmeId: frame.programmeId, supporterId: supporter.organisationId };
  const referred = await referrer
    .post('/v1/placements', { ...placement, reasons: ['no_home'], cohort: 'leaving_prison' })
    .expect(201);
  const letting = { ...frame, partners: { ...frame.partners, landlord: both } };
  await lead(letting, bodyOf(referred).id, await addDwelling(letting, {}, both), 'submitted');
  const own = await openHousehold(both, { members });
  const [person] = await personsOf(both, own);
  await scanDuplicates(test, frame.consortiumId);
  await confirmDuplicate(both, own);
  await confirmDuplicate(supporter, kept);
  const { mergedInto } = bodyOf<{ mergedInto: string | null }>(await both.get(`/v1/households/${own}`).expect(200));
  return { both, own, live: mergedInto ?? own, person: person! };
}

describe('Who lets to a household by the one file and supports it by the other, once they are merged', () => {
  it('writes in its own file as before, and not in the other', async () => {
    const { both, live, person } = await mergedForBoth();
    expect(await changed(both, `/v1/households/${live}`, { type: 'single_woman' })).toBe(200);
    const wages = { kind: 'wages', amountCents: 100_000, startsOn: '2024-01-01' };
    await both.post(`/v1/persons/${person}/resources`, wages).expect(201);
    const others = (await personsOf(both, live)).filter((id) => id !== person);
    expect(others.length).toBe(1);
    const refused = await both.post(`/v1/persons/${others[0]}/resources`, wages).expect(409);
    expect(refused.body).toMatchObject({ code: 'household_not_yours' });
    expect(await changed(both, `/v1/persons/${others[0]}`, { familyName: 'Autre' })).toBe(409);
  });

  it('may take them apart again', async () => {
    const { both, own, live } = await mergedForBoth();
    expect(await changed(both, `/v1/households/${live}`, {}, 'merge-undo')).toBe(200);
    expect(bodyOf(await both.get(`/v1/households/${own}`).expect(200)).mergedInto).toBeNull();
    expect(await changed(both, `/v1/households/${own}`, { type: 'single_woman' })).toBe(200);
  });
});
