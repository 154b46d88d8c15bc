import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { FAMILY, MOVER_ALONE, seenBy } from './support/movers.js';
import { addDwelling, lead, placementFrame } from './support/placements.js';
import { act, record, today } from './support/tenancies.js';

const test = await testApp();
const TERMS = { rentCents: 40_000, chargesCents: 5_000 };
const SENT = { startsOn: '2026-01-01', duesSource: 'sent' };

/** Alex of the first file moved to the landlord’s dwelling, Camille of the second to one of `owner`’s; the operator manages both. */
async function twoMoved(owner: 'landlord' | 'otherLandlord') {
  const frame = await placementFrame(test);
  const { landlord, supporter, stranger } = frame.partners;
  const first = await openHousehold(supporter, { members: FAMILY });
  const second = await openHousehold(stranger, { members: FAMILY.slice(0, 2) });
  const persons = { first: await personsOf(supporter, first), second: await personsOf(stranger, second) };
  const dwellings = [await addDwelling(frame), await addDwelling(frame, {}, frame.partners[owner])];
  const moves = async (by: Partner, householdId: string, person: string, to: string, of: Partner): Promise<string> => {
    const referral = { householdId, programmeId: frame.programmeId, personIds: [person] };
    const { id } = (await by.post('/v1/placements', referral).expect(201)).body as { id: string };
    await lead({ ...frame, partners: { ...frame.partners, supporter: by, landlord: of } }, id, to, 'moved_in');
    return id;
  };
  const placementId = await moves(supporter, first, persons.first[1]!, dwellings[0]!, landlord);
  await moves(stranger, second, persons.second[0]!, dwellings[1]!, frame.partners[owner]);
  const become = () =>
    test.owner(`SET app.consortium = '${frame.consortiumId}'; SET app.kind = 'system'; SET app.principal = 'test';
      SELECT merge_households('${first}', '${second}')`);
  const seen = () => Promise.all([persons.first, persons.second].map((those) => seenBy(landlord, { persons: those })));
  return { ...frame, dwellingId: dwellings[0]!, alex: persons.first[1]!, placementId, become, seen };
}

describe('Of a household that was made of two files, a landlord', () => {
  it('learns by a slide who its tenant is, not whom the operator knows of the other file', async () => {
    const { partners, dwellingId, placementId, become, seen } = await twoMoved('otherLandlord');
    const { operator, landlord } = partners;
    const whole = { tenantOrganisationId: operator.organisationId, dwellingId, startsOn: '2025-01-01' };
    const head = await record(landlord, { ...whole, duesSource: 'sent' });
    const { id } = await record(operator, { ...SENT, kind: 'sliding_lease', placementId, headTenancyId: head.id });
    await become();
    const agreed = { landlordAgreedOn: '2026-01-10', householdAgreedOn: '2026-01-12', decidedOn: '2026-01-15' };
    const lease = { startsOn: today(), terms: TERMS, duesSource: 'sent' };
    expect((await act(operator, id, 'slide', { outcome: 'slide', ...agreed, lease })).status).toBe(200);
    expect(await seen()).toEqual([MOVER_ALONE, [404, 404]]);
  });

  it('learns nothing of the other file by the lease of a placement, whomever it knows of that one', async () => {
    const { partners, placementId, become, seen } = await twoMoved('landlord');
    await become();
    await record(partners.landlord, { placementId, duesSource: 'sent' });
    expect(await seen()).toEqual([MOVER_ALONE, [200, 404]]);
  });

  it('keeps by a transfer whom the lease was of', async () => {
    const { alex, placementId, become, seen, ...frame } = await twoMoved('landlord');
    const { landlord } = frame.partners;
    const { id } = await record(landlord, { placementId, duesSource: 'sent' });
    await become();
    const next = { startsOn: today(), dwellingId: await addDwelling(frame), terms: TERMS };
    const moved = await act(landlord, id, 'transfer', next);
    expect(moved.status).toBe(201);
    expect(await seen()).toEqual([MOVER_ALONE, [200, 404]]);
    const [opened] = await test.owner<{ persons: string[] }>(
      'SELECT person_ids AS persons FROM disclosures WHERE subject_id = $1 AND organisation_id = $2',
      [(moved.body as { id: string }).id, landlord.organisationId],
    );
    expect(opened).toEqual({ persons: [alex] });
  });
});
