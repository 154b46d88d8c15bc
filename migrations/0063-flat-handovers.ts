import { definer, isolateParties, NOUN_COLUMNS, runtimeMay, SqlMigration, stamped } from './support.js';

const toOrganisations = ['operator_id', 'from_supporter_id', 'to_supporter_id']
  .map((column) => `FOREIGN KEY (consortium_id, ${column}) REFERENCES organisations (consortium_id, id)`)
  .join(', ');
const toWorkers = ['from_worker_id', 'to_worker_id']
  .map(
    (column) =>
      `FOREIGN KEY (consortium_id, operator_id, ${column}) REFERENCES users (consortium_id, organisation_id, id)`,
  )
  .join(', ');

/**
 * Who supports a flat, and the worker in charge, are handed over on a day. What the house is like goes along; what its people did
 * and what went wrong stays with who wrote it (security.md: a new supporter does not see its predecessor’s notes). The landlord, who
 * is not told who supports, has no row.
 */
export class FlatHandovers1700000000063 extends SqlMigration {
  readonly name = 'FlatHandovers1700000000063';

  protected readonly steps = [
    `CREATE TABLE flat_handovers (${NOUN_COLUMNS},
       flat_id uuid NOT NULL,
       handed_over_on date NOT NULL,
       author_organisation_id uuid NOT NULL DEFAULT acting_organisation(),
       operator_id uuid NOT NULL,
       from_supporter_id uuid,
       to_supporter_id uuid,
       from_worker_id uuid,
       to_worker_id uuid,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, flat_id) REFERENCES shared_flats (consortium_id, id),
       FOREIGN KEY (consortium_id, author_organisation_id) REFERENCES organisations (consortium_id, id),
       ${toOrganisations}, ${toWorkers},
       CHECK ((from_supporter_id, from_worker_id) IS DISTINCT FROM (to_supporter_id, to_worker_id)))`,
    stamped('flat_handovers'),
    `CREATE INDEX flat_handovers_by_flat ON flat_handovers (consortium_id, flat_id, id)`,
    ...isolateParties('flat_handovers', {
      keepers: ['operator_id'],
      organisations: ['from_supporter_id', 'to_supporter_id'],
    }),
    runtimeMay('SELECT, INSERT', 'flat_handovers'),

    `CREATE FUNCTION flat_changes_hands() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE flat_supports SET supporter_id = NEW.supporter_id WHERE consortium_id = NEW.consortium_id AND id = NEW.id;
       UPDATE flat_facts SET supporter_id = NEW.supporter_id WHERE consortium_id = NEW.consortium_id AND flat_id = NEW.id
         AND NEW.supporter_id IS NOT NULL;
       RETURN NULL;
     END $$`,
    ...definer('flat_changes_hands()'),
    `CREATE TRIGGER changes_hands AFTER UPDATE OF supporter_id ON shared_flats FOR EACH ROW
       WHEN (NEW.supporter_id IS DISTINCT FROM OLD.supporter_id) EXECUTE FUNCTION flat_changes_hands()`,
  ];

  protected readonly undo = [
    `DROP TRIGGER changes_hands ON shared_flats`,
    `DROP FUNCTION flat_changes_hands()`,
    `DROP TABLE flat_handovers`,
  ];
}
