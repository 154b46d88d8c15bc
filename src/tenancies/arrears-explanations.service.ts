import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { addDays } from '../platform/calendar.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { ruleLabel } from './arrears-rule-codes.enums.js';
import { wordFinding, wordStep } from './arrears-wording.js';
import {
  ArrearsExplanation,
  ArrearsFinding,
  ArrearsInputs,
  ArrearsNextStepEntry,
} from './arrears-explanation.views.js';
import type { ArrearsDay } from './arrears.inputs.js';

const ACCOUNT = `
  SELECT a.tenancy_id AS "tenancyId", c.id AS "caseId",
    greatest(a.last_received_on, (SELECT max(s.last_received_on) FROM ledger_senders s WHERE s.consortium_id = a.consortium_id
      AND s.organisation_id IN (a.landlord_id, a.operator_id))) AS "lastReceivedOn",
    (SELECT r.quantity FROM arrears_rules_at($3) r WHERE r.code = 'account_stale') AS "staleAfter"
  FROM accounts a LEFT JOIN arrears_cases c ON c.consortium_id = a.consortium_id AND c.tenancy_id = a.tenancy_id AND c.closed_on IS NULL
  WHERE a.consortium_id = $1 AND a.tenancy_id = $2`;

const INPUTS = `
  SELECT kind, lessor_person AS "lessorPerson", natural_tenant AS "naturalTenant", current, rent_cents AS "rentCents", charges_cents AS "chargesCents",
    aid_cents AS "aidCents", aid_payee AS "aidPayee", debt_cents AS "debtCents", first_default_on AS "firstDefaultOn",
    whole_terms_unpaid AS "wholeTermsUnpaid", has_partial_payment AS "hasPartialPayment", last_entry_on AS "lastEntryOn", last_received_on AS "lastReceivedOn"
  FROM arrears_inputs($2, ARRAY[$1::uuid], $3)`;

/** Since when as the night found it, where a case stands on it; otherwise as the account has it now, since its last entry. */
const FINDINGS = `
  SELECT e.code, e.rule_version AS "ruleVersion", r.valid_from AS "validFrom", e.regime, e.measure, r.operator, r.base, r.percent, r.quantity, r.unit,
    e.level, e.met, coalesce(g.since_on, e.since) AS "sinceOn", e.transition_on AS "transitionOn", e.threshold_cents AS "thresholdCents", e.ends_when AS "endsWhen",
    e.pay_cents AS "payCents", e.legal_basis AS "legalBasis", e.confidence
  FROM arrears_evaluation($2, ARRAY[$1::uuid], $3) e JOIN arrears_rules_at($2) r ON r.code = e.code
  LEFT JOIN LATERAL (SELECT min(g.since_on) AS since_on FROM arrears_grounds g WHERE g.consortium_id = $5 AND g.case_id = $4 AND g.code = e.code
    AND g.level = e.level AND g.found_on <= $2 AND (g.ended_on IS NULL OR g.ended_on > $2)) g ON e.met
  ORDER BY e.met DESC, array_position('{constituted,to_verify,watch}', e.level), e.code`;

const STEPS = `
  SELECT step, actor, organisation_id AS "organisationId", due_on AS "dueOn", not_before AS "notBeforeOn", enforcement, rule_code AS "ruleCode",
    legal_basis AS "legalBasis", confidence FROM arrears_next_steps($2, $1)`;

interface Account {
  readonly tenancyId: string;
  readonly caseId: string | null;
  readonly lastReceivedOn: CivilDate | null;
  readonly staleAfter: number | null;
}

/** Which inputs, which rule, which version, which day, which text, and what would end it. The database decides, this words it. */
@Injectable()
export class ArrearsExplanationsService {
  constructor(private readonly database: Database) {}

  /**
   * Of an account, with a case or without, on a day: of today or a coming one, if nothing happens until then; of one that is past, by
   * what its entries say of that day.
   */
  @Requires('arrears:read')
  async ofTenancy(tenancyId: string, { at = clock.today() }: ArrearsDay): Promise<ArrearsExplanation> {
    const { consortiumId } = actor();
    const account = await this.database.one<Account>(ACCOUNT, [consortiumId, uuidOrMissing(tenancyId), at]);
    context().trail?.read('accounts', [account.tenancyId]);
    return this.explain(account, at);
  }

  @Requires('arrears:read')
  async ofCase(caseId: string, { at = clock.today() }: ArrearsDay): Promise<ArrearsExplanation> {
    const found = await this.database.one<{ tenancyId: string }>(
      'SELECT tenancy_id AS "tenancyId" FROM arrears_cases WHERE consortium_id = $1 AND id = $2',
      [actor().consortiumId, uuidOrMissing(caseId)],
    );
    const account = await this.database.one<Account>(ACCOUNT, [actor().consortiumId, found.tenancyId, at]);
    context().trail?.read('arrears_cases', [caseId]);
    return this.explain({ ...account, caseId }, at);
  }

  private async explain(account: Account, at: CivilDate): Promise<ArrearsExplanation> {
    const { tenancyId, caseId, lastReceivedOn, staleAfter } = account;
    const { locale } = context();
    const past = at < clock.today();
    const [inputs] = await this.database.read<ArrearsInputs>(INPUTS, [tenancyId, at, past]);
    const found = inputs
      ? await this.database.read<ArrearsFinding>(FINDINGS, [tenancyId, at, past, caseId, actor().consortiumId])
      : [];
    const findings = found.map((finding) => ({ ...finding, label: ruleLabel(finding.code)[locale] }));
    const steps = caseId && !past ? await this.database.read<ArrearsNextStepEntry>(STEPS, [caseId, at]) : [];
    return Object.assign(new ArrearsExplanation(), {
      tenancyId,
      evaluatedOn: at,
      level: findings.find(({ met }) => met)?.level ?? null,
      stale: staleAfter !== null && (lastReceivedOn === null || addDays(lastReceivedOn, staleAfter) < at),
      inputs: inputs ? { ...inputs, lastReceivedOn } : null,
      findings: findings.map((finding) => ({ ...finding, text: wordFinding(finding, inputs!, locale) })),
      nextSteps: steps.map((step) => ({ ...step, text: wordStep(step, locale) })),
    });
  }
}
