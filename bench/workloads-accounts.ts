import type { Request } from 'autocannon';
import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { withClient } from '../src/platform/database/prepare.js';
import { JSON_BODY, pagesOf, textOf, type Target, type Workload } from './workloads.js';

const PAYERS = 2_000;
const LIST = `query Tenancies($after: String) {
  tenancies(first: 50, after: $after) {
    nodes {
      id kind status startsOn
      dwelling { id label communeCode type }
      household { id type size }
      account { dueCents paidCents balanceCents }
      arrears { id status level debtCents }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export async function accountWorkloads(target: Target): Promise<Workload[]> {
  const title = 'GraphQL: 50 tenancies with dwelling, household, balance, arrears';
  return [{ key: 'c', title, requests: await pagesOf(target, 'tenancies', LIST) }];
}

/** The tenancies of the landlord who has most of them. */
export async function tenanciesOf(owner: ClientBase, most: number): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT t.id FROM tenancies t WHERE t.landlord_id = (SELECT landlord_id FROM tenancies GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)
     ORDER BY t.id LIMIT $1`,
    [most],
  );
  return rows.map(({ id }) => id);
}

/** Each request is a payment of its own, with a key of its own, of any of so many accounts. */
export async function paymentWorkloads(databaseUrl: string): Promise<Workload[]> {
  const tenancies = await withClient(databaseUrl, (owner) => tenanciesOf(owner, PAYERS));
  const requests: Request[] = [
    {
      method: 'POST',
      body: JSON.stringify({ amountCents: 1_00 }),
      setupRequest: (request) => ({
        ...request,
        path: `/v1/tenancies/${tenancies[Math.floor(Math.random() * tenancies.length)]!}/payments`,
        headers: { ...request.headers, ...JSON_BODY, 'idempotency-key': randomUUID() },
      }),
    },
  ];
  return [{ key: 'd', title: 'one payment recorded, idempotent', requests }];
}

/** Jobs that catch up in a fresh copy write events of their own. */
const WRITTEN = ['ledger_entries', `events WHERE type = 'account.changed'`, 'idempotent_answers'];

/** One payment writes the same number of rows on both, answers the same but for ids and instants, and is not written again by its key. */
export async function assertSameEffects(url: string, workload: Workload, targets: readonly Target[]): Promise<void> {
  const seen = await withClient(url, async (owner) => {
    const found: string[] = [];
    for (const target of targets) {
      const request = workload.requests[0]!.setupRequest!({ ...workload.requests[0]! });
      const before = await countsOf(owner);
      const answer = await textOf(target.server, request, await target.headers());
      const after = await countsOf(owner);
      const again = await textOf(target.server, request, await target.headers());
      if (again !== answer) throw new Error(`The same key again answers otherwise:\n${answer}\n${again}`);
      if (String(await countsOf(owner)) !== String(after)) throw new Error('The same key again wrote something');
      const written = after.map((count, index) => count - before[index]!);
      found.push(`${written.join()} ${answer.replace(/"(id|createdAt|updatedAt|tenancyId)":"[^"]*"/g, '"$1":"…"')}`);
    }
    return found;
  });
  if (new Set(seen).size > 1) throw new Error(`Workload ${workload.key} differs:\n${seen.join('\n')}`);
}

async function countsOf(owner: ClientBase): Promise<number[]> {
  const counts = WRITTEN.map((rows) => `(SELECT count(*) FROM ${rows})`).join(', ');
  const { rows } = await owner.query<{ counts: string[] }>(`SELECT ARRAY[${counts}] AS counts`);
  return rows[0]!.counts.map(Number);
}
