import { asDefiner, definer, inner, madeBy, NIL, refuse, REFUSE_STRANGER, SqlMigration } from './support.js';
import { figure } from './0011-indicators.js';
import { FLAT_FUNCTIONS } from './0050-shared-flats-functions.js';

/** Members of a household who are there on a day or are to come: a file may have begun after the life that it tells. */
const MEMBERS = `household_members m WHERE m.consortium_id = acting_consortium() AND m.household_id = household AND m.twin_of_id IS NULL
  AND (m.ends_on IS NULL OR m.ends_on > from_day)`;

/** Whether the occupancy `x` is of the person `who`, or of the same human as another file has it. */
const sameHuman = (x: string, who: string): string =>
  `(${x}.person_id = ${who} OR coalesce(person_twin(${x}.person_id), ${x}.person_id) = coalesce(person_twin(${who}), ${who}))`;

/** People of a household who got a room of their own after the household had its first keys are rehoused on their own day. */
const FIRST_KEYS = `CREATE OR REPLACE FUNCTION figure_first_keys(programme uuid) RETURNS TABLE (household_id uuid, household_size integer, keys_on date,
    cohort text) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH first AS (
    SELECT DISTINCT ON (w.household_id) w.household_id, w.household_size, w.keys_on, w.cohort
    FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL ORDER BY w.household_id, w.keys_on, w.placement_id),
  residents AS (
    SELECT o.household_id, min(o.started_on) AS since,
      row_number() OVER (PARTITION BY o.household_id ORDER BY min(o.started_on), o.person_id) AS number
    FROM occupancies o
    JOIN dwellings d ON d.consortium_id = o.consortium_id AND d.id = o.dwelling_id AND d.programme_id = programme
    WHERE o.consortium_id = acting_consortium() AND o.started_on IS NOT NULL AND o.person_id IS NOT NULL
      AND ((SELECT figures_of(programme)) IS NULL OR o.supporter_id = (SELECT figures_of(programme)))
    GROUP BY o.household_id, o.person_id)
  SELECT f.household_id, f.household_size, f.keys_on, f.cohort FROM first f
  UNION ALL
  SELECT r.household_id, 1, r.since, f.cohort FROM residents r JOIN first f ON f.household_id = r.household_id
  WHERE r.number > f.household_size $$`;
const FIRST_KEYS_BEFORE = `CREATE OR REPLACE FUNCTION figure_first_keys(programme uuid) RETURNS TABLE (household_id uuid, household_size integer, keys_on date,
    cohort text) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
       SELECT DISTINCT ON (w.household_id) w.household_id, w.household_size, w.keys_on, w.cohort
       FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL ORDER BY w.household_id, w.keys_on, w.placement_id $$`;

const SEEN = madeBy(FLAT_FUNCTIONS, 'CREATE VIEW shared_flats_seen').replace('CREATE VIEW', 'CREATE OR REPLACE VIEW');

/**
 * A resident is a person of a household. The database refuses one human in two rooms at one time, and who is promised two. Rows of
 * before name the reference person of that day or, where that one already lived elsewhere then, another member; an ended period
 * that fits nobody names no one.
 */
export class ResidentPersons1700000000060 extends SqlMigration {
  readonly name = 'ResidentPersons1700000000060';

