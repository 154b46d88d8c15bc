import { definer, isolate, NIL, NOUN_COLUMNS, ORGANISATION, runtimeMay, SqlMigration, stamped } from './support.js';

const LEVELS = `('information', 'attention', 'urgent')`;
const FUNCTIONS = `('administrator', 'social_worker', 'rent_officer', 'landlord_social_adviser', 'reader')`;

/**
 * No household is named, or it is disclosed to the acting organisation and in the caseload of who acts. A merge gives the
 * stub of the survivor to everybody who had one of the absorbed: so the household as it is now may be asked for.
 */
const HOUSEHOLD_KNOWN = `CREATE FUNCTION household_known(household uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
  BEGIN
    IF household IS NULL THEN RETURN true; END IF;
    RETURN EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
      AND g.household_id = household AND g.scope = 'stub' AND g.subject_id = ${NIL} AND g.until > civil_today())
      AND caseload_allows(household);
  END $$`;

/** What tells who supports a household of its arrears it reads as long as it sees the case: it may have lost that and know the household still. */
const OF_ITS_SUPPORTER = `subject_type = 'arrears_case' AND staff_function = 'social_worker'`;
const SUBJECT_KNOWN = `((${OF_ITS_SUPPORTER}) IS NOT TRUE OR sees_arrears_case(subject_id))`;

/** Who loses sight of a household or of its account, or gains it, gets the alerts on it anew: what its copy shows follows from grants. */
const GRANTS_MOVED = `CREATE FUNCTION grants_moved() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE causes c SET projected = false FROM (SELECT DISTINCT m.consortium_id, m.household_id, m.organisation_id FROM moved m WHERE m.scope = ANY ('{stub,account}')) g
    WHERE c.consortium_id = g.consortium_id AND c.household_id = g.household_id AND c.organisation_id = g.organisation_id AND c.projected;
    IF FOUND THEN INSERT INTO outbox (id, consortium_id, job) VALUES (uuid7(), acting_consortium(), 'causes-project'); END IF;
    RETURN NULL;
  END $$`;

const INSTANT = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const SEEN = `CREATE VIEW alerts_seen WITH (security_invoker = true) AS
  SELECT a.consortium_id, a.id AS subject_id, a.organisation_id AS viewer_id, a.household_id, jsonb_build_object(
    'alertVersion', a.version, 'kind', a.kind, 'level', a.level, 'status', a.status, 'subjectType', a.subject_type, 'subjectId', a.subject_id,
    'householdId', a.household_id, 'sinceOn', a.since_on, 'staffFunction', a.staff_function, 'assigneeId', a.assignee_id,
    'acknowledgedAt', ${INSTANT('a.acknowledged_at')}, 'reopensOn', a.reopens_on, 'closedAt', ${INSTANT('a.closed_at')},
    'facts', f.facts) AS entry
  FROM alerts a CROSS JOIN LATERAL alert_facts(a.facts) f (facts)
  CROSS JOIN LATERAL (SELECT (${OF_ITS_SUPPORTER}) IS TRUE AS by_account) s
  WHERE (a.household_id IS NULL AND NOT s.by_account) OR EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = a.consortium_id
    AND g.organisation_id = a.organisation_id AND g.household_id = a.household_id AND g.scope = CASE WHEN s.by_account THEN 'account' ELSE 'stub' END
    AND g.subject_id = ${NIL} AND g.until > civil_today())`;

/** Alerts: what is made of causes, for the partner that must act, and what it did about them. */
export class Alerts1700000000041 extends SqlMigration {
  readonly name = 'Alerts1700000000041';

