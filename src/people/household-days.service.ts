import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';

/** The day turns, set-based, for one consortium. */
@Injectable()
export class HouseholdDaysService {
  constructor(private readonly database: Database) {}

  @Requires('nothing')
  turn(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const today = clock.today();
      const [closed] = await work.query<{ ids: string[] }>('SELECT close_ended_disclosures($1) AS ids', [today]);
      await work.query('SELECT members_return($1)', [today]);
      const recounted = await work.query<{ id: string }>(
        `SELECT recount_households(ARRAY(SELECT id FROM households WHERE consortium_id = $1 AND status = 'active'), $2) AS id`,
        [actor().consortiumId, today],
      );
      // Last: who writes in a file holds the household before its total.
      await work.query('SELECT resources_turn_day($1)', [today]);
      work.touch('households', [...closed!.ids, ...recounted.map(({ id }) => id)]);
      return { closed: closed!.ids.length, recounted: recounted.length };
    });
  }
}
