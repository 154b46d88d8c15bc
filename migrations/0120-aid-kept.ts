import { WhoDecides1700000000075 } from './0075-who-decides.js';
import { madeBy, SqlMigration, stepsOf } from './support.js';

/** Rows of `arrears_statutes`: what each says is in france.md §1.2 and §1.4. */
const RULES = `('report_penalty', 'housing_benefit', NULL::integer, NULL, 'constituted', 'paying_body', NULL::integer, NULL, 'CCH R.824-6 ; CSS L.114-17', 'verified'),
  ('aid_kept_fsl', 'housing_benefit', 6, 'month', 'reported', 'fsl', NULL, NULL, 'CCH R.824-11', 'verified'),
  ('plan_after_fsl', 'plan', 3, 'month', 'plan_missed', 'lessor', NULL, NULL, 'CCH R.824-11', 'verified'),
  ('aid_kept_hardship', 'housing_benefit', NULL, NULL, 'reported', 'paying_body', 50, 'net', 'CCH R.824-28', 'verified'),
  ('protocol_term', 'enforcement', 24, 'month', 'plan_agreed', 'lessor', NULL, NULL, 'CCH L.353-15-2', 'verified'),
  ('protocol_longest', 'enforcement', 60, 'month', 'plan_agreed', 'lessor', NULL, NULL, 'CCH L.353-15-2', 'verified'),
  ('protocol_new_lease', 'enforcement', 3, 'month', 'plan_agreed', 'lessor', NULL, NULL, 'CCH L.353-15-2', 'verified'),
  ('protocol_renegotiation', 'enforcement', 3, 'month', 'plan_missed', 'lessor', NULL, NULL, 'CCH R.824-16', 'verified')`;

/**
 * What keeps the aid, and what comes of a report that was not made: the fund asked on the day of the first report (six months, then three for
 * the lessor's plan), half of the current cost paid in hardship, the penalty, and the term of a social cohesion protocol. The
 * other steps are as they were (0075).
 */
export class AidKept1700000000120 extends SqlMigration {
  readonly name = 'AidKept1700000000120';

