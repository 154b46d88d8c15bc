import { Inject, Injectable, Logger } from '@nestjs/common';
import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import type { BackendFactory, DefaultJobOptions, IQueueBackend, Processor, Queue, Worker } from 'bullmq';
import pg from 'pg';
import { RUNTIME_ROLE } from '../database/connection.js';
import { failureCode } from './failure-code.js';
import type { QueuedJob } from './job.js';
import { JOBS_OPTIONS, tuned, type JobsOptions, type Tuning } from './options.js';
import { QUEUE, QUEUE_SCHEMA } from './queue-schema.js';

export type JobQueue = Queue<QueuedJob, void, string, QueuedJob, void, string, IQueueBackend, unknown>;
type JobWorker = Worker<QueuedJob, void, string, IQueueBackend, number, unknown>;

const DAY = 86_400;

/** How every job is tried and kept. Finished ids are kept longer than a relay can repeat itself; failed jobs, to be looked at. */
function jobOptions({ attempts, backoff }: Tuning): DefaultJobOptions {
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoff, jitter: 0.25 },
    removeOnComplete: { age: DAY, count: 20_000 },
    removeOnFail: { age: 30 * DAY, count: 5000 },
    stackTraceLimit: 0,
  };
}

/** Milliseconds before Redis is tried again. */
function again(times: number): number {
  return Math.min(times * 200, 2000);
}

/** The one place that knows on what the queue runs: Redis where there is one, otherwise PostgreSQL. Opened at first use. */
@Injectable()
export class Queues {
  readonly backend: 'redis' | 'postgres';
  readonly tuning: Tuning;
  private readonly log = new Logger('Queues');
  private readonly told = new Map<string, number>();
  private pool?: pg.Pool;
  private opened?: JobQueue;
  private worker?: JobWorker;

  constructor(@Inject(JOBS_OPTIONS) private readonly options: JobsOptions) {
    this.backend = options.redisUrl ? 'redis' : 'postgres';
    this.tuning = tuned(options);
  }

  get queue(): JobQueue {
    if (!this.opened) {
      const { Queue } = withBackend(this.factory());
      // Fails at once while Redis is away: what is in the outbox waits there.
      const connection = this.connection({ maxRetriesPerRequest: 1, enableOfflineQueue: false });
      this.opened = new Queue<QueuedJob, void>(QUEUE, {
        connection,
        prefix: this.tuning.prefix,
        defaultJobOptions: jobOptions(this.tuning),
      }) as JobQueue;
      this.opened.on('error', (error) => this.tell(error));
    }
    return this.opened;
  }

  /** Begins to run jobs. `lost` hears of those that the queue gave up because their workers died. */
  work(process: Processor<QueuedJob, void>, lost: (...failed: Parameters<typeof process>) => void): void {
    const { Worker } = withBackend(this.factory());
    const { concurrency, lock, prefix } = this.tuning;
    const worker = new Worker<QueuedJob, void>(QUEUE, process, {
      connection: this.connection({ maxRetriesPerRequest: null }),
      prefix,
      concurrency,
      lockDuration: lock,
      stalledInterval: lock / 2, // twice until a job without a sign of life is given away
      maxStalledCount: 2,
      runRetryDelay: 1000,
    });
    worker.on('error', (error) => this.tell(error));
    worker.on('failed', (job, error) => {
      if (job && /stalled/.test(error.message)) lost(job);
    });
    this.worker = worker as JobWorker;
  }

  /** Takes no more jobs, and waits for those in flight. */
  async finish(): Promise<void> {
    await this.worker?.close();
  }

  async close(): Promise<void> {
    await this.opened?.close();
    await this.pool?.end();
    this.opened = this.worker = this.pool = undefined;
  }

  private factory(): BackendFactory<IQueueBackend, unknown> {
    return (this.backend === 'redis' ? createRedisBackend : createPostgresBackend) as BackendFactory<
      IQueueBackend,
      unknown
    >;
  }

  private connection(redis: { maxRetriesPerRequest: number | null; enableOfflineQueue?: boolean }): unknown {
    if (this.backend === 'redis')
      return { url: this.options.redisUrl, connectTimeout: 5000, retryStrategy: again, ...redis };
    this.pool ??= new pg.Pool({
      connectionString: this.options.databaseUrl,
      max: this.tuning.concurrency + 3, // one of them listens
      application_name: 'passerelle-jobs',
      options: `-c role=${RUNTIME_ROLE} -c search_path=${QUEUE_SCHEMA} -c statement_timeout=30000`,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    return this.pool;
  }

  /** A queue that is away says so often; once in ten seconds is enough. */
  private tell(error: Error): void {
    const code = failureCode(error);
    const now = performance.now();
    if (now - (this.told.get(code) ?? -Infinity) < 10_000) return;
    this.told.set(code, now);
    this.log.warn(`${this.backend}: ${code}`);
  }
}
