import { Platform1700000000001 } from './0001-platform.js';
import { PeopleFiles1700000000009 } from './0009-people-files.js';
import { TENANCY_FUNCTIONS } from './0021-tenancies-functions.js';
import { ArrearsTurn1700000000033 } from './0033-arrears-turn.js';
import { ResidentSupport1700000000065 } from './0065-resident-support.js';
import { NightSideBySide1700000000078 } from './0078-night-side-by-side.js';
import { CompositionOfToday1700000000134 } from './0134-composition-of-today.js';
import { WhoLeftEachFile1700000000140 } from './0140-who-left-each-file.js';
import { TwinsOfThree1700000000143 } from './0143-twins-of-three.js';
import { again, asDefiner, changed, madeBy, SqlMigration, stepsOf } from './support.js';

const MERGE = madeBy(stepsOf(TwinsOfThree1700000000143), 'CREATE OR REPLACE FUNCTION merge_households(');
const UNDO = madeBy(stepsOf(TwinsOfThree1700000000143), 'CREATE OR REPLACE FUNCTION undo_merge(');
const FEED_MERGED = again(madeBy(stepsOf(Platform1700000000001), 'CREATE FUNCTION feed_merged('));
const NEXT_SUPPORTER = again(madeBy(stepsOf(ResidentSupport1700000000065), 'CREATE FUNCTION resident_supporter('));
const SUPPORTER = again(madeBy(TENANCY_FUNCTIONS, 'CREATE FUNCTION tenancy_supporter('));
const SEEN = madeBy(stepsOf(ArrearsTurn1700000000033), 'CREATE VIEW arrears_cases_seen').replace(
  'CREATE',
  'CREATE OR REPLACE',
);
const FOLLOW = again(madeBy(stepsOf(ArrearsTurn1700000000033), 'CREATE FUNCTION arrears_follow_grants()'));
const NIGHT = stepsOf(NightSideBySide1700000000078);
const CAUSES = again(madeBy(NIGHT, 'CREATE FUNCTION arrears_causes('));
const CAUSES_SET = madeBy(NIGHT, 'ALTER FUNCTION arrears_causes(date, uuid[], uuid, uuid) SET enable_nestloop');
const SUM = again(madeBy(stepsOf(PeopleFiles1700000000009), 'CREATE FUNCTION summarise_resources(')).replace(
  'summarise_resources',
  'sum_resources',
);
const INITIALS = madeBy(stepsOf(CompositionOfToday1700000000134), 'CREATE OR REPLACE FUNCTION household_initials(');
const EACH_FILE = stepsOf(WhoLeftEachFile1700000000140);
const LEAVES = again(madeBy(EACH_FILE, 'CREATE OR REPLACE FUNCTION member_leaves()'));
const RETURN = again(madeBy(EACH_FILE, 'CREATE FUNCTION members_return('));
const MEMBERS_LEFT = again(madeBy(EACH_FILE, 'CREATE FUNCTION members_left()'));

/** Of whom a household is: masked while who is the same human is protected in any file, and no longer. */
const masks = (
  households: string,
): string => `UPDATE persons p SET protected = NOT p.protected WHERE p.consortium_id = tenant
       AND p.id IN (SELECT m.person_id FROM household_members m WHERE m.consortium_id = tenant AND (${households}))
       AND p.protected IS DISTINCT FROM EXISTS (SELECT 1 FROM person_protections q WHERE q.consortium_id = tenant
         AND q.person_id IN (SELECT person_same(p.id)) AND q.ends_on IS NULL);`;

const LEFT_BEFORE =
  /\(SELECT CASE WHEN bool_and\(m\.ends_on IS NOT NULL\) THEN max\(m\.ends_on\) END\s+FROM household_members m WHERE m\.consortium_id = (\w+)\.consortium_id AND m\.person_id = \w+\.id AND m\.starts_on <= (civil_today\(\)|today)\)/g;

/** Of the memberships that have begun none is open: their last day. None has begun: that of those to come; today where none will be. */
const leftOn = (person: string, today: string): string => `(SELECT CASE WHEN bool_or(m.starts_on <= ${today})
    THEN CASE WHEN bool_and(m.ends_on IS NOT NULL) FILTER (WHERE m.starts_on <= ${today}) THEN max(m.ends_on) FILTER (WHERE m.starts_on <= ${today}) END
    WHEN bool_and(m.ends_on <= m.starts_on) THEN least(max(m.ends_on), ${today}) WHEN bool_and(m.ends_on IS NOT NULL) THEN max(m.ends_on) END
  FROM household_members m WHERE m.consortium_id = ${person}.consortium_id AND m.person_id = ${person}.id)`;

function withLeftOn(text: string): string {
  const made = text.replace(LEFT_BEFORE, (_, person: string, today: string) => leftOn(person, today));
  if (made === text) throw new Error('Nothing to change: who left');
  return made;
}

/** Where the file of whoever supports an agreement is known, by that file; else where there is one file only. */
const OF_ITS_FILE = `AND (d.origin_household_id IN (SELECT k.origin_household_id FROM disclosures k WHERE k.consortium_id = d.consortium_id
           AND k.household_id = household AND k.relation = 'supporter' AND k.organisation_id = present)
         OR NOT EXISTS (SELECT 1 FROM disclosures k WHERE k.consortium_id = d.consortium_id AND k.household_id = household
             AND k.relation = 'supporter' AND k.organisation_id = present)
           AND NOT EXISTS (SELECT 1 FROM disclosures k WHERE k.consortium_id = d.consortium_id AND k.household_id = household
             AND k.origin_household_id <> d.origin_household_id))`;

