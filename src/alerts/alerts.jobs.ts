import { Injectable } from '@nestjs/common';
import { Job, type JobOutcome } from '../platform/jobs/job.js';
import { AlertProjection } from './alert-projection.js';
import { AlertRetention } from './alert-retention.js';
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

/** Alerts that were over long ago are forgotten. */
@Injectable()
export class ForgetAlerts extends Job {
  override readonly name = 'alerts-forget';
  override readonly schedule = '30 3 * * *';
  override readonly ownsTransactions = true;

  constructor(private readonly retention: AlertRetention) {
    super();
  }

  run(): Promise<JobOutcome> {
    return this.retention.forget();
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
