import { isolate, KIND, NOUN_COLUMNS, runtimeMay, SqlMigration, stamped } from './support.js';
import { STATUTORY_RULES } from './0030-arrears-rows.js';

/**
 * A rule: to what it applies, what it measures against what, since when, on which legal basis and how sure. A threshold says when
 * a debt reaches a level; a delay what must be done by when, and by whom; a season from which day of the year until which.
 */
const RULE_COLUMNS = `
  code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]{2,59}$'),
  rule_version integer NOT NULL CHECK (rule_version >= 1),
  valid_from date NOT NULL,
  valid_until date CHECK (valid_until >= valid_from),
  kind text NOT NULL CHECK (kind IN ('threshold', 'delay', 'season')),
  regime text NOT NULL CHECK (regime IN ('early', 'housing_benefit', 'residence', 'ccapex', 'plan', 'enforcement')),
  level text CHECK (level IN ('watch', 'to_verify', 'constituted')),
  tenancy_kinds text[] CHECK (tenancy_kinds <@ '{social_lease,sublease,sliding_lease,occupancy_title,flat_share_agreement,private_lease}'),
  aid_payee text CHECK (aid_payee IN ('tenant', 'landlord')),
  lessor_person text CHECK (lessor_person IN ('natural', 'legal')),
  needs_aid boolean NOT NULL DEFAULT false,
  needs_current boolean NOT NULL DEFAULT false,
  needs_natural_tenant boolean NOT NULL DEFAULT false,
  needs_partial_payment boolean NOT NULL DEFAULT false,
  measure text CHECK (measure IN ('debt', 'since_default', 'unpaid_terms', 'aid_interrupted')),
  base text CHECK (base IN ('amount', 'gross', 'net', 'rent')),
  operator text CHECK (operator IN ('gte', 'gt')),
  amount_cents integer CHECK (amount_cents >= 0),
  percent integer CHECK (percent > 0),
  quantity integer CHECK (quantity >= 0),
  unit text CHECK (unit IN ('month', 'week', 'day', 'term', 'instalment')),
  from_event text CHECK (from_event IN ('constituted', 'reported', 'plan_missed', 'referred', 'ccapex_referral', 'notice_served', 'summoned', 'quit_order', 'instalment_due', 'plan_agreed', 'received')),
  actor text CHECK (actor IN ('lessor', 'tenant', 'supporter', 'paying_body', 'ccapex', 'fsl', 'judge')),
  season_from text CHECK (season_from ~ '^\\d{2}-\\d{2}$'),
  season_until text CHECK (season_until ~ '^\\d{2}-\\d{2}$'),
  ends_when text CHECK (ends_when IN ('debt_cleared', 'below_threshold')),
  transition_on date,
  transition_confidence text CHECK (transition_confidence IN ('verified', 'known', 'unsure')),
  enabled boolean NOT NULL DEFAULT true,
  legal_basis text NOT NULL,
  confidence text NOT NULL CHECK (confidence IN ('verified', 'known', 'unsure')),
  CHECK (kind <> 'threshold' OR (level IS NOT NULL AND measure IS NOT NULL AND ends_when IS NOT NULL)),
  CHECK (measure IS DISTINCT FROM 'debt' OR (operator IS NOT NULL AND base IS NOT NULL AND (base = 'amount') = (amount_cents IS NOT NULL)
    AND (base = 'amount') = (percent IS NULL))),
  CHECK (measure IS NULL OR measure NOT IN ('since_default', 'unpaid_terms') OR quantity IS NOT NULL),
  CHECK (kind <> 'season' OR (season_from IS NOT NULL AND season_until IS NOT NULL)),
  CHECK ((transition_on IS NULL) = (transition_confidence IS NULL)),
  -- What is unsure is never the only ground for anything: it asks to be verified.
  CONSTRAINT unsure_constitutes_nothing CHECK (level IS DISTINCT FROM 'constituted' OR confidence <> 'unsure')`;

/** The names of those columns, in their order: a row of one table is a row of the other. */
const columns = (alias: string): string =>
  [...RULE_COLUMNS.matchAll(/^ {2}([a-z_]+) (?:text|integer|date|boolean)/gm)]
    .map(([, name]) => `${alias}.${name}`)
    .join(', ');

/**
 * The rules of rent arrears as rows (france.md §1). Those of the law are the installation's; a consortium replaces one by its
 * own row of the same code, or adds early levels.
 */
export class ArrearsRules1700000000030 extends SqlMigration {
  readonly name = 'ArrearsRules1700000000030';

