/** Amounts of a month, integer cents. Null is “not known”, and what rests on it is not known either: never zero. */
export interface MonthlyCost {
  readonly rentCents: number;
  readonly chargesCents: number;
  /** APL or ALF: what is left to pay is less. */
  readonly benefitCents: number;
}

/** What the household itself pays a month; a benefit never makes a cost negative. */
export function netCostOf({ rentCents, chargesCents, benefitCents }: MonthlyCost): number {
  return Math.max(0, rentCents + chargesCents - benefitCents);
}

/**
 * Rent-to-income (taux d’effort) in basis points, 3000 for 30 %, rounded half up: (rent + charges − benefit) ÷ resources without
 * the housing benefit (arrêté of 10 March 2011 on applicants’ taux d’effort, K). Null when resources are unknown or nil: a
 * ratio to nothing is no number.
 */
export function rentToIncome(monthlyIncomeCents: number | null, cost: MonthlyCost): number | null {
  if (monthlyIncomeCents === null || monthlyIncomeCents === 0) return null;
  return Math.floor((netCostOf(cost) * 10_000 * 2 + monthlyIncomeCents) / (2 * monthlyIncomeCents));
}

/** What is left to live on (reste à vivre) a month after housing; negative when housing costs more than there is. */
export function leftToLiveOn(monthlyIncomeCents: number | null, cost: MonthlyCost): number | null {
  return monthlyIncomeCents === null ? null : monthlyIncomeCents - netCostOf(cost);
}
