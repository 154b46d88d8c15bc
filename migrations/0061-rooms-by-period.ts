import { inner, SqlMigration } from './support.js';

/** What stands against a stay; `more` stands before the room's double booking. */
const conflict = (
  more = '',
): string => `CREATE OR REPLACE FUNCTION stay_conflict(dwelling uuid, room uuid, people integer, from_day date, to_day date, besides uuid)
   RETURNS TABLE (reason text, until date) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
   DECLARE wanted int4range := '(,)'; fits integer; full_on date;
   BEGIN
     IF NOT looks_at_housing(dwelling) THEN RAISE EXCEPTION 'not a party' USING ERRCODE = '42501'; END IF;
     IF room IS NOT NULL THEN
       SELECT int4range(r.number, r.number + 1), r.places INTO wanted, fits FROM rooms r
       WHERE r.consortium_id = acting_consortium() AND r.dwelling_id = dwelling AND r.id = room;${more}
     END IF;
     RETURN QUERY SELECT CASE WHEN room IS NULL OR bool_or(s.room_id IS NULL) THEN 'dwelling_already_occupied' ELSE 'room_already_occupied' END,
         nullif(max(coalesce(s.ends_on, 'infinity')), 'infinity')
       FROM stays s WHERE s.consortium_id = acting_consortium() AND s.dwelling_id = dwelling AND s.state <> 'cancelled' AND s.slots && wanted
         AND daterange(s.starts_on, s.ends_on) && daterange(from_day, to_day) AND s.id IS DISTINCT FROM besides
       HAVING count(*) > 0;
     IF FOUND THEN RETURN; END IF;
     full_on := CASE WHEN people > fits THEN from_day ELSE dwelling_overfull(dwelling, people, from_day, to_day, besides) END;
     IF full_on IS NOT NULL THEN RETURN QUERY SELECT 'capacity_exceeded', full_on; END IF;
   END $$`;
const IN_SERVICE = `
       RETURN QUERY SELECT 'room_not_in_service', NULL::date FROM rooms r WHERE r.consortium_id = acting_consortium() AND r.id = room
         AND NOT daterange(from_day, to_day) <@ daterange(r.starts_on, r.ends_on);
       IF FOUND THEN RETURN; END IF;`;

const stock = (
  places: string,
  starts: string,
  ends: string,
  more = '',
): string => `CREATE OR REPLACE FUNCTION figure_stock(programme uuid)
     RETURNS TABLE (dwelling_id uuid, site_id uuid, commune_code text, private_owner boolean, places integer, starts_on date, ends_on date)
     LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
       SELECT d.id, d.site_id, d.commune_code, o.kind = 'private_owner', ${places}, ${starts}, ${ends}
       FROM programmes p
       JOIN dwellings d ON d.consortium_id = p.consortium_id AND d.programme_id = p.id
       JOIN organisations o ON o.consortium_id = d.consortium_id AND o.id = d.landlord_id
       LEFT JOIN dwelling_capacities c ON c.consortium_id = d.consortium_id AND c.dwelling_id = d.id
       LEFT JOIN riders n ON n.consortium_id = d.consortium_id AND n.id = d.rider_id${more}
       WHERE p.consortium_id = acting_consortium() AND p.id = programme $$`;
const STOCK_BEFORE = stock(
  `CASE WHEN c.id IS NOT NULL THEN c.places ELSE (SELECT sum(r.places)::integer FROM rooms r
         WHERE r.consortium_id = d.consortium_id AND r.dwelling_id = d.id) END`,
  `coalesce(c.starts_on, n.signed_on, p.starts_on)`,
  `coalesce(c.ends_on, 'infinity')`,
);
/**
 * Of a shared flat, and where no capacity is known, no more places than those of the rooms in service: from one day on which that
 * changes to the next.
 */
const STOCK = stock(
  `CASE WHEN i.by_rooms THEN least(c.places, (SELECT coalesce(sum(r.places), 0)::integer FROM rooms r WHERE r.consortium_id = d.consortium_id
         AND r.dwelling_id = d.id AND coalesce(r.starts_on, '-infinity') <= q.starts_on AND coalesce(r.ends_on, 'infinity') > q.starts_on))
         ELSE c.places END`,
  `q.starts_on`,
  `q.ends_on`,
  `
       CROSS JOIN LATERAL (
         SELECT coalesce(c.starts_on, n.signed_on, p.starts_on) AS starts_on, coalesce(c.ends_on, 'infinity') AS ends_on,
           EXISTS (SELECT 1 FROM rooms r WHERE r.consortium_id = d.consortium_id AND r.dwelling_id = d.id) AND (c.id IS NULL
             OR EXISTS (SELECT 1 FROM shared_flats f WHERE f.consortium_id = d.consortium_id AND f.dwelling_id = d.id)) AS by_rooms) i
       CROSS JOIN LATERAL (
         SELECT b.day AS starts_on, lead(b.day, 1, i.ends_on) OVER (ORDER BY b.day) AS ends_on FROM (
           SELECT i.starts_on AS day
           UNION SELECT unnest(ARRAY[r.starts_on, r.ends_on]) FROM rooms r WHERE i.by_rooms AND r.consortium_id = d.consortium_id AND r.dwelling_id = d.id) b
         WHERE b.day >= i.starts_on AND b.day < i.ends_on) q`,
);

