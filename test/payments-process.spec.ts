import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { withClient } from '../src/platform/database/prepare.js';
import { ownApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { sittingTenant } from './support/tenancies.js';

/** Servers start and swallow files: a minute on a busy machine. */
jest.setTimeout(240_000);

const PASSERELLE_KEYS = randomBytes(32).toString('base64');
const test = await ownApp({ PASSERELLE_KEYS });
const frame = await placementFrame(test);
const { landlord } = frame.partners;

interface Line {
  tenancyId: string;
  kind: 'due' | 'payment';
  amountCents: number;
  occurredOn: string;
  externalId: { system: string; value: string };
}
interface Report {
  recorded: number;
  known: number;
}
interface Server {
  readonly process: ChildProcess;
  readonly baseUrl: string;
  readonly liveMb: number;
}

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

/** Another process on the same database, with the same keys: a token is good at both. */
async function serve(...flags: string[]): Promise<Server> {
  const environment = {
    LOG_LEVEL: 'silent',
    PASSERELLE_KEYS,
    PASSERELLE_DATA_DIR: test.config.PASSERELLE_DATA_DIR,
    PASSERELLE_PUBLIC_URL: test.config.PASSERELLE_PUBLIC_URL,
    PASSERELLE_RATE_CLIENT: '1000000',
    PASSERELLE_RATE_CONSORTIUM: '1000000',
  };
  const told = JSON.stringify({ url: test.ownerUrl, environment });
  const given = ['--import', './test/support/swc-loader.js', 'test/payments.process.ts', told];
  const child = spawn(process.execPath, [...flags, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The server ended at once: ${code}`))),
  ])) as [Buffer];
  return { process: child, ...(JSON.parse(line.toString()) as Omit<Server, 'process'>) };
}

/** Undefined when the server went away before it answered. */
async function send(server: { baseUrl: string }, lines: readonly Line[], key: string): Promise<Report | undefined> {
  const headers = {
    Authorization: `Bearer ${landlord.token}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': key,
  };
  const body = JSON.stringify({ lines });
  const answer = await fetch(`${server.baseUrl}/v1/payments`, { method: 'POST', headers, body }).catch(() => undefined);
  if (answer === undefined) return undefined;
  const report = (await answer.json().catch(() => undefined)) as Report | undefined;
  if (report !== undefined) expect([answer.status, report]).toEqual([200, report]);
  return report;
}

let counter = 0;
const fileOf = (tenancyId: string, lines: number): Line[] =>
  Array.from({ length: lines }, (_, index) => ({
    tenancyId,
    kind: index % 2 === 0 ? 'due' : 'payment',
    amountCents: index % 2 === 0 ? 300 : 100,
    occurredOn: '2026-02-01',
    externalId: { system: 'rent', value: `K-${(counter += 1)}` },
  }));
const balanceOf = async (id: string): Promise<unknown> =>
  ((await landlord.get(`/v1/tenancies/${id}/account`).expect(200)).body as { balanceCents: number }).balanceCents;

/** One that nothing happens to. */
const other = await serve('--expose-gc');

describe('A server that is killed in the middle of a landlord’s files', () => {
  it('has kept what it acknowledged; the rest is there whole or not at all, and repeated counts once', async () => {
    const [held, free] = [await sittingTenant(frame), await sittingTenant(frame)];
    const server = await serve();
    const files = Array.from({ length: 24 }, (_, index) => ({
      key: randomUUID(),
      lines: fileOf(index % 3 === 2 ? held.id : free.id, 200),
    }));
    const acknowledged = new Set<string>();
    await withClient(test.ownerUrl, async (holder) => {
      // So that some stand in the middle of their transaction when it dies, whatever the speed of the machine.
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM accounts WHERE tenancy_id = $1 FOR UPDATE', [held.id]);
      const sending = files.map(async ({ key, lines }) => {
        const report = await send(server, lines, key);
        if (report === undefined) return;
        expect(report).toMatchObject({ recorded: 200, known: 0 });
        acknowledged.add(key);
        if (acknowledged.size === 3) server.process.kill('SIGKILL');
      });
      await Promise.all(sending);
      await holder.query('ROLLBACK');
    });
    expect(acknowledged.size).toBeGreaterThanOrEqual(3);
    expect(acknowledged.size).toBeLessThan(files.length);

    const present = async ({ lines }: { lines: Line[] }): Promise<number> => {
      const values = lines.map(({ externalId }) => externalId.value);
      const [row] = await test.owner<{ count: number }>(
        'SELECT count(*)::integer AS count FROM ledger_entries WHERE external_id = ANY ($1::text[])',
        [values],
      );
      return row!.count;
    };
    const before = await Promise.all(files.map(present));
    files.forEach(({ key }, index) =>
      expect([0, 200]).toContain(acknowledged.has(key) ? before[index]! - 200 : before[index]),
    );
    expect(before.filter((count) => count === 0)).not.toEqual([]);
    for (const { key, lines } of files) expect(await send(other, lines, key)).toMatchObject({ recorded: 200 }); // done or replayed
    for (const { lines } of files)
      expect(await send(other, lines, randomUUID())).toMatchObject({ recorded: 0, known: 200 });
    expect(await Promise.all(files.map(present))).toEqual(files.map(() => 200));
    expect([await balanceOf(held.id), await balanceOf(free.id)]).toEqual([8 * 20_000, 16 * 20_000]);
  });
});

describe('A file of ten thousand lines', () => {
  it('takes no more than sixty megabytes beside what the server lives on, however often one comes', async () => {
    const { id } = await sittingTenant(frame);
    // Old objects 30 MB beyond, young ones three times eight: together less than sixty.
    const bounded = await serve(`--max-old-space-size=${other.liveMb + 30}`, '--max-semi-space-size=8');
    for (let time = 0; time < 3; time += 1) {
      const lines = fileOf(id, 10_000);
      expect(await send(bounded, lines, randomUUID())).toMatchObject({ recorded: 10_000 });
      expect(await send(bounded, lines, randomUUID())).toMatchObject({ recorded: 0, known: 10_000 });
    }
    expect(await balanceOf(id)).toBe(3 * 5_000 * 200);
    expect(bounded.process.exitCode).toBeNull();
    bounded.process.kill('SIGTERM');
  });
});
