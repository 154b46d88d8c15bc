import { runtimeMay, SqlMigration } from './support.js';

/**
 * Of what the sight of a worker who is limited to a caseload consists today: the households assigned to her or her team, and the flats in
 * her charge. Her sync tokens bear it, since the feed is her organisation's: it neither tells anew what she is assigned, nor takes away what she loses.
 */
export class CaseloadDigests1700000000099 extends SqlMigration {
  readonly name = 'CaseloadDigests1700000000099';

  protected readonly steps = [
    // As the caller, under the policies of the moment.
    `CREATE FUNCTION caseload_digest() RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
       SELECT encode(sha256(convert_to(coalesce(string_agg(c.id::text, ',' ORDER BY c.id), ''), 'UTF8')), 'hex') FROM (
         SELECT s.household_id AS id FROM assignments s
         WHERE s.consortium_id = acting_consortium() AND s.organisation_id = acting_organisation() AND s.user_id = ANY (caseload_workers())
           AND s.starts_on <= civil_today() AND (s.ends_on IS NULL OR s.ends_on > civil_today())
         UNION
         SELECT f.id FROM shared_flats f WHERE f.consortium_id = acting_consortium() AND f.worker_id = ANY (caseload_workers())) c $$`,
    `REVOKE ALL ON FUNCTION caseload_digest() FROM PUBLIC`,
    runtimeMay('EXECUTE', 'FUNCTION caseload_digest()'),
  ];

  protected readonly undo = [`DROP FUNCTION caseload_digest()`];
}
