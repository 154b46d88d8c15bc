import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../platform/jobs/job.js';
import { AccountsService } from './accounts.service.js';
import { LettingsService } from './lettings.service.js';

/** Posts the monthly dues on the day on which they fall due. */
@Injectable()
export class MonthlyDues extends Job {
  override readonly name = 'rent-dues';
  override readonly schedule = '20 0 * * *';
  override readonly ownsTransactions = true;

  constructor(private readonly accounts: AccountsService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.accounts.postDues();
  }
}

/** Tenancies that were agreed on beforehand begin. */
@Injectable()
export class TenancyDays extends Job {
  override readonly name = 'tenancies-turn-day';
  override readonly schedule = '10 0 * * *';

  constructor(private readonly lettings: LettingsService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.lettings.turnDay();
  }
}

/** Nothing known is not nothing owed: who has sent nothing for a month is asked to. */
@Injectable()
export class StaleAccounts extends Job {
  override readonly name = 'accounts-tell-stale';
  override readonly schedule = '50 2 * * *';

  constructor(private readonly accounts: AccountsService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.accounts.tellStale();
  }
}

/** Compares every account with its entries. */
@Injectable()
export class AccountsCheck extends Job {
  override readonly name = 'accounts-check';
  override readonly schedule = '40 3 * * *';
  override readonly ownsTransactions = true;

  constructor(private readonly accounts: AccountsService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.accounts.check();
  }
}
