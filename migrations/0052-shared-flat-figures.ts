import { figure } from './0011-indicators.js';
import { definer, inner, ORGANISATION, SqlMigration } from './support.js';

const CODES = ['turnover', 'vacancy_days', 'vacancy_cost', 'activities', 'attendances'];

/** Ways through a programme: its placements, and agreements in shared flats that grew out of none. */
const ways = (
  agreements: string,
): string => `CREATE OR REPLACE FUNCTION figure_ways(programme uuid) RETURNS TABLE (placement_id uuid,
    household_id uuid, household_size integer, referred_on date, first_offered_on date, keys_on date, ended_on date, exit_route text,
    exit_durable boolean, cohort text) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT r.id, r.household_id, p.household_size, r.referred_on, r.first_offered_on, r.keys_on, p.ended_on, x.route, x.durable, g.cohort
  FROM referrals r
  JOIN placements p ON p.consortium_id = r.consortium_id AND p.id = r.id
  LEFT JOIN referral_grounds g ON g.consortium_id = r.consortium_id AND g.id = r.id
  LEFT JOIN placement_exits x ON x.consortium_id = r.consortium_id AND x.id = r.id
  WHERE r.consortium_id = acting_consortium() AND r.programme_id = programme
    AND ((SELECT figures_of(programme)) IS NULL OR r.supporter_id = (SELECT figures_of(programme)))${agreements} $$`;

const AGREEMENTS = `
  UNION ALL
  SELECT NULL, o.household_id, 1, NULL, NULL, min(o.started_on), CASE WHEN bool_and(o.status = 'ended') THEN max(o.ended_on) END,
    x.route, x.durable, NULL
  FROM occupancies o
  JOIN dwellings d ON d.consortium_id = o.consortium_id AND d.id = o.dwelling_id AND d.programme_id = programme
  LEFT JOIN tenancy_exits x ON x.consortium_id = o.consortium_id AND x.id = o.tenancy_id
  WHERE o.consortium_id = acting_consortium() AND o.placement_id IS NULL AND o.tenancy_id IS NOT NULL
    AND ((SELECT figures_of(programme)) IS NULL OR o.supporter_id = (SELECT figures_of(programme)))
  GROUP BY o.tenancy_id, o.household_id, x.route, x.durable`;

/** Figures of shared flats: vacancies and what they cost, turnover, the life in the flats as counts. */
export class SharedFlatFigures1700000000052 extends SqlMigration {
  readonly name = 'SharedFlatFigures1700000000052';

  protected readonly steps = [
    ways(AGREEMENTS),

    /*
     * The rooms of a flat by month, half open: days in service, days without anybody, and what those cost: the head tenancy's
     * rent and charges of that month, by day and room. Terms are those in force on the first day counted; none known: null.
     */
    `CREATE FUNCTION flat_rooms(flat uuid, from_day date, to_day date)
       RETURNS TABLE (month text, room_id uuid, days integer, vacant_days integer, vacancy_cents integer) LANGUAGE sql STABLE AS $$
       SELECT to_char(m.first, 'YYYY-MM'), r.id, m.until - m.since, v.days,
         round(c.cents::numeric * v.days / ((m.first + interval '1 month')::date - m.first) / c.rooms)::integer
       FROM shared_flats f
       CROSS JOIN LATERAL (
         SELECT s::date AS first, greatest(s::date, from_day, f.opened_on) AS since,
           least((s + interval '1 month')::date, to_day, coalesce(f.closed_on, 'infinity')) AS until
         FROM generate_series(date_trunc('month', greatest(from_day, f.opened_on)::timestamp), to_day::timestamp, interval '1 month') s) m
       JOIN rooms r ON r.consortium_id = f.consortium_id AND r.dwelling_id = f.dwelling_id
       CROSS JOIN LATERAL (
         SELECT m.until - m.since - coalesce(sum(least(m.until, coalesce(s.ends_on, 'infinity')) - greatest(m.since, s.starts_on)), 0)::integer AS days
         FROM stays s WHERE s.consortium_id = r.consortium_id AND s.dwelling_id = r.dwelling_id AND s.state = 'actual' AND s.slots @> r.number
           AND s.starts_on < m.until AND coalesce(s.ends_on, 'infinity') > m.since) v
       CROSS JOIN LATERAL (
         SELECT (SELECT q.rent_cents + q.charges_cents + q.services_cents - q.rls_cents FROM tenancy_terms q
             WHERE q.consortium_id = f.consortium_id AND q.tenancy_id = f.head_tenancy_id
             ORDER BY (q.starts_on <= m.since) DESC, abs(q.starts_on - m.since) LIMIT 1) AS cents,
           (SELECT count(*) FROM rooms n WHERE n.consortium_id = f.consortium_id AND n.dwelling_id = f.dwelling_id) AS rooms) c
       WHERE f.consortium_id = acting_consortium() AND f.id = flat AND m.until > m.since $$`,
    ...inner('flat_rooms(uuid, date, date)'),
    // The same for who holds the head tenancy and lets the rooms.
    `CREATE FUNCTION shared_flat_rooms(flat uuid, from_day date, to_day date)
       RETURNS TABLE (month text, room_id uuid, days integer, vacant_days integer, vacancy_cents integer) LANGUAGE sql STABLE AS $$
       SELECT r.* FROM shared_flats f CROSS JOIN LATERAL flat_rooms(f.id, from_day, to_day) r
       WHERE f.consortium_id = acting_consortium() AND f.id = flat
         AND (acting_kind() = 'system' OR f.operator_id = acting_as('landlord', 'operator')) $$`,
    ...definer('shared_flat_rooms(uuid, date, date)'),

    // Who may know how the life in the flats goes, as counts: never a party of the convention as such, the landlord among them.
    `CREATE FUNCTION figures_of_life(programme uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
       SELECT acting_kind() IN ('system', 'coordinator') OR acting_roles() && '{validator}' OR EXISTS (SELECT 1 FROM programmes p
         WHERE p.consortium_id = acting_consortium() AND p.id = programme
           AND (p.operator_id = ${ORGANISATION} OR ${ORGANISATION} = ANY (p.funder_ids))) $$`,
    ...inner('figures_of_life(uuid)'),
    // Activities in flats of a programme, each once.
    `CREATE FUNCTION figure_life(programme uuid, from_day date, to_day date) RETURNS TABLE (kind text, came bigint) LANGUAGE sql STABLE AS $$
       SELECT a.kind, (a.residents + a.guests)::bigint FROM activities a
       WHERE a.consortium_id = acting_consortium() AND a.held_on >= from_day AND a.held_on < to_day AND EXISTS (
         SELECT 1 FROM activity_flats l
         JOIN shared_flats f ON f.consortium_id = l.consortium_id AND f.id = l.flat_id
         JOIN dwellings d ON d.consortium_id = f.consortium_id AND d.id = f.dwelling_id AND d.programme_id = programme
         WHERE l.consortium_id = a.consortium_id AND l.activity_id = a.id) $$`,
    ...inner('figure_life(uuid, date, date)'),
    ...CODES.flatMap(figure),
  ];

  protected readonly undo = [
    ...CODES.map((code) => `DROP FUNCTION figure_${code}(uuid, date, date)`),
    `DROP FUNCTION figure_life(uuid, date, date)`,
    `DROP FUNCTION figures_of_life(uuid)`,
    `DROP FUNCTION shared_flat_rooms(uuid, date, date)`,
    `DROP FUNCTION flat_rooms(uuid, date, date)`,
    ways(''),
  ];
}
