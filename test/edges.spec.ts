import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { Temporal } from 'temporal-polyfill';
import { systemActor } from '../src/platform/access/actor.js';
import { clock } from '../src/platform/clock.js';
import { poolOf, runtimeDataSource } from '../src/platform/database/connection.js';
import { entering } from '../src/platform/database/entering.js';
import { withClient } from '../src/platform/database/prepare.js';
import { ReadLanes } from '../src/platform/database/read-lanes.js';
import { login } from './support/actors.js';
import { ownApp } from './support/app.js';
import { testDatabase } from './support/database.js';
import { addDwelling, placementFrame, refer, type Frame } from './support/placements.js';

type Body = Record<string, unknown>;

const instantAt = (epochMs: number): string => Temporal.Instant.fromEpochMilliseconds(epochMs).toString();
const test = await ownApp();
const testing = await testDatabase();
let frame: Frame;
let placement: string;

beforeAll(async () => {
  frame = await placementFrame(test);
  placement = (await refer(frame)).id;
  await addDwelling(frame);
});

describe('A GraphQL list that a document merges from several places', () => {
  it('has the fields of each operation, also of one that shares a fragment with another', async () => {
    const query = `query A { ...list } query B { ...list placements { nodes { status } } } fragment list on Query { placements { nodes { id } } }`;
    const ask = async (operationName: string): Promise<unknown> =>
      (await frame.partners.supporter.post('/graphql', { query, operationName })).body;
    expect(await ask('A')).toEqual({ data: { placements: { nodes: [{ id: placement }] } } });
    for (let time = 0; time < 3; time += 1)
      expect(await ask('B')).toEqual({ data: { placements: { nodes: [{ id: placement, status: 'referred' }] } } });
  });

  it('has the fields that a variable includes, also when another left them out before', async () => {
    const query = `query ($more: Boolean!) { placements { nodes { id } } placements @include(if: $more) { nodes { householdSize referral { householdId } } } }`;
    const ask = async (more: boolean): Promise<Body[]> => {
      const { body } = await frame.partners.supporter.graphql(query, { more });
      return (body as { data: { placements: { nodes: Body[] } } }).data.placements.nodes;
    };
    expect(await ask(false)).toEqual([{ id: placement }]);
    for (let time = 0; time < 3; time += 1)
      expect(await ask(true)).toEqual([
        { id: placement, householdSize: expect.any(Number), referral: { householdId: expect.any(String) } },
      ]);
  });
});

describe('A token whose scopes do not hold consortia:read', () => {
  it('gets no organisation and no programme through housing, as it gets none by themselves', async () => {
    const narrow = await login(test, frame.partners.landlord, 'housing:read');
    await narrow.get('/v1/organisations').expect(403);
    await frame.partners.landlord
      .post('/v1/sites', { name: 'Les Lilas', kind: 'social_residence', communeCode: '75120' })
      .expect(201);
    const fields = 'landlord { name } operator { contact }';
    const query = `{ dwellings { nodes { id ${fields} programme { name } } } sites { nodes { id ${fields} } } }`;
    const { dwellings, sites } = ((await narrow.graphql(query)).body as { data: Record<string, { nodes: Body[] }> })
      .data;
    expect(dwellings!.nodes).not.toEqual([]);
    for (const node of dwellings!.nodes) {
      expect(node).toMatchObject({ landlord: null, operator: null, programme: null });
      const one = await narrow.graphql(`query ($id: ID!) { dwelling(id: $id) { ${fields} } }`, { id: node.id });
      expect(one.body).toEqual({ data: { dwelling: { landlord: null, operator: null } } });
    }
    for (const node of sites!.nodes) expect(node).toMatchObject({ landlord: null, operator: null });
  });
});

describe('An access token', () => {
  it('ends with the civil day, as does a membership that ends by date, before any job of that night', async () => {
    const { supporter } = frame.partners;
    try {
      const evening = clock.epochMs() + (clock.secondsLeftToday() - 120) * 1000;
      clock.set(instantAt(evening));
      const late = await login(test, supporter);
      await late.get('/v1/placements').expect(200);
      clock.set(instantAt(evening + 121_000));
      await late.get('/v1/placements').expect(401);
    } finally {
      clock.set(null);
    }
  });
});

describe('An Idempotency-Key', () => {
  it('is of the resource, however its address is written', async () => {
    const ask = (path: string) =>
      frame.partners.landlord
        .post(path, { name: 'Les Ormes', kind: 'social_residence', communeCode: '75120' })
        .set('Idempotency-Key', 'one-site');
    const first = await ask('/v1/sites').expect(201);
    const again = await ask('/v1/s%69tes');
    expect([again.status, (again.body as Body).id]).toEqual([201, (first.body as Body).id]);
  });
});

