import { addMonths } from '../platform/calendar.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import type { TenancyActKind } from './tenancies.enums.js';
import { TenancyAct } from './tenancy-act.entity.js';
import type { Tenancy } from './tenancy.entity.js';

/** Writes down who did what, and tells those who follow the tenancy: the end of every act. */
export async function writeAct(
  work: Work,
  tenancy: Tenancy,
  act: TenancyActKind,
  { on, effectiveOn = on, reason = null }: { on: CivilDate; effectiveOn?: CivilDate; reason?: string | null },
): Promise<void> {
  const { organisationId, principal } = actor();
  await work.insert(
    work.create(TenancyAct, {
      tenancyId: tenancy.id,
      act,
      occurredOn: on,
      effectiveOn,
      reason,
      byOrganisationId: tenancy.isKeptBy(organisationId) ? organisationId : null,
      principalId: principal.id,
    }),
  );
  await tell(work, tenancy, act);
}

export async function tell(work: Work, tenancy: Tenancy, verb: string): Promise<void> {
  await work.record({
    type: `tenancy.${verb}`,
    subject: { type: 'tenancy', id: tenancy.id },
    householdId: tenancy.householdId ?? undefined,
    viewers: tenancy.parties,
  });
  work.touch('tenancies', [tenancy.id]);
}

/** Brings computed dues up to date, from the month of a day on: what was posted too much or too little is adjusted. */
export async function postDues(work: Work, tenancyIds: readonly string[], since: CivilDate): Promise<void> {
  await work.query('SELECT ledger_dues($1::uuid[], $2, $3)', [tenancyIds, since, clock.today()]);
}

/** Interview of owner, lessor and household: every six months (CCH L.442-8-1, décret 2010-1564). */
export function nextReview(after: CivilDate): CivilDate {
  return addMonths(after, 6);
}
