import {
  CONSORTIUM,
  definer,
  inner,
  isolate,
  ORGANISATION,
  REFUSE_STRANGER,
  runtimeMay,
  SqlMigration,
} from './support.js';

const LEVELS = `('information', 'attention', 'urgent')`;
const FUNCTIONS = `('administrator', 'social_worker', 'rent_officer', 'landlord_social_adviser', 'reader')`;

/** Of what concerns nobody in particular, and of every household for whom no caseload limits. */
const CASELOAD_ALLOWS = `CREATE FUNCTION caseload_allows(household uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
  BEGIN
    IF household IS NULL OR acting_caseload() IS NULL THEN RETURN true; END IF;
    RETURN household_in_caseload(acting_consortium(), household, caseload_workers());
  END $$`;

/** Codes, whole or decimal numbers, yes or no, dates and months: nothing that could be a name, a text or an identifier. */
const ARE_FACTS = `CREATE FUNCTION are_facts(facts jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
  BEGIN
    IF jsonb_typeof(facts) <> 'object' THEN RETURN false; END IF;
    RETURN NOT EXISTS (SELECT 1 FROM jsonb_each(facts) f WHERE f.key !~ '^[a-z][A-Za-z0-9]{0,40}$' OR NOT (CASE jsonb_typeof(f.value)
      WHEN 'number' THEN true WHEN 'boolean' THEN true
      WHEN 'string' THEN f.value #>> '{}' ~ '^([a-z][a-z0-9_.-]{0,79}|\\d{4}-\\d{2}(-\\d{2})?)$' ELSE false END));
  END $$`;

/**
 * What is wanted against what is open, in one pass. Joined in full, which PostgreSQL does by hash or merge only, however wrong
 * its guess of how many there are; `open` says where the open ones come from. What is so already is neither written nor locked.
 * `IS TRUE` keeps the update on the primary key: of the open ones it would read every one of the consortium.
 */
const put = (open: string): string => `
    WITH w AS MATERIALIZED (
      SELECT DISTINCT ON (r.subject_id, r.kind, r.organisation_id) r.kind, r.subject_type, r.subject_id, r.household_id, r.organisation_id,
        r.staff_function, r.level, jsonb_strip_nulls(coalesce(r.facts, '{}')) AS facts, r.since
      FROM jsonb_to_recordset(coalesce(wanted, '[]')) r (kind text, subject_type text, subject_id uuid, household_id uuid,
        organisation_id uuid, staff_function text, level text, facts jsonb, since date)
      ORDER BY r.subject_id, r.kind, r.organisation_id, array_position('{urgent,attention,information}', r.level)),
    strays AS (SELECT 1 FROM (SELECT kind FROM w EXCEPT SELECT unnest(of_kinds)) k
      UNION ALL SELECT 1 FROM (SELECT subject_id FROM w WHERE of_subjects IS NOT NULL EXCEPT SELECT unnest(of_subjects)) s),
    o AS MATERIALIZED (SELECT c.* FROM causes c WHERE c.consortium_id = tenant AND c.ended_at IS NULL AND c.kind = ANY (of_kinds) AND ${open}),
    d AS MATERIALIZED (
      SELECT o.id AS open_id, w.* FROM o FULL JOIN w ON w.kind = o.kind AND w.subject_id = o.subject_id AND w.organisation_id = o.organisation_id
      WHERE (w.subject_type, w.household_id, w.staff_function, w.level, w.facts, w.since) IS DISTINCT FROM
        (o.subject_type, o.household_id, o.staff_function, o.level, o.facts, o.since)),
    written AS (
      INSERT INTO causes AS c (consortium_id, id, kind, subject_type, subject_id, household_id, organisation_id, staff_function, level, facts, since)
      SELECT tenant, uuid7(), d.kind, d.subject_type, d.subject_id, d.household_id, d.organisation_id, d.staff_function, d.level, d.facts, d.since
      FROM d WHERE d.kind IS NOT NULL ORDER BY d.subject_id, d.kind, d.organisation_id
      ON CONFLICT (consortium_id, kind, subject_id, organisation_id) WHERE ended_at IS NULL DO UPDATE
        SET subject_type = excluded.subject_type, household_id = excluded.household_id, staff_function = excluded.staff_function,
          level = excluded.level, facts = excluded.facts, since = excluded.since, changed_at = now(), projected = false
        WHERE (c.subject_type, c.household_id, c.staff_function, c.level, c.facts, c.since) IS DISTINCT FROM
          (excluded.subject_type, excluded.household_id, excluded.staff_function, excluded.level, excluded.facts, excluded.since)
      RETURNING xmax = 0 AS is_new),
    closed AS (
      UPDATE causes c SET ended_at = now(), changed_at = now(), projected = false
      WHERE c.consortium_id = tenant AND c.id = ANY (ARRAY(SELECT d.open_id FROM d WHERE d.kind IS NULL)) AND (c.ended_at IS NULL) IS TRUE
      RETURNING 1)
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new), (SELECT count(*) FROM closed), EXISTS (SELECT 1 FROM strays)
    INTO opened, changed, ended, has_strays FROM written`;

/**
 * Makes the open causes of these kinds, of these subjects (null: of all), what `wanted` says: opens, changes, ends. Its
 * contract stands in docs/design.md.
 */
