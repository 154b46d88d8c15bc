import { Command, Input } from '../platform/api/inputs.js';
import { Published, SIGNED, View } from '../platform/api/published.js';
import { MONTH, MONTH_FORMAT } from './ledger.inputs.js';
import { LedgerEntry } from './ledger-entry.entity.js';

const month = (about: string) => ({
  about,
  optional: true,
  max: 7,
  pattern: MONTH,
  format: MONTH_FORMAT,
  example: '2026-11',
});

@Command('StatementQuery', 'Of which months')
export class StatementQuery {
  @Input.text(month('First month; eleven months before the last when left out'))
  from?: string;

  @Input.text(month('Last month; the present one when left out'))
  to?: string;
}

const cents = (about: string) => ({ about: `${about}, in cents`, min: SIGNED, example: 48_000, column: false });

@View('StatementMonth', 'What happened in a civil month')
export class StatementMonth {
  @Published.text({ about: 'The month', max: 7, example: '2026-11', column: false })
  month!: string;

  @Published.integer(cents('Owed on its first day'))
  openingCents!: number;

  @Published.integer(cents('What became due or was charged in it'))
  dueCents!: number;

  @Published.integer(cents('What covered it'))
  paidCents!: number;

  @Published.integer(cents('Owed at its end'))
  closingCents!: number;

  @Published.many(() => LedgerEntry, { about: 'Its entries, by day', maxItems: 500, column: false })
  entries!: LedgerEntry[];
}

@View('AccountStatement', 'An account month by month')
export class AccountStatement {
  @Published.id({ about: 'The tenancy', column: false })
  tenancyId!: string;

  @Published.text({ about: 'First month', max: 7, example: '2025-12', column: false })
  from!: string;

  @Published.text({ about: 'Last month', max: 7, example: '2026-11', column: false })
  to!: string;

  @Published.date({ about: 'Day on which it was drawn up', column: false })
  drawnUpOn!: string;

  @Published.many(() => StatementMonth, { about: 'The months', maxItems: 60, column: false })
  months!: StatementMonth[];
}
