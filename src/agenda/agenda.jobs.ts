import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../platform/jobs/job.js';
import { DeadlinesService } from './deadlines.service.js';

/** What is due soon, and what is overdue; after the night of the accounts, which sets deadlines. */
@Injectable()
export class DeadlineDays extends Job {
  override readonly name = 'deadlines-turn-day';
  override readonly schedule = '45 2 * * *';

  constructor(private readonly deadlines: DeadlinesService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.deadlines.turnDay();
  }
}