const CAUSES_PUT = `CREATE FUNCTION causes_put(of_kinds text[], of_subjects uuid[], wanted jsonb)
   RETURNS TABLE (opened bigint, changed bigint, ended bigint) LANGUAGE plpgsql AS $$
  DECLARE
    tenant uuid := acting_consortium();
    has_strays boolean;
  BEGIN
    IF cardinality(of_subjects) <= 500 THEN ${put('c.subject_id = ANY (of_subjects)')};
    ELSE ${put('(of_subjects IS NULL OR c.subject_id IN (SELECT unnest(of_subjects)))')};
    END IF;
    IF has_strays THEN RAISE EXCEPTION 'A cause is put of a kind or a subject that was not evaluated'; END IF;
    IF opened + changed + ended > 0 THEN
      INSERT INTO outbox (id, consortium_id, job) VALUES (uuid7(), tenant, 'causes-project');
    END IF;
    RETURN NEXT;
  END $$`;

/** A scan or a job that knows no party acts for nobody; what an organisation does goes through a function that knows its parties. */
const BY_JOB = `CREATE FUNCTION causes_put_by_job(of_kinds text[], of_subjects uuid[], wanted jsonb)
   RETURNS TABLE (opened bigint, changed bigint, ended bigint) LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
    RETURN QUERY SELECT * FROM causes_put(of_kinds, of_subjects, wanted);
  END $$`;

/** What kinds of causes there are, each with a writer; a feature that has others adds them in its own migration. */
const KINDS = [
  'account_stale',
  'arrears_constituted',
  'arrears_plan_due',
  'arrears_report_due',
  'arrears_support_wanted',
  'arrears_threshold_ahead',
  'arrears_to_verify',
  'contract_end_possible',
  'joint_review_due',
  'rent_unpaid',
  'repayment_plan_broken',
  'repayment_plan_check_due',
  'slide_due',
  'tenancy_ending',
];

/**
 * Causes: what somebody should know of or act upon, as long as it holds. Features put them in their own statements; what is
 * made of them (alerts) comes after commit. One open row for a kind, a subject and the organisation that it is for.
 */
export class Causes1700000000040 extends SqlMigration {
  readonly name = 'Causes1700000000040';

  protected readonly steps = [
    CASELOAD_ALLOWS,
    ARE_FACTS,
    `CREATE TABLE cause_kinds (kind text PRIMARY KEY CHECK (kind ~ '^[a-z][a-z0-9_]{0,60}$'))`,
    `INSERT INTO cause_kinds (kind) VALUES ${KINDS.map((kind) => `('${kind}')`).join(', ')}`,
    runtimeMay('SELECT', 'cause_kinds'),
    `GRANT SELECT ON cause_kinds TO passerelle_definer`,

    `CREATE TABLE causes (
       consortium_id uuid NOT NULL,
       id uuid NOT NULL,
       kind text NOT NULL REFERENCES cause_kinds (kind),
       subject_type text NOT NULL CHECK (subject_type ~ '^[a-z][a-z_]{0,40}$'),
       subject_id uuid NOT NULL,
       household_id uuid,
       organisation_id uuid NOT NULL,
       staff_function text CHECK (staff_function IN ${FUNCTIONS}),
       level text NOT NULL CHECK (level IN ${LEVELS}),
       facts jsonb NOT NULL CONSTRAINT causes_facts CHECK (are_facts(facts)),
       since date NOT NULL,
       opened_at timestamptz NOT NULL DEFAULT now(),
       changed_at timestamptz NOT NULL DEFAULT now(),
       ended_at timestamptz,
       projected boolean NOT NULL DEFAULT false,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id))`,
    `CREATE UNIQUE INDEX causes_open ON causes (consortium_id, kind, subject_id, organisation_id) WHERE ended_at IS NULL`,
    `CREATE INDEX causes_unprojected ON causes (consortium_id, id) WHERE NOT projected`,
    `CREATE INDEX causes_by_subject ON causes (consortium_id, subject_id)`,
    `CREATE INDEX causes_by_household ON causes (consortium_id, household_id) WHERE household_id IS NOT NULL`,
    // Put for others by the functions of the definer alone: whom a cause is for is no caller's choice.
    ...isolate('causes', `(organisation_id = ${ORGANISATION} AND caseload_allows(household_id))`, 'false'),
    runtimeMay('SELECT, UPDATE', 'causes'),
    `CREATE POLICY asks ON outbox FOR INSERT TO passerelle_definer WITH CHECK (consortium_id = ${CONSORTIUM})`,
    CAUSES_PUT,
    ...inner('causes_put(text[], uuid[], jsonb)'),
    BY_JOB,
    ...definer('causes_put_by_job(text[], uuid[], jsonb)'),
  ];

  protected readonly undo = [
    `DROP FUNCTION causes_put_by_job(text[], uuid[], jsonb)`,
    `DROP FUNCTION causes_put(text[], uuid[], jsonb)`,
    `DROP POLICY asks ON outbox`,
    `DROP TABLE causes, cause_kinds`,
    `DROP FUNCTION are_facts(jsonb)`,
    `DROP FUNCTION caseload_allows(uuid)`,
  ];
}
