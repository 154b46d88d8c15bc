import { expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { FAMILY } from './support/movers.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';

const test = await testApp();
const frame = await placementFrame(test);
const THREE = FAMILY.slice(0, 3);

const statusOf = async (by: Partner, path: string): Promise<number> => (await by.get(path)).status;

it.each(['submitted', 'moved_in'] as const)(
  'of a household some of whom move, landlord and operator learn who these are, and of no other: %s',
  async (status) => {
    const { referrer, landlord, operator, supporter } = frame.partners;
    const householdId = await openHousehold(referrer, { members: THREE, relation: 'referrer' });
    const [camille, alex, lou] = await personsOf(referrer, householdId);
    const { id } = await refer(frame, { householdId, personIds: [alex] });
    await supporter
      .post(`/v1/persons/${camille}/resources`, { kind: 'wages', amountCents: 100_000, startsOn: '2024-01-01' })
      .expect(201);
    await lead(frame, id, await addDwelling(frame), status);
    for (const lets of [landlord, operator]) {
      const placement = (await lets.get(`/v1/placements/${id}`).expect(200)).body as { householdSize: number };
      expect(placement).toMatchObject({ householdSize: 1, householdId });
      const persons = await Promise.all([alex, camille, lou].map((person) => statusOf(lets, `/v1/persons/${person}`)));
      expect(persons).toEqual([200, 404, 404]);
      const members = (await lets.get(`/v1/households/${householdId}/members`).expect(200)).body as { data: object[] };
      expect(members.data).toEqual([]);
      const sought = { familyName: 'Exemple', givenNames: 'Camille', birthDate: '1980-01-31' };
      expect((await lets.post('/v1/persons/search', sought)).body).not.toHaveProperty('personId');
      const resources = (await lets.get(`/v1/households/${householdId}/resources`).expect(200)).body as {
        data: object[];
      };
      expect(resources.data).toEqual([]);
      const query = '{ households { nodes { id members { nodes { id } } } } }';
      expect((await lets.graphql(query)).text).not.toContain(camille);
    }
    await supporter.get(`/v1/persons/${camille}`).expect(200);
    const whole = await openHousehold(referrer, { members: THREE, relation: 'referrer' });
    const { id: ofAll } = await refer(frame, { householdId: whole });
    await lead(frame, ofAll, await addDwelling(frame), status);
    expect(await statusOf(landlord, `/v1/persons/${(await personsOf(supporter, whole))[0]}`)).toBe(200);
  },
);
