import { readdir } from 'node:fs/promises';
import pg from 'pg';
import type { Config } from '../config.js';
import { RUNTIME_ROLE } from './connection.js';
import { startEmbeddedServer } from './embedded-server.js';

export interface DatabasePlace {
  /** Where the processes connect; they take the run-time role at once. */
  readonly url: string;
  /** The same database as the role that owns the schema. */
  readonly ownerUrl: string;
  readonly embedded: boolean;
  close(): Promise<void>;
}

const DATABASE = 'passerelle';

/** The configured database, or the embedded server, started. */
export async function openDatabase(
  config: Config,
  log: (line: string) => void = () => undefined,
): Promise<DatabasePlace> {
  if (config.DATABASE_URL) {
    const url = config.DATABASE_URL;
    return { url, ownerUrl: config.DATABASE_OWNER_URL ?? url, embedded: false, close: () => Promise.resolve() };
  }
  const server = await startEmbeddedServer({ dataDir: config.PASSERELLE_DATA_DIR, log });
  await ensureDatabase(server.url('postgres'), DATABASE);
  const url = server.url(DATABASE);
  return { url, ownerUrl: url, embedded: true, close: () => server.stop() };
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

const MIGRATION_LOCK = 7_283_145_551;

/**
 * Cluster, timeline and database: another of them means a restore. Not under `row_security = off`, as migrations are: the
 * function acts as the definer role, which policies bind.
 */
const INSTALLATION_CHECK = `SELECT installation_check(concat_ws(':', (SELECT system_identifier FROM pg_control_system()),
  (SELECT timeline_id FROM pg_control_checkpoint()), (SELECT oid FROM pg_database WHERE datname = current_database())))`;

/** Brings the schema up to date; several processes that start at once take turns. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  return withClient(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = (await isUpToDate(client)) ? [] : await runMigrations(ownerUrl);
    await client.query(INSTALLATION_CHECK);
    return done;
  });
}

/** The history of the schema is long: what has nothing of it to do does not load it, and keeps it out of its memory. */
async function runMigrations(ownerUrl: string): Promise<string[]> {
  const { ownerDataSource } = await import('./owner-data-source.js');
  const owner = await ownerDataSource(ownerUrl).initialize();
  try {
    return (await owner.runMigrations()).map(({ name }) => name);
  } finally {
    await owner.destroy();
  }
}

const MIGRATIONS = new URL('../../../migrations/', import.meta.url);
const EPOCH = 1_700_000_000_000;

/** Whether each migration of the folder was run, by its number: 0130 is 1700000000130 to TypeORM. */
async function isUpToDate(client: pg.Client): Promise<boolean> {
  const { rows: known } = await client.query(`SELECT 1 WHERE to_regclass('migrations') IS NOT NULL`);
  if (known.length === 0) return false;
  const { rows } = await client.query<{ timestamp: string }>('SELECT timestamp FROM migrations');
  const run = new Set(rows.map(({ timestamp }) => Number(timestamp) - EPOCH));
  const numbers = (await readdir(MIGRATIONS)).flatMap((file) => /^\d{4}(?=-)/.exec(file) ?? []);
  return numbers.every((number) => run.has(Number(number)));
}

/** Refuses to run under a role that row-level security would not bind: whatever the code does, the database must hold. */
export async function assertUnprivileged(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`SET ROLE ${RUNTIME_ROLE}`);
    const { rows } = await client.query<{ unsafe: boolean }>(
      `SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid) AS unsafe FROM pg_roles r WHERE rolname = current_user`,
    );
    if (rows[0]?.unsafe !== false)
      throw new Error(`The role ${RUNTIME_ROLE} must neither bypass row-level security nor own a table`);
  });
}

export async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
