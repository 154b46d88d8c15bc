import { PERSON_SCOPE, PeopleFiles1700000000009 } from './0009-people-files.js';
import { WhoLeft1700000000133 } from './0133-who-left.js';
import { CompositionOfToday1700000000134 } from './0134-composition-of-today.js';
import {
  again,
  asDefiner,
  changed,
  definer,
  disclosed,
  granted,
  inCaseload,
  inner,
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

const RECOUNT = again(madeBy(stepsOf(PeopleFiles1700000000009), 'CREATE FUNCTION recount_households(')).replace(
  'recount_households',
  'count_households',
);

const LEFT = `persons.left_on <= (SELECT civil_today())`;
const TODAY = PERSON_SCOPE.replace(`THEN 'content'`, (hidden) => `${hidden} WHEN ${LEFT} THEN 'writing'`);
const seen = (scope: string, subject: string): string =>
  granted(scope, 'persons', 'origin_household_id', subject).replace(/\)$/, ' LIMIT 1)');
const VISIBLE = `(${seen(TODAY, `ANY (ARRAY[${NIL}, persons.id])`)} OR ${LEFT} AND ${seen(PERSON_SCOPE, 'persons.id')})`;

const MEMBER_LEFT = `WHEN household_members.ends_on <= (SELECT civil_today()) OR household_members.left_on <= (SELECT civil_today()) THEN 'writing'`;

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

/** A twin of a household, either way. */
const TWINS = `household_members m WHERE m.consortium_id = acting_consortium() AND m.twin_of_id IS NOT NULL`;
const STAMP = 'CREATE TRIGGER stamp BEFORE UPDATE ON household_members FOR EACH ROW';

/**
 * Who left a household (0133), once more. Who writes in the file, a referrer too, sees them still: it could not record that somebody had
 * left. Who is to come back is not back before that day. And of a household made of several files they left it for the partners of each:
 * who knew them by another went on seeing whom the file that goes on says is gone; taken apart, each says its own again. Who knows them
 * as they were named, and the others by a lease, is not told by the two together how to reach them. A membership says it too: of the
 * composition is neither a row that its own file never ended, nor one of who is to come back.
 */
export class WhoLeftEachFile1700000000140 extends SqlMigration {
  readonly name = 'WhoLeftEachFile1700000000140';

