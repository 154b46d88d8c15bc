import { describe, expect, it } from '@jest/globals';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { settled } from './support/settled.js';
import { act, openFlat } from './support/shared-flats.js';

const test = await testApp();
const frame = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
});
const { landlord, operator } = frame.partners;
const dataOf = <T>(answer: { body: unknown }): T[] => (answer.body as { data: T[] }).data;

const PARTNER = { familyName: 'Ailleurs', givenNames: 'Dominique', birthDate: '1972-01-01' };
const MEMBERS = [
  {
    person: { familyName: 'Ici', givenNames: 'Camille', birthDate: '1970-01-01' },
    role: 'reference_person',
    startsOn: '2020-01-01',
  },
  { person: PARTNER, role: 'cohabiting_partner', startsOn: '2020-01-01' },
  {
    person: { familyName: 'Ailleurs', givenNames: 'Lou', birthDate: '2015-01-01' },
    role: 'child',
    custody: 'resident',
    startsOn: '2020-01-01',
  },
];

/** One of three members of a household lives in a flat that the landlord owns. */
async function oneOfThree() {
  const flat = await openFlat(frame);
  const householdId = await openHousehold(operator, { members: MEMBERS });
  const [resident, partner, child] = await personsOf(operator, householdId);
  const planned = await operator
    .post(`/v1/shared-flats/${flat.id}/occupancies`, {
      householdId,
      personId: resident,
      roomId: flat.roomIds[0],
      startsOn: '2026-01-05',
      agreedOn: '2026-01-05',
    })
    .expect(201);
  const occupancy = planned.body as Parameters<typeof act>[1];
  const arrived = await act(operator, occupancy, 'arrival', {
    arrivedOn: '2026-01-05',
    share: { rentCents: 30_000, chargesCents: 6_000 },
  });
  expect(arrived.status).toBe(200);
  return { flat, householdId, resident: resident!, partner: partner!, child: child!, occupancy };
}

describe('The owner of a shared flat', () => {
  it('learns of a household who lives there, and nobody else of it', async () => {
    const { householdId, resident, partner, child } = await oneOfThree();
    await landlord.get(`/v1/persons/${resident}`).expect(200);
    for (const other of [partner, child]) await landlord.get(`/v1/persons/${other}`).expect(404);
    expect(dataOf(await landlord.post('/v1/persons/search', PARTNER).expect(200))).toEqual([]);
    const query = `query ($id: ID!, $one: ID!, $other: ID!) { household(id: $id) { size }
      one: person(id: $one) { familyName } other: person(id: $other) { familyName } }`;
    const variables = { id: householdId, one: resident, other: partner };
    expect((await landlord.graphql(query, variables)).body).toMatchObject({
      data: { household: null, one: { familyName: 'Ici' }, other: null },
    });
  });

  it('has no entry of the household in its feed, and none of who has left in that of the flat', async () => {
    const { flat, householdId, resident, occupancy } = await oneOfThree();
    const entryOf = async (collection: string, id: string) => {
      await settled(test);
      const answer = await landlord.get(`/v1/${collection}/delta?limit=500`).expect(200);
      return dataOf<{ id: string; residents?: object[] }>(answer).find((entry) => entry.id === id);
    };
    expect(await entryOf('households', householdId)).toBeUndefined();
    expect(await entryOf('shared-flats', flat.id)).toMatchObject({ residents: [{ personId: resident }] });
    const left = await act(operator, occupancy, 'departure', {
      leftOn: '2026-06-01',
      reason: 'mutual',
      exitRoute: 'hosted',
    });
    expect(left.status).toBe(200);
    expect(await entryOf('shared-flats', flat.id)).toMatchObject({ residents: [] });
    await landlord.get(`/v1/persons/${resident}`).expect(404);
  });

  it('goes on seeing who moves to another room', async () => {
    const { flat, resident, occupancy } = await oneOfThree();
    const moved = await act(operator, occupancy, 'move', { roomId: flat.roomIds[1], movedOn: '2026-03-01' });
    expect(moved.status).toBe(201);
    await landlord.get(`/v1/persons/${resident}`).expect(200);
  });
});
