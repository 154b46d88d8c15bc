import { v7 as uuidv7 } from 'uuid';
import { addDays, addMonths } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import type { EndingReason, TenancyKind } from '../tenancies/tenancies.enums.js';
import type { Row } from './bulk.js';
import { OUTSIDERS, PARTNERS } from './demo-partners.js';
import type { Account } from './demo-stories.js';
import type { DemoHome } from './demo-way.js';
import type { World } from './demo-world.js';

/** What is paid each month, in cents; the benefit goes to the lessor unless said otherwise. */
export interface DemoTerms {
  readonly rentCents: number;
  readonly chargesCents: number;
  readonly servicesCents?: number;
  readonly rlsCents?: number;
  readonly aidCents?: number;
  readonly aidToTenant?: boolean;
}

export interface NewTenancy {
  readonly id?: string;
  readonly kind: TenancyKind;
  readonly home: DemoHome;
  readonly lessor: string;
  readonly manager?: string;
  readonly householdId?: string;
  readonly tenant?: string;
  readonly supporterId?: string | null;
  readonly placementId?: string;
  readonly headTenancyId?: string;
  readonly previousTenancyId?: string;
  readonly startsOn: CivilDate;
  readonly endsOn?: CivilDate;
  readonly ended?: { readonly on: CivilDate; readonly reason: EndingReason };
  readonly terms: DemoTerms;
  /** The benefit stopped on that day. */
  readonly aidStoppedOn?: CivilDate;
  /** Months of account; before them the books were kept elsewhere. */
  readonly months: number;
  readonly story?: Account['story'];
  /** The lessor sends its dues itself, and has sent nothing since that day. */
  readonly sentUntil?: CivilDate;
}

/** A tenancy as the services would have left it: terms, act, who may know of it; its account is written by `demo-accounts.ts`. */
export function addTenancy(world: World, given: NewTenancy): string {
  const { rows } = world;
  const { id = uuidv7() } = given;
  const senderId = world.id(given.manager ?? given.lessor);
  rows.add('tenancies', { id, ...placeOf(given), ...partiesOf(world, given), ...timeOf(world, given) });
  addTerms(world, id, given);
  addActs(world, id, given);
  if (given.householdId) disclose(world, id, given.householdId, given);
  rows.add('external_ids', {
    organisation_id: senderId,
    subject_type: 'tenancies',
    system: 'gestion-locative',
    value: `B-${String(rows.ids('tenancies').length).padStart(5, '0')}`,
    subject_id: id,
  });
  world.accounts.push({ tenancyId: id, senderId, sentUntil: given.sentUntil, story: given.story });
  return id;
}

function placeOf({ kind, home, placementId, headTenancyId, previousTenancyId }: NewTenancy): Row {
  return {
    kind,
    head_tenancy_id: headTenancyId ?? null,
    previous_tenancy_id: previousTenancyId ?? null,
    placement_id: placementId ?? null,
    dwelling_id: home.dwellingId,
    room_id: home.roomId,
  };
}

function partiesOf(world: World, { lessor, manager, tenant, supporterId = null, householdId }: NewTenancy): Row {
  return {
    landlord_id: world.id(lessor),
    operator_id: manager ? world.id(manager) : null,
    supporter_id: supporterId,
    household_id: householdId ?? null,
    tenant_organisation_id: tenant ? world.id(tenant) : null,
  };
}

function timeOf(world: World, given: NewTenancy): Row {
  const { startsOn, endsOn = null, ended, sentUntil } = given;
  return {
    status: ended ? 'ended' : 'in_force',
    starts_on: startsOn,
    ends_on: endsOn,
    ended_on: ended?.on ?? null,
    ending_reason: ended?.reason ?? null,
    due_day: 1,
    dues_start_on: accountFrom(world, given),
    dues_source: sentUntil ? 'sent' : 'computed',
    termination_clause_delay: startsOn < '2023-07-29' ? 'two_months' : 'six_weeks',
  };
}

/** The first of a month, so many months ago; or the first day, where that is later. */
function accountFrom({ today }: World, { startsOn, months }: NewTenancy): CivilDate {
  const from = `${addMonths(today, -months).slice(0, 7)}-01`;
  return from < startsOn ? startsOn : from;
}

