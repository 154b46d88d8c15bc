import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consortiumOf, join, login, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';

const test = await testApp();
const here = await consortiumOf(test, { bailleur: { roles: ['landlord'] } });
const { bailleur } = here.partners;
const site = { name: 'Les Lilas', kind: 'social_residence', communeCode: '93045' };

const post = (partner: Partner, key: string, body: object = site) =>
  partner.post('/v1/sites', body).set('Idempotency-Key', key);
const idOf = (answer: { body: unknown }): string => (answer.body as { id: string }).id;

describe('An idempotency key', () => {
  it('gives the answer of the first request again, and one effect', async () => {
    const key = randomUUID();
    const first = await post(bailleur, key).expect(201);
    const again = await post(bailleur, key).expect(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  it('is refused with another body', async () => {
    const key = randomUUID();
    await post(bailleur, key).expect(201);
    await post(bailleur, key, { ...site, name: 'Autre' }).expect(422);
  });

  it('sent by ten at once has one effect; who comes meanwhile is asked to retry', async () => {
    for (let round = 0; round < 20; round += 1) {
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(bailleur, key)));
      const made = answers.filter(({ status }) => status === 201);
      expect(new Set(made.map(idOf)).size).toBe(1);
      expect(answers.filter(({ status }) => status !== 201).map(({ status }) => status)).toEqual(
        Array.from({ length: 10 - made.length }, () => 409),
      );
    }
  });

  it('does not freeze a failure', async () => {
    const key = randomUUID();
    await post(bailleur, key, { ...site, communeCode: '00000' }).expect(422);
    await post(bailleur, key).expect(201);
  });

  it('of one client is nothing to another', async () => {
    const key = randomUUID();
    const other = await join(test, here.coordinator, 'autre', { roles: ['landlord'] });
    const ids = [await post(bailleur, key).expect(201), await post(other, key).expect(201)].map(idOf);
    expect(new Set(ids).size).toBe(2);
  });

  it('replays nothing to a token that may not do it any more', async () => {
    const key = randomUUID();
    await post(bailleur, key).expect(201);
    const narrower = await login(test, bailleur, 'consortia:read');
    await post(narrower, key).expect(403);
  });

  it('replays nothing of what the caller does not see any more, and notes what it replays', async () => {
    const key = randomUUID();
    const id = idOf(await post(bailleur, key).expect(201));
    await post(bailleur, key).expect(201);
    const [noted] = await test.owner<{ reads: number }>(
      `SELECT count(*)::integer AS reads FROM audit_entries WHERE kind = 'read' AND $1::uuid = ANY (ids)`,
      [id],
    );
    expect(noted!.reads).toBe(1);
    await test.owner('DELETE FROM sites WHERE id = $1', [id]);
    await post(bailleur, key).expect(404);
  });
});
