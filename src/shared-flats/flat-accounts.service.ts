import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { addDays, addMonths } from '../platform/calendar.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { invalidQuery, notFound } from '../platform/errors/failure.js';
import { findNoun } from '../platform/api/loaders.js';
import { FlatAccount, type FlatMonth, type FlatRoomMonth } from './flat-account.view.js';
import { SharedFlat } from './shared-flat.entity.js';
import type { FlatPeriod } from './shared-flats.inputs.js';

/** Ten years at most, and no more ahead. */
const MOST_MONTHS = 121;

/**
 * By month: what is due of the head tenancy and of the agreements beneath it, by the month that it is due for, and what covered
 * the agreements, by its own day. What was posted too much is an adjustment of its month; a reversal counts with what it reverses.
 * Row-level security shows the caller's own accounts. `OFFSET 0` keeps the parts apart, so that each is looked up by its whole key: of a
 * consortium that its statistics do not know yet the planner expects one row, and would read all its entries once for each of them.
 */
const MONTHS = `
  WITH lets AS (
    SELECT t.* FROM shared_flats f CROSS JOIN LATERAL (
      SELECT h.consortium_id, h.id, true AS head FROM tenancies h WHERE h.consortium_id = f.consortium_id AND h.id = f.head_tenancy_id
      UNION ALL SELECT b.consortium_id, b.id, false FROM tenancies b
        WHERE b.consortium_id = f.consortium_id AND b.head_tenancy_id = f.head_tenancy_id OFFSET 0) t
    WHERE f.consortium_id = $1 AND f.id = $2),
  entries AS (
    SELECT l.head, k.kind, k.kind IN ('due', 'adjustment') AS due, coalesce(o.label, e.label) AS label, e.amount_cents AS cents,
      CASE WHEN k.kind IN ('due', 'adjustment') THEN coalesce(e.month, to_char(e.value_on, 'YYYY-MM'))
        ELSE to_char(e.value_on, 'YYYY-MM') END AS month
    FROM lets l CROSS JOIN LATERAL (
      SELECT e.* FROM ledger_entries e WHERE e.consortium_id = l.consortium_id AND e.tenancy_id = l.id OFFSET 0) e
    LEFT JOIN LATERAL (
      SELECT r.kind, r.label FROM ledger_entries r WHERE r.consortium_id = e.consortium_id AND r.id = e.reverses_id OFFSET 0) o ON true
    CROSS JOIN LATERAL (SELECT coalesce(o.kind, e.kind) AS kind) k)
  SELECT to_char(s, 'YYYY-MM') AS month,
    coalesce(sum(e.cents) FILTER (WHERE e.head AND e.due AND e.label IN ('rent', 'rls')), 0)::integer AS "headRentCents",
    coalesce(sum(e.cents) FILTER (WHERE e.head AND e.due AND e.label NOT IN ('rent', 'rls', 'opening_balance', 'deposit')), 0)::integer
      AS "headChargesCents",
    coalesce(sum(e.cents) FILTER (WHERE NOT e.head AND e.due AND e.label NOT IN ('opening_balance', 'deposit')), 0)::integer AS "sharesCents",
    -coalesce(sum(e.cents) FILTER (WHERE NOT e.head AND NOT e.due AND e.kind = 'benefit'), 0)::integer AS "benefitsCents",
    -coalesce(sum(e.cents) FILTER (WHERE NOT e.head AND NOT e.due AND e.kind <> 'benefit'), 0)::integer AS "paidCents"
  FROM generate_series($3::timestamp, $4::timestamp - interval '1 month', interval '1 month') s
  LEFT JOIN entries e ON e.month = to_char(s, 'YYYY-MM')
  GROUP BY s ORDER BY s`;

const ROOMS = `SELECT month, room_id AS "roomId", days, vacant_days AS "vacantDays", vacancy_cents AS "vacancyCents"
  FROM shared_flat_rooms($1, $2, $3) ORDER BY month, room_id`;

/**
 * What a flat costs against what its residents owe. Landlord, supporter, coordinator, and a person whose sight is limited to a
 * caseload have no such thing: 404.
 */
@Injectable()
export class FlatAccountsService {
  constructor(private readonly database: Database) {}

  @Requires('accounts:read')
  async get(id: string, period: FlatPeriod): Promise<FlatAccount> {
    const flat = await findNoun(this.database, SharedFlat, uuidOrMissing(id));
    const { organisationId, roles, caseloadOf } = actor();
    // A sum over the agreements of one's own caseload would pass for the flat's.
    if (flat?.operatorId !== organisationId || !roles.includes('operator') || caseloadOf) throw notFound();
    const { from, to } = monthsOf(period);
    const months = await this.database.scan<FlatMonth>(MONTHS, [actor().consortiumId, flat.id, from, to]);
    const tomorrow = addDays(clock.today(), 1);
    // Days that are still to come are not vacant yet.
    const rooms = await this.database.scan<FlatRoomMonth & { month: string }>(ROOMS, [
      flat.id,
      from,
      to < tomorrow ? to : tomorrow,
    ]);
    context().trail?.read('shared_flats', [flat.id]);
    return Object.assign(new FlatAccount(), {
      flatId: flat.id,
      from,
      to,
      months: months.map((one) => withRooms(one, rooms)),
    });
  }
}

function withRooms(month: FlatMonth, all: readonly (FlatRoomMonth & { month: string })[]): FlatMonth {
  const rooms = all.filter((room) => room.month === month.month).map(({ month: _, ...room }) => room);
  const vacancyCents = rooms.reduce((sum, room) => sum + (room.vacancyCents ?? 0), 0);
  const resultCents = month.sharesCents - month.headRentCents - month.headChargesCents;
  return { ...month, resultCents, vacancyCents, rooms };
}

function monthsOf({ from, to }: FlatPeriod): { from: CivilDate; to: CivilDate } {
  const last = firstOf(to ?? clock.today());
  if (last > addMonths(firstOf(clock.today()), MOST_MONTHS)) throw invalidQuery('/to', 'period_too_long');
  const first = firstOf(from ?? addMonths(last, -11));
  const end = addMonths(last, 1);
  if (last < first) throw invalidQuery('/to', 'period_reversed');
  if (addMonths(first, MOST_MONTHS) < end) throw invalidQuery('/from', 'period_too_long');
  return { from: first, to: end };
}

const firstOf = (day: CivilDate): CivilDate => `${day.slice(0, 7)}-01`;
