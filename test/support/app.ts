import { afterAll } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import request from 'supertest';
import { buildApp } from '../../src/app.js';
import { clock } from '../../src/platform/clock.js';
import { loadConfig, type Config } from '../../src/platform/config.js';
import type { JobsMode } from '../../src/platform/jobs/options.js';
import { testDatabase } from './database.js';

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly ownerUrl: string;
  /** Where it listens, `http://127.0.0.1:PORT`. */
  readonly baseUrl: string;
  /** supertest against the running server. */
  http(): request.Agent;
  /** A connection behind the scenes, as the owner of the schema. The next has it without what this one set. */
  asOwner<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Looks or writes behind the scenes, as the owner of the schema. */
  owner<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
}

export interface TestOptions {
  readonly jobs?: JobsMode;
  /** Another database to clone than the migrated one. */
  readonly template?: string;
}

/** The real application on a database of this test file's own, listening; closed when the file ends. */
export async function testApp(environment: Record<string, string> = {}, options: TestOptions = {}): Promise<TestApp> {
  const database = await testDatabase(options.template);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'passerelle-app-'));
  const config = loadConfig({
    LOG_LEVEL: 'silent',
    PORT: '0',
    PASSERELLE_DATA_DIR: dataDir,
    PASSERELLE_PUBLIC_URL: 'http://passerelle.test',
    PASSERELLE_KEYS: randomBytes(32).toString('base64'),
    PASSERELLE_RATE_CLIENT: '1000000',
    PASSERELLE_RATE_CONSORTIUM: '1000000',
    PASSERELLE_RATE_LOGIN: '1000000',
    DATABASE_POOL_SIZE: '10',
    ...environment,
  });
  const app = await buildApp({
    config,
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    jobs: options.jobs ?? 'none',
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const owners = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  // A test may end any backend; the next call has another.
  owners.on('error', () => undefined);
  const asOwner: TestApp['asOwner'] = async (work) => {
    const client = await owners.connect();
    let isClean = false;
    try {
      const answer = await work(client);
      isClean = await client.query('RESET ROLE; RESET ALL').then(
        () => true,
        () => false,
      );
      return answer;
    } finally {
      client.release(!isClean);
    }
  };
  afterAll(async () => {
    clock.set(null);
    await owners.end();
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const { port } = app.getHttpServer().address() as { port: number };
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    app,
    config,
    ownerUrl: database.ownerUrl,
    baseUrl,
    http: () => request.agent(baseUrl),
    asOwner,
    owner: (sql, values = []) => asOwner(async (client) => (await client.query(sql, values)).rows as never),
  };
}
