import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../platform/jobs/job.js';
import { OccupanciesService } from './occupancies.service.js';

/** Residents who have not left on the day that was planned live there still. */
@Injectable()
export class SharedFlatDays extends Job {
  override readonly name = 'shared-flats-turn-day';
  override readonly schedule = '15 0 * * *';

  constructor(private readonly occupancies: OccupanciesService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.occupancies.turnDay();
  }
}
