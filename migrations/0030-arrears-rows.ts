const RENTAL = `'{social_lease,sublease,sliding_lease,flat_share_agreement,private_lease}'`;
const FOYER = `'{occupancy_title}'`;

/** Housing benefit: a current tenancy of a natural person with aid in payment. */
const benefit = (columns: string, rows: string): string =>
  `INSERT INTO arrears_statutes (kind, regime, needs_aid, needs_current, needs_natural_tenant, rule_version, code, valid_from, valid_until,
     level, ends_when, tenancy_kinds, legal_basis, confidence, ${columns})
   SELECT 'threshold', 'housing_benefit', true, true, true, 1, r.* FROM (VALUES ${rows}) r`;

const delays = (rows: string): string =>
  `INSERT INTO arrears_statutes (kind, rule_version, code, regime, valid_from, valid_until, quantity, unit, from_event, actor, aid_payee,
     lessor_person, tenancy_kinds, amount_cents, legal_basis, confidence)
   SELECT 'delay', 1, r.* FROM (VALUES ${rows}) r`;

/**
 * The rules of the law, and early levels by custom, as known in November 2026 (france.md §1). Each names its text; the
 * confidence says whether it was verified, is known in the field, or is unsure.
 */
export const STATUTORY_RULES: readonly string[] = [
  // Until 31 December 2026: twice the month, gross when the aid goes to the tenant, net of it when it goes to the landlord.
  benefit(
    'measure, operator, percent, base, aid_payee',
    `('apl_rental_gross', date '2016-09-01', date '2026-12-31', 'constituted', 'debt_cleared', ${RENTAL}::text[], 'CCH R.824-1', 'verified', 'debt', 'gte', 200, 'gross', 'tenant'),
     ('apl_rental_net', '2016-09-01', '2026-12-31', 'constituted', 'debt_cleared', ${RENTAL}, 'CCH R.824-1', 'verified', 'debt', 'gte', 200, 'net', 'landlord'),
     ('apl_residence_net', '2016-09-01', '2026-12-31', 'constituted', 'debt_cleared', ${FOYER}, 'Décret n° 2016-748 ; CCH R.824-1', 'verified', 'debt', 'gte', 200, 'net', 'landlord')`,
  ),
  // From 1 January 2027: more than 450 €, or three months after the first default, whatever the amount. Whether both hold for
  // residences was not read in the decree. A debt from before is to be verified until something happens to it (unsure too).
  benefit(
    'measure, operator, base, amount_cents, quantity, unit, transition_on, transition_confidence',
    `('apl_rental_amount', date '2027-01-01', NULL::date, 'constituted', 'debt_cleared', ${RENTAL}::text[], 'CCH R.824-2 (décret n° 2026-84)', 'verified', 'debt', 'gt', 'amount', 45000, NULL::integer, NULL, date '2027-01-01', 'unsure'),
     ('apl_rental_default', '2027-01-01', NULL, 'constituted', 'debt_cleared', ${RENTAL}, 'CCH R.824-2 (décret n° 2026-84)', 'verified', 'since_default', NULL, NULL, NULL, 3, 'month', '2027-01-01', 'unsure'),
     ('apl_residence_amount', '2027-01-01', NULL, 'to_verify', 'below_threshold', ${FOYER}, 'Décret n° 2026-84', 'unsure', 'debt', 'gt', 'amount', 45000, NULL, NULL, '2027-01-01', 'unsure'),
     ('apl_residence_default', '2027-01-01', NULL, 'to_verify', 'below_threshold', ${FOYER}, 'Décret n° 2026-84', 'unsure', 'since_default', NULL, NULL, NULL, 3, 'month', '2027-01-01', 'unsure')`,
  ),
  // The residence's own threshold for ending the contract, beside that of the benefit.
  `INSERT INTO arrears_statutes (kind, regime, level, ends_when, tenancy_kinds, needs_current, needs_natural_tenant, rule_version, valid_from,
     legal_basis, confidence, code, needs_partial_payment, measure, operator, base, percent, quantity, unit)
   SELECT 'threshold', 'residence', 'constituted', 'debt_cleared', ${FOYER}, true, true, 1, '2016-09-01', 'CCH R.633-3 II a', 'verified', r.*
   FROM (VALUES ('residence_unpaid_terms', false, 'unpaid_terms', NULL, NULL, NULL::integer, 3, 'term'),
     ('residence_partial_debt', true, 'debt', 'gte', 'gross', 200, NULL, NULL)) r`,
  // A private person as lessor: when the CCAPEX is to be told.
  `INSERT INTO arrears_statutes (kind, regime, level, ends_when, lessor_person, rule_version, valid_from, legal_basis, confidence, code, measure,
     operator, base, percent, quantity, unit)
   SELECT 'threshold', 'ccapex', 'constituted', 'debt_cleared', 'natural', 1, '2023-07-29', 'Loi n° 89-462 art. 24 I (loi n° 2023-668)', 'verified', r.*
   FROM (VALUES ('ccapex_unpaid_months', 'unpaid_terms', NULL, NULL, NULL::integer, 2, 'month'),
     ('ccapex_two_rents', 'debt', 'gte', 'rent', 200, NULL, NULL)) r`,
  // Custom, not law: early levels, since those of the law come late.
  `INSERT INTO arrears_statutes (kind, regime, level, ends_when, rule_version, valid_from, legal_basis, confidence, code, needs_current,
     measure, operator, base, percent, quantity, unit)
   SELECT 'threshold', 'early', 'watch', 'below_threshold', 1, '2000-01-01', 'Prévention (usage)', 'known', r.*
   FROM (VALUES ('early_first_default', false, 'since_default', NULL, NULL, NULL::integer, 0, 'month'),
     ('early_one_month', false, 'debt', 'gte', 'gross', 100, NULL, NULL),
     ('early_aid_interrupted', true, 'aid_interrupted', NULL, NULL, NULL, NULL, NULL)) r`,
  // What follows, by when, and whose turn it is. Of the CCAPEX of a legal person: whether the two months became six weeks was
  // not established, so the longer, safer one. Whom the aid's payee binds to report: unsure where it goes to the tenant.
  delays(
    `('report_paying_body', 'housing_benefit', date '2016-09-01', NULL::date, 2, 'month', 'constituted', 'lessor', 'landlord', NULL, NULL::text[], NULL::integer, 'CCH R.824-4', 'verified'),
     ('report_paying_body_tenant_paid', 'housing_benefit', '2016-09-01', NULL, 2, 'month', 'constituted', 'lessor', 'tenant', NULL, NULL, NULL, 'CCH R.824-4', 'unsure'),
     ('simplified_handling', 'housing_benefit', '2016-09-01', NULL, 1, 'month', 'referred', 'paying_body', NULL, NULL, NULL, 10000, 'Arrêté du 5 août 2016', 'verified'),
     ('direct_payment_offer', 'housing_benefit', '2016-09-01', NULL, 2, 'month', 'reported', 'paying_body', 'tenant', NULL, NULL, NULL, 'CCH R.824-20', 'verified'),
     ('aid_decision_paying_body', 'housing_benefit', '2016-09-01', '2026-12-31', NULL, NULL, 'reported', 'paying_body', NULL, NULL, NULL, NULL, 'CCH R.824-7', 'verified'),
     ('aid_decision_ccapex', 'housing_benefit', '2027-01-01', NULL, NULL, NULL, 'reported', 'ccapex', NULL, NULL, NULL, NULL, 'Décrets n° 2026-83 et n° 2026-84', 'verified'),
     ('plan_by_lessor', 'plan', '2016-09-01', NULL, 6, 'month', 'reported', 'lessor', NULL, NULL, NULL, NULL, 'CCH R.824-7 1°', 'verified'),
     ('plan_by_fsl', 'plan', '2016-09-01', NULL, 3, 'month', 'plan_missed', 'fsl', NULL, NULL, NULL, NULL, 'CCH R.824-7 1°', 'verified'),
     ('plan_default', 'plan', '2016-09-01', NULL, 36, 'instalment', 'plan_agreed', 'paying_body', NULL, NULL, NULL, NULL, 'Décret n° 2016-748', 'unsure'),
     ('plan_longest', 'plan', '2016-09-01', NULL, 36, 'month', 'plan_agreed', 'lessor', NULL, NULL, NULL, NULL, 'Plan d’apurement avec la CAF ou la MSA', 'verified'),
     ('plan_check', 'plan', '2016-09-01', NULL, 6, 'month', 'plan_agreed', 'paying_body', NULL, NULL, NULL, NULL, 'Décret n° 2016-748', 'verified'),
     ('plan_tolerance', 'plan', '2016-09-01', NULL, 10, 'day', 'instalment_due', 'tenant', NULL, NULL, NULL, 0, 'Usage', 'known'),
     ('account_stale', 'early', '2016-09-01', NULL, 31, 'day', 'received', 'lessor', NULL, NULL, NULL, NULL, 'Usage', 'known'),
     ('residence_notice', 'residence', '2016-09-01', NULL, 1, 'month', 'notice_served', 'lessor', NULL, NULL, ${FOYER}, NULL, 'CCH R.633-3 II a', 'verified'),
     ('ccapex_before_summons', 'ccapex', '2016-09-01', NULL, 2, 'month', 'ccapex_referral', 'lessor', NULL, 'legal', NULL, NULL, 'Loi n° 89-462 art. 24 II ; CCH R.824-30', 'unsure'),
     ('guarantor_notice', 'enforcement', '2016-09-01', NULL, 15, 'day', 'notice_served', 'lessor', NULL, NULL, NULL, NULL, 'Loi n° 89-462 art. 24 I', 'verified'),
     ('summons_to_hearing', 'enforcement', '2023-07-29', NULL, 6, 'week', 'summoned', 'lessor', NULL, NULL, NULL, NULL, 'Loi n° 89-462 art. 24 III', 'verified'),
     ('quit_order', 'enforcement', '2016-09-01', NULL, 2, 'month', 'quit_order', 'lessor', NULL, NULL, NULL, NULL, 'CPCE L.412-1', 'verified'),
     ('judge_longest', 'enforcement', '2016-09-01', NULL, 36, 'month', 'summoned', 'judge', NULL, NULL, NULL, NULL, 'Loi n° 89-462 art. 24 V', 'verified')`,
  ),
  `INSERT INTO arrears_statutes (code, rule_version, valid_from, kind, regime, season_from, season_until, legal_basis, confidence)
   VALUES ('winter_truce', 1, '2016-09-01', 'season', 'enforcement', '11-01', '03-31', 'CPCE L.412-6', 'verified')`,
];
