import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../src/platform/access/actor.js';
import { poolOf, runtimeDataSource } from '../src/platform/database/connection.js';
import { entering, REVOKED } from '../src/platform/database/entering.js';
import { withClient } from '../src/platform/database/prepare.js';
import { ReadLanes } from '../src/platform/database/read-lanes.js';
import { testDatabase } from './support/database.js';

const { url, ownerUrl } = await testDatabase();
const revoked = randomUUID();
const dataSource = runtimeDataSource({ url, poolSize: 2, applicationName: 'read-lanes' });
let lanes: ReadLanes;

const as = (consortium: string, keys: string[] = []) =>
  entering({ ...systemActor(consortium, 'test'), revocable: keys });
const TENANT = { name: 'tenant', text: 'SELECT acting_consortium() AS tenant', values: [] };
const tenantOf = (consortium: string, keys?: string[]) => lanes.read<{ tenant: string }>(as(consortium, keys), TENANT);

beforeAll(async () => {
  await dataSource.initialize();
  lanes = new ReadLanes(poolOf(dataSource).options, 1);
  await withClient(ownerUrl, (owner) =>
    owner.query(`INSERT INTO revocations (key, forget_after) VALUES ($1, now() + interval '1 hour')`, [revoked]),
  );
});

afterAll(async () => {
  await lanes.close();
  await dataSource.destroy();
});

