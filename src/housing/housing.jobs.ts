import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../platform/jobs/job.js';
import { DwellingsService } from './dwellings.service.js';

/** Conventions that begin or end by the calendar alone: whoever copies the dwellings that they bring is told. */
@Injectable()
export class HousingDays extends Job {
  override readonly name = 'housing-turn-day';
  override readonly schedule = '2 0 * * *';

  constructor(private readonly dwellings: DwellingsService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.dwellings.turnDay();
  }
}
