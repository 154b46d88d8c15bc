import { afterAll } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadDemo } from '../../src/demo/demo.js';
import type { JobsMode } from '../../src/platform/jobs/options.js';
import { login, type Partner } from './actors.js';
import { testApp, type TestApp } from './app.js';

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

/** The real application with the demonstration loaded, once for a test file. */
export async function demoApp(
  environment: Record<string, string> = {},
  options: { jobs?: JobsMode } = {},
): Promise<DemoApp> {
  const test = await testApp(environment, options);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'passerelle-demo-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const loadedOn = await loadDemo(test.ownerUrl, { dataDir, baseUrl: test.baseUrl });
  if (loadedOn === undefined) throw new Error('The database of a test file is empty when the demonstration is loaded');
  const { clients } = JSON.parse(readFileSync(path.join(dataDir, 'demo-credentials.json'), 'utf8')) as Credentials;
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