  protected readonly steps = [
    `ALTER TABLE occupancies ADD COLUMN person_id uuid,
       ADD CONSTRAINT occupancies_person FOREIGN KEY (consortium_id, person_id) REFERENCES persons (consortium_id, id)`,
    `CREATE INDEX occupancies_by_person ON occupancies (consortium_id, person_id)`,
    asDefiner(`DECLARE o occupancies; BEGIN
      FOR o IN SELECT * FROM occupancies WHERE consortium_id = tenant ORDER BY coalesce(started_on, planned_starts_on), id LOOP
        UPDATE occupancies SET person_id = coalesce(
          (SELECT p.person_id FROM occupancies p WHERE p.consortium_id = tenant AND p.id = o.previous_id),
          (SELECT m.person_id FROM household_members m WHERE m.consortium_id = tenant AND m.household_id = o.household_id
             AND (o.started_on IS NULL OR NOT EXISTS (SELECT 1 FROM occupancies x WHERE x.consortium_id = tenant AND x.person_id = m.person_id
               AND daterange(x.started_on, x.ended_on) && daterange(o.started_on, o.ended_on) AND x.started_on IS NOT NULL))
           ORDER BY m.twin_of_id IS NOT NULL, EXISTS (SELECT 1 FROM occupancies x WHERE x.consortium_id = tenant AND x.person_id = m.person_id
               AND x.status = 'planned' AND o.status = 'planned'),
             m.starts_on <= coalesce(o.started_on, o.planned_starts_on)
               AND (m.ends_on IS NULL OR m.ends_on > coalesce(o.started_on, o.planned_starts_on)) DESC,
             m.role = 'reference_person' DESC, m.starts_on, m.id LIMIT 1))
        WHERE consortium_id = tenant AND id = o.id;
      END LOOP;
    END;`),
    `ALTER TABLE occupancies ADD CONSTRAINT occupancies_person_once
       EXCLUDE USING gist (consortium_id WITH =, person_id WITH =, daterange(started_on, ended_on) WITH &&) WHERE (started_on IS NOT NULL)`,

    // The person of the file with which a merged one was found to be the same.
    `CREATE FUNCTION person_twin(person uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
       SELECT m.twin_of_id FROM household_members m WHERE m.consortium_id = acting_consortium() AND m.person_id = person
         AND m.twin_of_id IS NOT NULL LIMIT 1 $$`,
    ...inner('person_twin(uuid)'),

    // Whom an occupancy of that household is of, asked by who lets rooms and knows it. Nobody named: its only member, the only one
    // without a room, or the reference person where that one has none.
    `CREATE FUNCTION occupancy_person(household uuid, named uuid, from_day date) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
     DECLARE
       all_of uuid[];
       homeless uuid[];
     BEGIN
       IF acting_kind() <> 'system' AND (acting_as('landlord', 'operator') IS NULL OR NOT EXISTS (SELECT 1 FROM grants g
         WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation() AND g.household_id = household_origin(household)
           AND g.scope = 'stub' AND g.subject_id = ${NIL} AND g.until > civil_today())) THEN ${REFUSE_STRANGER}; END IF;
       IF named IS NOT NULL THEN
         IF NOT EXISTS (SELECT 1 FROM ${MEMBERS} AND m.person_id = named) THEN ${refuse('resident_not_member')}; END IF;
         RETURN named;
       END IF;
       all_of := ARRAY(SELECT m.person_id FROM ${MEMBERS});
       IF cardinality(all_of) = 1 THEN RETURN all_of[1]; END IF;
       homeless := ARRAY(SELECT m.person_id FROM ${MEMBERS} AND NOT EXISTS (SELECT 1 FROM occupancies x
         WHERE x.consortium_id = m.consortium_id AND x.household_id = household AND x.status IN ('planned', 'current')
           AND ${sameHuman('x', 'm.person_id')}));
       IF cardinality(homeless) <> 1 THEN
         homeless := ARRAY(SELECT m.person_id FROM ${MEMBERS} AND m.person_id = ANY (homeless) AND m.role = 'reference_person');
       END IF;
       IF cardinality(homeless) <> 1 THEN ${refuse('resident_not_named')}; END IF;
       RETURN homeless[1];
     END $$`,
    ...definer('occupancy_person(uuid, uuid, date)'),

    // Of two at once one waits: then nobody lives in two rooms, nor is promised two for one time, whichever file names them.
    `CREATE FUNCTION occupancy_of_one() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF NEW.person_id IS NULL OR NEW.status NOT IN ('planned', 'current') THEN RETURN NULL; END IF;
       PERFORM pg_advisory_xact_lock(hashtextextended('resident ' || coalesce(person_twin(NEW.person_id), NEW.person_id), 3));
       IF NEW.status = 'current' AND EXISTS (SELECT 1 FROM occupancies x WHERE x.consortium_id = NEW.consortium_id AND x.household_id = NEW.household_id
         AND x.id <> NEW.id AND x.status = 'current' AND ${sameHuman('x', 'NEW.person_id')}) THEN ${refuse('resident_elsewhere')}; END IF;
       IF NEW.status = 'planned' AND EXISTS (SELECT 1 FROM occupancies x WHERE x.consortium_id = NEW.consortium_id AND x.household_id = NEW.household_id
         AND x.id <> NEW.id AND x.status = 'planned' AND ${sameHuman('x', 'NEW.person_id')}
         AND daterange(x.planned_starts_on, x.planned_ends_on) && daterange(NEW.planned_starts_on, NEW.planned_ends_on))
         THEN ${refuse('resident_promised')}; END IF;
       RETURN NULL;
     END $$`,
    ...definer('occupancy_of_one()'),
    `CREATE TRIGGER of_one AFTER INSERT OR UPDATE OF status, person_id, planned_ends_on ON occupancies FOR EACH ROW EXECUTE FUNCTION occupancy_of_one()`,
    `CREATE FUNCTION occupancy_names_member() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF NOT EXISTS (SELECT 1 FROM persons p WHERE p.consortium_id = NEW.consortium_id AND p.id = NEW.person_id AND p.household_id = NEW.household_id)
         THEN ${refuse('resident_not_member')}; END IF;
       RETURN NULL;
     END $$`,
    ...definer('occupancy_names_member()'),
    `CREATE TRIGGER names_member AFTER INSERT ON occupancies FOR EACH ROW EXECUTE FUNCTION occupancy_names_member()`,

    SEEN.replace(`'householdId', o.household_id,`, `'householdId', o.household_id, 'personId', o.person_id,`),
    asDefiner(
      `PERFORM feed_touch('shared_flats', ARRAY(SELECT f.id FROM shared_flats f WHERE f.consortium_id = tenant ORDER BY f.id));`,
    ),
    FIRST_KEYS,
    ...figure('households_rehoused'),
  ];

  protected readonly undo = [
    FIRST_KEYS_BEFORE,
    SEEN,
    `DROP TRIGGER names_member ON occupancies`,
    `DROP FUNCTION occupancy_names_member()`,
    `DROP TRIGGER of_one ON occupancies`,
    `DROP FUNCTION occupancy_of_one()`,
    `DROP FUNCTION occupancy_person(uuid, uuid, date)`,
    `DROP FUNCTION person_twin(uuid)`,
    `ALTER TABLE occupancies DROP COLUMN person_id`,
  ];
}
