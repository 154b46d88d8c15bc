import { Injectable, Logger } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { columnsOf } from '../platform/api/published.js';
import { Account, knowledgeOn } from './account.view.js';

const ACCOUNT = `SELECT ${columnsOf(Account)} FROM accounts t WHERE t.consortium_id = $1 AND t.tenancy_id = $2`;
const CHUNK = 2000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface DuesStep {
  readonly seen: number;
  readonly posted: number;
  readonly failed: readonly string[];
  readonly last: string;
}

/** What the entries come to. */
@Injectable()
export class AccountsService {
  private readonly log = new Logger('Accounts');

  constructor(private readonly database: Database) {}

  /** 404 where the account is not to be seen, whoever sees the tenancy. */
  @Requires('accounts:read')
  async get(tenancyId: string): Promise<Account> {
    const account = await this.database.one<Account>(ACCOUNT, [actor().consortiumId, uuidOrMissing(tenancyId)]);
    context().trail?.read('accounts', [account.tenancyId]);
    return { ...account, knowledge: knowledgeOn(clock.today(), account.knowledge) };
  }

  /**
   * The monthly dues that fall due, in steps that are committed one by one; safe twice and at once. An account that cannot be
   * computed is counted as failed and named in the log, and stops no other.
   */
  @Requires('nothing')
  async postDues(): Promise<JobOutcome> {
    const total = { accounts: 0, entries: 0, failed: 0 };
    for (let after = FIRST; ;) {
      const step = await this.postStep(after);
      total.accounts += step.seen;
      total.entries += step.posted;
      total.failed += step.failed.length;
      if (step.failed.length > 0) this.log.error(`Dues cannot be counted of tenancies ${step.failed.join(' ')}`);
      if (step.seen < CHUNK) return total;
      after = step.last;
    }
  }

  private postStep(after: string): Promise<DuesStep> {
    return this.database.work(async (work) => {
      const values = [clock.today(), CHUNK, after];
      const [row] = await work.query<DuesStep>('SELECT * FROM ledger_dues_step($1, $2, $3)', values);
      return row!;
    });
  }

  /** Tells whoever keeps accounts and has sent nothing for a month; safe twice. */
  @Requires('nothing')
  tellStale(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const [row] = await work.query<{ changed: number }>('SELECT accounts_stale($1)::integer AS changed', [
        clock.today(),
      ]);
      return { causesChanged: row!.changed };
    });
  }

  /** Every account against its entries. One that differs is a fault of ours: counted here, and seen in the run. */
  @Requires('nothing')
  async check(): Promise<JobOutcome> {
    const total = { accounts: 0, astray: 0 };
    for (let after = FIRST; ;) {
      const [step] = await this.database.read<{ seen: string; astray: string[] | null; last: string | null }>(
        'SELECT * FROM accounts_astray($1, $2)',
        [after, CHUNK],
      );
      total.accounts += Number(step!.seen);
      total.astray += step!.astray?.length ?? 0;
      if (step!.last === null) return total;
      after = step!.last;
    }
  }
}
