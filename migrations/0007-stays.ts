import { definer, isolate, NOUN_COLUMNS, ORGANISATION, runtimeMay, stamped } from './support.js';

const OWNER = `(landlord_id = ${ORGANISATION} OR operator_id = ${ORGANISATION})`;

/** Stays, part of the migration of housing: who occupies what when, and the functions that alone write it. */
export const STAYS_UP: readonly string[] = [
  // `slots`: a room takes its number, a whole dwelling takes them all, so that one constraint holds at both levels.
  `CREATE TABLE stays (${NOUN_COLUMNS},
     dwelling_id uuid NOT NULL,
     room_id uuid,
     slots int4range NOT NULL,
     state text NOT NULL CHECK (state IN ('planned', 'actual', 'cancelled')),
     starts_on date NOT NULL,
     ends_on date CHECK (ends_on > starts_on),
     persons integer NOT NULL CHECK (persons >= 0),
     household_id uuid,
     source_type text NOT NULL,
     source_id uuid NOT NULL,
     landlord_id uuid NOT NULL,
     operator_id uuid,
     author_id uuid NOT NULL,
     PRIMARY KEY (consortium_id, id),
     FOREIGN KEY (consortium_id, dwelling_id) REFERENCES dwellings (consortium_id, id),
     FOREIGN KEY (consortium_id, dwelling_id, room_id) REFERENCES rooms (consortium_id, dwelling_id, id),
     CHECK ((room_id IS NULL) = (slots = '(,)')),
     CONSTRAINT stays_no_overlap EXCLUDE USING gist (consortium_id WITH =, dwelling_id WITH =, slots WITH &&, daterange(starts_on, ends_on) WITH &&)
       WHERE (state <> 'cancelled'))`,
  stamped('stays'),
  `CREATE UNIQUE INDEX stays_one_per_source ON stays (consortium_id, source_type, source_id) WHERE state <> 'cancelled'`,
  `CREATE INDEX stays_by_dwelling ON stays (consortium_id, dwelling_id, starts_on)`,
  `CREATE INDEX stays_by_household ON stays (consortium_id, household_id)`,
  ...isolate('stays', `(${OWNER} OR author_id = ${ORGANISATION})`, 'false'),
  runtimeMay('SELECT', 'stays'),

  // The same periods without anybody in them: what a search for housing reads. Kept by a trigger.
  `CREATE TABLE occupied (
     consortium_id uuid NOT NULL,
     stay_id uuid NOT NULL,
     dwelling_id uuid NOT NULL,
     slots int4range NOT NULL,
     starts_on date NOT NULL,
     until date NOT NULL,
     PRIMARY KEY (consortium_id, stay_id))`,
  `CREATE INDEX occupied_by_dwelling ON occupied (consortium_id, dwelling_id, until, starts_on)`,
  ...isolate('occupied', 'true', 'false'),
  runtimeMay('SELECT', 'occupied'),
  `CREATE FUNCTION stay_occupies() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NEW.state = 'cancelled' THEN
       DELETE FROM occupied WHERE consortium_id = NEW.consortium_id AND stay_id = NEW.id;
     ELSE
       INSERT INTO occupied VALUES (NEW.consortium_id, NEW.id, NEW.dwelling_id, NEW.slots, NEW.starts_on, coalesce(NEW.ends_on, 'infinity'))
       ON CONFLICT (consortium_id, stay_id) DO UPDATE SET dwelling_id = excluded.dwelling_id, slots = excluded.slots,
         starts_on = excluded.starts_on, until = excluded.until;
     END IF;
     RETURN NULL;
   END $$`,
  ...definer('stay_occupies()'),
  `CREATE TRIGGER occupies AFTER INSERT OR UPDATE OF state, starts_on, ends_on, dwelling_id, slots ON stays
     FOR EACH ROW EXECUTE FUNCTION stay_occupies()`,
  // A new operator sees the stays under way, not those before its time.
  `CREATE FUNCTION dwelling_changes_hands() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE stays SET landlord_id = NEW.landlord_id, operator_id = NEW.operator_id
     WHERE consortium_id = NEW.consortium_id AND dwelling_id = NEW.id AND (ends_on IS NULL OR ends_on > current_date);
     RETURN NULL;
   END $$`,
  ...definer('dwelling_changes_hands()'),
  `CREATE TRIGGER changes_hands AFTER UPDATE ON dwellings FOR EACH ROW
     WHEN ((OLD.landlord_id, OLD.operator_id) IS DISTINCT FROM (NEW.landlord_id, NEW.operator_id)) EXECUTE FUNCTION dwelling_changes_hands()`,

  // The first day from which a dwelling would hold more persons than places; days without a known capacity say nothing.
  `CREATE FUNCTION dwelling_overfull(dwelling uuid, more integer, from_day date, to_day date, besides uuid) RETURNS date LANGUAGE sql STABLE AS $$
     WITH days AS (
       SELECT from_day AS day
       UNION SELECT s.starts_on FROM stays s WHERE s.consortium_id = acting_consortium() AND s.dwelling_id = dwelling AND s.state <> 'cancelled'
         AND s.starts_on > from_day AND (to_day IS NULL OR s.starts_on < to_day)
       UNION SELECT c.starts_on FROM dwelling_capacities c WHERE c.consortium_id = acting_consortium() AND c.dwelling_id = dwelling
         AND c.starts_on > from_day AND (to_day IS NULL OR c.starts_on < to_day))
     SELECT min(d.day) FROM days d
     JOIN dwelling_capacities c ON c.consortium_id = acting_consortium() AND c.dwelling_id = dwelling
       AND c.starts_on <= d.day AND (c.ends_on IS NULL OR c.ends_on > d.day)
     WHERE c.places < more + (SELECT coalesce(sum(s.persons), 0) FROM stays s WHERE s.consortium_id = acting_consortium()
       AND s.dwelling_id = dwelling AND s.state <> 'cancelled' AND s.starts_on <= d.day AND (s.ends_on IS NULL OR s.ends_on > d.day)
       AND s.id IS DISTINCT FROM besides) $$`,
  ...definer('dwelling_overfull(uuid, integer, date, date, uuid)'),
  // What stands against a stay, if anything: the reason, and until when (null: no end is known).
  `CREATE FUNCTION stay_conflict(dwelling uuid, room uuid, people integer, from_day date, to_day date, besides uuid)
   RETURNS TABLE (reason text, until date) LANGUAGE plpgsql STABLE AS $$
   DECLARE wanted int4range := '(,)'; fits integer; full_on date;
   BEGIN
     IF room IS NOT NULL THEN
       SELECT int4range(r.number, r.number + 1), r.places INTO wanted, fits FROM rooms r
       WHERE r.consortium_id = acting_consortium() AND r.dwelling_id = dwelling AND r.id = room;
     END IF;
     RETURN QUERY SELECT CASE WHEN room IS NULL OR bool_or(s.room_id IS NULL) THEN 'dwelling_already_occupied' ELSE 'room_already_occupied' END,
         nullif(max(coalesce(s.ends_on, 'infinity')), 'infinity')
       FROM stays s WHERE s.consortium_id = acting_consortium() AND s.dwelling_id = dwelling AND s.state <> 'cancelled' AND s.slots && wanted
         AND daterange(s.starts_on, s.ends_on) && daterange(from_day, to_day) AND s.id IS DISTINCT FROM besides
       HAVING count(*) > 0;
     IF FOUND THEN RETURN; END IF;
     full_on := CASE WHEN people > fits THEN from_day ELSE dwelling_overfull(dwelling, people, from_day, to_day, besides) END;
     IF full_on IS NOT NULL THEN RETURN QUERY SELECT 'capacity_exceeded', full_on; END IF;
   END $$`,
  ...definer('stay_conflict(uuid, uuid, integer, date, date, uuid)'),
  `CREATE FUNCTION stay_lock(dwelling uuid) RETURNS void LANGUAGE sql AS $$
     SELECT pg_advisory_xact_lock(hashtextextended('stays ' || acting_consortium() || dwelling, 3)) $$`,
  ...definer('stay_lock(uuid)'),
  // Reservations of one dwelling take turns, so that the loser learns until when it is taken; the constraint stands behind.
  `CREATE FUNCTION stay_reserve(stay uuid, dwelling uuid, room uuid, from_day date, to_day date, people integer, household uuid, of_type text, of_id uuid)
   RETURNS TABLE (reason text, until date) LANGUAGE plpgsql AS $$
   BEGIN
     PERFORM stay_lock(dwelling);
     RETURN QUERY SELECT * FROM stay_conflict(dwelling, room, people, from_day, to_day, NULL);
     IF FOUND THEN RETURN; END IF;
     INSERT INTO stays (consortium_id, id, dwelling_id, room_id, slots, state, starts_on, ends_on, persons, household_id, source_type, source_id,
         landlord_id, operator_id, author_id)
       SELECT d.consortium_id, stay, d.id, r.id, CASE WHEN room IS NULL THEN '(,)' ELSE int4range(r.number, r.number + 1) END, 'planned',
         from_day, to_day, people, household, of_type, of_id, d.landlord_id, d.operator_id, acting_organisation()
       FROM dwellings d LEFT JOIN rooms r ON r.consortium_id = d.consortium_id AND r.dwelling_id = d.id AND r.id = room
       WHERE d.consortium_id = acting_consortium() AND d.id = dwelling AND (room IS NULL OR r.id IS NOT NULL);
     IF NOT FOUND THEN RAISE EXCEPTION 'no such unit' USING ERRCODE = 'foreign_key_violation'; END IF;
   END $$`,
  ...definer('stay_reserve(uuid, uuid, uuid, date, date, integer, uuid, text, uuid)'),
  // Moves the period or the state of the stay of a source. A period that becomes empty cancels it. No row: no such stay.
  `CREATE FUNCTION stay_change(of_type text, of_id uuid, new_state text, new_start date, new_end date, keep_end boolean)
   RETURNS TABLE (reason text, until date) LANGUAGE plpgsql AS $$
   DECLARE s stays; starts date; ends date;
   BEGIN
     SELECT * INTO s FROM stays WHERE consortium_id = acting_consortium() AND source_type = of_type AND source_id = of_id AND state <> 'cancelled';
     IF NOT FOUND THEN RETURN; END IF;
     PERFORM stay_lock(s.dwelling_id);
     SELECT * INTO s FROM stays WHERE consortium_id = s.consortium_id AND id = s.id;
     starts := coalesce(new_start, s.starts_on);
     ends := CASE WHEN keep_end THEN s.ends_on ELSE new_end END;
     IF new_state = 'cancelled' OR ends <= starts THEN
       UPDATE stays SET state = 'cancelled' WHERE consortium_id = s.consortium_id AND id = s.id;
       RETURN QUERY SELECT 'done', NULL::date;
       RETURN;
     END IF;
     RETURN QUERY SELECT * FROM stay_conflict(s.dwelling_id, s.room_id, s.persons, starts, ends, s.id) c
       WHERE NOT daterange(starts, ends) <@ daterange(s.starts_on, s.ends_on);
     IF FOUND THEN RETURN; END IF;
     UPDATE stays SET state = coalesce(new_state, state), starts_on = starts, ends_on = ends WHERE consortium_id = s.consortium_id AND id = s.id;
     RETURN QUERY SELECT 'done', NULL::date;
   END $$`,
  ...definer('stay_change(text, uuid, text, date, date, boolean)'),
  `CREATE FUNCTION stay_hand_over(of_type text, of_id uuid, to_type text, to_id uuid) RETURNS bigint LANGUAGE sql AS $$
     WITH moved AS (UPDATE stays SET source_type = to_type, source_id = to_id WHERE consortium_id = acting_consortium()
       AND source_type = of_type AND source_id = of_id AND state <> 'cancelled' RETURNING 1) SELECT count(*) FROM moved $$`,
  ...definer('stay_hand_over(text, uuid, text, uuid)'),
];

export const STAYS_DOWN: readonly string[] = [
  `DROP FUNCTION stay_hand_over(text, uuid, text, uuid)`,
  `DROP FUNCTION stay_change(text, uuid, text, date, date, boolean)`,
  `DROP FUNCTION stay_reserve(uuid, uuid, uuid, date, date, integer, uuid, text, uuid)`,
  `DROP FUNCTION stay_lock(uuid)`,
  `DROP FUNCTION stay_conflict(uuid, uuid, integer, date, date, uuid)`,
  `DROP FUNCTION dwelling_overfull(uuid, integer, date, date, uuid)`,
  `DROP FUNCTION dwelling_changes_hands()`,
  `DROP FUNCTION stay_occupies()`,
];
