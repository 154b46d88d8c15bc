import { FlatOwners1700000000066 } from './0066-flat-owners.js';
import { EndsAskToo1700000000110 } from './0110-ends-ask-too.js';
import { changed, madeBy, SqlMigration, stepsOf } from './support.js';

const DISCLOSE = madeBy(stepsOf(FlatOwners1700000000066), 'CREATE OR REPLACE FUNCTION tenancy_disclose(');
const HAND_OVER = madeBy(stepsOf(EndsAskToo1700000000110), 'CREATE OR REPLACE FUNCTION hand_over(');

const WRITES = `(acting_kind() <> 'system' AND EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium()
         AND g.organisation_id = acting_organisation() AND g.household_id = own AND g.scope = 'writing' AND g.until > civil_today()))`;

/**
 * Of a household that was made of two files: who records an agreement opens of the file in which it writes, not of the other one that
 * the lessor happens to know; and nobody takes support over by itself from who supports by either file.
 */
export class EachFileApart1700000000127 extends SqlMigration {
  readonly name = 'EachFileApart1700000000127';

  protected readonly steps = [
    changed(
      DISCLOSE,
      'coalesce(party.origin, own), party',
      `CASE WHEN ${WRITES} THEN own ELSE coalesce(party.origin, own) END, party`,
    ),
    changed(
      changed(
        HAND_OVER,
        `g.until > civil_today())) LIMIT 1;`,
        `g.until > civil_today())) ORDER BY d.closed_at IS NOT NULL, d.id LIMIT 1;`,
      ),
      'AND g.household_id = origin AND',
      `AND (g.household_id IN ($1, origin) OR g.household_id IN (SELECT h.id FROM households h WHERE h.consortium_id = acting_consortium()
         AND h.merged_into = $1)) AND`,
    ),
  ];

  protected readonly undo = [DISCLOSE, HAND_OVER];
}
