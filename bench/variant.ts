import { buildApp } from '../src/app.js';
import { loadConfig } from '../src/platform/config.js';
import { AuditWriter } from '../src/platform/audit/audit-writer.js';
import { poolOf, RUNTIME_ROLE } from '../src/platform/database/connection.js';
import { Database } from '../src/platform/database/database.js';
import { withClient } from '../src/platform/database/prepare.js';
import { lanesBeside, ReadLanes } from '../src/platform/database/read-lanes.js';
import { DataSource } from 'typeorm';

/**
 * Passerelle without one of its protections, to say what that one costs. Only here, only for a generated database: no
 * configuration of the product does this. Usage: `variant.js no-audit | no-isolation`, environment as of main.js.
 */
const UNBOUND = 'passerelle_bench_unbound';
const config = loadConfig();
const url = config.DATABASE_URL!;
if (!new URL(url).pathname.startsWith('/bench_')) throw new Error('This runs on a database of the bench only');

const app = await buildApp({
  config,
  databaseUrl: url,
  ownerUrl: url,
  jobs: config.PASSERELLE_JOBS ? 'work' : 'relay',
});
if (process.argv[2] === 'no-audit') app.get(AuditWriter).flush = () => Promise.resolve();
if (process.argv[2] === 'no-isolation') await unbind();
await app.listen({ host: config.HOST, port: config.PORT });
process.on('SIGTERM', () => void app.close().finally(() => process.exit(0)));

/** The same rights, but a role that policies do not bind. */
async function unbind(): Promise<void> {
  await withClient(url, async (owner) => {
    const { rowCount } = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [UNBOUND]);
    if (rowCount === 0) await owner.query(`CREATE ROLE ${UNBOUND} NOLOGIN INHERIT BYPASSRLS IN ROLE ${RUNTIME_ROLE}`);
  });
  const pool = poolOf(app.get(DataSource));
  pool.options.options = pool.options.options!.replace(RUNTIME_ROLE, UNBOUND);
  while (pool.idleCount > 0) (await pool.connect()).release(true);
  Object.assign(app.get(Database), { lanes: new ReadLanes(pool.options, lanesBeside(pool.options.max)) });
}
