import { Injectable } from '@nestjs/common';
import { poolOf } from '../database/connection.js';
import { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { JobsHealth } from '../jobs/jobs-health.js';
import { within } from '../jobs/patience.js';

@Injectable()
export class Health {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobsHealth,
  ) {}

  /** @throws Failure `unavailable` when the database, or the queue where this process has to do with jobs, is away for two seconds. */
  async demand(): Promise<void> {
    try {
      await within(2000, poolOf(this.database.dataSource).query('SELECT 1'));
    } catch (error) {
      throw new Failure('unavailable', { retryAfter: 2, cause: error });
    }
    if (this.jobs.concerned) await this.jobs.check();
  }
}
