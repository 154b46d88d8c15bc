import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who acts, as the policies ask it: evaluated once a statement, because it stands in a sub-select. */
export const CONSORTIUM = '(SELECT acting_consortium())';
export const ORGANISATION = '(SELECT acting_organisation())';
export const KIND = '(SELECT acting_kind())';

/**
 * Isolation of a table that has `consortium_id`: forced row-level security, the tenant always, and for the run-time role
 * `visible` on top. `writable` (default: the same) is what a new or changed row must satisfy. The definer role, which only
 * SECURITY DEFINER functions act as, sees the acting consortium.
 */
export function isolate(table: string, visible = 'true', writable = visible): string[] {
  const tenant = `consortium_id = ${CONSORTIUM}`;
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY tenant ON ${table} TO passerelle_runtime ${seenBy(visible, writable)}`,
    `CREATE POLICY definer ON ${table} TO passerelle_definer USING (${tenant}) WITH CHECK (${tenant})`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO passerelle_definer`,
  ];
}

/** Other sight of a table that is isolated already. */
export function resight(table: string, visible: string, writable = visible): string {
  return `ALTER POLICY tenant ON ${table} ${seenBy(visible, writable)}`;
}

function seenBy(visible: string, writable: string): string {
  const tenant = `consortium_id = ${CONSORTIUM}`;
  const [using, check] = [visible, writable].map((rule) =>
    rule === 'true' ? 'true' : `(${KIND} = 'system' OR ${rule})`,
  );
  return `USING (${tenant} AND ${using}) WITH CHECK (${tenant} AND ${check})`;
}

export const NIL = `'00000000-0000-0000-0000-000000000000'::uuid`;

/**
 * A grant probe by primary key (`design.md` A.3): scalar, so that it stays an index probe for each row. It asks for the
 * household under which the row was written, which a merge never moves: so a merge shows nobody more than before.
 * `scope` and `subject` are SQL: `'content'` in its quotes, or a CASE.
 */
export function granted(scope: string, alias: string, household = 'origin_household_id', subject = NIL): string {
  return `(SELECT true FROM grants g WHERE g.consortium_id = ${alias}.consortium_id AND g.organisation_id = ${ORGANISATION}
    AND g.household_id = ${alias}.${household} AND g.scope = ${scope} AND g.subject_id = ${subject} AND g.until > (SELECT civil_today()))`;
}

/** No caseload limits who acts, or the household is assigned to her or her team. Scalar, as a grant probe. */
export function inCaseload(alias: string, household = 'household_id'): string {
  return `((SELECT acting_caseload()) IS NULL OR (SELECT true FROM assignments s WHERE s.consortium_id = ${alias}.consortium_id
    AND s.household_id = ${alias}.${household} AND s.user_id = ANY ((SELECT caseload_workers())::uuid[])
    AND s.starts_on <= (SELECT civil_today()) AND (s.ends_on IS NULL OR s.ends_on > (SELECT civil_today())) LIMIT 1))`;
}

/** What content about people is visible to: a grant of its scope and, for a social worker, her caseload. */
export function disclosed(scope: string, alias: string): string {
  return `(${granted(scope, alias)} AND ${inCaseload(alias)})`;
}

/**
 * What a supporter wrote of a household is its successor's only after a handover that the household accepted; what others
 * wrote is every supporter's. Who wrote, sees it while it sees the household. For rows with an author, as notes will be.
 */
export function handedOver(table: string): string {
  const author = `${table}.author_organisation_id`;
  return `((${author} = ${ORGANISATION} AND ${granted(`'stub'`, table)} OR ${granted(`'content'`, table)} AND (
    (SELECT true FROM disclosures d WHERE d.consortium_id = ${table}.consortium_id AND d.household_id = ${table}.household_id
      AND d.organisation_id = ${author} AND d.origin_household_id = ${table}.origin_household_id AND d.relation = 'supporter' LIMIT 1) IS NULL
    OR ${granted(`'predecessor'`, table, 'origin_household_id', author)})) AND ${inCaseload(table)})`;
}