  protected readonly steps = [
    `INSERT INTO arrears_statutes (kind, rule_version, valid_from, code, regime, quantity, unit, from_event, actor, percent, base, legal_basis, confidence)
     SELECT 'delay', 1, '2016-09-01', r.* FROM (VALUES ${RULES}) r`,
    `CREATE OR REPLACE FUNCTION arrears_next_steps(at date, of_case uuid) RETURNS TABLE (step text, actor text, organisation_id uuid, due_on date, not_before date,
       enforcement boolean, rule_code text, legal_basis text, confidence text) LANGUAGE sql STABLE AS $$
       SELECT s.step, s.actor, s.organisation_id, s.due_on, s.not_before, s.enforcement, r.code, r.legal_basis, r.confidence
       FROM arrears_cases c
       JOIN tenancies t ON t.consortium_id = c.consortium_id AND t.id = c.tenancy_id
       JOIN organisations o ON o.consortium_id = c.consortium_id AND o.id = c.landlord_id
       LEFT JOIN LATERAL (SELECT n.aid_payee FROM tenancy_terms n WHERE n.consortium_id = c.consortium_id AND n.tenancy_id = c.tenancy_id
         AND n.starts_on <= at ORDER BY n.starts_on DESC LIMIT 1) m ON true
       CROSS JOIN LATERAL (SELECT coalesce(bool_or(g.regime = 'housing_benefit'), false) AS benefit, coalesce(bool_or(g.regime = 'residence'), false) AS residence,
           coalesce(bool_or(g.regime = 'ccapex'), false) AS ccapex
         FROM arrears_grounds g WHERE g.consortium_id = c.consortium_id AND g.case_id = c.id AND g.ended_on IS NULL AND g.level = 'constituted') g
       CROSS JOIN LATERAL (SELECT min(w.reported_on) FILTER (WHERE w.body = 'paying_body') AS paying_body,
           min(w.reported_on) FILTER (WHERE w.body IN ('paying_body', 'ccapex')) AS ccapex, min(w.reported_on) FILTER (WHERE w.body = 'fsl') AS fsl,
           max(w.reported_on) FILTER (WHERE w.body = 'paying_body' AND EXISTS (SELECT 1 FROM arrears_reports f WHERE f.consortium_id = w.consortium_id
             AND f.case_id = w.case_id AND f.body = 'fsl' AND f.reported_on = w.reported_on)
             AND NOT EXISTS (SELECT 1 FROM arrears_reports b WHERE b.consortium_id = w.consortium_id
             AND b.case_id = w.case_id AND b.body = 'paying_body' AND b.reported_on < w.reported_on)) AS both_on
         FROM arrears_reports w WHERE w.consortium_id = c.consortium_id AND w.case_id = c.id) w
       LEFT JOIN repayment_plans p ON p.consortium_id = c.consortium_id AND p.case_id = c.id AND p.status = 'active'
       CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM enforcement_holds h WHERE h.consortium_id = c.consortium_id AND h.tenancy_id = c.tenancy_id
         AND h.starts_on <= at AND (h.ends_on IS NULL OR h.ends_on > at)) AS held) h
       CROSS JOIN LATERAL (VALUES
         ('open_support', c.status NOT IN ('plan_active'), 'supporter', CASE WHEN c.supporter_id IS NULL THEN coalesce(c.operator_id, c.landlord_id) END, NULL::date, NULL::date, false, 'early_first_default'),
         ('verify', c.level = 'to_verify', 'lessor', c.landlord_id, NULL, NULL, false, c.rule_code),
         ('report_paying_body', g.benefit AND w.paying_body IS NULL, 'lessor', c.landlord_id, c.report_due_on, NULL, false,
           CASE m.aid_payee WHEN 'tenant' THEN 'report_paying_body_tenant_paid' ELSE 'report_paying_body' END),
         ('report_penalty', g.benefit AND w.paying_body IS NULL AND c.report_due_on < at, 'paying_body', NULL, NULL, NULL, false, 'report_penalty'),
         ('aid_kept', g.benefit AND arrears_delay('aid_kept_fsl', w.both_on) >= at, 'fsl', NULL, arrears_delay('aid_kept_fsl', w.both_on), NULL, false, 'aid_kept_fsl'),
         ('ask_aid_kept', g.benefit AND w.paying_body IS NOT NULL AND p.id IS NULL, 'supporter', CASE WHEN c.supporter_id IS NULL THEN coalesce(c.operator_id, c.landlord_id) END,
           NULL, NULL, false, 'aid_kept_hardship'),
         ('aid_decision', g.benefit AND w.paying_body IS NOT NULL, 'paying_body', NULL, NULL, NULL, false, 'aid_decision_paying_body'),
         ('aid_decision', g.benefit AND w.paying_body IS NOT NULL, 'ccapex', NULL, NULL, NULL, false, 'aid_decision_ccapex'),
         ('direct_payment', g.benefit AND m.aid_payee = 'tenant' AND arrears_delay('direct_payment_offer', w.paying_body) >= at, 'lessor', c.landlord_id,
           arrears_delay('direct_payment_offer', w.paying_body), NULL, false, 'direct_payment_offer'),
         ('simplified_handling', g.benefit AND arrears_delay('simplified_handling', w.paying_body) >= at, 'paying_body', NULL,
           arrears_delay('simplified_handling', w.paying_body), NULL, false, 'simplified_handling'),
         ('report_ccapex', w.ccapex IS NULL AND (g.ccapex OR (o.kind <> 'private_owner' AND c.level = 'constituted')), 'lessor', c.landlord_id, NULL, NULL, false,
           CASE WHEN o.kind = 'private_owner' THEN 'ccapex_two_rents' ELSE 'ccapex_before_summons' END),
         ('propose_plan', c.status NOT IN ('plan_proposed', 'plan_active'), 'lessor', c.landlord_id, c.plan_due_on, NULL, false,
           CASE WHEN w.both_on IS NULL THEN 'plan_by_lessor' ELSE 'plan_after_fsl' END),
         ('refer_fsl', w.fsl IS NULL AND c.plan_due_on < at AND p.id IS NULL, 'supporter', CASE WHEN c.supporter_id IS NULL THEN c.landlord_id END, arrears_delay('plan_by_fsl', c.plan_due_on),
           NULL, false, 'plan_by_fsl'),
         ('check_plan', p.id IS NOT NULL, 'lessor', c.landlord_id, arrears_delay('plan_check', p.agreed_on), NULL, false, 'plan_check'),
         ('residence_notice', g.residence AND c.proceeding IS NULL, 'lessor', c.landlord_id, NULL, NULL, true, 'residence_notice'),
         ('payment_order', c.level = 'constituted' AND t.kind <> 'occupancy_title' AND c.proceeding IS NULL, 'lessor', c.landlord_id, NULL, NULL, true, 'guarantor_notice'),
         ('summons', c.proceeding = 'payment_order' AND (o.kind = 'private_owner' OR w.ccapex IS NOT NULL), 'lessor', c.landlord_id, NULL,
           greatest(c.proceeding_on + CASE t.termination_clause_delay WHEN 'two_months' THEN interval '2 months' ELSE interval '6 weeks' END,
             CASE WHEN o.kind <> 'private_owner' THEN arrears_delay('ccapex_before_summons', w.ccapex) END)::date, true,
           CASE WHEN o.kind = 'private_owner' THEN 'summons_to_hearing' ELSE 'ccapex_before_summons' END),
         ('protocol_outcome', c.proceeding = 'cohesion_protocol', 'lessor', c.landlord_id, arrears_delay('protocol_term', c.proceeding_on), NULL, false, 'protocol_term'),
         ('eviction', c.proceeding = 'quit_order', 'judge', c.landlord_id, NULL, arrears_season_over('winter_truce', arrears_delay('quit_order', c.proceeding_on)), true, 'winter_truce')
       ) s (step, holds, actor, organisation_id, due_on, not_before, enforcement, rule_code)
       LEFT JOIN arrears_rules_at(at) r ON r.code = s.rule_code
       WHERE c.consortium_id = (SELECT acting_consortium()) AND c.id = of_case AND c.status NOT IN ('cleared', 'closed') AND s.holds
         AND (s.step NOT IN ('aid_decision', 'direct_payment', 'simplified_handling') OR r.code IS NOT NULL)
         AND (s.step <> 'simplified_handling' OR c.debt_cents <= r.amount_cents)
         AND NOT (s.enforcement AND h.held) $$`,
  ];

  protected readonly undo = [
    madeBy(stepsOf(WhoDecides1700000000075), 'CREATE OR REPLACE FUNCTION arrears_next_steps('),
    `DELETE FROM arrears_statutes WHERE code = ANY ('{report_penalty,aid_kept_fsl,plan_after_fsl,aid_kept_hardship,protocol_term,protocol_longest,protocol_new_lease,protocol_renegotiation}')`,
  ];
}
