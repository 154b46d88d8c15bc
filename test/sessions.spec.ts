import { describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { randomBytes } from 'node:crypto';
import { provisionUser } from '../src/identity/bootstrap.js';
import type { StaffFunction } from '../src/platform/access/permissions.js';
import { clock } from '../src/platform/clock.js';
import { ownApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { consortiumOf, withToken, type Partner } from './support/actors.js';
import { asRead, UNREAD } from './support/versions.js';

const test = await ownApp();
const { coordinator, partners } = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  supporter: { roles: ['supporter'] },
});
const { landlord, supporter } = partners;
const PASSWORD = 'quatre mots plutot longs';

interface Tokens {
  id: string;
  accessToken: string;
  refreshToken: string;
}
interface Person {
  id: string;
  email: string;
}
const login = (email: string, more: object = {}) =>
  test
    .http()
    .post('/v1/sessions')
    .send({ email, password: PASSWORD, ...more });
const refresh = (refreshToken: string) => test.http().post('/v1/sessions/refresh').send({ refreshToken });
const as = (tokens: Tokens, of: Partner = supporter): Partner => withToken(test, of, tokens.accessToken);
const address = (): string => `p-${randomBytes(5).toString('hex')}@partner.example`;

async function person(of: Partner, functions: StaffFunction[]): Promise<Person> {
  const email = address();
  const { consortiumId, organisationId } = of;
  const { userId } = await test.asOwner((owner) =>
    provisionUser(owner, { consortiumId, organisationId, email, name: 'A. Martin', functions, password: PASSWORD }),
  );
  return { id: userId, email };
}
async function switchOff(id: string): Promise<void> {
  const path = `/v1/users/${id}`;
  await supporter
    .patch(path, { active: false })
    .set(await asRead(supporter, path))
    .expect(200);
}
async function switchOn(id: string): Promise<void> {
  const path = `/v1/users/${id}`;
  await supporter
    .patch(path, { active: true })
    .set(await asRead(supporter, path))
    .expect(200);
}
async function session(email: string, more: object = {}): Promise<Tokens> {
  return (await login(email, more).expect(201)).body as Tokens;
}

describe('a login', () => {
  it('gives an access token that says who she is and what her functions leave of the roles', async () => {
    const worker = await person(supporter, ['social_worker']);
    const me = (
      await as(await session(worker.email))
        .get('/v1/me')
        .expect(200)
    ).body as { permissions: string[] };
    expect(me).toMatchObject({
      id: worker.id,
      type: 'user',
      name: 'A. Martin',
      organisationId: supporter.organisationId,
      functions: ['social_worker'],
    });
    expect(me.permissions).toContain('people:read');
    expect(me.permissions).not.toContain('identity:write');
    const admin = await person(supporter, ['administrator']);
    const hers = (
      await as(await session(admin.email))
        .get('/v1/me')
        .expect(200)
    ).body as { permissions: string[] };
    expect(hers.permissions).toContain('identity:write');
    expect(hers.permissions.some((permission) => /^(people|placements):/.test(permission))).toBe(false);
  });

  it('does not care about case and blanks of the address', async () => {
    const { email } = await person(supporter, ['reader']);
    await session(`  ${email.toUpperCase()} `);
  });

  it('answers an unknown account, a wrong password and an inactive account alike', async () => {
    const { email, id } = await person(supporter, ['reader']);
    const told = async (asked: ReturnType<typeof login>) => {
      const { body, headers } = await asked.expect(401);
      return JSON.stringify({ ...(body as object), requestId: '', language: headers['content-language'] as unknown });
    };
    const unknown = await told(login(address()));
    const wrong = await told(login(email, { password: 'cinq mots plutot longs' }));
    await switchOff(id);
    const inactive = await told(login(email));
    expect(wrong).toBe(unknown);
    expect(inactive).toBe(unknown);
  });

  it('takes as long for an unknown account as for a wrong password', async () => {
    const timed = async (email: string): Promise<number> => {
      const began = performance.now();
      await login(email, { password: 'cinq mots plutot longs' }).expect(401);
      return performance.now() - began;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let i = 0; i < 8; i += 1) {
      known.push(await timed((await person(supporter, ['reader'])).email));
      unknown.push(await timed(address()));
    }
    const middle = (times: number[]): number => [...times].sort((a, b) => a - b)[4]!;
    expect(middle(unknown)).toBeGreaterThan(middle(known) * 0.4);
    expect(middle(unknown)).toBeLessThan(middle(known) * 2.5);
  });

  it('is locked for a while after ten wrong passwords, known or not, and says nothing else', async () => {
    const { email } = await person(supporter, ['reader']);
    const guesses = await Promise.all(
      Array.from({ length: 10 }, () => login(email, { password: 'cinq mots plutot longs' })),
    );
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401]));
    const locked = await login(email).expect(401);
    expect(locked.body).toMatchObject({ code: 'invalid_credentials' });
    try {
      clock.set(clock.instant().add({ minutes: 16 }).toString());
      await session(email);
    } finally {
      clock.set(null);
    }
  });

  it('counts wrong passwords by address too', async () => {
    const addresses = `SELECT sha256(convert_to('address ' || a, 'UTF8')) FROM unnest('{127.0.0.1,::ffff:127.0.0.1}'::text[]) a`;
    await test.owner('DELETE FROM login_attempts');
    await test.owner(`INSERT INTO login_attempts SELECT k, 301, now() FROM (${addresses}) t(k)`);
    const answer = await login(address()).expect(429);
    await test.owner('DELETE FROM login_attempts');
    expect(answer.headers['retry-after']).toBe('900');
  });
});

