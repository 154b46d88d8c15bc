import { FLAT_FUNCTIONS } from './0050-shared-flats-functions.js';
import { again, madeBy, refuse, SqlMigration } from './support.js';

const NEEDED_BEFORE = madeBy(FLAT_FUNCTIONS, 'CREATE FUNCTION agreement_has_occupancy(');
const LEFT_BEFORE = madeBy(FLAT_FUNCTIONS, 'CREATE FUNCTION flat_is_left(');
const trigger = (when: string): string[] => [
  `DROP TRIGGER has_occupancy ON tenancies`,
  `CREATE TRIGGER has_occupancy AFTER INSERT ON tenancies FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION agreement_has_occupancy()`,
];

/**
 * In a shared flat nobody lives whom the flat does not know of, by whatever kind of tenancy; and who arrived and left in the past may
 * be recorded after others: whether two live in one room is asked when both are said.
 */
export class RoomsInOrder1700000000077 extends SqlMigration {
  readonly name = 'RoomsInOrder1700000000077';

  protected readonly steps = [
    again(`CREATE FUNCTION agreement_has_occupancy() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF EXISTS (SELECT 1 FROM shared_flats f WHERE f.consortium_id = NEW.consortium_id
           AND (f.head_tenancy_id = NEW.head_tenancy_id OR f.dwelling_id = NEW.dwelling_id)
           AND f.opened_on < coalesce(NEW.ended_on, 'infinity') AND coalesce(f.closed_on, 'infinity') > NEW.starts_on)
         AND (NEW.kind <> 'flat_share_agreement' OR NOT EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = NEW.consortium_id
           AND o.household_id = NEW.household_id AND o.room_id = NEW.room_id AND o.status = 'planned')) THEN ${refuse('occupancy_needed')}; END IF;
       RETURN NULL;
     END $$`),
    ...trigger('NEW.household_id IS NOT NULL'),
    // Promised to nobody either, by a placement for instance.
    again(`CREATE FUNCTION flat_is_left() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = NEW.consortium_id AND o.flat_id = NEW.id
           AND (o.status IN ('planned', 'current') OR o.ended_on > NEW.closed_on))
         OR EXISTS (SELECT 1 FROM stays s WHERE s.consortium_id = NEW.consortium_id AND s.dwelling_id = NEW.dwelling_id AND s.state <> 'cancelled'
           AND s.starts_on >= NEW.opened_on AND coalesce(s.ends_on, 'infinity') > NEW.closed_on) THEN ${refuse('flat_lived_in')}; END IF;
       RETURN NEW;
     END $$`),
    `DROP INDEX occupancies_of_room`,
    `ALTER TABLE occupancies ADD CONSTRAINT occupancies_of_room EXCLUDE USING btree (consortium_id WITH =, room_id WITH =)
       WHERE (status = 'current') DEFERRABLE INITIALLY IMMEDIATE`,
  ];

  protected readonly undo = [
    `ALTER TABLE occupancies DROP CONSTRAINT occupancies_of_room`,
    `CREATE UNIQUE INDEX occupancies_of_room ON occupancies (consortium_id, room_id) WHERE status = 'current'`,
    again(LEFT_BEFORE),
    again(NEEDED_BEFORE),
    ...trigger(`NEW.kind = 'flat_share_agreement' AND NEW.head_tenancy_id IS NOT NULL`),
  ];
}
