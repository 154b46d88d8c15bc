import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkerEndpoints } from '../src/platform/observability/worker-endpoints.js';
import { consortiumOf } from './support/actors.js';
import { ownApp } from './support/app.js';

const test = await ownApp({}, { jobs: 'work' });
const workerPort = await test.app.get(WorkerEndpoints).listen('127.0.0.1', 0);
const guarded = await ownApp({ PASSERELLE_METRICS_TOKEN: 'a-long-token-of-the-monitoring' });
const { coordinator, partners } = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
});

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
let redis: ChildProcess | undefined;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

const startRedis = (port: number): ChildProcess =>
  spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });

const port = await freePort();
if (hasRedis) redis = startRedis(port);
const withRedis = hasRedis ? await ownApp({ REDIS_URL: `redis://127.0.0.1:${port}` }, { jobs: 'relay' }) : undefined;
afterAll(() => void redis?.kill('SIGKILL')); // after the application, whose hook stands before this one

const valueOf = (text: string, line: string): number =>
  Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1),
  );

describe('The metrics', () => {
  it('tell durations by route and status, the pool, the event loop, the jobs and the audit', async () => {
    await partners.landlord.get('/v1/organisations').expect(200);
    await partners.landlord.get('/v1/nowhere').expect(404);
    const { text, headers } = await test.http().get('/metrics').expect(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(
      valueOf(text, 'passerelle_http_duration_seconds_count{method="GET",route="/v1/organisations",status="200"}'),
    ).toBe(1);
    expect(valueOf(text, 'passerelle_database_connections')).toBeGreaterThan(0);
    expect(valueOf(text, 'passerelle_database_requests_waiting')).toBe(0);
    expect(valueOf(text, 'passerelle_jobs_up')).toBe(1);
    expect(valueOf(text, 'passerelle_outbox_waiting')).toBeGreaterThanOrEqual(0);
    expect(valueOf(text, 'passerelle_audit_batches_total')).toBeGreaterThan(0);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(text).not.toContain(partners.landlord.organisationId);
  });

  it('are counters that rise by what happened, however often they are read', async () => {
    const read = async (): Promise<number> =>
      valueOf((await test.http().get('/metrics').expect(200)).text, 'passerelle_audit_entries_total');
    const before = await read();
    expect(await read()).toBe(before);
    await partners.landlord.get('/v1/organisations').expect(200);
    expect(await read()).toBe(before + 1);
  });

  it('are for callers on this machine where no token is configured: what a proxy hands on is not', async () => {
    await test.http().get('/metrics').set('X-Forwarded-For', '203.0.113.9').expect(404);
    await test.http().get('/metrics').set('Forwarded', 'for=203.0.113.9').expect(404);
  });

  it('want the configured token where there is one', async () => {
    await guarded.http().get('/metrics').expect(401);
    await guarded.http().get('/metrics').set('Authorization', 'Bearer another').expect(401);
    await guarded.http().get('/metrics').set('Authorization', 'Bearer a-long-token-of-the-monitoring').expect(200);
  });
});

describe('The jobs of a consortium', () => {
  it('are told to its coordinator: last run, how long, what it did, how often it failed', async () => {
    const run = (id: string, outcome: string, minutes: number, counts: object, code: string | null) =>
      test.owner(
        `INSERT INTO job_runs (consortium_id, id, job, attempt, outcome, started_at, finished_at, counts, failure_code)
       VALUES ($1, $2, 'people-turn-day', 1, $3, now() - $4 * interval '1 minute', now() - $4 * interval '1 minute' + interval '250 milliseconds', $5, $6)`,
        [coordinator.consortiumId, id, outcome, minutes, counts, code],
      );
    await run('01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10', 'failed', 60, {}, 'unavailable');
    await run('01936f1e-7c00-7a10-9c3e-5b1f8e3d2a11', 'done', 30, { closed: 3 }, null);
    const answer = await coordinator.get('/v1/jobs').expect(200);
    const { data } = answer.body as { data: Record<string, unknown>[] };
    expect(data.filter(({ job }) => job === 'people-turn-day')).toEqual([
      expect.objectContaining({
        outcome: 'done',
        durationMs: 250,
        counts: { closed: 3 },
        runs: 2,
        failures: 1,
        failureCode: null,
        attempt: 1,
      }),
    ]);
    const named = async (outcome: string): Promise<unknown[]> => {
      const asked = await coordinator.get(`/v1/jobs?outcome=${outcome}`).expect(200);
      return (asked.body as { data: { job: string }[] }).data.map(({ job }) => job);
    };
    expect([await named('done'), await named('failed')]).toEqual([expect.arrayContaining(['people-turn-day']), []]);
    await coordinator.get('/v1/jobs?outcome=lost').expect(400);
    await partners.landlord.get('/v1/jobs').expect(403);
  });
});

describe('Readiness', () => {
  it('asks the database and the queue of jobs', async () => {
    expect((await test.http().get('/health/ready').expect(200)).body).toEqual({ status: 'ok' });
  });

  it('is 503 with Retry-After when the queue is gone, and the process lives on', async () => {
    await test.owner('ALTER SCHEMA bullmq RENAME TO bullmq_gone');
    const answer = await test.http().get('/health/ready');
    await test.http().get('/health/live').expect(200);
    await test.owner('ALTER SCHEMA bullmq_gone RENAME TO bullmq');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2']);
    await test.http().get('/health/ready').expect(200);
  });
});

describe('A worker', () => {
  const ask = async (path: string, init?: RequestInit): Promise<[number, string]> => {
    const answer = await fetch(`http://127.0.0.1:${workerPort}${path}`, init);
    return [answer.status, await answer.text()];
  };

  it('answers who watches it as the API does, and nothing else', async () => {
    expect(await ask('/health/live')).toEqual([200, '{"status":"ok"}']);
    expect(await ask('/health/ready')).toEqual([200, '{"status":"ok"}']);
    expect(valueOf((await ask('/metrics'))[1], 'passerelle_jobs_up')).toBe(1);
    const bearer = { headers: { Authorization: `Bearer ${coordinator.token}` } };
    for (const path of ['/', '/v1/me', '/graphql', '/health', '/metrics?x=1', '//health/live'])
      expect(await ask(path, bearer)).toEqual([404, '']);
    expect(await ask('/health/live', { method: 'POST', body: '{}' })).toEqual([404, '']);
  });

  it('keeps its figures from who comes by a proxy, or without the token', async () => {
    expect((await ask('/metrics', { headers: { 'X-Forwarded-For': '203.0.113.9' } }))[0]).toBe(404);
    const guardedPort = await guarded.app.get(WorkerEndpoints).listen('127.0.0.1', 0);
    const asked = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`http://127.0.0.1:${guardedPort}/metrics`, { headers })).status;
    expect(await asked({})).toBe(401);
    expect(await asked({ Authorization: 'Bearer a-long-token-of-the-monitoring' })).toBe(200);
  });

  it('is not ready while the queue is gone, and lives on', async () => {
    await test.owner('ALTER SCHEMA bullmq RENAME TO bullmq_gone');
    const [ready, live] = [await ask('/health/ready'), await ask('/health/live')];
    await test.owner('ALTER SCHEMA bullmq_gone RENAME TO bullmq');
    expect([ready, live[0]]).toEqual([[503, ''], 200]);
  });
});

