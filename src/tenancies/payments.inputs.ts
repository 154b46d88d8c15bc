import { ExternalIdInput } from '../platform/api/external-ids.js';
import { BulkCommand, Input } from '../platform/api/inputs.js';
import type { CivilDate } from '../platform/clock.js';
import { EntryLabel, ImportMode, SentEntryKind } from './accounts.enums.js';
import { MONTH, MONTH_FORMAT, MOST_CENTS } from './ledger.inputs.js';

export const MOST_LINES = 10_000;

/** Checked by `payment-lines.ts`, which is written for thousands of them. */
@BulkCommand('PaymentLine', 'An entry of a file: of which tenancy, and what')
export class PaymentLine {
  @Input.id({ about: 'The tenancy, by its id', optional: true })
  tenancyId?: string;

  @Input.one(() => ExternalIdInput, { about: 'The tenancy, by your own identifier of it', optional: true })
  tenancyExternalId?: ExternalIdInput;

  @Input.code(SentEntryKind, { about: 'Its kind; a payment when left out', optional: true })
  kind?: SentEntryKind;

  @Input.integer({
    about: 'Amount, in cents: positive, whatever the kind; only an adjustment may be negative',
    min: -MOST_CENTS,
    max: MOST_CENTS,
    example: 48_000,
  })
  amountCents!: number;

  @Input.date({ about: 'The day on which it counts' })
  occurredOn!: CivilDate;

  @Input.text({
    about: 'The month for which it is; that of its day for a due',
    optional: true,
    max: 7,
    pattern: MONTH,
    format: MONTH_FORMAT,
    example: '2026-11',
  })
  month?: string;

  @Input.code(EntryLabel, { about: 'What it is for; follows from the kind when left out', optional: true })
  label?: EntryLabel;

  @Input.one(() => ExternalIdInput, { about: 'Your own identifier of the entry: the same one is never counted twice' })
  externalId!: ExternalIdInput;
}

@BulkCommand('PaymentsInput', 'Dues, payments and other entries of many tenancies')
export class PaymentsInput {
  @Input.code(ImportMode, { about: 'Atomic when left out: one refused line, and nothing is recorded', optional: true })
  mode?: ImportMode;

  @Input.many(() => PaymentLine, { about: 'The entries', minItems: 1, maxItems: MOST_LINES })
  lines!: PaymentLine[];
}
