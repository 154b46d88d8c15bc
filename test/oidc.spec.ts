import { afterAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { provisionUser } from '../src/identity/bootstrap.js';
import { clock } from '../src/platform/clock.js';
import { ownApp } from './support/app.js';
import { consortiumOf } from './support/actors.js';

const SIRET = '73282932000074';
const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const answers = new Map<string, { claims: object; challenge: string }>();

/** A provider at the border: discovery, keys, and a token endpoint that checks the verifier. */
const provider = createServer((request, response) => {
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const send = (body: object, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const token = async (form: URLSearchParams): Promise<void> => {
    const known = answers.get(form.get('code') ?? '');
    answers.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (known?.challenge !== challenge || form.get('client_secret') !== 'there')
      return send({ error: 'invalid_grant' }, 400);
    const at = clock.epochSeconds();
    const id_token = await new SignJWT({ iss: issuer, aud: 'here', iat: at, exp: at + 60, ...known.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'a' })
      .sign(privateKey);
    send({ id_token });
  };
  void (async () => {
    if (request.url === '/.well-known/openid-configuration') {
      return send({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
      });
    }
    if (request.url === '/jwks') return send({ keys: [{ ...(await exportJWK(publicKey)), kid: 'a', alg: 'RS256' }] });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return token(new URLSearchParams(Buffer.concat(chunks).toString()));
  })();
});
await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
afterAll(() => {
  provider.close();
});

const test = await ownApp({
  OIDC_ISSUER: `http://127.0.0.1:${(provider.address() as AddressInfo).port}`,
  OIDC_CLIENT_ID: 'here',
  OIDC_CLIENT_SECRET: 'there',
  PASSERELLE_CORS_ORIGINS: 'https://app.example',
});
const { partners } = await consortiumOf(test, { supporter: { roles: ['supporter'] } });
await test.owner('UPDATE organisations SET siret = $1 WHERE id = $2', [SIRET, partners.supporter.organisationId]);

async function invited(): Promise<string> {
  const email = `p-${randomBytes(5).toString('hex')}@partner.example`;
  const { consortiumId, organisationId } = partners.supporter;
  await test.asOwner((owner) =>
    provisionUser(owner, {
      consortiumId,
      organisationId,
      email,
      name: 'A. Martin',
      functions: ['reader'],
      password: 'quatre mots plutot longs',
    }),
  );
  return email;
}

async function begun(): Promise<{ state: string; nonce: string; challenge: string }> {
  const answer = await test
    .http()
    .post('/v1/sessions/oidc/authorization')
    .send({ redirectUri: 'https://app.example/callback' })
    .expect(200);
  const { authorizationUrl, state } = answer.body as { authorizationUrl: string; state: string };
  const { searchParams } = new URL(authorizationUrl);
  expect(searchParams.get('state')).toBe(state);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  return { state, nonce: searchParams.get('nonce')!, challenge: searchParams.get('code_challenge')! };
}

async function returned(claims: object, change: { nonce?: string; state?: string } = {}) {
  const { state, nonce, challenge } = await begun();
  const code = randomBytes(8).toString('hex');
  answers.set(code, { claims: { nonce: change.nonce ?? nonce, ...claims }, challenge });
  return test
    .http()
    .post('/v1/sessions/oidc')
    .send({ code, state: change.state ?? state });
}

describe('a login at the external provider', () => {
  it('opens the account that was invited with that address, and finds it by its subject from then on', async () => {
    const email = await invited();
    const first = await returned({ sub: 's-1', email, siret: SIRET });
    expect(first.status).toBe(201);
    const { accessToken } = first.body as { accessToken: string };
    const me = await test.http().get('/v1/me').set('Authorization', `Bearer ${accessToken}`).expect(200);
    expect(me.body).toMatchObject({ type: 'user', organisationId: partners.supporter.organisationId });
    expect((await returned({ sub: 's-1', email: 'new@partner.example' })).status).toBe(201);
    expect((await returned({ sub: 's-2', email, siret: SIRET })).status).toBe(401);
  });

  it('is closed to who comes from another organisation later, until she is back', async () => {
    const email = await invited();
    for (const [siret, status] of [
      [SIRET, 201],
      ['35600000000048', 401],
      [SIRET, 201],
    ] as const)
      expect([siret, (await returned({ sub: 's-moved', email, siret })).status]).toEqual([siret, status]);
  });

  it('opens nothing for an address that nobody invited, is not verified, or belongs to another organisation', async () => {
    const email = await invited();
    for (const claims of [
      { email: 'nobody@partner.example', email_verified: true },
      { email },
      { email, email_verified: false },
      { email, email_verified: true, siret: '35600000000048' },
      { email_verified: true },
    ]) {
      expect((await returned({ sub: randomBytes(4).toString('hex'), ...claims })).status).toBe(401);
    }
    expect((await returned({ sub: 's-3', email, email_verified: true })).status).toBe(201);
  });

  it('opens no session for who was switched off while she was on her way back', async () => {
    const email = await invited();
    const claims = { sub: 's-off', email, siret: SIRET };
    expect((await returned(claims)).status).toBe(201);
    const answer = await test.asOwner(async (holder) => {
      await holder.query('BEGIN');
      await holder.query('UPDATE users SET active = false WHERE email = $1', [email]);
      const pending = returned(claims);
      const held = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await test.owner(held)).length === 0) await setTimeout(20);
      await holder.query('COMMIT');
      return pending;
    });
    expect(answer.status).toBe(401);
  });

  it('refuses a wrong nonce, issuer or audience, a forged state, a code used twice', async () => {
    const email = await invited();
    const good = { sub: 's-4', email, email_verified: true };
    expect((await returned(good, { nonce: 'other' })).status).toBe(401);
    expect((await returned(good, { state: 'a.b.c.d' })).status).toBe(401);
    expect((await returned({ ...good, iss: 'https://other.example' })).status).toBe(401);
    expect((await returned({ ...good, aud: 'elsewhere' })).status).toBe(401);
    expect((await returned({ ...good, exp: clock.epochSeconds() - 60 })).status).toBe(401);
    const { state } = await begun();
    await test.http().post('/v1/sessions/oidc').send({ code: 'unknown', state }).expect(401);
  });

  it('sends people back to configured origins only', async () => {
    for (const redirectUri of [
      'https://evil.example/callback',
      'javascript:alert(1)',
      'https://app.example.evil.example/',
    ]) {
      await test.http().post('/v1/sessions/oidc/authorization').send({ redirectUri }).expect(422);
    }
  });
});
