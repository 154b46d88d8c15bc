import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';

const test = await testApp();
const { coordinator, partners } = await consortiumOf(test, { supporter: { roles: ['supporter'] } });
const { supporter } = partners;
const unique = (): string => randomBytes(5).toString('hex');

describe('the address of an account is looked at as it is kept', () => {
  const made = async (): Promise<string> =>
    (
      (await coordinator.post('/v1/organisations', { name: 'Neuf', kind: 'association' }).expect(201)).body as {
        id: string;
      }
    ).id;
  const ways = {
    'a person': (email: string) => supporter.post('/v1/users', { email, name: 'x', functions: ['reader'] }),
    'a first administrator': async (email: string) =>
      coordinator.post(`/v1/organisations/${await made()}/administrator`, { email, name: 'x' }),
  };

  it.each(Object.entries(ways))('of %s', async (_, invite) => {
    for (const [email, code] of [
      // A ligature that becomes eighteen characters, and signs of full width that become those of an address.
      [`${'\ufdfa'.repeat(20)}@partner.example`, 'text_too_long'],
      [`a\uff20other.example\uff0c${unique()}@partner.example`, 'bad_format'],
      [`${unique()}\ufe54b@partner.example`, 'bad_format'],
    ] as const) {
      const { status, body } = await invite(email);
      expect([status, (body as { errors: object[] }).errors]).toMatchObject([422, [{ pointer: '/email', code }]]);
    }
    const kept = unique();
    expect((await invite(` \uff30.${kept.toUpperCase()}@Partner.example `)).status).toBe(201);
    expect(
      (await supporter.post('/v1/users', { email: `p.${kept}@partner.example`, name: 'x', functions: ['reader'] }))
        .body,
    ).toMatchObject({ code: 'email_taken' });
  });
});
