import { Published, SIGNED, View } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { AccountKnowledge } from './accounts.enums.js';

const known = (column: string) => (alias: string) =>
  `CASE WHEN ${alias}.last_entry_on IS NOT NULL THEN ${alias}.${column} END`;
const cents = (about: string, column: string) => ({
  about: `${about}, in cents; null when nothing is known`,
  nullable: true,
  min: SIGNED,
  example: 48_000,
  sql: known(column),
});
const day = (about: string) => ({ about, nullable: true });
const ofTenancy = (alias: string, expression: string): string =>
  `(SELECT ${expression} FROM tenancies s WHERE s.consortium_id = ${alias}.consortium_id AND s.id = ${alias}.tenancy_id)`;

/** When the lessor last sent anything, of this tenancy or of another. */
const heardOn = (alias: string): string =>
  `greatest(${alias}.last_received_on, (SELECT max(l.last_received_on) FROM ledger_senders l
    WHERE l.consortium_id = ${alias}.consortium_id AND l.organisation_id IN (${alias}.landlord_id, ${alias}.operator_id)))`;

/** In the database: what is known, or the last day on which it is current; see `knowledgeOn`. */
const knowledge = (alias: string): string =>
  `CASE WHEN ${alias}.last_entry_on IS NULL THEN 'nothing_known' ELSE ${ofTenancy(
    alias,
    `CASE WHEN s.settled_on IS NOT NULL THEN 'current'
      ELSE ((coalesce(${heardOn(alias)}, s.starts_on) + interval '1 month')::date)::text END`,
  )} END`;

/** What the entries of a tenancy come to. “Nothing known” is not “nothing owed”: then the amounts are null. */
@View('Account', 'What is owed on a tenancy, since when, and how much is known of it', 'accounts')
export class Account {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(AccountKnowledge, { about: 'How much is known', sql: knowledge })
  knowledge!: AccountKnowledge;

  @Published.integer(cents('All that was due', 'due_cents'))
  dueCents!: number | null;

  @Published.integer(cents('All that covered it: payments, benefits, aids, waivers', 'paid_cents'))
  paidCents!: number | null;

  @Published.integer(cents('What is owed; negative when too much was paid', 'balance_cents'))
  balanceCents!: number | null;

  @Published.date(day('Day of the oldest due that is not fully covered'))
  oldestUnpaidOn!: CivilDate | null;

  @Published.date(day('First day of the debt, never cleared since: what the rules of arrears start from'))
  firstDefaultOn!: CivilDate | null;

  @Published.integer({ about: 'Latest monthly terms in a row of which nothing was paid', min: 0 })
  wholeTermsUnpaid!: number;

  @Published.flag({ about: 'Whether part of what is owed was paid' })
  hasPartialPayment!: boolean;

  @Published.date(day('Day of the latest entry'))
  lastEntryOn!: CivilDate | null;

  @Published.date({ ...day('Day on which the lessor last sent anything'), sql: heardOn })
  lastReceivedOn!: CivilDate | null;

  @Published.date({
    ...day('Day on which the account was settled or written off'),
    sql: (alias) => ofTenancy(alias, 's.settled_on'),
  })
  settledOn!: CivilDate | null;
}

/** A lessor that has not sent for a month leaves the account stale, also when all seems paid. */
export function knowledgeOn(today: CivilDate, read: string): AccountKnowledge {
  if (read === 'nothing_known' || read === 'current') return read;
  return read < today ? 'stale' : 'current';
}
