import { PERSON_SCOPE } from './0009-people-files.js';
import { WhoLeft1700000000133 } from './0133-who-left.js';
import { CompositionOfToday1700000000134 } from './0134-composition-of-today.js';
import {
  asDefiner,
  changed,
  definer,
  disclosed,
  granted,
  inCaseload,
  madeBy,
  NIL,
  resight,
  SqlMigration,
  stepsOf,
} from './support.js';

const WHO_LEFT = stepsOf(WhoLeft1700000000133);
const LEAVES = madeBy(WHO_LEFT, 'CREATE FUNCTION member_leaves()').replace('CREATE', () => 'CREATE OR REPLACE');
const PERSONS = madeBy(WHO_LEFT, 'ALTER POLICY tenant ON persons');
const MEMBERS = madeBy(stepsOf(CompositionOfToday1700000000134), 'ALTER POLICY tenant ON household_members');

const LEFT = `persons.left_on <= (SELECT civil_today())`;
const TODAY = PERSON_SCOPE.replace(`THEN 'content'`, (hidden) => `${hidden} WHEN ${LEFT} THEN 'writing'`);
const seen = (scope: string, subject: string): string =>
  granted(scope, 'persons', 'origin_household_id', subject).replace(/\)$/, ' LIMIT 1)');
const VISIBLE = `(${seen(TODAY, `ANY (ARRAY[${NIL}, persons.id])`)} OR ${LEFT} AND ${seen(PERSON_SCOPE, 'persons.id')})`;

/** Of a person whom the caller does not see no scope, so no grant. */
const CONTACT_SCOPE = `(SELECT CASE WHEN p.left_on <= (SELECT civil_today()) THEN 'writing' ELSE 'contact' END FROM persons p
  WHERE p.consortium_id = person_contacts.consortium_id AND p.id = person_contacts.person_id)`;
const CONTACTS_BEFORE = `(${granted(`'contact'`, 'person_contacts')} AND (SELECT true FROM persons p
  WHERE p.consortium_id = person_contacts.consortium_id AND p.id = person_contacts.person_id))`;
const contacts = (visible: string): string =>
  resight('person_contacts', visible, disclosed(`'writing'`, 'person_contacts'));

/** Of the memberships that have begun none is open: the last day of those. */
const LEFT_ON = (
  person: string,
  today: string,
): string => `(SELECT CASE WHEN bool_and(m.ends_on IS NOT NULL) THEN max(m.ends_on) END
  FROM household_members m WHERE m.consortium_id = ${person}.consortium_id AND m.person_id = ${person}.id AND m.starts_on <= ${today})`;

/**
 * Who left a household (0133), once more. Who writes in the file, a referrer too, sees them still: it could not record that somebody had
 * left. Who is to come back is not back before that day. And of a household made of two files they left it for the partners of either:
 * who knew them by the other went on seeing whom the file that goes on says is gone; taken apart, each says its own again. Who knows them
 * as they were named, and the others by a lease, is not told by the two together how to reach them.
 */
export class WhoLeftEachFile1700000000140 extends SqlMigration {
  readonly name = 'WhoLeftEachFile1700000000140';

  protected readonly steps = [
    resight('persons', `(${VISIBLE} AND ${inCaseload('persons')})`, disclosed(`'writing'`, 'persons')),
    changed(MEMBERS, `THEN 'content'`, `THEN 'writing'`),
    contacts(granted(CONTACT_SCOPE, 'person_contacts')),
    `CREATE OR REPLACE FUNCTION member_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       said boolean := TG_OP = 'INSERT' OR NEW.ends_on IS DISTINCT FROM OLD.ends_on;
       parted boolean := TG_OP = 'UPDATE' AND NEW.twin_of_id IS DISTINCT FROM OLD.twin_of_id;
       own date;
     BEGIN
       SELECT ${LEFT_ON('p', 'civil_today()')} INTO own FROM persons p WHERE p.consortium_id = NEW.consortium_id AND p.id = NEW.person_id;
       UPDATE persons p SET left_on = l.left_on FROM (
         SELECT s.id, CASE WHEN s.id = NEW.person_id THEN own ELSE coalesce(${LEFT_ON('s', 'civil_today()')}, CASE WHEN said THEN own END) END AS left_on
         FROM persons s WHERE s.consortium_id = NEW.consortium_id AND (s.id = NEW.person_id OR parted AND s.id = OLD.twin_of_id
           OR said AND (s.id = person_twin(NEW.person_id) OR s.id IN (SELECT m.person_id FROM household_members m
             WHERE m.consortium_id = NEW.consortium_id AND m.twin_of_id = NEW.person_id)))) l
       WHERE p.consortium_id = NEW.consortium_id AND p.id = l.id AND p.left_on IS DISTINCT FROM l.left_on;
       RETURN NULL;
     END $$`,
    ...definer('member_leaves()'),
    `DROP TRIGGER leaves ON household_members`,
    `CREATE TRIGGER leaves AFTER INSERT OR UPDATE OF ends_on, twin_of_id ON household_members FOR EACH ROW EXECUTE FUNCTION member_leaves()`,
    // As the system, whose policies hold: who came back on a day that nobody waited for.
    `CREATE FUNCTION members_return(today date) RETURNS void LANGUAGE sql AS $$
       UPDATE persons p SET left_on = ${LEFT_ON('p', 'today')}
       WHERE p.consortium_id = acting_consortium() AND EXISTS (SELECT 1 FROM household_members b WHERE b.consortium_id = p.consortium_id
         AND b.person_id = p.id AND b.starts_on BETWEEN p.left_on AND today) AND p.left_on IS DISTINCT FROM ${LEFT_ON('p', 'today')} $$`,
    asDefiner(`UPDATE persons p SET left_on = ${LEFT_ON('p', 'civil_today()')} WHERE p.consortium_id = tenant
        AND p.left_on IS DISTINCT FROM ${LEFT_ON('p', 'civil_today()')};
      UPDATE persons p SET left_on = t.left_on FROM household_members w JOIN persons t ON t.consortium_id = w.consortium_id AND t.id = w.twin_of_id
        WHERE w.consortium_id = tenant AND p.consortium_id = tenant AND p.id = w.person_id AND p.left_on IS NULL AND t.left_on IS NOT NULL;
      UPDATE persons p SET left_on = w.ends_on FROM household_members w
        JOIN merge_moves v ON v.consortium_id = w.consortium_id AND v.of_table = 'household_members' AND v.row_id = w.id
        JOIN merges g ON g.consortium_id = v.consortium_id AND g.id = v.merge_id AND g.undone_at IS NULL AND w.updated_at > g.merged_at
        WHERE w.consortium_id = tenant AND w.ends_on IS NOT NULL AND p.consortium_id = tenant AND p.id = w.twin_of_id AND p.left_on IS NULL;`),
  ];

  protected readonly undo = [
    `DROP FUNCTION members_return(date)`,
    `DROP TRIGGER leaves ON household_members`,
    `CREATE TRIGGER leaves AFTER INSERT OR UPDATE OF ends_on ON household_members FOR EACH ROW EXECUTE FUNCTION member_leaves()`,
    LEAVES,
    ...definer('member_leaves()'),
    contacts(CONTACTS_BEFORE),
    MEMBERS,
    PERSONS,
  ];
}
