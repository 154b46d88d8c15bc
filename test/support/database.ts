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

/** A database of this test file's own, cloned from the migrated template, or another; dropped when the file ends. */
export async function testDatabase(template = process.env.PASSERELLE_TEST_TEMPLATE!): Promise<TestDatabase> {
  const admin = process.env.PASSERELLE_TEST_ADMIN!;
  const name = `passerelle_test_${randomBytes(6).toString('hex')}`;
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  afterAll(() => withClient(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)));
  const url = databaseUrl(admin, name);
  return { ownerUrl: url, url };
}