describe('a session', () => {
  it('is renewed by its latest refresh token', async () => {
    const first = await session((await person(supporter, ['reader'])).email);
    const second = (await refresh(first.refreshToken).expect(200)).body as Tokens;
    expect(second.id).toBe(first.id);
    await as(second).get('/v1/me').expect(200);
    await refresh(second.refreshToken).expect(200);
  });

  it('ends with all its tokens when a refresh token is used again', async () => {
    const first = await session((await person(supporter, ['reader'])).email);
    const second = (await refresh(first.refreshToken).expect(200)).body as Tokens;
    expect((await refresh(first.refreshToken).expect(401)).body).toMatchObject({ code: 'session_over' });
    await refresh(second.refreshToken).expect(401);
    await as(second).get('/v1/me').expect(401);
  });

  it('of ten refreshes at once yields one', async () => {
    const first = await session((await person(supporter, ['reader'])).email);
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(first.refreshToken)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(9);
  });

  it('ends by DELETE, with the next request, and only for its owner', async () => {
    const { email } = await person(supporter, ['reader']);
    const [mine, mineToo] = [await session(email), await session(email)];
    const other = await session((await person(supporter, ['reader'])).email);
    await as(other).delete(`/v1/sessions/${mine.id}`).expect(404);
    await as(mine).delete(`/v1/sessions/${mineToo.id}`).expect(204);
    await as(mineToo).get('/v1/me').expect(401);
    await as(mine).delete('/v1/sessions/current').expect(204);
    await as(mine).get('/v1/me').expect(401);
    await refresh(mine.refreshToken).expect(401);
    await supporter.get('/v1/sessions').expect(403);
  });

  it('ends after twelve idle hours and after a week', async () => {
    const first = await session((await person(supporter, ['reader'])).email);
    try {
      clock.set(clock.instant().add({ hours: 13 }).toString());
      await refresh(first.refreshToken).expect(401);
    } finally {
      clock.set(null);
    }
  });
});

