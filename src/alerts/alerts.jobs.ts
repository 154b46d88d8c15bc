import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../platform/jobs/job.js';
import { AlertProjection } from './alert-projection.js';
import { Digests } from './digests.js';

/** Causes have changed; `causes_put` asks for it. */
@Injectable()
export class ProjectCauses extends Job {
  override readonly name = 'causes-project';
  override readonly ownsTransactions = true;

  constructor(private readonly projection: AlertProjection) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.projection.project();
  }
}

/** What was put off until today is open again. */
@Injectable()
export class AlertDays extends Job {
  override readonly name = 'alerts-turn-day';
  override readonly schedule = '10 0 * * *';
  override readonly ownsTransactions = true;

  constructor(private readonly projection: AlertProjection) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.projection.turnDay();
  }
}

/** E-mails of the day or of the week; one that was missed on Monday goes with the next run. */
@Injectable()
export class SendDigests extends Job {
  override readonly name = 'alerts-send-digests';
  override readonly schedule = '0 7 * * *';
  override readonly ownsTransactions = true;

  constructor(private readonly digests: Digests) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.digests.send();
  }
}
