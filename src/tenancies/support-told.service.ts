import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';

const TELL = `
  WITH cases AS (SELECT ARRAY(SELECT c.id FROM arrears_cases c WHERE c.consortium_id = $1 AND c.tenancy_id = $2) AS ids)
  SELECT (arrears_causes($3, c.ids) + deadlines_causes($3, c.ids || $2::uuid))::integer AS changed FROM cases c`;

/** What is to be told of a tenancy is told to who supports the household now, and no longer to the one before: what depends on the day. */
@Injectable()
export class SupportToldService {
  constructor(private readonly database: Database) {}

  @Requires('nothing')
  tell(tenancyId: string): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const [told] = await work.query<{ changed: number }>(TELL, [actor().consortiumId, tenancyId, clock.today()]);
      return { changed: told!.changed };
    });
  }
}
