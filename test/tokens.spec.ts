import { describe, expect, it } from '@jest/globals';
import { base64url, exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { createHmac, createPublicKey, randomUUID } from 'node:crypto';
import { AccessTokens, type Claims } from '../src/identity/access-tokens.js';
import { SigningKeys } from '../src/identity/signing-keys.js';
import { clock } from '../src/platform/clock.js';
import { ownApp } from './support/app.js';
import { consortiumOf } from './support/actors.js';

const test = await ownApp();
const { partners } = await consortiumOf(test, { landlord: { roles: ['landlord'], kind: 'social_landlord' } });
const partner = partners.landlord;
const claims = JSON.parse(Buffer.from(partner.token.split('.')[1]!, 'base64url').toString()) as Claims;
const { kid, key } = await test.app.get(SigningKeys).current();
const sign = (header: object, payload: object): Promise<string> =>
  new SignJWT({ ...payload }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header }).sign(key);

const call = (token: string) => test.http().get('/v1/organisations').set('Authorization', `Bearer ${token}`);
const unsigned = (header: object, payload: object): string =>
  `${base64url.encode(JSON.stringify(header))}.${base64url.encode(JSON.stringify(payload))}.`;
const now = (): number => clock.epochSeconds();

describe('a token of ours', () => {
  it('opens the door', () => call(partner.token).expect(200));

  it('opens it when we sign the same claims again', async () => {
    await call(await sign({}, claims)).expect(200);
  });

  it('says who acts, for which organisation, in which consortium (RFC 9068)', () => {
    const header = JSON.parse(Buffer.from(partner.token.split('.')[0]!, 'base64url').toString()) as object;
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid });
    expect(claims).toMatchObject({
      iss: 'http://passerelle.test',
      aud: 'http://passerelle.test',
      sub: partner.clientId,
      client_id: partner.clientId,
      org: partner.organisationId,
      consortium: partner.consortiumId,
      kind: 'member',
      roles: ['landlord'],
      functions: [],
    });
  });

  it('lasts ten minutes, and not beyond midnight', () => {
    clock.set(new Date(claims.iat * 1000).toISOString());
    const left = clock.secondsLeftToday();
    clock.set(null);
    expect(claims.exp - claims.iat).toBe(Math.min(600, left));
  });
});

