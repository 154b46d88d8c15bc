import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { Deadline } from './deadline.entity.js';
import type { DeadlineKind } from './deadlines.enums.js';
import type { DeadlineFilter } from './deadlines.inputs.js';

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

/** What is due of an organisation, and what follows from it. */
@Injectable()
export class DeadlinesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Its own, the next one first; of what it does not see any longer none. */
  @Requires('agenda:read')
  list(filter: DeadlineFilter): Promise<Page<Deadline>> {
    const { dueBefore, status = filter.updatedSince === undefined ? 'open' : undefined } = filter;
    return listPage(this.database, this.keyring, Deadline, filter, {
      by: 'dueOn',
      ignore: ['status', 'dueBefore'],
      where: [
        { sql: (p) => `t.organisation_id = ${p(actor().organisationId)}` },
        ...(status ? [{ sql: () => `t.closed_at IS ${status === 'open' ? 'NULL' : 'NOT NULL'}` }] : []),
        ...(dueBefore ? [{ sql: (p: (value: unknown) => string) => `t.due_on < ${p(dueBefore)}` }] : []),
      ],
    });
  }

  /** A day begins: what is near now, or past. */
  @Requires('nothing')
  turnDay(): Promise<JobOutcome> {
    return this.database.work(async (work) => ({ causesChanged: await tellOf(work, null) }));
  }
}

/**
 * Sets a deadline, in the unit of work of whoever has its date; the same source, kind and organisation have one open at a time,
 * which moves. Set-based statements call the SQL functions `deadlines_put` and `deadlines_causes` themselves.
 */
export async function putDeadlines(
  work: Work,
  source: DeadlineSource,
  kind: DeadlineKind,
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
  await tellOf(work, [source.id]);
}

/** It is done, or no longer expected. Without a kind: everything that this source had open. */
export async function closeDeadlines(work: Work, source: DeadlineSource, kind?: DeadlineKind): Promise<void> {
  await work.query('SELECT deadlines_close($1, $2::uuid[], $3)', [source.type, [source.id], kind ?? null]);
  await tellOf(work, [source.id]);
}

/** Causes of these sources, or of all, as their deadlines are on this day. */
async function tellOf(work: Work, sources: readonly string[] | null): Promise<number> {
  const [row] = await work.query<{ changed: number }>('SELECT deadlines_causes($1, $2::uuid[])::integer AS changed', [
    clock.today(),
    sources,
  ]);
  return row!.changed;
}
