import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../platform/jobs/job.js';
import { FlatEndsService } from './flat-ends.service.js';
import { IncidentSealingService } from './incident-sealing.service.js';
import { OccupanciesService } from './occupancies.service.js';
import { PresenceWatchService } from './presence-watch.service.js';

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

/** Days abroad grow by themselves; what is recorded of them is looked at at once. */
@Injectable()
export class PresenceDays extends Job {
  override readonly name = 'presence-watch';
  override readonly schedule = '20 0 * * *';

  constructor(private readonly presences: PresenceWatchService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.presences.watch();
  }
}

/** Asked for by whatever changes the end of a head tenancy, or whose a flat is; before the deadlines’ own night. */
@Injectable()
export class FlatEnds extends Job {
  override readonly name = 'flats-to-close';
  override readonly schedule = '40 2 * * *';

  constructor(private readonly ends: FlatEndsService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.ends.tell();
  }
}

/** Until all is sealed with the newest key; then there is nothing to do. */
@Injectable()
export class IncidentTexts extends Job {
  override readonly name = 'incidents-seal';
  override readonly schedule = '50 0 * * *';

  constructor(private readonly texts: IncidentSealingService) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.texts.sealOld();
  }
}