describe('Reads that travel together', () => {
  it('each see their own settings, also on a connection that has prepared nothing', async () => {
    const consortia = Array.from({ length: 40 }, () => randomUUID());
    const rows = await Promise.all(consortia.map((consortium) => tenantOf(consortium)));
    expect(rows.map(([row]) => row!.tenant)).toEqual(consortia);
  });

  it('fail alone: for a revoked token, for a mistake in the statement, for a value that cannot be read', async () => {
    const [before, refused, mistaken, unreadable, after] = await Promise.allSettled([
      tenantOf(randomUUID()),
      tenantOf(randomUUID(), [revoked]),
      lanes.read(as(randomUUID()), { name: 'mistake', text: 'SELECT nothing_of_that_name', values: [] }),
      lanes.read(as(randomUUID()), { name: 'cast', text: 'SELECT $1::uuid', values: ['x'] }),
      tenantOf(randomUUID()),
    ]);
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(refused).toMatchObject({ reason: { code: REVOKED } });
    expect(mistaken).toMatchObject({ reason: { code: '42703' } });
    expect(unreadable).toMatchObject({ reason: { code: '22P02' } });
    await expect(tenantOf(randomUUID())).resolves.toHaveLength(1);
  });

  it('of one actor share its settings and one transaction, once their statements are known; those of another never', async () => {
    const [one, other] = [as(randomUUID()), as(randomUUID())];
    const sight = {
      name: 'sight',
      text: 'SELECT acting_consortium() AS tenant, pg_current_xact_id()::text AS xact',
      values: [],
    };
    const seen = (actor: typeof one) =>
      lanes.read<{ tenant: string; xact: string }>(actor, sight).then(([row]) => row!);
    await seen(one);
    const rows = await Promise.all([one, other, one, other, one].map(seen));
    const [mine, theirs] = [one, other].map(({ values: [tenant] }) => rows.filter((row) => row.tenant === tenant));
    expect([mine!.length, theirs!.length]).toEqual([3, 2]);
    expect([mine, theirs].map((own) => new Set(own!.map(({ xact }) => xact)).size)).toEqual([1, 1]);
    expect(mine![0]!.xact).not.toBe(theirs![0]!.xact);
  });

  it('of one actor fail alone too, wherever in the transaction', async () => {
    const actor = as(randomUUID());
    const ratio = (by: unknown) =>
      lanes.read<{ result: number }>(actor, { name: 'ratio', text: 'SELECT 12 / $1::integer AS result', values: [by] });
    await ratio(1);
    for (const bad of [
      0,
      'x',
      {
        toPostgres: () => {
          throw new Error('unwritable');
        },
      },
    ]) {
      for (const place of [0, 1, 2, 3]) {
        const divisors: unknown[] = [1, 2, 3];
        divisors.splice(place, 0, bad);
        const answers = await Promise.allSettled(divisors.map(ratio));
        expect(answers.map((one) => (one.status === 'fulfilled' ? one.value[0]!.result : 'failed'))).toEqual(
          divisors.map((by) => (by === bad ? 'failed' : 12 / Number(by))),
        );
      }
    }
  });

  it('of a revoked actor all fail, and those of others behind them do not', async () => {
    const [gone, present] = [as(randomUUID(), [revoked]), as(randomUUID())];
    const answers = await Promise.allSettled([gone, gone, present, gone].map((actor) => lanes.read(actor, TENANT)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'rejected']);
    for (const at of [0, 1, 3]) expect(answers[at]).toMatchObject({ reason: { code: REVOKED } });
  });

  it('gather while all connections are under way, and leave with the next that is back', async () => {
    const order: string[] = [];
    const ask = (word: string, text: string) =>
      lanes.read(as(randomUUID()), { name: word, text, values: [] }).then(() => order.push(word));
    const slow = ask('slow', `SELECT pg_sleep(0.2)`);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const more = Array.from({ length: 40 }, (_, at) => ask(`more ${at}`, 'SELECT 1'));
    await Promise.all([slow, ...more]);
    expect(order).toEqual(['slow', ...more.map((_, at) => `more ${at}`)]);
  });

  it('refused at first sight of a statement, leave it usable for those behind them', async () => {
    const fresh = { name: 'fresh', text: 'SELECT 1 AS one', values: [] };
    const [refused, next] = await Promise.allSettled([
      lanes.read(as(randomUUID(), [revoked]), fresh),
      lanes.read(as(randomUUID()), fresh),
    ]);
    expect(refused).toMatchObject({ reason: { code: REVOKED } });
    expect(next).toEqual({ status: 'fulfilled', value: [{ one: 1 }] });
  });

  it('tell of a connection that dies, and go on by another', async () => {
    const sleeping = lanes.read(as(randomUUID()), { name: 'sleep', text: 'SELECT pg_sleep(30)', values: [] });
    const told = expect(sleeping).rejects.toThrow();
    await withClient(ownerUrl, async (owner) => {
      for (let seen = 0; seen === 0;) {
        const { rowCount } = await owner.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'read-lanes' AND datname = current_database() AND query LIKE '%pg_sleep%' AND state = 'active'`,
        );
        seen = rowCount!;
      }
    });
    await told;
    await expect(tenantOf(randomUUID())).resolves.toHaveLength(1);
  });

  it('all fail, however many wait, where there is no server', async () => {
    const nowhere = new ReadLanes(
      { ...poolOf(dataSource).options, connectionString: undefined, host: '127.0.0.1', port: 1 },
      1,
    );
    const answers = await Promise.allSettled(Array.from({ length: 60 }, () => nowhere.read(as(randomUUID()), TENANT)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['rejected']));
    await nowhere.close();
  });

  it('do not let a connection keep more plans than it may', async () => {
    const backend = async (at: number): Promise<number> => {
      const [row] = await lanes.read<{ pid: number }>(as(randomUUID()), {
        name: `plan_${at}`,
        text: `SELECT pg_backend_pid() AS pid, ${at} AS at`,
        values: [],
      });
      return row!.pid;
    };
    const pids = new Set<number>();
    for (let at = 0; at < 320; at += 1) pids.add(await backend(at));
    expect(pids.size).toBe(2);
  });
});

describe('Rows that are asked for by id', () => {
  const ROWS = {
    name: 'rows',
    text: `SELECT id, acting_consortium() AS tenant, cardinality($2::uuid[]) AS together, jsonb_build_array(id) AS own
      FROM unnest($2::uuid[]) id WHERE id <> '${revoked}' AND $1::uuid = acting_consortium()`,
  };
  interface Found {
    readonly id: string;
    readonly tenant: string;
    readonly together: number;
    readonly own: string[];
  }
  const rowOf = (consortium: string, actor: ReturnType<typeof as>, id: string) =>
    lanes.find<Found>(actor, ROWS, consortium, id);

  it('by one actor at once are one statement, and each is told its own; those of another never travel with them', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const [actor, stranger] = [as(one), as(other)];
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const [mine, theirs] = await Promise.all([
      Promise.all(ids.map((id) => rowOf(one, actor, id))),
      Promise.all(ids.slice(0, 3).map((id) => rowOf(other, stranger, id))),
    ]);
    expect(mine).toEqual(ids.map((id) => ({ id, tenant: one, together: 20, own: [id] })));
    expect(theirs).toEqual(ids.slice(0, 3).map((id) => ({ id, tenant: other, together: 3, own: [id] })));
  });

  it('are undefined where there is none, and nobody shares a row with another who asks for the same', async () => {
    const [consortium, id] = [randomUUID(), randomUUID()];
    const actor = as(consortium);
    const [missing, first, second] = await Promise.all([
      rowOf(consortium, actor, revoked),
      rowOf(consortium, actor, id),
      rowOf(consortium, actor, id),
    ]);
    expect(missing).toBeUndefined();
    first!.own.push('mine');
    expect(second).toEqual({ id, tenant: consortium, together: 2, own: [id] });
  });

  it('are more than one statement where they are many', async () => {
    const consortium = randomUUID();
    const actor = as(consortium);
    const found = await Promise.all(Array.from({ length: 250 }, () => rowOf(consortium, actor, randomUUID())));
    expect(found.map((row) => row!.together)).toEqual([100, 100, 50].flatMap((many) => Array<number>(many).fill(many)));
  });

  it('all fail of a revoked token; those of others do not', async () => {
    const [consortium, id] = [randomUUID(), randomUUID()];
    const gone = as(consortium, [revoked]);
    const answers = await Promise.allSettled([
      rowOf(consortium, gone, id),
      rowOf(consortium, gone, randomUUID()),
      rowOf(consortium, as(consortium), id),
    ]);
    expect(answers).toMatchObject([
      { reason: { code: REVOKED } },
      { reason: { code: REVOKED } },
      { status: 'fulfilled', value: { id } },
    ]);
  });

  it('are asked for anew behind a read that fails', async () => {
    const [consortium, id] = [randomUUID(), randomUUID()];
    const actor = as(consortium);
    const ratio = { name: 'by', text: 'SELECT 12 / $1::integer AS result' };
    await Promise.all([rowOf(consortium, actor, id), lanes.read(actor, { ...ratio, values: [1] })]);
    const [failed, found] = await Promise.allSettled([
      lanes.read(actor, { ...ratio, values: [0] }),
      rowOf(consortium, actor, id),
    ]);
    expect([failed.status, found]).toMatchObject(['rejected', { status: 'fulfilled', value: { id } }]);
  });
});
