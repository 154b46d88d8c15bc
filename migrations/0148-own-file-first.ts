import { DISCLOSURE_FUNCTIONS } from './0008-people-functions.js';
import { Tenancies1700000000021 } from './0021-tenancies.js';
import { body, type Change, policies, view } from './in-place.js';
import { again, asDefiner, changed, definer, inner, madeBy, NIL, SqlMigration, stepsOf } from './support.js';

const OPEN_BEFORE = madeBy(stepsOf(Tenancies1700000000021), 'CREATE FUNCTION tenancy_open(');
const ORIGIN = again(madeBy(DISCLOSURE_FUNCTIONS, 'CREATE FUNCTION household_origin('));

const WRITTEN_BY = [
  'residential_situations',
  'person_profiles',
  'resources',
  'legal_protections',
  'person_protections',
  'regular_stay_checks',
];
const STUB = `(g.scope = 'stub'::text)`;
const WRITING = `(g.scope = 'writing'::text)`;

const NO_LESSOR = `NOT (g.relations <@ '{landlord,operator,owner}'::text[])`;
const OPEN = `tenancy_open(household_id, landlord_id, operator_id, 'stub'::text)`;
const OPEN_IN_FILE = `tenancy_open(household_id, landlord_id, operator_id, 'stub'::text, id, created_at)`;
const SUPPORTER_SEES = '(g.organisation_id = t.supporter_id)';
const SUPPORTER_OF_FILE_SEES = `((g.organisation_id = t.supporter_id) AND (${NO_LESSOR}) AND in_own_file(t.supporter_id, t.household_id, t.id, t.created_at))`;
const RESIDENT_SEES = '(g.organisation_id = o.supporter_id)';
const RESIDENT_OF_FILE_SEES = `((g.organisation_id = o.supporter_id) AND (${NO_LESSOR}) AND in_own_file(o.supporter_id, o.household_id, o.id, o.created_at))`;
const KNOWN = 'household_known(household_id)';
const KNOWN_OR_ACCOMPANIED = `(household_known(household_id) AND ((kind <> 'presence_at_risk'::text) OR household_accompanied(household_id)))`;
const ALERTED = '(g.organisation_id = a.organisation_id)';
const ALERTED_OR_ACCOMPANIES = `((g.organisation_id = a.organisation_id) AND ((a.kind <> 'presence_at_risk'::text) OR (${NO_LESSOR})))`;
const RELATED = `(g.relations && '{supporter,referrer}'::text[])`;
const RELATED_IN_FILE = `(${RELATED} AND in_own_file(m.organisation_id, r.household_id, r.id, r.created_at))`;

const PLACEMENT = `AND g.relations && '{supporter,referrer}')))`;
const PLACEMENT_IN_FILE = `AND g.relations && '{supporter,referrer}') AND in_own_file(acting_organisation(), r.household_id, r.id, r.created_at)))`;

/** The files of a merge in which the caller reads all. */
const ACCOMPANIED = `ARRAY(SELECT DISTINCT g.household_id FROM grants g WHERE g.consortium_id = tenant AND g.organisation_id = acting_organisation()
           AND g.household_id IN (last.survivor_id, last.absorbed_id) AND g.scope = 'content' AND g.until > civil_today())`;

/** The feeds of before: of households that were merged, and of supporters that only let by now. */
const ONLY_LETS = (
  row: string,
): string => `EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = tenant AND g.organisation_id = ${row}.supporter_id
        AND g.household_id = ${row}.household_id AND g.scope = 'stub' AND g.relations <@ '{landlord,operator,owner}'::text[])`;
const OF_SEVERAL = (row: string): string =>
  `EXISTS (SELECT 1 FROM households h WHERE h.consortium_id = tenant AND h.merged_into = ${row}.household_id)`;
