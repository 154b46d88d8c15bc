import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';
import '../src/platform/errors/common.reasons.js';
import type { Actor } from '../src/platform/access/actor.js';
import { AuditRetention } from '../src/platform/audit/audit-retention.js';
import { verifyAudit } from '../src/platform/audit/audit-verification.js';
import { AuditWriter } from '../src/platform/audit/audit-writer.js';
import { AuditService } from '../src/platform/audit/audit.service.js';
import { clock } from '../src/platform/clock.js';
import { inContext, type Context } from '../src/platform/context.js';
import { Keyring } from '../src/platform/crypto.js';
import { poolOf, runtimeDataSource } from '../src/platform/database/connection.js';
import { Database } from '../src/platform/database/database.js';
import { withClient } from '../src/platform/database/prepare.js';
import { testDatabase } from './support/database.js';

const keyring = new Keyring([randomBytes(32)]);
let source: DataSource;
let writer: AuditWriter;
let database: Database;

afterAll(() => source.destroy());
const place = await testDatabase();

const connect = (poolSize = 4): Promise<DataSource> =>
  runtimeDataSource({ url: place.url, poolSize, applicationName: 'audit-test' }).initialize();

beforeAll(async () => {
  source = await connect();
  writer = new AuditWriter(source, keyring);
  database = new Database(source, keyring);
});
afterEach(() => clock.set(null));

function member(organisationId: string = randomUUID(), consortiumId: string = randomUUID()): Actor {
  return {
    kind: 'member',
    consortiumId,
    organisationId,
    principal: { type: 'client', id: randomUUID() },
    roles: ['supporter'],
    functions: [],
    permissions: new Set(['audit:read']),
    revocable: [],
  };
}

function as<T>(actor: Actor, run: (current: Context) => Promise<T>, by = writer): Promise<T> {
  const current: Context = { requestId: randomUUID(), locale: 'en', actor, trail: by.newTrail('GET /v1/people/:id') };
  return inContext(current, () => run(current));
}

const readsBy = (by: AuditWriter, actor: Actor, ...ids: string[]): Promise<void> =>
  as(
    actor,
    async ({ trail }) => {
      trail!.read('people', ids);
      await by.flush(trail!);
    },
    by,
  );
const reads = (actor: Actor, ...ids: string[]): Promise<void> => readsBy(writer, actor, ...ids);

const changes = (actor: Actor, id: string): Promise<void> =>
  as(actor, ({ trail }) =>
    database.work(async () => {
      trail!.changed('people', id);
      await Promise.resolve();
    }),
  );

const asOwner = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  withClient(place.ownerUrl, async (client) => (await client.query<Record<string, unknown>>(sql, values)).rows);
const verify = () => withClient(place.ownerUrl, (client) => verifyAudit(client, keyring));
const seen = (actor: Actor) => as(actor, () => database.read<{ id: string }>('SELECT id FROM audit_entries'));

