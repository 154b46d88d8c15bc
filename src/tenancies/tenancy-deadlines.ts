import type { CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { closeDeadlines, putDeadlines } from '../agenda/deadlines.service.js';
import { TenancyOccupancy } from './tenancy-act.entity.js';
import type { Tenancy } from './tenancy.entity.js';

/**
 * What is due of a tenancy by a day: of who keeps it, and of who supports the household. Reviews and the slide are the business of
 * three: the owner of the flat is told by the occupancy, which is all that it sees, and without the household.
 */
export async function awaitReview(work: Work, tenancy: Tenancy, dueOn: CivilDate, ownerId: string): Promise<void> {
  await awaitParties(work, tenancy, 'joint_review', dueOn);
  await putDeadlines(work, occupancy(tenancy), 'joint_review', { dueOn, organisationId: ownerId });
}

export async function awaitSlide(work: Work, tenancy: Tenancy, dueOn: CivilDate): Promise<void> {
  await awaitParties(work, tenancy, 'slide_decision', dueOn);
  const { consortiumId } = actor();
  const seen = await work.manager.findOne(TenancyOccupancy, { where: { consortiumId, id: tenancy.id } });
  if (seen)
    await putDeadlines(work, occupancy(tenancy), 'slide_decision', { dueOn, organisationId: seen.headLandlordId });
}

/** It was decided otherwise. */
export async function closeSlide(work: Work, tenancy: Tenancy): Promise<void> {
  await closeDeadlines(work, { type: 'tenancy', id: tenancy.id }, 'slide_decision');
  await closeDeadlines(work, occupancy(tenancy), 'slide_decision');
}

/** The planned end, where there is one. */
export async function awaitEnd(work: Work, tenancy: Tenancy): Promise<void> {
  if (tenancy.endsOn === null) await closeDeadlines(work, { type: 'tenancy', id: tenancy.id }, 'tenancy_end');
  else await awaitParties(work, tenancy, 'tenancy_end', tenancy.endsOn);
}

/** Of a tenancy that ended nothing is due any more. */
export async function closeAll(work: Work, tenancy: { id: string }): Promise<void> {
  await closeDeadlines(work, { type: 'tenancy', id: tenancy.id });
  await closeDeadlines(work, occupancy(tenancy));
}

function awaitParties(
  work: Work,
  { id, landlordId, operatorId, supporterId, householdId }: Tenancy,
  kind: 'joint_review' | 'slide_decision' | 'tenancy_end',
  dueOn: CivilDate,
): Promise<void> {
  const keeper = operatorId ?? landlordId;
  const others = supporterId === null || [landlordId, operatorId].includes(supporterId) ? [] : [supporterId];
  const facts = [keeper, ...others].map((organisationId) => ({ dueOn, organisationId, householdId }));
  return putDeadlines(work, { type: 'tenancy', id }, kind, ...facts);
}

const occupancy = ({ id }: { id: string }) => ({ type: 'tenancy_occupancy', id });
