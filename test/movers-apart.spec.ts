import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { MOVER_ALONE, movesIn, oneMovesToAFlat, seenBy, someMove, type Family } from './support/movers.js';
import { addDwelling, step } from './support/placements.js';
import { act, plan, SHARE, type Occupancy } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const on = today();
const lease = { kind: 'social_lease', startsOn: on, terms: { rentCents: 40_000, chargesCents: 5_000 } };

/** It reads Alex, and nothing of the household beside. */
async function readsMoverAlone(partner: Partner, family: Family): Promise<void> {
  const { householdId, persons } = family;
  expect(await seenBy(partner, family)).toEqual(MOVER_ALONE);
  for (const noun of ['members', 'resources']) {
    const { status, body } = await partner.get(`/v1/households/${householdId}/${noun}`);
    if (status !== 404) expect((body as { data: object[] }).data).toEqual([]);
  }
  const query = '{ households { nodes { id members { nodes { id personId } } } } }';
  const { text } = await partner.graphql(query);
  for (const place of [0, 2, 3]) expect(text).not.toContain(persons[place]);
}

describe('An operator that supports nobody, and the owner of its flat,', () => {
  it('learn who lives in the room and of no other of the household: before, after, and in another room', async () => {
    const family = await oneMovesToAFlat(test);
    const { flat, placementId, partners } = family;
    const { operator, landlord } = partners;
    await readsMoverAlone(operator, family);
    const lives = await movesIn(family, { placementId });
    for (const partner of [operator, landlord]) await readsMoverAlone(partner, family);
    const moved = await act(operator, lives, 'move', { roomId: flat.roomIds[1], movedOn: on });
    expect(moved.status).toBe(201);
    for (const partner of [operator, landlord]) await readsMoverAlone(partner, family);
  });

  it.each([['who is named', true] as const, ['who is named to it by nobody', false] as const])(
    'learn no more when the operator plans a stay that rests on no placement: of %s',
    async (_, names) => {
      const family = await oneMovesToAFlat(test);
      const { flat, householdId, persons, partners } = family;
      const who = names ? { personId: persons[1] } : {};
      const lives = await movesIn(family, { householdId, roomId: flat.roomIds[1], startsOn: on, ...who });
      expect(lives.personId).toBe(persons[1]);
      for (const partner of [partners.operator, partners.landlord]) await readsMoverAlone(partner, family);
    },
  );

  it('do not learn by an arrival of whom they see no more since it was planned: the answer says so', async () => {
    const family = await oneMovesToAFlat(test);
    const { flat, householdId, persons, placementId, partners } = family;
    const stay = { householdId, roomId: flat.roomIds[1], startsOn: on, agreedOn: on, personId: persons[1] };
    const planned = await plan(partners.operator, flat, stay);
    expect(planned.status).toBe(201);
    await step(partners.supporter, placementId, 'ending', { endedOn: on, exitRoute: 'withdrawn' });
    const arrived = await act(partners.operator, planned.body as Occupancy, 'arrival', { arrivedOn: on, share: SHARE });
    expect([arrived.status, (arrived.body as { code: string; title: string }).title]).toEqual([
      409,
      'Résident qui n’est plus communiqué',
    ]);
    expect(await seenBy(partners.operator, family)).toEqual([404, 404, 404, 404]);
  });

  it('find nobody of the household to plan for whom they do not know', async () => {
    const family = await oneMovesToAFlat(test);
    const { flat, householdId, persons, partners } = family;
    const stay = { householdId, roomId: flat.roomIds[1], startsOn: on, agreedOn: on };
    const other = await plan(partners.operator, flat, { ...stay, personId: persons[0] });
    expect(other.body).toMatchObject({ errors: [{ pointer: '/personId', code: 'unknown_reference' }] });
  });
});

describe('A landlord that knows of a household who moved, and no other of it,', () => {
  it('learns no more by a lease that it records itself', async () => {
    const family = await someMove(test);
    const { landlord } = family.partners;
    const dwellingId = await addDwelling(family);
    await landlord.post('/v1/tenancies', { ...lease, householdId: family.householdId, dwellingId }).expect(201);
    await readsMoverAlone(landlord, family);
  });

  it('nor by the lease of that placement, whoever records it', async () => {
    const family = await someMove(test);
    const { landlord, supporter } = family.partners;
    const of = { ...lease, placementId: family.placementId, landlordId: landlord.organisationId, informedOn: on };
    await supporter.post('/v1/tenancies', of).expect(201);
    await readsMoverAlone(landlord, family);
  });

  it('learns of the whole household by a lease of it that its supporter records, the person told', async () => {
    const family = await someMove(test);
    const { landlord, supporter } = family.partners;
    const of = { ...lease, landlordId: landlord.organisationId, informedOn: on };
    const dwellingId = await addDwelling(family);
    await supporter.post('/v1/tenancies', { ...of, householdId: family.householdId, dwellingId }).expect(201);
    expect(await seenBy(landlord, family)).toEqual([200, 200, 404, 200]);
  });
});
