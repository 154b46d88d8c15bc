import { NIL, SqlMigration } from './support.js';

/** No identifier stands after it. */
export const LAST = `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`;

/**
 * Every account with a debt, and the facts that the rules ask for: whose it is, the terms in force on that day, what is owed
 * since when. An account that is settled or that nobody told of yet is not there. “Gross” is rent and charges as the
 * contract has them, “net” is what aid leaves of it. The account is what it is now; of a day that is past (`from_entries`), what
 * its entries say of that day. `byKeys`: of a part the tenancies are read by their keys alone (0054).
 */
export const arrearsInputs = (byKeys: boolean): string =>
  `CREATE FUNCTION arrears_inputs(at date, of_tenancies uuid[] DEFAULT NULL, from_entries boolean DEFAULT false,
       after uuid DEFAULT ${NIL}, until uuid DEFAULT ${LAST}) RETURNS TABLE (tenancy_id uuid, household_id uuid, kind text, lessor_person text, natural_tenant boolean,
       current boolean, rent_cents integer, charges_cents integer, aid_cents integer, aid_payee text, gross_cents integer, net_cents integer,
       aid_interrupted boolean, debt_cents integer, first_default_on date, whole_terms_unpaid integer, has_partial_payment boolean,
       last_entry_on date, last_received_on date) LANGUAGE sql STABLE AS $$
       SELECT t.id, t.household_id, t.kind, CASE WHEN o.kind = 'private_owner' THEN 'natural' ELSE 'legal' END,
         t.tenant_organisation_id IS NULL, t.ended_on IS NULL OR t.ended_on > at,
         m.rent_cents, m.charges_cents, coalesce(m.aid_cents, 0), CASE WHEN m.aid_cents > 0 THEN m.aid_payee END,
         m.rent_cents + m.charges_cents, greatest(m.rent_cents + m.charges_cents - coalesce(m.aid_cents, 0), 0),
         coalesce(m.aid_cents, 0) = 0 AND coalesce((SELECT p.aid_cents > 0 FROM tenancy_terms p WHERE p.consortium_id = m.consortium_id
           AND p.tenancy_id = m.tenancy_id AND p.starts_on < m.starts_on ORDER BY p.starts_on DESC LIMIT 1), false),
         a.balance_cents, a.first_default_on, a.whole_terms_unpaid, a.has_partial_payment, a.last_entry_on, a.last_received_on
       FROM (
         SELECT a.consortium_id, a.tenancy_id, a.balance_cents, a.first_default_on, a.whole_terms_unpaid, a.has_partial_payment, a.last_entry_on,
           a.last_received_on FROM accounts a
         WHERE NOT from_entries AND a.consortium_id = (SELECT acting_consortium()) AND a.balance_cents > 0
           AND a.tenancy_id > after AND a.tenancy_id <= until
           AND (of_tenancies IS NULL OR a.tenancy_id = ANY (of_tenancies))
         UNION ALL
         SELECT b.consortium_id, b.tenancy_id, o.balance_cents, o.first_default_on, o.whole_terms_unpaid, o.has_partial_payment, o.last_entry_on,
           b.last_received_on FROM accounts b CROSS JOIN LATERAL account_on(b.tenancy_id, at) o
         WHERE from_entries AND b.consortium_id = (SELECT acting_consortium()) AND o.balance_cents > 0
           AND (of_tenancies IS NULL OR b.tenancy_id = ANY (of_tenancies))) a
       JOIN tenancies t ON t.consortium_id = a.consortium_id AND t.id = a.tenancy_id
       JOIN organisations o ON o.consortium_id = t.consortium_id AND o.id = t.landlord_id
       LEFT JOIN LATERAL (SELECT * FROM tenancy_terms n WHERE n.consortium_id = t.consortium_id AND n.tenancy_id = t.id AND n.starts_on <= at
         ORDER BY n.starts_on DESC LIMIT 1) m ON true
       WHERE ${byKeys ? 't.id > after AND t.id <= until AND (' : ''}t.settled_on IS NULL OR (from_entries AND t.settled_on > at)${byKeys ? ')' : ''} $$`;

/** What an account says of a day, and the rules that it meets then: the same for all accounts, for some (`of_tenancies`), by their keys, and for a part (`after`, `until`). */
export class ArrearsEvaluation1700000000031 extends SqlMigration {
  readonly name = 'ArrearsEvaluation1700000000031';

