import { FlatOwners1700000000066 } from './0066-flat-owners.js';
import { NoMoreByOwnAct1700000000126 } from './0126-no-more-by-own-act.js';
import { changed, madeBy, SqlMigration, stepsOf } from './support.js';

const KNOWN = madeBy(stepsOf(NoMoreByOwnAct1700000000126), 'CREATE OR REPLACE FUNCTION movers_known(');
const DISCLOSE = madeBy(stepsOf(FlatOwners1700000000066), 'CREATE OR REPLACE FUNCTION occupancy_disclose(');

/** An agreement is of this person as well: of the whole household, or of those who were named, the person among them. */
const isOf = (person: string): string =>
  `(d.person_ids IS NULL OR EXISTS (SELECT 1 FROM unnest(d.person_ids) named
     WHERE coalesce(person_twin(named), named) = coalesce(person_twin(${person}), ${person})))`;

/**
 * A stay that rests on no placement opens its resident where who lets the room knows them for good, as a lease does (0126): of one whose
 * file is still before the deciding body it kept the identity once refused, for the operator and for the owner of the flat.
 */
export class StaysOfTheKnown1700000000129 extends SqlMigration {
  readonly name = 'StaysOfTheKnown1700000000129';

  protected readonly steps = [
    changed(
      KNOWN,
      'SET person_ids = ARRAY[NEW.person_id] WHERE',
      `SET person_ids = CASE WHEN ${isOf('NEW.person_id')} THEN ARRAY[NEW.person_id] ELSE '{}' END WHERE`,
    ),
    changed(
      DISCLOSE,
      'IF NOT FOUND OR o.landlord_id = o.operator_id',
      `IF NOT FOUND OR o.placement_id IS NULL AND NOT EXISTS (SELECT 1 FROM disclosures d WHERE d.consortium_id = o.consortium_id
       AND d.household_id = o.household_id AND d.basis = 'tenancy' AND d.subject_id = o.tenancy_id AND d.organisation_id = o.operator_id
       AND d.closed_at IS NULL AND ${isOf('o.person_id')}) THEN RETURN; END IF;
     IF o.landlord_id = o.operator_id`,
    ),
  ];

  protected readonly undo = [DISCLOSE, KNOWN];
}
