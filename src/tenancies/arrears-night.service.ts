import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor, context, inContext } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';

/** Of one transaction: a minute is what a statement may take, and this many take seconds. */
const PARTS = { accounts: 50_000, cases: 15_000 };
/** Transactions under way at once. More would leave nothing for those who work at night. */
const AT_ONCE = 2;
const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const endIn = (table: string, key: string): string =>
  `SELECT ${key} AS id FROM ${table} WHERE consortium_id = $1 AND ${key} > $2 ORDER BY ${key} OFFSET $3::bigint - 1 LIMIT 1`;
const ENDS = { accounts: endIn('accounts', 'tenancy_id'), cases: endIn('arrears_cases', 'id') };

const TURN = `
  SELECT t.looked_at::integer AS "lookedAt", t.opened::integer AS opened, t.escalated::integer AS "levelChanged", t.cleared::integer AS cleared,
    t.plans_checked::integer AS "plansChecked", t.plans_broken::integer AS "plansBroken" FROM arrears_turn($1, $2, $3) t`;

/** Of these cases, also of those that are over since; at most 5 000 of which something else is to be said than what is said. */
const CAUSES = `SELECT arrears_causes($1, NULL, $2, $3)::integer AS "causesChanged"`;
/** Of so many changes more may follow. */
const MANY = 2500;

type Counts = Record<string, number>;
interface Part {
  readonly after: string;
  readonly until: string;
}

/** The night of the accounts, for one consortium: set-based, in parts of so many rows, each in a transaction of its own. */
@Injectable()
export class ArrearsNightService {
  constructor(private readonly database: Database) {}

  /**
   * Cases first, then what is said of them. Of two nights at once the second finds what the first did, part by part; after a kill, the
   * parts that were done. With nothing new it writes no row.
   */
  @Requires('nothing')
  async turn(size = PARTS.accounts): Promise<JobOutcome> {
    const today = clock.today();
    const turned = await sideBySide(await this.parts('accounts', size), (part) => this.run(TURN, today, part));
    const said = await sideBySide(await this.parts('cases', PARTS.cases), (part) => this.say(today, part));
    return sumOf([{ causesChanged: 0 }, ...turned, ...said]);
  }

  private async parts(of: keyof typeof ENDS, size: number): Promise<Part[]> {
    const parts: Part[] = [];
    for (let after = FIRST; after !== LAST;) {
      const [end] = await this.database.scan<{ id: string }>(ENDS[of], [actor().consortiumId, after, size]);
      const until = end?.id ?? LAST;
      parts.push({ after, until });
      after = until;
    }
    return parts;
  }

  private async say(today: CivilDate, part: Part): Promise<Counts> {
    const said = await this.run(CAUSES, today, part);
    return said.causesChanged! < MANY ? said : sumOf([said, await this.say(today, part)]);
  }

  private async run(statement: string, today: CivilDate, { after, until }: Part): Promise<Counts> {
    const [counts] = await this.database.work((work) => work.query<Counts>(statement, [today, after, until]));
    return counts!;
  }
}

/** Each in a context of its own, for its transaction. After a failure none is begun, and none is under way when it is told. */
async function sideBySide<T>(parts: readonly T[], run: (part: T) => Promise<Counts>): Promise<Counts[]> {
  const waiting = [...parts];
  const done: Counts[] = [];
  const one = async (): Promise<void> => {
    try {
      for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) done.push(await run(part));
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  const ran = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => inContext({ ...context() }, one)));
  for (const result of ran) if (result.status === 'rejected') throw result.reason;
  return done;
}

function sumOf(all: readonly Counts[]): Counts {
  const total: Counts = {};
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
  return total;
}
