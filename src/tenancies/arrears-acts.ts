import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { ArrearsStepRecord } from './arrears-ground.entity.js';
import type { ArrearsStep } from './arrears.enums.js';

/** The case, locked for change (404, 412). @throws arrears_case_over */
export async function beginCase(work: Work, id: string): Promise<ArrearsCase> {
  const found = await work.load(ArrearsCase, id);
  found.demandOpen();
  return found;
}

/** Saves the case, writes the step and the event, and sets deadlines and causes anew: the end of every act. */
export async function concludeCase(
  work: Work,
  arrears: ArrearsCase,
  step: ArrearsStep,
  { on, reason = null }: { on: CivilDate; reason?: string | null },
): Promise<void> {
  const { organisationId, principal } = actor();
  await work.save(arrears);
  await work.insert(
    work.create(ArrearsStepRecord, {
      caseId: arrears.id,
      step,
      status: arrears.status,
      occurredOn: on,
      reason,
      byOrganisationId: arrears.isKeptBy(organisationId) ? organisationId : null,
      principalId: principal.id,
    }),
  );
  await work.record({
    type: `arrears_case.${step}`,
    subject: { type: 'arrears_case', id: arrears.id },
    viewers: arrears.parties,
  });
  await work.query('SELECT arrears_deadlines($1::uuid[])', [[arrears.id]]);
  await work.query('SELECT arrears_causes($1, $2::uuid[])', [clock.today(), [arrears.id]]);
  work.touch('arrears_cases', [arrears.id]);
}

/** A delay of the law from a day on, by the rules of that day. */
export async function delayOf(work: Work, rule: string, from: CivilDate): Promise<CivilDate | null> {
  const [row] = await work.query<{ on: CivilDate | null }>('SELECT arrears_delay($1, $2) AS on', [rule, from]);
  return row?.on ?? null;
}

/** What the account owes, in cents. */
export async function balanceOf(work: Work, { consortiumId, tenancyId }: ArrearsCase): Promise<number> {
  const [row] = await work.query<{ cents: number }>(
    'SELECT balance_cents AS cents FROM accounts WHERE consortium_id = $1 AND tenancy_id = $2',
    [consortiumId, tenancyId],
  );
  return row?.cents ?? 0;
}
