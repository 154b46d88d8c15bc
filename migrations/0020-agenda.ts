import { definer, inner, isolateParties, NOUN_COLUMNS, runtimeMay, SqlMigration, stamped } from './support.js';

/** Whether who acts is a party of what a deadline is about. A job is of everything; features say who else is of theirs. */
export const DEADLINE_IS_OURS = `CREATE FUNCTION deadline_is_ours(of_type text, of_id uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT acting_kind() = 'system' $$`;

/** Whether who acts sees what a deadline is about: asked of its own deadlines, under its own policies. Features say how. */
export const DEADLINE_SEEN = `CREATE FUNCTION deadline_seen(of_type text, of_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
  BEGIN RETURN CASE of_type WHEN '' THEN true ELSE false END; END $$`;

/**
 * What is due when, and whose it is (`design.md` D). Whoever has a date puts it here; calendar, iCalendar and due-date alerts
 * read this one table. Written by the two functions: a deadline is often another organisation's than the one that acts.
 */
export class Agenda1700000000020 extends SqlMigration {
  readonly name = 'Agenda1700000000020';

  protected readonly steps = [
    `CREATE FUNCTION in_caseload(household uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN acting_caseload() IS NULL OR EXISTS (SELECT 1 FROM assignments s WHERE s.consortium_id = acting_consortium()
         AND s.household_id = household AND s.user_id = ANY (caseload_workers())
         AND s.starts_on <= civil_today() AND (s.ends_on IS NULL OR s.ends_on > civil_today()));
     END $$`,
    ...definer('in_caseload(uuid)'),

    // Which kinds there are, from how many days before they are told of, and from when they are urgent: −1 is the day after.
    // A feature that has others adds them in its own migration, and to the enumeration.
    `CREATE TABLE deadline_kinds (
       kind text PRIMARY KEY CHECK (kind ~ '^[a-z][a-z0-9_]*$'),
       lead_days integer NOT NULL CHECK (lead_days >= 0),
       urgent_days integer NOT NULL CHECK (urgent_days BETWEEN -1 AND lead_days))`,
    `INSERT INTO deadline_kinds (kind, lead_days, urgent_days) VALUES ('joint_review', 60, 7), ('slide_decision', 90, 14),
       ('tenancy_end', 60, 14), ('arrears_report', 60, 14), ('arrears_plan', 60, 30), ('repayment_plan_check', 7, -1)`,
    runtimeMay('SELECT', 'deadline_kinds'),
    `GRANT SELECT ON deadline_kinds TO passerelle_definer`,
    `CREATE TABLE deadlines (${NOUN_COLUMNS},
       source_type text NOT NULL CHECK (source_type ~ '^[a-z][a-z_]*$'),
       source_id uuid NOT NULL,
       kind text NOT NULL REFERENCES deadline_kinds (kind),
       due_on date NOT NULL,
       organisation_id uuid NOT NULL,
       worker_id uuid,
       household_id uuid,
       closed_at timestamptz,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id),
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id))`,
    stamped('deadlines'),
    `CREATE UNIQUE INDEX deadlines_open ON deadlines (consortium_id, source_type, source_id, kind, organisation_id) WHERE closed_at IS NULL`,
    `CREATE INDEX deadlines_due ON deadlines (consortium_id, organisation_id, due_on, id) WHERE closed_at IS NULL`,
    `CREATE INDEX deadlines_by_change ON deadlines (consortium_id, organisation_id, updated_at, id)`,
    `CREATE INDEX deadlines_by_source ON deadlines (consortium_id, source_id)`,
    `CREATE INDEX deadlines_by_household ON deadlines (consortium_id, household_id)`,
    DEADLINE_SEEN,
    // One’s own, as long as one sees what it is about: with a role, a disclosure or a caseload goes the deadline.
    ...isolateParties(
      'deadlines',
      { organisations: ['organisation_id'] },
      { more: 'deadline_seen(source_type, source_id)', writable: 'false' },
    ),
    runtimeMay('SELECT', 'deadlines'),

    DEADLINE_IS_OURS,
    ...inner('deadline_is_ours(text, uuid)'),
    // One open deadline for each source, kind and organisation; the arrays are parallel. Answers how many were new or moved.
    `CREATE FUNCTION deadlines_put(of_type text, sources uuid[], of_kind text, due date[], organisations uuid[], households uuid[])
       RETURNS bigint LANGUAGE sql AS $$
       WITH put AS (
         INSERT INTO deadlines AS d (consortium_id, id, source_type, source_id, kind, due_on, organisation_id, household_id)
         SELECT acting_consortium(), uuid7(), of_type, w.source, of_kind, w.due_on, w.organisation, w.household
         FROM unnest(sources, due, organisations, households) w (source, due_on, organisation, household)
         WHERE deadline_is_ours(of_type, w.source)
         ORDER BY w.source
         ON CONFLICT (consortium_id, source_type, source_id, kind, organisation_id) WHERE closed_at IS NULL
         DO UPDATE SET due_on = excluded.due_on, household_id = excluded.household_id
         WHERE (d.due_on, d.household_id) IS DISTINCT FROM (excluded.due_on, excluded.household_id)
         RETURNING 1)
       SELECT count(*) FROM put $$`,
    ...definer('deadlines_put(text, uuid[], text, date[], uuid[], uuid[])'),
    // What is done, or no longer expected; a null kind means all of these sources.
    `CREATE FUNCTION deadlines_close(of_type text, sources uuid[], of_kind text) RETURNS bigint LANGUAGE sql AS $$
       WITH closed AS (
         UPDATE deadlines SET closed_at = now() WHERE consortium_id = acting_consortium() AND source_type = of_type
           AND source_id = ANY (sources) AND deadline_is_ours(of_type, source_id) AND (of_kind IS NULL OR kind = of_kind) AND closed_at IS NULL RETURNING 1)
       SELECT count(*) FROM closed $$`,
    ...definer('deadlines_close(text, uuid[], text)'),
  ];

  protected readonly undo = [
    `DROP FUNCTION deadlines_close(text, uuid[], text)`,
    `DROP FUNCTION deadlines_put(text, uuid[], text, date[], uuid[], uuid[])`,
    `DROP FUNCTION deadline_is_ours(text, uuid)`,
    `DROP TABLE deadlines, deadline_kinds`,
    `DROP FUNCTION deadline_seen(text, uuid)`,
    `DROP FUNCTION in_caseload(uuid)`,
  ];
}
