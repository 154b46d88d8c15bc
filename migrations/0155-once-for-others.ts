import { SqlMigration } from './support.js';

/** For which functions an alert was before the one that it is for now ('everybody': for all): whom it is taken back from. */
export class OnceForOthers1700000000155 extends SqlMigration {
  readonly name = 'OnceForOthers1700000000155';

  protected readonly steps = [`ALTER TABLE alerts ADD COLUMN was_for text[] NOT NULL DEFAULT '{}'`];

  protected readonly undo = [`ALTER TABLE alerts DROP COLUMN was_for`];
}
