import { GUARD_HOUSING } from './0013-guards-housing.js';
import { GUARD_PEOPLE } from './0013-guards-people.js';
import { DEADLINE_IS_OURS, DEADLINE_SEEN } from './0020-agenda.js';
import { again, definer, inner, madeBy } from './support.js';

/** Of a tenancy, and of the occupancy that bears its id, which is all that the owner of the flat sees. */
export const TENANCY_DEADLINES = `CREATE FUNCTION deadline_is_ours(of_type text, of_id uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE of_type WHEN 'tenancy' THEN tenancy_begun(of_id) WHEN 'tenancy_occupancy' THEN tenancy_begun(of_id) ELSE acting_kind() = 'system' END $$`;

/** Under the policies of who asks. */
export const TENANCY_DEADLINES_SEEN = `CREATE OR REPLACE FUNCTION deadline_seen(of_type text, of_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
  BEGIN RETURN CASE of_type WHEN 'tenancy' THEN sees_tenancy(of_id) WHEN 'tenancy_occupancy' THEN EXISTS (SELECT 1 FROM tenancy_occupancies o
    WHERE o.consortium_id = acting_consortium() AND o.id = of_id) ELSE false END; END $$`;

/** Functions of earlier migrations that learn of tenancies: what is there, and what stands in its place. */
const LEARNING: [steps: readonly string[], beginning: string, found: string, put: string][] = [
  [
    GUARD_HOUSING,
    'CREATE FUNCTION source_is_ours(',
    'ELSE EXISTS',
    `WHEN 'tenancy' THEN tenancy_begun(of_id) AND EXISTS (SELECT 1 FROM tenancies t WHERE t.consortium_id = acting_consortium()
         AND t.id = of_id AND t.dwelling_id = dwelling AND t.household_id IS NOT NULL)
       ELSE EXISTS`,
  ],
  [GUARD_HOUSING, 'CREATE FUNCTION stay_is_ours(', `<> 'placement'`, `NOT IN ('placement', 'tenancy')`],
  [
    GUARD_HOUSING,
    'CREATE OR REPLACE FUNCTION stay_reserve(',
    'IF NOT source_is_ours(of_type, of_id, dwelling) OR',
    `IF NOT source_is_ours(of_type, of_id, dwelling) OR of_type = 'tenancy' AND household IS DISTINCT FROM (SELECT t.household_id
       FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = of_id) OR`,
  ],
  [
    GUARD_PEOPLE,
    'CREATE FUNCTION may_close(',
    `OR d.basis = 'placement'`,
    `OR d.basis = 'tenancy' AND tenancy_party(d.subject_id) OR d.basis = 'placement'`,
  ],
];

const before = ([steps, beginning]: (typeof LEARNING)[number]): string => anew(madeBy(steps, beginning));
const after = (one: (typeof LEARNING)[number]): string => {
  const [, , found, put] = one;
  if (!before(one).includes(found)) throw new Error(`Not there: ${found}`);
  return before(one).replace(found, () => put);
};
const anew = (made: string): string => (made.startsWith('CREATE OR REPLACE') ? made : again(made));

/** Who is a party of a tenancy: what functions of the definer role ask before they do anything. */
export const TENANCY_PARTIES: readonly string[] = [
  // In a role that it holds, or as the organisation that rents it to let it on; so is a job.
  `CREATE FUNCTION tenancy_party(tenancy uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT acting_kind() = 'system' OR EXISTS (SELECT 1 FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = tenancy
       AND (acting_as('landlord', 'operator') IN (t.landlord_id, t.operator_id) OR acting_as('supporter') = t.supporter_id
         OR acting_organisation() = t.tenant_organisation_id)) $$`,
  ...inner('tenancy_party(uuid)'),
  // It is a party, or the tenancy follows one of which it is: who ends a tenancy begins the next.
  `CREATE FUNCTION tenancy_begun(tenancy uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT tenancy_party(tenancy) OR EXISTS (SELECT 1 FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = tenancy
       AND tenancy_party(t.previous_tenancy_id)) $$`,
  ...inner('tenancy_begun(uuid)'),
  again(TENANCY_DEADLINES),
  TENANCY_DEADLINES_SEEN,
  ...LEARNING.map(after),

  // Tenancies and their arrears are followed by the parties who hold the role of their column today.
  `CREATE FUNCTION tenancy_followers(landlord uuid, operator uuid, supporter uuid, tenant uuid, with_coordinators boolean) RETURNS SETOF uuid
     LANGUAGE sql STABLE AS $$
     SELECT m.organisation_id FROM memberships m
     WHERE m.consortium_id = acting_consortium() AND m.starts_on <= civil_today() AND (m.ends_on IS NULL OR m.ends_on > civil_today())
       AND (with_coordinators AND 'coordinator' = ANY (m.roles) OR m.organisation_id IN (landlord, operator) AND m.roles && '{landlord,operator}'
         OR m.organisation_id = supporter AND 'supporter' = ANY (m.roles) OR m.organisation_id = tenant) $$`,
  ...inner('tenancy_followers(uuid, uuid, uuid, uuid, boolean)'),
  `CREATE FUNCTION tenancies_follow_roles() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     coordinates boolean := TG_OP = 'UPDATE' AND 'coordinator' = ANY (OLD.roles) OR 'coordinator' = ANY (NEW.roles);
   BEGIN
     IF TG_OP = 'UPDATE' AND (OLD.roles, OLD.starts_on, OLD.ends_on, OLD.turned_on)
       IS NOT DISTINCT FROM (NEW.roles, NEW.starts_on, NEW.ends_on, NEW.turned_on) THEN RETURN NULL; END IF;
     PERFORM feed_touch('tenancies', ARRAY(SELECT t.id FROM tenancies t WHERE t.consortium_id = NEW.consortium_id AND (coordinates
       OR NEW.organisation_id IN (t.landlord_id, t.operator_id, t.supporter_id, t.tenant_organisation_id)) ORDER BY t.id));
     RETURN NULL;
   END $$`,
  ...definer('tenancies_follow_roles()'),
  `CREATE TRIGGER tenancies_follow AFTER INSERT OR UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION tenancies_follow_roles()`,
];

export const TENANCY_PARTIES_UNDO: readonly string[] = [
  `DROP TRIGGER tenancies_follow ON memberships`,
  `DROP FUNCTION tenancies_follow_roles()`,
  `DROP FUNCTION tenancy_followers(uuid, uuid, uuid, uuid, boolean)`,
  ...LEARNING.map(before),
  DEADLINE_SEEN.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'),
  again(DEADLINE_IS_OURS),
  `DROP FUNCTION tenancy_begun(uuid)`,
  `DROP FUNCTION tenancy_party(uuid)`,
];
