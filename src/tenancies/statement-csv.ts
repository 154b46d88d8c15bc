import { stringify } from 'csv-stringify/sync';
import type { AccountStatement } from './statement.views.js';

const COLUMNS = ['date', 'month', 'kind', 'label', 'amountCents', 'balanceCents', 'entryId', 'externalId'];

/** RFC 4180, UTF-8 with its mark so that spreadsheets read accents; text that would be a formula is quoted out. */
export function statementCsv({ months }: AccountStatement): string {
  const rows = months.flatMap(({ openingCents, entries }) => {
    let balance = openingCents;
    return entries.map(({ id, occurredOn, month, kind, label, amountCents, externalIds }) => {
      balance += amountCents;
      return [occurredOn, month ?? '', kind, label, amountCents, balance, id, externalIds[0]?.value ?? ''];
    });
  });
  return stringify(rows, {
    header: true,
    columns: COLUMNS,
    bom: true,
    escape_formulas: true,
    record_delimiter: '\r\n',
  });
}