describe('an account', () => {
  it('begins with an invitation, good once, and a password of the person’s own', async () => {
    const email = address();
    const invited = (
      await supporter.post('/v1/users', { email, name: 'B. Diallo', functions: ['social_worker'] }).expect(201)
    ).body as { id: string; activationToken: string; caseload: string };
    expect(invited.caseload).toBe('own');
    await login(email).expect(401);
    const activate = (password: string) =>
      test.http().post('/v1/sessions/activation').send({ token: invited.activationToken, password });
    await activate('court').expect(422);
    expect((await activate('motdepasse1234567').expect(422)).body).toMatchObject({
      errors: [{ pointer: '/password', code: 'weak_password' }],
    });
    await activate(PASSWORD).expect(204);
    await activate('autre mot de passe long').expect(410);
    await session(email);
    const read = (await supporter.get(`/v1/users/${invited.id}`).expect(200)).body as object;
    expect(read).toMatchObject({ email, activatedAt: expect.stringMatching(/Z$/) });
    expect(JSON.stringify(read)).not.toMatch(/inv_|argon2|authority/);
  });

  it('is one for an address, in the whole installation', async () => {
    const { email } = await person(supporter, ['reader']);
    const answer = await landlord.post('/v1/users', { email, name: 'x', functions: ['reader'] }).expect(409);
    expect(answer.body).toMatchObject({ code: 'email_taken' });
  });

  it('of another organisation does not exist', async () => {
    const { id } = await person(supporter, ['reader']);
    await landlord.get(`/v1/users/${id}`).expect(404);
    await landlord.patch(`/v1/users/${id}`, { active: false }).set(UNREAD).expect(404);
    await landlord.post(`/v1/users/${id}/invitation`).set(UNREAD).expect(404);
    await coordinator.get(`/v1/users/${id}`).expect(404);
  });

  it('loses its tokens at once when its functions change or it is stopped', async () => {
    const { id, email } = await person(supporter, ['social_worker']);
    const before = await session(email);
    await supporter
      .patch(`/v1/users/${id}`, { functions: ['reader'] })
      .set(await asRead(supporter, `/v1/users/${id}`))
      .expect(200);
    await as(before).get('/v1/me').expect(401);
    const after = (await refresh(before.refreshToken).expect(200)).body as Tokens;
    expect((await as(after).get('/v1/me').expect(200)).body).toMatchObject({ functions: ['reader'] });
    await switchOff(id);
    await as(after).get('/v1/me').expect(401);
    await refresh(after.refreshToken).expect(401);
  });

  it('is for administrators to change', async () => {
    const worker = as(await session((await person(supporter, ['social_worker'])).email));
    await worker.post('/v1/users', { email: address(), name: 'x', functions: ['administrator'] }).expect(403);
    await worker.post('/v1/api-clients', { name: 'x' }).expect(403);
  });

  it('who follows her own households only neither reads nor ends who follows another', async () => {
    const [mine, colleague] = [await person(supporter, ['social_worker']), await person(supporter, ['social_worker'])];
    const worker = as(await session(mine.email));
    const paths: string[] = [];
    for (const userId of [mine.id, colleague.id]) {
      const path = `/v1/households/${await openHousehold(supporter)}/assignments`;
      const made = (await supporter.post(path, { userId, startsOn: '2020-01-01' }).expect(201)).body as { id: string };
      paths.push(`${path}/${made.id}`);
    }
    await worker.get(paths[0]!).expect(200);
    await worker.get(paths[1]!).expect(404);
    await worker.post(`${paths[1]!}/ending`, { endsOn: '2024-01-01' }).set(UNREAD).expect(404);
    expect((await supporter.get(paths[1]!).expect(200)).body).toMatchObject({ endsOn: null });
  });

  it('changes its password by the old one, and every session ends', async () => {
    const { email } = await person(supporter, ['reader']);
    const tokens = await session(email);
    const newPassword = 'tout autres mots encore';
    await as(tokens).post('/v1/me/password', { currentPassword: 'pas le bon, vraiment', newPassword }).expect(422);
    await as(tokens).post('/v1/me/password', { currentPassword: PASSWORD, newPassword }).expect(204);
    await as(tokens).get('/v1/me').expect(401);
    await refresh(tokens.refreshToken).expect(401);
    await login(email).expect(401);
    await session(email, { password: newPassword });
    await supporter.post('/v1/me/password', { currentPassword: PASSWORD, newPassword }).expect(403);
  });

  it('has an invitation no more once she has set another password or was switched off', async () => {
    const accept = (token: string, status: number) =>
      test.http().post('/v1/sessions/activation').send({ token, password: 'encore un autre mot' }).expect(status);
    for (const ending of ['password', 'switched off'] as const) {
      const { id, email } = await person(supporter, ['reader']);
      const read = await asRead(supporter, `/v1/users/${id}`);
      const invited = await supporter.post(`/v1/users/${id}/invitation`).set(read).expect(200);
      const body = { currentPassword: PASSWORD, newPassword: 'tout autres mots encore' };
      if (ending === 'password')
        await as(await session(email))
          .post('/v1/me/password', body)
          .expect(204);
      else {
        await switchOff(id);
        await switchOn(id);
      }
      await accept((invited.body as { activationToken: string }).activationToken, 410);
      await session(email, ending === 'password' ? { password: body.newPassword } : {});
    }
  });

  it('of a partner that has neither people nor clients is opened by the coordinator', async () => {
    const made = (await coordinator.post('/v1/organisations', { name: 'Neuf', kind: 'association' }).expect(201))
      .body as { id: string };
    const path = `/v1/organisations/${made.id}/administrator`;
    await landlord.post(path, { email: address(), name: 'x' }).expect(403);
    const invited = (await coordinator.post(path, { email: address(), name: 'C. Roy' }).expect(201)).body as {
      activationToken: string;
    };
    expect(invited.activationToken).toMatch(/^inv_/);
    await coordinator
      .post(`/v1/organisations/${supporter.organisationId}/administrator`, { email: address(), name: 'x' })
      .expect(409);
  });

  it('of a partner that nobody came into is opened by the coordinator again, and never once somebody did', async () => {
    const made = await coordinator.post('/v1/organisations', { name: 'Neuf', kind: 'association' }).expect(201);
    const organisationId = (made.body as { id: string }).id;
    await coordinator
      .post('/v1/memberships', { organisationId, roles: ['supporter'], startsOn: '2020-01-01' })
      .expect(201);
    interface Invited {
      userId: string;
      activationToken: string;
    }
    const invite = async (email: string, status = 201): Promise<Invited> =>
      (
        await coordinator
          .post(`/v1/organisations/${organisationId}/administrator`, { email, name: 'C. Roy' })
          .expect(status)
      ).body as Invited;
    const accept = (token: string) => test.http().post('/v1/sessions/activation').send({ token, password: PASSWORD });
    const [mistyped, email, next] = [address(), address(), address()];
    const elsewhere = await invite(mistyped);
    const first = await invite(email);
    // Her invitation ran out, or was lost: there is another for the same account, and the old one is good no more.
    const again = await invite(email);
    expect(again.userId).toBe(first.userId);
    for (const { activationToken } of [elsewhere, first]) await accept(activationToken).expect(410);
    await accept(again.activationToken).expect(204);
    await invite(email, 409);
    await invite(next, 409);
    const her = as(await session(email), { ...supporter, organisationId });
    const path = `/v1/users/${again.userId}`;
    await her
      .patch(path, { active: false })
      .set(await asRead(her, path))
      .expect(200);
    // What she saw is not the coordinator's to open, though nobody is left.
    for (const other of [email, next, mistyped]) await invite(other, 409);
  });
});