describe('refused with 401', () => {
  const refused = async (token: string): Promise<void> => {
    const answer = await call(token).expect(401);
    expect(answer.body).toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  };

  it('no token, garbage, another scheme', async () => {
    await test.http().get('/v1/organisations').expect(401);
    for (const header of [
      'Bearer',
      'Bearer x',
      'Bearer a.b.c',
      `Basic ${partner.token}`,
      `Bearer ${partner.token} x`,
      `Bearer ${'a'.repeat(9000)}.b.c`,
    ]) {
      await test.http().get('/v1/organisations').set('Authorization', header).expect(401);
    }
    await test.http().get(`/v1/me?access_token=${partner.token}`).expect(401);
  });

  it('alg none, in any spelling, with and without a signature', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      await refused(`${unsigned({ alg, typ: 'at+jwt', kid }, claims)}`);
      await refused(`${unsigned({ alg, typ: 'at+jwt', kid }, claims)}${partner.token.split('.')[2]}`);
    }
  });

  it('HMAC keyed with our public key, in its usual forms', async () => {
    const jwks = (await test.http().get('/.well-known/jwks.json').expect(200)).body as { keys: JWK[] };
    const jwk = jwks.keys[0]!;
    const key = createPublicKey({ key: jwk as never, format: 'jwk' });
    const forms = [
      key.export({ type: 'spki', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(jwk),
    ];
    for (const alg of ['HS256', 'ES256']) {
      for (const form of forms) {
        const input = unsigned({ alg, typ: 'at+jwt', kid }, claims).slice(0, -1);
        await refused(`${input}.${createHmac('sha256', form).update(input).digest('base64url')}`);
      }
    }
  });

  it('a token signed by somebody else, with its key in the header or behind an address', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const theirs = (header: object): Promise<string> =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header }).sign(privateKey);
    for (const header of [
      { kid },
      { kid, jwk },
      { jwk },
      { kid, jku: 'http://127.0.0.1:9/jwks' },
      { kid, x5u: 'http://127.0.0.1:9/x' },
      {},
    ]) {
      await refused(await theirs(header));
    }
  });

  it('our own signature under a header that brings a key or demands an extension', async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    for (const header of [
      { jwk: await exportJWK(publicKey) },
      { jku: 'https://evil.example/jwks' },
      { x5u: 'https://evil.example' },
      { x5c: ['AA=='] },
    ]) {
      await refused(await sign(header, claims));
    }
    await refused(await sign({ crit: ['b64'], b64: true }, claims));
  });

  it('a kid that is unknown, a path, SQL, or no text', async () => {
    for (const odd of ['unknown', '../../../dev/null', "x' OR '1'='1", '', '\u0000', 'a'.repeat(5000)])
      await refused(await sign({ kid: odd }, claims));
    const numeric = partner.token.split('.');
    numeric[0] = base64url.encode(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: 1 }));
    await refused(numeric.join('.'));
  });

  it('wrong audience, issuer or type', async () => {
    await refused(await sign({}, { ...claims, aud: 'https://other.example' }));
    await refused(await sign({}, { ...claims, aud: undefined }));
    await refused(await sign({}, { ...claims, iss: 'https://other.example' }));
    await refused(await sign({}, { ...claims, iss: undefined }));
    for (const typ of ['JWT', 'AT+JWT ', 'application/jwt', undefined]) await refused(await sign({ typ }, claims));
  });

  it('expired, without an end, of the future', async () => {
    await refused(await sign({}, { ...claims, iat: now() - 700, exp: now() - 1 }));
    await refused(await sign({}, { ...claims, exp: undefined }));
    await refused(await sign({}, { ...claims, nbf: now() + 300 }));
  });

  it('without what it rests on', async () => {
    await refused(await sign({}, { ...claims, jti: undefined }));
    await refused(await sign({}, { ...claims, rests_on: undefined }));
  });

  it('changed by one character', async () => {
    const [header, payload, signature] = partner.token.split('.') as [string, string, string];
    const forged = base64url.encode(JSON.stringify({ ...claims, roles: ['coordinator'], kind: 'coordinator' }));
    await refused([header, forged, signature].join('.'));
    await refused([header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.'));
  });

  it('one remembered, once its ten minutes are over', async () => {
    const token = await sign({}, { ...claims, jti: randomUUID() });
    await call(token).expect(200);
    try {
      clock.set('2099-01-01T00:00:00Z');
      await refused(token);
    } finally {
      clock.set(null);
    }
  });
});

describe('what a token allows', () => {
  it('is cut by its scopes', async () => {
    const token = await sign({}, { ...claims, jti: randomUUID(), scope: 'consortia:read' });
    await call(token).expect(200);
    const answer = await test.http().get('/v1/api-clients').set('Authorization', `Bearer ${token}`).expect(403);
    expect(answer.body).toMatchObject({ code: 'forbidden' });
  });

  it('never reaches beyond the roles of the organisation, whatever scope it names', async () => {
    const token = await sign({}, { ...claims, jti: randomUUID(), scope: 'consortia:write people:write' });
    await test
      .http()
      .post('/v1/organisations')
      .set('Authorization', `Bearer ${token}`)
      .send({ name: 'x', kind: 'network' })
      .expect(403);
  });

  it('of a machine holds no function, whatever is written in it', async () => {
    const { token } = await test.app.get(AccessTokens).issue({
      principal: { type: 'client', id: partner.clientId },
      consortiumId: partner.consortiumId,
      organisationId: partner.organisationId,
      roles: ['landlord'],
      functions: ['landlord_social_adviser'],
      restsOn: [],
    });
    const answer = await test.http().get('/v1/me').set('Authorization', `Bearer ${token}`).expect(200);
    expect(answer.body).toMatchObject({ type: 'client', functions: [] });
  });
});
