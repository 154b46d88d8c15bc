import { Injectable } from '@nestjs/common';
import { Job, type JobData, type JobOutcome } from '../platform/jobs/job.js';
import { HouseholdDaysService } from './household-days.service.js';
import { MergesService } from './merges.service.js';

/** Looks for a household that may be known twice. */
@Injectable()
export class DuplicateScan extends Job {
  override readonly name = 'duplicate-scan';

  constructor(private readonly merges: MergesService) {
    super();
  }

  run({ householdId }: JobData): Promise<JobOutcome> {
    return this.merges.scan(householdId!);
  }
}

/** What changes by the calendar alone: ages, members who come or go, disclosures that end. */
@Injectable()
export class HouseholdDays extends Job {
  override readonly name = 'people-turn-day';
  override readonly schedule = '5 0 * * *';

  constructor(private readonly days: HouseholdDaysService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.days.turn();
  }
}
