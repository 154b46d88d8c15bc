/** Injection token of `JobsOptions`. */
export const JOBS_OPTIONS = Symbol('options of jobs');

/**
 * What this process does with jobs: `none`; `relay` puts what its transactions asked for into the queue; `work` also runs
 * jobs and keeps the schedules.
 */
export type JobsMode = 'none' | 'relay' | 'work';

export interface JobsOptions {
  readonly mode: JobsMode;
  /** Where the run-time role reaches the database; holds the queues when there is no Redis. */
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly tuning?: Partial<Tuning>;
}

export interface Tuning {
  /** Jobs at once in one process. */
  readonly concurrency: number;
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled each time. */
  readonly backoff: number;
  /** Milliseconds without a sign of life after which a worker's jobs are given to another. */
  readonly lock: number;
  /** Milliseconds between two looks at the outbox. */
  readonly poll: number;
  /** Milliseconds that a stopping process waits for what is in flight. */
  readonly grace: number;
  /** Prefix of the keys in Redis. */
  readonly prefix: string;
}

const DEFAULTS: Tuning = {
  concurrency: 4,
  attempts: 9, // the last about nine minutes after the first
  backoff: 2000,
  lock: 30_000,
  poll: 1000,
  grace: 25_000,
  prefix: 'passerelle',
};

export function tuned({ tuning }: JobsOptions): Tuning {
  return { ...DEFAULTS, ...tuning };
}
