import { body, type Change, policies, view } from './in-place.js';
import { asDefiner, definer, inner, SqlMigration } from './support.js';

/** What is seen in a role: alerts on it end with the role. */
const IN_A_ROLE = `'{arrears_case,tenancy,tenancy_occupancy,shared_flat}'`;

const BY_SUPPORTER = `((((subject_type = 'arrears_case'::text) AND (staff_function = 'social_worker'::text)) IS NOT TRUE) OR sees_arrears_case(subject_id))`;
const BY_PARTY = `CASE
    WHEN ((subject_type = 'arrears_case'::text) AND (staff_function = 'social_worker'::text)) THEN sees_arrears_case(subject_id)
    ELSE alert_of_party(subject_type, subject_id)
END`;

const UNNAMED = '((a.household_id IS NULL) AND (NOT s.by_account))';
const UNNAMED_IN_ROLE = `((a.household_id IS NULL) AND (NOT s.by_account) AND alert_in_role(a.organisation_id, a.subject_type, a.subject_id))`;
const ALERTED = '((g.organisation_id = a.organisation_id) AND told_in_file(';
const ALERTED_IN_ROLE = `((g.organisation_id = a.organisation_id) AND alert_in_role(a.organisation_id, a.subject_type, a.subject_id) AND told_in_file(`;

const LESSOR = 'AS kind FROM base b';
const LESSOR_IN_ROLE = `AS kind FROM base b WHERE b.lessor_id IN (SELECT m.organisation_id FROM memberships m
      WHERE m.consortium_id = acting_consortium() AND m.roles && '{landlord,operator}' AND m.starts_on <= at AND (m.ends_on IS NULL OR m.ends_on > at))`;

const CHANGES: readonly Change[] = [
  [(from, to) => policies(['alerts'], from, to, true), BY_SUPPORTER, BY_PARTY],
  [(from, to) => view('alerts_seen', from, to), UNNAMED, UNNAMED_IN_ROLE],
  [(from, to) => view('alerts_seen', from, to), ALERTED, ALERTED_IN_ROLE],
  [(from, to) => body('arrears_causes(date,uuid[],uuid,uuid)', from, to), LESSOR, LESSOR_IN_ROLE],
];

/**
 * Who lets, manages or supports no more is told nothing more of what it saw in that role: what an alert says of a debt, or of a tenancy's
 * end, is for whoever is a party to it in a role of today, its copy is taken back, and no night addresses a lessor without the role.
 */
export class AlertsFollowRoles1700000000160 extends SqlMigration {
  readonly name = 'AlertsFollowRoles1700000000160';

