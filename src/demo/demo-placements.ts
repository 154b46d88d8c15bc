import { v7 as uuidv7 } from 'uuid';
import { addDays } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import { isDurable } from '../placements/placement-grounds.enums.js';
import type { PlacementStatus } from '../placements/placements.enums.js';
import type { Row, Rows } from './bulk.js';
import { addDeclinedOffer, addOffer } from './demo-offers.js';
import { reached, type DemoHome, type DemoWay, type Viewers } from './demo-way.js';
import type { DemoHousehold } from './demo-households.js';

/** A placement as the services would have left it: referral, offers, decision, steps, stay, disclosures, address. */
export function addPlacement(rows: Rows, household: DemoHousehold, way: DemoWay): string {
  const id = uuidv7();
  const home = reached(way, 'offered') ? way.home : null;
  const offerId = home ? uuidv7() : null;
  const viewers = viewersOf(way, home);
  rows.add('placements', {
    id,
    ...placeOf(way, home),
    status: way.status,
    status_since: sinceOf(way),
    programme_label: way.frame.label,
    offer_id: offerId,
    household_id: reached(way, 'submitted') && way.status !== 'ended' ? household.id : null,
    household_size: household.size,
    ...endOf(way),
    ...viewers,
  });
  addReferral(rows, id, household.id, way);
  addSteps(rows, id, way, viewers);
  if (way.declinedBefore) addDeclinedOffer(rows, id, way, way.declinedBefore);
  if (home && offerId) addOffer(rows, id, offerId, way, home, viewers);
  if (home && reached(way, 'accepted')) addStay(rows, id, household, way, home);
  if (way.status === 'moved_in')
    rows.add('support_states', {
      id: uuidv7(),
      household_id: household.id,
      origin_household_id: household.id,
      state: 'yes',
    });
  addDisclosures(rows, id, household.id, way, home);
  return id;
}

function viewersOf({ supporterId, referrerId }: DemoWay, home: DemoHome | null): Viewers {
  return {
    landlord_id: home?.landlordId ?? null,
    operator_id: home?.operatorId ?? null,
    supporter_id: supporterId,
    referrer_id: referrerId,
  };
}

function placeOf(way: DemoWay, home: DemoHome | null): Row {
  if (!home) return { dwelling_id: null, room_id: null, planned_move_in_on: null };
  return {
    dwelling_id: home.dwellingId,
    room_id: home.roomId,
    planned_move_in_on: way.plannedOn ?? way.movedInOn ?? null,
  };
}

function endOf({ movedInOn, endedOn }: DemoWay): Row {
  return { moved_in_on: movedInOn ?? null, ended_on: endedOn ?? null };
}

function addReferral(rows: Rows, id: string, householdId: string, way: DemoWay): void {
  const {
    frame,
    supporterId: supporter_id,
    referrerId: referrer_id,
    reasons,
    cohort = null,
    offeredOn = null,
    movedInOn = null,
  } = way;
  rows.add('referrals', {
    id,
    household_id: householdId,
    programme_id: frame.programmeId,
    convention_id: frame.conventionId,
    supporter_id,
    referrer_id,
    referred_on: way.referredOn,
    first_offered_on: way.declinedBefore ? addDays(way.referredOn, 20) : offeredOn,
    keys_on: movedInOn,
    referrer_keeps: movedInOn !== null && referrer_id !== supporter_id,
    deciding_body: frame.decidingBody,
    omitted_steps: frame.omitted,
  });
  rows.add('referral_grounds', { id, supporter_id, referrer_id, reasons, cohort, wishes: null });
  const { exitRoute: route } = way;
  if (route)
    rows.add('placement_exits', {
      id,
      route,
      durable: movedInOn ? isDurable(route) : null,
      supporter_id,
      author_organisation_id: supporter_id,
    });
}

function sinceOf(way: DemoWay): CivilDate {
  return way.endedOn ?? way.movedInOn ?? (reached(way, 'offered') ? way.offeredOn : undefined) ?? way.referredOn;
}

