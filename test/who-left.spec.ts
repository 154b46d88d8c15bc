import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { familyOf, MOVER_ALONE, movesIn, oneMovesToAFlat, seenBy, type Family } from './support/movers.js';
import { addDwelling } from './support/placements.js';
import { act } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const on = today();

async function leaves({ partners, householdId, persons }: Family, place: number, endsOn: string): Promise<void> {
  const path = `/v1/households/${householdId}/members`;
  const { data } = (await partners.supporter.get(path).expect(200)).body as {
    data: { id: string; personId: string }[];
  };
  const { id } = data.find(({ personId }) => personId === persons[place])!;
  const { headers } = await partners.supporter.get(`${path}/${id}`);
  await partners.supporter
    .post(`${path}/${id}/ending`, { endsOn })
    .set('If-Match', headers.etag as string)
    .expect(200);
}

const hasContact = (partner: Partner, { partners, persons }: Family, place: number) =>
  partners.supporter
    .put(`/v1/persons/${persons[place]}/contact`, { emails: ['camille@exemple.example'], address: '1 rue du Refuge' })
    .then(() => partner.get(`/v1/persons/${persons[place]}/contact`))
    .then(({ status }) => status);

async function leaseOfAll({ partners, householdId, ...frame }: Family): Promise<void> {
  const { supporter, landlord } = partners;
  const dwellingId = await addDwelling({ ...frame, partners });
  const terms = { rentCents: 40_000, chargesCents: 5_000 };
  const of = { kind: 'social_lease', startsOn: on, terms, householdId, dwellingId, informedOn: on };
  await supporter.post('/v1/tenancies', { ...of, landlordId: landlord.organisationId }).expect(201);
}

describe('Who left a household', () => {
  it('is shown to no landlord to whom all of it is disclosed, neither who they are nor how to reach them', async () => {
    const family = await familyOf(test);
    const { supporter, landlord } = family.partners;
    await leaves(family, 0, '2024-01-01');
    await leaseOfAll(family);
    expect(await seenBy(landlord, family)).toEqual([404, 200, 404, 200]);
    expect(await hasContact(landlord, family, 0)).toBe(404);
    const { text } = await landlord.graphql(
      '{ households { nodes { id members { nodes { id person { givenNames } } } } } }',
    );
    expect(text).not.toContain('Camille');
    const members = async (partner: Partner) =>
      ((await partner.get(`/v1/households/${family.householdId}/members`).expect(200)).body as { data: object[] }).data;
    expect([await members(landlord), await members(supporter)].map(({ length }) => length)).toEqual([3, 4]);
    const stub = await family.coordinator.get(`/v1/household-stubs/${family.householdId}`).expect(200);
    expect((stub.body as { initials: string }).initials).toBe('A. E.');
    expect(await seenBy(supporter, family)).toEqual([200, 200, 200, 200]);
    expect(await hasContact(supporter, family, 0)).toBe(200);
  });

  it('is so from the day on which they leave, and not before', async () => {
    const family = await familyOf(test);
    const { landlord } = family.partners;
    await leaseOfAll(family);
    await leaves(family, 0, '2199-01-01');
    await leaves(family, 3, on);
    expect(await seenBy(landlord, family)).toEqual([200, 200, 404, 404]);
    expect(await hasContact(landlord, family, 0)).toBe(200);
    expect(await hasContact(landlord, family, 3)).toBe(404);
  });

  it('keeps the version of what is told of their identity', async () => {
    const family = await familyOf(test);
    const { supporter } = family.partners;
    const etag = async () => (await supporter.get(`/v1/persons/${family.persons[0]}`).expect(200)).headers.etag;
    const before = await etag();
    await leaves(family, 0, '2024-01-01');
    expect(await etag()).toBe(before);
  });

  it('stays known to whom they were named, as the resident of a room that they left', async () => {
    const family = await oneMovesToAFlat(test);
    const { operator } = family.partners;
    const lives = await movesIn(family, { placementId: family.placementId });
    expect(
      (await act(operator, lives, 'departure', { reason: 'mutual', exitRoute: 'hosted', leftOn: on })).status,
    ).toBe(200);
    expect(await seenBy(operator, family)).toEqual(MOVER_ALONE);
    await leaves(family, 1, on);
    expect(await seenBy(operator, family)).toEqual(MOVER_ALONE);
  });
});
