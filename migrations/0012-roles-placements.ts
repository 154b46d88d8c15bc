import { PLACEMENT_FUNCTIONS } from './0010-placements-functions.js';
import { definer, inCaseload, KIND, madeBy, ORGANISATION, resight } from './support.js';

/** Asked only where a column has named who acts: at most once a statement for each kind of party. */
const holds = (roles: string): string => `(SELECT acting_as(${roles})) IS NOT NULL`;

const LETTING = `'landlord', 'operator'`;

const ofCaseload = (table: string, key = 'id'): string =>
  `((SELECT acting_caseload()) IS NULL OR (SELECT true FROM referrals r WHERE r.consortium_id = ${table}.consortium_id AND r.id = ${table}.${key}))`;

/** Who supports may refer, and who lets may manage: either role carries either column. */
function sights(byRole: boolean, exit: string): string[] {
  const is = (columns: string[], roles: string): string => {
    const named = columns.map((column) => `${column} = ${ORGANISATION}`).join(' OR ');
    return byRole ? `((${named}) AND ${holds(roles)})` : named;
  };
  const supports = is(['supporter_id'], `'supporter'`);
  const narrow = `(${supports} OR ${is(['referrer_id'], `'supporter', 'referrer'`)})`;
  const parties = `(${is(['landlord_id', 'operator_id'], LETTING)} OR ${narrow} OR ${KIND} = 'coordinator')`;
  return [
    resight('referrals', `((${narrow} OR ${KIND} = 'coordinator') AND ${inCaseload('referrals')})`),
    resight('placements', `(${parties} AND ${ofCaseload('placements')})`, parties),
    resight('referral_grounds', `(${narrow} AND ${ofCaseload('referral_grounds')})`),
    resight('placement_exits', `((${supports} OR ${exit}) AND ${ofCaseload('placement_exits')})`),
    ...['offers', 'commission_decisions', 'placement_steps'].map((table) =>
      resight(table, `(${parties} AND ${ofCaseload(table, 'placement_id')})`),
    ),
    resight('household_answers', `(${narrow} AND ${ofCaseload('household_answers', 'placement_id')})`),
    resight(
      'place_requests',
      `((${narrow} OR ${is(['operator_id'], LETTING)} OR ${KIND} = 'coordinator') AND ${ofCaseload('place_requests', 'placement_id')})`,
    ),
  ];
}

/** Its author sees an exit while it sees the placement. */
const AUTHOR = `author_organisation_id = ${ORGANISATION}`;
const AUTHOR_WHO_SEES = `(${AUTHOR} AND (SELECT true FROM placements p WHERE p.consortium_id = placement_exits.consortium_id AND p.id = placement_exits.id))`;

const SEEN_BEFORE = madeBy(PLACEMENT_FUNCTIONS, 'CREATE VIEW placements_seen').replace(
  'CREATE VIEW',
  'CREATE OR REPLACE VIEW',
);
/** The same entry, for the parties who hold the role of their column today. */
const SEEN = `${SEEN_BEFORE.slice(0, SEEN_BEFORE.indexOf('CROSS JOIN LATERAL'))}
     CROSS JOIN LATERAL (SELECT m.organisation_id AS viewer_id FROM memberships m
       WHERE m.consortium_id = p.consortium_id AND m.starts_on <= civil_today() AND (m.ends_on IS NULL OR m.ends_on > civil_today())
         AND ('coordinator' = ANY (m.roles)
           OR m.organisation_id IN (p.landlord_id, p.operator_id) AND m.roles && '{landlord,operator}'
           OR m.organisation_id = p.supporter_id AND 'supporter' = ANY (m.roles)
           OR m.organisation_id = p.referrer_id AND m.roles && '{supporter,referrer}')) v`;

/** A party of a placement sees it by the role in which it is one, while it holds that role. */
export const PLACEMENTS_FOLLOW: readonly string[] = [
  // The acting organisation if it holds one of these roles today; otherwise nobody, whom no column names.
  // Settings and day are read first: as parameters of the look-up they cost a third of what they cost inside it.
  `CREATE FUNCTION acting_as(VARIADIC of_roles text[]) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
   DECLARE
     tenant uuid := acting_consortium();
     organisation uuid := acting_organisation();
     today date := civil_today();
     found_one uuid;
   BEGIN
     SELECT m.organisation_id INTO found_one FROM memberships m WHERE m.consortium_id = tenant AND m.organisation_id = organisation
       AND m.roles && of_roles AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today);
     RETURN found_one;
   END $$`,
  ...sights(true, AUTHOR_WHO_SEES),
  SEEN,
  `CREATE FUNCTION placements_follow_roles() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     supports boolean := role_until(NEW.organisation_id, 'supporter') IS NOT NULL;
     refers boolean := supports OR role_until(NEW.organisation_id, 'referrer') IS NOT NULL;
     coordinates boolean := TG_OP = 'UPDATE' AND 'coordinator' = ANY (OLD.roles) OR 'coordinator' = ANY (NEW.roles);
   BEGIN
     IF TG_OP = 'UPDATE' AND (OLD.roles, OLD.starts_on, OLD.ends_on, OLD.turned_on)
       IS NOT DISTINCT FROM (NEW.roles, NEW.starts_on, NEW.ends_on, NEW.turned_on) THEN RETURN NULL; END IF;
     DELETE FROM dwelling_address_viewers v WHERE v.consortium_id = NEW.consortium_id AND v.organisation_id = NEW.organisation_id
       AND v.source_type = 'placement' AND NOT EXISTS (SELECT 1 FROM placements p WHERE p.consortium_id = v.consortium_id AND p.id = v.source_id
         AND (supports AND p.supporter_id = NEW.organisation_id OR refers AND p.referrer_id = NEW.organisation_id));
     PERFORM feed_touch('placements', ARRAY(SELECT p.id FROM placements p WHERE p.consortium_id = NEW.consortium_id AND (coordinates
       OR NEW.organisation_id IN (p.landlord_id, p.operator_id, p.supporter_id, p.referrer_id)) ORDER BY p.id));
     RETURN NULL;
   END $$`,
  ...definer('placements_follow_roles()'),
  `CREATE TRIGGER placements_follow AFTER INSERT OR UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION placements_follow_roles()`,
];

export const PLACEMENTS_FOLLOW_UNDO: readonly string[] = [
  `DROP TRIGGER placements_follow ON memberships`,
  `DROP FUNCTION placements_follow_roles()`,
  SEEN_BEFORE,
  ...sights(false, AUTHOR),
  `DROP FUNCTION acting_as(text[])`,
];
