import { MERGE_STEPS } from './0009-people-merges.js';
import { OPEN as OPEN_BEFORE } from './0066-flat-owners.js';
import { again, madeBy, refuse, SqlMigration } from './support.js';

const BEGIN = `IF acting_kind() <> 'system' AND $2 = acting_organisation() AND NOT begins_support`;
/** What a supporter wrote is opened to another supporter by one who knows it: who merely refers the household does not. */
const OPEN = OPEN_BEFORE.replace(
  BEGIN,
  () => `IF acting_kind() <> 'system' AND $3 = 'consent' AND $4 = 'supporter' AND $2 <> acting_organisation()
       AND EXISTS (SELECT 1 FROM disclosures d WHERE d.consortium_id = acting_consortium() AND d.household_id = $1 AND d.relation = 'supporter'
         AND d.closed_at IS NULL AND d.organisation_id <> $2)
       AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
         AND g.household_id = origin AND g.scope = 'content' AND g.until > civil_today()) THEN ${refuse('disclosure_not_known')}; END IF;
     ${BEGIN}`,
);

const UNDO_BEFORE = madeBy(MERGE_STEPS, 'CREATE FUNCTION undo_merge(');
const GUARD = /IF acting_kind\(\) <> 'system' AND NOT EXISTS \(SELECT 1 FROM grants g [\s\S]*?END IF;\n/;
const FOUND = `IF NOT FOUND THEN ${refuse('merge_undo_nothing')}; END IF;`;
/** By a supporter of one of the two that became one, not by whoever else writes in the file. */
const UNDO = UNDO_BEFORE.replace(GUARD, '').replace(
  FOUND,
  () => `IF acting_kind() <> 'system' AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = tenant AND g.organisation_id = acting_organisation()
       AND g.household_id IN (SELECT household_origin(survivor) UNION ALL SELECT last.survivor_id UNION ALL SELECT last.absorbed_id)
       AND g.scope = 'writing' AND g.until > civil_today()) THEN ${refuse('merge_not_yours')}; END IF;
     ${FOUND}
     IF acting_kind() <> 'system' AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = tenant AND g.organisation_id = acting_organisation()
       AND g.household_id IN (last.survivor_id, last.absorbed_id) AND g.scope = 'content' AND g.until > civil_today())
       THEN ${refuse('merge_not_yours')}; END IF;`,
);

/** Who opens a file, or takes it apart again, knows it. */
export class OpenersKnow1700000000092 extends SqlMigration {
  readonly name = 'OpenersKnow1700000000092';

  protected readonly steps = [again(OPEN), again(UNDO)];

  protected readonly undo = [again(OPEN_BEFORE), again(UNDO_BEFORE)];
}
