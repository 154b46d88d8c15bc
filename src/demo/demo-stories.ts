import type { CivilDate } from '../platform/clock.js';

/** How a tenant who fell behind has paid, and what was done about it; months are counted back from that of the loading. */
export interface Story {
  /** Percent of its own part that the household paid, the present month last; everything before was paid. */
  readonly paid: readonly number[];
  /** The month in which the lessor reported the case to the paying body. */
  readonly reported?: number;
  /** The month in which a plan was agreed, in how many instalments, how many of which were paid. */
  readonly plan?: { readonly month: number; readonly instalments: number; readonly kept: number };
}

/** An account of the demonstration: whose, who sends its entries, and since when nothing more came. */
export interface Account {
  readonly tenancyId: string;
  readonly senderId: string;
  /** The lessor sends its dues too, and sent them until that day. */
  readonly sentUntil?: CivilDate;
  readonly story?: Story;
}

const months = (percent: number, count: number): number[] => Array.from({ length: count }, () => percent);

/** One for each rule and each way on: read where the accounts are given out. */
export const STORIES = {
  /** The present month is missing: the earliest level. */
  firstDefault: { paid: [0] },
  /** A few euros were never made up: watched. What is paid covers the oldest due, so the default is always the latest. */
  aLittle: { paid: [90, ...months(100, 6)] },
  /** Twice the month; to be reported within weeks. */
  toReport: { paid: [0, 0, 100] },
  /** Reported; the delay for a plan runs. */
  planDue: { paid: [0, 0, ...months(100, 4)], reported: 3 },
  /** Reported, and the delay for a plan is over: the FSL. */
  planMissed: { paid: [0, 0, 50, ...months(100, 8)], reported: 8 },
  planKept: { paid: [0, 0, ...months(100, 9)], reported: 8, plan: { month: 7, instalments: 12, kept: 12 } },
  planFulfilled: { paid: [0, 0, ...months(100, 10)], reported: 9, plan: { month: 8, instalments: 4, kept: 4 } },
  planBroken: { paid: [0, 0, ...months(100, 9)], reported: 8, plan: { month: 6, instalments: 12, kept: 2 } },
  /** Nothing at all was paid for three terms. */
  nothingPaid: { paid: [0, 0, 0] },
  /** Something each month, and too little. */
  tooLittle: { paid: months(40, 5) },
  twoMonths: { paid: [0, 0] },
  /** Nothing since five months: twice the month, and from 2027 on the months that passed too. */
  fiveMonths: { paid: months(0, 5) },
  /** The benefit comes, the household pays nothing: the oldest due that is not covered is months old. */
  benefitAlone: { paid: months(0, 9), reported: 4 },
  /** The household pays what it always did: what is missing is the benefit. */
  asBefore: { paid: [] },
  leftInDebt: { paid: [0, 0, 100, 100] },
} as const satisfies Record<string, Story>;
