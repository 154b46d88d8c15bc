import { addMonths } from '../platform/calendar.js';
import { Recent } from '../platform/api/recent.js';
import { Published, View } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { AccountKnowledge } from './accounts.enums.js';

const cents = (about: string) => ({
  about: `${about}, in cents; null when nothing is known`,
  nullable: true,
  example: 48_000,
  column: false,
});
const day = (about: string) => ({ about, nullable: true, column: false });

/** What the entries of a tenancy come to. “Nothing known” is not “nothing owed”: then the amounts are null. */
@View('Account', 'What is owed on a tenancy, since when, and how much is known of it')
export class Account {
  @Published.id({ about: 'The tenancy', column: false })
  tenancyId!: string;

  @Published.code(AccountKnowledge, { about: 'How much is known', column: false })
  knowledge!: AccountKnowledge;

  @Published.integer(cents('All that was due'))
  dueCents!: number | null;

  @Published.integer(cents('All that covered it: payments, benefits, aids, waivers'))
  paidCents!: number | null;

  @Published.integer({ ...cents('What is owed; negative when too much was paid') })
  balanceCents!: number | null;

  @Published.date(day('Day of the oldest due that is not fully covered'))
  oldestUnpaidOn!: CivilDate | null;

  @Published.date(day('First day of the debt, never cleared since: what the rules of arrears start from'))
  firstDefaultOn!: CivilDate | null;

  @Published.integer({ about: 'Latest monthly terms in a row of which nothing was paid', min: 0, column: false })
  wholeTermsUnpaid!: number;

  @Published.flag({ about: 'Whether part of what is owed was paid', column: false })
  hasPartialPayment!: boolean;

  @Published.date(day('Day of the latest entry'))
  lastEntryOn!: CivilDate | null;

  @Published.date(day('Day on which the lessor last sent anything'))
  lastReceivedOn!: CivilDate | null;

  @Published.date(day('Day on which the account was settled or written off'))
  settledOn!: CivilDate | null;
}

/** As it stands in the database, with the first day of the tenancy. */
export type AccountRow = Omit<Account, 'knowledge'> & { startsOn: CivilDate };

/** The same few days come again and again. */
const monthsAfter = new Recent<CivilDate>(1_000);

function monthAfter(day: CivilDate): CivilDate {
  const before = monthsAfter.get(day);
  if (before !== undefined) return before;
  const made = addMonths(day, 1);
  monthsAfter.put(day, made);
  return made;
}

/** A lessor that has not sent for a month leaves the account stale, also when all seems paid. */
export function accountOf({ startsOn, ...row }: AccountRow, today: CivilDate): Account {
  const heard = row.lastReceivedOn ?? startsOn;
  const known = row.lastEntryOn !== null;
  const stale = row.settledOn === null && monthAfter(heard) < today;
  const knowledge = known ? (stale ? 'stale' : 'current') : 'nothing_known';
  const amounts = known ? {} : { dueCents: null, paidCents: null, balanceCents: null };
  return Object.assign(new Account(), row, amounts, { knowledge });
}

/** For some tenancies, those whose account the actor sees; `parentId` for loaders. */
export const ACCOUNTS = `
  SELECT a.tenancy_id AS "parentId", a.tenancy_id AS "tenancyId", a.due_cents AS "dueCents", a.paid_cents AS "paidCents",
    a.balance_cents AS "balanceCents", a.oldest_unpaid_on AS "oldestUnpaidOn", a.first_default_on AS "firstDefaultOn",
    a.whole_terms_unpaid AS "wholeTermsUnpaid", a.has_partial_payment AS "hasPartialPayment", a.last_entry_on AS "lastEntryOn",
    greatest(a.last_received_on, (SELECT max(s.last_received_on) FROM ledger_senders s WHERE s.consortium_id = a.consortium_id
      AND s.organisation_id IN (a.landlord_id, a.operator_id))) AS "lastReceivedOn", t.settled_on AS "settledOn", t.starts_on AS "startsOn"
  FROM accounts a JOIN tenancies t ON t.consortium_id = a.consortium_id AND t.id = a.tenancy_id
  WHERE a.consortium_id = $1 AND a.tenancy_id = ANY($2::uuid[])`;
