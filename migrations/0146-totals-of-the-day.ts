import { definer, SqlMigration } from './support.js';

/**
 * The total of a household's resources changed when somebody wrote, not on the day on which an income begins or ends, a member comes,
 * leaves or is eighteen: adds up again those in which such a day came since they were added up.
 */
export class TotalsOfTheDay1700000000146 extends SqlMigration {
  readonly name = 'TotalsOfTheDay1700000000146';

  protected readonly steps = [
    `CREATE FUNCTION resources_turn_day(today date) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       origin uuid;
     BEGIN
       IF acting_kind() <> 'system' THEN RETURN; END IF;
       FOR origin IN SELECT s.origin_household_id FROM resource_summaries s
         WHERE s.consortium_id = acting_consortium() AND s.as_of < today AND EXISTS (
           SELECT 1 FROM household_members m JOIN persons p ON p.consortium_id = m.consortium_id AND p.id = m.person_id
           LEFT JOIN resources r ON r.consortium_id = m.consortium_id AND r.person_id = m.person_id
           CROSS JOIN LATERAL unnest(ARRAY[m.starts_on, m.ends_on, p.left_on, (p.birth_date + interval '18 years')::date, r.starts_on, r.ends_on]) d (on_day)
           WHERE m.consortium_id = s.consortium_id AND m.origin_household_id = s.origin_household_id
             AND d.on_day > s.as_of AND d.on_day <= today)
         ORDER BY s.id FOR UPDATE OF s
       LOOP
         PERFORM sum_resources(origin, today);
       END LOOP;
     END $$`,
    ...definer('resources_turn_day(date)'),
  ];

  protected readonly undo = [`DROP FUNCTION resources_turn_day(date)`];
}