function addTerms({ rows }: World, id: string, { startsOn, terms, aidStoppedOn }: NewTenancy): void {
  const { rentCents, chargesCents, servicesCents = 0, rlsCents = 0, aidCents = 0, aidToTenant = false } = terms;
  const from = (fromOn: CivilDate, aid: number): void =>
    rows.add('tenancy_terms', {
      id: uuidv7(),
      tenancy_id: id,
      starts_on: fromOn,
      rent_cents: rentCents,
      charges_cents: chargesCents,
      services_cents: servicesCents,
      rls_cents: rlsCents,
      deposit_cents: rentCents,
      aid_kind: aid > 0 ? 'apl' : null,
      aid_cents: aid,
      aid_payee: aid > 0 ? (aidToTenant ? 'tenant' : 'landlord') : null,
    });
  from(startsOn, aidCents);
  if (aidStoppedOn) from(aidStoppedOn, 0);
}

function addActs(world: World, id: string, { startsOn, ended, aidStoppedOn, lessor, manager }: NewTenancy): void {
  const act = (kind: string, on: CivilDate, reason: string | null = null): void =>
    world.rows.add('tenancy_acts', {
      id: uuidv7(),
      tenancy_id: id,
      act: kind,
      occurred_on: on,
      effective_on: on,
      reason,
      by_organisation_id: world.id(manager ?? lessor),
      principal_id: 'demo',
    });
  act('start', startsOn);
  if (aidStoppedOn) act('amendment', aidStoppedOn);
  if (ended) act('ending', ended.on, ended.reason);
}

/** Lessor and manager know who lives with them until the account is settled; a private owner does not. */
function disclose(world: World, id: string, householdId: string, { lessor, manager, startsOn }: NewTenancy): void {
  for (const key of new Set([lessor, manager])) {
    const partner = [...PARTNERS, ...OUTSIDERS].find((one) => one.key === key);
    if (!partner) continue;
    const isLandlord = key === lessor && partner.roles.includes('landlord');
    world.rows.add('disclosures', {
      id: uuidv7(),
      household_id: householdId,
      origin_household_id: householdId,
      organisation_id: world.id(partner.key),
      basis: 'tenancy',
      relation: isLandlord ? 'landlord' : 'operator',
      subject_type: 'tenancy',
      subject_id: id,
      legal_ground: 'RGPD art. 6.1.b, loi 89-462',
      informed_on: startsOn,
      from_on: startsOn,
      opened_at: `${startsOn}T09:00:00Z`,
      opened_by_organisation_id: world.id(manager ?? lessor),
      opened_by: 'demo',
      closed_at: null,
    });
  }
}

/** The home is lived in beneath the lease of its owner, a social landlord: joint reviews every six months, the last so many days ago. */
export function addOccupancy(
  world: World,
  id: string,
  head: { id: string; owner: string },
  { home, lessor, startsOn, ended, householdId }: NewTenancy,
  reviewedDaysAgo: number | null,
): void {
  const { rows, today } = world;
  const heldOn = reviewedDaysAgo === null ? null : addDays(today, -reviewedDaysAgo);
  const nextOn = heldOn === null || ended ? null : addMonths(heldOn, 6);
  rows.add('tenancy_occupancies', {
    id,
    head_tenancy_id: head.id,
    head_landlord_id: world.id(head.owner),
    lessor_id: world.id(lessor),
    dwelling_id: home.dwellingId,
    room_id: home.roomId,
    starts_on: startsOn,
    ended_on: ended?.on ?? null,
    next_review_on: nextOn,
  });
  if (heldOn === null) return;
  rows.add('joint_reviews', {
    id: uuidv7(),
    tenancy_id: id,
    due_on: heldOn,
    held_on: heldOn,
    outcome: 'continue',
    landlord_present: true,
    household_present: true,
    summary: null,
    next_due_on: nextOn,
  });
  if (!nextOn) return;
  addDeadline(world, id, { kind: 'joint_review', dueOn: nextOn, of: lessor, householdId });
  addDeadline(world, id, { kind: 'joint_review', dueOn: nextOn, of: head.owner });
}

interface NewDeadline {
  readonly kind: 'joint_review' | 'slide_decision' | 'tenancy_end';
  readonly dueOn: CivilDate;
  readonly of: string;
  /** Absent: of the owner of the flat, who sees the occupancy alone. */
  readonly householdId?: string;
}

export function addDeadline(world: World, tenancyId: string, { kind, dueOn, of, householdId }: NewDeadline): void {
  world.rows.add('deadlines', {
    id: uuidv7(),
    source_type: householdId ? 'tenancy' : 'tenancy_occupancy',
    source_id: tenancyId,
    kind,
    due_on: dueOn,
    organisation_id: world.id(of),
    household_id: householdId ?? null,
  });
}
