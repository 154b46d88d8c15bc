import { TENANCY_SLIDE } from './0023-tenancy-slide.js';
import { EachFileApart1700000000127 } from './0127-each-file-apart.js';
import { again, changed, inner, madeBy, SqlMigration, stepsOf } from './support.js';

const DISCLOSE = madeBy(stepsOf(EachFileApart1700000000127), 'CREATE OR REPLACE FUNCTION tenancy_disclose(');
const SLIDE = madeBy(TENANCY_SLIDE, 'CREATE FUNCTION tenancy_slide(');

/**
 * An agreement that rests on a placement, or follows on another, is of the file in which that was made known, whatever else its lessor
 * or who records it knows of a household that was made of two files: a slide told the owner of somebody of the other file, and the
 * lease of a placement who its tenant is in the other one.
 */
export class FileOfAgreement1700000000131 extends SqlMigration {
  readonly name = 'FileOfAgreement1700000000131';

  protected readonly steps = [
    // Null: it rests on nothing of which anybody who lets or manages was told.
    `CREATE FUNCTION agreement_file(tenancy uuid, organisation uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
       SELECT k.origin_household_id FROM tenancies t JOIN disclosures k ON k.consortium_id = t.consortium_id AND k.household_id = t.household_id
         AND (k.basis = 'placement' AND k.subject_id = t.placement_id OR k.basis = 'tenancy' AND k.subject_id = t.previous_tenancy_id)
       WHERE t.consortium_id = acting_consortium() AND t.id = tenancy AND k.relation IN ('landlord', 'operator', 'owner')
       ORDER BY k.organisation_id = organisation DESC, k.closed_at IS NOT NULL, k.opened_at, k.id LIMIT 1 $$`,
    ...inner('agreement_file(uuid, uuid)'),
    changed(
      changed(
        DISCLOSE,
        'insert_disclosure(t.household_id, CASE',
        'insert_disclosure(t.household_id, coalesce(agreement_file(t.id, party.organisation_id), CASE',
      ),
      'coalesce(party.origin, own) END,',
      'coalesce(party.origin, own) END),',
    ),
    again(
      changed(
        SLIDE,
        'insert_disclosure(o.household_id, household_origin(o.household_id),',
        'insert_disclosure(o.household_id, coalesce(agreement_file(new_id, h.landlord_id), household_origin(o.household_id)),',
      ),
    ),
  ];

  protected readonly undo = [again(SLIDE), DISCLOSE, `DROP FUNCTION agreement_file(uuid, uuid)`];
}
