import { FLATS_SEEN, TOUCH_FLATS } from './0062-flat-sights.js';
import { definer, ownIdentifiers, SqlMigration } from './support.js';

const NAMED = FLATS_SEEN.replace(
  `'flatVersion', f.version,`,
  `'flatVersion', f.version, 'externalIds', ${ownIdentifiers('f', 'v.viewer_id')},`,
);

const TENANT = `consortium_id = (SELECT acting_consortium())`;
export const life = (table: string, more = ''): string => {
  const visible = `${TENANT} AND ((SELECT acting_kind()) = 'system' OR supporter_id = (SELECT acting_as('supporter'))${more})`;
  return `ALTER POLICY tenant ON ${table} USING (${visible}) WITH CHECK (${visible})`;
};
export const LIMITED = (inCaseload: string): string => ` AND ((SELECT acting_caseload()) IS NULL OR ${inCaseload})`;

/**
 * Flats are found again by identifiers of one's own. House incidents are for whose caseload they concern: who follows a resident of
 * the flat, or is its worker in charge. A person's days abroad near what ASPA allows are a cause.
 */
export class FlatDetails1700000000064 extends SqlMigration {
  readonly name = 'FlatDetails1700000000064';

  protected readonly steps = [
    NAMED,
    TOUCH_FLATS,
    `CREATE FUNCTION flat_in_caseload(flat uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       IF acting_kind() = 'system' THEN RETURN true; END IF;
       RETURN EXISTS (SELECT 1 FROM shared_flats f WHERE f.consortium_id = acting_consortium() AND f.id = flat AND f.supporter_id = acting_as('supporter')
         AND (acting_caseload() IS NULL OR f.worker_id = ANY (caseload_workers()) OR EXISTS (SELECT 1 FROM occupancies o
           WHERE o.consortium_id = f.consortium_id AND o.flat_id = f.id AND o.status IN ('planned', 'current') AND in_caseload(o.household_id))));
     END $$`,
    ...definer('flat_in_caseload(uuid)'),
    `CREATE FUNCTION incident_in_caseload(incident uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM house_incidents i WHERE i.consortium_id = acting_consortium() AND i.id = incident
         AND i.supporter_id = acting_as('supporter') AND flat_in_caseload(i.flat_id));
     END $$`,
    ...definer('incident_in_caseload(uuid)'),
    life('house_incidents', LIMITED('flat_in_caseload(flat_id)')),
    life('incident_follow_ups', LIMITED('incident_in_caseload(incident_id)')),
    // The night seals what was written before: nothing else changes a follow-up.
    `GRANT UPDATE (note) ON incident_follow_ups TO passerelle_runtime`,
    `INSERT INTO cause_kinds (kind) VALUES ('presence_at_risk')`,
  ];

  protected readonly undo = [
    `DELETE FROM cause_kinds WHERE kind = 'presence_at_risk'`,
    `REVOKE UPDATE (note) ON incident_follow_ups FROM passerelle_runtime`,
    life('incident_follow_ups'),
    life('house_incidents'),
    `DROP FUNCTION incident_in_caseload(uuid)`,
    `DROP FUNCTION flat_in_caseload(uuid)`,
    FLATS_SEEN,
  ];
}
