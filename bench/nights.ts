import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClientBase } from 'pg';
import { clock } from '../src/platform/clock.js';
import { withClient } from '../src/platform/database/prepare.js';
import type { Contest } from './contest.js';
import { OVER_ACCOUNTS, OVER_ENTRIES, prepareOverEntries } from './over-entries.js';
import { inTurns, timed, type Runner, type Time, type Timing } from './timings.js';
import { memoryOf, peakMemoryOf } from './usage.js';

const NIGHT = path.join(path.dirname(fileURLToPath(import.meta.url)), 'night.js');
/** What the nights before have made. */
const EMPTY = `TRUNCATE arrears_cases, arrears_grounds, arrears_steps, arrears_reports, arrears_proceedings, repayment_plans, repayment_plan_checks,
  causes, deadlines, events, feed, outbox CASCADE`;
const WRITTEN = [
  'arrears_cases',
  'arrears_grounds',
  'arrears_steps',
  'causes',
  'deadlines',
  'events',
  'feed',
  'outbox',
];
const SETTLE = `VACUUM (ANALYZE) ${WRITTEN.join(', ')}, accounts, ledger_entries`;
/** One tenant in a hundred pays something, whether he owes it or not. */
const DAY = `
  SELECT count(*) FROM ledger_post(
    (SELECT array_agg(uuidv7()) FROM bench_payers), (SELECT array_agg(id) FROM bench_payers), (SELECT array_agg(NULL::text) FROM bench_payers),
    (SELECT array_agg(NULL::text) FROM bench_payers), (SELECT array_agg('payment'::text) FROM bench_payers), (SELECT array_agg(100 + n) FROM bench_payers),
    (SELECT array_agg($1::date) FROM bench_payers), (SELECT array_agg(NULL::text) FROM bench_payers), (SELECT array_agg('tenant_payment'::text) FROM bench_payers),
    (SELECT array_agg(NULL::text) FROM bench_payers), (SELECT array_agg(NULL::text) FROM bench_payers), $1::date, true)`;

/** The nightly arrears as the worker runs them: the first of all, with nothing new, and after ordinary days. */
export function measureNights(contest: Contest, url: string): Promise<Timing[]> {
  return withClient(url, (owner) => nightsOf(contest, url, owner));
}

async function nightsOf({ cluster, options, log }: Contest, url: string, owner: ClientBase): Promise<Timing[]> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id, set_config('app.consortium', id::text, false), set_config('app.kind', 'system', false),
       set_config('app.organisation', '00000000-0000-0000-0000-000000000000', false) FROM consortia WHERE key = 'bench'`,
  );
  await prepareOverEntries(owner);
  await owner.query(EMPTY);
  await owner.query(SETTLE);
  const worker = fork(NIGHT, [url, rows[0]!.id], { execArgv: [] });
  try {
    await answerOf(worker);
    const started = memoryOf(worker.pid!);
    const night: Runner = { name: 'Passerelle', pid: worker.pid!, run: () => runNight(worker) };
    const statement: Runner = {
      name: 'over the entries',
      pid: process.pid,
      run: async () => void (await owner.query(OVER_ENTRIES, [clock.today()])),
    };
    await assertSameFindings(owner);
    log('f: the first night …');
    const first = await timed(night, cluster.postmaster, 0);
    const firstCounts = await countsOf(owner);
    await owner.query(SETTLE);
    log(`   ${first.seconds.toFixed(1)} s; again with nothing new …`);
    const before = await nextTransaction(owner);
    const again = await timed(night, cluster.postmaster, 0);
    const rewritten = await rowsSince(owner, before);
    const againCounts = await countsOf(owner);
    log(`   ${again.seconds.toFixed(1)} s, ${rewritten} rows; ordinary nights and the statement in turns …`);
    const usual = await inTurns([statement, night], { rounds: options.rounds, postmaster: cluster.postmaster }, () =>
      passDay(owner),
    );
    log(`   ${usual.ratio!.toFixed(2)}`);
    const usualCounts = await countsOf(owner);
    const memory = `memory of the worker at its start ${started} MB, at its highest ${peakMemoryOf(worker.pid!)} MB`;
    const alone = (time: Time): Timing['of'] => ({ Passerelle: time });
    return [
      { key: 'f first', title: 'night that opens every case', of: alone(first), notes: [firstCounts] },
      {
        key: 'f again',
        title: 'night with nothing new',
        of: alone(again),
        notes: [againCounts, `${rewritten} rows written`],
      },
      { key: 'f', title: 'night after a day on which 1 % paid', ...usual, notes: [usualCounts, memory] },
    ];
  } finally {
    worker.disconnect();
    await once(worker, 'exit');
  }
}

async function runNight(worker: ChildProcess): Promise<void> {
  worker.send(`bench ${performance.now()}`);
  await answerOf(worker);
}

async function answerOf(worker: ChildProcess): Promise<void> {
  const [answer] = (await once(worker, 'message')) as [{ failed?: string }];
  if (answer.failed) throw new Error(`The night failed: ${answer.failed}`);
}

/** The statement over the entries and the rules over the kept accounts find the same. */
async function assertSameFindings(owner: ClientBase): Promise<void> {
  const [entries, accounts] = [OVER_ENTRIES, OVER_ACCOUNTS].map((sql) => owner.query(sql, [clock.today()]));
  const [one, other] = [await entries!, await accounts!].map(({ rows }) => JSON.stringify(rows[0]));
  if (one !== other) throw new Error(`The entries say ${one}, the accounts ${other}`);
}

async function passDay(owner: ClientBase): Promise<void> {
  await owner.query(
    `CREATE TEMP TABLE bench_payers AS SELECT id, (random() * 20000)::integer AS n FROM tenancies WHERE random() < 0.01`,
  );
  await owner.query(DAY, [clock.today()]);
  await owner.query('DROP TABLE bench_payers');
}

async function countsOf(owner: ClientBase): Promise<string> {
  const { rows } = await owner.query<{ counts: object }>(
    `SELECT counts FROM job_runs WHERE job = 'rent-arrears' ORDER BY finished_at DESC LIMIT 1`,
  );
  return JSON.stringify(rows[0]!.counts).replace(/["{}]/g, '').replaceAll(',', ', ');
}

async function nextTransaction(owner: ClientBase): Promise<string> {
  const { rows } = await owner.query<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid');
  return rows[0]!.xid;
}

/** Rows that a transaction wrote since, by what each row says of itself. */
async function rowsSince(owner: ClientBase, xid: string): Promise<number> {
  const counts = WRITTEN.map((table) => `(SELECT count(*) FROM ${table} WHERE xmin::text::bigint >= $1::bigint)`);
  const { rows } = await owner.query<{ written: string }>(`SELECT ${counts.join(' + ')} AS written`, [xid]);
  return Number(rows[0]!.written);
}
