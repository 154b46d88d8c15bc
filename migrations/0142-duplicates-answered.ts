import { DUPLICATE_STEPS } from './0009-people-duplicates.js';
import { again, asDefiner, changed, madeBy, NIL, SqlMigration } from './support.js';

const SCAN = again(madeBy(DUPLICATE_STEPS, 'CREATE FUNCTION scan_duplicates('));

const SUPPORTERS = (
  household: string,
): string => `(SELECT g.organisation_id FROM grants g WHERE g.consortium_id = acting_consortium() AND g.household_id = ${household}
         AND g.scope = 'content' AND g.subject_id = ${NIL} AND g.until > civil_today())`;

/**
 * A possible duplicate is asked once both sides have a supporter who can answer: where nobody supported one side, that side waited for
 * good, and the other was asked anew at each change. Who comes to support a household while its side has not answered is asked too. A
 * referrer is not: the question itself tells that somebody is known elsewhere.
 */
export class DuplicatesAnswered1700000000142 extends SqlMigration {
  readonly name = 'DuplicatesAnswered1700000000142';

  protected readonly steps = [
    changed(
      changed(
        SCAN,
        'pair := uuid7();',
        `CONTINUE WHEN NOT EXISTS ${SUPPORTERS('household')} OR NOT EXISTS ${SUPPORTERS('other')};
       pair := uuid7();`,
      ),
      'RETURN found;',
      `INSERT INTO duplicate_cases (consortium_id, id, household_id, origin_household_id, pair_id, organisation_id)
     SELECT acting_consortium(), uuid7(), household, household, u.pair_id, s.organisation_id
     FROM (SELECT d.pair_id FROM duplicate_cases d WHERE d.consortium_id = acting_consortium() AND d.origin_household_id = household
       AND d.household_id = household AND acting_kind() = 'system' GROUP BY d.pair_id HAVING bool_and(d.status = 'open')) u
     CROSS JOIN ${SUPPORTERS('household')} s
     ON CONFLICT DO NOTHING;
     RETURN found;`,
    ),
    asDefiner(`UPDATE duplicate_cases d SET status = 'dismissed' WHERE d.consortium_id = tenant AND d.status IN ('open', 'confirmed')
        AND NOT EXISTS (SELECT 1 FROM duplicate_cases o WHERE o.consortium_id = tenant AND o.pair_id = d.pair_id
          AND o.origin_household_id <> d.origin_household_id);`),
  ];

  protected readonly undo = [SCAN];
}
