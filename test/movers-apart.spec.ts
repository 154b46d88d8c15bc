import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { addDwelling, lead, placementFrame, step } from './support/placements.js';
import { act, openFlat, plan, SHARE, type Occupancy } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const on = today();
const named = (givenNames: string, role: string, birthDate: string) => ({
  person: { familyName: 'Exemple', givenNames, birthDate },
  role,
  startsOn: '2020-06-01',
});
const FAMILY = [
  named('Camille', 'reference_person', '1980-01-31'),
  named('Alex', 'other', '1999-05-05'),
  named('Lou', 'child', '2020-06-01'),
];
const TERMS = { rentCents: 40_000, chargesCents: 5_000 };
const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id;

/** One of three is to move; operator and landlord support nobody. */
async function oneIsReferred() {
  const frame = await placementFrame(test);
  const { supporter } = frame.partners;
  const householdId = await openHousehold(supporter, { members: FAMILY });
  const persons = await personsOf(supporter, householdId);
  const referral = { householdId, programmeId: frame.programmeId, personIds: [persons[1]] };
  const placementId = idOf(await supporter.post('/v1/placements', referral).expect(201));
  return { ...frame, householdId, persons, placementId };
}

async function oneMovedIn() {
  const family = await oneIsReferred();
  await lead(family, family.placementId, await addDwelling(family), 'moved_in');
  return family;
}

async function oneMovesToAFlat() {
  const family = await oneIsReferred();
  const flat = await openFlat(family);
  const { supporter, landlord } = family.partners;
  const { dwellingId, roomIds } = flat;
  const steps: [Partner, string, object][] = [
    [supporter, 'eligibility', { outcome: 'eligible' }],
    [supporter, 'offers', { dwellingId, roomId: roomIds[0], plannedMoveInOn: on }],
    [supporter, 'submission', { informedOn: '2026-01-01' }],
    [landlord, 'allocation', { outcome: 'allocated', rank: 1 }],
    [supporter, 'acceptance', { answer: 'accepted' }],
  ];
  for (const [partner, noun, body] of steps)
    expect((await step(partner, family.placementId, noun, body)).status).toBeLessThan(300);
  return { ...family, flat };
}

const arrive = async (operator: Partner, planned: Occupancy): Promise<Occupancy> => {
  const arrived = await act(operator, planned, 'arrival', { arrivedOn: on, share: SHARE });
  expect(arrived.status).toBe(200);
  return arrived.body as Occupancy;
};

interface Seen {
  readonly householdId: string;
  readonly persons: readonly string[];
}

/** Which of the household’s persons a partner reads, and that it has nothing of the household beside. */
async function seenBy(partner: Partner, { householdId, persons }: Seen): Promise<number[]> {
  const lists = await Promise.all(
    ['members', 'resources'].map((noun) => partner.get(`/v1/households/${householdId}/${noun}`)),
  );
  for (const { status, body } of lists)
    if (status === 200) expect((body as { data: object[] }).data).toEqual([]);
    else expect(status).toBe(404);
  const query = '{ households { nodes { id members { nodes { id } } } } }';
  expect((await partner.graphql(query)).text).not.toContain(persons[0]);
  const answers = await Promise.all(persons.map((person) => partner.get(`/v1/persons/${person}`)));
  return answers.map(({ status }) => status);
}
const MOVER_ALONE = [404, 200, 404];

describe('An operator that supports nobody, and the owner of its flat,', () => {
  it('learn who lives in the room and of no other of the household: before, after, and in another room', async () => {
    const family = await oneMovesToAFlat();
    const { flat, placementId, partners } = family;
    const { operator, landlord } = partners;
    const planned = await plan(operator, flat, { placementId, agreedOn: on }).expect(201);
    expect(await seenBy(operator, family)).toEqual(MOVER_ALONE);
    const lives = await arrive(operator, planned.body as Occupancy);
    for (const partner of [operator, landlord]) expect(await seenBy(partner, family)).toEqual(MOVER_ALONE);
    const moved = await act(operator, lives, 'move', { roomId: flat.roomIds[1], movedOn: on });
    expect(moved.status).toBe(201);
    for (const partner of [operator, landlord]) expect(await seenBy(partner, family)).toEqual(MOVER_ALONE);
  });

  it('learn no more when the operator plans a stay that names no placement', async () => {
    const family = await oneMovesToAFlat();
    const { flat, householdId, persons, partners } = family;
    const { operator, landlord } = partners;
    const stay = { householdId, personId: persons[1], roomId: flat.roomIds[1], startsOn: on, agreedOn: on };
    const planned = await plan(operator, flat, stay).expect(201);
    await arrive(operator, planned.body as Occupancy);
    for (const partner of [operator, landlord]) expect(await seenBy(partner, family)).toEqual(MOVER_ALONE);
  });
});

describe('A landlord that knows of a household who moved, and no other of it,', () => {
  const lease = { kind: 'social_lease', startsOn: on, terms: TERMS };

  it('learns no more by a lease that it records itself', async () => {
    const family = await oneMovedIn();
    const { landlord } = family.partners;
    const dwellingId = await addDwelling(family);
    await landlord.post('/v1/tenancies', { ...lease, householdId: family.householdId, dwellingId }).expect(201);
    expect(await seenBy(landlord, family)).toEqual(MOVER_ALONE);
  });

  it('nor by the lease of that placement, whoever records it', async () => {
    const family = await oneMovedIn();
    const { landlord, supporter } = family.partners;
    const of = { ...lease, placementId: family.placementId, landlordId: landlord.organisationId, informedOn: on };
    await supporter.post('/v1/tenancies', of).expect(201);
    expect(await seenBy(landlord, family)).toEqual(MOVER_ALONE);
  });

  it('learns of the whole household by a lease of it that its supporter records, the person told', async () => {
    const family = await oneMovedIn();
    const { landlord, supporter } = family.partners;
    const dwellingId = await addDwelling(family);
    const { householdId, persons } = family;
    const of = { ...lease, householdId, dwellingId, landlordId: landlord.organisationId, informedOn: on };
    await supporter.post('/v1/tenancies', of).expect(201);
    await landlord.get(`/v1/persons/${persons[0]}`).expect(200);
  });
});
