import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../jobs/job.js';
import { AuditRetention } from './audit-retention.js';

/** Months of audit: those to come get their partition, those over the limit go. */
@Injectable()
export class AuditMonths extends Job {
  override readonly name = 'audit-turn-month';
  override readonly schedule = '20 2 * * *';
  override readonly everyConsortium = false;
  override readonly ownsTransactions = true;

  constructor(private readonly retention: AuditRetention) {
    super();
  }

  async run(): Promise<JobOutcome> {
    return { prepared: await this.retention.prepare(), dropped: await this.retention.drop() };
  }
}
