import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';

/** Tenancies of a transaction: a minute is what a statement may take, and this many take seconds. */
const PART = 50_000;
const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const END = `SELECT tenancy_id AS id FROM accounts WHERE consortium_id = $1 AND tenancy_id > $2 ORDER BY tenancy_id OFFSET $3::bigint - 1 LIMIT 1`;

const TURN = `
  SELECT t.looked_at::integer AS "lookedAt", t.opened::integer AS opened, t.escalated::integer AS "levelChanged", t.cleared::integer AS cleared,
    t.plans_checked::integer AS "plansChecked", t.plans_broken::integer AS "plansBroken" FROM arrears_turn($1, $2, $3) t`;

/** Of all cases, also of those that are over since; at most 5 000 of which something else is to be said than what is said. */
const CAUSES = `SELECT arrears_causes($1, NULL)::integer AS changed`;
/** Of so many changes more may follow. */
const MANY = 2500;

type Counts = Record<string, number>;

/** The night of the accounts, for one consortium: set-based, in parts of so many tenancies, each in a transaction of its own. */
@Injectable()
export class ArrearsNightService {
  constructor(private readonly database: Database) {}

  /** Of two at once the second finds what the first did; after a kill, the parts that were done. With nothing new it writes no row. */
  @Requires('nothing')
  async turn(size = PART): Promise<JobOutcome> {
    const today = clock.today();
    const total: Counts = {};
    for (let after = FIRST; after !== LAST;) {
      const until = await this.endOf(after, size);
      const counts = await this.part(today, after, until);
      for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
      after = until;
    }
    return { ...total, causesChanged: await this.causes(today) };
  }

  private async causes(today: CivilDate): Promise<number> {
    const [said] = await this.database.work((work) => work.query<{ changed: number }>(CAUSES, [today]));
    return said!.changed < MANY ? said!.changed : said!.changed + (await this.causes(today));
  }

  private async endOf(after: string, size: number): Promise<string> {
    const [end] = await this.database.scan<{ id: string }>(END, [actor().consortiumId, after, size]);
    return end?.id ?? LAST;
  }

  private async part(today: CivilDate, after: string, until: string): Promise<Counts> {
    const [counts] = await this.database.work((work) => work.query<Counts>(TURN, [today, after, until]));
    return counts!;
  }
}
