import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Comparison } from './rounds.js';
import type { Timing } from './timings.js';

const RESULTS = path.resolve('bench/results');

/** What must hold (`performance.md` of the design): requests a second at least, a time or an amount at most. */
export const TARGETS: Readonly<Record<string, number>> = {
  a: 0.85,
  b: 0.8,
  c: 1.2,
  'rls a': 0.95,
  'rls b': 0.95,
  'audit a': 0.85,
  'audit b': 0.85,
  'audit c': 0.85,
  'rest a': 0.85,
  'rest b': 0.8,
  'rest c': 1.2,
  d: 0.7,
  e: 1.5,
  f: 0.15,
  memory: 220,
  start: 2000,
};

export interface Results {
  readonly comparisons: readonly Comparison[];
  readonly timings: readonly Timing[];
  /** MB at its highest. */
  readonly memory?: number;
  /** Milliseconds from the start of the process to its first answer, on a migrated database. */
  readonly start?: number;
}

export function environment(postgres: string, options: object): object {
  return {
    at: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    postgres,
    machine: `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}`,
    options,
  };
}

function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  try {
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' and uncommitted changes')
    );
  } catch {
    return 'unknown';
  }
}

export function report(about: object, results: Results): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(
    path.join(RESULTS, 'latest.json'),
    `${JSON.stringify({ ...about, ...results, targets: TARGETS }, null, 2)}\n`,
  );
  console.log(
    `\n${[...table(results), ...timesTable(results.timings), ...amounts(results)].join('\n')}\n\nWritten to bench/results/latest.json`,
  );
}

function table({ comparisons }: Results): string[] {
  if (comparisons.length === 0) return [];
  const rows = [['', '', 'req/s', 'p50 ms', 'p99 ms', 'CPU ms: server', 'database', 'ratio', 'target']];
  for (const { key, title, of, ratio } of comparisons) {
    const target = TARGETS[key];
    Object.entries(of).forEach(([name, round], turn) => {
      const { perSecond, p50, p99, serverCpu, databaseCpu } = round;
      const told = target === undefined ? '' : `${ratio >= target ? '≥' : '<'} ${target}`;
      const judged = turn === 0 ? ['', ''] : [ratio.toFixed(2), told];
      const numbers = [
        perSecond.toFixed(0),
        p50.toFixed(1),
        p99.toFixed(1),
        serverCpu.toFixed(3),
        databaseCpu.toFixed(3),
      ];
      rows.push([turn === 0 ? `${key} · ${title}` : '', name, ...numbers, ...judged]);
    });
  }
  return aligned(rows);
}

function timesTable(timings: readonly Timing[]): string[] {
  return timings.flatMap(({ key, title, of, ratio, notes }) => {
    const target = TARGETS[key];
    const rows = Object.entries(of).map(([name, { seconds, processCpu, databaseCpu }]) => [
      `  ${name}`,
      `${seconds.toFixed(3)} s`,
      `CPU s: process ${processCpu.toFixed(2)}`,
      `database ${databaseCpu.toFixed(2)}`,
    ]);
    const told = target === undefined ? '' : ` ${ratio! <= target ? '≤' : '>'} ${target}`;
    const judged = ratio === undefined ? [] : [`  ratio ${ratio.toFixed(2)}${told}`];
    return ['', `${key} · ${title}`, ...aligned(rows), ...judged, ...notes.map((note) => `  ${note}`)];
  });
}

function amounts({ memory, start }: Results): string[] {
  return [
    ...(memory === undefined ? [] : [`peak memory of Passerelle ${memory} MB (at most ${TARGETS.memory})`]),
    ...(start === undefined ? [] : [`start to first answer ${start} ms (at most ${TARGETS.start})`]),
  ];
}

/** The first two columns to the left, numbers to the right. */
function aligned(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '),
  );
}
