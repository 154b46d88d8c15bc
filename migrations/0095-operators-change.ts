import { STAYS_UP } from './0007-stays.js';
import { again, changed, inner, madeBy, SqlMigration } from './support.js';

const HANDS = madeBy(STAYS_UP, 'CREATE FUNCTION dwelling_changes_hands()');
/** Rows of an offer that was given back have no landlord, and are nobody's who lets. */
const FOLLOWING = ['offers', 'commission_decisions', 'placement_steps'].map(
  (table) => `
       UPDATE ${table} c SET operator_id = next WHERE c.consortium_id = acting_consortium() AND c.placement_id = ANY (placed)
         AND c.landlord_id IS NOT NULL AND c.operator_id IS NOT DISTINCT FROM before;`,
);

/**
 * With a dwelling go the placements under way in it: who managed it sees and ends them no more, nor who lives there. Who manages it now
 * sees the placement; who the household is, once somebody who may opens that, because the household is told first.
 */
export class OperatorsChange1700000000095 extends SqlMigration {
  readonly name = 'OperatorsChange1700000000095';

  protected readonly steps = [
    `CREATE FUNCTION placements_change_operator(dwelling uuid, before uuid, next uuid) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       placed uuid[] := ARRAY(SELECT p.id FROM placements p WHERE p.consortium_id = acting_consortium() AND p.dwelling_id = dwelling
         AND p.operator_id IS NOT DISTINCT FROM before AND p.status <> 'ended' ORDER BY p.id);
       sighted uuid[];
     BEGIN
       UPDATE placements p SET operator_id = next WHERE p.consortium_id = acting_consortium() AND p.id = ANY (placed);${FOLLOWING.join('')}
       WITH shut AS (
         UPDATE disclosures d SET closed_at = now(), closed_by_organisation_id = acting_organisation(),
           closed_by = coalesce(current_setting('app.principal', true), '')
         WHERE d.consortium_id = acting_consortium() AND d.basis = 'placement' AND d.relation = 'operator' AND d.organisation_id = before
           AND d.subject_id = ANY (placed) AND d.closed_at IS NULL RETURNING d.household_id)
       SELECT ARRAY(SELECT DISTINCT s.household_id FROM shut s ORDER BY 1) INTO sighted;
       PERFORM refresh_grants(h, before) FROM unnest(sighted) h;
       PERFORM feed_touch('households', sighted), feed_touch('placements', placed);
     END $$`,
    ...inner('placements_change_operator(uuid, uuid, uuid)'),
    again(
      changed(
        HANDS,
        'RETURN NULL;',
        `IF NEW.operator_id IS DISTINCT FROM OLD.operator_id THEN
       PERFORM placements_change_operator(NEW.id, OLD.operator_id, NEW.operator_id);
     END IF;
     RETURN NULL;`,
      ),
    ),
  ];

  protected readonly undo = [again(HANDS), `DROP FUNCTION placements_change_operator(uuid, uuid, uuid)`];
}
