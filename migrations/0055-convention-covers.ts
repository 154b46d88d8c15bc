import { definer, SqlMigration } from './support.js';

/**
 * What a convention says of deciding body and steps binds the landlord who signed it: under it no other landlord's dwelling is
 * offered. A party of the placement asks; whoever offers need not see the convention.
 */
export class ConventionCovers1700000000055 extends SqlMigration {
  readonly name = 'ConventionCovers1700000000055';

  protected readonly steps = [
    `CREATE FUNCTION placement_convention_covers(placement uuid, dwelling uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
       SELECT r.convention_id IS NULL OR EXISTS (SELECT 1 FROM conventions c JOIN dwellings d ON d.consortium_id = c.consortium_id
           AND d.id = $2 AND d.landlord_id = c.landlord_id
         WHERE c.consortium_id = r.consortium_id AND c.id = r.convention_id)
       FROM referrals r WHERE r.consortium_id = acting_consortium() AND r.id = $1
         AND (acting_kind() IN ('system', 'coordinator') OR placement_party(r.id)) $$`,
    ...definer('placement_convention_covers(uuid, uuid)'),
  ];

  protected readonly undo = [`DROP FUNCTION placement_convention_covers(uuid, uuid)`];
}
