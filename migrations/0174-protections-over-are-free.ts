import { asDefiner, NIL, SqlMigration } from './support.js';

const ONE = 'person_protections_one_at_a_time';

/**
 * A protection that is over stands in nobody's way: who may not know of it was told by a refusal that there had been one. And whoever
 * changes an absence that another organisation recorded is its author, as of what else is said of a person.
 */
export class ProtectionsOverAreFree1700000000174 extends SqlMigration {
  readonly name = 'ProtectionsOverAreFree1700000000174';

  protected readonly steps = [
    `ALTER TABLE person_protections DROP CONSTRAINT ${ONE}`,
    `ALTER TABLE person_protections ADD CONSTRAINT ${ONE}
       EXCLUDE USING gist (consortium_id WITH =, person_id WITH =) WHERE (ends_on IS NULL)`,
    // Of a day to come they masked at once, and nobody could end them before that day.
    asDefiner(`BEGIN
      UPDATE person_protections SET starts_on = civil_today() WHERE consortium_id = tenant AND ends_on IS NULL AND starts_on > civil_today();
    END;`),
    `CREATE TRIGGER author BEFORE UPDATE ON absences FOR EACH ROW EXECUTE FUNCTION author_is_who_changes()`,
    // Of before: who, other than its author, changed one last, as the audit knows.
    asDefiner(`DECLARE row record; BEGIN
      FOR row IN SELECT DISTINCT ON (t.id) t.id, e.organisation_id FROM audit_entries e CROSS JOIN LATERAL unnest(e.ids) i (id)
        JOIN absences t ON t.consortium_id = tenant AND t.id = i.id
        WHERE e.consortium_id = tenant AND e.kind = 'change' AND e.tables && '{absences}' AND e.organisation_id NOT IN (t.author_organisation_id, ${NIL})
        ORDER BY t.id, e.at DESC LOOP
        BEGIN
          UPDATE absences SET author_organisation_id = row.organisation_id WHERE consortium_id = tenant AND id = row.id;
        EXCEPTION WHEN exclusion_violation THEN NULL;
        END;
      END LOOP;
    END;`),
  ];

  protected readonly undo = [
    `DROP TRIGGER author ON absences`,
    `ALTER TABLE person_protections DROP CONSTRAINT ${ONE}`,
    `ALTER TABLE person_protections ADD CONSTRAINT ${ONE}
       EXCLUDE USING gist (consortium_id WITH =, person_id WITH =, daterange(starts_on, ends_on) WITH &&)`,
  ];
}
