import autocannon, { type Request, type Result } from 'autocannon';
import { cpuOf, cpuOfPostgres } from './usage.js';
import type { Target, Workload } from './workloads.js';

export interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of CPU for one request. */
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

export interface Contender {
  readonly name: string;
  readonly target: Target;
  readonly workload: Workload;
}

export interface Comparison {
  readonly key: string;
  readonly title: string;
  /** Medians over the rounds, by name. */
  readonly of: Readonly<Record<string, Round>>;
  /** Median over the rounds of: second contender's requests a second by the first's. */
  readonly ratio: number;
}

export interface Load {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly postmaster: number | undefined;
}

/** Requests until V8 has compiled what they go through, which takes some ten thousand; in requests, since a busy machine serves few a second. */
const WARM_UP = 12_000;

/** Short rounds in turns, first against second, so that whatever else the machine does falls on both. */
export async function compare(
  key: string,
  title: string,
  contenders: readonly [Contender, Contender],
  load: Load,
): Promise<Comparison> {
  const rounds = new Map<Contender, Round[]>(contenders.map((contender) => [contender, []]));
  for (const contender of contenders) await fire(contender, { connections: load.connections, amount: WARM_UP });
  for (let turn = 0; turn < load.rounds; turn += 1) {
    const order = turn % 2 === 0 ? contenders : [...contenders].reverse();
    for (const contender of order) rounds.get(contender)!.push(await round(contender, load));
  }
  const [first, second] = contenders.map((contender) => rounds.get(contender)!) as [Round[], Round[]];
  const ratio = median(first.map(({ perSecond }, turn) => second[turn]!.perSecond / perSecond));
  return {
    key,
    title,
    of: Object.fromEntries(contenders.map((contender) => [contender.name, middle(rounds.get(contender)!)])),
    ratio,
  };
}

async function fire(
  { name, target, workload }: Contender,
  amount: { connections: number; duration?: number; amount?: number },
): Promise<Result> {
  const headers = await target.headers();
  const requests = workload.requests.map((request) => ({ ...request, headers: { ...headers, ...request.headers } }));
  let connection = 0;
  const result = await autocannon({
    url: target.server.url,
    ...amount,
    requests,
    setupClient: (client) => client.setRequests(from(requests, connection++ / amount.connections)),
  });
  if (result.errors + result.non2xx > 0)
    throw new Error(`${name}, ${workload.key}: ${result.errors} errors, ${result.non2xx} refusals`);
  return result;
}

/** Each connection begins elsewhere: in step, all would ask for the same at the same time. */
function from(requests: readonly Request[], share: number): Request[] {
  const first = Math.floor(share * requests.length);
  return [...requests.slice(first), ...requests.slice(0, first)];
}

async function round(contender: Contender, { seconds, connections, postmaster }: Load): Promise<Round> {
  const { server } = contender.target;
  const before = [cpuOf(server.pid), cpuOfPostgres(postmaster)] as const;
  const result = await fire(contender, { connections, duration: seconds });
  const total = result.requests.total;
  return {
    perSecond: total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    serverCpu: ((cpuOf(server.pid) - before[0]) * 1000) / total,
    databaseCpu: ((cpuOfPostgres(postmaster) - before[1]) * 1000) / total,
  };
}

function middle(rounds: readonly Round[]): Round {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  return {
    perSecond: of((one) => one.perSecond),
    p50: of((one) => one.p50),
    p99: of((one) => one.p99),
    serverCpu: of((one) => one.serverCpu),
    databaseCpu: of((one) => one.databaseCpu),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
