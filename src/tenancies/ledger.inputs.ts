import { ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { EntryKind, EntryLabel, SentEntryKind } from './accounts.enums.js';

/** A million euros. */
export const MOST_CENTS = 100_000_000;
export const MONTH_FORMAT = { fr: 'AAAA-MM', en: 'YYYY-MM' } as const;
/** From the year 1000 on: there is no year 0, and who means 2026 writes no 0026. */
export const MONTH = /^[1-9]\d{3}-(0[1-9]|1[0-2])$/;

const amount = (about: string, min: number) => ({ about, min, max: MOST_CENTS, example: 48_000 });
const label = { about: 'What it is for; follows from the kind when left out', optional: true };
const month = {
  about: 'The month for which it is',
  optional: true,
  max: 7,
  pattern: MONTH,
  format: MONTH_FORMAT,
  example: '2026-11',
};
const own = { about: 'Your own identifier: the same one is never counted twice', optional: true };

@Command('PaymentInput', 'A payment that was received; it covers the oldest due first')
export class PaymentInput {
  @Input.integer(amount('Amount, in cents', 1))
  amountCents!: number;

  @Input.date({ about: 'Day of the payment; today when left out', optional: true })
  occurredOn?: CivilDate;

  @Input.code(EntryLabel, label)
  label?: EntryLabel;

  @Input.one(() => ExternalIdInput, own)
  externalId?: ExternalIdInput;
}

@Command('LedgerEntryInput', 'An entry to add to an account')
export class LedgerEntryInput {
  @Input.code(SentEntryKind, { about: 'Its kind' })
  kind!: SentEntryKind;

  @Input.integer(
    amount('Amount, in cents: positive, whatever the kind; only an adjustment may lower what is owed', -MOST_CENTS),
  )
  amountCents!: number;

  @Input.date({ about: 'The day on which it counts; today when left out', optional: true })
  occurredOn?: CivilDate;

  @Input.text(month)
  month?: string;

  @Input.code(EntryLabel, label)
  label?: EntryLabel;

  @Input.one(() => ExternalIdInput, own)
  externalId?: ExternalIdInput;
}

@Command('ReversalInput', 'Why an entry is reversed')
export class ReversalInput {
  @Input.code(EntryLabel, { about: 'Why; `correction` when left out', optional: true })
  label?: EntryLabel;

  @Input.date({ about: 'Day of the reversal; today when left out', optional: true })
  occurredOn?: CivilDate;
}

@Command('LedgerEntryFilter', 'Which entries')
export class LedgerEntryFilter extends PageFilter {
  @Input.code(EntryKind, { about: 'Of this kind', optional: true })
  kind?: EntryKind;

  @Input.code(EntryLabel, { about: 'For this', optional: true })
  label?: EntryLabel;

  @Input.text({ ...month, about: 'For this month' })
  month?: string;

  @Input.id({ about: 'That reverses this entry', optional: true })
  reversesId?: string;

  @Input.id({ about: 'That this entry reverses', optional: true })
  reversedById?: string;

  @Input.date({ about: 'From this day', optional: true })
  from?: CivilDate;

  @Input.date({ about: 'Before this day', optional: true })
  to?: CivilDate;
}
