import { isolate, KIND, runtimeMay, SqlMigration } from './support.js';

/** What ran, when and how it ended. */
export class Jobs1700000000003 extends SqlMigration {
  readonly name = 'Jobs1700000000003';

  protected readonly steps = [
    // A job of the installation runs in the nil consortium. Counts and codes only: no message, no value.
    `CREATE TABLE job_runs (
       consortium_id uuid NOT NULL,
       id uuid NOT NULL,
       job text NOT NULL,
       attempt integer NOT NULL,
       outcome text NOT NULL DEFAULT 'running' CHECK (outcome IN ('running', 'done', 'failed')),
       started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
       finished_at timestamptz,
       counts jsonb NOT NULL DEFAULT '{}',
       failure_code text,
       PRIMARY KEY (consortium_id, id),
       CHECK ((outcome = 'running') = (finished_at IS NULL)),
       CHECK ((outcome = 'failed') = (failure_code IS NOT NULL)))`,
    `CREATE INDEX job_runs_by_job ON job_runs (consortium_id, job, started_at DESC)`,
    `CREATE INDEX job_runs_by_age ON job_runs (consortium_id, started_at)`,
    ...isolate('job_runs', `${KIND} = 'coordinator'`, 'false'),
    runtimeMay('SELECT, INSERT, UPDATE, DELETE', 'job_runs'),
  ];

  protected readonly undo = [`DROP TABLE job_runs`];
}
