import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { Requires } from '../platform/access/requires.js';
import { columnsOf } from '../platform/api/published.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { invalidQuery } from '../platform/errors/failure.js';
import { AccountsService } from './accounts.service.js';
import { LedgerEntry } from './ledger-entry.entity.js';
import { statementCsv } from './statement-csv.js';
import { statementPdf } from './statement-pdf.js';
import type { AccountStatement, StatementQuery } from './statement.views.js';

const MOST_MONTHS = 60;

/** Entries of the months, with what was owed before them. */
const ENTRIES = `
  SELECT ${columnsOf(LedgerEntry)}, to_char(t.occurred_on, 'YYYY-MM') AS "inMonth", t.due_side AS "dueSide" FROM ledger_entries t
  WHERE t.consortium_id = $1 AND t.tenancy_id = $2 AND t.occurred_on >= $3::date AND t.occurred_on < ($4::date + interval '1 month') ORDER BY t.occurred_on, t.id`;
const BEFORE = `SELECT coalesce(sum(t.amount_cents), 0)::integer AS cents FROM ledger_entries t
  WHERE t.consortium_id = $1 AND t.tenancy_id = $2 AND t.occurred_on < $3::date`;

type Entry = LedgerEntry & { inMonth: string; dueSide: boolean };

/** An account month by month: civil months, entries on the day on which they count. */
@Injectable()
export class StatementsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
  ) {}

  @Requires('accounts:read')
  async get(id: string, query: StatementQuery): Promise<AccountStatement> {
    const { tenancyId } = await this.accounts.get(id);
    const months = monthsOf(query);
    const [from, to] = [months[0]!, months.at(-1)!];
    const place = [actor().consortiumId, tenancyId, `${from}-01`];
    const [before] = await this.database.read<{ cents: number }>(BEFORE, place);
    const entries = await this.database.read<Entry>(ENTRIES, [...place, `${to}-01`]);
    context().trail?.read(
      'ledger_entries',
      entries.map((entry) => entry.id),
    );
    return { tenancyId, from, to, drawnUpOn: clock.today(), months: roll(months, before!.cents, entries) };
  }

  /** For a spreadsheet: an entry a line; a cell never becomes a formula. */
  @Requires('accounts:read')
  async csv(id: string, query: StatementQuery): Promise<string> {
    return statementCsv(await this.get(id, query));
  }

  @Requires('accounts:read')
  async pdf(id: string, query: StatementQuery): Promise<Buffer> {
    return statementPdf(await this.get(id, query), context().locale);
  }
}

function monthsOf({ from, to }: StatementQuery): string[] {
  const last = Temporal.PlainYearMonth.from(to ?? clock.today().slice(0, 7));
  const first = from === undefined ? last.subtract({ months: 11 }) : Temporal.PlainYearMonth.from(from);
  const count = first.until(last, { largestUnit: 'months' }).months + 1;
  if (count < 1) throw invalidQuery('/to', 'period_reversed');
  if (count > MOST_MONTHS) throw invalidQuery('/from', 'too_many_items', { max: MOST_MONTHS });
  return Array.from({ length: count }, (_, index) => first.add({ months: index }).toString());
}

function roll(months: readonly string[], before: number, all: readonly Entry[]): AccountStatement['months'] {
  let openingCents = before;
  return months.map((month) => {
    const own = all.filter((entry) => entry.inMonth === month);
    const sum = (dueSide: boolean): number =>
      own.reduce((total, entry) => total + (entry.dueSide === dueSide ? entry.amountCents : 0), 0);
    const [dueCents, paidCents] = [sum(true), 0 - sum(false)];
    const row = { month, openingCents, dueCents, paidCents, closingCents: openingCents + dueCents - paidCents };
    openingCents = row.closingCents;
    return { ...row, entries: own.map(({ inMonth: _month, dueSide: _side, ...entry }) => entry as LedgerEntry) };
  });
}
