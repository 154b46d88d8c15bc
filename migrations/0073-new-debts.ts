import { ArrearsEvaluation1700000000031, LAST } from './0031-arrears-evaluation.js';
import { madeBy, NIL, SqlMigration } from './support.js';

const before = new (class extends ArrearsEvaluation1700000000031 {
  get evaluation(): string {
    return madeBy(this.steps, 'CREATE FUNCTION arrears_evaluation(').replace(
      'CREATE FUNCTION',
      'CREATE OR REPLACE FUNCTION',
    );
  }
})();

/**
 * From 2027 on an old debt is constituted by a new due, payment or default alone: a due or a payment since, in force still; the latest
 * one (`news_on`). A waiver, a correction or a reversal is nothing new, and the reversal of a new payment takes it away. Asked of old
 * debts alone to which anything happened since, once each: a probe that ends with the first row that it finds.
 *
 * Beyond what an integer holds there is an absurd account or rule, which must not stop the night of all others: such a threshold is none.
 * The rest is as it was (0031).
 */
export class NewDebts1700000000073 extends SqlMigration {
  readonly name = 'NewDebts1700000000073';

  protected readonly steps = [
    `CREATE OR REPLACE FUNCTION arrears_evaluation(at date, of_tenancies uuid[] DEFAULT NULL, from_entries boolean DEFAULT false,
       after uuid DEFAULT ${NIL}, until uuid DEFAULT ${LAST}) RETURNS TABLE (tenancy_id uuid, code text, rule_version integer, regime text, measure text, level text, met boolean,
       since date, threshold_cents integer, pay_cents integer, ends_when text, legal_basis text, confidence text, debt_cents integer,
       first_default_on date, aid_payee text, transition_on date, ahead boolean) LANGUAGE sql STABLE AS $$
       WITH i AS MATERIALIZED (SELECT * FROM arrears_inputs(at, of_tenancies, from_entries, after, until)),
       r AS MATERIALIZED (SELECT t.*, make_interval(months => CASE t.unit WHEN 'month' THEN t.quantity ELSE 0 END,
         weeks => CASE t.unit WHEN 'week' THEN t.quantity ELSE 0 END, days => CASE t.unit WHEN 'day' THEN t.quantity ELSE 0 END) AS span
         FROM arrears_rules_at(at) t WHERE t.kind = 'threshold'),
       w AS (SELECT min(r.transition_on) AS first_on, max(r.transition_on) AS last_on FROM r WHERE r.level = 'constituted'),
       known AS MATERIALIZED (
         SELECT i.*, CASE WHEN i.last_entry_on >= (SELECT w.first_on FROM w) AND (i.first_default_on >= (SELECT w.last_on FROM w)) IS NOT TRUE THEN
           (SELECT e.value_on FROM ledger_entries e
             WHERE e.consortium_id = (SELECT acting_consortium()) AND e.tenancy_id = i.tenancy_id AND e.value_on <= at
               AND e.kind IN ('due', 'payment', 'benefit', 'aid') AND NOT EXISTS (SELECT 1 FROM ledger_entries v
                 WHERE v.consortium_id = e.consortium_id AND v.reverses_id = e.id)
             ORDER BY e.value_on DESC, e.id DESC LIMIT 1) END AS news_on
         FROM i)
       SELECT i.tenancy_id, r.code, r.rule_version, r.regime, r.measure,
         CASE WHEN c.to_verify_since IS NOT NULL THEN 'to_verify' ELSE r.level END,
         coalesce(CASE r.measure
           WHEN 'debt' THEN CASE r.operator WHEN 'gt' THEN i.debt_cents > c.cents ELSE i.debt_cents >= c.cents END
           WHEN 'since_default' THEN c.since <= at
           WHEN 'unpaid_terms' THEN i.whole_terms_unpaid >= r.quantity
           WHEN 'aid_interrupted' THEN i.aid_interrupted END, false),
         CASE WHEN r.measure = 'since_default' THEN c.since ELSE least(at, greatest(i.last_entry_on, r.valid_from)) END,
         c.cents,
         CASE WHEN r.ends_when = 'below_threshold' AND r.measure = 'debt'
           THEN least(greatest(i.debt_cents - c.cents + CASE r.operator WHEN 'gt' THEN 0 ELSE 1 END, 0), i.debt_cents) ELSE i.debt_cents END,
         r.ends_when, r.legal_basis, r.confidence, i.debt_cents, i.first_default_on, i.aid_payee, c.to_verify_since,
         coalesce(r.level = 'constituted' AND i.current AND CASE r.measure
           WHEN 'debt' THEN CASE r.operator WHEN 'gt' THEN c.cents BETWEEN i.debt_cents AND i.debt_cents::bigint + c.next_cents - 1
             ELSE c.cents - 1 BETWEEN i.debt_cents AND i.debt_cents::bigint + c.next_cents - 1 END
           WHEN 'since_default' THEN c.since > at AND c.since <= at + interval '1 month'
           WHEN 'unpaid_terms' THEN i.whole_terms_unpaid > 0 AND i.whole_terms_unpaid = r.quantity - 1 END, false)
       FROM known i
       JOIN r ON (r.tenancy_kinds IS NULL OR i.kind = ANY (r.tenancy_kinds))
         AND (r.aid_payee IS NULL OR r.aid_payee = i.aid_payee)
         AND (r.lessor_person IS NULL OR r.lessor_person = i.lessor_person)
         AND (NOT r.needs_aid OR i.aid_cents > 0)
         AND (NOT r.needs_current OR i.current)
         AND (NOT r.needs_natural_tenant OR i.natural_tenant)
         AND (NOT r.needs_partial_payment OR i.has_partial_payment)
       CROSS JOIN LATERAL (SELECT CASE r.base WHEN 'amount' THEN r.amount_cents
         WHEN 'gross' THEN (i.gross_cents::bigint * r.percent + 99) / 100
         WHEN 'net' THEN (i.net_cents::bigint * r.percent + 99) / 100
         WHEN 'rent' THEN (i.rent_cents::bigint * r.percent + 99) / 100 END AS cents) b
       CROSS JOIN LATERAL (SELECT
         CASE WHEN b.cents <= 2147483647 THEN b.cents::integer END AS cents,
         CASE WHEN r.level = 'constituted' AND NOT (r.transition_on IS NULL OR coalesce(i.news_on >= r.transition_on, false)
           OR coalesce(i.first_default_on >= r.transition_on, false)) THEN r.transition_on END AS to_verify_since,
         CASE i.aid_payee WHEN 'landlord' THEN i.net_cents ELSE i.gross_cents END AS next_cents,
         greatest((i.first_default_on + r.span)::date,
           CASE WHEN i.first_default_on IS NOT NULL THEN r.valid_from END,
           CASE WHEN i.first_default_on < r.transition_on AND i.news_on >= r.transition_on THEN i.news_on END) AS since) c $$`,
  ];

  protected readonly undo = [before.evaluation];
}
