import { Platform1700000000001 } from './0001-platform.js';
import { OwnIdentifiers1700000000016 } from './0016-own-identifiers.js';
import { feedOf } from './feeds.js';
import { again, changed, madeBy, SqlMigration, stepsOf } from './support.js';

const COLLECTIONS = [
  'alerts',
  'arrears_cases',
  'dwellings',
  'households',
  'organisations',
  'placements',
  'shared_flats',
  'tenancies',
];

const WRITE = again(
  madeBy(stepsOf(Platform1700000000001), 'CREATE FUNCTION feed_touch(').replace('feed_touch(', 'feed_write('),
);
const TOUCH = again(madeBy(stepsOf(OwnIdentifiers1700000000016), 'CREATE FUNCTION feed_touch('));
const AT_ONCE = WRITE.slice(WRITE.indexOf('EXECUTE format('), WRITE.lastIndexOf('END $$'));

/**
 * Each write of a feed planned two statements over the collection's view anew, 4 ms where the writing takes a tenth of it; a membership
 * did so for six collections in which the organisation stands nowhere yet.
 */
export class FeedsPlannedOnce1700000000144 extends SqlMigration {
  readonly name = 'FeedsPlannedOnce1700000000144';

  protected readonly steps = [
    ...COLLECTIONS.flatMap(feedOf),
    changed(
      changed(
        WRITE,
        AT_ONCE,
        `EXECUTE format('SELECT %I($1)', 'feed_write_' || of_collection) USING ids;
     `,
      ),
      'tenant uuid := acting_consortium();\n       ',
      '',
    ),
    changed(TOUCH, `BEGIN`, `BEGIN\n       IF coalesce(cardinality(ids), 0) = 0 THEN RETURN; END IF;`),
  ];

  protected readonly undo = [
    TOUCH,
    WRITE,
    ...COLLECTIONS.map((collection) => `DROP FUNCTION feed_write_${collection}(uuid[])`),
  ];
}
