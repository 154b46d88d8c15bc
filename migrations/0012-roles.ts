import { DISCLOSURE_FUNCTIONS } from './0008-people-functions.js';
import { PLACEMENTS_FOLLOW, PLACEMENTS_FOLLOW_UNDO } from './0012-roles-placements.js';
import { again, definer, madeBy, NIL, refuse, SqlMigration } from './support.js';

const PRINCIPAL = `coalesce(current_setting('app.principal', true), '')`;

export const ROLE_UNTIL = `CREATE FUNCTION role_until(organisation uuid, role text) RETURNS date LANGUAGE sql STABLE AS $$
       SELECT coalesce(upper(h.held), 'infinity') FROM (
         SELECT unnest(range_agg(daterange(m.starts_on, m.ends_on))) AS held FROM memberships m
         WHERE m.consortium_id = acting_consortium() AND m.organisation_id = $1 AND $2 = ANY (m.roles)) h
       WHERE h.held @> civil_today() $$`;

export const REFRESH_GRANTS = `CREATE FUNCTION refresh_grants(household uuid, organisation uuid) RETURNS void LANGUAGE plpgsql AS $$
   BEGIN
     DELETE FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = organisation
       AND g.household_id = ANY (ARRAY(SELECT household UNION ALL SELECT h.id FROM households h
         WHERE h.consortium_id = acting_consortium() AND h.merged_into = household));
     INSERT INTO grants (consortium_id, organisation_id, household_id, scope, subject_id, until, relations)
     WITH open AS (
       SELECT d.household_id, d.origin_household_id, d.relation, d.subject_id, least(d.until, role_until(organisation, d.relation)) AS until
       FROM disclosures d WHERE d.consortium_id = acting_consortium() AND d.household_id = household AND d.organisation_id = organisation
         AND d.closed_at IS NULL AND role_until(organisation, d.relation) IS NOT NULL)
     SELECT acting_consortium(), organisation, w.household_id, w.scope, w.subject_id, max(w.until), array_agg(DISTINCT w.relation)
     FROM (
       SELECT o.origin_household_id AS household_id, s.scope, CASE WHEN s.by_subject THEN o.subject_id ELSE ${NIL} END AS subject_id, o.until,
         o.relation
       FROM open o JOIN disclosure_scopes s ON s.relation = o.relation
       UNION ALL
       SELECT o.household_id, 'stub', ${NIL}, o.until, o.relation FROM open o WHERE o.origin_household_id <> o.household_id) w
     GROUP BY w.household_id, w.scope, w.subject_id;
   END $$`;

/** A role more, and nothing else, takes nothing away. */
const NOTHING_ENDS = `TG_OP = 'UPDATE' AND OLD.roles <@ NEW.roles
  AND (OLD.starts_on, OLD.ends_on, OLD.turned_on) IS NOT DISTINCT FROM (NEW.starts_on, NEW.ends_on, NEW.turned_on)`;

/**
 * What rests on a role ends with it. A disclosure names the relation, which is a role: when the organisation holds it no longer
 * the disclosure is closed, and a grant never lasts longer than the role is held, so that an end that comes by date needs no job.
 */
export class Roles1700000000012 extends SqlMigration {
  readonly name = 'Roles1700000000012';

  protected readonly steps = [
    // The first day on which the organisation no longer holds the role that it holds today, memberships without a gap counting
    // as one; infinity while no end is known, null when it does not hold it.
    ROLE_UNTIL,
    // Up to which day the night has looked at the membership: one that begins or ends by date is written once that night, so
    // that what follows a change by hand follows the calendar too, revoked tokens included.
    `ALTER TABLE memberships ADD COLUMN turned_on date NOT NULL DEFAULT civil_today()`,
    `CREATE INDEX disclosures_by_organisation ON disclosures (consortium_id, organisation_id) WHERE closed_at IS NULL`,

    again(REFRESH_GRANTS),

    // Whoever opens waits for a role that is being taken away, and whoever takes it away waits for what is being opened.
    again(`CREATE FUNCTION insert_disclosure(household uuid, origin uuid, organisation uuid, of_basis text, of_relation text,
       of_subject_type text, of_subject uuid, ground text, informed date, ends date, why text) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     made uuid;
   BEGIN
     PERFORM 1 FROM memberships m WHERE m.consortium_id = acting_consortium() AND m.organisation_id = organisation FOR SHARE;
     IF role_until(organisation, of_relation) IS NULL THEN ${refuse('disclosure_role_not_held')}; END IF;
     INSERT INTO disclosures (consortium_id, id, household_id, origin_household_id, organisation_id, basis, relation, subject_type, subject_id,
       legal_ground, purpose, informed_on, from_on, opened_by_organisation_id, opened_by, until)
     VALUES (acting_consortium(), uuid7(), household, origin, organisation, of_basis, of_relation, of_subject_type, of_subject,
       ground, why, informed, civil_today(), acting_organisation(), ${PRINCIPAL}, ends)
     ON CONFLICT (consortium_id, origin_household_id, organisation_id, basis, relation, subject_id) WHERE closed_at IS NULL
     DO UPDATE SET until = excluded.until, informed_on = coalesce(excluded.informed_on, disclosures.informed_on)
     RETURNING id INTO made;
     PERFORM refresh_grants(household, organisation);
     RETURN made;
   END $$`),

    `CREATE FUNCTION disclosures_follow_roles() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     sighted uuid[];
     household uuid;
   BEGIN
     IF ${NOTHING_ENDS} THEN RETURN NULL; END IF;
     sighted := ARRAY(SELECT DISTINCT d.household_id FROM disclosures d WHERE d.consortium_id = NEW.consortium_id
       AND d.organisation_id = NEW.organisation_id AND d.closed_at IS NULL ORDER BY 1);
     UPDATE disclosures d SET closed_at = now(), closed_by_organisation_id = acting_organisation(), closed_by = ${PRINCIPAL}
     WHERE d.consortium_id = NEW.consortium_id AND d.organisation_id = NEW.organisation_id AND d.closed_at IS NULL
       AND d.relation IN (SELECT DISTINCT s.relation FROM disclosure_scopes s WHERE role_until(NEW.organisation_id, s.relation) IS NULL);
     FOREACH household IN ARRAY sighted LOOP
       PERFORM refresh_grants(household, NEW.organisation_id);
     END LOOP;
     PERFORM feed_touch('households', sighted);
     RETURN NULL;
   END $$`,
    ...definer('disclosures_follow_roles()'),
    `CREATE TRIGGER disclosures_follow AFTER INSERT OR UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION disclosures_follow_roles()`,
    ...PLACEMENTS_FOLLOW,
  ];

  protected readonly undo = [
    ...PLACEMENTS_FOLLOW_UNDO,
    `DROP TRIGGER disclosures_follow ON memberships`,
    `DROP FUNCTION disclosures_follow_roles()`,
    again(madeBy(DISCLOSURE_FUNCTIONS, 'CREATE FUNCTION insert_disclosure(')),
    again(madeBy(DISCLOSURE_FUNCTIONS, 'CREATE FUNCTION refresh_grants(')),
    `DROP INDEX disclosures_by_organisation`,
    `ALTER TABLE memberships DROP COLUMN turned_on`,
    `DROP FUNCTION role_until(uuid, text)`,
  ];
}
