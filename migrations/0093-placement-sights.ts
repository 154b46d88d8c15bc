import { PLACEMENTS_FOLLOW } from './0012-roles-placements.js';
import { LighterPolicies1700000000015 } from './0015-lighter-policies.js';
import { CONSORTIUM, KIND, madeBy, ORGANISATION, stepsOf } from './support.js';

const ALL_SEEING = `${KIND} = ANY ('{system,coordinator}')`;
const KEEPER = `(SELECT acting_as('landlord', 'operator'))`;
const SUPPORTER = `(SELECT acting_as('supporter'))`;
const REFERRER = `(SELECT acting_as('supporter', 'referrer'))`;
const UNLIMITED = `(SELECT acting_caseload()) IS NULL`;
const open = (key: string): string => `placement_open(consortium_id, ${key})`;
const narrow = (key: string): string => `(supporter_id = ${SUPPORTER} OR referrer_id = ${REFERRER}) AND ${open(key)}`;
const inCaseload = (key: string): string => `(${UNLIMITED} OR placement_in_caseload(consortium_id, ${key}))`;

/** Who lets is asked first and costs what it did. */
const parties = (key: string): string =>
  `(${ALL_SEEING} OR ${KEEPER} = ANY (ARRAY[landlord_id, operator_id]) OR (${narrow(key)})) AND ${inCaseload(key)}`;
const IN_SIGHT = `(SELECT true FROM placements p WHERE p.consortium_id = placement_exits.consortium_id AND p.id = placement_exits.id)`;

const SIGHTS: Readonly<Record<string, string>> = {
  placements: parties('id'),
  offers: parties('placement_id'),
  commission_decisions: parties('placement_id'),
  placement_steps: parties('placement_id'),
  referrals: `(${ALL_SEEING} OR (${narrow('id')})) AND (${UNLIMITED} OR household_in_caseload(consortium_id, household_id, (SELECT caseload_workers())))`,
  referral_grounds: `${KIND} = 'system' OR (${narrow('id')} AND ${inCaseload('id')})`,
  household_answers: `${KIND} = 'system' OR (${narrow('placement_id')} AND ${inCaseload('placement_id')})`,
  placement_exits: `${KIND} = 'system' OR ((supporter_id = ${SUPPORTER} AND ${open('id')}
    OR author_organisation_id = ${ORGANISATION} AND ${IN_SIGHT}) AND ${inCaseload('id')})`,
  place_requests: `(${ALL_SEEING} OR operator_id = ${KEEPER} OR (${narrow('placement_id')})) AND ${inCaseload('placement_id')}`,
};

/** Of placements and what hangs on them: as before, and for who supports or refers while the household is open to it for that. */
export const SIGHTS_ASK: readonly string[] = Object.entries(SIGHTS).map(
  ([table, visible]) => `ALTER POLICY tenant ON ${table} USING (consortium_id = ${CONSORTIUM} AND (${visible}))`,
);

export const SIGHTS_ASKED_NOT: readonly string[] = Object.keys(SIGHTS).map((table) => {
  const lighter = stepsOf(LighterPolicies1700000000015);
  const altered = `ALTER POLICY tenant ON ${table} USING`;
  return lighter.find((step) => step.startsWith(altered)) ?? madeBy(PLACEMENTS_FOLLOW, altered);
});
