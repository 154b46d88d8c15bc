import { describe, expect, it } from '@jest/globals';
import { addDays } from '../src/platform/calendar.js';
import { consortiumOf, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const made = await consortiumOf(test, {
  supporter: { roles: ['supporter'] },
  referrer: { roles: ['referrer'] },
});
const { supporter, referrer } = made.partners;
type Body = Record<string, unknown> & { id: string };
const bodyOf = (answer: { body: unknown }): Body => answer.body as Body;

/** A household that the referrer opened, and the supporter follows. */
async function referred(): Promise<string> {
  const householdId = await openHousehold(referrer, { relation: 'referrer' });
  const to = { organisationId: supporter.organisationId, relation: 'supporter', informedOn: '2026-01-02' };
  await referrer.post(`/v1/households/${householdId}/disclosures`, to).expect(201);
  return householdId;
}
const known = async (): Promise<string> => (await personsOf(supporter, await referred()))[0]!;
const protect = (personId: string) =>
  supporter.post(`/v1/persons/${personId}/protection`, { startsOn: '2026-01-01' }).expect(201);
async function unmask(personId: string, endsOn: string) {
  const { headers } = await supporter.get(`/v1/persons/${personId}`).expect(200);
  return supporter
    .post(`/v1/persons/${personId}/protection/ending`, { endsOn })
    .set('If-Match', headers.etag as string);
}
const statusOf = async (partner: Partner, personId: string): Promise<number> =>
  (await partner.get(`/v1/persons/${personId}`)).status;
/** The same person in another household that the referrer sees. */
async function carried(personId: string): Promise<string> {
  const other = await referred();
  const member = { personId, role: 'other', startsOn: '2026-01-01' };
  const { personId: copy } = bodyOf(await supporter.post(`/v1/households/${other}/members`, member).expect(201));
  return copy as string;
}

describe('Whose whereabouts are protected', () => {
  it('is not shown again before the day on which the protection ends', async () => {
    const personId = await known();
    await protect(personId);
    expect(await statusOf(referrer, personId)).toBe(404);
    const ahead = await unmask(personId, addDays(today(), 1));
    expect([ahead.status, ahead.body]).toMatchObject([
      422,
      { errors: [{ pointer: '/endsOn', code: 'in_the_future' }] },
    ]);
    expect(await statusOf(referrer, personId)).toBe(404);
    expect((await unmask(personId, today())).status).toBe(200);
    expect(await statusOf(referrer, personId)).toBe(200);
  });

  it('is so in another household, too, into which the person is taken', async () => {
    const personId = await known();
    await protect(personId);
    const copy = await carried(personId);
    expect(await statusOf(supporter, copy)).toBe(200);
    expect(await statusOf(referrer, copy)).toBe(404);
    const search = { familyName: 'Exemple', givenNames: 'Camille', birthDate: '1980-01-31' };
    const found = await referrer.post('/v1/persons/search', search).expect(200);
    expect(JSON.stringify(found.body)).not.toContain(copy);
    expect((await unmask(personId, today())).status).toBe(200);
    expect(await statusOf(referrer, copy)).toBe(200);
  });

  it('is so where the person was taken before', async () => {
    const personId = await known();
    const copy = await carried(personId);
    expect(await statusOf(referrer, copy)).toBe(200);
    await protect(personId);
    expect([await statusOf(referrer, copy), await statusOf(referrer, personId)]).toEqual([404, 404]);
    await protect(copy);
    expect((await unmask(personId, today())).status).toBe(200);
    expect([await statusOf(referrer, copy), await statusOf(referrer, personId)]).toEqual([404, 404]);
    expect((await unmask(copy, today())).status).toBe(200);
    expect([await statusOf(referrer, copy), await statusOf(referrer, personId)]).toEqual([200, 200]);
  });
});
