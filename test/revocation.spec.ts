import { describe, expect, it } from '@jest/globals';
import type { Test } from 'supertest';
import { Lookups } from '../src/identity/lookups.js';
import { provisionUser } from '../src/identity/bootstrap.js';
import type { StaffFunction } from '../src/platform/access/permissions.js';
import { consortiumOf, login, withToken, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';

const test = await testApp();
const { coordinator, partners } = await consortiumOf(test, {
  landlord: { roles: ['landlord'] },
  leaver: { roles: ['landlord'] },
});
const { landlord, leaver } = partners;

/** What is answered without a look at the database, and refusals that come before any. */
const ANSWERS: Record<string, [(who: Partner) => Test, status: number]> = {
  'a list of codes': [(who) => who.get('/v1/nomenclatures'), 200],
  'a list of codes, in GraphQL': [(who) => who.graphql('{ nomenclature(name: "Role") { name } }'), 200],
  'the schema': [(who) => who.graphql('{ __schema { queryType { name } } }'), 200],
  'a permission not held': [(who) => who.post('/v1/households', {}), 403],
  'a body that is wrong': [(who) => who.post('/v1/dwellings', {}), 422],
  'an address without a method': [(who) => who.get('/v1/dwellings/x'), 404],
  'who one is': [(who) => who.get('/v1/me'), 200],
};

async function client(): Promise<{ id: string; secretId: string; token: Partner }> {
  const { id } = (await landlord.post('/v1/api-clients', { name: 'x' }).expect(201)).body as { id: string };
  const made = (await landlord.post(`/v1/api-clients/${id}/secrets`, {}).expect(201)).body as Record<string, string>;
  const token = await login(test, { ...landlord, clientId: id, clientSecret: made.secret! });
  return { id, secretId: made.id!, token };
}

async function etag(path: string, who = landlord): Promise<string> {
  return (await who.get(path).expect(200)).headers.etag as string;
}

const WAYS: Record<string, () => Promise<{ token: Partner; end: () => Promise<unknown> }>> = {
  'its client is switched off': async () => {
    const { id, token } = await client();
    const path = `/v1/api-clients/${id}`;
    const match = await etag(path);
    return { token, end: () => landlord.patch(path, { active: false }).set('If-Match', match).expect(200) };
  },
  'its secret is taken back': async () => {
    const { id, secretId, token } = await client();
    const path = `/v1/api-clients/${id}/secrets/${secretId}`;
    const match = await etag(path);
    return { token, end: () => landlord.delete(path).set('If-Match', match).expect(204) };
  },
  'it is revoked itself': async () => {
    const { token } = await client();
    const form = { token: token.token, client_id: token.clientId, client_secret: token.clientSecret };
    return { token, end: () => test.http().post('/oauth/revoke').type('form').send(form).expect(200) };
  },
  'its session ends': async () => {
    const { consortiumId, organisationId } = landlord;
    const [email, password] = ['worker@landlord.example', 'quatre mots bien longs'];
    const user = { consortiumId, organisationId, email, name: 'A. Martin', password };
    const functions: StaffFunction[] = ['administrator'];
    await test.asOwner((owner) => provisionUser(owner, { ...user, functions }));
    const opened = await test.http().post('/v1/sessions').send({ email, password }).expect(201);
    const { accessToken } = opened.body as { accessToken: string };
    const token = withToken(test, landlord, accessToken);
    const [{ id }] = ((await token.get('/v1/sessions').expect(200)).body as { data: { id: string }[] }).data as [
      { id: string },
    ];
    return { token, end: () => token.delete(`/v1/sessions/${id}`).expect(204) };
  },
  'the membership changes': async () => {
    const path = '/v1/memberships?organisationId=';
    const { data } = (await coordinator.get(path + leaver.organisationId)).body as { data: { id: string }[] };
    const membership = `/v1/memberships/${data[0]!.id}`;
    const match = await etag(membership, coordinator);
    return {
      token: leaver,
      end: () =>
        coordinator
          .patch(membership, { roles: ['operator'] })
          .set('If-Match', match)
          .expect(200),
    };
  },
};

describe.each(Object.keys(WAYS))('A token, when %s,', (way) => {
  it('is answered nothing from the next request on', async () => {
    const { token, end } = await WAYS[way]!();
    for (const [call, status] of Object.values(ANSWERS)) await call(token).expect(status);
    await end();
    for (const [name, [call]] of Object.entries(ANSWERS)) {
      const { status, body } = await call(token);
      expect([name, status, (body as { code: string }).code]).toEqual([name, 401, 'unauthenticated']);
    }
  });
});

describe('Whether a token is in force', () => {
  it('is asked once a request: by who enters the database there, by the others before their answer', async () => {
    const lookups = test.app.get(Lookups, { strict: false });
    const ask = lookups.call.bind(lookups);
    let asked = 0;
    lookups.call = (sql, values) => {
      asked += 1;
      return ask(sql, values);
    };
    const counted = async (call: Test): Promise<number> => {
      asked = 0;
      await call.expect(200);
      return asked;
    };
    await coordinator.get('/v1/me').expect(200);
    expect(await counted(coordinator.get('/v1/me'))).toBe(0);
    expect(await counted(coordinator.graphql('{ me { id } }'))).toBe(0);
    expect(await counted(coordinator.get('/v1/nomenclatures'))).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await counted(coordinator.get('/v1/nomenclatures'))).toBe(1);
  });

  it('is what introspection answers, at once', async () => {
    const { token } = await client();
    const other = await client();
    const known = { client_id: other.token.clientId, client_secret: other.token.clientSecret };
    const introspect = async (): Promise<unknown> =>
      (
        await test
          .http()
          .post('/oauth/introspect')
          .type('form')
          .send({ ...known, token: token.token })
      ).body as object;
    expect(await introspect()).toMatchObject({ active: true });
    const path = `/v1/api-clients/${token.clientId}`;
    await landlord
      .patch(path, { active: false })
      .set('If-Match', await etag(path))
      .expect(200);
    expect(await introspect()).toEqual({ active: false });
  });
});
