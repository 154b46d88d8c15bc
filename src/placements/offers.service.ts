import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import type { Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { Dwelling } from '../housing/dwelling.entity.js';
import { Room } from '../housing/room.entity.js';
import { demandFree } from '../housing/stays.js';
import type { HouseholdAnswerFilter, OfferFilter } from './placement-children.inputs.js';
import { OF_PLACEMENT } from './placement-children.js';
import { begin, conclude, dayOf, type UnderWay } from './placement-acts.js';
import { HouseholdAnswer, Offer } from './offer.entity.js';
import { Placement } from './placement.entity.js';
import type { HouseholdAnswerKind } from './placements.enums.js';
import type { OfferAnswerInput, OfferInput } from './placements.inputs.js';

/** Offers of dwellings, and what the household answers. */
@Injectable()
export class OffersService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /**
   * Offers a dwelling, or a room of a shared flat: from now on its landlord and operator see the placement, not the household.
   * @throws dwelling_reserved, other_landlords_convention, dwelling_too_small, already occupied, step_not_possible (409)
   */
  @Requires('placements:offer')
  offer(id: string, input: OfferInput): Promise<Offer> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'offer', () => ['supporter', 'referrer', 'coordinator']);
      const on = dayOf(input.occurredOn);
      if (input.plannedMoveInOn < on) throw invalid('/plannedMoveInOn', 'before_start', { start: on });
      const { placement } = underWay;
      const dwelling = await work.reference(Dwelling, input.dwellingId, '/dwellingId');
      if (input.roomId) await demandRoomOf(work, dwelling, input.roomId);
      demandReservation(dwelling, placement);
      await demandCovered(work, placement, dwelling);
      await demandFree(work, {
        dwellingId: dwelling.id,
        roomId: input.roomId ?? null,
        from: input.plannedMoveInOn,
        persons: placement.householdSize,
      });
      const { landlordId, operatorId } = dwelling;
      const offer = work.create(Offer, {
        placementId: placement.id,
        dwellingId: dwelling.id,
        roomId: input.roomId ?? null,
        status: 'open',
        offeredOn: on,
        answerBy: input.answerBy ?? null,
        visitOn: null,
        plannedMoveInOn: input.plannedMoveInOn,
        closedOn: null,
        landlordId,
        operatorId,
        supporterId: placement.supporterId,
        referrerId: placement.referrerId,
      });
      await work.insert(offer);
      placement.bind(offer, on);
      await conclude(work, underWay, 'offer', { on });
      await work.query(`UPDATE referrals SET first_offered_on = coalesce(first_offered_on, $2) WHERE id = $1`, [
        placement.id,
        on,
      ]);
      for (const party of new Set([placement.supporterId, placement.referrerId])) {
        await work.query(`SELECT address_open($1, $2, 'placement', $3)`, [dwelling.id, party, placement.id]);
      }
      await work.query(`UPDATE place_requests SET status = 'offered' WHERE placement_id = $1 AND status = 'waiting'`, [
        placement.id,
      ]);
      return work.published(Offer, offer.id);
    });
  }

  /** Visit, interest or declined: declining gives the dwelling back and costs nothing. */
  @Requires('placements:answer')
  answer(id: string, offerId: string, input: OfferAnswerInput): Promise<Offer> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'answer', () => ['supporter', 'referrer']);
      const on = dayOf(input.occurredOn);
      const offer = await openOffer(work, underWay.placement, offerId);
      if (input.answer === 'declined' && !input.reason) throw invalid('/reason', 'reason_required');
      await keepAnswer(work, underWay, { answer: input.answer, reason: input.reason, comment: input.comment, on });
      if (input.answer === 'declined') {
        offer.close('declined', on);
      } else {
        offer.status = input.answer === 'visit' ? 'visit_planned' : 'interested';
        offer.visitOn = input.visitOn ?? offer.visitOn;
      }
      await work.save(offer);
      await conclude(work, underWay, 'answer', { on });
      if (input.answer === 'declined') await giveBack(work, underWay, on);
      return work.published(Offer, offer.id);
    });
  }

  @Requires('placements:read')
  list(id: string, filter: OfferFilter): Promise<Page<Offer>> {
    return childPage(this.database, this.keyring, Offer, OF_PLACEMENT, id, filter);
  }

  /** What the household answered, with its reasons; empty for landlord and operator. */
  @Requires('people:read')
  answers(id: string, filter: HouseholdAnswerFilter): Promise<Page<HouseholdAnswer>> {
    return childPage(this.database, this.keyring, HouseholdAnswer, OF_PLACEMENT, id, filter);
  }
}

/** @throws dwelling_reserved where a convention's rider or a reservation holder keeps it for another organisation */
function demandReservation(dwelling: Dwelling, placement: Placement): void {
  const holder = dwelling.reserverOn(clock.today());
  if (holder !== null && ![placement.supporterId, placement.referrerId].includes(holder))
    throw conflict('dwelling_reserved');
}

/** @throws other_landlords_convention: under a convention only dwellings of the landlord who signed it are offered */
async function demandCovered(work: Work, placement: Placement, dwelling: Dwelling): Promise<void> {
  const [found] = await work.query<{ covers: boolean }>('SELECT placement_convention_covers($1, $2) AS covers', [
    placement.id,
    dwelling.id,
  ]);
  if (!found?.covers) throw conflict('other_landlords_convention');
}

async function demandRoomOf(work: Work, dwelling: Dwelling, roomId: string): Promise<void> {
  const room = await work.reference(Room, roomId, '/roomId');
  if (room.dwellingId !== dwelling.id) throw invalid('/roomId', 'unknown_reference');
}

/** The offer under way, for its placement only. */
export async function openOffer(work: Work, placement: Placement, offerId = placement.offerId): Promise<Offer> {
  const offer = await work.load(Offer, offerId ?? '', { versioned: false });
  if (offer.id !== placement.offerId)
    throw conflict('step_not_possible', { step: 'answer', status: offer.status, possible: 'offered' });
  return offer;
}

export async function keepAnswer(
  work: Work,
  { placement }: UnderWay,
  {
    answer,
    reason,
    comment,
    on,
  }: { answer: HouseholdAnswerKind; reason?: HouseholdAnswer['reason']; comment?: string | null; on: string },
): Promise<void> {
  const { id, supporterId, referrerId } = placement;
  await work.insert(
    work.create(HouseholdAnswer, {
      placementId: id,
      offerId: placement.offerId!,
      answer,
      reason: reason ?? null,
      comment: comment ?? null,
      answeredOn: on,
      supporterId,
      referrerId,
    }),
  );
}

/** The dwelling is free again and its landlord and operator see neither the placement nor the household any more. */
export async function giveBack(work: Work, { placement, frame }: UnderWay, on: string): Promise<void> {
  await work.query('SELECT close_disclosures($1, $2)', ['placement', placement.id]);
  await work.query(`SELECT address_close('placement', $1)`, [placement.id]);
  await work.query('SELECT release_placement($1, $2)', [placement.id, on]);
  work.touch('households', [frame.householdId]);
}

export function isDeciding(frame: UnderWay['frame']): 'landlord' | 'operator' | 'supporter' {
  return ({ caleol: 'landlord', operator_admission: 'operator', association_choice: 'supporter' } as const)[
    frame.decidingBody
  ];
}
