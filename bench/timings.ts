import { median } from './rounds.js';
import { cpuOf, cpuOfPostgres } from './usage.js';

export interface Time {
  readonly seconds: number;
  /** CPU seconds; NaN where nobody can tell. */
  readonly processCpu: number;
  readonly databaseCpu: number;
}

/** Something that takes long: not how many a second, but how long one takes. */
export interface Timing {
  readonly key: string;
  readonly title: string;
  /** Medians over the rounds, by name. */
  readonly of: Readonly<Record<string, Time>>;
  /** Median over the rounds of the second's time by the first's; undefined where there is one only. */
  readonly ratio?: number;
  readonly notes: readonly string[];
}

export interface Runner {
  readonly name: string;
  /** Whose CPU counts beside that of the database. */
  readonly pid: number;
  run(turn: number): Promise<void>;
}

export async function timed(runner: Runner, postmaster: number | undefined, turn: number): Promise<Time> {
  const before = [cpuOf(runner.pid), cpuOfPostgres(postmaster)] as const;
  const began = performance.now();
  await runner.run(turn);
  return {
    seconds: (performance.now() - began) / 1000,
    processCpu: cpuOf(runner.pid) - before[0],
    databaseCpu: cpuOfPostgres(postmaster) - before[1],
  };
}

/** In turns, first against second. `before` each round, unmeasured: what makes it another one. */
export async function inTurns(
  [first, second]: readonly [Runner, Runner],
  { rounds, postmaster }: { rounds: number; postmaster: number | undefined },
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<Pick<Timing, 'of' | 'ratio'>> {
  const times: [Time, Time][] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    await before();
    const order = turn % 2 === 0 ? [first, second] : [second, first];
    const found = new Map<Runner, Time>();
    for (const runner of order) found.set(runner, await timed(runner, postmaster, turn));
    times.push([found.get(first)!, found.get(second)!]);
  }
  return {
    of: { [first.name]: middle(times.map(([one]) => one)), [second.name]: middle(times.map(([, other]) => other)) },
    ratio: median(times.map(([one, other]) => other.seconds / one.seconds)),
  };
}

function middle(times: readonly Time[]): Time {
  const of = (pick: (time: Time) => number): number => median(times.map(pick));
  return {
    seconds: of((time) => time.seconds),
    processCpu: of((time) => time.processCpu),
    databaseCpu: of((time) => time.databaseCpu),
  };
}
