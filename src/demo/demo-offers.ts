import { v7 as uuidv7 } from 'uuid';
import { addDays } from '../platform/calendar.js';
import type { Rows } from './bulk.js';
import { reached, type DemoHome, type DemoWay, type Viewers } from './demo-way.js';

/** The offer under way or taken, with the decision on it and who may know the exact address. */
export function addOffer(
  rows: Rows,
  placementId: string,
  offerId: string,
  way: DemoWay,
  home: DemoHome,
  viewers: Viewers,
): void {
  const offeredOn = way.offeredOn!;
  const taken = reached(way, 'accepted');
  rows.add('offers', {
    id: offerId,
    placement_id: placementId,
    dwelling_id: home.dwellingId,
    room_id: home.roomId,
    status: taken ? 'taken' : 'interested',
    offered_on: offeredOn,
    planned_move_in_on: way.plannedOn ?? way.movedInOn ?? addDays(offeredOn, 30),
    closed_on: taken ? offeredOn : null,
    ...viewers,
  });
  for (const party of new Set([way.supporterId, way.referrerId])) {
    if (way.status === 'ended') continue;
    rows.add('dwelling_address_viewers', {
      dwelling_id: home.dwellingId,
      organisation_id: party,
      source_type: 'placement',
      source_id: placementId,
    });
  }
  if (!reached(way, 'allocated') || way.frame.omitted.includes('allocation')) return;
  rows.add('commission_decisions', {
    id: uuidv7(),
    placement_id: placementId,
    offer_id: offerId,
    body: way.frame.decidingBody,
    outcome: 'allocated',
    rank: 1,
    decided_on: offeredOn,
    ...viewers,
  });
}

/** An earlier offer that the household declined: nothing of it is left for its landlord. */
export function addDeclinedOffer(rows: Rows, placementId: string, way: DemoWay, home: DemoHome): void {
  const id = uuidv7();
  const on = addDays(way.referredOn, 20);
  const { supporterId: supporter_id, referrerId: referrer_id } = way;
  rows.add('offers', {
    id,
    placement_id: placementId,
    dwelling_id: home.dwellingId,
    room_id: home.roomId,
    status: 'declined',
    offered_on: on,
    planned_move_in_on: addDays(on, 30),
    closed_on: addDays(on, 6),
    landlord_id: null,
    operator_id: null,
    supporter_id,
    referrer_id,
  });
  rows.add('household_answers', {
    id: uuidv7(),
    placement_id: placementId,
    offer_id: id,
    answer: 'declined',
    reason: 'far_from_school',
    answered_on: addDays(on, 6),
    supporter_id,
    referrer_id,
  });
}
