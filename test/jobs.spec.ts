import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Type } from '@nestjs/common';
import { systemActor } from '../src/platform/access/actor.js';
import { inContext } from '../src/platform/context.js';
import type { Job } from '../src/platform/jobs/job.js';
import { idFrom } from '../src/platform/jobs/job-runner.js';
import { JobRuns } from '../src/platform/jobs/job-runs.js';
import type { JobsMode, JobsOptions, Tuning } from '../src/platform/jobs/options.js';
import { prepareQueueSchema } from '../src/platform/jobs/queue-schema.js';
import { wakeRelays } from '../src/platform/jobs/wake.js';
import {
  ask,
  behindTheScenes,
  BrokenJob,
  freePort,
  MarkJob,
  NightlyJob,
  NosyJob,
  SlowJob,
  startProcess,
  until,
  type Running,
} from './jobs.harness.js';
import { testDatabase } from './support/database.js';

jest.setTimeout(90_000);

const given = process.env.REDIS_URL;
const ownRedis = !given && spawnSync('redis-server', ['--version']).status === 0;
const backends = ['postgres', ...(given || ownRedis ? ['redis'] : [])];

const place = await testDatabase();
const { owner, effects, runs, newConsortium } = behindTheScenes(place.ownerUrl);
let redis: ChildProcess | undefined;
let redisUrl = given;

beforeAll(async () => {
  await prepareQueueSchema(place.ownerUrl);
  await owner(
    'CREATE TABLE job_effects (consortium_id uuid, note text); GRANT ALL ON job_effects TO passerelle_runtime',
  );
  if (!ownRedis) return;
  const port = await freePort();
  redis = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  redisUrl = `redis://127.0.0.1:${port}`;
});

afterAll(() => void redis?.kill('SIGKILL'));

test('says on which backends the queue was tested', () => {
  if (backends.length < 2)
    console.warn(
      'Redis was not available (no REDIS_URL, no redis-server on the PATH): queues tested on PostgreSQL only',
    );
  expect(backends).toContain('postgres');
});