describe('Readiness with Redis', () => {
  it(
    withRedis
      ? 'is 503 while Redis is gone, and comes back with it without a restart'
      : 'was not looked at: no redis-server is on the PATH',
    async () => {
      if (!withRedis) return;
      const ready = () => withRedis.http().get('/health/ready');
      const becomes = async (wanted: number): Promise<void> => {
        for (let tries = 0; tries < 40 && (await ready()).status !== wanted; tries += 1) await pause(250);
        expect((await ready()).status).toBe(wanted);
      };
      await becomes(200);
      redis!.kill('SIGKILL');
      await becomes(503);
      expect((await ready()).headers['retry-after']).toBe('2');
      redis = startRedis(port);
      await becomes(200);
    },
  );

  it(
    withRedis
      ? 'is no matter of who asks while it hangs: each process counts for itself, and nobody waits until it is back'
      : 'was not seen to hang: no redis-server is on the PATH',
    async () => {
      if (!withRedis) return;
      const { coordinator: caller } = await consortiumOf(withRedis, {});
      await caller.get('/v1/me').expect(200);
      redis!.kill('SIGSTOP');
      try {
        for (let times = 0; times < 5; times += 1) {
          const { headers } = await caller.get('/v1/me').expect(200);
          expect(headers.ratelimit).toMatch(/^"client";r=\d+;t=\d+$/);
        }
      } finally {
        redis!.kill('SIGCONT');
      }
      await caller.get('/v1/me').expect(200);
    },
  );
});
