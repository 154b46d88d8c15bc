import { STAYS_UP } from './0007-stays.js';
import { PLACEMENT_FUNCTIONS } from './0010-placements-functions.js';
import { again, inner, madeBy, REFUSE_STRANGER } from './support.js';

/** Functions of earlier migrations, with what each gains: a text that is there, and what stands in its place. */
const STAYS: Record<string, [string, string][]> = {
  dwelling_overfull: [['WHERE c.places <', 'WHERE looks_at_housing(dwelling) AND c.places <']],
  stay_conflict: [['BEGIN', `BEGIN\n     IF NOT looks_at_housing(dwelling) THEN ${REFUSE_STRANGER}; END IF;`]],
  stay_reserve: [
    [
      'BEGIN',
      `BEGIN
     IF NOT source_is_ours(of_type, of_id, dwelling) OR of_type = 'placement' AND household IS DISTINCT FROM (SELECT r.household_id
       FROM referrals r WHERE r.consortium_id = acting_consortium() AND r.id = of_id) THEN ${REFUSE_STRANGER}; END IF;`,
    ],
  ],
  stay_change: [[`state <> 'cancelled';`, `state <> 'cancelled' AND stay_is_ours(stays);`]],
  stay_hand_over: [
    [
      `state <> 'cancelled' RETURNING`,
      `state <> 'cancelled' AND stay_is_ours(stays) AND source_is_ours(to_type, to_id, dwelling_id) RETURNING`,
    ],
  ],
};
const PLACEMENTS: Record<string, [string, string][]> = {
  release_placement: [
    [
      `(acting_kind() = 'system'
       OR acting_organisation() IN (landlord_id, operator_id, supporter_id, referrer_id))`,
      'placement_party(placement)',
    ],
  ],
  placement_frame: [
    [
      'acting_organisation() IN (p.landlord_id, p.operator_id, p.supporter_id, p.referrer_id)',
      'placement_party(placement)',
    ],
  ],
  placement_moved_in: [
    [`p.status = 'moved_in'`, `p.status = 'moved_in' AND p.moved_in_on = on_date AND placement_party(p.id)`],
    ['PERFORM close_disclosure(', 'PERFORM shut_disclosure('],
  ],
  placement_left_queue: [[`p.status = 'ended'`, `p.status = 'ended' AND placement_party(p.id)`]],
};
const earlier: [readonly string[], Record<string, [string, string][]>][] = [
  [STAYS_UP, STAYS],
  [PLACEMENT_FUNCTIONS, PLACEMENTS],
];

function guarded(): string[] {
  return earlier.flatMap(([steps, changes]) =>
    Object.entries(changes).map(([name, gains]) => again(gains.reduce(gaining, made(steps, name)))),
  );
}

function gaining(sql: string, [found, put]: [string, string]): string {
  if (!sql.includes(found)) throw new Error(`Not there: ${found}`);
  return sql.replace(found, () => put);
}

function made(steps: readonly string[], name: string): string {
  return madeBy(steps, `CREATE FUNCTION ${name}(`);
}

const addresses = (opens: string, closes: string): string[] => [
  again(`CREATE FUNCTION address_open(dwelling uuid, organisation uuid, of_type text, of_id uuid) RETURNS void LANGUAGE sql AS $$
       INSERT INTO dwelling_address_viewers SELECT acting_consortium(), dwelling, organisation, of_type, of_id${opens} ON CONFLICT DO NOTHING $$`),
  again(`CREATE FUNCTION address_close(of_type text, of_id uuid) RETURNS void LANGUAGE sql AS $$
       DELETE FROM dwelling_address_viewers WHERE consortium_id = acting_consortium() AND source_type = of_type AND source_id = of_id${closes} $$`),
];

/** Stays, addresses and placements: for the parties of what they rest on. */
export const GUARD_HOUSING: readonly string[] = [
  // The acting organisation is a party of the placement, in a role that it holds; so is a job.
  `CREATE FUNCTION placement_party(placement uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT acting_kind() = 'system' OR EXISTS (SELECT 1 FROM placements p WHERE p.consortium_id = acting_consortium() AND p.id = placement
       AND (acting_as('landlord', 'operator') IN (p.landlord_id, p.operator_id) OR acting_as('supporter') = p.supporter_id
         OR acting_as('supporter', 'referrer') = p.referrer_id)) $$`,
  ...inner('placement_party(uuid)'),
  // Who may house people in this dwelling on this source: the parties of the placement, for the dwelling that it is about. A
  // source of another kind is its owners' as long as it says nothing else of itself here.
  `CREATE FUNCTION source_is_ours(of_type text, of_id uuid, dwelling uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT acting_kind() = 'system' OR CASE of_type
       WHEN 'placement' THEN placement_party(of_id) AND EXISTS (SELECT 1 FROM placements p WHERE p.consortium_id = acting_consortium()
         AND p.id = of_id AND p.dwelling_id = dwelling)
       ELSE EXISTS (SELECT 1 FROM dwellings d WHERE d.consortium_id = acting_consortium() AND d.id = dwelling
         AND acting_organisation() IN (d.landlord_id, d.operator_id)) END $$`,
  ...inner('source_is_ours(text, uuid, uuid)'),
  `CREATE FUNCTION stay_is_ours(stay stays) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT source_is_ours(stay.source_type, stay.source_id, stay.dwelling_id)
       OR stay.source_type <> 'placement' AND stay.author_id = acting_organisation() $$`,
  ...inner('stay_is_ours(stays)'),
  // As the policy of dwellings has it.
  `CREATE FUNCTION looks_at_housing(dwelling uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT EXISTS (SELECT 1 FROM dwellings d WHERE d.consortium_id = acting_consortium() AND d.id = dwelling
       AND (acting_kind() IN ('system', 'coordinator') OR acting_as('supporter', 'referrer') IS NOT NULL
         OR acting_organisation() IN (d.landlord_id, d.operator_id, d.reservation_holder_id, d.holder_id))) $$`,
  ...inner('looks_at_housing(uuid)'),
  ...addresses(
    ` FROM placements p WHERE of_type = 'placement' AND p.consortium_id = acting_consortium() AND p.id = of_id AND p.dwelling_id = dwelling
         AND organisation IN (p.supporter_id, p.referrer_id) AND (acting_kind() = 'coordinator' OR placement_party(p.id))`,
    ` AND (acting_kind() = 'system' OR of_type = 'placement' AND placement_party(of_id))`,
  ),
  ...guarded(),
];

export const GUARD_HOUSING_UNDO: readonly string[] = [
  ...earlier.flatMap(([steps, changes]) => Object.keys(changes).map((name) => again(made(steps, name)))),
  ...addresses('', ''),
  `DROP FUNCTION looks_at_housing(uuid)`,
  `DROP FUNCTION stay_is_ours(stays)`,
  `DROP FUNCTION source_is_ours(text, uuid, uuid)`,
  `DROP FUNCTION placement_party(uuid)`,
];