  protected readonly steps = [
    `CREATE FUNCTION alert_in_role(organisation uuid, of_type text, of_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     DECLARE
       tenant uuid := acting_consortium();
     BEGIN
       IF of_type = 'arrears_case' THEN
         RETURN EXISTS (SELECT 1 FROM arrears_cases c CROSS JOIN LATERAL
           tenancy_followers(c.landlord_id, c.operator_id, c.supporter_id, c.tenant_organisation_id, false) f
           WHERE c.consortium_id = tenant AND c.id = of_id AND f = organisation);
       ELSIF of_type = 'tenancy' THEN
         RETURN EXISTS (SELECT 1 FROM tenancies t CROSS JOIN LATERAL
           tenancy_followers(t.landlord_id, t.operator_id, t.supporter_id, t.tenant_organisation_id, true) f
           WHERE t.consortium_id = tenant AND t.id = of_id AND f = organisation);
       ELSIF of_type = 'tenancy_occupancy' THEN
         RETURN EXISTS (SELECT 1 FROM tenancy_occupancies o CROSS JOIN LATERAL
           tenancy_followers(o.head_landlord_id, o.lessor_id, NULL, NULL, true) f
           WHERE o.consortium_id = tenant AND o.id = of_id AND f = organisation);
       ELSIF of_type = 'shared_flat' THEN
         RETURN EXISTS (SELECT 1 FROM shared_flats s CROSS JOIN LATERAL
           tenancy_followers(s.landlord_id, s.operator_id, s.supporter_id, NULL, true) f
           WHERE s.consortium_id = tenant AND s.id = of_id AND f = organisation);
       END IF;
       RETURN true;
     END $$`,
    ...inner('alert_in_role(uuid, text, uuid)'),
    // Of who acts. Cheaper than to ask the nouns' own policies, in each row of a list: what names a household rests on its grants besides.
    `CREATE FUNCTION alert_of_party(of_type text, of_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     DECLARE
       tenant uuid := acting_consortium();
       keeper uuid := acting_as('landlord', 'operator');
       supporter uuid := acting_as('supporter');
     BEGIN
       IF of_type = 'arrears_case' THEN
         RETURN EXISTS (SELECT 1 FROM arrears_cases c WHERE c.consortium_id = tenant AND c.id = of_id
           AND (keeper IN (c.landlord_id, c.operator_id) OR c.supporter_id = supporter OR c.tenant_organisation_id = acting_organisation()));
       ELSIF of_type = 'tenancy' THEN
         RETURN EXISTS (SELECT 1 FROM tenancies t WHERE t.consortium_id = tenant AND t.id = of_id AND (acting_kind() = 'coordinator'
           OR keeper IN (t.landlord_id, t.operator_id) OR t.supporter_id = supporter OR t.tenant_organisation_id = acting_organisation()));
       ELSIF of_type = 'tenancy_occupancy' THEN
         RETURN EXISTS (SELECT 1 FROM tenancy_occupancies o WHERE o.consortium_id = tenant AND o.id = of_id
           AND (acting_kind() = 'coordinator' OR keeper IN (o.head_landlord_id, o.lessor_id)));
       ELSIF of_type = 'shared_flat' THEN
         RETURN EXISTS (SELECT 1 FROM shared_flats s WHERE s.consortium_id = tenant AND s.id = of_id
           AND (acting_kind() = 'coordinator' OR keeper IN (s.landlord_id, s.operator_id) OR s.supporter_id = supporter));
       END IF;
       RETURN true;
     END $$`,
    ...definer('alert_of_party(text, uuid)'),
    ...CHANGES.map(([make, from, to]) => make(from, to)),
    `CREATE FUNCTION alerts_follow_roles() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF TG_OP = 'UPDATE' AND (OLD.roles, OLD.starts_on, OLD.ends_on, OLD.turned_on)
         IS NOT DISTINCT FROM (NEW.roles, NEW.starts_on, NEW.ends_on, NEW.turned_on) THEN RETURN NULL; END IF;
       UPDATE causes c SET projected = false WHERE c.consortium_id = NEW.consortium_id AND c.organisation_id = NEW.organisation_id
         AND c.subject_type = ANY (${IN_A_ROLE}) AND c.projected;
       IF FOUND THEN INSERT INTO outbox (id, consortium_id, job) VALUES (uuid7(), acting_consortium(), 'causes-project'); END IF;
       RETURN NULL;
     END $$`,
    ...definer('alerts_follow_roles()'),
    `CREATE TRIGGER alerts_follow AFTER INSERT OR UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION alerts_follow_roles()`,
    // What was told to who had lost the role is taken back; the next night ends what it was told of.
    asDefiner(`PERFORM feed_touch('alerts', n.ids) FROM (SELECT array_agg(a.id) AS ids FROM alerts a WHERE a.consortium_id = tenant
      AND a.subject_type = ANY (${IN_A_ROLE}) AND NOT alert_in_role(a.organisation_id, a.subject_type, a.subject_id)) n WHERE n.ids IS NOT NULL;`),
  ];

  protected readonly undo = [
    `DROP TRIGGER alerts_follow ON memberships`,
    `DROP FUNCTION alerts_follow_roles()`,
    ...CHANGES.map(([make, from, to]) => make(to, from)).reverse(),
    `DROP FUNCTION alert_of_party(text, uuid)`,
    `DROP FUNCTION alert_in_role(uuid, text, uuid)`,
  ];
}
