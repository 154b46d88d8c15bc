import { TENANCY_FUNCTIONS } from './0021-tenancies-functions.js';
import { asDefiner, madeBy, SqlMigration } from './support.js';

const BEFORE = madeBy(TENANCY_FUNCTIONS, 'CREATE VIEW tenancies_seen').replace('CREATE VIEW', 'CREATE OR REPLACE VIEW');
const SEEN = BEFORE.replace(
  `'duesSource', t.dues_source,`,
  `'duesSource', t.dues_source, 'solidarity', CASE WHEN t.kind = 'flat_share_agreement' THEN false END,`,
);
const TOUCH = asDefiner(
  `PERFORM feed_touch('tenancies', ARRAY(SELECT t.id FROM tenancies t WHERE t.consortium_id = tenant ORDER BY t.id));`,
);

/** A flat-share agreement says that nobody answers for another; whoever copies tenancies is told so. */
export class NoSolidarity1700000000084 extends SqlMigration {
  readonly name = 'NoSolidarity1700000000084';

  protected readonly steps = [SEEN, TOUCH];
  protected readonly undo = [BEFORE, TOUCH];
}