const TOLD_TOO_MUCH = `PERFORM feed_touch(n.collection, n.ids) FROM (
        SELECT 'placements' AS collection, array_agg(r.id) AS ids FROM referrals r WHERE r.consortium_id = tenant AND ${OF_SEVERAL('r')}
        UNION ALL SELECT 'tenancies', array_agg(t.id) FROM tenancies t WHERE t.consortium_id = tenant AND (${OF_SEVERAL('t')} OR ${ONLY_LETS('t')})
        UNION ALL SELECT 'alerts', array_agg(a.id) FROM alerts a WHERE a.consortium_id = tenant AND a.kind = 'presence_at_risk'
        UNION ALL SELECT 'shared_flats', array_agg(DISTINCT o.flat_id) FROM occupancies o WHERE o.consortium_id = tenant AND (${OF_SEVERAL('o')} OR ${ONLY_LETS('o')})
      ) n WHERE n.ids IS NOT NULL;`;

const CHANGES: readonly Change[] = [
  // Whoever wrote what a lessor never sees, and only lets by now, was given it by any sight of the household.
  [(from, to) => policies(WRITTEN_BY, from, to), STUB, WRITING],
  // That somebody was abroad is told to who accompanies them.
  [(from, to) => policies(['alerts'], from, to, true), KNOWN, KNOWN_OR_ACCOMPANIED],
  [(from, to) => view('alerts_seen', from, to), ALERTED, ALERTED_OR_ACCOMPANIES],
  [(from, to) => policies(['tenancies', 'occupancies'], from, to, true), OPEN, OPEN_IN_FILE],
  [(from, to) => view('tenancies_seen', from, to), SUPPORTER_SEES, SUPPORTER_OF_FILE_SEES],
  [(from, to) => view('shared_flats_seen', from, to), RESIDENT_SEES, RESIDENT_OF_FILE_SEES],
  [(from, to) => view('placements_seen', from, to), RELATED, RELATED_IN_FILE],
  [(from, to) => body('placement_open(uuid,uuid)', from, to), PLACEMENT, PLACEMENT_IN_FILE],
  [
    (from, to) => body('account_open(uuid,uuid,uuid)', from, to),
    `operator, 'account')`,
    `operator, 'account', t.id, t.created_at)`,
  ],
  [
    (from, to) => body('flat_of_resident(uuid)', from, to),
    `o.operator_id, 'stub')`,
    `o.operator_id, 'stub', o.id, o.created_at)`,
  ],
  // Declining has no price: what was decided on the dwelling before is not told with the next offer. Who refused knows what it did.
  [
    (from, to) => body('release_placement(uuid,date)', from, to),
    'UPDATE placement_steps SET',
    `UPDATE commission_decisions SET landlord_id = NULL, operator_id = NULL WHERE consortium_id = acting_consortium() AND placement_id = placement AND outcome <> 'refused';
     UPDATE placement_steps SET`,
  ],
  // What the other side wrote since is not told to who stands on one: only that something was.
  [
    (from, to) => body('undo_merge(uuid)', from, to),
    'IF hit THEN since := since || place.of_table; END IF;',
    `IF hit AND acting_kind() <> 'system' AND 2 > cardinality(${ACCOMPANIED}) THEN
         IF has_origin THEN
           EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I t WHERE t.consortium_id = $1 AND t.%I = $2 AND t.updated_at > $3 AND t.origin_household_id = ANY ($4))',
             place.of_table, place.of_column)
           INTO hit USING tenant, survivor, last.merged_at, ${ACCOMPANIED};
         END IF;
         since := CASE WHEN has_origin AND hit THEN since || place.of_table WHEN 'other' = ANY (since) THEN since ELSE since || 'other'::text END;
       ELSIF hit THEN
         since := since || place.of_table;
       END IF;`,
  ],
  // Whoever takes the files apart may be no longer one who writes in the one that goes on: its version rises all the same.
  [
    (from, to) => body('undo_merge(uuid)', from, to),
    'UPDATE merges m SET undone_at = now()',
    `UPDATE households h SET version = h.version WHERE h.consortium_id = tenant AND h.id = survivor;
     UPDATE merges m SET undone_at = now()`,
  ],
  // A role that is to begin opens nothing yet.
  [
    (from, to) => body('acting_roles()', from, to),
    'AND (m.ends_on IS NULL OR m.ends_on > current_date)',
    'AND m.starts_on <= civil_today() AND (m.ends_on IS NULL OR m.ends_on > civil_today())',
  ],
];

