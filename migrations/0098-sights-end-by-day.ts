import { OwnIdentifiers1700000000016 } from './0016-own-identifiers.js';
import { asDefiner, madeBy, SqlMigration } from './support.js';

const BEFORE = new (class extends OwnIdentifiers1700000000016 {
  get householdsSeen(): string {
    return madeBy(this.steps, 'CREATE OR REPLACE VIEW households_seen ');
  }
})().householdsSeen;
const NOW = BEFORE.replace(`g.scope = 'stub'`, `g.scope = 'stub' AND g.until > civil_today()`);

/** Whom no job has told yet that the sight is over. */
const TELL =
  asDefiner(`PERFORM feed_touch('households', ARRAY(SELECT f.subject_id FROM feed f WHERE f.consortium_id = tenant
  AND f.collection = 'households' AND f.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM households_seen s
    WHERE s.consortium_id = tenant AND s.subject_id = f.subject_id AND s.viewer_id = f.viewer_id)));`);

/** A sight that ended by its date is no entry of the feed, whenever it is written and before any job closes the disclosure. */
export class SightsEndByDay1700000000098 extends SqlMigration {
  readonly name = 'SightsEndByDay1700000000098';

  protected readonly steps = [NOW, TELL];

  protected readonly undo = [BEFORE];
}
