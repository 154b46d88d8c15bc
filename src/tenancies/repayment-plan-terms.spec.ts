import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spread } from './repayment-plan-terms.js';

describe('A plan', () => {
  it.each([
    // debt, given → months, each
    [90_000, {}, 36, 2_500],
    [90_000, { instalments: 12 }, 12, 7_500],
    [90_000, { instalmentCents: 20_000 }, 5, 20_000],
    [100, {}, 34, 3],
    [1, {}, 1, 1],
    [5_000, { instalmentCents: 9_000 }, 1, 5_000],
  ])('of %i cents, given %j, lasts %i months of %i', (debt, given, instalments, instalmentCents) => {
    expect(spread(debt, given, 36)).toEqual({ instalments, instalmentCents });
  });

  it('pays the debt with its last instalment and not before, and lasts no longer than was asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 1, max: 120 }), (debt, months) => {
        const plan = spread(debt, { instalments: months }, 36);
        expect(plan.instalments * plan.instalmentCents).toBeGreaterThanOrEqual(debt);
        expect((plan.instalments - 1) * plan.instalmentCents).toBeLessThan(debt);
        expect(plan.instalments).toBeLessThanOrEqual(months);
      }),
    );
  });
});
