import { DISCLOSURE_FUNCTIONS } from './0008-people-functions.js';
import { PERSON_SCOPE } from './0009-people-files.js';
import { REFRESH_GRANTS } from './0012-roles.js';
import { GUARD_PEOPLE } from './0013-guards-people.js';
import {
  again,
  asDefiner,
  definer,
  disclosed,
  granted,
  inCaseload,
  madeBy,
  NIL,
  resight,
  SqlMigration,
} from './support.js';

const GRANTS_BEFORE = REFRESH_GRANTS.replace('<> o.household_id)', `<> o.household_id AND o.relation <> 'successor')`);
/** To an owner the subject is a person: who lives there by that agreement or placement, nobody before that is said. */
const GRANTS = GRANTS_BEFORE.replace(`<> 'successor'`, `NOT IN ('successor', 'owner')`)
  .replace(
    'SELECT d.household_id, d.origin_household_id, d.relation, d.subject_id, least',
    'SELECT d.household_id, d.origin_household_id, d.relation, coalesce(r.person_id, d.subject_id) AS subject_id, least',
  )
  .replace(
    'FROM disclosures d WHERE',
    `FROM disclosures d
       LEFT JOIN LATERAL (SELECT DISTINCT o.person_id FROM occupancies o WHERE o.consortium_id = acting_consortium() AND o.household_id = d.household_id
         AND d.subject_id IN (o.tenancy_id, o.placement_id) AND o.status <> 'cancelled') r ON d.relation = 'owner'
       WHERE`,
  );

const SHUT_BEFORE = madeBy(DISCLOSURE_FUNCTIONS, 'CREATE FUNCTION close_disclosure(').replace(
  'close_disclosure(',
  'shut_disclosure(',
);
const SHUT = SHUT_BEFORE.replace(
  'RETURN closed.household_id;',
  `PERFORM feed_touch('households', ARRAY[closed.household_id]);
     RETURN closed.household_id;`,
);
const CLOSE_BEFORE = madeBy(GUARD_PEOPLE, 'CREATE OR REPLACE FUNCTION close_disclosures(');
const CLOSE = CLOSE_BEFORE.replace(
  'RETURN ARRAY(',
  `PERFORM feed_touch('households', touched);
     RETURN ARRAY(`,
);

const ofThePerson = granted(PERSON_SCOPE, 'persons', 'origin_household_id', `ANY (ARRAY[${NIL}, persons.id])`).replace(
  /\)$/,
  ' LIMIT 1)',
);
/** Its grants are made anew, and the feed says what has gone. */
const ANEW = asDefiner(`
      PERFORM refresh_grants(d.household_id, d.organisation_id) FROM disclosures d
      WHERE d.consortium_id = tenant AND d.relation = 'owner' AND d.closed_at IS NULL;
      PERFORM feed_touch('households', ARRAY(SELECT f.subject_id FROM feed f WHERE f.consortium_id = tenant AND f.collection = 'households'
        AND f.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM households_seen s WHERE s.consortium_id = tenant AND s.subject_id = f.subject_id
          AND s.viewer_id = f.viewer_id)));
      SET CONSTRAINTS ALL IMMEDIATE;
      SET CONSTRAINTS ALL DEFERRED;`);

/**
 * The owner of a shared flat learns of a household those who live in the flat, and neither the household nor its other members: a
 * partner or a child elsewhere is none of its business. And whoever ceases to see a household is told so by its feed, whichever function ends the sight.
 */
export class OwnersLearnLess1700000000076 extends SqlMigration {
  readonly name = 'OwnersLearnLess1700000000076';

  protected readonly steps = [
    again(GRANTS),
    again(SHUT),
    CLOSE,
    `DELETE FROM disclosure_scopes WHERE relation = 'owner' AND scope = 'stub'`,
    `UPDATE disclosure_scopes SET by_subject = true WHERE relation = 'owner' AND scope = 'identity'`,
    resight('persons', `(${ofThePerson} AND ${inCaseload('persons')})`, disclosed(`'writing'`, 'persons')),
    // A placement was told to the owner before it was said who of the household is to live there.
    `CREATE FUNCTION owners_learn_resident() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM refresh_grants(d.household_id, d.organisation_id) FROM disclosures d WHERE d.consortium_id = NEW.consortium_id
         AND d.household_id = NEW.household_id AND d.relation = 'owner' AND d.subject_id = NEW.placement_id AND d.closed_at IS NULL;
       RETURN NULL;
     END $$`,
    ...definer('owners_learn_resident()'),
    `CREATE TRIGGER owners_learn AFTER INSERT OR UPDATE OF status ON occupancies FOR EACH ROW WHEN (NEW.placement_id IS NOT NULL)
       EXECUTE FUNCTION owners_learn_resident()`,
    ANEW,
  ];

  protected readonly undo = [
    `DROP TRIGGER owners_learn ON occupancies`,
    `DROP FUNCTION owners_learn_resident()`,
    resight('persons', disclosed(PERSON_SCOPE, 'persons'), disclosed(`'writing'`, 'persons')),
    `UPDATE disclosure_scopes SET by_subject = false WHERE relation = 'owner' AND scope = 'identity'`,
    `INSERT INTO disclosure_scopes (relation, scope, by_subject) VALUES ('owner', 'stub', false)`,
    CLOSE_BEFORE,
    again(SHUT_BEFORE),
    again(GRANTS_BEFORE),
    ANEW,
  ];
}
