import { SqlMigration } from './support.js';

/** Sights that have a last day: few, and looked for by each page of a delta. */
export class LastDays1700000000154 extends SqlMigration {
  readonly name = 'LastDays1700000000154';

  protected readonly steps = [
    `CREATE INDEX grants_with_last_day ON grants (consortium_id, organisation_id, until) WHERE until < 'infinity'`,
  ];

  protected readonly undo = [`DROP INDEX grants_with_last_day`];
}
