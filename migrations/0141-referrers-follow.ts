import { ClosingByHand1700000000097 } from './0097-closing-by-hand.js';
import { inner, madeBy, SqlMigration, stepsOf } from './support.js';

const LAST = madeBy(stepsOf(ClosingByHand1700000000097), 'CREATE FUNCTION is_last_sight(').replace(
  'CREATE',
  () => 'CREATE OR REPLACE',
);

/** It leads the household through a placement, or supports its tenancy: whoever referred it does not end that. */
const LEADS = `(EXISTS (SELECT 1 FROM referrals r JOIN placements p ON p.consortium_id = r.consortium_id AND p.id = r.id
             WHERE r.consortium_id = d.consortium_id AND r.household_id = d.household_id AND p.supporter_id = d.organisation_id
               AND p.status NOT IN ('referred', 'ineligible', 'ended'))
             OR EXISTS (SELECT 1 FROM tenancies t WHERE t.consortium_id = d.consortium_id AND t.household_id = d.household_id
               AND t.supporter_id = d.organisation_id AND t.status <> 'ended'))`;

/**
 * A file is left to nobody's sight by no one (0097), and a referrer who writes in it follows it as a supporter does: it looks for the next
 * supporter. The only supporter beside it could not end, nor be replaced: to invite another one was for the supporter alone, and to part
 * with this one for nobody. The supporter of a placement under way, or of a tenancy, stays until the next supporter is there. And who goes on
 * with another file of the same household does not see this one.
 */
export class ReferrersFollow1700000000141 extends SqlMigration {
  readonly name = 'ReferrersFollow1700000000141';

  protected readonly steps = [
    `CREATE OR REPLACE FUNCTION is_last_sight(d disclosures) RETURNS boolean LANGUAGE sql STABLE AS $$
       SELECT d.relation IN ('supporter', 'referrer') AND NOT EXISTS (SELECT 1 FROM disclosures o
         WHERE o.consortium_id = d.consortium_id AND o.origin_household_id = d.origin_household_id AND o.id <> d.id AND o.closed_at IS NULL AND o.until IS NULL
           AND (o.relation = 'supporter' OR o.relation = 'referrer' AND NOT (d.relation = 'supporter' AND ${LEADS}))) $$`,
    ...inner('is_last_sight(disclosures)'),
  ];

  protected readonly undo = [LAST, ...inner('is_last_sight(disclosures)')];
}
