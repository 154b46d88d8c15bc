import { CONSORTIA_REASONS } from '../consortia/consortia.reasons.js';
import { Convention } from '../consortia/convention.entity.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Programme } from '../consortia/programme.entity.js';
import { Household } from '../people/household.entity.js';
import { addDays } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid, type Words } from '../platform/errors/failure.js';
import { dayOf, writeStep } from './placement-acts.js';
import { moversOf, movingSize, sizeOf } from './movers.js';
import { Placement } from './placement.entity.js';
import { Referral, ReferralGrounds } from './referral.entity.js';
import type { ReferralInput } from './referrals.inputs.js';

/** Makes a placement of a referral: who is referred, by whom, into which programme, and why; each in a table of its own. */
export async function openReferral(work: Work, input: ReferralInput): Promise<string> {
  const on = dayOf(input.referredOn, '/referredOn');
  const household = await work.held(Household, input.householdId, '/householdId');
  await household.demandWriting(work);
  const programme = await work.reference(Programme, input.programmeId, '/programmeId');
  if (!programme.isOpenOn(on)) throw conflict('programme_not_open', { period: openOf(programme) });
  const convention = await conventionFor(work, input.conventionId ?? null, programme, on);
  const supporterId = await supporterOf(work, input);
  const movers = await moversOf(work, household.id, input.personIds ?? null, on);
  await demandNoOther(work, household.id, programme.id, movers);
  const placement = work.create(Placement, {
    ...EMPTY,
    ...(movers ? await movingSize(work, movers) : await sizeOf(work, household.id)),
    status: 'referred',
    statusSince: on,
    programmeLabel: programme.publicLabel,
    supporterId,
    referrerId: actor().organisationId,
  });
  await work.insert(placement);
  await keepReferral(work, placement, input, { programme, convention, movers, on });
  await disclose(work, household.id, supporterId, placement.id);
  await tell(work, placement, household.id, on);
  return placement.id;
}

function openOf({ startsOn: from, endsOn: until }: Programme): Words {
  if (until === null) return { fr: `à partir du ${from}`, en: `from ${from} on` };
  const last = addDays(until, -1);
  return { fr: `du ${from} au ${last} inclus`, en: `from ${from} to ${last}, that day too` };
}

interface Frame {
  readonly programme: Programme;
  readonly convention: Convention | null;
  readonly movers: string[] | null;
  readonly on: CivilDate;
}

async function keepReferral(work: Work, placement: Placement, input: ReferralInput, frame: Frame): Promise<void> {
  const { id, supporterId, referrerId } = placement;
  const { programme, convention, movers, on } = frame;
  await work.insert(
    work.create(Referral, {
      id,
      householdId: input.householdId,
      personIds: movers,
      programmeId: programme.id,
      conventionId: convention?.id ?? null,
      supporterId,
      referrerId,
      referredOn: on,
      firstOfferedOn: null,
      movedInOn: null,
      decidingBody: convention?.decidingBody ?? programme.decidingBody,
      omittedSteps: convention?.omittedSteps ?? programme.omittedSteps,
    }),
  );
  const grounds = work.create(ReferralGrounds, { id, supporterId, referrerId, ...NO_GROUNDS });
  grounds.describe(input);
  await work.insert(grounds);
}

/** What is not said of the grounds. */
export const NO_GROUNDS: Pick<ReferralGrounds, 'reasons' | 'cohort' | 'wishes'> = {
  reasons: [],
  cohort: null,
  wishes: null,
};

async function tell(work: Work, placement: Placement, householdId: string, on: CivilDate): Promise<void> {
  const { id, supporterId, referrerId } = placement;
  await writeStep(work, placement, supporterId === referrerId ? 'supporter' : 'referrer', 'referral', { on });
  await work.record({
    type: 'placement.referral',
    subject: { type: 'placement', id },
    householdId,
    viewers: [supporterId, referrerId],
  });
  work.touch('placements', [id]);
}

async function supporterOf(work: Work, input: ReferralInput): Promise<string> {
  const own = actor().organisationId;
  if (input.supporterId === undefined || input.supporterId === own) {
    if (!actor().roles.includes('supporter') && input.supporterId === undefined)
      throw invalid('/supporterId', 'required');
    if (!actor().roles.includes('supporter')) throw invalid('/supporterId', 'unknown_role', { role: 'supporter' });
    return own;
  }
  const supporter = await work.reference(Organisation, input.supporterId, '/supporterId');
  await supporter.demandRole(work, ['supporter'], '/supporterId');
  return supporter.id;
}

async function disclose(work: Work, householdId: string, supporterId: string, placementId: string): Promise<void> {
  if (supporterId === actor().organisationId) return;
  await work.query('SELECT open_disclosure($1, $2, $3, $4, $5, $6, $7, NULL, NULL)', [
    householdId,
    supporterId,
    'referral',
    'supporter',
    'placement',
    placementId,
    'CASF L.345-2-4, L.345-2-6',
  ]);
  work.touch('households', [householdId]);
  await work.enqueue('duplicate-scan', { householdId }); // the supporter can answer whether it is known twice
}

/** @throws wrong_programme_convention */
async function conventionFor(
  work: Work,
  id: string | null,
  programme: Programme,
  on: CivilDate,
): Promise<Convention | null> {
  if (!id) return null;
  const convention = await work.reference(Convention, id, '/conventionId');
  if (!convention.isConfirmed) throw conflict(CONSORTIA_REASONS.convention_not_confirmed);
  const serves = convention.programmeId === null || convention.programmeId === programme.id;
  if (!serves || !convention.isInForceOn(on)) throw conflict('wrong_programme_convention');
  return convention;
}

/** One placement under way for a household in a programme: two would be counted twice. */
/** Nobody is referred twice into one programme; two of a household who go their own ways may each be. */
async function demandNoOther(
  work: Work,
  householdId: string,
  programmeId: string,
  movers: readonly string[] | null,
): Promise<void> {
  await work.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [`${householdId} ${programmeId}`]);
  const [other] = await work.query(
    `SELECT 1 FROM referrals r JOIN placements p ON p.consortium_id = r.consortium_id AND p.id = r.id
     WHERE r.consortium_id = $1 AND r.household_id = $2 AND r.programme_id = $3 AND p.status NOT IN ('ended', 'ineligible')
       AND ($4::uuid[] IS NULL OR r.person_ids IS NULL OR r.person_ids && ($4 || ${TWINS}))`,
    [actor().consortiumId, householdId, programmeId, movers],
  );
  if (other) throw conflict('already_referred');
}

/** As whom those of `$4` are known as well, in a household that took in another. */
const TWINS = `ARRAY(SELECT m.person_id FROM household_members m JOIN household_members n ON n.consortium_id = m.consortium_id
  AND n.household_id = m.household_id AND n.person_id = ANY ($4) AND coalesce(n.twin_of_id, n.person_id) = coalesce(m.twin_of_id, m.person_id)
  WHERE m.consortium_id = $1 AND m.household_id = $2)`;

const EMPTY: Partial<Placement> = {
  offerId: null,
  dwellingId: null,
  roomId: null,
  householdId: null,
  plannedMoveInOn: null,
  movedInOn: null,
  endedOn: null,
  landlordId: null,
  operatorId: null,
};
