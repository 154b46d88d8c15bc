import type { Role } from '../platform/access/permissions.js';
import { actor } from '../platform/context.js';
import type { CivilDate } from '../platform/clock.js';
import { clock } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import type { Work } from '../platform/database/work.js';
import { Placement } from './placement.entity.js';
import { PlacementStepRecord } from './offer.entity.js';
import type { PartyRole, PlacementStep } from './placements.enums.js';

/** A placement loaded for a step, with what the step needs to know of the referral (which its landlord cannot read). */
export interface UnderWay {
  readonly placement: Placement;
  readonly frame: Frame;
  readonly role: PartyRole;
}

/** What the flow needs of the referral. Never leaves the process. */
export interface Frame {
  readonly householdId: string;
  readonly programmeId: string;
  readonly conventionId: string | null;
  readonly decidingBody: 'caleol' | 'operator_admission' | 'association_choice';
  readonly omittedSteps: string[];
}

/** Loads the placement (404, 412), then checks that the step is this party's and that the status allows it. */
export async function begin(
  work: Work,
  id: string,
  step: Exclude<PlacementStep, 'referral'>,
  parties: (frame: Frame, placement: Placement) => readonly PartyRole[],
): Promise<UnderWay> {
  const placement = await work.load(Placement, id);
  const [frame] = await work.query<Frame>('SELECT * FROM placement_frame($1)', [id]);
  if (!frame) throw new Error('A placement without its referral');
  const role = roleAmong(placement, parties(frame, placement));
  placement.demandStep(step, frame.omittedSteps);
  return { placement, frame, role };
}

/** In which of these roles the actor stands to the placement; an organisation stands in none that it holds no longer. */
function roleAmong(placement: Placement, roles: readonly PartyRole[]): PartyRole {
  const { organisationId, kind, roles: held } = actor();
  const is = (party: string | null, ...by: Role[]): boolean =>
    party === organisationId && by.some((role) => held.includes(role));
  const holds: Record<PartyRole, boolean> = {
    supporter: is(placement.supporterId, 'supporter'),
    referrer: is(placement.referrerId, 'supporter', 'referrer'),
    landlord: is(placement.landlordId, 'landlord', 'operator'),
    operator: is(placement.operatorId, 'landlord', 'operator'),
    coordinator: kind === 'coordinator',
  };
  const role = roles.find((candidate) => holds[candidate]);
  if (!role) throw conflict('wrong_party', { roles: roles.join(', ') });
  return role;
}

/** Saves the placement, writes the step and the event, and touches the feed: the end of every step. */
export async function conclude(
  work: Work,
  { placement, frame, role }: UnderWay,
  step: PlacementStep,
  facts: { on: CivilDate; reason?: string | null },
): Promise<void> {
  await work.save(placement);
  await writeStep(work, placement, role, step, facts);
  await work.record({
    type: `placement.${step}`,
    subject: { type: 'placement', id: placement.id },
    householdId: frame.householdId,
    viewers: [placement.landlordId, placement.operatorId, placement.supporterId, placement.referrerId],
  });
  work.touch('placements', [placement.id]);
}

export async function writeStep(
  work: Work,
  placement: Placement,
  role: PartyRole,
  step: PlacementStep,
  { on, reason }: { on: CivilDate; reason?: string | null },
): Promise<void> {
  const { organisationId, principal } = actor();
  const [who] = await work.query<{ discreet: boolean }>('SELECT discreet FROM organisations WHERE id = $1', [
    organisationId,
  ]);
  const { landlordId, operatorId, supporterId, referrerId } = placement;
  await work.insert(
    work.create(PlacementStepRecord, {
      placementId: placement.id,
      step,
      status: placement.status,
      occurredOn: on,
      byRole: role,
      byOrganisationId: who?.discreet === false && role !== 'referrer' && role !== 'supporter' ? organisationId : null,
      principalId: principal.id,
      reason: reason ?? null,
      landlordId,
      operatorId,
      supporterId,
      referrerId,
    }),
  );
}

/** The day of a step: given, or today; never in the future. */
export function dayOf(given: CivilDate | undefined, pointer = '/occurredOn'): CivilDate {
  const today = clock.today();
  if (given !== undefined && given > today) throw invalid(pointer, 'in_the_future');
  return given ?? today;
}
