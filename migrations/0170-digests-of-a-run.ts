import { SqlMigration } from './support.js';

/** By which run a digest was taken: delivered again, it goes on with its own. None: nobody is to try it again for a while. */
export class DigestsOfARun1700000000170 extends SqlMigration {
  readonly name = 'DigestsOfARun1700000000170';

  protected readonly steps = [`ALTER TABLE alert_digests ADD COLUMN run text`];

  protected readonly undo = [`ALTER TABLE alert_digests DROP COLUMN run`];
}
