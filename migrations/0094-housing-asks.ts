import { GUARD_HOUSING } from './0013-guards-housing.js';
import { Housing1700000000007 } from './0007-housing.js';
import { LighterPolicies1700000000015 } from './0015-lighter-policies.js';
import {
  again,
  changed,
  CONSORTIUM,
  definer,
  KIND,
  madeBy,
  ORGANISATION,
  resight,
  SqlMigration,
  stepsOf,
} from './support.js';

const KEEPER = `(SELECT acting_as('landlord', 'operator'))`;
const LETS = `${KEEPER} = ANY (ARRAY[landlord_id, operator_id])`;
const SEARCHES = `(SELECT acting_roles() && '{supporter,referrer}')`;
const using = (table: string, visible: string): string =>
  `ALTER POLICY tenant ON ${table} USING (consortium_id = ${CONSORTIUM} AND (${KIND} = ANY ('{system,coordinator}') OR ${visible}))`;
/** As the first migration of housing has it, with what may be written, which the permissions of a role bound already. */
const before = (table: string): string =>
  madeBy(stepsOf(Housing1700000000007), `CREATE POLICY tenant ON ${table} `)
    .replace('CREATE', 'ALTER')
    .replace(' TO passerelle_runtime', '');

const ofDwelling = (condition: string): string =>
  `(SELECT ${condition} FROM dwellings d WHERE d.consortium_id = dwelling_addresses.consortium_id AND d.id = dwelling_addresses.id)`;
const OPENED = `(SELECT true FROM dwelling_address_viewers v WHERE v.consortium_id = dwelling_addresses.consortium_id
  AND v.dwelling_id = dwelling_addresses.id AND v.organisation_id = ${ORGANISATION} LIMIT 1)`;

const LOOKS = madeBy(GUARD_HOUSING, 'CREATE FUNCTION looks_at_housing(');
const SEEN = madeBy(stepsOf(Housing1700000000007), 'CREATE VIEW dwellings_seen').replace('CREATE', 'CREATE OR REPLACE');
const VIEWERS = `SELECT DISTINCT i AS viewer_id FROM unnest(ARRAY[d.landlord_id, d.operator_id, d.reservation_holder_id]) i WHERE i IS NOT NULL`;

/**
 * Who owns or manages housing sees it by that role, while it holds it: dwelling, site, address, who stays there and the copy. And a
 * stay, as the placement or agreement on which it rests: for who wrote it while it sees that, and for a worker with a caseload where the
 * household is hers.
 */
export class HousingAsks1700000000094 extends SqlMigration {
  readonly name = 'HousingAsks1700000000094';

  protected readonly steps = [
    using('sites', `${LETS} OR ${SEARCHES}`),
    using('dwellings', `${LETS} OR ${ORGANISATION} = ANY (ARRAY[holder_id, reservation_holder_id]) OR ${SEARCHES}`),
    using(
      'dwelling_addresses',
      `${ofDwelling(`${LETS.replace('landlord_id, operator_id', 'd.landlord_id, d.operator_id')} OR d.reservation_holder_id = ${ORGANISATION}`)} OR ${OPENED}`,
    ),
    `CREATE FUNCTION sees_source(of_type text, of_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN CASE of_type WHEN 'placement' THEN sees_placement(of_id) WHEN 'tenancy' THEN sees_tenancy(of_id)
         WHEN 'occupancy' THEN EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = acting_consortium() AND o.id = of_id) ELSE true END;
     END $$`,
    resight(
      'stays',
      `((${LETS} OR author_id = ${ORGANISATION} AND sees_source(source_type, source_id)) AND ((SELECT acting_caseload()) IS NULL
        OR household_id IS NULL OR household_in_caseload(consortium_id, household_id, (SELECT caseload_workers()))))`,
      'false',
    ),
    again(
      changed(
        LOOKS,
        'acting_organisation() IN (d.landlord_id, d.operator_id, d.reservation_holder_id, d.holder_id)',
        `acting_as('landlord', 'operator') IN (d.landlord_id, d.operator_id) OR acting_organisation() IN (d.reservation_holder_id, d.holder_id)`,
      ),
    ),
    changed(
      SEEN,
      VIEWERS,
      `SELECT m.organisation_id AS viewer_id FROM memberships m
         WHERE m.consortium_id = d.consortium_id AND m.organisation_id IN (d.landlord_id, d.operator_id) AND m.roles && '{landlord,operator}'
           AND m.starts_on <= civil_today() AND (m.ends_on IS NULL OR m.ends_on > civil_today())
         UNION SELECT d.reservation_holder_id WHERE d.reservation_holder_id IS NOT NULL`,
    ),
    `CREATE FUNCTION dwellings_follow_roles() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       lets boolean := NEW.roles && '{landlord,operator}';
     BEGIN
       IF TG_OP = 'UPDATE' AND (OLD.roles && '{landlord,operator}', OLD.starts_on, OLD.ends_on, OLD.turned_on)
         IS NOT DISTINCT FROM (lets, NEW.starts_on, NEW.ends_on, NEW.turned_on) THEN RETURN NULL; END IF;
       PERFORM feed_touch('dwellings', ARRAY(SELECT d.id FROM dwellings d WHERE d.consortium_id = NEW.consortium_id
         AND NEW.organisation_id IN (d.landlord_id, d.operator_id) ORDER BY d.id));
       RETURN NULL;
     END $$`,
    ...definer('dwellings_follow_roles()'),
    `CREATE TRIGGER dwellings_follow AFTER INSERT OR UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION dwellings_follow_roles()`,
  ];

  protected readonly undo = [
    `DROP TRIGGER dwellings_follow ON memberships`,
    `DROP FUNCTION dwellings_follow_roles()`,
    SEEN,
    again(LOOKS),
    before('stays'),
    `DROP FUNCTION sees_source(text, uuid)`,
    before('dwelling_addresses'),
    madeBy(stepsOf(LighterPolicies1700000000015), 'ALTER POLICY tenant ON dwellings USING'),
    before('sites'),
  ];
}
