import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { actor } from '../platform/context.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { balanceOf, beginCase, concludeCase } from './arrears-acts.js';
import type { ArrearsCase } from './arrears-case.entity.js';
import type { PlanFrame } from './arrears.enums.js';
import type { ArrearsPlanAgreementInput, ArrearsPlanInput, ArrearsPlanWithdrawalInput } from './arrears.inputs.js';
import { hold, release } from './enforcement-holds.service.js';
import { spread } from './repayment-plan-terms.js';
import { RepaymentPlan } from './repayment-plan.entity.js';
import { comingDay, pastDay, pastDaySince } from '../platform/bounded-days.js';

const LONGEST = 120;
/** Days: the grace of one instalment reaches no further than the next but one. */
const MOST_GRACE = 60;
const WITHOUT_LIMIT: readonly PlanFrame[] = ['judge', 'over_indebtedness'];

/** Plans: proposed by any party, agreed by the lessor, checked by the night. */
@Injectable()
export class RepaymentPlansService {
  constructor(private readonly database: Database) {}

  /** @throws plan_under_way, plan_too_long, nothing_to_repay (409) */
  @Requires('arrears:write')
  propose(id: string, input: ArrearsPlanInput): Promise<RepaymentPlan> {
    return this.database.work(async (work) => {
      const arrears = await beginCase(work, id);
      const on = pastDaySince(arrears.beganOn, input.proposedOn, '/proposedOn');
      comingDay(input.firstDueOn, '/firstDueOn');
      if (input.firstDueOn < on) throw invalid('/firstDueOn', 'before_start', { start: on });
      if (input.instalments !== undefined && input.instalmentCents !== undefined)
        throw invalid('/instalmentCents', 'one_of_both');
      arrears.proposePlan(on);
      const debtCents = input.debtCents ?? (await balanceOf(work, arrears));
      if (debtCents <= 0) throw conflict('nothing_to_repay');
      const { frame = 'lessor' } = input;
      const rules = await planRules(work, on);
      const { instalments, instalmentCents } = spread(debtCents, input, rules.byDefault);
      const most = WITHOUT_LIMIT.includes(frame) ? LONGEST : Math.min(rules.most, LONGEST);
      if (instalments > most) throw conflict('plan_too_long', { most, months: instalments });
      const plan = work.create(RepaymentPlan, {
        caseId: arrears.id,
        tenancyId: arrears.tenancyId,
        status: 'proposed',
        frame,
        debtCents,
        instalments,
        instalmentCents,
        firstDueOn: input.firstDueOn,
        toleranceDays: rules.toleranceDays,
        toleranceCents: rules.toleranceCents,
        balanceCents: null,
        proposedOn: on,
        agreedOn: null,
        endedOn: null,
      });
      await work.insert(plan);
      await concludeCase(work, arrears, 'plan_proposal', { on, reason: frame });
      return work.published(RepaymentPlan, plan.id);
    });
  }

  /** From now on it holds enforcement, as long as it is kept. @throws no_plan_proposed, not_the_lessor */
  @Requires('arrears:write')
  agree(id: string, input: ArrearsPlanAgreementInput): Promise<RepaymentPlan> {
    return this.database.work(async (work) => {
      const arrears = await beginCase(work, id);
      arrears.demandKeeper(actor());
      const on = pastDay(input.agreedOn, '/agreedOn');
      arrears.agreePlan(on);
      const plan = (await currentPlan(work, arrears))!;
      pastDaySince(plan.since, on, '/agreedOn');
      plan.agree(on, await balanceOn(work, arrears, on));
      await work.save(plan);
      const source = { type: 'repayment_plan', id: plan.id };
      await hold(work, arrears.tenancyId, { kind: 'plan', source, startsOn: on });
      await concludeCase(work, arrears, 'plan_agreement', { on });
      return work.published(RepaymentPlan, plan.id);
    });
  }

  /** The plan is given up; the case is where it was before. @throws no_plan_under_way */
  @Requires('arrears:write')
  withdraw(id: string, input: ArrearsPlanWithdrawalInput): Promise<RepaymentPlan> {
    return this.database.work(async (work) => {
      const arrears = await beginCase(work, id);
      arrears.demandKeeper(actor());
      const on = pastDay(input.withdrawnOn, '/withdrawnOn');
      arrears.withdrawPlan(on);
      const { since } = (await currentPlan(work, arrears))!;
      const plan = (await endPlans(work, arrears, pastDaySince(since, on, '/withdrawnOn')))!;
      await concludeCase(work, arrears, 'plan_withdrawal', { on });
      return work.published(RepaymentPlan, plan.id);
    });
  }
}

function currentPlan(work: Work, { consortiumId, id }: ArrearsCase): Promise<RepaymentPlan | null> {
  return work.manager
    .createQueryBuilder(RepaymentPlan, 't')
    .setLock('pessimistic_write')
    .where(`t.consortium_id = :consortiumId AND t.case_id = :id AND t.status IN ('proposed', 'active')`, {
      consortiumId,
      id,
    })
    .getOne();
}

/** A case that ends otherwise than by payment takes its plan with it, and what that held. */
export async function endPlans(work: Work, arrears: ArrearsCase, on: CivilDate): Promise<RepaymentPlan | null> {
  const plan = await currentPlan(work, arrears);
  if (!plan) return null;
  plan.withdraw(on);
  await work.save(plan);
  await release(work, { type: 'repayment_plan', id: plan.id }, on);
  return plan;
}

interface PlanRules {
  readonly byDefault: number;
  readonly most: number;
  readonly toleranceDays: number;
  readonly toleranceCents: number;
}

/** Of a day that is past, as its entries have it: dues since then are no part of what the plan spreads. */
async function balanceOn(work: Work, arrears: ArrearsCase, on: CivilDate): Promise<number> {
  if (on === clock.today()) return balanceOf(work, arrears);
  const [row] = await work.query<{ cents: number }>('SELECT balance_cents AS cents FROM account_on($1, $2)', [
    arrears.tenancyId,
    on,
  ]);
  return row!.cents;
}

async function planRules(work: Work, on: CivilDate): Promise<PlanRules> {
  const [rules] = await work.query<PlanRules>(
    `SELECT coalesce(max(quantity) FILTER (WHERE code = 'plan_default'), 36) AS "byDefault",
       coalesce(max(quantity) FILTER (WHERE code = 'plan_longest'), 120) AS most,
       least(coalesce(max(quantity) FILTER (WHERE code = 'plan_tolerance'), 0), ${MOST_GRACE}) AS "toleranceDays",
       coalesce(max(amount_cents) FILTER (WHERE code = 'plan_tolerance'), 0) AS "toleranceCents"
     FROM arrears_rules_at($1)`,
    [on],
  );
  return rules!;
}
