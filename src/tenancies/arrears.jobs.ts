import { Injectable } from '@nestjs/common';
import { Job, type JobData, type JobOutcome } from '../platform/jobs/job.js';
import { ArrearsNightService } from './arrears-night.service.js';
import { SupportToldService } from './support-told.service.js';

/** Every account of a consortium with a debt, ended tenancies too: cases open, change their level and clear; plans are checked. */
@Injectable()
export class RentArrears extends Job {
  override readonly name = 'rent-arrears';
  override readonly schedule = '15 2 * * *';
  override readonly ownsTransactions = true;

  constructor(private readonly night: ArrearsNightService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.night.turn();
  }
}

/** Somebody else supports the household of a tenancy: `support_goes_on` asks for it. */
@Injectable()
export class TellSupport extends Job {
  override readonly name = 'support-tell';

  constructor(private readonly told: SupportToldService) {
    super();
  }

  run({ tenancyId }: JobData): Promise<JobOutcome> {
    return this.told.tell(tenancyId!);
  }
}
