import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../platform/jobs/job.js';
import { MembershipsService } from './memberships.service.js';

/** Memberships that begin or end by the calendar alone, with what rests on their roles. */
@Injectable()
export class MembershipDays extends Job {
  override readonly name = 'consortia-turn-day';
  override readonly schedule = '1 0 * * *';

  constructor(private readonly memberships: MembershipsService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.memberships.turn();
  }
}
