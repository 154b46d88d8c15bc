import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { buildApp } from '../src/app.js';
import { clock } from '../src/platform/clock.js';
import { consortiumOf, login, type Partner } from './support/actors.js';
import { causesOf } from './support/alerts.js';
import { ownApp } from './support/app.js';
import { EventClient } from './support/events.js';
import { openHousehold } from './support/households.js';
import { settled } from './support/settled.js';

jest.setTimeout(120_000);

const test = await ownApp({ PASSERELLE_STREAMS_CLIENT: '3', DATABASE_POOL_SIZE: '2' });
const here = await consortiumOf(test, { supporter: { roles: ['supporter'] }, other: { roles: ['supporter'] } });
const { supporter, other } = here.partners;
const kinds = ['rent_unpaid'];

/** Another process on the same database. */
const second = await buildApp({
  config: test.config,
  databaseUrl: test.ownerUrl,
  ownerUrl: test.ownerUrl,
  jobs: 'none',
});
await second.listen({ host: '127.0.0.1', port: 0 });
const secondUrl = `http://127.0.0.1:${(second.getHttpServer().address() as { port: number }).port}`;
afterAll(() => second.close());

const open: EventClient[] = [];
async function listen(by: Partner = supporter, lastId?: string, url = test.baseUrl): Promise<EventClient> {
  const headers = lastId ? { 'Last-Event-ID': lastId } : undefined;
  const client = await EventClient.open(`${url}/v1/alerts/stream`, by.token, headers);
  open.push(client);
  if (client.status === 200) await client.until('it is ready', ({ events }) => events.length > 0);
  return client;
}
afterEach(async () => {
  clock.set(null);
  open.splice(0).forEach((client) => client.close());
  await new Promise((resolve) => setTimeout(resolve, 50));
});

const put = (
  subject: string,
  level: 'information' | 'attention' | 'urgent' | null,
  for_ = supporter,
  householdId?: string,
) =>
  causesOf(
    test,
    here.consortiumId,
    { kinds, subject },
    level === null
      ? []
      : [
          {
            kind: 'rent_unpaid',
            subject: { type: 'placement', id: subject },
            organisationId: for_.organisationId,
            householdId,
            level,
            since: '2026-12-01',
          },
        ],
  );
const keyOf = ({ data }: { data: Record<string, unknown> }): string => `${String(data.id)} ${String(data.version)}`;

