import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { stopServer } from './embedded-cluster.js';
import { EmbeddedServerError } from './embedded-error.js';
import type { Place } from './embedded-place.js';
import { CHILD_ENVIRONMENT, type Account } from './embedded-processes.js';

/** For one developer's machine with two cores; nothing here gives durability away. */
const SETTINGS: Record<string, string> = {
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
};

const LOG_LIMIT = 20_000_000;
const PORT_TAKEN = /could not bind|could not create any TCP\/IP sockets/;
const STILL_IN_USE = /pre-existing shared memory block|is another postmaster/i;

export interface Postmaster {
  readonly port: number;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface Launch {
  readonly program: string;
  readonly place: Place;
  readonly account: Account | undefined;
  readonly port: number;
  readonly settings: Record<string, string>;
}

/** Starts on the wished port, or on another when that is taken, and returns when the server takes connections. */
export async function launch(wish: Launch): Promise<Postmaster> {
  let wished = wish.port;
  for (let attempt = 1; ; attempt += 1) {
    const port = (await isFree(wished)) ? wished : await freePort();
    try {
      return await launchOn(port, wish);
    } catch (error) {
      const text = String(error);
      if (attempt >= 20 || !(PORT_TAKEN.test(text) || STILL_IN_USE.test(text))) throw error;
      if (PORT_TAKEN.test(text)) wished = await freePort();
      else await pause(250); // what a killed server leaves behind ends by itself
    }
  }
}

async function launchOn(port: number, { program, place, account, settings }: Launch): Promise<Postmaster> {
  const log = openLog(place.log);
  const logged = statSync(place.log).size;
  const all = {
    ...SETTINGS,
    ...settings,
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: `"${place.sockets.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
  };
  const child = spawn(
    program,
    ['-D', place.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...account,
      cwd: place.home,
      env: CHILD_ENVIRONMENT,
      stdio: ['ignore', log, log],
      detached: true, // a session of its own: Ctrl-C in the terminal is for us, and we stop it in good order
    },
  );
  closeSync(log);
  await once(child, 'spawn');
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `status ${String(code)}`));
  });
  const guard = guardOf(child, account);
  void ended.then(() => guard.kill('SIGKILL'));
  if (!(await isReady(child, place))) {
    const said = readFileSync(place.log).subarray(logged).toString().trim().split('\n').slice(-8).join('\n');
    throw new EmbeddedServerError(`PostgreSQL did not start (${await ended}). It wrote to ${place.log}:\n${said}`);
  }
  child.unref();
  return { port, ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.ref();
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await stopServer(child.pid);
  await ended;
}

/** The server's own word: the eighth line of its pid file. */
async function isReady(child: ChildProcess, place: Place): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const lines = readIfThere(join(place.cluster, 'postmaster.pid')).split('\n');
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return true;
    await pause(20);
  }
  return false;
}

/**
 * A shell that holds the other end of a pipe of ours and does nothing: when we are gone, however that came, it reads
 * the end of the file and asks the server to shut down. Where there is no shell the next start clears up.
 */
function guardOf(server: ChildProcess, account: Account | undefined): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', 'while read -r _; do :; done; kill -INT "$0"', String(server.pid)], {
    ...account,
    cwd: '/',
    env: CHILD_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  (guard.stdin as { unref?: () => void } | null)?.unref?.();
  return guard;
}

function openLog(path: string): number {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const isFree = async (port: number): Promise<boolean> => (await listen(port)) !== undefined;

export async function freePort(): Promise<number> {
  const port = await listen(0);
  if (port === undefined) throw new EmbeddedServerError('No TCP port is free on 127.0.0.1, which the database needs.');
  return port;
}

/** The port that could be opened for a moment. */
function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
