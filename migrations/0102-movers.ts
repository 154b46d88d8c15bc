import { FlatProgrammes1700000000090, of } from './0090-flat-programmes.js';
import { definer, refuse, REFUSE_STRANGER, SqlMigration } from './support.js';

const FIRST_KEYS = of(FlatProgrammes1700000000090, 'CREATE OR REPLACE FUNCTION figure_first_keys(');
const HOUSED = `(m.ends_on IS NULL OR m.ends_on > f.keys_on)
    UNION`;
/** Of a placement that names who moves, these alone had their first keys by it. */
const MOVED = FIRST_KEYS.replace(
  HOUSED,
  () => `(m.ends_on IS NULL OR m.ends_on > f.keys_on)
    WHERE NOT EXISTS (SELECT 1 FROM referrals q WHERE q.consortium_id = acting_consortium() AND q.id = f.placement_id AND NOT s.id = ANY (q.person_ids))
    UNION`,
);
if (MOVED === FIRST_KEYS) throw new Error('First keys have changed');

/**
 * A referral may be of some of a household: an adult of a family who is to live in a shared flat. Then they are who is counted, waited
 * for, offered to and housed. Null: the whole household, as before.
 */
export class Movers1700000000102 extends SqlMigration {
  readonly name = 'Movers1700000000102';

  protected readonly steps = [
    `ALTER TABLE referrals ADD COLUMN person_ids uuid[] CHECK (cardinality(person_ids) > 0)`,

    // Who lives in a room by a placement: whom it is for. Asked by a party of it, who may not know the referral.
    `CREATE FUNCTION placement_resident(placement uuid, named uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
     DECLARE
       movers uuid[];
     BEGIN
       IF NOT placement_party(placement) THEN ${REFUSE_STRANGER}; END IF;
       SELECT r.person_ids INTO movers FROM referrals r WHERE r.consortium_id = acting_consortium() AND r.id = placement;
       IF movers IS NULL THEN RETURN named; END IF;
       movers := ARRAY(SELECT DISTINCT coalesce(person_twin(m), m) FROM unnest(movers) m);
       IF named IS NOT NULL AND NOT coalesce(person_twin(named), named) = ANY (movers) THEN ${refuse('resident_not_referred')}; END IF;
       IF named IS NULL AND cardinality(movers) > 1 THEN ${refuse('resident_not_named')}; END IF;
       RETURN coalesce(named, movers[1]);
     END $$`,
    ...definer('placement_resident(uuid, uuid)'),
    MOVED,
  ];

  protected readonly undo = [
    FIRST_KEYS,
    `DROP FUNCTION placement_resident(uuid, uuid)`,
    `ALTER TABLE referrals DROP COLUMN person_ids`,
  ];
}