describe('The stream of alerts', () => {
  it('tells what changes, with words, whichever process made it, and to nobody else', async () => {
    const [one, two, stranger] = [await listen(), await listen(supporter, undefined, secondUrl), await listen(other)];
    const subject = randomUUID();
    await put(subject, 'attention');
    await put(randomUUID(), 'attention', other);
    for (const client of [one, two]) {
      await client.until('the alert', ({ told }) => told.length > 0);
      expect(client.told).toMatchObject([
        { event: 'changed', data: { subjectId: subject, status: 'open', title: 'Loyer impayé', version: 1 } },
      ]);
    }
    await put(subject, null);
    await two.until('its end', ({ told }) => told.length > 1);
    expect(two.told[1]).toMatchObject({ data: { status: 'closed' } });
    await stranger.until('its own', ({ told }) => told.length > 0);
    expect(stranger.told.map(({ data }) => data.subjectId)).not.toContain(subject);
  });

  it('goes on where it was left, at another process, without loss or repetition', async () => {
    const subjects = Array.from({ length: 12 }, () => randomUUID());
    const received: string[] = [];
    const statuses = new Map<unknown, unknown>();
    let lastId: string | undefined;
    const writing = (async () => {
      for (const subject of subjects) await put(subject, 'information');
      for (const subject of subjects) await put(subject, 'urgent');
      for (const subject of subjects) await put(subject, null);
    })();
    const begun = await listen();
    const take = (client: EventClient): void => {
      lastId = client.lastId;
      received.push(...client.told.map(keyOf));
      for (const { data } of client.told) statuses.set(data.subjectId, data.status);
    };
    await begun.until('something', ({ told }) => told.length > 0);
    begun.close();
    take(begun);
    const isThere = (client: EventClient): boolean => {
      const known = new Map([...statuses, ...client.told.map(({ data }) => [data.subjectId, data.status] as const)]);
      return subjects.every((subject) => known.get(subject) === 'closed');
    };
    for (let round = 0; round < 3; round += 1) {
      const next = await listen(supporter, lastId, round % 2 === 0 ? secondUrl : test.baseUrl);
      await next.until('something', (client) => client.told.length > 1 || isThere(client));
      next.close();
      take(next);
    }
    await writing;
    const last = await listen(supporter, lastId);
    await last.until('the end of all', isThere);
    take(last);
    expect(received.length).toBe(new Set(received).size);
    expect(subjects.map((subject) => statuses.get(subject))).toEqual(subjects.map(() => 'closed'));
  });

  it('goes on from a delta too', async () => {
    await settled(test);
    const before = await supporter.get('/v1/alerts/delta?limit=500').expect(200);
    const subject = randomUUID();
    await put(subject, 'attention');
    const { deltaToken } = before.body as { deltaToken: string };
    const client = await EventClient.open(
      `${test.baseUrl}/v1/alerts/stream?token=${encodeURIComponent(deltaToken)}`,
      supporter.token,
      { 'Accept-Language': 'en' },
    );
    open.push(client);
    const told = (): object | undefined => client.told.find(({ data }) => data.subjectId === subject);
    await client.until('the alert', () => told() !== undefined);
    expect(told()).toMatchObject({ data: { title: 'Rent unpaid' } });
  });

  it('asks the policies for each event: nothing of a household that is no longer disclosed', async () => {
    const householdId = await openHousehold(supporter);
    const input = { organisationId: other.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    const opened = await supporter.post(`/v1/households/${householdId}/disclosures`, input).expect(201);
    const client = await listen(other);
    const subject = randomUUID();
    await put(subject, 'attention', other, householdId);
    await client.until('the alert', ({ told }) => told.length > 0);
    await supporter
      .post(`/v1/households/${householdId}/disclosures/${(opened.body as { id: string }).id}/closure`)
      .set('If-Match', opened.headers.etag as string)
      .expect(200);
    await put(subject, 'urgent', other, householdId);
    await client.until('that it is gone', ({ told }) => told.length > 1);
    expect(client.told[1]).toMatchObject({ event: 'removed', data: { removed: true, reason: 'no_longer_yours' } });
  });

  it('ends when its token is revoked', async () => {
    const again = await login(test, supporter);
    const client = await listen(again);
    await test
      .http()
      .post('/oauth/revoke')
      .type('form')
      .auth(supporter.clientId, supporter.clientSecret)
      .send({ token: again.token })
      .expect(200);
    await put(randomUUID(), 'attention');
    await client.until('its end', ({ isOver }) => isOver);
    expect(client.told).toEqual([]);
    expect(client.events.at(-1)).toMatchObject({ event: 'end', data: { reason: 'unauthenticated' } });
  });

  it('ends when its token expires', async () => {
    const client = await listen();
    clock.set(clock.instant().add({ minutes: 11 }).toString());
    await client.until('its end', ({ isOver }) => isOver);
    expect(client.events.at(-1)).toMatchObject({ event: 'end', data: { reason: 'token_expired' } });
  });

  it('is bounded for each client, holds no connection of the pool, and gives its place back', async () => {
    const clients = [await listen(), await listen(), await listen()];
    const more = await listen();
    expect(more.status).toBe(429);
    await Promise.all([1, 2, 3, 4].map(() => supporter.get('/v1/alerts').expect(200)));
    clients[0]!.close();
    await clients[0]!.until('it is closed', ({ isOver }) => isOver);
    for (let tries = 0; ; tries += 1) {
      const { status } = await listen();
      if (status === 200) break;
      expect(tries).toBeLessThan(50);
    }
  });

  it.each([
    ['a token that is none of ours', 'x'.repeat(40), 400],
    ['a place of somebody else', 'other', 400],
  ])('refuses %s', async (_, lastId, status) => {
    const theirs = await listen(other);
    expect((await listen(supporter, lastId === 'other' ? theirs.lastId : lastId)).status).toBe(status);
  });

  it('is closed to nobody', async () => {
    expect((await EventClient.open(`${test.baseUrl}/v1/alerts/stream`, 'x')).status).toBe(401);
  });

  it('holds none open for HEAD, which answers its headers', async () => {
    for (let time = 0; time < 4; time += 1) {
      const { headers } = await test
        .http()
        .head('/v1/alerts/stream')
        .set('Authorization', `Bearer ${supporter.token}`)
        .expect(200);
      expect(headers['content-type']).toMatch(/^text\/event-stream/);
    }
    for (let place = 0; place < 3; place += 1) expect((await listen()).status).toBe(200);
    await test.http().head('/v1/alerts/stream').expect(401);
  });

  it('ends with its process, which stops at once, whoever else is connected and says nothing', async () => {
    const client = await listen(supporter, undefined, secondUrl);
    const silent = connect(Number(new URL(secondUrl).port), '127.0.0.1');
    await once(silent, 'connect');
    const began = performance.now();
    await second.close();
    expect(performance.now() - began).toBeLessThan(5000);
    await client.until('its end', ({ isOver }) => isOver);
    expect(client.events.at(-1)).toMatchObject({ event: 'end', data: { reason: 'shutdown' } });
    expect(silent.resume().readableEnded || silent.destroyed || (await once(silent, 'close'))).toBeTruthy();
  });
});
