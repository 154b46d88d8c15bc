import { afterAll } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { withClient } from '../../src/platform/database/prepare.js';
import { databaseUrl } from './template.js';

export interface TestDatabase {
  /** As the role that owns the schema: to look behind the scenes, never to prove isolation. */
  ownerUrl: string;
  /** What the application is given; it takes the run-time role at once. */
  url: string;
}

interface Clone extends TestDatabase {
  drop(): Promise<unknown>;
}

const ADMIN = process.env.PASSERELLE_TEST_ADMIN!;
const TEMPLATE = process.env.PASSERELLE_TEST_TEMPLATE!;

/** A database of this test file's own, cloned from the migrated template, or another; dropped when the file ends. */
export async function testDatabase(template?: string): Promise<TestDatabase> {
  const { drop, ...database } = await cloneDatabase(template);
  afterAll(drop);
  return database;
}

export async function cloneDatabase(template = TEMPLATE): Promise<Clone> {
  const name = `${TEMPLATE}_${randomBytes(6).toString('hex')}`;
  await withClient(ADMIN, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`));
  const url = databaseUrl(ADMIN, name);
  const drop = () => withClient(ADMIN, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return { ownerUrl: url, url, drop };
}
