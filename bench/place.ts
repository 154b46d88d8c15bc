import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { install } from '../src/install.js';
import { startEmbeddedServer } from '../src/platform/database/embedded-server.js';
import { withClient } from '../src/platform/database/prepare.js';
import { fillAccounts } from './data-accounts.js';
import { fillPlacements } from './data.js';
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

/** Raised when what `data*.ts` make changes, or a migration that has not landed. */
const GENERATION = 'bench 21';
const FILLS = { placements: fillPlacements, accounts: fillAccounts } as const;
/** What a generated database holds beside organisations, dwellings and households. */
export type Kind = keyof typeof FILLS;

/** A migrated database of that kind and size, made once. Answers its URL. */
export async function provideDatabase(
  cluster: Cluster,
  kind: Kind,
  size: Size,
  log: (line: string) => void,
): Promise<string> {
  const name = nameOf(kind, size);
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
  log(`generating ${SIZES[size]} ${kind} in ${name} …`);
  await dropDatabase(cluster, name);
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${name}`));
  await install({ url, ownerUrl: url });
  await FILLS[kind](url, SIZES[size]);
  await withClient(admin, (client) => client.query(`COMMENT ON DATABASE ${name} IS '${GENERATION}'`));
  return url;
}

/** A copy for what writes, so that the generated one stays as it was; nobody may be connected to that. Answers its URL. */
export async function copyDatabase(
  cluster: Cluster,
  kind: Kind,
  size: Size,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `bench_written_${size.toLowerCase()}`;
  await dropDatabase(cluster, name);
  await withClient(cluster.url('postgres'), (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${nameOf(kind, size)} STRATEGY FILE_COPY`),
  );
  return { url: cluster.url(name), drop: () => dropDatabase(cluster, name) };
}

const nameOf = (kind: Kind, size: Size): string =>
  `bench_${kind === 'placements' ? '' : `${kind}_`}${size.toLowerCase()}`;

async function dropDatabase(cluster: Cluster, name: string): Promise<void> {
  await withClient(cluster.url('postgres'), (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}
