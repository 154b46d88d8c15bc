import { FLAT_FUNCTIONS } from './0050-shared-flats-functions.js';
import {
  again,
  asDefiner,
  definer,
  isolateParties,
  madeBy,
  NIL,
  NOUN_COLUMNS,
  runtimeMay,
  SqlMigration,
  stamped,
} from './support.js';

const TENANT = `consortium_id = (SELECT acting_consortium())`;
const PARTIES = `(SELECT acting_kind()) = ANY ('{system,coordinator}') OR (SELECT acting_as('landlord', 'operator')) = ANY (ARRAY[operator_id, landlord_id])
  OR supporter_id = (SELECT acting_as('supporter'))`;
const sight = (visible: string): string =>
  `ALTER POLICY tenant ON shared_flats USING (${TENANT} AND (${visible})) WITH CHECK (${TENANT} AND (${PARTIES}))`;

const entry = (
  of: string,
): string => `jsonb_build_object('dwellingId', f.dwelling_id, 'headTenancyId', f.head_tenancy_id, 'conventionId', f.convention_id,
         'operatorId', f.operator_id, 'landlordId', f.landlord_id, 'openedOn', f.opened_on, 'closedOn', f.closed_on, 'flatVersion', f.version,
         'residents', coalesce((SELECT jsonb_agg(jsonb_build_object('occupancyId', o.id, 'roomId', o.room_id, 'householdId', o.household_id,
           'personId', o.person_id, 'startedOn', o.started_on) ORDER BY o.started_on, o.id) FROM occupancies o
           WHERE o.consortium_id = f.consortium_id AND o.flat_id = f.id AND o.status = 'current'${of}), '[]'::jsonb))`;
const view = (select: string): string => `CREATE OR REPLACE VIEW shared_flats_seen WITH (security_invoker = true) AS
     SELECT f.consortium_id, f.id AS subject_id, v.viewer_id, NULL::uuid AS household_id, ${select}`;
const FOLLOWERS = `tenancy_followers(f.landlord_id, f.operator_id, f.supporter_id, NULL, true)`;
const SEEN_BEFORE = view(`${entry('')} AS entry FROM shared_flats f CROSS JOIN LATERAL ${FOLLOWERS} v (viewer_id)`);
/**
 * Owner, operator and coordinator follow all residents. Who supports the flat, or a resident and not the flat, follows it with no other
 * residents than those whom it supports itself, while their household is disclosed to it: as its lists show them.
 */
export const FLATS_SEEN = view(`${entry(' AND (v.whole OR o.id = ANY (v.own))')} AS entry
     FROM shared_flats f
     CROSS JOIN LATERAL (
       SELECT w.viewer_id, bool_or(w.whole) AS whole, array_agg(w.occupancy_id) AS own FROM (
         SELECT t.viewer_id, true AS whole, NULL::uuid AS occupancy_id FROM tenancy_followers(f.landlord_id, f.operator_id, NULL, NULL, true) t (viewer_id)
         UNION ALL
         SELECT t.viewer_id, false, NULL FROM tenancy_followers(NULL, NULL, f.supporter_id, NULL, false) t (viewer_id)
         UNION ALL
         SELECT t.viewer_id, false, o.id FROM occupancies o CROSS JOIN LATERAL tenancy_followers(NULL, NULL, o.supporter_id, NULL, false) t (viewer_id)
         WHERE o.consortium_id = f.consortium_id AND o.flat_id = f.id AND o.status IN ('planned', 'current')
           AND EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = o.consortium_id AND g.organisation_id = o.supporter_id
             AND g.household_id = o.household_id AND g.scope = 'stub' AND g.subject_id = ${NIL} AND g.until > civil_today())) w
       GROUP BY 1) v`);

const ROLES_BEFORE = madeBy(FLAT_FUNCTIONS, 'CREATE FUNCTION shared_flats_follow_roles()');
const OF_PARTIES = 'OR NEW.organisation_id IN (f.landlord_id, f.operator_id, f.supporter_id)';
const ROLES = ROLES_BEFORE.replace(
  OF_PARTIES,
  `${OF_PARTIES} OR EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = f.consortium_id AND o.flat_id = f.id
         AND o.supporter_id = NEW.organisation_id AND o.status IN ('planned', 'current'))`,
);