/** The acting organisation where it holds a role that lets or manages, or supports, today: whom a viewer column may name. */
const KEEPER = `(SELECT acting_as('landlord', 'operator'))`;
const SUPPORTER = `(SELECT acting_as('supporter'))`;

/** Columns that name who may see a row: by the role in which it is named, while it holds it, or as the organisation that it is. */
interface PartyColumns {
  readonly keepers?: readonly string[];
  readonly supporter?: string;
  readonly organisations?: readonly string[];
}

/**
 * As `isolate`, for a table on a hot way: each sub-select of a policy is set up anew at every execution, so there is one of each
 * kind. `more`: SQL that a row must also satisfy, a function call where it is rare. `kinds`: who sees all rows; `writable`: SQL in
 * place of the policy for new rows (`false`: functions only).
 */
export function isolateParties(
  table: string,
  { keepers = [], supporter, organisations = [] }: PartyColumns,
  {
    kinds = ['system'],
    more = 'true',
    writable,
  }: { kinds?: readonly string[]; more?: string; writable?: 'false' } = {},
): string[] {
  const among = (who: string, columns: readonly string[]): string[] =>
    columns.length > 0 ? [`${who} = ANY (ARRAY[${columns.join(', ')}])`] : [];
  const parties = [
    ...among(KEEPER, keepers),
    ...(supporter ? [`${supporter} = ${SUPPORTER}`] : []),
    ...among(ORGANISATION, organisations),
  ].join(' OR ');
  const visible = `(${KIND} = ANY ('{${kinds.join(',')}}') OR ((${parties}) AND ${more}))`;
  const [own, ...rest] = isolate(table, 'true').filter((step) => !step.startsWith('CREATE POLICY tenant'));
  const tenant = `consortium_id = ${CONSORTIUM}`;
  return [
    own!,
    `CREATE POLICY tenant ON ${table} TO passerelle_runtime USING (${tenant} AND ${visible}) WITH CHECK (${writable ?? `${tenant} AND ${visible}`})`,
    ...rest,
  ];
}

/** Of a tenancy's rows: no caseload limits who acts, and nobody supports the household or it is the lessor or manager that acts. */
export const KEPT_OPEN = `((SELECT acting_caseload()) IS NULL AND (supporter_id IS NULL OR ${KEEPER} IN (landlord_id, operator_id)))`;

/** The CHECK of a column that holds codes. */
export function oneOf(column: string, codes: readonly string[]): string {
  return `CHECK (${column} IN (${codes.map((code) => `'${code}'`).join(', ')}))`;
}

/** Columns of a row about a household: whose matter it is now, and under which household it was written. */
export const HOUSEHOLD_COLUMNS = `
  household_id uuid NOT NULL,
  origin_household_id uuid NOT NULL DEFAULT ${NIL}`;

/**
 * Keys and trigger of `HOUSEHOLD_COLUMNS`. A merge moves `household_id`, found by its foreign key, and leaves the origin, which
 * the trigger sets: the household as the writer knew it, or that of the row's person (`of: 'person'`).
 */
export function ofHousehold(table: string, of: 'household' | 'person' = 'household'): string[] {
  return [
    `ALTER TABLE ${table} ADD CONSTRAINT ${table}_household FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id)`,
    `ALTER TABLE ${table} ADD CONSTRAINT ${table}_origin FOREIGN KEY (consortium_id, origin_household_id) REFERENCES households (consortium_id, id)`,
    `CREATE TRIGGER origin BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_origin('${of}')`,
    `CREATE INDEX ${table}_by_household ON ${table} (consortium_id, household_id, id)`,
    `CREATE INDEX ${table}_by_origin ON ${table} (consortium_id, origin_household_id)`,
  ];
}

export const NOUN_COLUMNS = `
  consortium_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()`;

/**
 * For a table of a consortium: by itself PostgreSQL analyses a table when a tenth of it has changed, so that a consortium which joins many
 * others would be unknown to the planner for long, and it expects one row of whom it does not know.
 */
