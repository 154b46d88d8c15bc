import { life, LIMITED } from './0064-flat-details.js';
import { definer, SqlMigration } from './support.js';

/**
 * Activities are for whose caseload one of their flats concerns, as house incidents are: their outcome tells of its people. One
 * that is being written has no flat yet.
 */
export class ActivityCaseloads1700000000068 extends SqlMigration {
  readonly name = 'ActivityCaseloads1700000000068';

  protected readonly steps = [
    `CREATE FUNCTION activity_in_caseload(activity uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN coalesce((SELECT bool_or(flat_in_caseload(l.flat_id)) FROM activity_flats l
         WHERE l.consortium_id = acting_consortium() AND l.activity_id = activity), true);
     END $$`,
    ...definer('activity_in_caseload(uuid)'),
    life('activities', LIMITED('activity_in_caseload(id)')),
  ];

  protected readonly undo = [life('activities'), `DROP FUNCTION activity_in_caseload(uuid)`];
}
