import {
  inCaseload,
  isolate,
  KIND,
  granted,
  NIL,
  NOUN_COLUMNS,
  ORGANISATION,
  runtimeMay,
  SqlMigration,
  stamped,
} from './support.js';
import { DISCLOSURE_FUNCTIONS, DISCLOSURE_FUNCTIONS_UNDO } from './0008-people-functions.js';

const BASES = `('referral', 'placement', 'tenancy', 'support', 'mobilisation', 'contract', 'consent')`;
const RELATIONS = `('supporter', 'referrer', 'landlord', 'operator', 'specialist')`;
/** What a lessor may never see, whatever is asked (`security.md`, matrix). */
const NOT_FOR_LESSORS = `('content', 'resources', 'rights', 'identity_minors', 'support', 'need', 'writing')`;

const SCOPES: Record<string, readonly string[]> = {
  supporter: [
    'stub',
    'identity',
    'identity_minors',
    'contact',
    'composition',
    'resources',
    'resources_summary',
    'account',
    'support',
    'content',
    'rights',
    'regular_stay',
    'writing',
  ],
  referrer: ['stub', 'identity', 'identity_minors', 'contact', 'composition', 'writing'],
  landlord: ['stub', 'identity', 'contact', 'composition', 'resources_summary', 'regular_stay'],
  operator: ['stub', 'identity', 'contact', 'composition', 'resources_summary', 'regular_stay'],
  specialist: ['stub', 'identity', 'contact', 'need'],
};
const scopeRows = Object.entries(SCOPES).flatMap(([relation, scopes]) =>
  scopes.map((scope) => `('${relation}', '${scope}', ${scope === 'need'})`),
);

/** Households, who may see which and why, and which worker follows which (`design.md` A, `security.md` “Disclosure”). */
export class People1700000000008 extends SqlMigration {
  readonly name = 'People1700000000008';

