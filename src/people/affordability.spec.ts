import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leftToLiveOn, netCostOf, rentToIncome } from './affordability.js';

const cost = (rentCents: number, chargesCents = 0, benefitCents = 0) => ({ rentCents, chargesCents, benefitCents });

describe('rent-to-income and what is left', () => {
  it.each([
    // income, rent, charges, benefit → basis points, left
    [100_000, 30_000, 0, 0, 3000, 70_000],
    [100_000, 40_000, 8_000, 28_000, 2000, 80_000],
    [60_755, 35_000, 5_000, 29_000, 1811, 49_755],
    [100_000, 33_333, 0, 0, 3333, 66_667],
    [80_000, 30_001, 0, 0, 3750, 49_999],
    [20_000, 40_000, 0, 0, 20_000, -20_000],
    [50_000, 20_000, 0, 30_000, 0, 50_000],
  ])('%i a month, rent %i + %i − %i: %i bp, %i left', (income, rent, charges, benefit, points, left) => {
    expect(rentToIncome(income, cost(rent, charges, benefit))).toBe(points);
    expect(leftToLiveOn(income, cost(rent, charges, benefit))).toBe(left);
  });

  it('unknown resources leave both unknown, never zero', () => {
    expect(rentToIncome(null, cost(30_000))).toBeNull();
    expect(leftToLiveOn(null, cost(30_000))).toBeNull();
  });

  it('no resources at all have no ratio, and leave less than nothing', () => {
    expect(rentToIncome(0, cost(30_000))).toBeNull();
    expect(leftToLiveOn(0, cost(30_000))).toBe(-30_000);
  });

  it('more income never raises the ratio, and leaves more', () => {
    const cents = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(cents, cents, cents, (income, more, rent) => {
        expect(rentToIncome(income + more, cost(rent))!).toBeLessThanOrEqual(rentToIncome(income, cost(rent))!);
        expect(leftToLiveOn(income + more, cost(rent))!).toBeGreaterThan(leftToLiveOn(income, cost(rent))!);
      }),
    );
  });

  it('a benefit above the cost makes it nil', () => expect(netCostOf(cost(100, 0, 500))).toBe(0));
});
