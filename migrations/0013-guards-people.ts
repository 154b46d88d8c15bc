import { DISCLOSURE_FUNCTIONS } from './0008-people-functions.js';
import { DUPLICATE_STEPS } from './0009-people-duplicates.js';
import { MERGE_STEPS } from './0009-people-merges.js';
import { again, definer, inner, madeBy } from './support.js';

const CLOSING = `closed_at = now(), closed_by_organisation_id = acting_organisation(), closed_by = coalesce(current_setting('app.principal', true), '')`;
/** Renamed: they do what they did, and only functions that have asked call them. */
const DOING: [signature: string, name: string, doing: string][] = [
  ['close_disclosure(uuid)', 'close_disclosure', 'shut_disclosure'],
  ['recount_households(uuid[], date)', 'recount_households', 'count_households'],
  ['summarise_resources(uuid, date)', 'summarise_resources', 'sum_resources'],
];
const argumentsOf = (signature: string): string => signature.slice(signature.indexOf('('));

const mergeEffect = (condition: string): string =>
  again(
    madeBy(MERGE_STEPS, 'CREATE FUNCTION merge_effect(').replace('m.id = merge ', () => `m.id = merge${condition} `),
  );
/** Who had the absorbed household learns where it went, whoever merges. */
const TOLD = `PERFORM feed_merged('households', m.absorbed_id, m.survivor_id) FROM merges m WHERE m.consortium_id = acting_consortium() AND m.id = made;`;
const merging = (name: string, steps: readonly string[], call: string): string => {
  const before = madeBy(steps, `CREATE FUNCTION ${name}(`);
  const declared = before.includes('DECLARE')
    ? before.replace('DECLARE', 'DECLARE\n     made uuid;')
    : before.replace('BEGIN', 'DECLARE\n     made uuid;\n   BEGIN');
  return again(declared.replace(`RETURN ${call};`, `made := ${call};\n     ${TOLD}\n     RETURN made;`));
};

/** Disclosures, files and merges: for who writes in the file, who opened, and whose sight it is. */
export const GUARD_PEOPLE: readonly string[] = [
  // Who acts writes in the file of this household, under whichever of the two that a merge made one.
  `CREATE FUNCTION writes_in(household uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT acting_kind() = 'system' OR EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium()
       AND g.organisation_id = acting_organisation() AND g.scope = 'writing' AND g.until > civil_today() AND g.household_id IN (
         SELECT household UNION ALL SELECT household_origin(household)
         UNION ALL SELECT m.absorbed_id FROM merges m WHERE m.consortium_id = acting_consortium() AND m.survivor_id = household
         UNION ALL SELECT m.survivor_id FROM merges m WHERE m.consortium_id = acting_consortium() AND m.absorbed_id = household)) $$`,
  ...inner('writes_in(uuid)'),
  ...DOING.flatMap(([signature, , doing]) => [
    `ALTER FUNCTION ${signature} RENAME TO ${doing}`,
    `REVOKE EXECUTE ON FUNCTION ${doing}${argumentsOf(signature)} FROM passerelle_runtime`,
  ]),
  `CREATE FUNCTION recount_households(ids uuid[], today date) RETURNS SETOF uuid LANGUAGE sql AS $$
     SELECT count_households(CASE WHEN acting_kind() = 'system' THEN ids ELSE ARRAY(SELECT i FROM unnest(ids) i WHERE writes_in(i)) END, today) $$`,
  `CREATE FUNCTION summarise_resources(origin uuid, today date) RETURNS void LANGUAGE sql AS $$
     SELECT sum_resources(origin, today) WHERE writes_in(origin) $$`,

  // Its viewer, who opened it, who writes in the file that it shows, and the parties of the placement on which it rests.
  `CREATE FUNCTION may_close(d disclosures) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT acting_kind() = 'system' OR acting_organisation() IN (d.organisation_id, d.opened_by_organisation_id)
       OR EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
         AND g.household_id = d.origin_household_id AND g.scope = 'writing' AND g.until > civil_today())
       OR d.basis = 'placement' AND placement_party(d.subject_id) $$`,
  ...inner('may_close(disclosures)'),
  `CREATE FUNCTION close_disclosure(disclosure uuid) RETURNS uuid LANGUAGE sql AS $$
     SELECT shut_disclosure(d.id) FROM disclosures d WHERE d.consortium_id = acting_consortium() AND d.id = disclosure AND may_close(d) $$`,
  ...DOING.flatMap(([signature]) => definer(signature)),
  again(`CREATE FUNCTION close_disclosures(basis text, subject uuid, organisation uuid DEFAULT NULL) RETURNS uuid[] LANGUAGE plpgsql AS $$
   DECLARE
     closed record;
     touched uuid[] := '{}';
   BEGIN
     FOR closed IN
       UPDATE disclosures d SET ${CLOSING}
       WHERE d.consortium_id = acting_consortium() AND d.basis = $1 AND d.subject_id = $2 AND d.closed_at IS NULL
         AND ($3 IS NULL OR d.organisation_id = $3) AND may_close(d)
       RETURNING d.household_id, d.organisation_id
     LOOP
       PERFORM refresh_grants(closed.household_id, closed.organisation_id);
       touched := touched || closed.household_id;
     END LOOP;
     RETURN ARRAY(SELECT DISTINCT t FROM unnest(touched) t ORDER BY t);
   END $$`),
  again(
    madeBy(DISCLOSURE_FUNCTIONS, 'CREATE FUNCTION close_ended_disclosures(').replace(
      'd.until <= $1',
      () => `acting_kind() = 'system' AND d.until <= $1`,
    ),
  ),
  mergeEffect(' AND writes_in(m.survivor_id)'),
  merging('merge_known_households', MERGE_STEPS, 'merge_households(absorbed, survivor)'),
  merging('answer_duplicate', DUPLICATE_STEPS, 'merge_households(sides[2], sides[1])'),
];

export const GUARD_PEOPLE_UNDO: readonly string[] = [
  again(madeBy(DUPLICATE_STEPS, 'CREATE FUNCTION answer_duplicate(')),
  again(madeBy(MERGE_STEPS, 'CREATE FUNCTION merge_known_households(')),
  mergeEffect(''),
  again(madeBy(DISCLOSURE_FUNCTIONS, 'CREATE FUNCTION close_ended_disclosures(')),
  again(madeBy(DISCLOSURE_FUNCTIONS, 'CREATE FUNCTION close_disclosures(')),
  `DROP FUNCTION may_close(disclosures)`,
  ...DOING.flatMap(([signature, name, doing]) => [
    `DROP FUNCTION ${signature}`,
    `ALTER FUNCTION ${doing}${argumentsOf(signature)} RENAME TO ${name}`,
    `GRANT EXECUTE ON FUNCTION ${signature} TO passerelle_runtime`,
  ]),
  `DROP FUNCTION writes_in(uuid)`,
];
