import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const TICKS_A_SECOND = 100; // sysconf(_SC_CLK_TCK) of every Linux that Node runs on

/** Fields of `/proc/<pid>/stat` after the name, which may itself hold blanks and brackets. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // it has ended
  }
}

const seconds = (ticks: string[]): number => ticks.reduce((sum, one) => sum + Number(one), 0) / TICKS_A_SECOND;

/** CPU seconds of a process, all its threads. */
export function cpuOf(pid: number): number {
  return seconds(statOf(pid)?.slice(11, 13) ?? []);
}

/** CPU seconds of a PostgreSQL server: the postmaster, its children, and those that have ended. NaN when it is elsewhere. */
export function cpuOfPostgres(postmaster: number | undefined): number {
  if (postmaster === undefined) return NaN;
  const own = statOf(postmaster)?.slice(11, 15) ?? [];
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.[1] === String(postmaster));
  return children.reduce((sum, stat) => sum + seconds(stat!.slice(11, 13)), seconds(own));
}

/** The postmaster behind a backend, when it runs on this machine. */
export function postmasterOf(backend: number): number | undefined {
  const stat = statOf(backend);
  const isPostgres =
    existsSync(`/proc/${backend}/cmdline`) && readFileSync(`/proc/${backend}/cmdline`, 'utf8').startsWith('postgres');
  return isPostgres && stat ? Number(stat[1]) : undefined;
}

/** Peak resident memory, in MB, since the process began or its peak was forgotten. */
export const peakMemoryOf = (pid: number): number => statusOf(pid, 'VmHWM');
/** Resident memory, in MB. */
export const memoryOf = (pid: number): number => statusOf(pid, 'VmRSS');

/** The peak begins anew at what is resident now. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function statusOf(pid: number, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? NaN) / 1024);
}
