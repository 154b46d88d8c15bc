import type { CivilDate } from '../platform/clock.js';
import type { Work } from '../platform/database/work.js';

/** What a deadline comes from: `tenancy`, `arrears_case`, … and its id. */
export interface DeadlineSource {
  readonly type: string;
  readonly id: string;
}

export interface DeadlineFacts {
  readonly dueOn: CivilDate;
  /** Who must act. */
  readonly organisationId: string;
  readonly householdId?: string | null;
}

/**
 * Sets a deadline, in the unit of work of whoever has its date; the same source, kind and organisation have one open at a time,
 * which moves. Set-based statements call the SQL function `deadlines_put` themselves.
 */
export async function putDeadlines(
  work: Work,
  source: DeadlineSource,
  kind: string,
  ...facts: DeadlineFacts[]
): Promise<void> {
  await work.query('SELECT deadlines_put($1, $2::uuid[], $3, $4::date[], $5::uuid[], $6::uuid[])', [
    source.type,
    facts.map(() => source.id),
    kind,
    facts.map(({ dueOn }) => dueOn),
    facts.map(({ organisationId }) => organisationId),
    facts.map(({ householdId }) => householdId ?? null),
  ]);
}

/** It is done, or no longer expected. Without a kind: everything that this source had open. */
export async function closeDeadlines(work: Work, source: DeadlineSource, kind?: string): Promise<void> {
  await work.query('SELECT deadlines_close($1, $2::uuid[], $3)', [source.type, [source.id], kind ?? null]);
}
