import type { CivilDate } from '../platform/clock.js';

/** Lines as `ledger_post` takes them: parallel arrays, then today, then whether one refusal leaves all unwritten. */
export type Lines = readonly [
  ids: string[],
  tenancies: (string | null)[],
  tenancySystems: (string | null)[],
  tenancyValues: (string | null)[],
  kinds: string[],
  amounts: number[],
  days: CivilDate[],
  months: (string | null)[],
  labels: string[],
  systems: (string | null)[],
  externals: (string | null)[],
  today: CivilDate,
  whole: boolean,
];

/** The one statement that writes entries; answers the lines that it did not write, why, and of what came too early the first day that is possible. */
export const POST = `SELECT line, code, since FROM ledger_post($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::date[],
  $8::text[], $9::text[], $10::text[], $11::text[], $12::date, $13::boolean)`;

export interface NotWritten {
  readonly line: number;
  readonly code: string;
  readonly since: CivilDate | null;
}
