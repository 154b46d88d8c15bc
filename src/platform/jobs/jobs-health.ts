import { Inject, Injectable } from '@nestjs/common';
import { COMMON } from '../errors/common.reasons.js';
import { Failure } from '../errors/failure.js';
import { poolOf } from '../database/connection.js';
import { Database } from '../database/database.js';
import { JOBS_OPTIONS, type JobsOptions } from './options.js';
import { within } from './patience.js';
import { Queues } from './queues.js';

export interface QueueHealth {
  readonly backend: 'redis' | 'postgres';
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
  /** Asked for and not yet in the queue: rises while the queue is away. */
  readonly outbox: number;
}

@Injectable()
export class JobsHealth {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    @Inject(JOBS_OPTIONS) private readonly options: JobsOptions,
  ) {}

  /** Whether this process has to do with jobs at all; one that has not opens no queue. */
  get concerned(): boolean {
    return this.options.mode !== 'none';
  }

  /** What waits, runs and failed; `unavailable` when the queue or the database does not answer within two seconds. */
  async check(): Promise<QueueHealth> {
    try {
      return await within(2000, this.count());
    } catch (error) {
      throw new Failure(COMMON.unavailable, { retryAfter: 2, cause: error });
    }
  }

  private async count(): Promise<QueueHealth> {
    const [counts, { rows }] = await Promise.all([
      this.queues.queue.getJobCounts('waiting', 'prioritized', 'active', 'failed'),
      poolOf(this.database.dataSource).query<{ outbox: number }>('SELECT outbox_waiting() AS outbox'),
    ]);
    const { waiting = 0, prioritized = 0, active = 0, failed = 0 } = counts;
    return { backend: this.queues.backend, waiting: waiting + prioritized, active, failed, outbox: rows[0]!.outbox };
  }
}
