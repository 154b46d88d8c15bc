import { PLACEMENTS_FOLLOW } from './0012-roles-placements.js';
import {
  CONSORTIUM,
  definer,
  granted,
  inCaseload,
  KIND,
  madeBy,
  ORGANISATION,
  runtimeMay,
  SqlMigration,
} from './support.js';

/**
 * A policy is set up anew at each execution, sub-select by sub-select, whether it is needed or not: on a look-up by key that was
 * five times the look-up itself. So each setting is asked for once, and what concerns caseloads alone stands behind a function.
 */
const ALL_SEEING = `${KIND} IN ('system', 'coordinator')`;
const UNLIMITED = `(SELECT acting_caseload()) IS NULL`;
const ofWorkers = (table: string, household = 'household_id'): string =>
  `household_in_caseload(${table}.consortium_id, ${table}.${household}, (SELECT caseload_workers()))`;
const ofPlacement = (table: string, key = 'id'): string =>
  `(${UNLIMITED} OR placement_in_caseload(${table}.consortium_id, ${table}.${key}))`;

const KEEPER = `(SELECT acting_as('landlord', 'operator'))`;
const SUPPORTER = `(SELECT acting_as('supporter'))`;
const REFERRER = `(SELECT acting_as('supporter', 'referrer'))`;
const PARTIES = `(${ALL_SEEING} OR ${KEEPER} = ANY (ARRAY[landlord_id, operator_id]) OR supporter_id = ${SUPPORTER} OR referrer_id = ${REFERRER})`;

const LIGHT: Record<string, string> = {
  placements: `${PARTIES} AND ${ofPlacement('placements')}`,
  offers: `${PARTIES} AND ${ofPlacement('offers', 'placement_id')}`,
  commission_decisions: `${PARTIES} AND ${ofPlacement('commission_decisions', 'placement_id')}`,
  placement_steps: `${PARTIES} AND ${ofPlacement('placement_steps', 'placement_id')}`,
  referrals: `(${ALL_SEEING} OR supporter_id = ${SUPPORTER} OR referrer_id = ${REFERRER}) AND (${UNLIMITED} OR ${ofWorkers('referrals')})`,
  feed: `(${KIND} = 'system' OR viewer_id = ${ORGANISATION}) AND (${UNLIMITED} OR household_id IS NULL OR ${ofWorkers('feed')})`,
  households: `(${ALL_SEEING} OR (${granted(`'stub'`, 'households', 'id')} AND (${UNLIMITED} OR ${ofWorkers('households', 'id')})))`,
  dwellings: `(${ALL_SEEING} OR ${ORGANISATION} = ANY (ARRAY[landlord_id, operator_id, holder_id, reservation_holder_id])
    OR (SELECT acting_roles() && '{supporter,referrer}'))`,
};

/** As the migrations before this one had those that `0012-roles-placements.ts` does not. */
const BEFORE: Record<string, string> = {
  feed: `(${KIND} = 'system' OR (viewer_id = ${ORGANISATION} AND (household_id IS NULL OR ${inCaseload('feed')})))`,
  households: `(${KIND} = 'system' OR (${KIND} = 'coordinator'
    OR (${granted(`'stub'`, 'households', 'id')} AND ${inCaseload('households', 'id')})))`,
  dwellings: `(${KIND} = 'system' OR (landlord_id = ${ORGANISATION} OR operator_id = ${ORGANISATION} OR reservation_holder_id = ${ORGANISATION}
    OR holder_id = ${ORGANISATION} OR ${KIND} = 'coordinator' OR (SELECT acting_roles() && '{supporter,referrer}')))`,
};

const using = (policies: Record<string, string>): string[] =>
  Object.entries(policies).map(
    ([table, visible]) => `ALTER POLICY tenant ON ${table} USING (consortium_id = ${CONSORTIUM} AND ${visible})`,
  );

/** The same sight as before, cheaper to ask for. */
export class LighterPolicies1700000000015 extends SqlMigration {
  readonly name = 'LighterPolicies1700000000015';

  protected readonly steps = [
    `CREATE FUNCTION household_in_caseload(consortium uuid, household uuid, workers uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM assignments s WHERE s.consortium_id = consortium AND s.household_id = household
         AND s.organisation_id = acting_organisation() AND s.user_id = ANY (workers) AND s.starts_on <= civil_today() AND (s.ends_on IS NULL OR s.ends_on > civil_today()));
     END $$`,
    ...definer('household_in_caseload(uuid, uuid, uuid[])'),
    // As the caller: what hangs on a placement is seen by a worker who sees its referral.
    `CREATE FUNCTION placement_in_caseload(consortium uuid, placement uuid) RETURNS boolean LANGUAGE plpgsql STABLE
       SET search_path = public, pg_temp AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM referrals r WHERE r.consortium_id = consortium AND r.id = placement);
     END $$`,
    `REVOKE ALL ON FUNCTION placement_in_caseload(uuid, uuid) FROM PUBLIC`,
    runtimeMay('EXECUTE', 'FUNCTION placement_in_caseload(uuid, uuid)'),
    // The roles come with who acts, from a token that ends when they change; where nobody said them, from the membership.
    `CREATE OR REPLACE FUNCTION acting_as(VARIADIC of_roles text[]) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
     DECLARE
       said text := current_setting('app.roles', true);
     BEGIN
       IF said <> '' THEN
         RETURN CASE WHEN string_to_array(said, ',') && of_roles THEN acting_organisation() END;
       END IF;
       RETURN (SELECT m.organisation_id FROM memberships m
         WHERE m.consortium_id = acting_consortium() AND m.organisation_id = acting_organisation() AND m.roles && of_roles
           AND m.starts_on <= civil_today() AND (m.ends_on IS NULL OR m.ends_on > civil_today()));
     END $$`,
    ...using(LIGHT),
  ];

  protected readonly undo = [
    ...PLACEMENTS_FOLLOW.filter((step) => step.startsWith('ALTER POLICY')),
    madeBy(PLACEMENTS_FOLLOW, 'CREATE FUNCTION acting_as').replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'),
    ...using(BEFORE),
    `DROP FUNCTION placement_in_caseload(uuid, uuid)`,
    `DROP FUNCTION household_in_caseload(uuid, uuid, uuid[])`,
  ];
}
