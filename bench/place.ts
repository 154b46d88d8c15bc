import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { install } from '../src/install.js';
import { startEmbeddedServer } from '../src/platform/database/embedded-server.js';
import { withClient } from '../src/platform/database/prepare.js';
import { fill } from './data.js';
import { SIZES, type Size } from './options.js';
import { postmasterOf } from './usage.js';

/** Where the bench keeps its cluster and logs; ignored by git, and a second run finds the generated databases again. */
export const FOLDER = path.resolve('.data-bench');

export interface Cluster {
  /** The URL of a database, as the role that owns it. */
  url(database: string): string;
  readonly version: string;
  /** Undefined when PostgreSQL runs elsewhere. */
  readonly postmaster: number | undefined;
  stop(): Promise<void>;
}

/** The server named by `BENCH_DATABASE_URL` (as a superuser), or one of the bench's own with the settings of production. */
export async function openCluster(given: string | undefined): Promise<Cluster> {
  mkdirSync(FOLDER, { recursive: true });
  const server = given ? undefined : await startEmbeddedServer({ dataDir: FOLDER });
  const url = (database: string): string => {
    if (server) return server.url(database);
    const elsewhere = new URL(given!);
    elsewhere.pathname = `/${database}`;
    return elsewhere.toString();
  };
  const known = await withClient(url('postgres'), async (client) => {
    const { rows } = await client.query<{ pid: number; version: string }>(
      `SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version`,
    );
    return { version: rows[0]!.version, postmaster: postmasterOf(rows[0]!.pid) };
  });
  return { ...known, url, stop: () => server?.stop() ?? Promise.resolve() };
}

/** Raised when what `data.ts` makes changes. */
const GENERATION = 'bench 3';

/** A migrated database of that size, made once. Answers its URL. */
export async function provideDatabase(cluster: Cluster, size: Size, log: (line: string) => void): Promise<string> {
  const name = `bench_${size.toLowerCase()}`;
  const url = cluster.url(name);
  const admin = cluster.url('postgres');
  const mark = await withClient(admin, async (client) => {
    const { rows } = await client.query<{ mark: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = $1`,
      [name],
    );
    return rows[0]?.mark;
  });
  if (mark === GENERATION) {
    await install({ url, ownerUrl: url });
    return url;
  }
  log(`generating ${SIZES[size]} placements in ${name} …`);
  await withClient(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${name}`));
  await install({ url, ownerUrl: url });
  await fill(url, SIZES[size]);
  await withClient(admin, (client) => client.query(`COMMENT ON DATABASE ${name} IS '${GENERATION}'`));
  return url;
}
