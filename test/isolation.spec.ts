import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { Actor } from '../src/platform/access/actor.js';
import { inContext } from '../src/platform/context.js';
import { poolOf } from '../src/platform/database/connection.js';
import { Database } from '../src/platform/database/database.js';
import { consortiumOf } from './support/actors.js';
import { ownApp } from './support/app.js';

const test = await ownApp({ DATABASE_POOL_SIZE: '2' });
const a = await consortiumOf(test, { bailleur: { roles: ['landlord'] }, association: { roles: ['supporter'] } });
const b = await consortiumOf(test, { bailleur: { roles: ['landlord'] }, association: { roles: ['supporter'] } });
const database = test.app.get(Database);
const dataSource = test.app.get(DataSource);

/** The database's own answer, whatever the application would have asked: no WHERE, no tenant, no viewer. */
function bare<T extends object>(consortiumId: string, organisationId: string, sql: string): Promise<T[]> {
  const actor: Actor = {
    kind: 'member',
    consortiumId,
    organisationId,
    principal: { type: 'client', id: organisationId },
    roles: [],
    functions: [],
    permissions: new Set(),
    revocable: [],
  };
  return inContext({ requestId: 'isolation', locale: 'fr', actor }, () => database.read<T>(sql));
}

describe('Isolation', () => {
  it('crosses nothing in 500 interleaved requests of two consortia over two connections', async () => {
    const callers = [
      { partner: a.partners.bailleur, own: a.consortiumId },
      { partner: b.partners.bailleur, own: b.consortiumId },
      { partner: a.coordinator, own: a.consortiumId },
      { partner: b.partners.association, own: b.consortiumId },
    ];
    const expected = new Map<string, string[]>();
    for (const consortium of [a, b]) {
      const ids = [consortium.coordinator, ...Object.values(consortium.partners)].map(
        (partner) => partner.organisationId,
      );
      expected.set(consortium.consortiumId, ids.sort());
    }
    const wrong: string[] = [];
    await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const { partner, own } = callers[index % callers.length]!;
        if (index % 7 === 3) {
          // A write that fails in the middle of its transaction must leave nothing behind either.
          await partner.post('/v1/memberships', {
            organisationId: a.partners.bailleur.organisationId,
            roles: ['landlord'],
            startsOn: '2012-01-01',
          });
        }
        const answer = await partner.get('/v1/organisations?limit=200');
        const ids = (answer.body as { data: { id: string }[] }).data.map(({ id }) => id).sort();
        if (JSON.stringify(ids) !== JSON.stringify(expected.get(own))) wrong.push(`${index}: ${answer.status}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('leaves no setting on a connection, after success and after failure', async () => {
    await a.coordinator
      .post('/v1/organisations', { name: 'x', kind: 'association', siret: '20003452800041' })
      .expect(422);
    await a.coordinator.get('/v1/organisations').expect(200);
    const pool = poolOf(dataSource);
    const clients = await Promise.all([pool.connect(), pool.connect()]);
    const left = await Promise.all(
      clients.map((client) =>
        client.query<{ tenant: string }>(`SELECT coalesce(current_setting('app.consortium', true), '') AS tenant`),
      ),
    );
    clients.forEach((client) => client.release());
    expect(left.map(({ rows }) => rows[0]!.tenant)).toEqual(['', '']);
  });

  it('shows no row to a connection without an actor', async () => {
    const { rows } = await poolOf(dataSource).query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM organisations',
    );
    expect(rows[0]!.count).toBe(0);
  });

  it('holds by the database alone: without any WHERE each table shows rows of the acting consortium only', async () => {
    const tables = await test.owner<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute at ON at.attrelid = c.oid AND at.attname = 'consortium_id'
       WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
         AND has_table_privilege('passerelle_runtime', c.oid, 'SELECT') ORDER BY 1`,
    );
    expect(tables.length).toBeGreaterThan(5);
    const foreign: string[] = [];
    for (const { name } of tables) {
      const { consortiumId, partners } = a;
      const rows = await bare<{ consortium: string }>(
        consortiumId,
        partners.bailleur.organisationId,
        `SELECT DISTINCT consortium_id AS consortium FROM ${name}`,
      );
      if (rows.some(({ consortium }) => consortium !== consortiumId)) foreign.push(name);
    }
    expect(foreign).toEqual([]);
  });

  it('refuses to write a row of another consortium', async () => {
    const sql = `INSERT INTO organisations (consortium_id, id, name, kind) VALUES ('${b.consortiumId}', gen_random_uuid(), 'x', 'association') RETURNING id`;
    await expect(bare(a.consortiumId, a.partners.bailleur.organisationId, sql)).rejects.toThrow(/row-level security/);
  });

  it('answers the same for an id of another consortium and for a random one', async () => {
    const foreign = await a.coordinator.get(`/v1/organisations/${b.partners.bailleur.organisationId}`);
    const random = await a.coordinator.get('/v1/organisations/01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10');
    const strip = ({ status, body }: { status: number; body: Record<string, unknown> }) => ({
      status,
      ...body,
      instance: '',
      requestId: '',
    });
    expect(strip(foreign as never)).toEqual(strip(random as never));
  });
});
