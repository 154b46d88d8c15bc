import { DUPLICATE_STEPS } from './0009-people-duplicates.js';
import { GUARD_PEOPLE } from './0013-guards-people.js';
import {
  again,
  asDefiner,
  changed,
  granted,
  inCaseload,
  madeBy,
  NIL,
  ORGANISATION,
  resight,
  SqlMigration,
} from './support.js';

const SCAN = again(madeBy(DUPLICATE_STEPS, 'CREATE FUNCTION scan_duplicates('));
const ANSWER = madeBy(GUARD_PEOPLE, 'CREATE OR REPLACE FUNCTION answer_duplicate(');
const sight = (scope: string): string =>
  `(organisation_id = ${ORGANISATION} AND ${granted(`'${scope}'`, 'duplicate_cases')} AND ${inCaseload('duplicate_cases')})`;

const grants = (
  household: string,
): string => `FROM grants g WHERE g.consortium_id = acting_consortium() AND g.household_id = ${household}
         AND g.subject_id = ${NIL} AND g.until > civil_today()`;
/** Who supports it; where nobody does, who writes in its file. */
const ANSWERERS = (household: string): string => `(SELECT g.organisation_id ${grants(household)}
         AND g.scope = CASE WHEN EXISTS (SELECT 1 ${grants(household)} AND g.scope = 'content') THEN 'content' ELSE 'writing' END)`;

/**
 * A possible duplicate is asked of who can answer. Of a household that nobody supports its referrer is asked: nobody was, the other side
 * waited for good, and was asked anew at each change. Where nobody at all could answer nobody is asked yet. And who comes to support a
 * household while its side has not answered is asked, and its referrer no more. Blind, as before.
 */
export class DuplicatesAnswered1700000000142 extends SqlMigration {
  readonly name = 'DuplicatesAnswered1700000000142';

  protected readonly steps = [
    resight('duplicate_cases', sight('writing')),
    // Asked as the referrer, it answers no more once a supporter could: a merge takes who supports either.
    changed(
      ANSWER,
      `EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = d.consortium_id AND g.organisation_id = d.organisation_id
         AND g.household_id = d.origin_household_id AND g.scope = 'content' AND g.until > civil_today());`,
      `d.organisation_id IN ${ANSWERERS('d.origin_household_id')};`,
    ),
    changed(
      changed(
        SCAN.replace(
          /SELECT acting_consortium\(\), uuid7\(\), g\.household_id[\s\S]*?civil_today\(\);/,
          () => `SELECT acting_consortium(), uuid7(), side.id, side.id, pair, a.organisation_id
       FROM unnest(ARRAY[household, other]) side (id) CROSS JOIN LATERAL ${ANSWERERS('side.id')} a;`,
        ),
        'pair := uuid7();',
        `CONTINUE WHEN NOT EXISTS ${ANSWERERS('household')} OR NOT EXISTS ${ANSWERERS('other')};
       pair := uuid7();`,
      ),
      'RETURN found;',
      `INSERT INTO duplicate_cases (consortium_id, id, household_id, origin_household_id, pair_id, organisation_id)
     SELECT acting_consortium(), uuid7(), household, household, u.pair_id, a.organisation_id
     FROM (SELECT d.pair_id FROM duplicate_cases d WHERE d.consortium_id = acting_consortium() AND d.origin_household_id = household
       AND d.household_id = household AND acting_kind() = 'system' GROUP BY d.pair_id HAVING bool_and(d.status = 'open')) u
     CROSS JOIN ${ANSWERERS('household')} a
     ON CONFLICT DO NOTHING;
     DELETE FROM duplicate_cases d WHERE d.consortium_id = acting_consortium() AND d.origin_household_id = household AND d.status = 'open'
       AND acting_kind() = 'system' AND EXISTS ${ANSWERERS('household')} AND d.organisation_id NOT IN ${ANSWERERS('household')};
     RETURN found;`,
    ),
    asDefiner(`UPDATE duplicate_cases d SET status = 'dismissed' WHERE d.consortium_id = tenant AND d.status IN ('open', 'confirmed')
        AND NOT EXISTS (SELECT 1 FROM duplicate_cases o WHERE o.consortium_id = tenant AND o.pair_id = d.pair_id
          AND o.origin_household_id <> d.origin_household_id);`),
  ];

  protected readonly undo = [SCAN, ANSWER, resight('duplicate_cases', sight('content'))];
}