  protected readonly steps = [
    // Today in the consortium's zone. For policies and stamps only: a rule takes its date as a parameter.
    `CREATE FUNCTION civil_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE RETURN (now() AT TIME ZONE 'Europe/Paris')::date`,
    `CREATE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
       SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
         placing substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid $$`,

    // What all who see the household at all may see. No name is here, nor anything that only some may know.
    `CREATE TABLE households (${NOUN_COLUMNS},
       status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'merged')),
       type text CHECK (type IN ('single_man', 'single_woman', 'couple_without_children', 'couple_with_children', 'single_father',
         'single_mother', 'adult_group', 'other')),
       size integer NOT NULL DEFAULT 0,
       children_under_3 integer NOT NULL DEFAULT 0,
       children_3_5 integer NOT NULL DEFAULT 0,
       children_6_11 integer NOT NULL DEFAULT 0,
       children_12_17 integer NOT NULL DEFAULT 0,
       merged_into uuid,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id) REFERENCES consortia (id),
       FOREIGN KEY (consortium_id, merged_into) REFERENCES households (consortium_id, id),
       CHECK ((status = 'merged') = (merged_into IS NOT NULL)))`,
    stamped('households'),
    `ALTER TABLE stays ADD CONSTRAINT stays_household FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id)`,
    `CREATE INDEX households_by_change ON households (consortium_id, updated_at, id)`,
    `CREATE INDEX households_absorbed ON households (consortium_id, merged_into) WHERE merged_into IS NOT NULL`,

    // The one table from a relation to what it opens. `need` is one row for the one need that is mobilised.
    `CREATE TABLE disclosure_scopes (
       relation text NOT NULL CHECK (relation IN ${RELATIONS}),
       scope text NOT NULL,
       by_subject boolean NOT NULL,
       PRIMARY KEY (relation, scope),
       CHECK (NOT (relation IN ('landlord', 'operator') AND scope IN ${NOT_FOR_LESSORS})))`,
    `INSERT INTO disclosure_scopes (relation, scope, by_subject) VALUES ${scopeRows.join(', ')}`,
    runtimeMay('SELECT', 'disclosure_scopes'),
    `GRANT SELECT ON disclosure_scopes TO passerelle_definer`,

    // The history that people are told. Written by the functions below and by nothing else.
    `CREATE TABLE disclosures (${NOUN_COLUMNS},
       household_id uuid NOT NULL,
       origin_household_id uuid NOT NULL,
       organisation_id uuid NOT NULL,
       basis text NOT NULL CHECK (basis IN ${BASES}),
       relation text NOT NULL CHECK (relation IN ${RELATIONS}),
       subject_type text NOT NULL,
       subject_id uuid NOT NULL,
       legal_ground text NOT NULL,
       purpose text,
       informed_on date,
       from_on date NOT NULL,
       opened_at timestamptz NOT NULL DEFAULT now(),
       opened_by_organisation_id uuid NOT NULL,
       opened_by text NOT NULL,
       until date,
       closed_at timestamptz,
       closed_by_organisation_id uuid,
       closed_by text,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id),
       FOREIGN KEY (consortium_id, origin_household_id) REFERENCES households (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id),
       CONSTRAINT disclosures_consent_informed CHECK (basis <> 'consent' OR informed_on IS NOT NULL))`,
    stamped('disclosures'),
    `CREATE UNIQUE INDEX disclosures_open ON disclosures (consortium_id, origin_household_id, organisation_id, basis, relation, subject_id)
       WHERE closed_at IS NULL`,
    `CREATE INDEX disclosures_by_household ON disclosures (consortium_id, household_id, organisation_id)`,
    `CREATE INDEX disclosures_by_subject ON disclosures (consortium_id, subject_id) WHERE closed_at IS NULL`,
    `CREATE INDEX disclosures_by_end ON disclosures (consortium_id, until) WHERE closed_at IS NULL AND until IS NOT NULL`,

    // Its projection of the moment: what every policy on people probes. `until` is the first day outside.
    `CREATE TABLE grants (
       consortium_id uuid NOT NULL,
       organisation_id uuid NOT NULL,
       household_id uuid NOT NULL,
       scope text NOT NULL,
       subject_id uuid NOT NULL DEFAULT ${NIL},
       until date NOT NULL DEFAULT 'infinity',
       relations text[] NOT NULL,
       PRIMARY KEY (consortium_id, organisation_id, household_id, scope, subject_id),
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id),
       CONSTRAINT grants_not_for_lessors CHECK (cardinality(relations) > 0
         AND NOT (relations <@ '{landlord,operator}'::text[] AND scope IN ${NOT_FOR_LESSORS})))`,
    // Lists start from the viewer, feeds from the household; both ask for the stub alone.
    `CREATE INDEX grants_of_viewer ON grants (consortium_id, organisation_id, household_id) WHERE scope = 'stub'`,
    `CREATE INDEX grants_of_household ON grants (consortium_id, household_id) WHERE scope = 'stub'`,
    ...isolate('grants', `organisation_id = ${ORGANISATION}`, 'false'),
    runtimeMay('SELECT', 'grants'),

    // Which worker follows which household. `ends_on` is the first day outside.
    `CREATE TABLE assignments (${NOUN_COLUMNS},
       household_id uuid NOT NULL,
       organisation_id uuid NOT NULL,
       user_id uuid NOT NULL,
       starts_on date NOT NULL,
       ends_on date CHECK (ends_on >= starts_on),
       stand_in boolean NOT NULL DEFAULT false,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id),
       CONSTRAINT assignments_worker FOREIGN KEY (consortium_id, organisation_id, user_id) REFERENCES users (consortium_id, organisation_id, id))`,
    stamped('assignments'),
    `CREATE INDEX assignments_by_worker ON assignments (consortium_id, user_id)`,
    `CREATE INDEX assignments_by_household ON assignments (consortium_id, household_id, user_id)`,
    ...isolate(
      'assignments',
      `organisation_id = ${ORGANISATION}`,
      `organisation_id = ${ORGANISATION} AND ${granted(`'stub'`, 'assignments', 'household_id')}`,
    ),
    runtimeMay('SELECT, INSERT, UPDATE', 'assignments'),

    ...DISCLOSURE_FUNCTIONS,

    // The coordinator may see every household as this table shows it (`security.md`: size and ages by band).
    ...isolate(
      'households',
      `(${KIND} = 'coordinator' OR (${granted(`'stub'`, 'households', 'id')} AND ${inCaseload('households', 'id')}))`,
      `(SELECT true FROM grants g WHERE g.consortium_id = households.consortium_id AND g.organisation_id = ${ORGANISATION}
        AND g.household_id = household_origin(households.id) AND g.scope = 'writing' AND g.subject_id = ${NIL} AND g.until > (SELECT civil_today()))`,
    ),
    runtimeMay('SELECT, UPDATE', 'households'),
    ...isolate(
      'disclosures',
      `((organisation_id = ${ORGANISATION} OR opened_by_organisation_id = ${ORGANISATION}
      OR ${granted(`'content'`, 'disclosures')}) AND ${inCaseload('disclosures')})`,
      'false',
    ),
    runtimeMay('SELECT', 'disclosures'),

    // Feeds and events about a household follow the caseload too.
    `ALTER POLICY tenant ON feed USING (consortium_id = (SELECT acting_consortium()) AND (${KIND} = 'system'
       OR (viewer_id = ${ORGANISATION} AND (household_id IS NULL OR ${inCaseload('feed')}))))`,
    `ALTER POLICY tenant ON events USING (consortium_id = (SELECT acting_consortium()) AND (${KIND} = 'system'
       OR (${ORGANISATION} = ANY (viewers) AND (household_id IS NULL OR ${inCaseload('events')}))))`,

    `CREATE VIEW households_seen WITH (security_invoker = true) AS
       SELECT h.consortium_id, h.id AS subject_id, g.organisation_id AS viewer_id, h.id AS household_id,
         jsonb_build_object('status', h.status, 'type', h.type, 'size', h.size, 'childrenByAgeBand', jsonb_build_object(
           'under3', h.children_under_3, 'from3To5', h.children_3_5, 'from6To11', h.children_6_11, 'from12To17', h.children_12_17)) AS entry
       FROM households h JOIN grants g ON g.consortium_id = h.consortium_id AND g.household_id = h.id AND g.scope = 'stub'
       WHERE h.status <> 'merged'`,
    `GRANT SELECT ON households_seen TO passerelle_definer`,
  ];

  protected readonly undo = [
    `DROP VIEW households_seen`,
    `ALTER POLICY tenant ON events USING (consortium_id = (SELECT acting_consortium()) AND (${KIND} = 'system' OR ${ORGANISATION} = ANY (viewers)))`,
    `ALTER POLICY tenant ON feed USING (consortium_id = (SELECT acting_consortium()) AND (${KIND} = 'system' OR viewer_id = ${ORGANISATION}))`,
    `DROP TABLE assignments, grants, disclosures, disclosure_scopes, households CASCADE`,
    ...DISCLOSURE_FUNCTIONS_UNDO,
    `DROP FUNCTION uuid7()`,
    `DROP FUNCTION civil_today()`,
  ];
}