describe('a second factor', () => {
  const codeOf = (secret: string, afterSteps = 0): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.epochMs() + afterSteps * 30_000 });

  it('is asked for once it is confirmed; a code counts once, a recovery code too', async () => {
    const { email, id } = await person(supporter, ['reader']);
    const mine = as(await session(email));
    await mine.post('/v1/me/totp', { password: 'pas le bon, vraiment' }).expect(422);
    const { secret } = (await mine.post('/v1/me/totp', { password: PASSWORD }).expect(200)).body as { secret: string };
    await session(email);
    const code = codeOf(secret);
    const { recoveryCodes } = (await mine.post('/v1/me/totp/confirmation', { totp: code }).expect(200)).body as {
      recoveryCodes: string[];
    };
    expect(recoveryCodes).toHaveLength(10);
    expect((await login(email).expect(401)).body).toMatchObject({ code: 'second_factor_required' });
    expect((await login(email, { totp: code }).expect(401)).body).toMatchObject({ code: 'invalid_credentials' });
    const next = codeOf(secret, 1);
    await session(email, { totp: next });
    await login(email, { totp: next }).expect(401);
    await session(email, { recoveryCode: recoveryCodes[0] });
    await login(email, { recoveryCode: recoveryCodes[0] }).expect(401);
    await mine.post('/v1/me/totp', { password: PASSWORD }).expect(409);
    await mine.post('/v1/me/totp/removal', { password: PASSWORD }).expect(401);
    await mine.post('/v1/me/totp/removal', { password: PASSWORD, recoveryCode: recoveryCodes[1] }).expect(204);
    await session(email);
    const kept = await test.owner<{ text: string }>(
      'SELECT user_credentials::text AS text FROM user_credentials WHERE user_id = $1',
      [id],
    );
    expect(kept[0]!.text).not.toContain(PASSWORD);
    expect(kept[0]!.text).toContain('$argon2id$');
  });

  /** Somebody with a second factor, and what she proves it by. */
  async function withFactor(): Promise<{ email: string; mine: Partner; secret: string; recoveryCodes: string[] }> {
    const { email } = await person(supporter, ['reader']);
    const mine = as(await session(email));
    const { secret } = (await mine.post('/v1/me/totp', { password: PASSWORD }).expect(200)).body as { secret: string };
    const confirmed = await mine.post('/v1/me/totp/confirmation', { totp: codeOf(secret) }).expect(200);
    return { email, mine, secret, ...(confirmed.body as { recoveryCodes: string[] }) };
  }

  it.each([
    ['codes', { totp: '000000' }],
    ['recovery codes', { recoveryCode: 'aaaaa-aaaaa' }],
  ])('is not guessed where it is removed: ten wrong %s lock the account, as at a login', async (_, wrong) => {
    const { email, mine, secret, recoveryCodes } = await withFactor();
    const remove = (proof: object) => mine.post('/v1/me/totp/removal', { password: PASSWORD, ...proof });
    for (let guess = 0; guess < 10; guess++) await remove(wrong).expect(401);
    expect((await remove({ totp: codeOf(secret, 1) }).expect(422)).body).toMatchObject({
      errors: [{ code: 'wrong_password' }],
    });
    await remove({ recoveryCode: recoveryCodes[0] }).expect(422);
    await login(email, { recoveryCode: recoveryCodes[1] }).expect(401);
    try {
      clock.set(clock.instant().add({ minutes: 14 }).toString());
      await login(email, { totp: codeOf(secret) }).expect(401);
    } finally {
      clock.set(null);
    }
  });

  it('proven after a few wrong codes forgives them; the password alone does not', async () => {
    const { email, mine, secret, recoveryCodes } = await withFactor();
    const wrong = () => mine.post('/v1/me/totp/removal', { password: PASSWORD, totp: '000000' }).expect(401);
    for (let guess = 0; guess < 5; guess++) await wrong();
    const begun = await mine.post('/v1/me/totp', { password: PASSWORD }).expect(409);
    expect(begun.body).toMatchObject({ code: 'second_factor_already' });
    const weak = { currentPassword: PASSWORD, newPassword: 'court' };
    await mine.post('/v1/me/password', weak).expect(422);
    for (let guess = 0; guess < 4; guess++) await wrong();
    await session(email, { totp: codeOf(secret, 1) });
    for (let guess = 0; guess < 10; guess++) await wrong();
    await login(email, { recoveryCode: recoveryCodes[0] }).expect(401);
    await mine.post('/v1/me/password', { ...weak, newPassword: 'six mots encore plus longs' }).expect(422);
  });

  it('about to be confirmed is not guessed either', async () => {
    const { email } = await person(supporter, ['reader']);
    const mine = as(await session(email));
    const { secret } = (await mine.post('/v1/me/totp', { password: PASSWORD }).expect(200)).body as { secret: string };
    for (let guess = 0; guess < 10; guess++)
      await mine.post('/v1/me/totp/confirmation', { totp: '000000' }).expect(422);
    await mine.post('/v1/me/totp/confirmation', { totp: codeOf(secret) }).expect(422);
    await login(email).expect(401);
  });

  it('of somebody who lost it is taken away by an administrator', async () => {
    const { email, id } = await person(supporter, ['reader']);
    const mine = as(await session(email));
    const { secret } = (await mine.post('/v1/me/totp', { password: PASSWORD }).expect(200)).body as { secret: string };
    await mine.post('/v1/me/totp/confirmation', { totp: codeOf(secret) }).expect(200);
    const read = await asRead(supporter, `/v1/users/${id}`);
    await supporter.delete(`/v1/users/${id}/totp`).set(read).expect(204);
    await mine.get('/v1/me').expect(401);
    await session(email);
  });
});
