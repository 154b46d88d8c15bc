import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { install } from '../../src/install.js';
import { startEmbeddedServer } from '../../src/platform/database/embedded-server.js';
import { withClient } from '../../src/platform/database/prepare.js';

export interface Template {
  adminUrl: string;
  template: string;
  stop(): Promise<void>;
}

/** A migrated database to clone, on the given server or on an embedded one of this run. */
export async function prepareTemplate(dataDir: string, given: string | undefined): Promise<Template> {
  const server = given
    ? undefined
    : await startEmbeddedServer({
        dataDir,
        settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
      });
  const adminUrl = given ?? server!.url('postgres');
  const template = `passerelle_template_${process.pid}`;
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE ${template}`));
  const url = databaseUrl(adminUrl, template);
  await install({ url, ownerUrl: url });
  return {
    adminUrl,
    template,
    async stop() {
      const home = server ? homeOf(dataDir) : undefined;
      if (server) await server.stop();
      else await withClient(adminUrl, (client) => dropAll(client, template));
      for (const folder of [dataDir, home ?? dataDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A template and what was made of it for all files. */
async function dropAll(client: pg.Client, template: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname = $1 OR starts_with(datname, $1 || '_')`,
    [template],
  );
  for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** As root the cluster stands in a folder of the system, which a test run does not leave behind. */
function homeOf(dataDir: string): string {
  return (JSON.parse(readFileSync(path.join(dataDir, 'postgres.json'), 'utf8')) as { place: string }).place;
}

export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
