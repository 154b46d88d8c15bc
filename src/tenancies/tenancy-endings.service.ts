import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import type { CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { constraintMeans } from '../platform/database/sql-failures.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { endStay } from '../housing/stays.js';
import { isDurable, type ExitRoute } from '../placements/placement-grounds.enums.js';
import { postDues, writeAct } from './tenancy-acts.js';
import { comingDay, pastDay } from '../platform/bounded-days.js';
import { TenancyExit, TenancyOccupancy } from './tenancy-act.entity.js';
import { awaitEnd, closeAll } from './tenancy-deadlines.js';
import type { NoticeInput, NoticeWithdrawalInput, SettlementInput, TenancyEndingInput } from './tenancies.inputs.js';
import { Tenancy } from './tenancy.entity.js';

constraintMeans('account_not_balanced', (cents) => conflict('account_not_balanced', { cents }));
constraintMeans('placement_since', (since) => invalid('/endedOn', 'before_last_step', { since }));

/** Notice, ending, and the account settled after it. */
@Injectable()
export class TenancyEndingsService {
  constructor(private readonly database: Database) {}

  /** @throws not_the_lessor, tenancy_ended (409) */
  @Requires('tenancies:write')
  giveNotice(id: string, input: NoticeInput): Promise<Tenancy> {
    return this.database.work(async (work) => {
      const tenancy = await kept(work, id);
      const on = pastDay(input.givenOn, '/givenOn');
      tenancy.giveNotice(comingDay(input.effectiveOn, '/effectiveOn'), on);
      await work.save(tenancy);
      await awaitEnd(work, tenancy);
      await writeAct(work, tenancy, 'notice', {
        on,
        effectiveOn: input.effectiveOn,
        reason: `notice_by_${input.givenBy}`,
      });
      await postDues(work, [id], input.effectiveOn);
      return work.published(Tenancy, id);
    });
  }

  /**
   * A notice binds who gave it: it is withdrawn by agreement of both, or because it was recorded by mistake. The tenancy goes on as if
   * none had been given, and so do its dues.
   * @throws not_the_lessor, tenancy_ended, no_notice_given (409)
   */
  @Requires('tenancies:write')
  withdrawNotice(id: string, input: NoticeWithdrawalInput): Promise<Tenancy> {
    return this.database.work(async (work) => {
      const tenancy = await kept(work, id);
      const on = pastDay(input.withdrawnOn, '/withdrawnOn');
      const until = tenancy.endsOn ?? on;
      tenancy.withdrawNotice(input.endsOn == null ? null : comingDay(input.endsOn, '/endsOn'));
      await work.save(tenancy);
      await awaitEnd(work, tenancy);
      await writeAct(work, tenancy, 'notice_withdrawal', { on });
      await postDues(work, [id], until);
      return work.published(Tenancy, id);
    });
  }

  /**
   * The tenancy ends; its account, and the lessor's sight of the household, stay until it is settled. The placement that it grew
   * out of ends with it.
   * @throws not_the_lessor, tenancy_ended, residents_beneath (409)
   */
  @Requires('tenancies:write')
  end(id: string, input: TenancyEndingInput): Promise<Tenancy> {
    return this.database.work(async (work) => {
      const tenancy = await kept(work, id);
      const endedOn = pastDay(input.endedOn, '/endedOn');
      if (tenancy.householdId && !input.exitRoute) throw invalid('/exitRoute', 'required');
      if (input.exitRoute === 'withdrawn') throw invalid('/exitRoute', 'wrong_kind');
      tenancy.end(endedOn, input.reason);
      if (tenancy.tenantOrganisationId) await demandEmpty(work, tenancy, endedOn);
      await conclude(work, tenancy, endedOn);
      if (tenancy.householdId && input.exitRoute) await this.leave(work, tenancy, input.exitRoute);
      return work.published(Tenancy, tenancy.id);
    });
  }

  /**
   * Where the household goes, for who supports it. The placement that the tenancy grew out of, or the one before it that was transferred,
   * ends with it, whoever manages the dwelling by now: so the database ends it, for who keeps the tenancy.
   */
  async leave(work: Work, tenancy: Tenancy, route: ExitRoute): Promise<void> {
    const { id, supporterId } = tenancy;
    await work.insert(work.create(TenancyExit, { id, route, durable: isDurable(route), supporterId }));
    await work.query('SELECT tenancy_left($1)', [id]);
  }

  /**
   * Settled, or written off: the lessor ceases to see the household. A debt that comes afterwards, as of a payment that bounced,
   * opens the account again.
   * @throws not_the_lessor, tenancy_not_ended, account_not_balanced, account_already_settled (409)
   */
  @Requires('accounts:write')
  settle(id: string, input: SettlementInput): Promise<Tenancy> {
    return this.database.work(async (work) => {
      const tenancy = await kept(work, id);
      const on = pastDay(input.settledOn, '/settledOn');
      tenancy.settle(on);
      await work.save(tenancy);
      await writeAct(work, tenancy, 'settlement', { on });
      await work.query(`SELECT close_disclosures('tenancy', $1)`, [tenancy.id]);
      if (tenancy.householdId) work.touch('households', [tenancy.householdId]);
      return work.published(Tenancy, tenancy.id);
    });
  }
}

/** Who lives beneath a head tenancy loses their title with it: theirs end first, or slide. */
async function demandEmpty(work: Work, head: Tenancy, endedOn: CivilDate): Promise<void> {
  const [beneath] = await work.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM tenancy_occupancies
     WHERE consortium_id = $1 AND head_tenancy_id = $2 AND (ended_on IS NULL OR ended_on > $3)`,
    [actor().consortiumId, head.id, endedOn],
  );
  if (beneath!.count > 0) throw conflict('residents_beneath', { count: beneath!.count });
}

/** Loaded (404, 412) and kept by the caller. @throws not_the_lessor */
export async function kept(work: Work, id: string): Promise<Tenancy> {
  const tenancy = await work.load(Tenancy, id);
  tenancy.demandKeeper(actor());
  return tenancy;
}

/** What every ending does, whatever its reason: the dwelling is free, the owner of the flat learns it, the last month is counted. */
export async function conclude(work: Work, tenancy: Tenancy, endedOn: CivilDate): Promise<void> {
  const { id } = tenancy;
  await work.save(tenancy);
  await endStay(work, { type: 'tenancy', id }, endedOn);
  await work.manager.update(
    TenancyOccupancy,
    { consortiumId: tenancy.consortiumId, id },
    { endedOn, nextReviewOn: null },
  );
  await closeAll(work, tenancy);
  await writeAct(work, tenancy, 'ending', { on: endedOn, reason: tenancy.endingReason });
  await postDues(work, [id], endedOn < (tenancy.endsOn ?? endedOn) ? endedOn : (tenancy.endsOn ?? endedOn));
}
