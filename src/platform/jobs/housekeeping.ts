import { Injectable } from '@nestjs/common';
import { actor } from '../context.js';
import { clock, type Instant } from '../clock.js';
import { Database } from '../database/database.js';
import { Job, type JobOutcome } from './job.js';

/** What is kept for a while only. Table and column are ours, never a caller's. */
const FORGOTTEN = {
  answers: { table: 'idempotent_answers', key: 'scope', at: 'created_at', hours: 72 },
  events: { table: 'events', key: 'id', at: 'occurred_at', hours: 30 * 24 },
  runs: { table: 'job_runs', key: 'id', at: 'started_at', hours: 31 * 24 },
} as const;
const TOMBSTONE_HOURS = 31 * 24;
const CHUNK = 5000;

/** Forgets what has had its time, in one consortium, in short transactions: a long one would hold up everybody's delta. */
@Injectable()
export class Housekeeping {
  constructor(private readonly database: Database) {}

  async forgetOldRows(): Promise<JobOutcome> {
    const counts: Record<string, number> = {};
    for (const [name, kept] of Object.entries(FORGOTTEN)) counts[name] = await this.forget(kept);
    counts.tombstones = await this.sweepTombstones(before(TOMBSTONE_HOURS));
    return counts;
  }

  private async forget({ table, key, at, hours }: (typeof FORGOTTEN)[keyof typeof FORGOTTEN]): Promise<number> {
    const sql = `DELETE FROM ${table} WHERE consortium_id = $1 AND ${key} IN
      (SELECT ${key} FROM ${table} WHERE consortium_id = $1 AND ${at} < $2 ORDER BY ${at} LIMIT ${CHUNK}) RETURNING 1`;
    for (let total = 0; ;) {
      const gone = await this.database.work((work) => work.query(sql, [actor().consortiumId, before(hours)]));
      total += gone.length;
      if (gone.length < CHUNK) return total;
    }
  }

  private sweepTombstones(instant: Instant): Promise<number> {
    return this.database.work(async (work) => {
      const [swept] = await work.query<{ gone: number }>('SELECT feed_sweep($1) AS gone', [instant]);
      return swept!.gone;
    });
  }
}

function before(hours: number): Instant {
  return clock.instant().subtract({ hours }).toString();
}

@Injectable()
export class ForgetOldRows extends Job {
  override readonly name = 'platform-forget-old-rows';
  override readonly schedule = '40 3 * * *';
  override readonly ownsTransactions = true;

  constructor(private readonly housekeeping: Housekeeping) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.housekeeping.forgetOldRows();
  }
}