describe('the audit', () => {
  it('writes the reads of 200 concurrent requests in a few batches, each durable before its request goes on', async () => {
    const consortium = randomUUID();
    const actors = Array.from({ length: 200 }, () => member(undefined, consortium));
    const [before] = await asOwner('SELECT count(*)::int AS n FROM audit_batches');
    await Promise.all(actors.map((actor) => reads(actor, randomUUID(), randomUUID())));
    const [after] = await asOwner('SELECT count(*)::int AS n FROM audit_batches');
    const [entries] = await asOwner(
      'SELECT count(DISTINCT organisation_id)::int AS n FROM audit_entries WHERE consortium_id = $1 AND cardinality(ids) = 2',
      [consortium],
    );
    expect(entries).toEqual({ n: 200 });
    expect(Number(after!.n) - Number(before!.n)).toBeLessThan(10);
  });

  it('writes nothing for a request that read nothing', async () => {
    const actor = member();
    await reads(actor);
    expect(await seen(actor)).toEqual([]);
  });

  it('writes a change with the transaction that makes it, and seals it afterwards', async () => {
    const actor = member();
    const [kept, undone] = [randomUUID(), randomUUID()];
    await changes(actor, kept);
    await as(actor, ({ trail }) =>
      database.work(() => {
        trail!.changed('people', undone);
        return Promise.reject(new Error('changed my mind'));
      }),
    ).catch(() => undefined);
    await writer.onApplicationShutdown();
    const rows = await asOwner(
      `SELECT e.kind, e.ids, EXISTS (SELECT 1 FROM audit_batches b WHERE e.id = ANY (b.entry_ids)) AS sealed FROM audit_entries e WHERE consortium_id = $1`,
      [actor.consortiumId],
    );
    expect(rows).toEqual([{ kind: 'change', ids: [kept], sealed: true }]);
  });

  it('shows an organisation its own entries of this consortium, and no other', async () => {
    const actor = member();
    await reads(actor, randomUUID());
    await reads(member(undefined, actor.consortiumId), randomUUID());
    await reads(member(actor.organisationId), randomUUID());
    expect(await seen(actor)).toHaveLength(1);
    expect(await seen({ ...member(undefined, actor.consortiumId), kind: 'system' })).toEqual([]);
  });

  it.each([
    'UPDATE audit_entries SET operation = $$x$$',
    'DELETE FROM audit_entries',
    'TRUNCATE audit_entries',
    'DELETE FROM audit_entries_default',
    'INSERT INTO audit_entries SELECT * FROM audit_entries',
    'SELECT * FROM audit_batches',
    'DELETE FROM audit_batches',
    'SELECT * FROM audit_entries_default',
    'DROP TABLE audit_entries_default',
    'SELECT audit_drop(current_date)',
  ])('refuses to the run-time role: %s', async (sql) => {
    await expect(poolOf(source).query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses to its own definer role to change what is written', async () => {
    for (const sql of [
      'UPDATE audit_entries SET ids = $${}$$',
      'DELETE FROM audit_entries',
      'TRUNCATE audit_batches',
    ]) {
      await expect(asOwner(`SET ROLE passerelle_definer; ${sql}`)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('lists newest first by pages, filters, and audits that it was read', async () => {
    const actor = member();
    const service = new AuditService(database, keyring);
    const ids: string[] = Array.from({ length: 5 }, () => randomUUID());
    for (const id of ids) await reads(actor, id);
    await as(actor, async ({ trail }) => {
      const first = await service.list({ limit: 3 });
      const second = await service.list({ limit: 3, cursor: first.nextCursor! });
      expect([...first.data, ...second.data].flatMap(({ subjectIds }) => subjectIds)).toEqual([...ids].reverse());
      expect(second.nextCursor).toBeNull();
      await expect(service.list({ limit: 3, kind: 'read', cursor: first.nextCursor! })).rejects.toMatchObject({
        reason: 'invalid_cursor',
      });
      const [found] = (
        await service.list({ subjectId: ids[1], table: 'people', kind: 'read', principalId: actor.principal.id })
      ).data;
      expect(found).toMatchObject({ subjectIds: [ids[1]], operation: 'GET /v1/people/:id', principalType: 'client' });
      expect((await service.list({ to: found!.at })).data).toHaveLength(1);
      expect((await service.list({ kind: 'change' })).data).toEqual([]);
      await writer.flush(trail!);
      expect((await service.list({ table: 'audit_entries' })).data).toHaveLength(1);
    });
    await expect(as({ ...actor, permissions: new Set() }, async () => service.list({}))).rejects.toMatchObject({
      reason: 'forbidden',
    });
  });

  it('gives no answer when the entry cannot be written, and recovers', async () => {
    const lost = await connect(1);
    const other = new AuditWriter(lost, keyring);
    const attempt = () => readsBy(other, member(), randomUUID());
    await attempt();
    const owner = withClient(place.ownerUrl, async (client) => {
      await client.query('BEGIN; LOCK TABLE audit_batches IN ACCESS EXCLUSIVE MODE');
      const held = attempt();
      await expect(
        Promise.race([held.then(() => 'answered'), new Promise((pass) => setTimeout(pass, 100, 'waits'))]),
      ).resolves.toBe('waits');
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = 'audit_batches'::regclass`,
      );
      await expect(held).rejects.toMatchObject({ reason: 'unavailable', options: { retryAfter: 1 } });
      await client.query('ROLLBACK');
    });
    await owner;
    await attempt();
    await lost.destroy();
    await expect(attempt()).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it('finds nothing wrong with itself after all this', async () => {
    const report = await verify();
    expect(report).toMatchObject({ intact: true, unsealedReads: 0, unsealedChanges: 0 });
    expect(report.chains.length).toBeGreaterThan(2);
  });

  it('keeps months apart: what came before its partition moves into it, and the last six months cannot be dropped', async () => {
    const retention = new AuditRetention(source, { PASSERELLE_AUDIT_MONTHS: 12 });
    await retention.prepare();
    expect(await asOwner('SELECT 1 FROM audit_entries_default')).toEqual([]);
    expect(await retention.prepare()).toBe(0);
    expect(await retention.drop()).toBe(0);
    await reads(member(), randomUUID());
    expect(await verify()).toMatchObject({ intact: true });
  });

  const chainOf = async (): Promise<string> =>
    String((await asOwner('SELECT writer FROM audit_batches GROUP BY 1 ORDER BY max(seq) DESC LIMIT 1'))[0]!.writer);
  const THIRD = `(SELECT entry_ids[1] FROM audit_batches WHERE writer = $1 AND seq = 3)`;
  it.each([
    [
      'a changed entry',
      `UPDATE audit_entries SET principal_id = 'somebody else' WHERE id = ${THIRD}`,
      { seq: 3, reason: 'hash' },
    ],
    ['a removed entry', `DELETE FROM audit_entries WHERE id = ${THIRD}`, { seq: 3, reason: 'hash' }],
    [
      'an entry told twice',
      `INSERT INTO audit_entries SELECT consortium_id, gen_random_uuid(), at, id, kind, principal_type, principal_id,
       operation, tables, ids, request_id FROM audit_entries WHERE id = ${THIRD}`,
      { seq: 3, reason: 'hash' },
    ],
    ['a removed batch', `DELETE FROM audit_batches WHERE writer = $1 AND seq = 3`, { seq: 4, reason: 'gap' }],
    ['a removed beginning', `DELETE FROM audit_batches WHERE writer = $1 AND seq < 3`, { seq: 3, reason: 'gap' }],
    [
      'a batch written anew without the key',
      `UPDATE audit_batches SET hash = sha256(hash) WHERE writer = $1 AND seq = 3`,
      { seq: 3, reason: 'seal' },
    ],
  ])('detects %s, whoever did it', async (_what, sql, broken) => {
    const chain = await chainOf();
    await withClient(place.ownerUrl, async (client) => {
      await client.query('CREATE TABLE IF NOT EXISTS kept_entries AS SELECT * FROM audit_entries');
      await client.query('CREATE TABLE IF NOT EXISTS kept_batches AS SELECT * FROM audit_batches');
      await client.query(sql, [chain]);
    });
    const report = await verify();
    expect(report.intact).toBe(false);
    expect(report.chains.filter((one) => one.broken)).toEqual([expect.objectContaining({ writer: chain, broken })]);
    await asOwner(`DELETE FROM audit_entries; DELETE FROM audit_batches; INSERT INTO audit_entries SELECT * FROM kept_entries;
      INSERT INTO audit_batches SELECT * FROM kept_batches`);
    expect(await verify()).toMatchObject({ intact: true });
  });

  it('detects a read that was slipped in beside the writer', async () => {
    await asOwner(`INSERT INTO audit_entries SELECT consortium_id, organisation_id, at - interval '1 hour', id, kind, principal_type, 'somebody',
      operation, tables, ids, request_id FROM audit_entries WHERE kind = 'read' LIMIT 1`);
    expect(await verify()).toMatchObject({ intact: false, unsealedReads: 1 });
    await asOwner(`DELETE FROM audit_entries WHERE principal_id = 'somebody'`);
  });

  it('tells of a change whose process died before it was sealed, after a minute', async () => {
    const silent = new AuditWriter(
      { driver: { master: { connect: () => Promise.reject(new Error('gone')) } } } as unknown as DataSource,
      keyring,
    );
    await as(
      member(),
      ({ trail }) =>
        database.work(async () => {
          trail!.changed('people', randomUUID());
          await Promise.resolve();
        }),
      silent,
    );
    expect(await verify()).toMatchObject({ unsealedChanges: 0 });
    clock.set(Temporal.Now.instant().add({ minutes: 2 }).toString());
    expect(await verify()).toMatchObject({ intact: true, unsealedChanges: 1 });
  });

  it('drops old months, default partition included, and chains still hold where they now begin', async () => {
    await asOwner(
      `SET ROLE passerelle_definer; CREATE TABLE audit_entries_2020_01 PARTITION OF audit_entries FOR VALUES FROM ('2020-01-01Z') TO ('2020-02-01Z')`,
    );
    const old = new AuditWriter(source, keyring);
    for (const day of ['2020-01-10', '2020-02-10', '2020-03-10', '2020-04-10']) {
      clock.set(`${day}T12:00:00Z`);
      await readsBy(old, member(), randomUUID());
    }
    const [answer] = await asOwner(`SELECT audit_drop('2020-03-20') AS dropped`);
    expect(answer).toEqual({ dropped: 1 });
    expect(await asOwner(`SELECT count(*)::int AS n FROM audit_entries WHERE at < '2021-01-01'`)).toEqual([{ n: 2 }]);
    clock.set(null);
    await readsBy(old, member(), randomUUID());
    expect(await verify()).toMatchObject({ intact: true, unsealedReads: 0 });
  });
});
