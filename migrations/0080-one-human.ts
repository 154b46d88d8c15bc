import { ResidentPersons1700000000060 } from './0060-resident-persons.js';
import { inner, madeBy, SqlMigration } from './support.js';

const before = new (class extends ResidentPersons1700000000060 {
  get firstKeys(): string {
    return madeBy(this.steps, 'CREATE OR REPLACE FUNCTION figure_first_keys(');
  }
})();

const TWINS = `household_members m WHERE m.consortium_id = acting_consortium() AND m.twin_of_id IS NOT NULL`;
const CARRIED = `persons p WHERE p.consortium_id = acting_consortium() AND p.carried_from_id IS NOT NULL`;

/**
 * Persons whom another file has as well, and who it is. Then whom a household had with it at its first keys in the programme, and
 * who got a room: of one human the earliest counts, of whatever household. Of a placement all who were members on that day, of an
 * agreement its resident.
 */
const FIRST_KEYS = `CREATE OR REPLACE FUNCTION figure_first_keys(programme uuid) RETURNS TABLE (household_id uuid, household_size integer, keys_on date,
    cohort text) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH several AS MATERIALIZED (
    SELECT l.id, person_human(l.id) AS human FROM (
      SELECT p.id FROM ${CARRIED} UNION SELECT p.carried_from_id FROM ${CARRIED}
      UNION SELECT m.person_id FROM ${TWINS} UNION SELECT m.twin_of_id FROM ${TWINS}) l),
  first AS (
    SELECT DISTINCT ON (w.household_id) w.household_id, w.household_size, w.keys_on, w.cohort, w.placement_id
    FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL ORDER BY w.household_id, w.keys_on, w.placement_id),
  residents AS (
    SELECT r.*, row_number() OVER (PARTITION BY r.household_id ORDER BY r.since, r.human) AS number FROM (
      SELECT o.household_id, coalesce(s.human, o.person_id) AS human, min(o.started_on) AS since
      FROM occupancies o
      JOIN dwellings d ON d.consortium_id = o.consortium_id AND d.id = o.dwelling_id AND d.programme_id = programme
      LEFT JOIN several s ON s.id = o.person_id
      WHERE o.consortium_id = acting_consortium() AND o.started_on IS NOT NULL AND o.person_id IS NOT NULL
        AND ((SELECT figures_of(programme)) IS NULL OR o.supporter_id = (SELECT figures_of(programme)))
      GROUP BY 1, 2) r),
  housed AS (
    SELECT f.household_id, s.human, f.keys_on AS since FROM several s
    JOIN household_members m ON m.consortium_id = acting_consortium() AND m.person_id = s.id
    JOIN first f ON f.household_id = m.household_id AND f.placement_id IS NOT NULL AND m.starts_on <= f.keys_on AND (m.ends_on IS NULL OR m.ends_on > f.keys_on)
    UNION
    SELECT r.household_id, r.human, r.since FROM residents r WHERE r.human IN (SELECT s.human FROM several s)),
  counted AS (SELECT DISTINCT ON (h.human) h.human, h.household_id FROM housed h ORDER BY h.human, h.since, h.household_id),
  known AS (SELECT DISTINCT h.household_id, h.human, h.since FROM housed h JOIN counted c ON c.human = h.human AND c.household_id <> h.household_id)
  SELECT f.household_id, f.household_size - least(f.household_size,
    (SELECT count(DISTINCT k.human) FROM known k WHERE k.household_id = f.household_id AND k.since <= f.keys_on))::integer, f.keys_on, f.cohort
  FROM first f
  UNION ALL
  SELECT r.household_id, 1, r.since, f.cohort FROM residents r JOIN first f ON f.household_id = r.household_id
  WHERE r.number > f.household_size AND NOT EXISTS (SELECT 1 FROM known k WHERE k.household_id = r.household_id AND k.human = r.human) $$`;

/** One human is rehoused once, also as a person copied into another household, or whom two files had before they became one. */
export class OneHuman1700000000080 extends SqlMigration {
  readonly name = 'OneHuman1700000000080';

  protected readonly steps = [
    `CREATE INDEX persons_carried ON persons (consortium_id, carried_from_id) WHERE carried_from_id IS NOT NULL`,
    `CREATE INDEX household_members_twins ON household_members (consortium_id, twin_of_id) WHERE twin_of_id IS NOT NULL`,
    // Every person of whom a copy or a twin is one, however far: the first of them stands for all.
    `CREATE FUNCTION person_human(person uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
       WITH RECURSIVE same (id) AS (
         SELECT person
         UNION
         SELECT n.id FROM same s CROSS JOIN LATERAL (
           SELECT p.carried_from_id AS id FROM ${CARRIED} AND p.id = s.id
           UNION ALL SELECT p.id FROM ${CARRIED} AND p.carried_from_id = s.id
           UNION ALL SELECT m.twin_of_id FROM ${TWINS} AND m.person_id = s.id
           UNION ALL SELECT m.person_id FROM ${TWINS} AND m.twin_of_id = s.id) n)
       SELECT s.id FROM same s ORDER BY s.id LIMIT 1 $$`,
    ...inner('person_human(uuid)'),
    FIRST_KEYS,
  ];

  protected readonly undo = [
    before.firstKeys,
    `DROP FUNCTION person_human(uuid)`,
    `DROP INDEX household_members_twins`,
    `DROP INDEX persons_carried`,
  ];
}
