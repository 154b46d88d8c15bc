import { ArrearsRules1700000000030 } from './0030-arrears-rules.js';
import { madeBy, refuse, runtimeMay, SqlMigration } from './support.js';

/** What that migration made, by how its statement begins. */
const before = new (class extends ArrearsRules1700000000030 {
  made(beginning: string): string {
    return madeBy(this.steps, beginning).replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');
  }
})();
const AT = 'CREATE FUNCTION arrears_rules_at(';
const REPLACE = 'CREATE FUNCTION arrears_rule_replace(';
/** A rule of a consortium (alias `c`) as one of the law is: its columns in their order, without whose it is and when it was written. */
const RULE = `ROW(${[
  'c.code, c.rule_version, c.valid_from, c.valid_until, c.kind, c.regime, c.level, c.tenancy_kinds, c.aid_payee, c.lessor_person',
  'c.needs_aid, c.needs_current, c.needs_natural_tenant, c.needs_partial_payment, c.measure, c.base, c.operator, c.amount_cents',
  'c.percent, c.quantity, c.unit, c.from_event, c.actor, c.season_from, c.season_until, c.ends_when, c.transition_on',
  'c.transition_confidence, c.enabled, c.legal_basis, c.confidence',
].join(', ')})::arrears_statutes`;

/** In force on a day. */
const inForce = (alias: string, day: string): string =>
  `${alias}.valid_from <= ${day} AND (${alias}.valid_until IS NULL OR ${alias}.valid_until >= ${day})`;

/** Whether a consortium's parameters differ from those of the law in the direction that is open to it, or not at all. */
const within = (own: string, law: string, direction: string): string =>
  ['amount_cents', 'percent', 'quantity']
    .map(
      (
        column,
      ) => `(${own}.${column} IS NOT DISTINCT FROM ${law}.${column} OR coalesce(CASE ${direction} WHEN 'lower' THEN ${own}.${column} < ${law}.${column}
        WHEN 'raise' THEN ${own}.${column} > ${law}.${column} WHEN 'both' THEN true END, false))`,
    )
    .join(' AND ');

/**
 * The rules of the law are not a consortium's to weaken. It may set the parameter of one of them in the direction that acts for the
 * tenant sooner, and no other: debts are seen and reported earlier, enforcement waits longer. Whatever stands in `arrears_rules`,
 * a row that is weaker than the law of the day, or older than it, does not count.
 */
export class RulesOfLaw1700000000071 extends SqlMigration {
  readonly name = 'RulesOfLaw1700000000071';

  protected readonly steps = [
    // A rule of law that is not here has no parameter to set: whose delay it is (the judge's, the fund's), or that it is the tenant's
    // (the length of a plan), or that it opens enforcement (the threshold of a residence).
    `CREATE TABLE arrears_latitudes (
       code text PRIMARY KEY,
       direction text NOT NULL CHECK (direction IN ('lower', 'raise', 'both')))`,
    runtimeMay('SELECT', 'arrears_latitudes'),
    `GRANT SELECT ON arrears_latitudes TO passerelle_definer`,
    `INSERT INTO arrears_latitudes (code, direction) VALUES
       ('apl_rental_gross', 'lower'), ('apl_rental_net', 'lower'), ('apl_residence_net', 'lower'), ('apl_rental_amount', 'lower'),
       ('apl_rental_default', 'lower'), ('apl_residence_amount', 'lower'), ('apl_residence_default', 'lower'),
       ('ccapex_unpaid_months', 'lower'), ('ccapex_two_rents', 'lower'), ('report_paying_body', 'lower'),
       ('report_paying_body_tenant_paid', 'lower'), ('plan_by_lessor', 'lower'), ('plan_check', 'lower'), ('guarantor_notice', 'lower'),
       ('ccapex_before_summons', 'raise'), ('summons_to_hearing', 'raise'), ('quit_order', 'raise'), ('residence_notice', 'raise'),
       ('plan_tolerance', 'both')`,

    // The rules in force on a day. Of an early level a consortium's row always stands for the installation's; of the law where it
    // comes after the law of that day and stays within it.
    `CREATE OR REPLACE FUNCTION arrears_rules_at(at date) RETURNS SETOF arrears_statutes LANGUAGE plpgsql STABLE ROWS 2000 AS $$
     BEGIN
       RETURN QUERY WITH law AS MATERIALIZED (
         SELECT DISTINCT ON (t.code) t.code, t.valid_from, t.amount_cents, t.percent, t.quantity, t AS rule
         FROM arrears_statutes t WHERE ${inForce('t', 'at')}
         ORDER BY t.code, t.valid_from DESC, t.rule_version DESC),
       own AS MATERIALIZED (
         SELECT DISTINCT ON (c.code) c.code, ${RULE} AS rule
         FROM arrears_rules c
         LEFT JOIN law l ON l.code = c.code
         LEFT JOIN arrears_latitudes w ON w.code = c.code
         WHERE c.consortium_id = acting_consortium() AND ${inForce('c', 'at')}
           AND (c.regime = 'early' OR (c.enabled AND c.valid_from >= l.valid_from AND ${within('c', 'l', 'w.direction')}))
         ORDER BY c.code, c.valid_from DESC, c.rule_version DESC)
       SELECT (r.rule).* FROM (
         SELECT o.rule FROM own o
         UNION ALL
         SELECT l.rule FROM law l WHERE NOT EXISTS (SELECT 1 FROM own o WHERE o.code = l.code)) r
       WHERE (r.rule).enabled;
     END $$`,

    // As before, from the rule that is in force on that day where there is one; and of a rule of law refused where it weakens it.
    `CREATE OR REPLACE FUNCTION arrears_rule_replace(new_id uuid, based_on text, new_code text, from_on date, until_on date, is_enabled boolean,
       amount integer, new_percent integer, new_quantity integer, basis text) RETURNS boolean LANGUAGE plpgsql AS $$
     DECLARE
       base arrears_statutes;
       law arrears_statutes;
       open_to text;
     BEGIN
       SELECT r.* INTO base FROM arrears_rules_at(from_on) r WHERE r.code = based_on;
       IF base.code IS NULL THEN
         SELECT (r.rule).* INTO base FROM (
           SELECT 1 AS own, c.valid_from, ${RULE} AS rule FROM arrears_rules c
           WHERE c.consortium_id = acting_consortium() AND c.code = based_on
           UNION ALL SELECT 0, t.valid_from, t FROM arrears_statutes t WHERE t.code = based_on) r
         ORDER BY r.own DESC, r.valid_from DESC LIMIT 1;
       END IF;
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
       SELECT t.* INTO law FROM arrears_statutes t WHERE t.code = new_code AND t.regime <> 'early' AND ${inForce('t', 'from_on')}
         ORDER BY t.valid_from DESC, t.rule_version DESC LIMIT 1;
       SELECT w.direction INTO open_to FROM arrears_latitudes w WHERE w.code = new_code;
       IF law.code IS NOT NULL AND NOT (${within('base', 'law', 'open_to')}) THEN
         ${refuse('arrears_rule_weakened', `coalesce(open_to, 'none')`)};
       END IF;
       INSERT INTO arrears_rules SELECT acting_consortium(), new_id, 1, now(), now(), (base).*;
       RETURN true;
     END $$`,
  ];

  protected readonly undo = [before.made(REPLACE), before.made(AT), `DROP TABLE arrears_latitudes`];
}
