import { SqlMigration } from './support.js';

/** People of a household by their given name: a search starts from the households that its caller sees. */
export class Search1700000000018 extends SqlMigration {
  readonly name = 'Search1700000000018';

  protected readonly steps = [
    `DROP INDEX persons_by_origin`,
    `CREATE INDEX persons_by_origin ON persons (consortium_id, origin_household_id, given_key)`,
  ];

  protected readonly undo = [
    `DROP INDEX persons_by_origin`,
    `CREATE INDEX persons_by_origin ON persons (consortium_id, origin_household_id)`,
  ];
}