const ROOMS = 'flat_rooms(flat uuid, from_day date, to_day date)';
const ROOMS_SHAPE = `RETURNS TABLE (month text, room_id uuid, days integer, vacant_days integer, vacancy_cents integer) LANGUAGE sql STABLE`;

/*
 * The rooms of a flat by month, half open: days in service, days without anybody, and what those cost: the head tenancy's rent and
 * charges of that month by day, shared by the rooms in service on that day. Counted from one day on which terms or rooms change to
 * the next, rounded once for a room and a month. Days before the first known terms count as those do; none known: null.
 */
const FLAT_ROOMS = `CREATE OR REPLACE FUNCTION ${ROOMS} ${ROOMS_SHAPE} SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH flats AS (
    SELECT f.consortium_id, f.dwelling_id, f.head_tenancy_id, greatest(from_day, f.opened_on) AS since,
      least(to_day, coalesce(f.closed_on, 'infinity')) AS until
    FROM shared_flats f WHERE f.consortium_id = acting_consortium() AND f.id = flat),
  changes AS (
    SELECT f.since AS day FROM flats f WHERE f.since < f.until
    UNION SELECT s::date FROM flats f, generate_series(date_trunc('month', f.since::timestamp), f.until::timestamp, interval '1 month') s
    UNION SELECT q.starts_on FROM flats f JOIN tenancy_terms q ON q.consortium_id = f.consortium_id AND q.tenancy_id = f.head_tenancy_id
    UNION SELECT unnest(ARRAY[r.starts_on, r.ends_on]) FROM flats f JOIN rooms r ON r.consortium_id = f.consortium_id AND r.dwelling_id = f.dwelling_id),
  parts AS (
    SELECT f.*, date_trunc('month', c.day::timestamp)::date AS first, c.day AS starts_on, lead(c.day, 1, f.until) OVER (ORDER BY c.day) AS ends_on
    FROM flats f JOIN changes c ON c.day >= f.since AND c.day < f.until),
  costs AS (
    SELECT p.*, (p.first + interval '1 month')::date - p.first AS month_days,
      (SELECT count(*) FROM rooms n WHERE n.consortium_id = p.consortium_id AND n.dwelling_id = p.dwelling_id
        AND coalesce(n.starts_on, '-infinity') <= p.starts_on AND coalesce(n.ends_on, 'infinity') > p.starts_on) AS rooms,
      (SELECT q.rent_cents + q.charges_cents + q.services_cents - q.rls_cents FROM tenancy_terms q
        WHERE q.consortium_id = p.consortium_id AND q.tenancy_id = p.head_tenancy_id
        ORDER BY (q.starts_on <= p.starts_on) DESC, abs(q.starts_on - p.starts_on) LIMIT 1) AS cents
    FROM parts p)
  SELECT to_char(c.first, 'YYYY-MM'), r.id, sum(c.ends_on - c.starts_on)::integer, sum(v.days)::integer,
    round(sum(c.cents::numeric * v.days / (c.month_days * c.rooms)))::integer
  FROM costs c
  JOIN rooms r ON r.consortium_id = c.consortium_id AND r.dwelling_id = c.dwelling_id
    AND coalesce(r.starts_on, '-infinity') <= c.starts_on AND coalesce(r.ends_on, 'infinity') > c.starts_on
  CROSS JOIN LATERAL (
    SELECT c.ends_on - c.starts_on - coalesce(sum(least(c.ends_on, coalesce(s.ends_on, 'infinity')) - greatest(c.starts_on, s.starts_on)), 0)::integer AS days
    FROM stays s WHERE s.consortium_id = r.consortium_id AND s.dwelling_id = r.dwelling_id AND s.state = 'actual' AND s.slots @> r.number
      AND s.starts_on < c.ends_on AND coalesce(s.ends_on, 'infinity') > c.starts_on) v
  GROUP BY c.first, r.id $$`;
const FLAT_ROOMS_BEFORE = `CREATE OR REPLACE FUNCTION ${ROOMS} ${ROOMS_SHAPE} SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
       WHERE f.consortium_id = acting_consortium() AND f.id = flat AND m.until > m.since $$`;

/** Rooms are in service from a day to a day: one that is added or taken out today leaves what was before as it was. */
export class RoomsByPeriod1700000000061 extends SqlMigration {
  readonly name = 'RoomsByPeriod1700000000061';

  protected readonly steps = [
    `ALTER TABLE rooms ADD COLUMN starts_on date, ADD COLUMN ends_on date, ADD CONSTRAINT rooms_period CHECK (ends_on > starts_on)`,
    conflict(IN_SERVICE),
    STOCK,
    FLAT_ROOMS,
    ...inner('flat_rooms(uuid, date, date)'),
  ];

  protected readonly undo = [
    FLAT_ROOMS_BEFORE,
    STOCK_BEFORE,
    conflict(),
    `ALTER TABLE rooms DROP COLUMN starts_on, DROP COLUMN ends_on`,
  ];
}
