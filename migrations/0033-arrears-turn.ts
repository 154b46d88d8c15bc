import { LAST } from './0031-arrears-evaluation.js';
import { EVENT, KEPT, PLANS, VIEWERS } from './0033-arrears-plans.js';
import { definer, NIL, REFUSE_STRANGER, SqlMigration } from './support.js';

/** Levels by weight, regimes by which speaks first where several rules say the same. */
const RANK = (level: string): string => `array_position('{watch,to_verify,constituted}', ${level})`;
const SPEAKS = (regime: string): string => `array_position('{housing_benefit,residence,ccapex,early}', ${regime})`;
/*
 * One statement over the accounts of a consortium. A constituted case stays so, under the rule and the version that made it, until
 * its debt is cleared: a later version judges new events only. A soft one follows what its rules say. A case that was
 * closed stays closed until its debt or its level rises. What is as it was is not written. `byKeys`: of a part the tenancies are read
 * by their keys alone (0054).
 */
const cases = (byKeys: boolean): string => `
  WITH delays AS MATERIALIZED (
    SELECT r.code, make_interval(months => CASE r.unit WHEN 'month' THEN r.quantity ELSE 0 END, weeks => CASE r.unit WHEN 'week' THEN r.quantity ELSE 0 END,
      days => CASE r.unit WHEN 'day' THEN r.quantity ELSE 0 END) AS span FROM arrears_rules_at(at) r WHERE r.kind = 'delay'),
  found_out AS MATERIALIZED (
    SELECT e.*, ${RANK('e.level')} AS rank FROM arrears_evaluation(at, NULL, false, after, until) e WHERE e.met OR e.ahead),
  judged AS MATERIALIZED (SELECT * FROM found_out WHERE met),
  -- Of several thresholds ahead the one that is sure to come speaks first: that of time.
  aheads AS MATERIALIZED (
    SELECT DISTINCT ON (f.tenancy_id) f.tenancy_id, f.code, f.rule_version, f.threshold_cents, CASE f.measure WHEN 'since_default' THEN f.since END AS on_day
    FROM found_out f WHERE f.ahead ORDER BY f.tenancy_id, f.measure <> 'since_default', ${SPEAKS('f.regime')}, f.code),
  tops AS MATERIALIZED (
    SELECT j.tenancy_id, max(j.rank) AS rank, min(j.debt_cents) AS debt_cents, min(j.first_default_on) AS first_default_on,
      (array_agg(j.level ORDER BY j.rank DESC))[1] AS level,
      (array_agg(j.code ORDER BY j.rank DESC, ${SPEAKS('j.regime')}, j.code))[1] AS code,
      (array_agg(j.rule_version ORDER BY j.rank DESC, ${SPEAKS('j.regime')}, j.code))[1] AS rule_version,
      min(j.since + d.span)::date AS report_due_on
    FROM judged j
    LEFT JOIN delays d ON j.regime = 'housing_benefit' AND j.level = 'constituted'
      AND d.code = CASE j.aid_payee WHEN 'tenant' THEN 'report_paying_body_tenant_paid' ELSE 'report_paying_body' END
    GROUP BY j.tenancy_id),
  nexts AS MATERIALIZED (
    SELECT a.* FROM aheads a JOIN tops s ON s.tenancy_id = a.tenancy_id AND s.level = 'watch'),
  known AS MATERIALIZED (
    SELECT c.id, c.tenancy_id, c.status, c.level AS was, coalesce(a.balance_cents, 0) <= 0 OR t.settled_on IS NOT NULL
        OR (s.level IS NULL AND c.level <> 'constituted' AND c.status IN ('watch', 'to_verify')) AS over,
      greatest(a.balance_cents, 0) AS debt_cents, a.first_default_on,
      CASE WHEN c.level = 'constituted' OR s.level IS NULL THEN c.level ELSE s.level END AS level,
      CASE WHEN c.level = 'constituted' OR s.level IS NULL OR s.level = c.level THEN c.rule_code ELSE s.code END AS code,
      CASE WHEN c.level = 'constituted' OR s.level IS NULL OR s.level = c.level THEN c.rule_version ELSE s.rule_version END AS rule_version,
      coalesce(c.report_due_on, s.report_due_on) AS report_due_on, t.landlord_id, t.operator_id, t.supporter_id, t.tenant_organisation_id,
      n.code AS next_code, n.rule_version AS next_version, n.threshold_cents AS next_cents, n.on_day AS next_on
    FROM arrears_cases c
    JOIN accounts a ON a.consortium_id = c.consortium_id AND a.tenancy_id = c.tenancy_id
    JOIN tenancies t ON t.consortium_id = c.consortium_id AND t.id = c.tenancy_id
    LEFT JOIN tops s ON s.tenancy_id = c.tenancy_id
    LEFT JOIN nexts n ON n.tenancy_id = c.tenancy_id AND c.status = 'watch'
    WHERE c.consortium_id = tenant AND c.tenancy_id > after AND c.tenancy_id <= until AND c.status NOT IN ('cleared', 'closed')${byKeys ? within('t.id', 'a.tenancy_id') : ''}),
  opened AS (
    INSERT INTO arrears_cases (consortium_id, id, tenancy_id, status, status_since, level, level_since, rule_code, rule_version, opened_on,
      debt_cents, first_default_on, report_due_on, landlord_id, operator_id, supporter_id, tenant_organisation_id, next_rule_code, next_rule_version,
      next_threshold_cents, next_constituted_on)
    SELECT tenant, uuid7(), s.tenancy_id, s.level, at, s.level, at, s.code, s.rule_version, at, s.debt_cents, s.first_default_on, s.report_due_on,
      t.landlord_id, t.operator_id, t.supporter_id, t.tenant_organisation_id, n.code, n.rule_version, n.threshold_cents, n.on_day
    FROM tops s JOIN tenancies t ON t.consortium_id = tenant AND t.id = s.tenancy_id LEFT JOIN nexts n ON n.tenancy_id = s.tenancy_id
    WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.tenancy_id = s.tenancy_id)
      AND NOT EXISTS (SELECT 1 FROM (SELECT l.status, l.debt_cents, l.level FROM arrears_cases l
        WHERE l.consortium_id = tenant AND l.tenancy_id = s.tenancy_id ORDER BY l.id DESC LIMIT 1) l
        WHERE l.status = 'closed' AND l.debt_cents >= s.debt_cents AND ${RANK('l.level')} >= s.rank)
    ON CONFLICT (consortium_id, tenancy_id) WHERE status NOT IN ('cleared', 'closed') DO NOTHING
    RETURNING id, tenancy_id, status, level, ${VIEWERS('')} AS viewers),
  moved AS (
    UPDATE arrears_cases c SET
      status = CASE WHEN k.over THEN 'cleared' WHEN c.status IN ('watch', 'to_verify') THEN k.level ELSE c.status END,
      status_since = CASE WHEN k.over OR (c.status IN ('watch', 'to_verify') AND c.status <> k.level) THEN at ELSE c.status_since END,
      closed_on = CASE WHEN k.over THEN at END,
      level = k.level, level_since = CASE WHEN c.level = k.level THEN c.level_since ELSE at END,
      rule_code = k.code, rule_version = k.rule_version, report_due_on = k.report_due_on,
      debt_cents = k.debt_cents, first_default_on = k.first_default_on,
      landlord_id = k.landlord_id, operator_id = k.operator_id, supporter_id = k.supporter_id, tenant_organisation_id = k.tenant_organisation_id,
      next_rule_code = k.next_code, next_rule_version = k.next_version, next_threshold_cents = k.next_cents, next_constituted_on = k.next_on
    FROM known k
    WHERE c.consortium_id = tenant AND c.id = k.id AND c.status = k.status AND (k.over
      OR (c.level, c.rule_code, c.rule_version, c.debt_cents, c.first_default_on, c.report_due_on, c.landlord_id, c.operator_id, c.supporter_id,
        c.tenant_organisation_id, c.next_rule_code, c.next_rule_version, c.next_threshold_cents, c.next_constituted_on) IS DISTINCT FROM (k.level, k.code, k.rule_version, k.debt_cents, k.first_default_on, k.report_due_on,
        k.landlord_id, k.operator_id, k.supporter_id, k.tenant_organisation_id, k.next_code, k.next_version, k.next_cents, k.next_on))
    RETURNING c.id, c.tenancy_id, c.status, c.level, k.status AS status_was, k.was AS level_was, ${VIEWERS('c.')} AS viewers),
  standing AS (
    SELECT o.id, o.tenancy_id FROM opened o
    UNION ALL SELECT k.id, k.tenancy_id FROM known k WHERE NOT k.over),
  found AS (
    INSERT INTO arrears_grounds (consortium_id, id, case_id, code, rule_version, regime, level, since_on, found_on, debt_cents, threshold_cents,
      ends_when, legal_basis, transition_on, confidence)
    SELECT tenant, uuid7(), s.id, j.code, j.rule_version, j.regime, j.level, j.since, at, j.debt_cents, j.threshold_cents, j.ends_when,
      j.legal_basis, j.transition_on, j.confidence
    FROM judged j JOIN standing s ON s.tenancy_id = j.tenancy_id
    WHERE NOT EXISTS (SELECT 1 FROM arrears_grounds g WHERE g.consortium_id = tenant AND g.case_id = s.id AND g.code = j.code
      AND g.ended_on IS NULL AND (g.level = j.level OR g.level = 'constituted'))
    ON CONFLICT (consortium_id, case_id, code, level) WHERE ended_on IS NULL DO NOTHING
    RETURNING case_id),
  gone AS (
    UPDATE arrears_grounds g SET ended_on = at FROM known k
    WHERE g.consortium_id = tenant AND g.case_id = k.id AND g.ended_on IS NULL AND (k.over OR (g.level <> 'constituted'
      AND NOT EXISTS (SELECT 1 FROM judged j WHERE j.tenancy_id = k.tenancy_id AND j.code = g.code AND j.level = g.level)))
    RETURNING g.case_id),
  turned AS (
    SELECT o.id, 'opening' AS step, 'opened' AS event, o.status, o.viewers FROM opened o
    UNION ALL SELECT m.id, CASE m.status WHEN 'cleared' THEN 'clearance' ELSE 'escalation' END,
        CASE m.status WHEN 'cleared' THEN 'cleared' ELSE 'level_changed' END, m.status, m.viewers FROM moved m
      WHERE (m.status, m.level) IS DISTINCT FROM (m.status_was, m.level_was)),
  steps AS (
    INSERT INTO arrears_steps (consortium_id, id, case_id, step, status, occurred_on, principal_id)
    SELECT tenant, uuid7(), t.id, t.step, t.status, at, 'rent-arrears' FROM turned t),
  told AS (${EVENT('turned', 't.event')})
  SELECT (SELECT count(*) FROM known k) + (SELECT count(*) FROM tops s WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.tenancy_id = s.tenancy_id)),
    (SELECT count(*) FROM opened), (SELECT count(*) FROM turned WHERE step = 'escalation'), (SELECT count(*) FROM turned WHERE step = 'clearance'),
    ARRAY(SELECT id FROM opened UNION SELECT id FROM moved UNION SELECT case_id FROM found UNION SELECT case_id FROM gone)
  INTO looked_at, opened, escalated, cleared, touched`;