/**
 * A household that was merged is one, and what stands in its files is not. Of several files in which an organisation stands, its own is one
 * that it writes in; and what it followed in a file out of which its sight has ended does not come back by another one of the same people.
 */
export class OwnFileFirst1700000000148 extends SqlMigration {
  readonly name = 'OwnFileFirst1700000000148';

  protected readonly steps = [
    changed(
      ORIGIN,
      'ORDER BY (d.origin_household_id = household) DESC',
      `ORDER BY EXISTS (SELECT 1 FROM disclosure_scopes s WHERE s.relation = d.relation AND s.scope = 'writing') DESC,
         (d.origin_household_id = household) DESC`,
    ),
    `CREATE INDEX merge_moves_by_row ON merge_moves (consortium_id, row_id)`,
    // Whether an organisation accompanies the file in which a row was made. Made after a merge, it is of all files that were one by then.
    `CREATE FUNCTION in_own_file(organisation uuid, household uuid, of_row uuid, made_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     DECLARE
       tenant uuid := acting_consortium();
       file uuid;
     BEGIN
       IF NOT EXISTS (SELECT 1 FROM households h WHERE h.consortium_id = tenant AND h.merged_into = household) THEN RETURN true; END IF;
       SELECT v.old_household_id INTO file FROM merge_moves v JOIN merges m ON m.consortium_id = v.consortium_id AND m.id = v.merge_id
       WHERE v.consortium_id = tenant AND v.row_id = of_row AND m.undone_at IS NULL ORDER BY m.merged_at LIMIT 1;
       file := coalesce(file, household);
       RETURN EXISTS (SELECT 1 FROM merges m WHERE m.consortium_id = tenant AND m.survivor_id = file AND m.undone_at IS NULL AND m.merged_at <= made_at)
         OR EXISTS (SELECT 1 FROM disclosures d WHERE d.consortium_id = tenant AND d.origin_household_id = file AND d.organisation_id = organisation
           AND d.closed_at IS NULL AND (d.until IS NULL OR d.until > civil_today()) AND d.relation NOT IN ('landlord', 'operator', 'owner'));
     END $$`,
    ...inner('in_own_file(uuid, uuid, uuid, timestamptz)'),
    `CREATE FUNCTION tenancy_open(household uuid, landlord uuid, operator uuid, of_scope text, of_row uuid, made_at timestamptz)
     RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       IF household IS NULL THEN RETURN true; END IF;
       IF NOT in_caseload(household) THEN RETURN false; END IF;
       IF acting_as('landlord', 'operator') IN (landlord, operator) THEN RETURN true; END IF;
       RETURN EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
         AND g.household_id = household_origin(household) AND g.scope = of_scope AND g.until > civil_today() AND ${NO_LESSOR})
         AND in_own_file(acting_organisation(), household, of_row, made_at);
     END $$`,
    ...definer('tenancy_open(uuid, uuid, uuid, text, uuid, timestamptz)'),
    `CREATE FUNCTION household_accompanied(household uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN household IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
         AND g.household_id = household AND g.scope = 'stub' AND g.subject_id = ${NIL} AND g.until > civil_today() AND ${NO_LESSOR});
     END $$`,
    ...CHANGES.map(([make, from, to]) => make(from, to)),
    `DROP FUNCTION tenancy_open(uuid, uuid, uuid, text)`,
    asDefiner(TOLD_TOO_MUCH),
  ];

  protected readonly undo = [
    ORIGIN,
    OPEN_BEFORE,
    ...definer('tenancy_open(uuid, uuid, uuid, text)'),
    ...CHANGES.map(([make, from, to]) => make(to, from)),
    `DROP FUNCTION tenancy_open(uuid, uuid, uuid, text, uuid, timestamptz)`,
    `DROP FUNCTION household_accompanied(uuid)`,
    `DROP FUNCTION in_own_file(uuid, uuid, uuid, timestamptz)`,
    `DROP INDEX merge_moves_by_row`,
  ];
}
