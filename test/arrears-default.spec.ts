import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { testApp } from './support/app.js';
import {
  arrearsFrame,
  book,
  constituting,
  evaluate,
  highest,
  inConsortium,
  RANK,
  standing,
  type ArrearsFrame,
  type Booked,
  type Finding,
} from './support/arrears.js';

const test = await testApp();
let frame: ArrearsFrame;

beforeAll(async () => {
  frame = await arrearsFrame(test);
});

const MONTH = 48_000;
const due = (on: string, amountCents = MONTH): Booked => ({ kind: 'due', amountCents, on });
const paid = (on: string, amountCents = MONTH): Booked => ({ kind: 'payment', amountCents, on });

function firsts(year: number, month: number, months: number): string[] {
  return Array.from({ length: months }, (_, index) => {
    const ordinal = year * 12 + month - 1 + index;
    return `${Math.floor(ordinal / 12)}-${String((ordinal % 12) + 1).padStart(2, '0')}-01`;
  });
}
/** Pays each month in full on its day, but the first, of which 30 € are left out. */
const thirtyEurosShort = (days: readonly string[]): Booked[] =>
  days.flatMap((on, index) => [due(on), paid(on, index === 0 ? MONTH - 3_000 : MONTH)]);

/** A tenancy of whose account these entries are all that is known. */
async function booked(entries: Booked[]): Promise<string> {
  const [id] = await standing(test, frame, [{ debtCents: 0 }]);
  const blank = `UPDATE accounts SET due_cents = 0, paid_cents = 0, first_default_on = NULL, last_entry_on = NULL WHERE tenancy_id = $1`;
  await inConsortium(test, frame, blank, [id]);
  await book(test, frame, id!, entries);
  return id!;
}
const on = (id: string, at: string): Promise<Finding[]> => evaluate(test, frame, at, id, true);
const judged = async (id: string, at: string): Promise<[string, string]> => {
  const found = await on(id, at);
  return [constituting(found), highest(found)];
};

describe('Three months after the first default', () => {
  it('constitute 30 € that were never cleared, however well each month since was paid', async () => {
    const id = await booked(thirtyEurosShort(firsts(2027, 2, 6)));
    expect(await judged(id, '2027-01-31')).toEqual(['', 'none']);
    expect(await judged(id, '2027-02-01')).toEqual(['', 'watch']);
    expect(await judged(id, '2027-04-30')).toEqual(['', 'watch']);
    expect(await judged(id, '2027-05-01')).toEqual(['apl_rental_default', 'constituted']);
    const found = (await on(id, '2027-07-31')).find(({ code }) => code === 'apl_rental_default');
    expect(found).toMatchObject({ met: true, since: '2027-05-01', pay: 3_000 });
  });

  it('begin anew once the account was clear on any evening', async () => {
    const days = firsts(2027, 2, 6);
    const id = await booked([...thirtyEurosShort(days), paid('2027-03-20', 3_000), due('2027-04-10', 1_000)]);
    expect(await judged(id, '2027-03-31')).toEqual(['', 'none']);
    expect(await judged(id, '2027-07-09')).toEqual(['', 'watch']);
    expect(await judged(id, '2027-07-10')).toEqual(['apl_rental_default', 'constituted']);
  });

  it('are not begun by a month that is paid late, but on an evening before the next', async () => {
    const late = firsts(2027, 2, 6).flatMap((first) => [due(first, 40_000), paid(`${first.slice(0, 8)}25`, 40_000)]);
    const id = await booked(late);
    expect(await judged(id, '2027-07-10')).toEqual(['', 'watch']);
    expect(await judged(id, '2027-07-25')).toEqual(['', 'none']);
  });

  it('of half a year over the change: to verify on the day itself only where nothing has come since, constituted by the next due', async () => {
    const id = await booked(thirtyEurosShort(firsts(2026, 9, 4)));
    expect(await judged(id, '2026-12-31')).toEqual(['', 'watch']);
    expect(await judged(id, '2027-01-01')).toEqual(['', 'to_verify']);
    await book(test, frame, id, [due('2027-01-05'), paid('2027-01-05')]);
    expect(await judged(id, '2027-01-04')).toEqual(['', 'to_verify']);
    expect(await judged(id, '2027-01-05')).toEqual(['apl_rental_default', 'constituted']);
  });

  it('of 500 € since December: to verify, then constituted by the 450 € rule with the due of 5 January', async () => {
    const id = await booked([due('2026-12-01', 50_000)]);
    expect(await judged(id, '2026-12-31')).toEqual(['apl_rental_net', 'constituted']);
    expect(await judged(id, '2027-01-01')).toEqual(['', 'to_verify']);
    await book(test, frame, id, [due('2027-01-05', 100)]);
    expect(await judged(id, '2027-01-05')).toEqual(['apl_rental_amount', 'constituted']);
  });
});

describe('An account as it was on a day', () => {
  it('counts what came late but is of an earlier day, and nothing of later days', async () => {
    const id = await booked([due('2026-05-01'), due('2026-06-01')]);
    expect(await judged(id, '2026-06-01')).toEqual(['apl_rental_net', 'constituted']);
    await book(test, frame, id, [paid('2026-07-01', 2 * MONTH)]);
    expect(await judged(id, '2026-06-01')).toEqual(['apl_rental_net', 'constituted']);
    expect(await judged(id, '2026-07-01')).toEqual(['', 'none']);
    await book(test, frame, id, [paid('2026-05-20')]);
    expect(await judged(id, '2026-06-01')).toEqual(['apl_rental_net', 'constituted']);
    expect((await on(id, '2026-06-01'))[0]).toMatchObject({ pay: MONTH });
  });

  it('is today what is kept of it today', async () => {
    const arbitrary = fc.array(
      fc.record({
        kind: fc.constantFrom('due' as const, 'payment' as const),
        amountCents: fc.integer({ min: 1, max: 60_000 }),
        on: fc.integer({ min: 1, max: 28 }).map((day) => `2026-06-${String(day).padStart(2, '0')}`),
      }),
      { minLength: 1, maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(arbitrary, async (entries) => {
        const id = await booked(entries);
        const kept = await evaluate(test, frame, '2026-06-30', id);
        expect(await on(id, '2026-06-30')).toEqual(kept);
      }),
      { numRuns: 20 },
    );
  });

  it('rises with what is owed and never falls, whatever was booked, on both sides of the change', async () => {
    const days = firsts(2026, 8, 10);
    const months = fc.array(fc.integer({ min: 0, max: 70_000 }), { minLength: 10, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(months, fc.integer({ min: 1, max: 60_000 }), fc.nat(9), async (pays, extra, when) => {
        const entries = days.flatMap((first, index) => [
          due(first),
          ...(pays[index]! > 0 ? [paid(first, pays[index]!)] : []),
        ]);
        const [less, more] = [await booked(entries), await booked([...entries, due(days[when]!, extra)])];
        for (const at of ['2026-12-31', '2027-01-01', '2027-02-10', '2027-05-20']) {
          const [low, high] = [highest(await on(less, at)), highest(await on(more, at))];
          expect(RANK.indexOf(high)).toBeGreaterThanOrEqual(RANK.indexOf(low));
        }
      }),
      { numRuns: 12 },
    );
  });
});
