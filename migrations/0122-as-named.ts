import { ResidentPersons1700000000060 } from './0060-resident-persons.js';
import { Movers1700000000102 } from './0102-movers.js';
import { again, changed, madeBy, SqlMigration, stepsOf } from './support.js';

const PERSON = again(madeBy(stepsOf(ResidentPersons1700000000060), 'CREATE FUNCTION occupancy_person('));
const OF_PLACEMENT = again(madeBy(stepsOf(Movers1700000000102), 'CREATE FUNCTION placement_resident('));

/**
 * Of a household that was merged into another, who is to live in a room is named as the caller knows them, by a person of their own
 * file, and kept so: who let the room knew nobody of the other file, and could name nobody. Whether they belong to the household is
 * asked of the human.
 */
export class AsNamed1700000000122 extends SqlMigration {
  readonly name = 'AsNamed1700000000122';

  protected readonly steps = [
    changed(PERSON, 'm.person_id = named)', 'm.person_id = coalesce(person_twin(named), named))'),
    changed(
      OF_PLACEMENT,
      'RETURN coalesce(named, movers[1]);',
      `RETURN coalesce(named, (SELECT r.person_ids[1] FROM referrals r WHERE r.consortium_id = acting_consortium() AND r.id = placement));`,
    ),
  ];

  protected readonly undo = [PERSON, OF_PLACEMENT];
}