export const ANALYSED_SOON = 'autovacuum_analyze_scale_factor = 0.02';

/** The stamps of a noun: version and updated_at rise with each change, whoever makes it. */
export function stamped(table: string): string {
  return `CREATE TRIGGER stamp BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION stamp_row()`;
}

export function runtimeMay(rights: string, table: string): string {
  return `GRANT ${rights} ON ${table} TO passerelle_runtime`;
}

/** In a `<collection>_seen` view: the identifiers that the viewer itself gave the noun. */
export function ownIdentifiers(alias: string, viewer: string): string {
  return `coalesce((SELECT jsonb_agg(jsonb_build_object('system', x.system, 'value', x.value) ORDER BY x.system, x.value)
    FROM external_ids x WHERE x.consortium_id = ${alias}.consortium_id AND x.subject_id = ${alias}.id AND x.organisation_id = ${viewer}), '[]'::jsonb)`;
}

/** A function that acts as the definer role, with a fixed search path, and that only the run-time role may call. */
export function definer(signature: string): string[] {
  return [
    `ALTER FUNCTION ${signature} SECURITY DEFINER SET search_path = public, pg_temp`,
    `ALTER FUNCTION ${signature} OWNER TO passerelle_definer`,
    `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`,
    `GRANT EXECUTE ON FUNCTION ${signature} TO passerelle_runtime`,
  ];
}

/** A function of the definer role that only other such functions may call. */
export function inner(signature: string): string[] {
  return [...definer(signature), `REVOKE ALL ON FUNCTION ${signature} FROM passerelle_runtime`];
}

/** In PL/pgSQL: what a party alone may do is refused to others, whatever exists. Code that asks as a stranger is wrong. */
export const REFUSE_STRANGER = `RAISE EXCEPTION 'not a party' USING ERRCODE = '42501'`;

/** A function of the definer role made anew: its owner and who may call it stay. Takes `CREATE FUNCTION … AS $$…$$`. */
export function again(made: string): string {
  return made
    .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
    .replace(' AS $$', () => ' SECURITY DEFINER SET search_path = public, pg_temp AS $$');
}

/** What an earlier migration made, by how its statement begins. */
export function madeBy(steps: readonly string[], beginning: string): string {
  const made = steps.find((step) => step.startsWith(beginning));
  if (!made) throw new Error(`No earlier statement begins with ${beginning}`);
  return made;
}

/** Changes rows of every consortium (`tenant`) as the definer role, under its policies; a migration is under none, and refused. */
export function asDefiner(perConsortium: string): string {
  return `DO $$ DECLARE tenant uuid; BEGIN
    SET LOCAL ROLE passerelle_definer;
    SET LOCAL row_security = on;
    FOR tenant IN SELECT all_consortia() LOOP
      PERFORM set_config('app.consortium', tenant::text, true);
      ${perConsortium}
    END LOOP;
    PERFORM set_config('app.consortium', '', true);
    SET LOCAL row_security = off;
    RESET ROLE;
  END $$`;
}

/** In PL/pgSQL: a refusal that callers read as a failure. The constraint's name says which (`constraintMeans`); `detail` is SQL. */
export function refuse(constraint: string, detail?: string): string {
  return `RAISE EXCEPTION '${constraint}' USING ERRCODE = 'PS409', CONSTRAINT = '${constraint}'${detail ? `, DETAIL = ${detail}` : ''}`;
}

/** A migration that is a list of statements up and a list down. */
export abstract class SqlMigration implements MigrationInterface {
  protected abstract readonly steps: readonly string[];
  protected abstract readonly undo: readonly string[];

  async up(runner: QueryRunner): Promise<void> {
    for (const step of this.steps) await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const step of this.undo) await runner.query(step);
  }
}

/** The statements of a migration, to take one of them up again. */
export function stepsOf(migration: new () => SqlMigration): readonly string[] {
  return (new migration() as unknown as { readonly steps: readonly string[] }).steps;
}

/** A statement of an earlier migration with another word in a place. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`Nothing to change: ${from}`);
  return text.replace(from, () => to);
}
