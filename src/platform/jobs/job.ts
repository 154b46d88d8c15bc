/** What a job is called with: ids, nothing about people. */
export type JobData = Readonly<Record<string, string>>;

/** What a run did, in figures; kept with the run. */
export type JobOutcome = Readonly<Record<string, number>>;

/**
 * A job: a provider of a feature's module, found by its class. Its body is one call of a use case, under an actor that sees
 * one consortium. It may be called again after a failure, and is then undone or recognised:
 *
 * - By default a run is one transaction with its mark in `job_runs`: its effect happens once, however often it is delivered.
 * - With `ownsTransactions` the job commits by itself (in chunks, or because it calls out over HTTP) and must be idempotent.
 */
export abstract class Job {
  /** `feature-verb`, stable: it is in the queue and in `job_runs`. */
  abstract readonly name: string;
  /** Cron pattern in Europe/Paris. Then it runs by itself, without data, once for every consortium. */
  readonly schedule?: string;
  /** False: a scheduled job that belongs to the installation and runs once, in no consortium. */
  readonly everyConsortium: boolean = true;
  readonly ownsTransactions: boolean = false;

  abstract run(data: JobData): Promise<JobOutcome | void>;
}

/** What travels through the queue. An occurrence of a schedule has no consortium yet. */
export interface QueuedJob {
  readonly consortiumId?: string;
  readonly data: JobData;
}
