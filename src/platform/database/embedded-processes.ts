import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Nothing of our own environment reaches a child: a stray PGDATA, PGPORT or LC_ALL would change what it does. */
export const CHILD_ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Runs to the end; the rejection carries `code` and `stderr`. */
export async function run(command: string, args: string[], as?: Account, cwd = '/'): Promise<void> {
  await promisify(execFile)(command, args, { env: CHILD_ENVIRONMENT, cwd, ...as });
}

export function failureOf(error: unknown): { code?: string | number; text: string } {
  const { code, stderr, message } = error as { code?: string | number; stderr?: string; message?: string };
  const text = [stderr, message].find((candidate) => candidate?.trim())?.trim() ?? String(error);
  return code === undefined ? { text } : { code, text };
}

/**
 * Who a process is beyond its number, which the system gives away again: undefined when it is gone.
 * A zombie is gone: in a container nobody may ever reap it.
 */
export function identityOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env: CHILD_ENVIRONMENT });
      return started.toString().trim() || undefined;
    }
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return `${String(fields[18])} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  } catch {
    return undefined;
  }
}

export const isAlive = (pid: number): boolean => identityOf(pid) !== undefined;

/** The PostgreSQL processes at work in a cluster: each of them has it as its working directory. */
export function serversIn(cluster: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isServerIn(pid, cluster));
}

export function isServerIn(pid: number, cluster: string): boolean {
  try {
    if (process.platform !== 'linux') {
      const line = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { env: CHILD_ENVIRONMENT });
      return line.toString().includes(cluster);
    }
    const program = readlinkSync(`/proc/${String(pid)}/exe`).replace(/ \(deleted\)$/, '');
    return program.endsWith('/postgres') && readlinkSync(`/proc/${String(pid)}/cwd`) === cluster && isAlive(pid);
  } catch {
    return false; // gone, or of another user, who cannot run a server on our files
  }
}

/** Signals one after the other, each given its time, in milliseconds, until none of the processes is left. */
export async function end(pids: number[], steps: Partial<Record<NodeJS.Signals, number>>): Promise<void> {
  const marked = new Map(pids.map((pid) => [pid, identityOf(pid)]));
  const left = (): number[] =>
    pids.filter((pid) => marked.get(pid) !== undefined && identityOf(pid) === marked.get(pid));
  for (const [signal, milliseconds] of Object.entries(steps)) {
    for (const pid of left()) signalTo(pid, signal as NodeJS.Signals);
    for (let waited = 0; waited < milliseconds && left().length > 0; waited += 20) await pause(20);
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // already gone
  }
}
