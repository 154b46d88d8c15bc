import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { testApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { sittingTenant } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord } = frame.partners;

interface Entry {
  kind: 'due' | 'payment' | 'benefit' | 'aid' | 'adjustment' | 'waiver';
  amountCents: number;
  occurredOn: string;
}
type Account = Record<string, unknown> & {
  balanceCents: number | null;
  oldestUnpaidOn: string | null;
  firstDefaultOn: string | null;
};

const day = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 28 }))
  .map(([month, date]) => `2026-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);
const cents = fc.integer({ min: 1, max: 60_000 });
const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('due' as const), amountCents: cents, occurredOn: day }) },
  fc.record({
    kind: fc.constantFrom('payment' as const, 'benefit' as const, 'aid' as const, 'waiver' as const),
    amountCents: cents,
    occurredOn: day,
  }),
  fc.record({
    kind: fc.constant('adjustment' as const),
    amountCents: cents.chain((amount) => fc.constantFrom(amount, -amount)),
    occurredOn: day,
  }),
);
const ledger = fc.array(entry, { minLength: 1, maxLength: 14 });

const open = async (): Promise<string> => (await sittingTenant(frame)).id;
const account = async (id: string): Promise<Account> => {
  const { lastEntryOn, lastReceivedOn, knowledge, tenancyId, ...rest } = (
    await landlord.get(`/v1/tenancies/${id}/account`).expect(200)
  ).body as Account;
  void [lastEntryOn, lastReceivedOn, knowledge, tenancyId];
  return rest as Account;
};
async function send(tenancyId: string, entries: readonly Entry[]): Promise<void> {
  const lines = entries.map((one) => ({ tenancyId, ...one, externalId: { system: 'laws', value: randomUUID() } }));
  await landlord.put('/v1/payments', { lines }).expect(200);
}

/** What raises the debt, and what covers it, told apart without SQL. */
const raises = ({ kind, amountCents }: Entry): boolean => kind === 'due' || (kind === 'adjustment' && amountCents > 0);
const signed = (one: Entry): number => (raises(one) || one.kind === 'adjustment' ? one.amountCents : -one.amountCents);

/** Payments cover the oldest due first: the first day at whose end more was due, up to then, than was ever paid. */
function oldestUnpaid(entries: readonly Entry[]): string | null {
  const paid = -entries.filter((one) => !raises(one)).reduce((sum, one) => sum + signed(one), 0);
  const dues = entries.filter(raises).sort((a, b) => a.occurredOn.localeCompare(b.occurredOn));
  let due = 0;
  return dues.find((one) => (due += one.amountCents) > paid)?.occurredOn ?? null;
}

/** Day by day, forward: in debt since then and on the evening of every day since. */
function firstDefault(entries: readonly Entry[]): string | null {
  const days = [...new Set(entries.map(({ occurredOn }) => occurredOn))].sort();
  let since: string | null = null;
  for (const day of days) {
    const owed = entries.filter((one) => one.occurredOn <= day).reduce((sum, one) => sum + signed(one), 0);
    since = owed > 0 ? (since ?? day) : null;
  }
  return since;
}

const RUNS = { numRuns: 15, endOnFailure: true };

describe('The laws of an account', () => {
  it('its balance is the sum of its entries; the oldest unpaid due the first that payments do not reach; the first default where the debt began', async () => {
    await fc.assert(
      fc.asyncProperty(ledger, async (entries) => {
        const id = await open();
        await send(id, entries);
        const { balanceCents, oldestUnpaidOn, firstDefaultOn } = await account(id);
        expect(balanceCents).toBe(entries.reduce((sum, one) => sum + signed(one), 0));
        expect(oldestUnpaidOn).toBe(oldestUnpaid(entries));
        expect(firstDefaultOn).toBe(firstDefault(entries));
        if (firstDefaultOn && oldestUnpaidOn) expect(firstDefaultOn <= oldestUnpaidOn).toBe(true);
      }),
      RUNS,
    );
  });

  it('the order in which entries arrive does not matter, nor whether they come at once or one by one', async () => {
    await fc.assert(
      fc.asyncProperty(
        ledger.chain((entries) =>
          fc.tuple(
            fc.constant(entries),
            fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
          ),
        ),
        async ([entries, shuffled]) => {
          const [one, other] = [await open(), await open()];
          await send(one, entries);
          for (const single of shuffled) await send(other, [single]);
          expect(await account(other)).toEqual(await account(one));
        },
      ),
      RUNS,
    );
  });

  it('a reversal restores what was before, whatever came between', async () => {
    await fc.assert(
      fc.asyncProperty(ledger, entry, ledger, async (before, wrong, after) => {
        const [one, other] = [await open(), await open()];
        await send(one, [...before, ...after]);
        await send(other, before);
        const made = await landlord.post(`/v1/tenancies/${other}/ledger-entries`, { ...wrong }).expect(201);
        await send(other, after);
        await landlord
          .post(`/v1/tenancies/${other}/ledger-entries/${(made.body as { id: string }).id}/reversal`, {})
          .expect(201);
        expect(await account(other)).toEqual(await account(one));
      }),
      RUNS,
    );
  });
});
