import { definer, REFUSE_STRANGER, SqlMigration } from './support.js';

/**
 * Who supports a flat knows its rooms, and not all who live in them: that the resident of a room came it records all the same. The
 * row is content of that household, so it reads of it no more than the count; and it replaces those that it named by a room.
 */
export class AttendanceByRoom1700000000082 extends SqlMigration {
  readonly name = 'AttendanceByRoom1700000000082';

  protected readonly steps = [
    `ALTER TABLE attendances ADD COLUMN by_room boolean NOT NULL DEFAULT false`,
    // Rooms of the activity's flats, for a caseload of those that concern it; null: those stay as they are. Answers in which somebody lived on that day, and how many came in all.
    `CREATE FUNCTION attend_rooms(of_activity uuid, of_rooms uuid[]) RETURNS TABLE (rooms uuid[], residents integer) LANGUAGE plpgsql AS $$
     DECLARE
       a activities;
     BEGIN
       SELECT * INTO a FROM activities x WHERE x.consortium_id = acting_consortium() AND x.id = of_activity AND x.supporter_id = acting_as('supporter')
         AND (acting_caseload() IS NULL OR activity_in_caseload(x.id));
       IF NOT FOUND THEN ${REFUSE_STRANGER}; END IF;
       IF of_rooms IS NOT NULL THEN
         DELETE FROM attendances t USING occupancies o WHERE t.consortium_id = a.consortium_id AND t.activity_id = a.id AND t.by_room
           AND o.consortium_id = t.consortium_id AND o.id = t.occupancy_id AND (acting_caseload() IS NULL OR flat_in_caseload(o.flat_id));
         WITH came AS (
           SELECT o.id, o.household_id, o.room_id FROM occupancies o
           JOIN activity_flats l ON l.consortium_id = o.consortium_id AND l.flat_id = o.flat_id AND l.activity_id = a.id
           WHERE o.consortium_id = a.consortium_id AND o.room_id = ANY (of_rooms) AND o.started_on <= a.held_on
             AND (o.ended_on IS NULL OR o.ended_on > a.held_on) AND (acting_caseload() IS NULL OR flat_in_caseload(o.flat_id))),
         written AS (
           INSERT INTO attendances (consortium_id, id, activity_id, occupancy_id, household_id, by_room)
           SELECT a.consortium_id, uuid7(), a.id, c.id, c.household_id, true FROM came c
           ON CONFLICT ON CONSTRAINT attendances_once DO NOTHING)
         SELECT array_agg(DISTINCT c.room_id) INTO rooms FROM came c;
       END IF;
       SELECT count(*) INTO residents FROM attendances t WHERE t.consortium_id = a.consortium_id AND t.activity_id = a.id;
       rooms := coalesce(rooms, '{}');
       RETURN NEXT;
     END $$`,
    ...definer('attend_rooms(uuid, uuid[])'),
  ];

  protected readonly undo = [`DROP FUNCTION attend_rooms(uuid, uuid[])`, `ALTER TABLE attendances DROP COLUMN by_room`];
}
