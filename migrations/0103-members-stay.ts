import { definer, refuse, SqlMigration } from './support.js';

const human = (person: string): string => `coalesce(person_twin(${person}), ${person})`;
/** As every occupancy of a human does (`occupancy_of_one`): of two that concern one, one waits. */
const TAKE_TURNS = `PERFORM pg_advisory_xact_lock(hashtextextended('resident ' || ${human('NEW.person_id')}, 3))`;
/** The human of this row belongs to that household with no end known, as whichever person of its file; or until after a day. */
const member = (
  until: string,
): string => `EXISTS (SELECT 1 FROM household_members m WHERE m.consortium_id = NEW.consortium_id
         AND m.household_id = NEW.household_id AND (m.ends_on IS NULL${until}) AND ${human('m.person_id')} = ${human('NEW.person_id')})`;

/**
 * Who lives in a shared flat, or is promised a room, does so as a member of a household: that ends after the departure, not before.
 * And nobody begins to live there as a member of a household that they have left, or are to leave; a stay of the past is recorded with
 * its departure, so it is asked when all is said.
 */
export class MembersStay1700000000103 extends SqlMigration {
  readonly name = 'MembersStay1700000000103';

  protected readonly steps = [
    `CREATE FUNCTION member_lives_in_flat() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       ${TAKE_TURNS};
       IF EXISTS (SELECT 1 FROM occupancies x WHERE x.consortium_id = NEW.consortium_id AND x.household_id = NEW.household_id
         AND x.status IN ('planned', 'current') AND ${human('x.person_id')} = ${human('NEW.person_id')})
         AND NOT ${member('')} THEN ${refuse('member_lives_in_flat')}; END IF;
       RETURN NULL;
     END $$`,
    ...definer('member_lives_in_flat()'),
    `CREATE TRIGGER lives_in_flat AFTER UPDATE OF ends_on ON household_members FOR EACH ROW
       WHEN (NEW.ends_on IS NOT NULL AND NEW.ends_on IS DISTINCT FROM OLD.ends_on) EXECUTE FUNCTION member_lives_in_flat()`,

    `CREATE FUNCTION occupancy_while_member() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       at_last text := (SELECT x.status FROM occupancies x WHERE x.consortium_id = NEW.consortium_id AND x.id = NEW.id);
     BEGIN
       IF at_last IN ('planned', 'current') THEN ${TAKE_TURNS}; END IF;
       IF at_last = 'current' AND NOT ${member('')} THEN ${refuse('resident_left_household')}; END IF;
       IF at_last = 'planned' AND NOT ${member(' OR m.ends_on > NEW.planned_starts_on')} THEN ${refuse('resident_not_member')}; END IF;
       RETURN NULL;
     END $$`,
    ...definer('occupancy_while_member()'),
    `CREATE CONSTRAINT TRIGGER while_member AFTER INSERT OR UPDATE OF status ON occupancies DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (NEW.person_id IS NOT NULL AND NEW.status IN ('planned', 'current')) EXECUTE FUNCTION occupancy_while_member()`,
  ];

  protected readonly undo = [
    `DROP TRIGGER while_member ON occupancies`,
    `DROP FUNCTION occupancy_while_member()`,
    `DROP TRIGGER lives_in_flat ON household_members`,
    `DROP FUNCTION member_lives_in_flat()`,
  ];
}