function within(...keys: string[]): string {
  return keys.map((key) => ` AND ${key} > after AND ${key} <= until`).join('');
}

const AGENDA = `PERFORM arrears_deadlines(touched);`;
const NESTED = `PERFORM set_config('enable_nestloop', 'on', true); -- the feed asks of the cases touched alone, by key`;

/** Of all, or of a part: a night of many tenancies is many short transactions. */
export const arrearsTurn = (byKeys: boolean): string =>
  `CREATE FUNCTION arrears_turn(at date, after uuid DEFAULT ${NIL}, until uuid DEFAULT ${LAST}) RETURNS TABLE (looked_at bigint, opened bigint, escalated bigint, cleared bigint, plans_checked bigint,
       plans_broken bigint) LANGUAGE plpgsql AS $$
     #variable_conflict use_column
     DECLARE
       tenant uuid := acting_consortium();
       touched uuid[];
       planned uuid[];
     BEGIN
       IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
       PERFORM pg_advisory_xact_lock(hashtextextended('rent-arrears ' || tenant, 0));
       ${PLANS};
       ${cases(byKeys)};
       IF cleared > 0 THEN ${KEPT}; END IF;
       touched := touched || planned;
       IF cardinality(touched) > 0 THEN
         ${(byKeys ? [NESTED, AGENDA] : [AGENDA, NESTED]).join('\n         ')}
         PERFORM feed_touch('arrears_cases', touched);
       END IF;
       RETURN NEXT;
     END $$`;

