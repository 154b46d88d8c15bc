import type { PlacementStatus, PlacementStep } from './placements.enums.js';

/** Steps that a programme or a convention may leave out. */
export const OMISSIBLE = ['eligibility', 'submission', 'acceptance'] as const satisfies readonly PlacementStep[];

/** From which statuses each step starts when nothing is left out. */
const STARTS: Record<Exclude<PlacementStep, 'referral'>, readonly PlacementStatus[]> = {
  eligibility: ['referred', 'ineligible'],
  offer: ['eligible'],
  answer: ['offered'],
  submission: ['offered'],
  allocation: ['submitted', 'postponed', 'under_condition'],
  acceptance: ['allocated'],
  move_in: ['accepted'],
  ending: [
    'referred',
    'eligible',
    'ineligible',
    'offered',
    'submitted',
    'postponed',
    'under_condition',
    'allocated',
    'accepted',
    'moved_in',
  ],
};

/** Which status a left-out step would have ended in: the next step may start from where that one starts. */
const LED_TO: Record<(typeof OMISSIBLE)[number], PlacementStatus> = {
  eligibility: 'eligible',
  submission: 'submitted',
  acceptance: 'accepted',
};

/** The statuses from which a step may be taken, given the steps that are left out. */
export function startsFrom(step: Exclude<PlacementStep, 'referral'>, omitted: readonly string[]): PlacementStatus[] {
  const found = new Set(STARTS[step]);
  for (const left of OMISSIBLE) {
    if (omitted.includes(left) && found.has(LED_TO[left])) STARTS[left].forEach((status) => found.add(status));
  }
  return [...found];
}