function addSteps(rows: Rows, placementId: string, way: DemoWay, viewers: Viewers): void {
  const early = { ...viewers, landlord_id: null, operator_id: null };
  const deciding = { caleol: 'landlord', operator_admission: 'operator', association_choice: 'supporter' }[
    way.frame.decidingBody
  ];
  const offeredOn = way.offeredOn ?? way.referredOn;
  const steps: [string, PlacementStatus, CivilDate, string, Viewers][] = [
    ['referral', 'referred', way.referredOn, way.supporterId === way.referrerId ? 'supporter' : 'referrer', early],
    ['eligibility', 'eligible', way.referredOn, 'supporter', early],
    ['offer', 'offered', offeredOn, 'supporter', viewers],
    ['submission', 'submitted', offeredOn, 'supporter', viewers],
    ['allocation', 'allocated', offeredOn, deciding, viewers],
    ['acceptance', 'accepted', offeredOn, 'supporter', viewers],
    ['move_in', 'moved_in', way.movedInOn ?? offeredOn, deciding, viewers],
    ['ending', 'ended', way.endedOn ?? offeredOn, deciding, viewers],
  ];
  for (const [step, status, on, role, seenBy] of steps) {
    if (!reached(way, status) || way.frame.omitted.includes(step)) continue;
    const byId = role === 'landlord' ? seenBy.landlord_id : role === 'operator' ? seenBy.operator_id : null;
    rows.add('placement_steps', {
      id: uuidv7(),
      placement_id: placementId,
      step,
      status,
      occurred_on: on,
      by_role: role,
      by_organisation_id: byId,
      principal_id: 'demo',
      reason: null,
      ...seenBy,
    });
  }
}

function addStay(rows: Rows, placementId: string, household: DemoHousehold, way: DemoWay, home: DemoHome): void {
  rows.add('stays', {
    id: uuidv7(),
    dwelling_id: home.dwellingId,
    room_id: home.roomId,
    slots: home.slots,
    state: way.movedInOn ? 'actual' : 'planned',
    starts_on: way.movedInOn ?? way.plannedOn,
    ends_on: way.endedOn ?? null,
    persons: household.size,
    household_id: household.id,
    source_type: way.occupancyId ? 'occupancy' : way.tenancyId ? 'tenancy' : 'placement',
    source_id: way.occupancyId ?? way.tenancyId ?? placementId,
    landlord_id: home.landlordId,
    operator_id: home.operatorId,
    author_id: way.supporterId,
  });
}

function addDisclosures(
  rows: Rows,
  placementId: string,
  householdId: string,
  way: DemoWay,
  home: DemoHome | null,
): void {
  const open = (
    organisationId: string,
    basis: string,
    relation: string,
    ground: string,
    from: CivilDate,
    closedOn: CivilDate | null,
  ): void =>
    rows.add('disclosures', {
      id: uuidv7(),
      household_id: householdId,
      origin_household_id: householdId,
      organisation_id: organisationId,
      basis,
      relation,
      subject_type: 'placement',
      subject_id: placementId,
      legal_ground: ground,
      informed_on: from,
      from_on: from,
      opened_at: `${from}T09:00:00Z`,
      opened_by_organisation_id: way.referrerId,
      opened_by: 'demo',
      closed_at: closedOn ? `${closedOn}T09:00:00Z` : null,
    });
  open(way.supporterId, 'referral', 'supporter', 'CASF L.345-2-6', way.referredOn, null);
  if (way.referrerId !== way.supporterId)
    open(way.referrerId, 'referral', 'referrer', 'CASF L.345-2-4', way.referredOn, way.movedInOn ?? null);
  if (!home || home.privateOwner || !reached(way, 'submitted')) return;
  for (const [relation, organisationId] of [
    [way.occupancyId ? 'owner' : 'landlord', home.landlordId],
    ['operator', home.operatorId],
  ] as const) {
    if (!organisationId || organisationId === way.supporterId || organisationId === way.referrerId) continue;
    open(organisationId, 'placement', relation, 'CCH R.441-2-4-1', way.offeredOn!, way.endedOn ?? null);
  }
}
