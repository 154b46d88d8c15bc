import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import type { Page } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { reserve } from '../housing/stays.js';
import { begin, conclude, dayOf, type UnderWay } from './placement-acts.js';
import type { DecisionFilter } from './placement-children.inputs.js';
import { OF_PLACEMENT } from './placement-children.js';
import { CommissionDecision } from './offer.entity.js';
import { giveBack, isDeciding, keepAnswer, openOffer } from './offers.service.js';
import { Placement } from './placement.entity.js';
import type { AcceptanceInput, AllocationInput, SubmissionInput } from './placements.inputs.js';

/** From the file put to its deciding body (CALEOL, operator's admission, association by convention) to the household's yes. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /**
   * Puts the file to its deciding body: landlord and operator may now know who it is (adults, composition, what the lease needs),
   * which the household must have been told.
   * @throws household_not_informed (409)
   */
  @Requires('placements:offer')
  submit(id: string, input: SubmissionInput): Promise<Placement> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'submission', () => ['supporter', 'referrer']);
      const on = dayOf(input.occurredOn);
      underWay.placement.moveTo('submitted', on);
      await disclose(work, underWay, demandInformed(input.informedOn, on));
      await conclude(work, underWay, 'submission', { on });
      return work.published(Placement, id);
    });
  }

  /** Records the decision of the body, by the party that is this body. A refusal closes what was disclosed. */
  @Requires('placements:decide')
  allocate(id: string, input: AllocationInput): Promise<CommissionDecision> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'allocation', (frame) => [isDeciding(frame)]);
      const on = dayOf(input.occurredOn);
      demandGrounds(input);
      const { placement, frame } = underWay;
      const { landlordId, operatorId, supporterId, referrerId } = placement;
      const decision = work.create(CommissionDecision, {
        placementId: id,
        offerId: placement.offerId!,
        decidingBody: frame.decidingBody,
        outcome: input.outcome,
        rank: input.rank ?? null,
        condition: input.condition ?? null,
        reason: input.reason ?? null,
        decidedOn: on,
        landlordId,
        operatorId,
        supporterId,
        referrerId,
      });
      await work.insert(decision);
      if (input.outcome !== 'refused') placement.moveTo(input.outcome, on);
      await conclude(work, underWay, 'allocation', { on, reason: input.reason });
      if (input.outcome === 'refused') await this.refuse(work, underWay, on);
      return work.published(CommissionDecision, decision.id);
    });
  }

  private async refuse(work: Work, underWay: UnderWay, on: string): Promise<void> {
    const offer = await openOffer(work, underWay.placement);
    offer.close('refused', on);
    await work.save(offer);
    await giveBack(work, underWay, on);
  }

  /** The household accepts, which reserves the dwelling (one of two racing candidates wins), or declines without penalty. */
  @Requires('placements:answer')
  accept(id: string, input: AcceptanceInput): Promise<Placement> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'acceptance', () => ['supporter', 'referrer']);
      const on = dayOf(input.occurredOn);
      if (input.answer === 'declined' && !input.reason) throw invalid('/reason', 'reason_required');
      const { placement, frame } = underWay;
      const offer = await openOffer(work, placement);
      await keepAnswer(work, underWay, { answer: input.answer, reason: input.reason, comment: input.comment, on });
      if (input.answer === 'declined') {
        offer.close('declined', on);
        await work.save(offer);
        await conclude(work, underWay, 'acceptance', { on });
        await giveBack(work, underWay, on);
        return work.published(Placement, id);
      }
      offer.close('taken', on);
      await work.save(offer);
      placement.moveTo('accepted', on);
      placement.plannedMoveInOn = input.plannedMoveInOn ?? placement.plannedMoveInOn;
      if (!placement.householdId) await disclose(work, underWay, demandInformed(input.informedOn, on));
      await this.reserve(work, placement, frame.householdId);
      await conclude(work, underWay, 'acceptance', { on });
      return work.published(Placement, id);
    });
  }

  private async reserve(work: Work, placement: Placement, householdId: string): Promise<void> {
    await reserve(work, {
      dwellingId: placement.dwellingId!,
      roomId: placement.roomId,
      householdId,
      persons: placement.householdSize,
      from: placement.plannedMoveInOn!,
      endsOn: null,
      source: { type: 'placement', id: placement.id },
    });
  }

  @Requires('placements:read')
  decisions(id: string, filter: DecisionFilter): Promise<Page<CommissionDecision>> {
    return childPage(this.database, this.keyring, CommissionDecision, OF_PLACEMENT, id, filter);
  }
}

/** The household must have been told before landlord and operator learn who it is. @throws household_not_informed */
export function demandInformed(informedOn: CivilDate | undefined, on: CivilDate): CivilDate {
  if (informedOn === undefined || informedOn > on) throw conflict('household_not_informed');
  return informedOn;
}

/** Opens the sight of landlord and operator on the household (security.md, identity row). A private owner gets none. */
export async function disclose(work: Work, { placement, frame }: UnderWay, informedOn: string): Promise<void> {
  placement.householdId = frame.householdId;
  const parties = [
    ['landlord', placement.landlordId],
    ['operator', placement.operatorId],
  ] as const;
  for (const [relation, organisationId] of parties) {
    if (!organisationId || [placement.supporterId, placement.referrerId].includes(organisationId)) continue;
    await work.query('SELECT open_disclosure($1, $2, $3, $4, $5, $6, $7, $8, NULL)', [
      frame.householdId,
      organisationId,
      'placement',
      relation,
      'placement',
      placement.id,
      'CCH R.441-2-4-1',
      informedOn,
    ]);
  }
  work.touch('households', [frame.householdId]);
}

function demandGrounds({ outcome, rank, condition, reason }: AllocationInput): void {
  if (outcome === 'allocated' && !rank) throw invalid('/rank', 'rank_required');
  if (outcome === 'under_condition' && !condition) throw invalid('/condition', 'condition_required');
  if ((outcome === 'refused' || outcome === 'postponed') && !reason) throw invalid('/reason', 'reason_required');
}
