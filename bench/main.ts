import { Contest, type Contestant } from './contest.js';
import { readOptions, WORKLOADS } from './options.js';
import { openCluster, type Kind } from './place.js';
import { environment, report } from './report.js';
import { median } from './rounds.js';
import { startPasserelle } from './servers.js';
import type { Timing } from './timings.js';
import { peakMemoryOf } from './usage.js';
import { assertSameAnswers } from './workloads.js';
import { measureWrites } from './writes.js';

const options = readOptions();
const cluster = await openCluster(process.env.BENCH_DATABASE_URL);
const contest = new Contest(cluster, options, (line) => console.error(line));
const wanted = (kind: keyof typeof WORKLOADS): string[] => WORKLOADS[kind].filter((key) => options.only.has(key));
const compares = (...parts: string[]): boolean => parts.some((part) => options.only.has(part));

try {
  let memory: number | undefined;
  if (wanted('placements').length > 0 || compares('rls', 'audit', 'growth')) memory = await placements();
  if (wanted('accounts').length > 0) await accounts();
  const timings: Timing[] = wanted('writes').length > 0 ? await measureWrites(contest, wanted('writes')) : [];
  const start = options.only.has('start') ? await startingTime() : undefined;
  const about = environment(cluster.version, { ...options, only: [...options.only] });
  report(about, { comparisons: contest.comparisons, timings, memory, start });
} finally {
  await contest.close();
  await cluster.stop();
}

/** Answers the peak memory of Passerelle, where it was measured against the limit. */
async function placements(): Promise<number | undefined> {
  const whole = await contest.passerelle('placements');
  await againstLimit('placements', whole);
  const memory = wanted('placements').length > 0 ? peakMemoryOf(whole.target.server.pid) : undefined;
  if (options.only.has('rls')) {
    const without = await contest.passerelle('placements', 'no-isolation');
    for (const key of ['a', 'b']) await contest.measure(`rls ${key}`, key, without, whole);
    await contest.end(without.target);
  }
  if (options.only.has('audit')) await withoutAudit('placements', ['a', 'b', 'p'], whole);
  if (options.only.has('growth')) await growth(whole);
  await contest.end(whole.target);
  return memory;
}

async function accounts(): Promise<void> {
  const whole = await contest.passerelle('accounts');
  await againstLimit('accounts', whole);
  if (options.only.has('audit')) await withoutAudit('accounts', ['c'], whole);
  await contest.end(whole.target);
}

async function againstLimit(kind: Kind, whole: Contestant): Promise<void> {
  if (wanted(kind).length === 0) return;
  const hand = await contest.limit(kind);
  await assertSameAnswers(whole.target, whole.workloads, hand.target, hand.workloads);
  for (const key of wanted(kind)) await contest.measure(key, key, hand, whole);
  await contest.end(hand.target);
}

/** What the audit costs; and the rest against the limit, since the audit has a target of its own. */
async function withoutAudit(kind: Kind, keys: readonly string[], whole: Contestant): Promise<void> {
  const without = await contest.passerelle(kind, 'no-audit');
  for (const key of keys) await contest.measure(`audit ${key}`, key, without, whole);
  const hand = await contest.limit(kind);
  for (const key of keys) await contest.measure(`rest ${key}`, key, hand, without);
  await contest.end(hand.target);
  await contest.end(without.target);
}

/** A page and a resource at S against the same at the size asked for. */
async function growth(whole: Contestant): Promise<void> {
  const other = options.size === 'S' ? 'M' : 'S';
  const grown = { ...(await contest.passerelle('placements', 'whole', other)), name: other };
  const named = { ...whole, name: options.size };
  const [smaller, larger] = other === 'S' ? [grown, named] : [named, grown];
  for (const key of ['a', 'b']) await contest.measure(`growth ${key}`, key, smaller, larger);
  await contest.end(grown.target);
}

async function startingTime(): Promise<number> {
  const url = await contest.database('placements');
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const server = await startPasserelle(url);
    times.push(server.startMs);
    await server.stop();
  }
  return median(times);
}
