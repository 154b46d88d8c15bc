import { describe, expect, it } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { clock } from '../src/platform/clock.js';
import { testApp } from './support/app.js';
import { consortiumOf, login, withToken, type Partner } from './support/actors.js';
import { asRead, UNREAD } from './support/versions.js';

const test = await testApp();
const { coordinator, partners } = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  supporter: { roles: ['supporter'] },
});
const { landlord, supporter } = partners;

interface Made {
  id: string;
  secret: string;
  version: number;
}
const tokenFor = (form: object) =>
  test
    .http()
    .post('/oauth/token')
    .type('form')
    .send({ grant_type: 'client_credentials', ...form });
const made = (answer: { body: unknown }): Made => answer.body as Made;

async function newClient(of: Partner, input: object = {}): Promise<Made> {
  return made(await of.post('/v1/api-clients', { name: 'machine', ...input }).expect(201));
}
async function newSecret(of: Partner, client: string): Promise<Made> {
  return made(await of.post(`/v1/api-clients/${client}/secrets`, {}).expect(201));
}
async function loggedIn(of: Partner, client: string, secret: string, scope?: string): Promise<Partner> {
  return login(test, { ...of, clientId: client, clientSecret: secret }, scope);
}

describe('the token endpoint', () => {
  it('takes the secret from the header or from the form, not from both', async () => {
    const { clientId: client_id, clientSecret: client_secret } = landlord;
    await tokenFor({ client_id, client_secret }).expect(200);
    await tokenFor({}).auth(client_id, client_secret).expect(200);
    const both = await tokenFor({ client_id, client_secret }).auth(client_id, client_secret).expect(400);
    expect(both.body).toMatchObject({ error: 'invalid_request', code: 'oauth_invalid_request', status: 400 });
    expect(both.headers['content-type']).toContain('application/problem+json');
  });

  it('answers an unknown client, a wrong secret and no secret alike', async () => {
    const [unknown, wrong, none, odd] = await Promise.all([
      tokenFor({ client_id: randomUUID(), client_secret: landlord.clientSecret }).expect(401),
      tokenFor({ client_id: landlord.clientId, client_secret: `${landlord.clientSecret.slice(0, -1)}!` }).expect(401),
      tokenFor({ client_id: landlord.clientId }).expect(401),
      tokenFor({ client_id: "' OR 1=1 --", client_secret: 'x' }).expect(401),
    ]);
    const told = [unknown, wrong, none, odd].map(({ body, headers }) => ({
      ...(body as object),
      requestId: '',
      auth: headers['www-authenticate'] as unknown,
    }));
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]).toMatchObject({ error: 'invalid_client', auth: 'Basic realm="passerelle", charset="UTF-8"' });
  });

  it('refuses other grants, other media types, repeated parameters', async () => {
    const known = { client_id: landlord.clientId, client_secret: landlord.clientSecret };
    expect((await tokenFor({ ...known, grant_type: 'password' }).expect(400)).body).toMatchObject({
      error: 'unsupported_grant_type',
    });
    await test
      .http()
      .post('/oauth/token')
      .send({ grant_type: 'client_credentials', ...known })
      .expect(400);
    await test
      .http()
      .post('/oauth/token')
      .type('form')
      .send(
        `grant_type=client_credentials&grant_type=x&client_id=${known.client_id}&client_secret=${known.client_secret}`,
      )
      .expect(400);
  });

  it('grants of the scopes asked for what the roles and the client hold, and knows no other', async () => {
    const known = { client_id: landlord.clientId, client_secret: landlord.clientSecret };
    const granted = await tokenFor({ ...known, scope: 'consortia:read people:write' }).expect(200);
    const { exp, iat } = decodeJwt((granted.body as { access_token: string }).access_token);
    expect(granted.body).toMatchObject({ scope: 'consortia:read', token_type: 'Bearer', expires_in: exp! - iat! });
    expect((await tokenFor({ ...known, scope: 'consortia:read all:things' }).expect(400)).body).toMatchObject({
      error: 'invalid_scope',
    });
    expect((await tokenFor({ ...known, scope: 'people:write' }).expect(400)).body).toMatchObject({
      error: 'invalid_scope',
    });
  });

  it('publishes where everything is, and public keys only', async () => {
    const metadata = await test.http().get('/.well-known/oauth-authorization-server').expect(200);
    expect(metadata.body).toMatchObject({
      issuer: 'http://passerelle.test',
      token_endpoint: 'http://passerelle.test/oauth/token',
    });
    const jwks = (await test.http().get('/.well-known/jwks.json').expect(200)).body as { keys: object[] };
    expect(jwks.keys).toHaveLength(1);
    expect(Object.keys(jwks.keys[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});

describe('a client with its own key (private_key_jwt)', () => {
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

  it('logs in with a signed assertion, once, in time, addressed to us', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { crv, x, y } = await exportJWK(publicKey);
    const jwk = { kty: 'EC', kid: 'k1', crv, x, y, use: 'sig', alg: 'ES256' };
    const { id } = await newClient(landlord, { publicKeys: [jwk] });
    expect((await landlord.get(`/v1/api-clients/${id}`).expect(200)).body).toMatchObject({ publicKeys: [jwk] });
    const assertion = (claims: object = {}, key = privateKey): Promise<string> => {
      const at = clock.epochSeconds();
      return new SignJWT({
        iss: id,
        sub: id,
        aud: 'http://passerelle.test/oauth/token',
        jti: randomUUID(),
        iat: at,
        exp: at + 60,
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .sign(key);
    };
    const send = async (client_assertion: string) => tokenFor({ client_assertion, client_assertion_type: type });
    const first = await assertion();
    expect((await send(first)).status).toBe(200);
    expect((await send(first)).status).toBe(401);
    const other = (await generateKeyPair('ES256')).privateKey;
    const at = clock.epochSeconds();
    for (const bad of [
      await assertion({}, other),
      await assertion({ aud: 'https://other.example' }),
      await assertion({ exp: at - 60 }),
      await assertion({ exp: at + 3600 }),
      await assertion({ sub: landlord.clientId, iss: landlord.clientId }),
      await assertion({ jti: undefined }),
      'a.b.c',
    ])
      expect((await send(bad)).status).toBe(401);
  });

  it.each([
    ['a list', [randomUUID()]],
    ['a list of two', [randomUUID(), randomUUID()]],
    ['an object without a primitive', { toString: 1, valueOf: 1 }],
    ['a number', 5],
    ['null', null],
  ])('is nobody where its subject is %s', async (_, sub) => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const form = {
      client_assertion_type: type,
      client_assertion: `${part({ alg: 'ES256', kid: 'k1' })}.${part({ sub })}.AAAA`,
      token: 'x',
    };
    for (const endpoint of ['token', 'introspect', 'revoke']) {
      const answer = test.http().post(`/oauth/${endpoint}`).type('form');
      const { status, body } = await answer.send({ grant_type: 'client_credentials', ...form });
      expect([endpoint, status, (body as { error: string }).error]).toEqual([endpoint, 401, 'invalid_client']);
    }
  });

  it('never gives us its private key', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { crv, x, y, d } = await exportJWK(privateKey);
    const answer = await landlord
      .post('/v1/api-clients', { name: 'x', publicKeys: [{ kty: 'EC', kid: 'k', crv, x, y, d }] })
      .expect(422);
    expect(answer.body).toMatchObject({ errors: [{ pointer: '/publicKeys/0/d', code: 'unknown_property' }] });
    const encrypting = { kty: 'EC', kid: 'k', crv, x, y, use: 'enc', alg: 'none' };
    const refused = await landlord.post('/v1/api-clients', { name: 'x', publicKeys: [encrypting] }).expect(422);
    expect((refused.body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)).toEqual([
      '/publicKeys/0/use',
      '/publicKeys/0/alg',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(d!);
    for (const alg of ['ES384', 'RS256', 'EdDSA']) {
      const unfit = { name: 'x', publicKeys: [{ kty: 'EC', kid: 'k', crv, x, y, alg }] };
      expect((await landlord.post('/v1/api-clients', unfit).expect(422)).body).toMatchObject({
        errors: [{ pointer: '/publicKeys/0', code: 'bad_public_key' }],
      });
    }
  });
});

describe('the public keys of a client', () => {
  it('have an id each: of two under one, no login would know which is meant', async () => {
    const publicKeys = await Promise.all(
      ['k1', 'k2', 'k1'].map(async (kid) => {
        const { publicKey } = await generateKeyPair('ES256', { extractable: true });
        const { kty, crv, x, y } = await exportJWK(publicKey);
        return { kty, crv, x, y, kid };
      }),
    );
    const refused = { errors: [{ pointer: '/publicKeys/2/kid', code: 'repeated_key_id' }] };
    const made = await landlord.post('/v1/api-clients', { name: 'x', publicKeys }).expect(422);
    expect(made.body).toMatchObject(refused);
    const { id } = await newClient(landlord, { publicKeys: publicKeys.slice(0, 2) });
    const path = `/v1/api-clients/${id}`;
    const read = await asRead(landlord, path);
    expect((await landlord.patch(path, { publicKeys }).set(read).expect(422)).body).toMatchObject(refused);
  });
});

describe('secrets', () => {
  it('rotate without an interruption: two at once, never three', async () => {
    const client = await newClient(landlord, { scopes: ['consortia:read'] });
    const [old, fresh] = [await newSecret(landlord, client.id), await newSecret(landlord, client.id)];
    expect((await landlord.post(`/v1/api-clients/${client.id}/secrets`, {}).expect(409)).body).toMatchObject({
      code: 'two_secrets_already',
    });
    const [byOld, byFresh] = [
      await loggedIn(landlord, client.id, old.secret),
      await loggedIn(landlord, client.id, fresh.secret),
    ];
    const path = `/v1/api-clients/${client.id}/secrets/${old.id}`;
    await landlord
      .delete(path)
      .set(await asRead(landlord, path))
      .expect(204);
    await byOld.get('/v1/organisations').expect(401);
    await byFresh.get('/v1/organisations').expect(200);
    await tokenFor({ client_id: client.id, client_secret: old.secret }).expect(401);
    await newSecret(landlord, client.id);
  });

  it('are shown once, kept as a hash, and tell when they were last used', async () => {
    const client = await newClient(landlord);
    const secret = await newSecret(landlord, client.id);
    await loggedIn(landlord, client.id, secret.secret);
    const listed = (await landlord.get(`/v1/api-clients/${client.id}/secrets`).expect(200)).body as { data: object[] };
    expect(listed.data).toEqual([expect.objectContaining({ id: secret.id, lastUsedOn: clock.today() })]);
    expect(JSON.stringify(listed)).not.toContain(secret.secret);
    const kept = await test.owner<{ text: string }>(
      'SELECT client_secrets::text AS text FROM client_secrets WHERE id = $1',
      [secret.id],
    );
    expect(kept[0]!.text).not.toContain(secret.secret);
  });

  it('ten wanted at once: two are made', async () => {
    const client = await newClient(landlord);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => landlord.post(`/v1/api-clients/${client.id}/secrets`, {})),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(8);
  });
});

describe('clients', () => {
  it('of another organisation do not exist', async () => {
    const theirs = await newClient(supporter);
    const ids = ((await landlord.get('/v1/api-clients').expect(200)).body as { data: Made[] }).data.map(({ id }) => id);
    expect(ids).not.toContain(theirs.id);
    for (const who of [landlord, coordinator]) {
      await who.get(`/v1/api-clients/${theirs.id}`).expect(404);
      await who.patch(`/v1/api-clients/${theirs.id}`, { active: false }).set(UNREAD).expect(404);
      await who.post(`/v1/api-clients/${theirs.id}/secrets`, {}).expect(404);
    }
  });

  it('lose their tokens at once when they are stopped or their scopes change, and work again after', async () => {
    const client = await newClient(landlord);
    const { secret } = await newSecret(landlord, client.id);
    const before = await loggedIn(landlord, client.id, secret);
    const path = `/v1/api-clients/${client.id}`;
    await landlord
      .patch(path, { active: false })
      .set(await asRead(landlord, path))
      .expect(200);
    await before.get('/v1/me').expect(401);
    await tokenFor({ client_id: client.id, client_secret: secret }).expect(401);
    await landlord
      .patch(path, { active: true, scopes: ['consortia:read'] })
      .set(await asRead(landlord, path))
      .expect(200);
    const after = await loggedIn(landlord, client.id, secret);
    await after.get('/v1/organisations').expect(200);
    await after.get('/v1/api-clients').expect(403);
    await before.get('/v1/me').expect(401);
  });

  it('are never given more than the roles allow, nor by a machine more than its own token', async () => {
    expect(
      (await landlord.post('/v1/api-clients', { name: 'x', scopes: ['people:write'] }).expect(422)).body,
    ).toMatchObject({ errors: [{ pointer: '/scopes/0', code: 'scope_not_held' }] });
    const narrow = await login(test, landlord, 'identity:write identity:read');
    await narrow.post('/v1/api-clients', { name: 'x' }).expect(422);
    await narrow.post('/v1/api-clients', { name: 'x', scopes: ['placements:read'] }).expect(422);
    await narrow.post('/v1/api-clients', { name: 'x', scopes: ['identity:read'] }).expect(201);
  });

  it('lose their tokens at once when the membership of their organisation changes', async () => {
    const {
      coordinator: other,
      partners: { leaver },
    } = await consortiumOf(test, { leaver: { roles: ['landlord'] } });
    const memberships = (await other.get(`/v1/memberships?organisationId=${leaver.organisationId}`).expect(200))
      .body as { data: Made[] };
    const path = `/v1/memberships/${memberships.data[0]!.id}`;
    await other
      .patch(path, { endsOn: clock.today() })
      .set(await asRead(other, path))
      .expect(200);
    await leaver.get('/v1/me').expect(401);
    await tokenFor({ client_id: leaver.clientId, client_secret: leaver.clientSecret }).expect(401);
  });
});

describe('revocation and introspection', () => {
  it('a revoked token is refused with the next request, whatever that reads', async () => {
    const one = await login(test, landlord);
    const form = { token: one.token, client_id: landlord.clientId, client_secret: landlord.clientSecret };
    await one.get('/v1/me').expect(200);
    await test
      .http()
      .post('/oauth/revoke')
      .type('form')
      .send({ ...form, client_id: supporter.clientId, client_secret: supporter.clientSecret })
      .expect(200);
    await one.get('/v1/me').expect(200);
    await test.http().post('/oauth/revoke').type('form').send(form).expect(200);
    await one.get('/v1/me').expect(401);
    expect((await test.http().post('/oauth/introspect').type('form').send(form).expect(200)).body).toEqual({
      active: false,
    });
    await landlord.get('/v1/me').expect(200);
  });

  it('describes tokens of the own organisation, and says of others what it says of forged ones', async () => {
    const form = { client_id: landlord.clientId, client_secret: landlord.clientSecret };
    const ask = async (token: string) =>
      (
        await test
          .http()
          .post('/oauth/introspect')
          .type('form')
          .send({ ...form, token })
          .expect(200)
      ).body as object;
    expect(await ask(landlord.token)).toMatchObject({
      active: true,
      client_id: landlord.clientId,
      org: landlord.organisationId,
    });
    expect(await ask(supporter.token)).toEqual({ active: false });
    expect(await ask('forged')).toEqual({ active: false });
    await test.http().post('/oauth/introspect').type('form').send({ token: landlord.token }).expect(401);
  });
});

it('says who the token speaks for', async () => {
  const me = await landlord.get('/v1/me').expect(200);
  expect(me.body).toMatchObject({
    id: landlord.clientId,
    type: 'client',
    organisationId: landlord.organisationId,
    roles: ['landlord'],
    functions: [],
  });
  await withToken(test, landlord, 'x.y.z').get('/v1/me').expect(401);
});
