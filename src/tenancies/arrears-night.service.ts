import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';

const TURN = `
  SELECT t.looked_at::integer AS "lookedAt", t.opened::integer AS opened, t.escalated::integer AS "levelChanged", t.cleared::integer AS cleared,
    t.plans_checked::integer AS "plansChecked", t.plans_broken::integer AS "plansBroken" FROM arrears_turn($1) t`;

/** The night of the accounts, for one consortium: set-based, in the transaction of its mark in `job_runs`. */
@Injectable()
export class ArrearsNightService {
  constructor(private readonly database: Database) {}

  /** Two at once stand in a queue; a second with nothing new writes no row. */
  @Requires('nothing')
  turn(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const today = clock.today();
      const [counts] = await work.query<Record<string, number>>(TURN, [today]);
      const [causes] = await work.query<{ changed: number }>('SELECT arrears_causes($1, NULL)::integer AS changed', [
        today,
      ]);
      return { ...counts, causesChanged: causes!.changed };
    });
  }
}
