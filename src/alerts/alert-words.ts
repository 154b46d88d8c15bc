import type { Words } from '../platform/errors/failure.js';

/**
 * How a kind of alert is told. Each sentence may hold places, filled from the facts (`{debtCents}`) or from `{since}`; a
 * sentence whose places are not all known is left out. It is read by whom the cause is for, whoever that is: so it names no
 * person and no condition, and says what is to be done rather than why somebody is in trouble.
 */
export interface KindWords {
  readonly title: Words;
  readonly sentences: readonly Words[];
  readonly action: Words;
  /** What a supporter is to do, where that is something else. */
  readonly supporterAction?: Words;
}
