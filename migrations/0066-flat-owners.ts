import { DISCLOSURE_FUNCTIONS } from './0008-people-functions.js';
import { ROLE_UNTIL } from './0012-roles.js';
import { TENANCY_FUNCTIONS } from './0021-tenancies-functions.js';
import { FLAT_FUNCTIONS } from './0050-shared-flats-functions.js';
import { again, asDefiner, inner, madeBy, SqlMigration } from './support.js';

const RELATIONS = `'supporter', 'referrer', 'landlord', 'operator', 'specialist', 'successor'`;
const relations = (list: string): string[] =>
  ['disclosures', 'disclosure_scopes'].flatMap((table) => [
    `ALTER TABLE ${table} DROP CONSTRAINT ${table}_relation_check`,
    `ALTER TABLE ${table} ADD CONSTRAINT ${table}_relation_check CHECK (relation IN (${list}))`,
  ]);
const notForLessors = (list: string): string[] => [
  `ALTER TABLE grants DROP CONSTRAINT grants_not_for_lessors`,
  `ALTER TABLE grants ADD CONSTRAINT grants_not_for_lessors CHECK (cardinality(relations) > 0 AND NOT (relations <@ '{${list}}'::text[]
     AND scope IN ('content', 'resources', 'rights', 'identity_minors', 'support', 'need', 'writing')))`,
];
/** A successor is one as a supporter, an owner as a landlord. */
const roleUntil = (more: string): string =>
  ROLE_UNTIL.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION').replace(
    '$2 = ANY (m.roles)',
    `(CASE $2 WHEN 'successor' THEN 'supporter'${more} ELSE $2 END) = ANY (m.roles)`,
  );

const DISCLOSE_BEFORE = madeBy(FLAT_FUNCTIONS, 'CREATE FUNCTION occupancy_disclose(');
const DISCLOSE = DISCLOSE_BEFORE.replace(
  `o.landlord_id, 'tenancy', 'landlord', 'tenancy'`,
  `o.landlord_id, 'tenancy', 'owner', 'tenancy'`,
);
/** A placement in such a flat that its owner does not decide on tells the owner who is to live there. */
const OPEN_BEFORE = madeBy(DISCLOSURE_FUNCTIONS, 'CREATE FUNCTION open_disclosure(');
export const OPEN = OPEN_BEFORE.replace(
  'insert_disclosure($1, origin, $2, $3, $4,',
  `insert_disclosure($1, origin, $2, $3, CASE WHEN $3 = 'placement' AND $4 = 'landlord' AND placed_beneath($6, $2) THEN 'owner' ELSE $4 END,`,
);
/** The owner to whom an agreement slides knows the household already. */
const LET_BEFORE = madeBy(TENANCY_FUNCTIONS, 'CREATE FUNCTION tenancy_disclose(');
const LET = LET_BEFORE.replace(`'{landlord,operator,supporter}'`, `'{landlord,operator,supporter,owner}'`);

/** What was opened to owners as if they let to the resident ends, and what they may see is opened instead. */
const turned = (from: string, to: string): string =>
  asDefiner(`WITH shut AS (
      UPDATE disclosures d SET closed_at = now()
      WHERE d.consortium_id = tenant AND d.relation = '${from}' AND d.closed_at IS NULL AND CASE d.basis
        WHEN 'placement' THEN placed_beneath(d.subject_id, d.organisation_id)
        WHEN 'tenancy' THEN EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = tenant AND o.tenancy_id = d.subject_id
          AND o.landlord_id = d.organisation_id AND o.landlord_id <> o.operator_id AND o.status = 'current') END
      RETURNING d.*)
    INSERT INTO disclosures (consortium_id, id, household_id, origin_household_id, organisation_id, basis, relation, subject_type, subject_id,
      legal_ground, purpose, informed_on, from_on, opened_by_organisation_id, opened_by, until)
    SELECT s.consortium_id, uuid7(), s.household_id, s.origin_household_id, s.organisation_id, s.basis, '${to}', s.subject_type, s.subject_id,
      s.legal_ground, s.purpose, s.informed_on, civil_today(), s.opened_by_organisation_id, s.opened_by, s.until FROM shut s;
    PERFORM refresh_grants(d.household_id, d.organisation_id) FROM disclosures d
    WHERE d.consortium_id = tenant AND d.relation = '${to}' AND d.closed_at IS NULL AND d.opened_at = now();
    SET CONSTRAINTS ALL IMMEDIATE; -- feeds follow as of this consortium
    SET CONSTRAINTS ALL DEFERRED;`);

/**
 * The owner of a shared flat learns who lives there and no more: it lets nothing to the resident, so neither income nor regular stay
 * nor how to reach them is its business (security.md: of the other occupants of a shared flat the identity only).
 */
export class FlatOwners1700000000066 extends SqlMigration {
  readonly name = 'FlatOwners1700000000066';

  protected readonly steps = [
    ...relations(`${RELATIONS}, 'owner'`),
    `INSERT INTO disclosure_scopes (relation, scope, by_subject) VALUES ('owner', 'stub', false), ('owner', 'identity', false)`,
    ...notForLessors('landlord,operator,owner'),
    roleUntil(` WHEN 'owner' THEN 'landlord'`),
    // The home of a placement is let as a whole by that landlord, which does not decide who lives in it.
    `CREATE FUNCTION placed_beneath(placement uuid, landlord uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
       SELECT EXISTS (SELECT 1 FROM placements p
         JOIN referrals r ON r.consortium_id = p.consortium_id AND r.id = p.id AND r.deciding_body <> 'caleol'
         JOIN tenancies t ON t.consortium_id = p.consortium_id AND t.dwelling_id = p.dwelling_id AND t.landlord_id = $2
           AND t.tenant_organisation_id IS NOT NULL AND t.ended_on IS NULL
         WHERE p.consortium_id = acting_consortium() AND p.id = $1) $$`,
    ...inner('placed_beneath(uuid, uuid)'),
    again(OPEN),
    again(DISCLOSE),
    again(LET),
    turned('landlord', 'owner'),
  ];

  protected readonly undo = [
    turned('owner', 'landlord'),
    again(LET_BEFORE),
    again(DISCLOSE_BEFORE),
    again(OPEN_BEFORE),
    `DROP FUNCTION placed_beneath(uuid, uuid)`,
    roleUntil(''),
    asDefiner(`UPDATE disclosures SET relation = 'landlord' WHERE consortium_id = tenant AND relation = 'owner';`),
    ...notForLessors('landlord,operator'),
    `DELETE FROM disclosure_scopes WHERE relation = 'owner'`,
    ...relations(RELATIONS),
  ];
}
