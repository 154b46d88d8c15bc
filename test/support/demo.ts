import { readFileSync } from 'node:fs';
import path from 'node:path';
import { demoDay, loadDemo } from '../../src/demo/demo.js';
import { withClient } from '../../src/platform/database/prepare.js';
import { login, type Partner } from './actors.js';
import { ownApp, type TestApp, type TestOptions } from './app.js';
import { databaseUrl } from './template.js';

interface Credentials {
  readonly clients: readonly { key: string; roles: string[]; clientId: string; clientSecret: string }[];
}

export interface DemoApp extends TestApp {
  /** The day on which the demonstration was loaded. */
  readonly loadedOn: string;
  /** The partner of that key, logged in with its credentials of `demo-credentials.json`. */
  as(key: string): Promise<Partner>;
  /** Every row of a list, page after page, as that partner sees it. */
  all<T>(partner: Partner, address: string): Promise<T[]>;
}

const FOLDER = process.env.PASSERELLE_TEST_FOLDER!;

/** The real application on a copy of the demonstration. */
export async function demoApp(environment: Record<string, string> = {}, options: TestOptions = {}): Promise<DemoApp> {
  const test = await ownApp(environment, { ...options, template: await demoTemplate() });
  const loadedOn = (await demoDay(test.ownerUrl))!;
  const { clients } = JSON.parse(readFileSync(path.join(FOLDER, 'demo-credentials.json'), 'utf8')) as Credentials;
  const known = new Map<string, Promise<Partner>>();
  const enter = async (key: string): Promise<Partner> => {
    const client = clients.find((one) => one.key === key);
    if (!client) throw new Error(`No client ${key} in the demonstration`);
    const [row] = await test.owner<{ consortiumId: string; organisationId: string }>(
      'SELECT consortium_id AS "consortiumId", organisation_id AS "organisationId" FROM api_clients WHERE id = $1',
      [client.clientId],
    );
    return login(test, { ...client, ...row! });
  };
  return {
    ...test,
    loadedOn,
    as(key) {
      const entered = known.get(key) ?? enter(key);
      known.set(key, entered);
      return entered;
    },
    async all<T>(partner: Partner, address: string): Promise<T[]> {
      const rows: T[] = [];
      const separator = address.includes('?') ? '&' : '?';
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await partner
          .get(`${address}${separator}limit=200${cursor ? `&cursor=${cursor}` : ''}`)
          .expect(200);
        const { data, nextCursor } = page.body as { data: T[]; nextCursor: string | null };
        rows.push(...data);
        cursor = nextCursor;
      }
      return rows;
    },
  };
}

/** The migrated template with the demonstration in it, which the first file that asks loads for the whole run. */
async function demoTemplate(): Promise<string> {
  const name = `${process.env.PASSERELLE_TEST_TEMPLATE!}_demo`;
  const admin = process.env.PASSERELLE_TEST_ADMIN!;
  await withClient(admin, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    const unfinished = `${name}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished} TEMPLATE ${process.env.PASSERELLE_TEST_TEMPLATE!}`);
    await loadDemo(databaseUrl(admin, unfinished), { dataDir: FOLDER, baseUrl: 'http://passerelle.test' });
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
  });
  return name;
}
