import { describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { provisionUser } from '../src/identity/bootstrap.js';
import { clock } from '../src/platform/clock.js';
import { consortiumOf, withToken } from './support/actors.js';
import { ownApp } from './support/app.js';
import { asRead } from './support/versions.js';

const test = await ownApp();
const { partners } = await consortiumOf(test, { supporter: { roles: ['supporter'] } });
const { supporter } = partners;
const PASSWORD = 'quatre mots plutot longs';
const NEW_PASSWORD = 'tout autres mots encore';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}
const login = (email: string, more: object = {}) =>
  test
    .http()
    .post('/v1/sessions')
    .send({ email, password: PASSWORD, ...more });
const mine = async (email: string) =>
  withToken(test, supporter, ((await login(email).expect(201)).body as Tokens).accessToken);

async function person(): Promise<{ email: string; path: string }> {
  const email = `p-${randomBytes(5).toString('hex')}@partner.example`;
  const { consortiumId, organisationId } = supporter;
  const { userId } = await test.asOwner((owner) =>
    provisionUser(owner, {
      consortiumId,
      organisationId,
      email,
      name: 'A. Martin',
      functions: ['reader'],
      password: PASSWORD,
    }),
  );
  return { email, path: `/v1/users/${userId}` };
}
const change = async (path: string, patch: object) =>
  supporter
    .patch(path, patch)
    .set(await asRead(supporter, path))
    .expect(200);

/** Proven, a login forgets its attempts: the first that does so waits there while lock 1 is held. */
await test.owner(`CREATE FUNCTION wait_once() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF pg_try_advisory_xact_lock(2) THEN PERFORM pg_advisory_xact_lock_shared(1); END IF;
    RETURN NULL;
  END $$`);
await test.owner(
  `CREATE TRIGGER wait_once BEFORE DELETE ON login_attempts FOR EACH STATEMENT EXECUTE FUNCTION wait_once()`,
);
const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** What a login is answered that was proven before `meanwhile` and opens its session after it. */
async function loginAround(email: string, meanwhile: () => Promise<unknown>, more: object = {}) {
  return test.asOwner(async (holder) => {
    await holder.query('SELECT pg_advisory_lock(1)');
    const pending = login(email, more).then((answer) => answer);
    try {
      while ((await test.owner(waiting)).length === 0) await setTimeout(20);
      await meanwhile();
    } finally {
      await holder.query('SELECT pg_advisory_unlock(1)');
    }
    return pending;
  });
}

describe('a login under way opens no session', () => {
  const refused = async (answer: ReturnType<typeof loginAround>) => {
    const { status, body } = await answer;
    expect([status, (body as { code: string }).code]).toEqual([401, 'invalid_credentials']);
  };

  it('once she has changed the password that it proved', async () => {
    const { email } = await person();
    const hers = await mine(email);
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    await refused(loginAround(email, () => hers.post('/v1/me/password', body).expect(204)));
    await login(email, { password: NEW_PASSWORD }).expect(201);
  });

  it('once her invitation was accepted', async () => {
    const { email, path } = await person();
    const read = await asRead(supporter, path);
    const { activationToken: token } = (await supporter.post(`${path}/invitation`).set(read).expect(200)).body as {
      activationToken: string;
    };
    const activation = { token, password: NEW_PASSWORD };
    await refused(loginAround(email, () => test.http().post('/v1/sessions/activation').send(activation).expect(204)));
  });

  it('once she was switched off, though she is on again', async () => {
    const { email, path } = await person();
    await refused(
      loginAround(email, async () => {
        await change(path, { active: false });
        await change(path, { active: true });
      }),
    );
    await login(email).expect(201);
  });

  it('once an administrator took away the second factor that it proved', async () => {
    const { email, path } = await person();
    const hers = await mine(email);
    const begun = await hers.post('/v1/me/totp', { password: PASSWORD }).expect(200);
    const totp = new TOTP({ secret: Secret.fromBase32((begun.body as { secret: string }).secret) });
    await hers.post('/v1/me/totp/confirmation', { totp: totp.generate({ timestamp: clock.epochMs() }) }).expect(200);
    const next = totp.generate({ timestamp: clock.epochMs() + 30_000 });
    const read = await asRead(supporter, path);
    const remove = () => supporter.delete(`${path}/totp`).set(read).expect(204);
    await refused(loginAround(email, remove, { totp: next }));
  });

  it('but where nothing of hers changed', async () => {
    const { email, path } = await person();
    const { status } = await loginAround(email, () => change(path, { name: 'A. Martin-Roy' }));
    expect(status).toBe(201);
  });
});
