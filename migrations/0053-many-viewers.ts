import { SqlMigration } from './support.js';

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  tenancies: ['landlord_id', 'operator_id', 'supporter_id', 'tenant_organisation_id'],
  arrears_cases: ['landlord_id', 'operator_id', 'supporter_id', 'tenant_organisation_id'],
  dwellings: ['landlord_id', 'operator_id', 'holder_id', 'reservation_holder_id'],
  alerts: ['organisation_id'],
  deadlines: ['organisation_id'],
};

/**
 * A list starts from the rows of who asks, by the index of that column (`design.md` A.6). Where a consortium has one lessor, its
 * column has one value: PostgreSQL, which does not know who asks, takes it for no filter and reads the whole table in the order of
 * its key, for everybody else. Told that there are a hundred, it takes the index.
 */
export class ManyViewers1700000000053 extends SqlMigration {
  readonly name = 'ManyViewers1700000000053';

  protected readonly steps = each(
    (table, column) => `ALTER TABLE ${table} ALTER COLUMN ${column} SET (n_distinct = 100)`,
  );

  protected readonly undo = each((table, column) => `ALTER TABLE ${table} ALTER COLUMN ${column} RESET (n_distinct)`);
}

function each(statement: (table: string, column: string) => string): string[] {
  return Object.entries(COLUMNS).flatMap(([table, columns]) => columns.map((column) => statement(table, column)));
}
