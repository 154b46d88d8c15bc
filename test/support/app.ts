import { afterAll } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import request from 'supertest';
import { buildApp } from '../../src/app.js';
import { clock } from '../../src/platform/clock.js';
import { loadConfig, type Config } from '../../src/platform/config.js';
import type { JobsMode } from '../../src/platform/jobs/options.js';
import { cloneDatabase } from './database.js';

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

interface Running extends TestApp {
  close(): Promise<void>;
}

declare global {
  /** The application that the test files of this worker share; ended with the worker. */
  var passerelleApp: Promise<Running> | undefined;
}

export interface TestOptions {
  readonly jobs?: JobsMode;
  /** Another database to clone than the migrated one. */
  readonly template?: string;
}

/**
 * The real application, listening, on a database that the test files of a worker share: each acts in consortia of its own. A file that
 * sets a setting or the clock, counts what all wrote, or changes the schema has its `ownApp`.
 */
export async function testApp(): Promise<TestApp> {
  globalThis.passerelleApp ??= startShared();
  return globalThis.passerelleApp;
}

/** The real application on a database of this test file's own, listening; closed when the file ends. */
export async function ownApp(environment: Record<string, string> = {}, options: TestOptions = {}): Promise<TestApp> {
  const app = await start(environment, options);
  afterAll(async () => {
    clock.set(null);
    await app.close();
  });
  return app;
}

async function startShared(): Promise<Running> {
  const app = await start({}, {});
  // So jest tells a worker that it is done; it waits half a second. What it leaves goes with the run.
  process.on('removeListener', (event) => {
    if (event === 'message') process.exit();
  });
  return app;
}

async function start(environment: Record<string, string>, options: TestOptions): Promise<Running> {
  const database = await cloneDatabase(options.template);
  const dataDir = mkdtempSync(path.join(process.env.PASSERELLE_TEST_FOLDER!, 'app-'));
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
  const { port } = app.getHttpServer().address() as { port: number };
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    app,
    config,
    ownerUrl: database.ownerUrl,
    baseUrl,
    http: () => request.agent(baseUrl),
    asOwner,
    async close() {
      await owners.end();
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
    owner: (sql, values = []) => asOwner(async (client) => (await client.query(sql, values)).rows as never),
  };
}
