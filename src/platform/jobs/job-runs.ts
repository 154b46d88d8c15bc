import { Injectable } from '@nestjs/common';
import { actor } from '../context.js';
import { Database } from '../database/database.js';
import type { Work } from '../database/work.js';
import type { JobOutcome } from './job.js';

export interface Run {
  readonly id: string;
  readonly job: string;
  readonly attempt: number;
}

/** What ran, when and how it ended, by consortium. It is also what makes a job that is delivered twice happen once. */
@Injectable()
export class JobRuns {
  constructor(private readonly database: Database) {}

  /** False: this run was done before. A twin that is still under way in another process is waited for. */
  async begin(work: Work, { id, job, attempt }: Run): Promise<boolean> {
    const begun = await work.query(
      `INSERT INTO job_runs (consortium_id, id, job, attempt) VALUES ($1, $2, $3, $4)
       ON CONFLICT (consortium_id, id) DO UPDATE SET attempt = excluded.attempt, outcome = 'running', started_at = excluded.started_at,
         finished_at = NULL, failure_code = NULL
       WHERE job_runs.outcome <> 'done' RETURNING id`,
      [actor().consortiumId, id, job, attempt],
    );
    return begun.length > 0;
  }

  /** Of two deliveries at once each did a part: what the second did is added to what the first did, not put in its place. */
  async done(work: Work, { id }: Run, outcome: JobOutcome): Promise<void> {
    await work.query(
      `UPDATE job_runs r SET outcome = 'done', finished_at = clock_timestamp(), failure_code = NULL,
         counts = CASE WHEN r.outcome <> 'done' THEN $3::jsonb ELSE coalesce((SELECT jsonb_object_agg(k,
           coalesce((r.counts ->> k)::numeric, 0) + coalesce(($3::jsonb ->> k)::numeric, 0)) FROM jsonb_object_keys(r.counts || $3::jsonb) k), '{}') END
       WHERE r.consortium_id = $1 AND r.id = $2`,
      [actor().consortiumId, id, outcome],
    );
  }

  /** Of the error only its code is kept. */
  async failed({ id, job, attempt }: Run, code: string, tookMs: number): Promise<void> {
    await this.database.work((work) =>
      work.query(
        `INSERT INTO job_runs (consortium_id, id, job, attempt, outcome, started_at, finished_at, failure_code)
         VALUES ($1, $2, $3, $4, 'failed', clock_timestamp() - $6 * interval '1 millisecond', clock_timestamp(), $5)
         ON CONFLICT (consortium_id, id) DO UPDATE SET attempt = excluded.attempt, outcome = 'failed', started_at = excluded.started_at,
           finished_at = excluded.finished_at, failure_code = excluded.failure_code
         WHERE job_runs.outcome <> 'done'`,
        [actor().consortiumId, id, job, attempt, code, Math.round(tookMs)],
      ),
    );
  }
}
