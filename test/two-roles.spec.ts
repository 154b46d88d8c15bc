import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { provisionUser } from '../src/identity/bootstrap.js';
import { join } from './support/actors.js';
import { testApp } from './support/app.js';
import { handOver, supportEnds } from './support/handovers.js';
import { openHousehold, personsOf } from './support/households.js';
import { addDwelling, lead, placementFrame, refer, step } from './support/placements.js';
import { openFlat, plan } from './support/shared-flats.js';
import { record, TERMS, today } from './support/tenancies.js';

const test = await testApp();

describe('A landlord that supported the household and supports it no more', () => {
  it('reads no residential history, income by kind, legal protection or profile: the lessor column of the matrix', async () => {
    const frame = await placementFrame(test);
    const both = await join(test, frame.coordinator, 'both', { roles: ['landlord', 'supporter'], kind: 'association' });
    const { stranger } = frame.partners;
    const household = await openHousehold(both);
    const [person] = await personsOf(both, household);
    const p = `/v1/persons/${person}`;
    await both.post(`${p}/situations`, { kind: 'prison_exit', startsOn: '2024-01-01' }).expect(201);
    await both.put(`${p}/profile`, { nationalityGroup: 'other' }).expect(201);
    await both
      .post(`${p}/legal-protections`, { kind: 'guardianship', representativeName: 'UDAF', startsOn: '2024-01-01' })
      .expect(201);
    await both
      .post(`${p}/resources`, { kind: 'disabled_adult_allowance', amountCents: 101_600, startsOn: '2024-01-01' })
      .expect(201);
    const dwellingId = await addDwelling(frame, { operatorId: undefined }, both);
    const parties = { householdId: household, dwellingId, landlordId: both.organisationId };
    await record(both, { ...parties, startsOn: today(), informedOn: today() });
    await handOver(household, both, stranger);
    await supportEnds(both, household);
    const read: Record<string, string> = {};
    for (const path of ['situations', 'resources', 'legal-protections', 'profile'])
      read[path] = (await both.get(`${p}/${path}`)).text;
    read.all = (await both.get(`/v1/households/${household}/resources`)).text;
    expect([
      read.situations!.includes('prison_exit'),
      read.resources!.includes('disabled_adult_allowance'),
      read['legal-protections']!.includes('guardianship'),
      read.profile!.includes('other"'),
      read.all!.includes('disabled_adult_allowance'),
    ]).toEqual([false, false, false, false, false]);
  });
});

describe('Declining has no price', () => {
  it('an earlier decision about a dwelling that the household declined is not told with the next offer of that landlord', async () => {
    const frame = await placementFrame(test);
    const { supporter, landlord, operator } = frame.partners;
    const { id } = await refer(frame);
    const [one, two] = [await addDwelling(frame), await addDwelling(frame)];
    await lead(frame, id, one, 'allocated');
    expect((await step(supporter, id, 'acceptance', { answer: 'declined', reason: 'location' })).status).toBe(200);
    await landlord.get(`/v1/placements/${id}`).expect(404);
    expect((await step(supporter, id, 'offers', { dwellingId: two, plannedMoveInOn: '2030-01-10' })).status).toBe(201);
    const told = async (who: typeof landlord, part: string) =>
      ((await who.get(`/v1/placements/${id}/${part}`).expect(200)).body as { data: object[] }).data.length;
    // offers and history keep to the new one; decisions do not
    expect([await told(landlord, 'offers'), await told(landlord, 'history')]).toEqual([1, 1]);
    expect([await told(landlord, 'decisions'), await told(operator, 'decisions')]).toEqual([0, 0]);
  });
});

describe('A coordinator that is a supporter too', () => {
  it('gets no 500 when it assigns a worker to a household that it only coordinates', async () => {
    const frame = await placementFrame(test);
    const cs = await join(test, frame.coordinator, 'cs', { roles: ['coordinator', 'supporter'] });
    const household = await openHousehold(frame.partners.supporter);
    const { userId } = await test.asOwner((owner) =>
      provisionUser(owner, {
        consortiumId: cs.consortiumId,
        organisationId: cs.organisationId,
        email: `p-${randomBytes(5).toString('hex')}@x.example`,
        name: 'A',
        functions: ['social_worker'],
        password: 'quatre mots plutot longs',
      }),
    );
    const path = `/v1/households/${household}/assignments`;
    const answers = [
      (await cs.post(path, { userId, startsOn: '2024-01-01' })).status,
      (await cs.post(path, { userId: randomUUID(), startsOn: '2024-01-01' })).status,
    ];
    expect(answers.every((status) => status < 500)).toBe(true);
  });
});

describe('A coordinator that lets too', () => {
  const faults = (answer: { status: number; body: unknown }) => [
    answer.status,
    (answer.body as { errors?: { pointer: string; code: string }[] }).errors?.map(({ pointer, code }) => [
      pointer,
      code,
    ]),
  ];
  const unknown = [422, [['/householdId', 'unknown_reference']]];

  it('records no lease of a household of which it has the stub alone, and one of whom it houses', async () => {
    const frame = await placementFrame(test);
    const { supporter } = frame.partners;
    const both = await join(test, frame.coordinator, 'both', { roles: ['coordinator', 'landlord'] });
    const householdId = await openHousehold(supporter);
    const dwellingId = await addDwelling(frame, { operatorId: null }, both);
    const lease = { kind: 'social_lease', dwellingId, startsOn: '2026-01-01', terms: TERMS };
    expect(faults(await both.post('/v1/tenancies', { ...lease, householdId }))).toEqual(unknown);
    expect(faults(await both.post('/v1/tenancies', { ...lease, householdId: randomUUID() }))).toEqual(unknown);
    const { id: placementId } = await refer(frame);
    const home = await addDwelling(frame, {}, both);
    await lead({ ...frame, partners: { ...frame.partners, landlord: both } }, placementId, home, 'moved_in');
    const own = { kind: 'social_lease', terms: TERMS, placementId };
    expect(faults(await both.post('/v1/tenancies', own))).toEqual([201, undefined]);
  });

  it('plans nobody into its flat of whom it has the stub alone', async () => {
    const frame = await placementFrame(test);
    const { supporter, landlord } = frame.partners;
    const both = await join(test, frame.coordinator, 'both', { roles: ['coordinator', 'operator'] });
    const flat = await openFlat({ coordinator: frame.coordinator, partners: { landlord, operator: both } });
    const householdId = await openHousehold(supporter);
    const [personId] = await personsOf(supporter, householdId);
    const planned = { roomId: flat.roomIds[0], startsOn: today(), agreedOn: today() };
    expect(faults(await plan(both, flat, { ...planned, householdId }))).toEqual(unknown);
    expect(faults(await plan(both, flat, { ...planned, householdId, personId }))).toEqual(unknown);
    expect(faults(await plan(both, flat, { ...planned, householdId: randomUUID() }))).toEqual(unknown);
  });
});
