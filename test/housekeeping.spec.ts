import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { prepareQueueSchema } from '../src/platform/jobs/queue-schema.js';
import { ask, behindTheScenes, startProcess, until, type Running } from './jobs.harness.js';
import { testDatabase } from './support/database.js';

jest.setTimeout(60_000);

const place = await testDatabase();
const { owner, runs, newConsortium } = behindTheScenes(place.ownerUrl);
let running: Running;
let here: string;
let there: string;

beforeAll(async () => {
  await prepareQueueSchema(place.ownerUrl);
  running = await startProcess({ mode: 'work', databaseUrl: place.url, tuning: { poll: 100 } }, []);
});

afterAll(() => running.module.close());

beforeEach(async () => {
  [here, there] = [await newConsortium(), await newConsortium()];
  for (const consortium of [here, there]) await oldAndNew(consortium);
});

test('forgets what has had its time, in its consortium only, and run again changes nothing', async () => {
  for (const times of [1, 2]) {
    await ask(running.database, here, 'platform-forget-old-rows', [{}]);
    const done = async (): Promise<boolean> => (await runs(here)).filter(isDone).length === times;
    await until('the job is done', done);
    expect(await left(here)).toEqual({ answers: 1, events: 1, feed: 1, runs: times });
    expect(await left(there)).toEqual({ answers: 2, events: 2, feed: 2, runs: 1 });
  }
  expect((await runs(here)).map(({ counts }) => counts)).toEqual([
    { answers: 1, events: 1, tombstones: 1, runs: 1 },
    { answers: 0, events: 0, tombstones: 0, runs: 0 },
  ]);
});

function isDone({ outcome, job }: Record<string, unknown>): boolean {
  return outcome === 'done' && job === 'platform-forget-old-rows';
}

/** One row just too old and one just not, of each kind; of runs only the old one. */
async function oldAndNew(consortium: string): Promise<void> {
  for (const [hours, days] of [
    [73, 32],
    [71, 29],
  ]) {
    await owner(
      `INSERT INTO idempotent_answers (consortium_id, scope, body_hash, status, created_at)
       VALUES ($1, $2, '', 200, now() - $3 * interval '1 hour')`,
      [consortium, `${hours}`, hours],
    );
    await owner(
      `INSERT INTO events (consortium_id, id, type, subject_type, subject_id, actor_organisation_id, viewers, occurred_at)
       VALUES ($1, gen_random_uuid(), 'a.b', 'a', $1, $1, '{}', now() - $2 * interval '1 day')`,
      [consortium, days],
    );
    await owner(
      `INSERT INTO feed (consortium_id, viewer_id, collection, subject_id, xid, removed_reason, removed_at)
       VALUES ($1, $1, 'a', gen_random_uuid(), pg_current_xact_id(), 'deleted', now() - $2 * interval '1 day')`,
      [consortium, days],
    );
  }
  await owner(
    `INSERT INTO job_runs (consortium_id, id, job, attempt, outcome, started_at, finished_at)
     SELECT $1, gen_random_uuid(), 'old', 1, 'done', now() - interval '32 days', now() - interval '32 days'`,
    [consortium],
  );
}

async function left(consortium: string): Promise<object> {
  const count = (table: string): string => `(SELECT count(*)::int FROM ${table} WHERE consortium_id = $1)`;
  const [row] = await owner(
    `SELECT ${count('idempotent_answers')} AS answers, ${count('events')} AS events, ${count('feed')} AS feed,
       ${count('job_runs')} AS runs`,
    [consortium],
  );
  return row!;
}
