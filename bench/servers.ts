import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FOLDER } from './place.js';

const DIST = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PATIENCE_MS = 60_000;

export interface Server {
  readonly url: string;
  readonly pid: number;
  /** From its start to its first answer. */
  readonly startMs: number;
  stop(): Promise<void>;
}

export type Variant = 'whole' | 'no-audit' | 'no-isolation';

/** Hand-written, see limit-server.ts. */
export async function startLimit(databaseUrl: string): Promise<Server> {
  const port = await freePort();
  return start(
    'limit',
    port,
    [path.join(DIST, 'bench/limit-server.js'), databaseUrl, String(port)],
    {},
    '/v1/placements/00000000-0000-0000-0000-000000000000',
  );
}

/** As `npm start` and the image have it. */
const YOUNG = ['--max-semi-space-size=8'];

/** As in production: logs at `info` into a file, audit, isolation, jobs in the process. Only the rate limits are out of reach. */
export async function startPasserelle(
  databaseUrl: string,
  variant: Variant = 'whole',
  nodeOptions: readonly string[] = [],
): Promise<Server> {
  const port = await freePort();
  const script = variant === 'whole' ? ['src/main.js'] : ['bench/variant.js', variant];
  const environment = {
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    PASSERELLE_DATA_DIR: FOLDER,
    PASSERELLE_PUBLIC_URL: 'http://passerelle.bench',
    PASSERELLE_KEYS: Buffer.alloc(32, 'bench').toString('base64'),
    PASSERELLE_DEMO: 'false',
    PASSERELLE_RATE_CLIENT: '10000000',
    PASSERELLE_RATE_CONSORTIUM: '100000000',
    PASSERELLE_RATE_LOGIN: '1000000',
  };
  const [file, ...rest] = script as [string, ...string[]];
  return start(
    `passerelle-${variant}`,
    port,
    [...YOUNG, ...nodeOptions, path.join(DIST, file), ...rest],
    environment,
    '/health/ready',
  );
}

async function start(
  name: string,
  port: number,
  args: string[],
  environment: Record<string, string>,
  probe: string,
): Promise<Server> {
  const log = openSync(path.join(FOLDER, `${name}.log`), 'w');
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, ...environment },
  });
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url + probe))) {
    if (child.exitCode !== null || performance.now() - began > PATIENCE_MS)
      throw new Error(`${name} does not start; see ${FOLDER}/${name}.log`);
    await pause(10);
  }
  return { url, pid: child.pid!, startMs: Math.round(performance.now() - began), stop: () => stop(child) };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status < 500;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