/**
 * The night of a consortium: plans are checked, then cases open, escalate and clear, set-based. Two runs at once stand in a
 * queue, so the second finds what the first did; a second run with nothing new writes no row.
 */
export class ArrearsTurn1700000000033 extends SqlMigration {
  readonly name = 'ArrearsTurn1700000000033';

  protected readonly steps = [
    // What is due by when of these cases, in the agenda of who lets or manages: the report, the plan, the next check. A supporter, who may
    // lose sight of the account at any time, has none.
    `CREATE FUNCTION arrears_deadlines(cases uuid[]) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       what record;
     BEGIN
       FOR what IN
         SELECT w.kind, array_agg(w.id ORDER BY w.id, w.organisation) FILTER (WHERE w.due_on IS NOT NULL) AS ids,
           array_agg(w.due_on ORDER BY w.id, w.organisation) FILTER (WHERE w.due_on IS NOT NULL) AS due,
           array_agg(w.organisation ORDER BY w.id, w.organisation) FILTER (WHERE w.due_on IS NOT NULL) AS organisations,
           array_agg(w.household ORDER BY w.id, w.organisation) FILTER (WHERE w.due_on IS NOT NULL) AS households,
           array_agg(w.id) FILTER (WHERE w.due_on IS NULL) AS done
         FROM arrears_cases c
         JOIN tenancies t ON t.consortium_id = c.consortium_id AND t.id = c.tenancy_id
         LEFT JOIN repayment_plans p ON p.consortium_id = c.consortium_id AND p.case_id = c.id AND p.status = 'active'
         LEFT JOIN LATERAL (SELECT max(k.instalment) AS last FROM repayment_plan_checks k WHERE k.consortium_id = p.consortium_id AND k.plan_id = p.id) n ON true
         CROSS JOIN LATERAL (VALUES
           ('arrears_report', c.id, CASE WHEN c.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM arrears_reports r
             WHERE r.consortium_id = c.consortium_id AND r.case_id = c.id AND r.body = 'paying_body') THEN c.report_due_on END),
           ('arrears_plan', c.id, CASE WHEN c.status IN ('reported', 'plan_proposed', 'plan_broken') THEN c.plan_due_on END),
           ('repayment_plan_check', c.id, CASE WHEN c.status = 'plan_active' AND coalesce(n.last, 0) < p.instalments
             THEN (p.first_due_on + make_interval(months => coalesce(n.last, 0)))::date + p.tolerance_days END)
         ) v (kind, id, due_on)
         CROSS JOIN LATERAL (SELECT v.*, coalesce(c.operator_id, c.landlord_id) AS organisation, t.household_id AS household) w
         WHERE c.consortium_id = acting_consortium() AND c.id = ANY (cases) AND arrears_party(c.id) GROUP BY w.kind
       LOOP
         IF what.done IS NOT NULL THEN PERFORM deadlines_close('arrears_case', what.done, what.kind); END IF;
         IF what.ids IS NOT NULL THEN
           UPDATE deadlines d SET closed_at = now() FROM unnest(what.ids, what.organisations) w (id, organisation)
           WHERE d.consortium_id = acting_consortium() AND d.source_type = 'arrears_case' AND d.source_id = w.id AND d.kind = what.kind
             AND d.organisation_id <> w.organisation AND d.closed_at IS NULL;
           PERFORM deadlines_put('arrears_case', what.ids, what.kind, what.due, what.organisations, what.households);
         END IF;
       END LOOP;
     END $$`,
    ...definer('arrears_deadlines(uuid[])'),

    arrearsTurn(false),
    ...definer('arrears_turn(date, uuid, uuid)'),
    // The planner knows nothing of what one step hands to the next: joined row by row, a night would grow with the square. What it
    // thinks of the rest then would have it compile each step, for seconds.
    `ALTER FUNCTION arrears_turn(date, uuid, uuid) SET enable_nestloop = off SET jit = off SET plan_cache_mode = force_custom_plan`,

    // The one definition of who follows a case in the feed, and of what its entry shows.
    `CREATE VIEW arrears_cases_seen WITH (security_invoker = true) AS
       SELECT c.consortium_id, c.id AS subject_id, v.viewer_id, t.household_id,
         jsonb_build_object('tenancyId', c.tenancy_id, 'status', c.status, 'statusSince', c.status_since, 'level', c.level, 'levelSince', c.level_since,
           'ruleCode', c.rule_code, 'ruleVersion', c.rule_version, 'debtCents', c.debt_cents, 'openedOn', c.opened_on, 'reportDueOn', c.report_due_on,
           'reportedOn', c.reported_on, 'planDueOn', c.plan_due_on, 'proceeding', c.proceeding, 'closedOn', c.closed_on, 'caseVersion', c.version) AS entry
       FROM arrears_cases c
       JOIN tenancies t ON t.consortium_id = c.consortium_id AND t.id = c.tenancy_id
       CROSS JOIN LATERAL tenancy_followers(c.landlord_id, c.operator_id, CASE WHEN EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = c.consortium_id
         AND g.organisation_id = c.supporter_id AND g.household_id = t.household_id AND g.scope = 'account' AND g.until > civil_today())
         THEN c.supporter_id END, c.tenant_organisation_id, false) v (viewer_id)`,
    `GRANT SELECT ON arrears_cases_seen TO passerelle_definer`,
    // A supporter follows a case while the household lets it see the account: asked again at the end of who changes that.
    `CREATE FUNCTION arrears_follow_grants() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       cases uuid[] := ARRAY(SELECT c.id FROM tenancies t JOIN arrears_cases c ON c.consortium_id = t.consortium_id AND c.tenancy_id = t.id
         WHERE t.consortium_id = coalesce(NEW.consortium_id, OLD.consortium_id) AND t.household_id = coalesce(NEW.household_id, OLD.household_id)
           AND t.supporter_id = coalesce(NEW.organisation_id, OLD.organisation_id));
     BEGIN
       IF cardinality(cases) > 0 THEN PERFORM feed_touch('arrears_cases', cases); END IF;
       RETURN NULL;
     END $$`,
    ...definer('arrears_follow_grants()'),
    `CREATE FUNCTION arrears_follow_roles() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF TG_OP = 'UPDATE' AND (OLD.roles, OLD.starts_on, OLD.ends_on, OLD.turned_on)
         IS NOT DISTINCT FROM (NEW.roles, NEW.starts_on, NEW.ends_on, NEW.turned_on) THEN RETURN NULL; END IF;
       PERFORM feed_touch('arrears_cases', ARRAY(SELECT c.id FROM arrears_cases c WHERE c.consortium_id = NEW.consortium_id
         AND NEW.organisation_id IN (c.landlord_id, c.operator_id, c.supporter_id, c.tenant_organisation_id) ORDER BY c.id));
       RETURN NULL;
     END $$`,
    ...definer('arrears_follow_roles()'),
    `CREATE TRIGGER arrears_follow AFTER INSERT OR UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION arrears_follow_roles()`,
    `CREATE CONSTRAINT TRIGGER arrears_given AFTER INSERT ON grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (NEW.scope = 'account') EXECUTE FUNCTION arrears_follow_grants()`,
    `CREATE CONSTRAINT TRIGGER arrears_taken AFTER DELETE ON grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (OLD.scope = 'account') EXECUTE FUNCTION arrears_follow_grants()`,
  ];

  protected readonly undo = [
    `DROP TRIGGER arrears_follow ON memberships`,
    `DROP FUNCTION arrears_follow_roles()`,
    `DROP TRIGGER arrears_taken ON grants`,
    `DROP TRIGGER arrears_given ON grants`,
    `DROP FUNCTION arrears_follow_grants()`,
    `DROP VIEW arrears_cases_seen`,
    `DROP FUNCTION arrears_turn(date, uuid, uuid)`,
    `DROP FUNCTION arrears_deadlines(uuid[])`,
  ];
}