export const TOUCH_FLATS = asDefiner(
  `PERFORM feed_touch('shared_flats', ARRAY(SELECT f.id FROM shared_flats f WHERE f.consortium_id = tenant ORDER BY f.id));`,
);

/**
 * Who sees a flat: also who supports one of its residents, while one lives there or is to. And where support is found stands apart:
 * the place can say what for, so neither landlord nor coordinator has a row.
 */
export class FlatSights1700000000062 extends SqlMigration {
  readonly name = 'FlatSights1700000000062';

  protected readonly steps = [
    `CREATE INDEX occupancies_by_supporter ON occupancies (consortium_id, supporter_id, flat_id) WHERE status IN ('planned', 'current')`,
    `CREATE FUNCTION flat_of_resident(flat uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     DECLARE
       us uuid := acting_as('supporter');
     BEGIN
       RETURN us IS NOT NULL AND EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = acting_consortium() AND o.supporter_id = us
         AND o.flat_id = flat AND o.status IN ('planned', 'current') AND tenancy_open(o.household_id, o.landlord_id, o.operator_id, 'stub'));
     END $$`,
    ...definer('flat_of_resident(uuid)'),
    sight(`${PARTIES} OR flat_of_resident(id)`),
    FLATS_SEEN,
    again(ROLES),
    `CREATE FUNCTION shared_flats_follow_grants() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       followed uuid[] := ARRAY(SELECT DISTINCT o.flat_id FROM occupancies o WHERE o.consortium_id = coalesce(NEW.consortium_id, OLD.consortium_id)
         AND o.supporter_id = coalesce(NEW.organisation_id, OLD.organisation_id) AND o.status IN ('planned', 'current')
         AND o.household_id = coalesce(NEW.household_id, OLD.household_id));
     BEGIN
       IF cardinality(followed) > 0 THEN PERFORM feed_touch('shared_flats', followed); END IF;
       RETURN NULL;
     END $$`,
    ...definer('shared_flats_follow_grants()'),
    `CREATE CONSTRAINT TRIGGER shared_flats_given AFTER INSERT ON grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (NEW.scope = 'stub') EXECUTE FUNCTION shared_flats_follow_grants()`,
    `CREATE CONSTRAINT TRIGGER shared_flats_taken AFTER DELETE ON grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (OLD.scope = 'stub') EXECUTE FUNCTION shared_flats_follow_grants()`,

    `CREATE TABLE flat_supports (${NOUN_COLUMNS},
       support_place text,
       operator_id uuid NOT NULL,
       supporter_id uuid,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, id) REFERENCES shared_flats (consortium_id, id),
       FOREIGN KEY (consortium_id, operator_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, supporter_id) REFERENCES organisations (consortium_id, id))`,
    stamped('flat_supports'),
    ...isolateParties('flat_supports', { keepers: ['operator_id'], supporter: 'supporter_id' }),
    runtimeMay('SELECT, INSERT, UPDATE', 'flat_supports'),
    asDefiner(`INSERT INTO flat_supports (consortium_id, id, support_place, operator_id, supporter_id)
       SELECT f.consortium_id, f.id, f.support_place, f.operator_id, f.supporter_id FROM shared_flats f WHERE f.consortium_id = tenant;`),
    `ALTER TABLE shared_flats DROP COLUMN support_place`,
    TOUCH_FLATS,
  ];

  protected readonly undo = [
    `ALTER TABLE shared_flats ADD COLUMN support_place text`,
    asDefiner(`UPDATE shared_flats f SET support_place = s.support_place FROM flat_supports s
       WHERE f.consortium_id = tenant AND s.consortium_id = tenant AND s.id = f.id;`),
    `DROP TABLE flat_supports`,
    `DROP TRIGGER shared_flats_taken ON grants`,
    `DROP TRIGGER shared_flats_given ON grants`,
    `DROP FUNCTION shared_flats_follow_grants()`,
    again(ROLES_BEFORE),
    SEEN_BEFORE,
    sight(PARTIES),
    `DROP FUNCTION flat_of_resident(uuid)`,
    `DROP INDEX occupancies_by_supporter`,
  ];
}