describe('An answer that the audit could not note', () => {
  it('says nothing of what was read, not its version either', async () => {
    await test.owner('ALTER FUNCTION audit_write RENAME TO audit_write_away');
    try {
      for (const path of [`/v1/placements/${placement}`, '/v1/placements?limit=1']) {
        const { headers } = await frame.partners.supporter.get(path).expect(503);
        expect([headers.etag, headers.link]).toEqual([undefined, undefined]);
      }
    } finally {
      await test.owner('ALTER FUNCTION audit_write_away RENAME TO audit_write');
    }
  });
});

describe('HTTP', () => {
  const raw = (lines: string[]): Promise<string> =>
    new Promise((resolve) => {
      const { port } = test.app.getHttpServer().address() as { port: number };
      const socket = net.connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
      let answer = '';
      socket.on('data', (data) => (answer += data.toString())).on('close', () => resolve(answer));
    });
  const common = (): string[] => [
    'Host: x',
    'Connection: close',
    'Accept-Language: en',
    `Authorization: Bearer ${frame.partners.supporter.token}`,
  ];

  it('gives a 304 no length, which would be that of another answer (RFC 9110, 8.6)', async () => {
    const answer = await raw([`GET /v1/placements/${placement} HTTP/1.1`, ...common(), 'If-None-Match: *']);
    expect(answer).toMatch(/^HTTP\/1\.1 304 /);
    expect(answer).not.toMatch(/content-length/i);
  });

  it('gives HEAD the length that GET would have, also of a 304', async () => {
    const lengthOf = async (method: string, condition: string[]): Promise<string | undefined> => {
      const answer = await raw([`${method} /v1/placements/${placement} HTTP/1.1`, ...common(), ...condition]);
      return /content-length: (\d+)/i.exec(answer)?.[1];
    };
    const length = await lengthOf('GET', []);
    expect(Number(length)).toBeGreaterThan(0);
    expect([await lengthOf('HEAD', []), await lengthOf('HEAD', ['If-None-Match: *'])]).toEqual([length, length]);
  });

  it('takes no body that is packed', async () => {
    const { supporter } = frame.partners;
    const answer = await supporter
      .post('/v1/sites', { name: 'Les Ormes' })
      .set('Content-Encoding', 'gzip')
      .set('Accept-Language', 'en')
      .expect(415);
    expect((answer.body as Body).detail).toContain('without `Content-Encoding`');
    await supporter.get(`/v1/placements/${placement}`).set('Content-Encoding', 'gzip').expect(200);
  });

  it('answers an expectation that it does not know, as any request', async () => {
    const answer = await raw(['GET /v1/placements HTTP/1.1', ...common(), 'Expect: something-else']);
    expect(answer).toMatch(/^HTTP\/1\.1 (200 |417 [\s\S]*application\/problem\+json)/);
  });
});

describe('Reads that travel together', () => {
  let lanes: ReadLanes;
  const { url, ownerUrl } = testing;
  const dataSource = runtimeDataSource({ url, poolSize: 2, applicationName: 'edges' });
  const read = (text: string, values: unknown[] = []): Promise<Body[]> =>
    lanes.read<Body>(entering(systemActor(randomUUID(), 'test')), { name: text.slice(0, 60), text, values });

  beforeAll(async () => {
    await dataSource.initialize();
    lanes = new ReadLanes(poolOf(dataSource).options, 1);
  });
  afterAll(async () => {
    await lanes.close();
    await dataSource.destroy();
  });

  it('go on after a table that they read was changed', async () => {
    await withClient(ownerUrl, (owner) =>
      owner.query(`CREATE TABLE changing (a integer); GRANT SELECT ON changing TO passerelle_runtime`),
    );
    await read('SELECT a FROM changing');
    await withClient(ownerUrl, (owner) => owner.query(`ALTER TABLE changing ALTER COLUMN a TYPE text`));
    await read('SELECT a FROM changing').catch(() => undefined);
    await expect(read('SELECT a FROM changing')).resolves.toEqual([]);
  });

  it('fail alone for a value that cannot be sent', async () => {
    const circular: Body = {};
    circular.self = circular;
    const all = Promise.allSettled([read('SELECT 1 AS n'), read('SELECT $1 AS n', [circular]), read('SELECT 2 AS n')]);
    const late = new Promise((resolve) => setTimeout(resolve, 3000, 'never answered').unref());
    const settled = await Promise.race([all, late]);
    expect(settled).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected' }, { status: 'fulfilled' }]);
    await expect(read('SELECT 3 AS n')).resolves.toEqual([{ n: 3 }]);
  });
});
