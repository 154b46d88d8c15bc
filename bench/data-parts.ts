import type { ClientBase } from 'pg';
import { bootstrapConsortium } from '../src/identity/bootstrap.js';
import { withClient } from '../src/platform/database/prepare.js';

const LANDLORDS = 5;
const OPERATORS = 5;

/** Ids in the order of their numbers, as UUIDs of version 7 are; the same in every run. */
const ID_FUNCTION = `
  CREATE FUNCTION pg_temp.bench_id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((1767225600000 + n * 1000) >> 16), 8, '0') || '-' || lpad(to_hex((1767225600000 + n * 1000) & 65535), 4, '0')
      || '-7' || substr(md5(kind || n), 1, 3) || '-8' || substr(md5(kind || n), 4, 3) || '-' || substr(md5(kind || n), 7, 12))::uuid $$`;
export const id = (kind: string, n: string): string => `pg_temp.bench_id('${kind}', ${n})`;

/** Four fifths to the first landlord, the rest to the others; the operators take turns. */
export const LANDLORD = id('landlord', `CASE WHEN n % 5 > 0 THEN 1 ELSE 2 + (n / 5) % ${LANDLORDS - 1} END`);
export const OPERATOR = id('operator', `1 + n % ${OPERATORS}`);

export const organisations = (c: string): string[] => [
  ...[
    ['landlord', LANDLORDS, 'social_landlord'],
    ['operator', OPERATORS, 'association'],
    ['supporter', 1, 'association'],
    ['referrer', 1, 'state_service'],
  ].flatMap(([role, count, kind]) => [
    `INSERT INTO organisations (consortium_id, id, name, kind, contact)
       SELECT ${c}, ${id(String(role), 'n')}, '${role} ' || n, '${kind}', 'contact@${role}-' || n || '.example' FROM generate_series(1, ${count}) n`,
    `INSERT INTO memberships (consortium_id, id, organisation_id, roles, starts_on)
       SELECT ${c}, ${id(`membership ${role}`, 'n')}, ${id(String(role), 'n')}, '{${role}}', '2020-01-01' FROM generate_series(1, ${count}) n`,
  ]),
  `INSERT INTO programmes (consortium_id, id, key, name, public_label, kind, deciding_body, starts_on)
   VALUES (${c}, ${id('programme', '1')}, 'logement-accompagne', 'Logement accompagné', 'Logement accompagné', 'rehousing', 'caleol', '2020-01-01')`,
];

export const housing = (c: string, size: number): string[] => [
  `INSERT INTO dwellings (consortium_id, id, landlord_id, operator_id, label, commune_code, type, surface_m2, floor, rent_cents, charges_cents, programme_id)
   SELECT ${c}, ${id('dwelling', 'n')}, ${LANDLORD}, ${OPERATOR}, 'T' || 1 + n % 5 || ' Lilas ' || n, (ARRAY['93061','75056','69123','13055'])[1 + n % 4],
     't' || 1 + n % 5, 25 + n % 60, n % 12, 30000 + n % 300 * 100, 5000 + n % 50 * 100, ${id('programme', '1')} FROM generate_series(1, ${size}) n`,
  `INSERT INTO external_ids (consortium_id, organisation_id, subject_type, system, value, subject_id)
   SELECT ${c}, ${LANDLORD}, 'dwellings', 'rent-system', 'L-' || lpad(n::text, 7, '0'), ${id('dwelling', 'n')} FROM generate_series(1, ${size}) n`,
];

/** `disclosed`: SQL, of which placements or tenancies their landlord and operator know the household. */
export const people = (c: string, size: number, disclosed = 'true'): string[] => [
  `INSERT INTO households (consortium_id, id, type, size, children_under_3, children_6_11)
   SELECT ${c}, ${id('household', 'n')}, (ARRAY['single_mother','couple_with_children','single_man','couple_without_children'])[1 + n % 4],
     1 + n % 6, n % 2, n % 3 FROM generate_series(1, ${size}) n`,
  ...disclosures(c, size, 'supporter', id('supporter', '1'), 'true'),
  ...disclosures(c, size, 'landlord', LANDLORD, disclosed),
  ...disclosures(c, size, 'operator', OPERATOR, disclosed),
];

const disclosures = (c: string, size: number, relation: string, organisation: string, where: string): string[] => [
  `INSERT INTO disclosures (consortium_id, id, household_id, origin_household_id, organisation_id, basis, relation, subject_type, subject_id,
     legal_ground, informed_on, from_on, opened_by_organisation_id, opened_by)
   SELECT ${c}, ${id(`disclosure ${relation}`, 'n')}, ${id('household', 'n')}, ${id('household', 'n')}, ${organisation}, 'placement', '${relation}',
     'placement', ${id('placement', 'n')}, 'CCH L441-1', '2026-01-05', '2026-01-05', ${id('supporter', '1')}, 'bench' FROM generate_series(1, ${size}) n WHERE ${where}`,
  `INSERT INTO grants (consortium_id, organisation_id, household_id, scope, relations)
   SELECT ${c}, ${organisation}, ${id('household', 'n')}, s.scope, '{${relation}}'
   FROM generate_series(1, ${size}) n JOIN disclosure_scopes s ON s.relation = '${relation}' AND NOT s.by_subject WHERE ${where}`,
];

/** Fills a migrated, empty database with a consortium: what `stepsOf` says, then what `after` does within it. As a superuser. */
export async function fillWith(
  url: string,
  stepsOf: (consortium: string) => string[],
  after: (owner: ClientBase) => Promise<void>,
): Promise<void> {
  await withClient(url, async (owner) => {
    const { consortiumId } = await bootstrapConsortium(owner, {
      key: 'bench',
      name: 'Bench',
      coordinatorName: 'Coordination',
    });
    await owner.query(ID_FUNCTION);
    // Generated whole: keys and triggers would only tell what is known, a million times.
    await owner.query(
      `SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'`,
    );
    for (const step of stepsOf(`'${consortiumId}'::uuid`)) await owner.query(step);
    await owner.query(`SET session_replication_role = origin`);
    await owner.query('ANALYZE');
    await owner.query(`SELECT set_config('app.consortium', $1, false), set_config('app.kind', 'system', false)`, [
      consortiumId,
    ]);
    await after(owner);
    await owner.query('VACUUM ANALYZE');
  });
}
