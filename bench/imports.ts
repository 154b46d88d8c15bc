import { randomUUID } from 'node:crypto';
import { withClient } from '../src/platform/database/prepare.js';
import { clock } from '../src/platform/clock.js';
import type { Contest } from './contest.js';
import { inTurns, type Runner, type Timing } from './timings.js';
import { forgetPeak, memoryOf, peakMemoryOf } from './usage.js';
import { JSON_BODY, textOf, type Target } from './workloads.js';
import { tenanciesOf } from './workloads-accounts.js';

const LINES = 10_000;

/** A landlord's file of payments, again and again another one. */
export async function measureImports(contest: Contest, url: string, hand: Target, whole: Target): Promise<Timing> {
  const tenancies = await withClient(url, (owner) => tenanciesOf(owner, LINES));
  const file = (): string =>
    JSON.stringify({
      lines: Array.from({ length: LINES }, (_, n) => ({
        tenancyId: tenancies[n % tenancies.length],
        amountCents: 1_00 + (n % 100),
        occurredOn: clock.today(),
        externalId: { system: 'bench', value: randomUUID() },
      })),
    });
  contest.log('e: limit and Passerelle in turns …');
  const memory: string[] = [];
  const runner = (name: string, target: Target): Runner => ({
    name,
    pid: target.server.pid,
    async run() {
      const { pid } = target.server;
      forgetPeak(pid);
      const before = memoryOf(pid);
      const request = {
        method: 'POST',
        path: '/v1/payments',
        body: bodies.pop()!,
        headers: { ...JSON_BODY, 'idempotency-key': randomUUID() },
      };
      const answer = JSON.parse(await textOf(target.server, request, await target.headers())) as { recorded: number };
      if (answer.recorded !== LINES) throw new Error(`${name} recorded ${answer.recorded} of ${LINES} payments`);
      if (name === 'Passerelle') memory.push(`${before} → ${peakMemoryOf(pid)}`);
    },
  });
  const bodies: string[] = [];
  const both = [runner('limit', hand), runner('Passerelle', whole)] as const;
  const load = { rounds: contest.options.rounds, postmaster: contest.cluster.postmaster };
  const found = await inTurns(both, load, () => {
    bodies.push(file(), file());
    return Promise.resolve();
  });
  contest.log(`   ${found.ratio!.toFixed(2)}`);
  const notes = [`memory of Passerelle before each import and at its highest during it, MB: ${memory.join(', ')}`];
  return { key: 'e', title: `import of ${LINES} payments`, ...found, notes };
}
