import { openCluster, provideDatabase, type Cluster } from './place.js';
import { readOptions, WORKLOADS, type Size } from './options.js';
import { environment, report } from './report.js';
import { compare, median, type Comparison, type Contender } from './rounds.js';
import { startLimit, startPasserelle, type Server, type Variant } from './servers.js';
import { peakMemoryOf } from './usage.js';
import {
  assertSameAnswers,
  authorisedTarget,
  openTarget,
  provideClient,
  workloadsOf,
  type Target,
  type Workload,
} from './workloads.js';

const options = readOptions();
const log = (line: string): void => console.error(line);
const cluster: Cluster = await openCluster(process.env.BENCH_DATABASE_URL);
const load = { ...options, postmaster: cluster.postmaster };
const running: Server[] = [];
const comparisons: Comparison[] = [];

interface Contestant {
  readonly name: string;
  readonly target: Target;
  readonly workloads: readonly Workload[];
}

try {
  const wanted = WORKLOADS.filter((key) => options.only.has(key));
  const whole = await passerelle(
    options.size,
    'whole',
    options.profile === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`],
  );
  if (wanted.length > 0) {
    const hand = await limit(options.size);
    await assertSameAnswers(whole.target, whole.workloads, hand.target, hand.workloads);
    for (const key of wanted) await measure(key, key, hand, whole);
    await end(hand);
  }
  const memory = peakMemoryOf(whole.target.server.pid);
  if (options.only.has('rls')) await withVariant('no-isolation', ['a', 'b'], 'rls', whole);
  if (options.only.has('audit')) await withVariant('no-audit', ['a', 'b', 'c'], 'audit', whole);
  if (options.only.has('growth')) await growth(whole);
  await end(whole);
  const start = options.only.has('start') ? await startingTime() : undefined;
  const about = environment(cluster.version, { ...options, only: [...options.only] });
  report(about, { comparisons, memory: wanted.length > 0 ? memory : undefined, start });
} finally {
  await Promise.allSettled(running.map((server) => server.stop()));
  await cluster.stop();
}

async function passerelle(size: Size, variant: Variant, nodeOptions: readonly string[] = []): Promise<Contestant> {
  const url = await provideDatabase(cluster, size, log);
  const server = await startPasserelle(url, variant, nodeOptions);
  running.push(server);
  const target = authorisedTarget(server, await provideClient(url));
  return {
    name: variant === 'whole' ? 'Passerelle' : variant,
    target,
    workloads: await workloadsOf(target, WORKLOADS),
  };
}

async function limit(size: Size): Promise<Contestant> {
  const server = await startLimit(await provideDatabase(cluster, size, log));
  running.push(server);
  const target = openTarget(server);
  return { name: 'limit', target, workloads: await workloadsOf(target, WORKLOADS) };
}

/** First against second: the ratio is the second's requests a second by the first's. */
async function measure(key: string, of: string, first: Contestant, second: Contestant): Promise<void> {
  const contender = ({ name, target, workloads }: Contestant): Contender => ({
    name,
    target,
    workload: workloads.find((workload) => workload.key === of)!,
  });
  const both = [contender(first), contender(second)] as const;
  log(`${key}: ${first.name} and ${second.name} in turns …`);
  const comparison = await compare(key, both[0].workload.title, both, load);
  log(`   ${comparison.ratio.toFixed(2)}`);
  comparisons.push(comparison);
}

async function withVariant(variant: Variant, keys: readonly string[], title: string, whole: Contestant): Promise<void> {
  const without = await passerelle(options.size, variant);
  for (const key of keys) await measure(`${title} ${key}`, key, without, whole);
  await end(without);
}

/** A page and a resource at S against the same at the size asked for. */
async function growth(whole: Contestant): Promise<void> {
  const other = options.size === 'S' ? 'M' : 'S';
  const grown = { ...(await passerelle(other, 'whole')), name: other };
  const named = { ...whole, name: options.size };
  const [smaller, larger] = other === 'S' ? [grown, named] : [named, grown];
  for (const key of ['a', 'b']) await measure(`growth ${key}`, key, smaller, larger);
  await end(grown);
}

async function startingTime(): Promise<number> {
  const url = await provideDatabase(cluster, options.size, log);
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const server = await startPasserelle(url);
    times.push(server.startMs);
    await server.stop();
  }
  return median(times);
}

async function end({ target }: Contestant): Promise<void> {
  await target.server.stop();
  running.splice(running.indexOf(target.server), 1);
}
