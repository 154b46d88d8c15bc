import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { actor, context } from '../platform/context.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { balanceOf, beginCase, concludeCase, delayOf } from './arrears-acts.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { ArrearsProceeding, ArrearsReport } from './arrears-ground.entity.js';
import { ruleLabel } from './arrears-rule-codes.enums.js';
import type { ArrearsClosureInput, ArrearsProceedingInput, ArrearsReportInput } from './arrears.inputs.js';
import { endPlans } from './repayment-plans.service.js';
import { pastDaySince } from '../platform/bounded-days.js';

/** Reports, acts of enforcement, closures: what happens to a case outside of the night. */
@Injectable()
export class ArrearsActsService {
  constructor(private readonly database: Database) {}

  /** The case was reported. Nothing ever stands against it: a report protects the tenant. The FSL may be asked by every party. */
  @Requires('arrears:write')
  report(id: string, input: ArrearsReportInput): Promise<ArrearsCase> {
    return this.database.work(async (work) => {
      const arrears = await beginCase(work, id);
      if (input.body !== 'fsl') arrears.demandKeeper(actor());
      const on = pastDaySince(arrears.beganOn, input.reportedOn, '/reportedOn');
      const { body, reference = null } = input;
      await work.insert(work.create(ArrearsReport, { caseId: arrears.id, body, reportedOn: on, reference }));
      arrears.report(body, on, await delayOf(work, 'plan_by_lessor', on));
      if (await reportedToFundToo(work, arrears, on)) {
        const keptUntil = await delayOf(work, 'aid_kept_fsl', on);
        arrears.planDueOn = keptUntil && (await delayOf(work, 'plan_after_fsl', keptUntil));
      }
      await concludeCase(work, arrears, 'report', { on, reason: body });
      return work.published(ArrearsCase, arrears.id);
    });
  }

  /**
   * The lessor records that it proceeds. Where a plan, support, a contract or the winter truce speaks against it, it says why; it
   * is recorded all the same.
   */
  @Requires('arrears:write')
  proceed(id: string, input: ArrearsProceedingInput): Promise<ArrearsCase> {
    return this.database.work(async (work) => {
      const arrears = await beginCase(work, id);
      arrears.demandKeeper(actor());
      const on = pastDaySince(arrears.beganOn, input.occurredOn, '/occurredOn');
      const { kind, reason = null } = input;
      const [against] = await work.query<{ held: boolean }>('SELECT arrears_speaks_against($1, $2, $3) AS held', [
        on,
        arrears.tenancyId,
        kind,
      ]);
      const held = against!.held;
      if (held && reason === null) throw invalid('/reason', 'proceeds_because');
      await work.insert(work.create(ArrearsProceeding, { caseId: arrears.id, kind, occurredOn: on, held, reason }));
      arrears.proceed(kind, on);
      await concludeCase(work, arrears, 'proceeding', { on, reason: kind });
      return work.published(ArrearsCase, arrears.id);
    });
  }

  /** Closes a case that a debt is left of. It stays closed until the debt or its level rises. @throws arrears_constituted */
  @Requires('arrears:write')
  close(id: string, input: ArrearsClosureInput): Promise<ArrearsCase> {
    return this.database.work(async (work) => {
      const arrears = await beginCase(work, id);
      arrears.demandKeeper(actor());
      const on = pastDaySince(arrears.openedOn, input.closedOn, '/closedOn');
      await demandNotConstituted(work, arrears);
      arrears.close(input.reason, on, Math.max(await balanceOf(work, arrears), 0));
      await endPlans(work, arrears, on);
      await work.query(
        'UPDATE arrears_grounds SET ended_on = $3 WHERE consortium_id = $1 AND case_id = $2 AND ended_on IS NULL',
        [arrears.consortiumId, arrears.id, on],
      );
      await concludeCase(work, arrears, 'closure', { on, reason: input.reason });
      return work.published(ArrearsCase, arrears.id);
    });
  }
}

/**
 * Whether the fund was asked on the day of the report, the first to the paying body: the plan is then due after the fund has had its
 * time (CCH R.824-11).
 */
async function reportedToFundToo(work: Work, arrears: ArrearsCase, on: CivilDate): Promise<boolean> {
  const [found] = await work.query<{ both: boolean | null }>(
    `SELECT count(DISTINCT body) = 2 AND min(reported_on) FILTER (WHERE body = 'paying_body') = $3 AS both FROM arrears_reports
     WHERE consortium_id = $1 AND case_id = $2 AND (reported_on = $3 OR body = 'paying_body') AND body IN ('paying_body', 'fsl')`,
    [arrears.consortiumId, arrears.id, on],
  );
  return found!.both === true;
}

/** Constituted once, it is so until the debt is cleared: to have fallen below the threshold ends neither it nor the delay of its report. */
async function demandNotConstituted(work: Work, { consortiumId, id, tenancyId }: ArrearsCase): Promise<void> {
  const [met] = await work.query<{ rule: string }>(
    `SELECT w.code AS rule FROM (
       SELECT e.code FROM arrears_evaluation($3, ARRAY[$2::uuid]) e WHERE e.met AND e.level = 'constituted'
       UNION ALL SELECT g.code FROM arrears_grounds g JOIN accounts a ON a.consortium_id = $1 AND a.tenancy_id = $2 AND a.balance_cents > 0
       WHERE g.consortium_id = $1 AND g.case_id = $4 AND g.level = 'constituted' AND g.ended_on IS NULL) w
     JOIN tenancies t ON t.consortium_id = $1 AND t.id = $2 AND (t.ended_on IS NULL OR t.ended_on > $3) ORDER BY 1 LIMIT 1`,
    [consortiumId, tenancyId, clock.today(), id],
  );
  if (met) throw conflict('arrears_constituted', { rule: ruleLabel(met.rule)[context().locale] });
}
