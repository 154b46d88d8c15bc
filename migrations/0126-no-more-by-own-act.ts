import { MoversAlone1700000000125 } from './0125-movers-alone.js';
import { asDefiner, changed, inner, madeBy, SqlMigration, stepsOf } from './support.js';

const GRANTS_BEFORE = madeBy(stepsOf(MoversAlone1700000000125), 'CREATE OR REPLACE FUNCTION refresh_grants(');
const MOVERS_BEFORE = madeBy(stepsOf(MoversAlone1700000000125), 'CREATE FUNCTION movers_of(');
const TRIGGER = 'CREATE TRIGGER movers_known AFTER UPDATE OF tenancy_id ON occupancies FOR EACH ROW';
const AGAIN = `PERFORM refresh_grants(s.household_id, s.organisation_id) FROM (SELECT DISTINCT d.household_id, d.organisation_id FROM disclosures d
  WHERE d.consortium_id = tenant AND d.closed_at IS NULL AND d.basis = 'tenancy' AND d.relation IN ('landlord', 'operator')) s;
  SET CONSTRAINTS ALL IMMEDIATE; -- what follows of it is written as of this consortium
  SET CONSTRAINTS ALL DEFERRED;`;

/**
 * An agreement that names no placement gives landlord and operator no more of a household than they need. One for a room of a shared
 * flat is of its resident. What an organisation records itself of a household of which it knows the movers alone is of these: it widens
 * its own sight by no act of its own. What the writers of the file record for a lessor is of the whole household, as they say it.
 */
export class NoMoreByOwnAct1700000000126 extends SqlMigration {
  readonly name = 'NoMoreByOwnAct1700000000126';

  protected readonly steps = [
    // Of whom a placement, or an agreement, is. Null: of the whole household.
    `CREATE FUNCTION movers_of(d disclosures) RETURNS uuid[] LANGUAGE sql STABLE AS $$
       WITH basis AS (
         SELECT coalesce(t.placement_id, o.placement_id, CASE d.basis WHEN 'placement' THEN d.subject_id END) AS placement_id, o.person_id
         FROM (SELECT) one
         LEFT JOIN tenancies t ON d.basis = 'tenancy' AND t.consortium_id = acting_consortium() AND t.id = d.subject_id
         LEFT JOIN LATERAL (SELECT o.placement_id, o.person_id FROM occupancies o WHERE d.basis = 'tenancy'
           AND o.consortium_id = acting_consortium() AND o.tenancy_id = d.subject_id LIMIT 1) o ON true),
       known AS (
         SELECT r.person_ids FROM disclosures k JOIN referrals r ON r.consortium_id = k.consortium_id AND r.id = k.subject_id
         WHERE k.consortium_id = acting_consortium() AND k.household_id = d.household_id AND k.organisation_id = d.organisation_id
           AND k.basis = 'placement' AND d.basis = 'tenancy' AND d.opened_by_organisation_id = d.organisation_id),
       named AS (
         SELECT unnest(r.person_ids) AS id FROM basis b JOIN referrals r ON r.consortium_id = acting_consortium() AND r.id = b.placement_id
         UNION SELECT b.person_id FROM basis b WHERE b.placement_id IS NULL AND b.person_id IS NOT NULL
         UNION SELECT unnest(k.person_ids) FROM known k JOIN basis b ON b.placement_id IS NULL AND b.person_id IS NULL
           WHERE NOT EXISTS (SELECT 1 FROM known w WHERE w.person_ids IS NULL))
       SELECT array_agg(n.id) FROM (SELECT id FROM named UNION SELECT coalesce(person_twin(id), id) FROM named) n $$`,
    ...inner('movers_of(disclosures)'),
    changed(GRANTS_BEFORE, 'movers_of(d.basis, d.subject_id)', 'movers_of(d)'),
    `DROP FUNCTION movers_of(text, uuid)`,
    `DROP TRIGGER movers_known ON occupancies`,
    `${TRIGGER} WHEN (NEW.tenancy_id IS NOT NULL AND OLD.tenancy_id IS NULL) EXECUTE FUNCTION movers_known()`,
    asDefiner(AGAIN),
  ];

  protected readonly undo = [
    `DROP TRIGGER movers_known ON occupancies`,
    `${TRIGGER} WHEN (NEW.placement_id IS NOT NULL AND NEW.tenancy_id IS NOT NULL AND OLD.tenancy_id IS NULL) EXECUTE FUNCTION movers_known()`,
    MOVERS_BEFORE,
    ...inner('movers_of(text, uuid)'),
    GRANTS_BEFORE,
    `DROP FUNCTION movers_of(disclosures)`,
    asDefiner(AGAIN),
  ];
}
