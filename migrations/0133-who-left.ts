import { PERSON_SCOPE } from './0009-people-files.js';
import { asDefiner, definer, disclosed, granted, inCaseload, NIL, resight, SqlMigration } from './support.js';

const LEFT = `persons.left_on <= (SELECT civil_today())`;
const TODAY = PERSON_SCOPE.replace('persons.protected', () => `persons.protected OR ${LEFT}`);
const seen = (scope: string, subject: string): string =>
  granted(scope, 'persons', 'origin_household_id', subject).replace(/\)$/, ' LIMIT 1)');
const BEFORE = seen(PERSON_SCOPE, `ANY (ARRAY[${NIL}, persons.id])`);
/** The second is asked of who left alone: to whom they were named themselves. */
const NOW = `(${seen(TODAY, `ANY (ARRAY[${NIL}, persons.id])`)} OR ${LEFT} AND ${seen(PERSON_SCOPE, 'persons.id')})`;
const sight = (visible: string): string =>
  resight('persons', `(${visible} AND ${inCaseload('persons')})`, disclosed(`'writing'`, 'persons'));

/** No membership is open: the last day of those that were. */
const LEFT_ON = (person: string): string => `(SELECT CASE WHEN bool_and(m.ends_on IS NOT NULL) THEN max(m.ends_on) END
  FROM household_members m WHERE m.consortium_id = ${person}.consortium_id AND m.person_id = ${person}.id)`;

/**
 * Who left a household is no occupant: whom all of it is disclosed to, a landlord for instance, sees neither who they are nor how to reach
 * them any more. They may have fled, and a lease of today told where to. Who supports the household sees them still, and whom they were
 * named to, as the resident of a room.
 */
export class WhoLeft1700000000133 extends SqlMigration {
  readonly name = 'WhoLeft1700000000133';

  protected readonly steps = [
    `ALTER TABLE persons ADD COLUMN left_on date`,
    // It is no change of the person's identity: version and ETag stay.
    `DROP TRIGGER stamp ON persons`,
    `CREATE TRIGGER stamp BEFORE UPDATE ON persons FOR EACH ROW WHEN (NEW.left_on IS NOT DISTINCT FROM OLD.left_on) EXECUTE FUNCTION stamp_row()`,
    `CREATE FUNCTION member_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE persons p SET left_on = ${LEFT_ON('p')} WHERE p.consortium_id = NEW.consortium_id AND p.id = NEW.person_id
         AND p.left_on IS DISTINCT FROM ${LEFT_ON('p')};
       RETURN NULL;
     END $$`,
    ...definer('member_leaves()'),
    `CREATE TRIGGER leaves AFTER INSERT OR UPDATE OF ends_on ON household_members FOR EACH ROW EXECUTE FUNCTION member_leaves()`,
    asDefiner(
      `UPDATE persons p SET left_on = ${LEFT_ON('p')} WHERE p.consortium_id = tenant AND ${LEFT_ON('p')} IS NOT NULL;`,
    ),
    sight(NOW),
  ];

  protected readonly undo = [
    sight(BEFORE),
    `DROP TRIGGER leaves ON household_members`,
    `DROP FUNCTION member_leaves()`,
    `DROP TRIGGER stamp ON persons`,
    `CREATE TRIGGER stamp BEFORE UPDATE ON persons FOR EACH ROW EXECUTE FUNCTION stamp_row()`,
    `ALTER TABLE persons DROP COLUMN left_on`,
  ];
}
