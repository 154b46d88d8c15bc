import { MERGE_STEPS } from './0009-people-merges.js';
import { OpenersKnow1700000000092 } from './0092-openers-know.js';
import { again, changed, inner, madeBy, SqlMigration, stepsOf } from './support.js';

const MERGE = again(madeBy(MERGE_STEPS, 'CREATE FUNCTION merge_households('));
const UNDO = madeBy(stepsOf(OpenersKnow1700000000092), 'CREATE OR REPLACE FUNCTION undo_merge(');

/**
 * A household of three files counts each human once: who was in two of them and not in the third became two again as the third took them
 * in, and so did whoever was in all three once it was taken apart. What a merge moved keeps whose twin it was before.
 */
export class TwinsOfThree1700000000143 extends SqlMigration {
  readonly name = 'TwinsOfThree1700000000143';

  protected readonly steps = [
    `ALTER TABLE merge_moves ADD COLUMN old_twin_id uuid`,
    changed(
      changed(
        MERGE,
        'UPDATE household_members m SET twin_of_id = (',
        `UPDATE merge_moves v SET old_twin_id = m.twin_of_id FROM household_members m WHERE v.consortium_id = tenant AND v.merge_id = made
       AND v.of_table = 'household_members' AND m.consortium_id = tenant AND m.id = v.row_id AND m.twin_of_id IS NOT NULL;
     UPDATE household_members m SET twin_of_id = coalesce((`,
      ),
      'ORDER BY q.id LIMIT 1)',
      'ORDER BY q.id LIMIT 1), m.twin_of_id)',
    ),
    ...inner('merge_households(uuid, uuid)'),
    changed(
      UNDO,
      `SET twin_of_id = NULL WHERE m.consortium_id = tenant`,
      `SET twin_of_id = (SELECT v.old_twin_id FROM merge_moves v WHERE v.consortium_id = tenant AND v.merge_id = last.id
       AND v.of_table = 'household_members' AND v.row_id = m.id) WHERE m.consortium_id = tenant`,
    ),
  ];

  protected readonly undo = [
    UNDO,
    MERGE,
    ...inner('merge_households(uuid, uuid)'),
    `ALTER TABLE merge_moves DROP COLUMN old_twin_id`,
  ];
}
