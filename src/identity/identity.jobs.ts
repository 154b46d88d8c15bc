import { Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { Job } from '../platform/jobs/job.js';
import { Lookups } from './lookups.js';

const KEEP_ENDED_DAYS = 30;

/** Forgets sessions that ended a month ago and counts of attempts that no longer lock anybody. */
@Injectable()
export class SessionSweep extends Job {
  readonly name = 'identity-sweep';
  override readonly schedule = '40 3 * * *';
  override readonly everyConsortium = false;
  override readonly ownsTransactions = true;

  constructor(private readonly lookups: Lookups) {
    super();
  }

  async run(): Promise<{ sessions: number }> {
    await this.lookups.call('SELECT login_attempts_sweep($1)', [clock.instant().subtract({ hours: 1 }).toString()]);
    const before = clock
      .instant()
      .subtract({ hours: 24 * KEEP_ENDED_DAYS })
      .toString();
    const [swept] = await this.lookups.call<{ count: number }>('SELECT sessions_sweep($1) AS count', [before]);
    return { sessions: swept?.count ?? 0 };
  }
}
