import { Inject, Injectable } from '@nestjs/common';
import { addMonths } from '../platform/calendar.js';
import { clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';

const CHUNK = 1000;

/**
 * How long an alert is kept when it is over: as what a partner did about a household is, two years (CNIL, délibération 2023-095). The
 * account and the case that it spoke of have delays of their own.
 */
@Injectable()
export class AlertRetention {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'PASSERELLE_ALERT_MONTHS'>,
  ) {}

  /** In one consortium, in short transactions; run twice or at once, it does the same. */
  async forget(): Promise<JobOutcome> {
    const before = addMonths(clock.today(), -this.config.PASSERELLE_ALERT_MONTHS);
    for (let alerts = 0; ;) {
      const gone = await this.database.work(async (work) => {
        const [row] = await work.query<{ gone: number }>(`SELECT alerts_forget($1::timestamptz, $2) AS gone`, [
          before,
          CHUNK,
        ]);
        return row!.gone;
      });
      alerts += gone;
      if (gone < CHUNK) return { alerts };
    }
  }
}