  protected readonly steps = [
    HOUSEHOLD_KNOWN,
    `CREATE FUNCTION alert_facts(facts jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN coalesce((SELECT jsonb_agg(
       jsonb_build_object('name', f.key, 'value', f.value #>> '{}') ORDER BY f.key) FROM jsonb_each(facts) f), '[]'::jsonb)`,
    `CREATE TABLE alerts (${NOUN_COLUMNS},
       cause_id uuid NOT NULL,
       kind text NOT NULL REFERENCES cause_kinds (kind),
       level text NOT NULL CHECK (level IN ${LEVELS}),
       status text NOT NULL CHECK (status IN ('open', 'acknowledged', 'snoozed', 'closed')),
       subject_type text NOT NULL,
       subject_id uuid NOT NULL,
       household_id uuid,
       organisation_id uuid NOT NULL,
       staff_function text CHECK (staff_function IN ${FUNCTIONS}),
       facts jsonb NOT NULL,
       since_on date NOT NULL,
       assignee_id uuid,
       acknowledged_at timestamptz,
       reopens_on date,
       closed_at timestamptz,
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT alerts_one_a_cause UNIQUE (consortium_id, cause_id),
       FOREIGN KEY (consortium_id, cause_id) REFERENCES causes (consortium_id, id),
       FOREIGN KEY (consortium_id, household_id) REFERENCES households (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id),
       CONSTRAINT alerts_assignee FOREIGN KEY (consortium_id, organisation_id, assignee_id) REFERENCES users (consortium_id, organisation_id, id),
       CHECK ((status = 'snoozed') = (reopens_on IS NOT NULL)),
       CHECK ((status = 'closed') = (closed_at IS NOT NULL)))`,
    stamped('alerts'),
    `CREATE INDEX alerts_of_viewer ON alerts (consortium_id, organisation_id, id)`,
    `CREATE INDEX alerts_of_viewer_by_status ON alerts (consortium_id, organisation_id, status, id)`,
    `CREATE INDEX alerts_of_viewer_by_change ON alerts (consortium_id, organisation_id, updated_at, id)`,
    `CREATE INDEX alerts_by_subject ON alerts (consortium_id, subject_id)`,
    `CREATE INDEX alerts_by_household ON alerts (consortium_id, household_id) WHERE household_id IS NOT NULL`,
    `CREATE INDEX alerts_snoozed ON alerts (consortium_id, reopens_on) WHERE reopens_on IS NOT NULL`,
    ...isolate('alerts', `(organisation_id = ${ORGANISATION} AND household_known(household_id) AND ${SUBJECT_KNOWN})`),
    runtimeMay('SELECT, INSERT, UPDATE', 'alerts'),

    // What was done about an alert, by whom and when; the system's own steps too.
    `CREATE TABLE alert_steps (${NOUN_COLUMNS},
       alert_id uuid NOT NULL,
       organisation_id uuid NOT NULL,
       step text NOT NULL CHECK (step IN ('raised', 'acknowledged', 'assigned', 'snoozed', 'reopened', 'closed')),
       level text NOT NULL CHECK (level IN ${LEVELS}),
       response text CHECK (response IN ('in_hand', 'known', 'nothing_to_do')),
       assignee_id uuid,
       reopens_on date,
       principal_id text NOT NULL,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, alert_id) REFERENCES alerts (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id, assignee_id) REFERENCES users (consortium_id, organisation_id, id))`,
    stamped('alert_steps'),
    `CREATE INDEX alert_steps_by_alert ON alert_steps (consortium_id, alert_id, id)`,
    ...isolate(
      'alert_steps',
      `(organisation_id = ${ORGANISATION} AND (SELECT true FROM alerts a WHERE a.consortium_id = alert_steps.consortium_id AND a.id = alert_steps.alert_id))`,
    ),
    runtimeMay('SELECT, INSERT', 'alert_steps'),

    SEEN,
    `GRANT SELECT ON alerts_seen TO passerelle_definer`,
    GRANTS_MOVED,
    ...definer('grants_moved()'),
    `CREATE TRIGGER moved_away AFTER DELETE ON grants REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION grants_moved()`,
    `CREATE TRIGGER moved_in AFTER INSERT ON grants REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION grants_moved()`,
  ];

  protected readonly undo = [
    `DROP TRIGGER moved_in ON grants`,
    `DROP TRIGGER moved_away ON grants`,
    `DROP FUNCTION grants_moved()`,
    `DROP VIEW alerts_seen`,
    `DROP TABLE alert_steps, alerts`,
    `DROP FUNCTION alert_facts(jsonb)`,
    `DROP FUNCTION household_known(uuid)`,
  ];
}
