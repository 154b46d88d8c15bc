import { asDefiner, NIL, SqlMigration } from './support.js';

const AUTHORED = ['residential_situations', 'person_profiles', 'resources', 'legal_protections'];

/** Of before: who, other than its author, changed a row last, as the audit knows. Where both have a period of those days, it stays. */
const changedByAnother = (table: string): string => `
      FOR row IN SELECT DISTINCT ON (t.id) t.id, e.organisation_id FROM audit_entries e CROSS JOIN LATERAL unnest(e.ids) i (id)
        JOIN ${table} t ON t.consortium_id = tenant AND t.id = i.id
        WHERE e.consortium_id = tenant AND e.kind = 'change' AND e.tables && '{${table}}' AND e.organisation_id NOT IN (t.author_organisation_id, ${NIL})
        ORDER BY t.id, e.at DESC LOOP
        BEGIN
          UPDATE ${table} SET author_organisation_id = row.organisation_id WHERE consortium_id = tenant AND id = row.id;
        EXCEPTION WHEN exclusion_violation THEN NULL;
        END;
      END LOOP;`;

/**
 * Whoever changes what another organisation wrote of a person is its author from then on: what stands in it now is its word. So a referrer
 * reads nothing that a supporter wrote into a row which the referrer began, nor does a supporter to whom that one handed nothing over.
 */
export class AuthorIsWhoChanges1700000000161 extends SqlMigration {
  readonly name = 'AuthorIsWhoChanges1700000000161';

  protected readonly steps = [
    // By a request itself: what merges, handovers and jobs move keeps its author, and so does what is sent again as it stands.
    `CREATE FUNCTION author_is_who_changes() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF current_user = 'passerelle_definer' OR nobody_acts() OR OLD.author_organisation_id = acting_organisation()
         OR to_jsonb(NEW) - '{version,created_at,updated_at}'::text[] = to_jsonb(OLD) - '{version,created_at,updated_at}'::text[] THEN
         RETURN NEW;
       END IF;
       NEW.author_organisation_id := acting_organisation();
       RETURN NEW;
     END $$`,
    ...AUTHORED.map(
      (table) =>
        `CREATE TRIGGER author BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION author_is_who_changes()`,
    ),
    asDefiner(`DECLARE row record; BEGIN ${AUTHORED.map(changedByAnother).join('')}
      END;`),
  ];

  protected readonly undo = [
    ...AUTHORED.map((table) => `DROP TRIGGER author ON ${table}`),
    `DROP FUNCTION author_is_who_changes()`,
  ];
}
