import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { actor } from '../platform/context.js';
import type { CivilDate } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { Programme } from '../consortia/programme.entity.js';
import { Convention } from '../consortia/convention.entity.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Household } from '../people/household.entity.js';
import { begin, conclude, dayOf, writeStep } from './placement-acts.js';
import { Placement } from './placement.entity.js';
import type { EligibilityInput, ReferralInput } from './placements.inputs.js';
import { Referral, ReferralGrounds } from './referral.entity.js';

/** The first steps: a household is referred into a programme, and found eligible or not. */
@Injectable()
export class ReferralsService {
  constructor(private readonly database: Database) {}

  /**
   * Refers a household in whose file the caller writes: seeing it, as its landlord does, is not enough. The supporter, where it
   * is another organisation, gets its sight of the household by a recorded disclosure.
   * @throws household_not_yours, already_referred, programme_not_open, wrong_programme_convention (409); unknown_reference (422)
   */
  @Requires('placements:refer')
  refer(input: ReferralInput): Promise<Placement> {
    return this.database.work(async (work) => {
      const on = dayOf(input.referredOn, '/referredOn');
      const household = await work.reference(Household, input.householdId, '/householdId');
      await household.demandWriting(work);
      const programme = await work.reference(Programme, input.programmeId, '/programmeId');
      if (!programme.isOpenOn(on))
        throw conflict('programme_not_open', { from: programme.startsOn, until: programme.endsOn ?? '…' });
      const convention = await conventionFor(work, input.conventionId ?? null, programme, on);
      await demandNoOther(work, household.id, programme.id);
      const supporterId = await this.supporter(work, input);
      const placement = work.create(Placement, {
        ...EMPTY,
        ...(await sizeOf(work, household.id)),
        status: 'referred',
        statusSince: on,
        programmeLabel: programme.publicLabel,
        supporterId,
        referrerId: actor().organisationId,
      });
      await work.insert(placement);
      await this.keepReferral(work, placement, input, { programme, convention, on });
      await this.disclose(work, household.id, supporterId, placement.id);
      await this.tell(work, placement, household.id, on);
      return work.published(Placement, placement.id);
    });
  }

  private async keepReferral(work: Work, placement: Placement, input: ReferralInput, frame: Frame): Promise<void> {
    const { id, supporterId, referrerId } = placement;
    const { programme, convention, on } = frame;
    await work.insert(
      work.create(Referral, {
        id,
        householdId: input.householdId,
        programmeId: programme.id,
        conventionId: convention?.id ?? null,
        supporterId,
        referrerId,
        referredOn: on,
        firstOfferedOn: null,
        keysOn: null,
        decidingBody: convention?.decidingBody ?? programme.decidingBody,
        omittedSteps: convention?.omittedSteps ?? programme.omittedSteps,
      }),
    );
    await work.insert(
      work.create(ReferralGrounds, {
        id,
        supporterId,
        referrerId,
        reasons: input.reasons ?? [],
        cohort: input.cohort ?? null,
        wishes: input.wishes ?? null,
      }),
    );
  }

  private async tell(work: Work, placement: Placement, householdId: string, on: CivilDate): Promise<void> {
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

  /** @throws step_not_possible, wrong_party (409) */
  @Requires('placements:qualify')
  qualify(id: string, input: EligibilityInput): Promise<Placement> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'eligibility', () => ['supporter', 'referrer', 'coordinator']);
      if (input.outcome === 'ineligible' && !input.reason) throw invalid('/reason', 'reason_required');
      const on = dayOf(input.occurredOn);
      underWay.placement.moveTo(input.outcome, on);
      await conclude(work, underWay, 'eligibility', {
        on,
        reason: input.outcome === 'ineligible' ? input.reason : null,
      });
      return work.published(Placement, id);
    });
  }

  /** Who, by whom, into what; 404 for landlord and operator. */
  @Requires('placements:read')
  async referral(id: string): Promise<Referral> {
    return (await loadNoun(this.database, Referral, uuidOrMissing(id))) ?? missing();
  }

  /** Why and with which wishes; for those who refer and support. */
  @Requires('placements:read')
  async grounds(id: string): Promise<ReferralGrounds> {
    return (await loadNoun(this.database, ReferralGrounds, uuidOrMissing(id))) ?? missing();
  }

  private async supporter(work: Work, input: ReferralInput): Promise<string> {
    const own = actor().organisationId;
    if (input.supporterId === undefined || input.supporterId === own) {
      if (!actor().roles.includes('supporter') && input.supporterId === undefined)
        throw invalid('/supporterId', 'required');
      if (!actor().roles.includes('supporter')) throw invalid('/supporterId', 'unknown_role', { role: 'supporter' });
      return own;
    }
    const supporter = await work.reference(Organisation, input.supporterId, '/supporterId');
    const [held] = await work.query<{ held: boolean }>(`SELECT role_until($1, 'supporter') IS NOT NULL AS held`, [
      supporter.id,
    ]);
    if (held?.held !== true) throw invalid('/supporterId', 'unknown_role', { role: 'supporter' });
    return supporter.id;
  }

  private async disclose(work: Work, householdId: string, supporterId: string, placementId: string): Promise<void> {
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
  }
}

interface Frame {
  readonly programme: Programme;
  readonly convention: Convention | null;
  readonly on: CivilDate;
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
  const serves = convention.programmeId === null || convention.programmeId === programme.id;
  if (!serves || !convention.isInForceOn(on)) throw conflict('wrong_programme_convention');
  return convention;
}

/** One placement under way for a household in a programme: two would be counted twice. */
async function demandNoOther(work: Work, householdId: string, programmeId: string): Promise<void> {
  await work.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [`${householdId} ${programmeId}`]);
  const [other] = await work.query(
    `SELECT 1 FROM referrals r JOIN placements p ON p.consortium_id = r.consortium_id AND p.id = r.id
     WHERE r.consortium_id = $1 AND r.household_id = $2 AND r.programme_id = $3 AND p.status NOT IN ('ended', 'ineligible')`,
    [actor().consortiumId, householdId, programmeId],
  );
  if (other) throw conflict('already_referred');
}

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

type Size = Pick<Placement, 'householdSize' | 'childrenUnder3' | 'children3to5' | 'children6to11' | 'children12to17'>;

/** Size and ages in bands, as they are on the day of the step: what every party may know. */
async function sizeOf(work: Work, householdId: string): Promise<Size> {
  const [size] = await work.query<Size>(
    `SELECT size AS "householdSize", children_under_3 AS "childrenUnder3", children_3_5 AS "children3to5", children_6_11 AS "children6to11",
       children_12_17 AS "children12to17" FROM households WHERE consortium_id = $1 AND id = $2`,
    [actor().consortiumId, householdId],
  );
  if (!size) throw invalid('/householdId', 'unknown_reference');
  return size;
}

function missing(): never {
  throw notFound();
}