  protected readonly steps = [
    resight('persons', `(${VISIBLE} AND ${inCaseload('persons')})`, disclosed(`'writing'`, 'persons')),
    `CREATE INDEX persons_who_left ON persons (consortium_id, id) WHERE left_on IS NOT NULL`,
    `ALTER TABLE household_members ADD COLUMN left_on date`,
    changed(MEMBERS, `WHEN household_members.ends_on <= (SELECT civil_today()) THEN 'content'`, MEMBER_LEFT),
    contacts(granted(CONTACT_SCOPE, 'person_contacts')),
    // It is no change of the membership: version and ETag stay.
    `DROP TRIGGER stamp ON household_members`,
    `${STAMP} WHEN (NEW.left_on IS NOT DISTINCT FROM OLD.left_on) EXECUTE FUNCTION stamp_row()`,
    // As whom a person is known as well, in the files of its household, and itself.
    `CREATE FUNCTION persons_of_one(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
       WITH RECURSIVE same (id) AS (
         SELECT person
         UNION
         SELECT n.id FROM same s CROSS JOIN LATERAL (
           SELECT m.twin_of_id AS id FROM ${TWINS} AND m.person_id = s.id
           UNION ALL SELECT m.person_id FROM ${TWINS} AND m.twin_of_id = s.id) n)
       SELECT s.id FROM same s $$`,
    ...inner('persons_of_one(uuid)'),
    `CREATE FUNCTION member_joins() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       NEW.left_on := (SELECT p.left_on FROM persons p WHERE p.consortium_id = NEW.consortium_id AND p.id = NEW.person_id);
       -- Who comes back by the file that was taken in, and is there by the other, is one human.
       NEW.twin_of_id := coalesce(NEW.twin_of_id, (SELECT m.person_id FROM household_members m WHERE m.consortium_id = NEW.consortium_id
         AND m.household_id = NEW.household_id AND m.person_id = person_twin(NEW.person_id) AND m.ends_on IS NULL LIMIT 1));
       RETURN NEW;
     END $$`,
    ...definer('member_joins()'),
    `CREATE TRIGGER joins BEFORE INSERT ON household_members FOR EACH ROW EXECUTE FUNCTION member_joins()`,
    `CREATE FUNCTION members_left() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE household_members m SET left_on = NEW.left_on WHERE m.consortium_id = NEW.consortium_id AND m.person_id = NEW.id
         AND m.left_on IS DISTINCT FROM NEW.left_on;
       RETURN NULL;
     END $$`,
    ...definer('members_left()'),
    `CREATE TRIGGER members_left AFTER UPDATE OF left_on ON persons FOR EACH ROW WHEN (NEW.left_on IS DISTINCT FROM OLD.left_on)
       EXECUTE FUNCTION members_left()`,
    // Said of one it is said of all who are the same; taken apart, each goes by what its own, and those it is still one with, say.
    `CREATE OR REPLACE FUNCTION member_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       said boolean := TG_OP = 'INSERT' OR NEW.ends_on IS DISTINCT FROM OLD.ends_on;
       ids uuid[];
       own date;
     BEGIN
       IF said THEN
         ids := ARRAY(SELECT persons_of_one(NEW.person_id));
         SELECT ${LEFT_ON('p', 'civil_today()')} INTO own FROM persons p WHERE p.consortium_id = NEW.consortium_id AND p.id = NEW.person_id;
       ELSIF OLD.twin_of_id IS DISTINCT FROM NEW.twin_of_id AND NOT EXISTS (SELECT 1 FROM household_members m
         WHERE m.consortium_id = NEW.consortium_id AND m.person_id = OLD.twin_of_id AND m.household_id = NEW.household_id) THEN
         ids := ARRAY[NEW.person_id, OLD.twin_of_id];
       END IF;
       UPDATE persons p SET left_on = l.left_on FROM (
         SELECT s.id, CASE WHEN said AND s.id = NEW.person_id THEN own WHEN said THEN coalesce(${LEFT_ON('s', 'civil_today()')}, own)
           ELSE coalesce(${LEFT_ON('s', 'civil_today()')}, (SELECT max(${LEFT_ON('q', 'civil_today()')}) FROM persons q
             WHERE q.consortium_id = s.consortium_id AND q.id = ANY (ARRAY(SELECT persons_of_one(s.id))))) END AS left_on
         FROM persons s WHERE s.consortium_id = NEW.consortium_id AND s.id = ANY (ids)) l
       WHERE p.consortium_id = NEW.consortium_id AND p.id = ANY (ids) AND p.id = l.id AND p.left_on IS DISTINCT FROM l.left_on;
       RETURN NULL;
     END $$`,
    ...definer('member_leaves()'),
    `DROP TRIGGER leaves ON household_members`,
    `CREATE TRIGGER leaves AFTER INSERT OR UPDATE OF ends_on, twin_of_id ON household_members FOR EACH ROW EXECUTE FUNCTION member_leaves()`,
    // Who came back on a day that nobody waited for, by the file that had said that they left; and so for those who are the same.
    `CREATE FUNCTION members_return(today date) RETURNS void LANGUAGE sql AS $$
       WITH back AS (
         SELECT p.id, p.left_on AS since, ${LEFT_ON('p', 'today')} AS left_on FROM persons p
         WHERE acting_kind() = 'system' AND p.consortium_id = acting_consortium() AND p.left_on IS NOT NULL
           AND EXISTS (SELECT 1 FROM household_members e WHERE e.consortium_id = p.consortium_id AND e.person_id = p.id AND e.ends_on = p.left_on)
           AND EXISTS (SELECT 1 FROM household_members b WHERE b.consortium_id = p.consortium_id AND b.person_id = p.id
             AND b.starts_on BETWEEN p.left_on AND today))
       UPDATE persons p SET left_on = b.left_on FROM back b CROSS JOIN LATERAL persons_of_one(b.id) s (id)
       WHERE b.left_on IS DISTINCT FROM b.since AND p.consortium_id = acting_consortium() AND p.id = s.id AND p.left_on = b.since
         AND (p.id = b.id OR ${LEFT_ON('p', 'today')} IS NULL) $$`,
    ...definer('members_return(date)'),
    // Who left by the word of one file is counted by none.
    changed(RECOUNT, 'AND p.id = m.person_id', 'AND p.id = m.person_id AND (p.left_on IS NULL OR p.left_on > today)'),
    asDefiner(`UPDATE persons p SET left_on = ${LEFT_ON('p', 'civil_today()')} WHERE p.consortium_id = tenant
        AND p.left_on IS DISTINCT FROM ${LEFT_ON('p', 'civil_today()')};
      UPDATE persons p SET left_on = t.left_on FROM household_members w JOIN persons t ON t.consortium_id = w.consortium_id AND t.id = w.twin_of_id
        WHERE w.consortium_id = tenant AND p.consortium_id = tenant AND p.id = w.person_id AND p.left_on IS NULL AND t.left_on IS NOT NULL;
      UPDATE persons p SET left_on = w.ends_on FROM household_members w
        JOIN merge_moves v ON v.consortium_id = w.consortium_id AND v.of_table = 'household_members' AND v.row_id = w.id
        JOIN merges g ON g.consortium_id = v.consortium_id AND g.id = v.merge_id AND g.undone_at IS NULL AND w.updated_at > g.merged_at
        WHERE w.consortium_id = tenant AND w.ends_on IS NOT NULL AND p.consortium_id = tenant AND p.id = w.twin_of_id AND p.left_on IS NULL;
      UPDATE household_members m SET left_on = p.left_on FROM persons p WHERE m.consortium_id = tenant AND p.consortium_id = tenant
        AND p.id = m.person_id AND m.left_on IS DISTINCT FROM p.left_on;`),
  ];

  protected readonly undo = [
    RECOUNT,
    `DROP FUNCTION members_return(date)`,
    `DROP TRIGGER leaves ON household_members`,
    `CREATE TRIGGER leaves AFTER INSERT OR UPDATE OF ends_on ON household_members FOR EACH ROW EXECUTE FUNCTION member_leaves()`,
    LEAVES,
    ...definer('member_leaves()'),
    `DROP TRIGGER members_left ON persons`,
    `DROP FUNCTION members_left()`,
    `DROP TRIGGER joins ON household_members`,
    `DROP FUNCTION member_joins()`,
    `DROP FUNCTION persons_of_one(uuid)`,
    `DROP TRIGGER stamp ON household_members`,
    `${STAMP} EXECUTE FUNCTION stamp_row()`,
    contacts(CONTACTS_BEFORE),
    MEMBERS,
    `ALTER TABLE household_members DROP COLUMN left_on`,
    `DROP INDEX persons_who_left`,
    PERSONS,
  ];
}
