import { describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { randomBytes } from 'node:crypto';
import { provisionUser } from '../src/identity/bootstrap.js';
import { clock } from '../src/platform/clock.js';
import { consortiumOf, withToken, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { asRead } from './support/versions.js';

const test = await testApp();
const { coordinator, partners } = await consortiumOf(test, { supporter: { roles: ['supporter'] } });
const { supporter } = partners;
const PASSWORD = 'quatre mots plutot longs';
const address = (): string => `p-${randomBytes(5).toString('hex')}@partner.example`;

interface Person {
  id: string;
  path: string;
  me: Partner;
}
async function person(): Promise<Person> {
  const email = address();
  const { consortiumId, organisationId } = supporter;
  const { userId: id } = await test.asOwner((owner) =>
    provisionUser(owner, {
      consortiumId,
      organisationId,
      email,
      name: 'A. Martin',
      functions: ['reader'],
      password: PASSWORD,
    }),
  );
  const { body } = await test.http().post('/v1/sessions').send({ email, password: PASSWORD }).expect(201);
  return { id, path: `/v1/users/${id}`, me: withToken(test, supporter, (body as { accessToken: string }).accessToken) };
}

const begun = ({ me }: Person) => me.post('/v1/me/totp', { password: PASSWORD }).expect(200);
async function confirmed(one: Person) {
  const { secret } = (await begun(one)).body as { secret: string };
  const totp = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.epochMs() });
  return one.me.post('/v1/me/totp/confirmation', { totp }).expect(200);
}

type Answer = { headers: Record<string, string>; body: unknown };
/** Each answers with what changed the account. */
const CHANGES: Record<string, (one: Person) => Promise<Answer>> = {
  'another password': ({ me }) =>
    me.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: 'tout autres mots encore' }).expect(204),
  'a second factor begun': begun,
  'a second factor confirmed': confirmed,
  'a second factor removed': ({ me }) => me.post('/v1/me/totp/removal', { password: PASSWORD }).expect(204),
  'a second factor taken away by an administrator': async ({ path }) =>
    supporter
      .delete(`${path}/totp`)
      .set(await asRead(supporter, path))
      .expect(204),
  'another invitation': async ({ path }) =>
    supporter
      .post(`${path}/invitation`)
      .set(await asRead(supporter, path))
      .expect(200),
};

const entries = (answer: Answer) =>
  test.owner<{ ids: string[] }>(
    `SELECT ids FROM audit_entries WHERE request_id = $1 AND kind = 'change' AND 'users' = ANY (tables)`,
    [answer.headers['x-request-id']],
  );

describe('the audit tells of an account', () => {
  it.each(Object.entries(CHANGES))('%s', async (_, change) => {
    const one = await person();
    expect(await entries(await change(one))).toEqual([{ ids: [one.id] }]);
  });

  it('a first administrator', async () => {
    const partner = await coordinator.post('/v1/organisations', { name: 'Neuf', kind: 'association' }).expect(201);
    const path = `/v1/organisations/${(partner.body as { id: string }).id}/administrator`;
    const answer = await coordinator.post(path, { email: address(), name: 'B. Petit' }).expect(201);
    expect(await entries(answer)).toEqual([{ ids: [(answer.body as { userId: string }).userId] }]);
  });

  it('nothing where nothing was changed', async () => {
    const one = await person();
    await confirmed(one);
    expect(await entries(await one.me.post('/v1/me/totp', { password: PASSWORD }).expect(409))).toEqual([]);
  });
});