  protected readonly steps = [
    `CREATE TABLE arrears_statutes (${RULE_COLUMNS},
       PRIMARY KEY (code, rule_version))`,
    runtimeMay('SELECT', 'arrears_statutes'),
    `GRANT SELECT ON arrears_statutes TO passerelle_definer`,
    ...STATUTORY_RULES,

    `CREATE TABLE arrears_rules (${NOUN_COLUMNS}, ${RULE_COLUMNS},
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id) REFERENCES consortia (id),
       CONSTRAINT arrears_rules_version UNIQUE (consortium_id, code, rule_version))`,
    stamped('arrears_rules'),
    `CREATE UNIQUE INDEX arrears_rules_from ON arrears_rules (consortium_id, code, valid_from)`,
    ...isolate('arrears_rules', 'true', `${KIND} = 'coordinator'`),
    runtimeMay('SELECT, INSERT', 'arrears_rules'),

    // The rules in force on a day: a consortium's row stands for the law's of that code, the latest version for earlier ones.
    // Not inlined, and said to be many, so that no plan takes them for a single row.
    `CREATE FUNCTION arrears_rules_at(at date) RETURNS SETOF arrears_statutes LANGUAGE plpgsql STABLE ROWS 2000 AS $$
     BEGIN
       RETURN QUERY SELECT (r.rule).* FROM (
         SELECT DISTINCT ON (s.code) s.rule FROM (
           SELECT c.code, 1 AS own, c.valid_from, c.rule_version, ROW(${columns('c')})::arrears_statutes AS rule FROM arrears_rules c
           WHERE c.consortium_id = acting_consortium() AND c.valid_from <= at AND (c.valid_until IS NULL OR c.valid_until >= at)
           UNION ALL
           SELECT t.code, 0, t.valid_from, t.rule_version, t FROM arrears_statutes t
           WHERE t.valid_from <= at AND (t.valid_until IS NULL OR t.valid_until >= at)) s
         ORDER BY s.code, s.own DESC, s.valid_from DESC, s.rule_version DESC) r
       WHERE (r.rule).enabled;
     END $$`,
    // The same as rows with an identifier, for a list.
    `CREATE FUNCTION arrears_rules_listed(at date) RETURNS SETOF arrears_rules LANGUAGE sql STABLE AS $$
       SELECT acting_consortium(), md5(t.code || ' ' || t.rule_version || ' ' || t.valid_from)::uuid, 1, t.valid_from::timestamptz, t.valid_from::timestamptz,
         ${columns('t')} FROM arrears_rules_at(at) t $$`,
    // A consortium's own version of a rule from a day on, or an early level of its own: like the one it is based on, but for what is given.
    `CREATE FUNCTION arrears_rule_replace(new_id uuid, based_on text, new_code text, from_on date, until_on date, is_enabled boolean, amount integer,
       new_percent integer, new_quantity integer, basis text) RETURNS boolean LANGUAGE plpgsql AS $$
     DECLARE
       base arrears_statutes;
     BEGIN
       SELECT (r.rule).* INTO base FROM (
         SELECT 1 AS own, c.valid_from, ROW(${columns('c')})::arrears_statutes AS rule FROM arrears_rules c
         WHERE c.consortium_id = acting_consortium() AND c.code = based_on
         UNION ALL SELECT 0, t.valid_from, t FROM arrears_statutes t WHERE t.code = based_on) r
       ORDER BY r.own DESC, r.valid_from DESC LIMIT 1;
       IF base.code IS NULL THEN RETURN false; END IF;
       base.rule_version := 1 + coalesce((SELECT max(v) FROM (SELECT c.rule_version AS v FROM arrears_rules c
           WHERE c.consortium_id = acting_consortium() AND c.code = new_code
         UNION ALL SELECT t.rule_version FROM arrears_statutes t WHERE t.code = new_code) known), 0);
       base.code := new_code;
       base.valid_from := from_on;
       base.valid_until := until_on;
       base.enabled := is_enabled;
       base.amount_cents := CASE WHEN base.amount_cents IS NULL THEN NULL ELSE coalesce(amount, base.amount_cents) END;
       base.percent := CASE WHEN base.percent IS NULL THEN NULL ELSE coalesce(new_percent, base.percent) END;
       base.quantity := CASE WHEN base.quantity IS NULL THEN NULL ELSE coalesce(new_quantity, base.quantity) END;
       base.legal_basis := coalesce(basis, base.legal_basis);
       INSERT INTO arrears_rules SELECT acting_consortium(), new_id, 1, now(), now(), (base).*;
       RETURN true;
     END $$`,
  ];

  protected readonly undo = [
    `DROP FUNCTION arrears_rule_replace(uuid, text, text, date, date, boolean, integer, integer, integer, text)`,
    `DROP FUNCTION arrears_rules_listed(date)`,
    `DROP FUNCTION arrears_rules_at(date)`,
    `DROP TABLE arrears_rules`,
    `DROP TABLE arrears_statutes`,
  ];
}