describe.each(backends)('jobs on %s', (backend) => {
  let running: Running[] = [];
  let prefix: string;
  let here: string;
  let there: string;

  beforeEach(async () => {
    prefix = `test-${randomUUID()}`;
    await owner('TRUNCATE outbox, job_runs, job_effects, bullmq.job, bullmq.scheduler, bullmq.meta CASCADE');
    [here, there] = [await newConsortium(), await newConsortium()];
  });

  afterEach(async () => {
    for (const { module } of running) await module.close();
    running = [];
  });

  function options(mode: JobsMode, tuning: Partial<Tuning> = {}): JobsOptions {
    const fast = { attempts: 3, backoff: 20, lock: 1000, poll: 200, grace: 10_000, prefix, ...tuning };
    return { mode, databaseUrl: place.url, redisUrl: backend === 'redis' ? redisUrl : undefined, tuning: fast };
  }

  async function start(mode: JobsMode, jobs: Type<Job>[], tuning?: Partial<Tuning>): Promise<Running> {
    const started = await startProcess(options(mode, tuning), jobs);
    running.push(started);
    return started;
  }

  test('a job asked for in a transaction runs once after commit, and is recorded', async () => {
    const { database, health } = await start('work', [MarkJob]);
    await ask(database, here, 'test-mark', [{ note: 'once' }]);
    wakeRelays();
    await until('the run is recorded', async () => (await runs(here)).length === 1);
    expect(await effects()).toEqual([{ consortium_id: here, note: 'once' }]);
    expect(await runs(here)).toMatchObject([
      { job: 'test-mark', attempt: 1, outcome: 'done', counts: { marks: 1 }, failure_code: null },
    ]);
    await until('the queue knows', async () => (await health.check()).active === 0);
    expect(await health.check()).toEqual({ backend, waiting: 0, active: 0, failed: 0, outbox: 0 });
  });

  test('a job asked for in a transaction that is rolled back never runs', async () => {
    const { database } = await start('work', [MarkJob]);
    const refused = ask(database, here, 'test-mark', [{ note: 'never' }], () => {
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    await ask(database, here, 'test-mark', [{ note: 'later' }]);
    await until('the later job ran', async () => (await effects()).length > 0);
    expect(await effects()).toEqual([{ consortium_id: here, note: 'later' }]);
  });

  test('relays of several processes at once move each job once', async () => {
    const processes = [await start('none', [MarkJob]), await start('none', [MarkJob]), await start('none', [MarkJob])];
    const notes = Array.from({ length: 350 }, (_, index) => ({ note: `${index}` }));
    await ask(processes[0]!.database, here, 'test-mark', notes);
    const moved = await Promise.all([...processes, ...processes].map(({ relay }) => relay.relay()));
    expect(moved.reduce((sum, count) => sum + count)).toBe(350);
    expect(await processes[1]!.health.check()).toMatchObject({ waiting: 350, outbox: 0 });
    await start('work', [MarkJob], { concurrency: 8 });
    await until('all ran', async () => (await effects()).length >= 350);
    expect(new Set((await effects()).map(({ note }) => note)).size).toBe(350);
  });

  test('of two deliveries at once each says what it did: the second is added to the first', async () => {
    const { database } = await start('none', [MarkJob]);
    const runsOf = new JobRuns(database);
    const run = { id: randomUUID(), job: 'test-mark', attempt: 1 };
    await inContext({ requestId: 'runs', locale: 'fr', actor: systemActor(here, 'test-mark') }, async () => {
      for (const _ of ['first', 'second']) expect(await database.work((work) => runsOf.begin(work, run))).toBe(true);
      await database.work((work) => runsOf.done(work, run, { looked: 10, marks: 7 }));
      await database.work((work) => runsOf.done(work, run, { looked: 10, marks: 3, failed: 1 }));
      expect(await database.work((work) => runsOf.begin(work, run))).toBe(false);
    });
    expect(await runs(here)).toMatchObject([{ outcome: 'done', counts: { looked: 20, marks: 10, failed: 1 } }]);
  });

  test('a job that reaches the queue again is not done again, even when the queue has forgotten it', async () => {
    const { database } = await start('none', [MarkJob]);
    await ask(database, here, 'test-mark', [{ note: 'first' }]);
    const [row] = await owner<{ id: string }>('SELECT * FROM outbox');
    const { queues, relay } = await start('work', [MarkJob], { poll: 60_000 });
    for (const forgotten of [false, false, true]) {
      await relay.relay();
      await until('it is done', async () => (await queues.queue.getJobState(row!.id)) === 'completed');
      if (forgotten) await (await queues.queue.getJob(row!.id))!.remove();
      await owner('INSERT INTO outbox SELECT * FROM jsonb_populate_record(NULL::outbox, $1)', [row]);
    }
    await relay.relay();
    await until('it is done again', async () => (await queues.queue.getJobState(row!.id)) === 'completed');
    expect(await effects()).toHaveLength(1);
  });

  test.each(['inside', 'after'] as const)('a worker killed (%s the effect) repeats and loses nothing', async (when) => {
    const { database, queues } = await start('none', [MarkJob]);
    await ask(database, here, 'test-mark', [{ note: when }]);
    const victim = spawn(
      process.execPath,
      ['--import', './test/support/swc-loader.js', 'test/jobs.victim.ts', JSON.stringify({ ...options('work'), when })],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(victim.stdout!, 'data');
    expect(await effects()).toHaveLength(when === 'after' ? 1 : 0);
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    await start('work', [MarkJob]);
    await until(
      'another worker took it over',
      async () => (await queues.queue.getJobCounts('completed')).completed === 1,
    );
    expect(await effects()).toHaveLength(1);
    expect(await runs(here)).toHaveLength(1);
  });

  test('a schedule is kept once by two processes, and serves every consortium', async () => {
    const [first] = await Promise.all([start('work', [NightlyJob]), start('work', [NightlyJob])]);
    const { queue } = first.queues;
    const kept = (await queue.getJobSchedulers()).map(({ key, tz }) => `${key} ${tz}`).sort();
    expect(kept).toEqual(['platform-forget-old-rows Europe/Paris', 'test-nightly Europe/Paris']);
    await until('it came round twice', async () => (await runs(here)).length > 1 && (await runs(there)).length > 1);
    expect((await queue.getDelayed()).filter(({ name }) => name === 'test-nightly').length).toBeLessThan(2);
    await Promise.all(running.map(({ jobs }) => jobs.stop()));
    const { queues } = await start('none', []);
    const occurrences = (await queues.queue.getCompleted()).filter(({ id }) => id!.startsWith('repeat:test-nightly:'));
    const ran = (await runs(here)).map(({ id }) => id);
    expect(occurrences.map(({ id }) => idFrom(id!, here))).toEqual(expect.arrayContaining(ran));
    expect((await effects()).filter(({ consortium_id }) => consortium_id === here)).toHaveLength(ran.length);
  });

  test('an occurrence that fell due while nothing ran is run late; a schedule that is gone from the code ends', async () => {
    const before = await start('work', [NightlyJob]);
    const { queue } = before.queues;
    await until('the next occurrence waits', async () => (await queue.getDelayedCount()) > 1);
    const missed = (await queue.getJobScheduler('test-nightly'))!.next!;
    await before.jobs.stop();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const after = await start('work', [NightlyJob]);
    const missedId = `repeat:test-nightly:${missed}`;
    await until('it ran', async () => (await after.queues.queue.getJobState(missedId)) === 'completed');
    const without = await start('work', [MarkJob]);
    expect((await without.queues.queue.getJobSchedulers()).map(({ key }) => key)).toEqual(['platform-forget-old-rows']);
  });

  test('a failing job is tried again, then kept with a code and without a value', async () => {
    const { database, queues, health } = await start('work', [BrokenJob]);
    await ask(database, here, 'test-broken', [{ note: 'anything' }]);
    await until('it has failed for good', async () => (await health.check()).failed === 1);
    const [kept] = await queues.queue.getFailed();
    expect(kept).toMatchObject({ failedReason: 'RangeError', attemptsMade: 3 });
    expect(await runs(here)).toMatchObject([{ outcome: 'failed', attempt: 3, failure_code: 'RangeError' }]);
    expect(await effects()).toEqual([]);
    expect(JSON.stringify([kept, await runs(here)])).not.toMatch(/Marie|06 01/);
  });

  test('a job that a rule stands against is not tried again', async () => {
    const { database, health } = await start('work', [BrokenJob]);
    await ask(database, here, 'test-broken', [{ note: 'gone' }]);
    await until('it has failed for good', async () => (await health.check()).failed === 1);
    expect(await runs(here)).toMatchObject([{ outcome: 'failed', attempt: 1, failure_code: 'not_found' }]);
  });

  test('jobs of two consortia run side by side, each only in its own', async () => {
    const { database, module } = await start('work', [NosyJob], { concurrency: 6 });
    const twenty = (whose: string): { whose: string }[] => Array.from({ length: 20 }, () => ({ whose }));
    for (const whose of [here, there]) await ask(database, whose, 'test-nosy', twenty(whose));
    await until('all ran', async () => [...(await runs(here)), ...(await runs(there))].length === 40);
    const { seen } = module.get(NosyJob);
    expect(seen).toHaveLength(200);
    for (const line of seen)
      expect([`${here} ${here} ${here} work`, `${there} ${there} ${there} work`]).toContain(line);
  });

  test('a stopping process waits for the job in flight', async () => {
    const { database, module } = await start('work', [SlowJob]);
    const slow = module.get(SlowJob);
    let letGo: () => void = () => undefined;
    slow.gate = new Promise((resolve) => (letGo = resolve));
    const begun = new Promise<void>((resolve) => (slow.begun = resolve));
    await ask(database, here, 'test-slow', [{ note: 'in flight' }]);
    await begun;
    let stopped = false;
    const stopping = module.close().then(() => (stopped = true));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(stopped).toBe(false);
    letGo();
    await stopping;
    running = [];
    expect(await runs(here)).toMatchObject([{ outcome: 'done' }]);
    expect(await effects()).toHaveLength(1);
  });
});
