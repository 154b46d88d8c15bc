import { again, asDefiner, definer, inner, SqlMigration } from './support.js';

const TWINS = `household_members m WHERE m.consortium_id = acting_consortium() AND m.twin_of_id IS NOT NULL`;
const CARRIED = `persons p WHERE p.consortium_id = acting_consortium() AND p.carried_from_id IS NOT NULL`;
const SAME = `
       WITH RECURSIVE same (id) AS (
         SELECT person
         UNION
         SELECT n.id FROM same s CROSS JOIN LATERAL (
           SELECT p.carried_from_id AS id FROM ${CARRIED} AND p.id = s.id
           UNION ALL SELECT p.id FROM ${CARRIED} AND p.carried_from_id = s.id
           UNION ALL SELECT m.twin_of_id FROM ${TWINS} AND m.person_id = s.id
           UNION ALL SELECT m.person_id FROM ${TWINS} AND m.twin_of_id = s.id) n)
       SELECT s.id FROM same s`;
const MASKED = `EXISTS (SELECT 1 FROM person_protections m WHERE m.consortium_id = acting_consortium() AND m.person_id IN (SELECT person_same(p.id)) AND m.ends_on IS NULL)`;

/**
 * Whose whereabouts are protected is so in every household that has a copy of that person, or a twin by a merge: the copy would tell
 * what the mask hides. The mask falls with the last protection of any of them.
 */
export class MasksGoAlong1700000000085 extends SqlMigration {
  readonly name = 'MasksGoAlong1700000000085';

  protected readonly steps = [
    // Every person of whom a copy or a twin is one, however far.
    `CREATE FUNCTION person_same(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$${SAME} $$`,
    ...inner('person_same(uuid)'),
    again(`CREATE FUNCTION person_human(person uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
       SELECT s FROM person_same(person) s ORDER BY s LIMIT 1 $$`),
    again(`CREATE FUNCTION mask_person() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE persons p SET protected = NOT p.protected
       WHERE p.consortium_id = NEW.consortium_id AND p.id IN (SELECT person_same(NEW.person_id)) AND p.protected IS DISTINCT FROM ${MASKED};
       RETURN NULL;
     END $$`),
    `CREATE FUNCTION mask_copy() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       NEW.protected := NEW.protected OR EXISTS (SELECT 1 FROM persons p WHERE p.consortium_id = NEW.consortium_id AND p.id = NEW.carried_from_id AND p.protected);
       RETURN NEW;
     END $$`,
    ...definer('mask_copy()'),
    `CREATE TRIGGER mask_copy BEFORE INSERT ON persons FOR EACH ROW WHEN (NEW.carried_from_id IS NOT NULL) EXECUTE FUNCTION mask_copy()`,
    asDefiner(`UPDATE persons p SET protected = true WHERE p.consortium_id = tenant AND NOT p.protected AND p.id IN (
      SELECT person_same(m.person_id) FROM person_protections m WHERE m.consortium_id = tenant AND m.ends_on IS NULL);`),
  ];

  /** Who was masked along stays so: to show them is for who supports them. */
  protected readonly undo = [
    `DROP TRIGGER mask_copy ON persons`,
    `DROP FUNCTION mask_copy()`,
    again(`CREATE FUNCTION mask_person() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE persons p SET protected = EXISTS (SELECT 1 FROM person_protections m WHERE m.consortium_id = NEW.consortium_id
         AND m.person_id = NEW.person_id AND m.ends_on IS NULL)
       WHERE p.consortium_id = NEW.consortium_id AND p.id = NEW.person_id;
       RETURN NULL;
     END $$`),
    again(
      `CREATE FUNCTION person_human(person uuid) RETURNS uuid LANGUAGE sql STABLE AS $$${SAME} ORDER BY s.id LIMIT 1 $$`,
    ),
    `DROP FUNCTION person_same(uuid)`,
  ];
}
