import { OwnersLearnLess1700000000076 } from './0076-owners-learn-less.js';
import { again, asDefiner, definer, inner, madeBy, NIL, SqlMigration, stepsOf } from './support.js';

const BEFORE = madeBy(stepsOf(OwnersLearnLess1700000000076), 'CREATE OR REPLACE FUNCTION refresh_grants(');

/**
 * Where a referral names who of the household is to move, landlord and operator learn who these are, and no other of the household:
 * neither by the placement nor by the agreement that comes of it. What they need to go on is the household's id and size (`stub`);
 * contact, composition and the check of income are of the whole household, so they have none.
 */
export class MoversAlone1700000000125 extends SqlMigration {
  readonly name = 'MoversAlone1700000000125';

  protected readonly steps = [
    // By whom a placement, or an agreement that rests on one, was asked for: those named in its referral. Null: the whole household.
    `CREATE FUNCTION movers_of(of_basis text, of_subject uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
       SELECT ARRAY(SELECT DISTINCT coalesce(person_twin(m), m) FROM unnest(r.person_ids) m UNION SELECT unnest(r.person_ids)) FROM referrals r
       WHERE r.consortium_id = acting_consortium() AND r.person_ids IS NOT NULL AND r.id = CASE of_basis WHEN 'placement' THEN of_subject
         WHEN 'tenancy' THEN coalesce((SELECT t.placement_id FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = of_subject),
           (SELECT o.placement_id FROM occupancies o WHERE o.consortium_id = acting_consortium() AND o.tenancy_id = of_subject LIMIT 1)) END $$`,
    ...definer('movers_of(text, uuid)'),
    `REVOKE EXECUTE ON FUNCTION movers_of(text, uuid) FROM passerelle_runtime`,
    again(`CREATE FUNCTION refresh_grants(household uuid, organisation uuid) RETURNS void LANGUAGE plpgsql AS $$
   BEGIN
     DELETE FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = organisation
       AND g.household_id = ANY (ARRAY(SELECT household UNION ALL SELECT h.id FROM households h
         WHERE h.consortium_id = acting_consortium() AND h.merged_into = household));
     INSERT INTO grants (consortium_id, organisation_id, household_id, scope, subject_id, until, relations)
     WITH open AS (
       SELECT d.household_id, d.origin_household_id, d.relation, q.movers IS NOT NULL AS is_part, coalesce(r.person_id, d.subject_id) AS subject_id,
         least(d.until, role_until(organisation, d.relation)) AS until
       FROM disclosures d
       CROSS JOIN LATERAL (SELECT CASE WHEN d.relation IN ('landlord', 'operator') THEN movers_of(d.basis, d.subject_id) END AS movers) q
       LEFT JOIN LATERAL (
         SELECT o.person_id FROM occupancies o WHERE d.relation = 'owner' AND o.consortium_id = acting_consortium() AND o.household_id = d.household_id
           AND d.subject_id IN (o.tenancy_id, o.placement_id) AND o.status <> 'cancelled'
         UNION SELECT unnest(q.movers)) r ON true
       WHERE d.consortium_id = acting_consortium() AND d.household_id = household AND d.organisation_id = organisation
         AND d.closed_at IS NULL AND role_until(organisation, d.relation) IS NOT NULL)
     SELECT acting_consortium(), organisation, w.household_id, w.scope, w.subject_id, max(w.until), array_agg(DISTINCT w.relation)
     FROM (
       SELECT o.origin_household_id AS household_id, s.scope,
         CASE WHEN s.by_subject OR (o.is_part AND s.scope = 'identity') THEN o.subject_id ELSE ${NIL} END AS subject_id, o.until, o.relation
       FROM open o JOIN disclosure_scopes s ON s.relation = o.relation AND (NOT o.is_part OR s.scope IN ('stub', 'identity'))
       UNION ALL
       SELECT o.household_id, 'stub', ${NIL}, o.until, o.relation FROM open o
       WHERE o.origin_household_id <> o.household_id AND o.relation NOT IN ('successor', 'owner')) w
     GROUP BY w.household_id, w.scope, w.subject_id;
   END $$`),
    // An agreement is disclosed before its occupancy says on which placement it rests.
    `CREATE FUNCTION movers_known() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM refresh_grants(d.household_id, d.organisation_id) FROM disclosures d WHERE d.consortium_id = NEW.consortium_id
         AND d.household_id = NEW.household_id AND d.basis = 'tenancy' AND d.subject_id = NEW.tenancy_id AND d.closed_at IS NULL;
       RETURN NULL;
     END $$`,
    ...inner('movers_known()'),
    `CREATE TRIGGER movers_known AFTER UPDATE OF tenancy_id ON occupancies FOR EACH ROW
       WHEN (NEW.placement_id IS NOT NULL AND NEW.tenancy_id IS NOT NULL AND OLD.tenancy_id IS NULL) EXECUTE FUNCTION movers_known()`,
    asDefiner(`PERFORM refresh_grants(d.household_id, d.organisation_id) FROM disclosures d JOIN referrals r ON r.consortium_id = d.consortium_id
      AND r.household_id = d.household_id AND r.person_ids IS NOT NULL WHERE d.consortium_id = tenant AND d.closed_at IS NULL;`),
  ];

  protected readonly undo = [
    `DROP TRIGGER movers_known ON occupancies`,
    `DROP FUNCTION movers_known()`,
    BEFORE,
    `DROP FUNCTION movers_of(text, uuid)`,
  ];
}
