import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NIL_UUID } from '../src/platform/access/actor.js';
import { poolOf, runtimeDataSource } from '../src/platform/database/connection.js';
import { ENTER, REVOKED } from '../src/platform/database/entering.js';
import { withClient } from '../src/platform/database/prepare.js';
import { scopedQuery } from '../src/platform/database/scoped-query.js';
import { testDatabase } from './support/database.js';

const { url, ownerUrl } = await testDatabase();
const revoked = randomUUID();
const consortium = randomUUID();
const dataSource = runtimeDataSource({ url, poolSize: 2, applicationName: 'scoped-query' });

const entering = (...keys: string[]) => ({
  ...ENTER,
  values: enteringOf(keys),
});

/** The settings of one actor, with what its token rests on. */
function enteringOf(keys: string[]): string[] {
  const places = Math.max(...[...ENTER.text.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place)));
  const values = Array.from({ length: places }, () => '');
  values[0] = consortium;
  values[1] = NIL_UUID;
  const list = Number(/\$(\d+)::uuid\[\]/.exec(ENTER.text)![1]);
  values[list - 1] = `{${keys.join(',')}}`;
  return values;
}
const statement = (name: string) => ({
  name,
  text: 'SELECT acting_consortium() AS tenant, $1::text AS word',
  values: ['x'],
});

beforeAll(async () => {
  await dataSource.initialize();
  await withClient(ownerUrl, (owner) =>
    owner.query(`INSERT INTO revocations (key, forget_after) VALUES ($1, now() + interval '1 hour')`, [revoked]),
  );
});

afterAll(() => dataSource.destroy());

describe('A read under settings', () => {
  it('goes with its settings, which end with it', async () => {
    const client = await poolOf(dataSource).connect();
    try {
      for (let time = 0; time < 3; time += 1) {
        const rows = await scopedQuery(client, entering(), statement('read'));
        expect(rows).toEqual([{ tenant: consortium, word: 'x' }]);
      }
      const { rows } = await client.query<{ left: string }>(
        `SELECT coalesce(current_setting('app.consortium', true), '') AS left`,
      );
      expect(rows[0]!.left).toBe('');
    } finally {
      client.release(true); // the next test begins on a connection that has prepared nothing
    }
  });

  it('refused for a revoked token leaves a connection that serves the next caller, whichever was prepared before', async () => {
    for (const prepared of [false, true]) {
      const client = await poolOf(dataSource).connect();
      try {
        const name = `after_refusal_${prepared}`;
        if (prepared) await scopedQuery(client, entering(), statement(name));
        await expect(scopedQuery(client, entering(revoked), statement(name))).rejects.toMatchObject({ code: REVOKED });
        const rows = await scopedQuery(client, entering(), statement(name));
        expect(rows).toEqual([{ tenant: consortium, word: 'x' }]);
      } finally {
        client.release(true);
      }
    }
  });
});