  protected readonly steps = [
    // An account as its entries say that it was on a day: those of later days left out, those that were told of late counted, those
    // that were reversed since as if they had not been.
    `CREATE FUNCTION account_on(tenancy uuid, at date) RETURNS TABLE (balance_cents integer, first_default_on date, whole_terms_unpaid integer,
       has_partial_payment boolean, last_entry_on date) LANGUAGE sql STABLE AS $$
       SELECT s.balance, f.first_default, p.whole, p.partial, s.last_on
       FROM (SELECT coalesce(sum(e.amount_cents), 0)::integer AS balance, max(e.value_on) AS last_on FROM ledger_entries e
         WHERE e.consortium_id = acting_consortium() AND e.tenancy_id = tenancy AND e.value_on <= at) s
       CROSS JOIN LATERAL account_position(tenancy, s.balance, at) p
       CROSS JOIN LATERAL account_default(tenancy, s.balance, at) f $$`,

    arrearsInputs(false),

    /*
     * Each account with a debt against each threshold that applies to it on that day: whether it is met, since when, what the
     * threshold is in cents, and what would have to be paid for it to end. A rule that came with a transition says “to verify”
     * of a debt to which nothing happened since: no due, no payment, no default. `ahead`: a level of the law that is not met yet,
     * and would be with the next term unpaid, or within a month.
     */
    `CREATE FUNCTION arrears_evaluation(at date, of_tenancies uuid[] DEFAULT NULL, from_entries boolean DEFAULT false,
       after uuid DEFAULT ${NIL}, until uuid DEFAULT ${LAST}) RETURNS TABLE (tenancy_id uuid, code text, rule_version integer, regime text, measure text, level text, met boolean,
       since date, threshold_cents integer, pay_cents integer, ends_when text, legal_basis text, confidence text, debt_cents integer,
       first_default_on date, aid_payee text, transition_on date, ahead boolean) LANGUAGE sql STABLE AS $$
       WITH i AS MATERIALIZED (SELECT * FROM arrears_inputs(at, of_tenancies, from_entries, after, until)),
       r AS MATERIALIZED (SELECT t.*, make_interval(months => CASE t.unit WHEN 'month' THEN t.quantity ELSE 0 END,
         weeks => CASE t.unit WHEN 'week' THEN t.quantity ELSE 0 END, days => CASE t.unit WHEN 'day' THEN t.quantity ELSE 0 END) AS span
         FROM arrears_rules_at(at) t WHERE t.kind = 'threshold')
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
           WHEN 'debt' THEN CASE r.operator WHEN 'gt' THEN c.cents BETWEEN i.debt_cents AND i.debt_cents + c.next_cents - 1
             ELSE c.cents - 1 BETWEEN i.debt_cents AND i.debt_cents + c.next_cents - 1 END
           WHEN 'since_default' THEN c.since > at AND c.since <= at + interval '1 month'
           WHEN 'unpaid_terms' THEN i.whole_terms_unpaid > 0 AND i.whole_terms_unpaid = r.quantity - 1 END, false)
       FROM i
       JOIN r ON (r.tenancy_kinds IS NULL OR i.kind = ANY (r.tenancy_kinds))
         AND (r.aid_payee IS NULL OR r.aid_payee = i.aid_payee)
         AND (r.lessor_person IS NULL OR r.lessor_person = i.lessor_person)
         AND (NOT r.needs_aid OR i.aid_cents > 0)
         AND (NOT r.needs_current OR i.current)
         AND (NOT r.needs_natural_tenant OR i.natural_tenant)
         AND (NOT r.needs_partial_payment OR i.has_partial_payment)
       CROSS JOIN LATERAL (SELECT
         CASE r.base WHEN 'amount' THEN r.amount_cents
           WHEN 'gross' THEN (i.gross_cents::bigint * r.percent + 99) / 100
           WHEN 'net' THEN (i.net_cents::bigint * r.percent + 99) / 100
           WHEN 'rent' THEN (i.rent_cents::bigint * r.percent + 99) / 100 END::integer AS cents,
         CASE WHEN r.level = 'constituted' AND NOT (r.transition_on IS NULL OR coalesce(i.last_entry_on >= r.transition_on, false)
           OR coalesce(i.first_default_on >= r.transition_on, false)) THEN r.transition_on END AS to_verify_since,
         CASE i.aid_payee WHEN 'landlord' THEN i.net_cents ELSE i.gross_cents END AS next_cents,
         greatest((i.first_default_on + r.span)::date,
           CASE WHEN i.first_default_on IS NOT NULL THEN r.valid_from END,
           CASE WHEN i.first_default_on < r.transition_on THEN i.last_entry_on END) AS since) c $$`,

    /** A delay of the law from a day on, by the rules of that day. */
    `CREATE FUNCTION arrears_delay(of_code text, from_on date) RETURNS date LANGUAGE sql STABLE AS $$
       SELECT (from_on + make_interval(months => CASE r.unit WHEN 'month' THEN r.quantity ELSE 0 END,
         weeks => CASE r.unit WHEN 'week' THEN r.quantity ELSE 0 END, days => CASE r.unit WHEN 'day' THEN r.quantity ELSE 0 END))::date
       FROM arrears_rules_at(from_on) r WHERE r.code = of_code AND r.kind = 'delay' $$`,
  ];

  protected readonly undo = [
    `DROP FUNCTION arrears_delay(text, date)`,
    `DROP FUNCTION arrears_evaluation(date, uuid[], boolean, uuid, uuid)`,
    `DROP FUNCTION arrears_inputs(date, uuid[], boolean, uuid, uuid)`,
    `DROP FUNCTION account_on(uuid, date)`,
  ];
}
