import { CONSORTIUM, definer, granted, inCaseload, KIND, ORGANISATION, runtimeMay, SqlMigration } from './support.js';

/**
 * A policy is set up anew at each execution, sub-select by sub-select, whether it is needed or not: on a look-up by key that was
 * five times the look-up itself. So each setting is asked for once, and what concerns caseloads alone stands behind a function.
 */
const ALL_SEEING = `${KIND} IN ('system', 'coordinator')`;
/** Not IN: with columns that would be one sub-select for each. */
const isOneOf = (...columns: string[]): string => `${ORGANISATION} = ANY (ARRAY[${columns.join(', ')}])`;
const UNLIMITED = `(SELECT acting_caseload()) IS NULL`;
const ofWorkers = (table: string, household = 'household_id'): string =>
  `household_in_caseload(${table}.consortium_id, ${table}.${household}, (SELECT caseload_workers()))`;
const ofPlacement = (table: string, key = 'id'): string =>
  `(${UNLIMITED} OR placement_in_caseload(${table}.consortium_id, ${table}.${key}))`;

const LIGHT: Record<string, string> = {
  placements: `(${ALL_SEEING} OR ${isOneOf('landlord_id', 'operator_id', 'supporter_id', 'referrer_id')}) AND ${ofPlacement('placements')}`,
  offers: `(${ALL_SEEING} OR ${isOneOf('landlord_id', 'operator_id', 'supporter_id', 'referrer_id')}) AND ${ofPlacement('offers', 'placement_id')}`,
  commission_decisions: `(${ALL_SEEING} OR ${isOneOf('landlord_id', 'operator_id', 'supporter_id', 'referrer_id')})
    AND ${ofPlacement('commission_decisions', 'placement_id')}`,
  placement_steps: `(${ALL_SEEING} OR ${isOneOf('landlord_id', 'operator_id', 'supporter_id', 'referrer_id')})
    AND ${ofPlacement('placement_steps', 'placement_id')}`,
  referrals: `(${ALL_SEEING} OR ${isOneOf('supporter_id', 'referrer_id')}) AND (${UNLIMITED} OR ${ofWorkers('referrals')})`,
  feed: `(${KIND} = 'system' OR viewer_id = ${ORGANISATION}) AND (${UNLIMITED} OR household_id IS NULL OR ${ofWorkers('feed')})`,
  households: `(${ALL_SEEING} OR (${granted(`'stub'`, 'households', 'id')} AND (${UNLIMITED} OR ${ofWorkers('households', 'id')})))`,
  dwellings: `(${ALL_SEEING} OR ${isOneOf('landlord_id', 'operator_id', 'holder_id', 'reservation_holder_id')}
    OR (SELECT acting_roles() && '{supporter,referrer}'))`,
};

const PARTIES = `(landlord_id = ${ORGANISATION} OR operator_id = ${ORGANISATION} OR supporter_id = ${ORGANISATION}
  OR referrer_id = ${ORGANISATION} OR ${KIND} = 'coordinator')`;
const ofReferral = (table: string, key = 'id'): string =>
  `(${UNLIMITED} OR (SELECT true FROM referrals r WHERE r.consortium_id = ${table}.consortium_id AND r.id = ${table}.${key}))`;
const orSystem = (visible: string): string => `(${KIND} = 'system' OR ${visible})`;

/** As the migrations before this one had them. */
const BEFORE: Record<string, string> = {
  placements: orSystem(`(${PARTIES} AND ${ofReferral('placements')})`),
  offers: orSystem(`(${PARTIES} AND ${ofReferral('offers', 'placement_id')})`),
  commission_decisions: orSystem(`(${PARTIES} AND ${ofReferral('commission_decisions', 'placement_id')})`),
  placement_steps: orSystem(`(${PARTIES} AND ${ofReferral('placement_steps', 'placement_id')})`),
  referrals: orSystem(
    `((supporter_id = ${ORGANISATION} OR referrer_id = ${ORGANISATION} OR ${KIND} = 'coordinator') AND ${inCaseload('referrals')})`,
  ),
  feed: orSystem(`(viewer_id = ${ORGANISATION} AND (household_id IS NULL OR ${inCaseload('feed')}))`),
  households: orSystem(
    `(${KIND} = 'coordinator' OR (${granted(`'stub'`, 'households', 'id')} AND ${inCaseload('households', 'id')}))`,
  ),
  dwellings: orSystem(
    `(landlord_id = ${ORGANISATION} OR operator_id = ${ORGANISATION} OR reservation_holder_id = ${ORGANISATION}
      OR holder_id = ${ORGANISATION} OR ${KIND} = 'coordinator' OR (SELECT acting_roles() && '{supporter,referrer}'))`,
  ),
};

const using = (policies: Record<string, string>): string[] =>
  Object.entries(policies).map(
    ([table, visible]) => `ALTER POLICY tenant ON ${table} USING (consortium_id = ${CONSORTIUM} AND ${visible})`,
  );

/** The same sight as before, cheaper to ask for. */
export class LighterPolicies1700000000014 extends SqlMigration {
  readonly name = 'LighterPolicies1700000000014';

  protected readonly steps = [
    `CREATE FUNCTION household_in_caseload(consortium uuid, household uuid, workers uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM assignments s WHERE s.consortium_id = consortium AND s.household_id = household
         AND s.user_id = ANY (workers) AND s.starts_on <= civil_today() AND (s.ends_on IS NULL OR s.ends_on > civil_today()));
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
    ...using(LIGHT),
  ];

  protected readonly undo = [
    ...using(BEFORE),
    `DROP FUNCTION placement_in_caseload(uuid, uuid)`,
    `DROP FUNCTION household_in_caseload(uuid, uuid, uuid[])`,
  ];
}