const OWN_FILE = 'EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = c.consortium_id';
/** Besides the grant of the household's own file, one of a file that was taken in. */
const byAnyFile = (text: string, until: string): string => {
  const own = `g.household_id = t.household_id AND g.scope = 'account' AND g.until > ${until})`;
  return changed(
    changed(text, OWN_FILE, `(${OWN_FILE}`),
    own,
    `${own} OR EXISTS (SELECT 1 FROM households h JOIN grants g ON g.consortium_id = h.consortium_id AND g.household_id = h.id
      WHERE h.consortium_id = t.consortium_id AND h.merged_into = t.household_id AND g.organisation_id = c.supporter_id
        AND g.scope = 'account' AND g.until > ${until}))`,
  );
};

/**
 * Files that are one household stay apart where 0126 to 0143 had forgotten it. Who supports by one file does not go on with what was
 * agreed by another, nor is it named in a lease by who knows the other file only; who supports by the file that was taken in keeps its
 * alerts and its feed of arrears. Whose twin is protected is masked, whichever came first. Who left by one file counts in the sums and
 * the initials of none. Whose sight ended is told of no merge after that. Taken apart, a feed says again whose household an entry is of.
 * And a stay that was planned, and ended or called off before it began, is over when it is.
 */
export class FilesStayApart1700000000145 extends SqlMigration {
  readonly name = 'FilesStayApart1700000000145';

  protected readonly steps = [
    changed(
      MERGE,
      'UPDATE external_ids x SET subject_id = survivor',
      `${masks('m.household_id = survivor')}
     UPDATE external_ids x SET subject_id = survivor`,
    ),
    changed(
      UNDO,
      'UPDATE external_ids x SET subject_id = last.absorbed_id',
      `${masks('m.household_id IN (survivor, last.absorbed_id)')}
     UPDATE feed f SET household_id = last.absorbed_id WHERE f.consortium_id = tenant AND f.household_id = survivor AND f.collection <> 'households'
       AND (f.subject_id IN (SELECT v.row_id FROM merge_moves v WHERE v.consortium_id = tenant AND v.merge_id = last.id)
         OR f.subject_id IN (SELECT c.id FROM merge_moves v JOIN arrears_cases c ON c.consortium_id = v.consortium_id AND c.tenancy_id = v.row_id
           WHERE v.consortium_id = tenant AND v.merge_id = last.id AND v.of_table = 'tenancies'));
     UPDATE external_ids x SET subject_id = last.absorbed_id`,
    ),
    changed(FEED_MERGED, 'AND subject_id = old_id', 'AND subject_id = old_id AND removed_at IS NULL'),
    changed(
      NEXT_SUPPORTER,
      'ORDER BY EXISTS',
      `${OF_ITS_FILE}
       ORDER BY EXISTS`,
    ),
    changed(
      SUPPORTER,
      'd.household_id = household AND',
      'd.household_id = household AND d.origin_household_id = household_origin(household) AND',
    ),
    byAnyFile(SEEN, 'civil_today()'),
    changed(
      FOLLOW,
      't.household_id = coalesce(NEW.household_id, OLD.household_id)',
      `t.household_id IN (coalesce(NEW.household_id, OLD.household_id), (SELECT h.merged_into FROM households h
           WHERE h.consortium_id = coalesce(NEW.consortium_id, OLD.consortium_id) AND h.id = coalesce(NEW.household_id, OLD.household_id)))`,
    ),
    byAnyFile(CAUSES, 'at'),
    CAUSES_SET,
    changed(SUM, 'AND p.id = m.person_id', 'AND p.id = m.person_id AND (p.left_on IS NULL OR p.left_on > today)'),
    changed(
      MEMBERS_LEFT,
      'RETURN NULL;',
      `PERFORM sum_resources(m.origin_household_id, civil_today()) FROM household_members m
         JOIN resource_summaries s ON s.consortium_id = m.consortium_id AND s.origin_household_id = m.origin_household_id
         WHERE m.consortium_id = NEW.consortium_id AND m.person_id = NEW.id;
       RETURN NULL;`,
    ),
    changed(
      INITIALS,
      'AND NOT p.protected',
      'AND NOT p.protected AND (p.left_on <= (SELECT civil_today())) IS NOT TRUE',
    ),
    withLeftOn(LEAVES),
    withLeftOn(RETURN),
    asDefiner(`${masks('m.twin_of_id IS NOT NULL OR EXISTS (SELECT 1 FROM household_members w WHERE w.consortium_id = tenant AND w.twin_of_id = m.person_id)')}
      UPDATE persons p SET left_on = ${leftOn('p', 'civil_today()')} WHERE p.consortium_id = tenant AND p.left_on IS NULL
        AND ${leftOn('p', 'civil_today()')} IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM household_members m WHERE m.consortium_id = tenant AND m.person_id = p.id AND m.starts_on <= civil_today());`),
  ];

  protected readonly undo = [
    RETURN,
    LEAVES,
    INITIALS,
    MEMBERS_LEFT,
    SUM,
    CAUSES,
    CAUSES_SET,
    FOLLOW,
    SEEN,
    SUPPORTER,
    NEXT_SUPPORTER,
    FEED_MERGED,
    UNDO,
    MERGE,
  ];
}
