import {
  ArrearsClosureReason,
  ArrearsLevel,
  ArrearsRegime,
  ArrearsStatus,
  ArrearsStep,
  HoldKind,
  PlanFrame,
  PlanStatus,
  ProceedingKind,
  ReportBody,
} from '../src/tenancies/arrears.enums.js';
import { EndsWhen, RuleConfidence } from '../src/tenancies/arrears-rules.enums.js';
import { BY_ROLE } from './0021-tenancies.js';
import { TENANCY_DEADLINES, TENANCY_DEADLINES_SEEN } from './0021-tenancies-parties.js';
import {
  again,
  inner,
  isolate,
  isolateParties,
  KEPT_OPEN,
  NOUN_COLUMNS,
  oneOf,
  runtimeMay,
  SqlMigration,
  stamped,
} from './support.js';

const PARTIES = ['landlord_id', 'operator_id', 'supporter_id', 'tenant_organisation_id'];
const OPEN = `status NOT IN ('cleared', 'closed')`;
const ofCase = `FOREIGN KEY (consortium_id, case_id) REFERENCES arrears_cases (consortium_id, id)`;

/** A row that hangs on a case: for those who see the case. */
const child = (table: string, rights: string): string[] => [
  stamped(table),
  `CREATE INDEX ${table}_by_case ON ${table} (consortium_id, case_id, id)`,
  ...isolate(table, 'sees_arrears_case(case_id)'),
  runtimeMay(rights, table),
];

/** Arrears cases: for those who see the account, since a case says what it owes. Of them a coordinator sees the level only. */
export class ArrearsCases1700000000032 extends SqlMigration {
  readonly name = 'ArrearsCases1700000000032';

  protected readonly steps = [
    `CREATE TABLE arrears_cases (${NOUN_COLUMNS},
       tenancy_id uuid NOT NULL,
       status text NOT NULL ${oneOf('status', ArrearsStatus.codes)},
       status_since date NOT NULL,
       level text NOT NULL ${oneOf('level', ArrearsLevel.codes)},
       level_since date NOT NULL,
       rule_code text NOT NULL,
       rule_version integer NOT NULL,
       opened_on date NOT NULL,
       debt_cents integer NOT NULL,
       first_default_on date,
       report_due_on date,
       reported_on date,
       plan_due_on date,
       next_rule_code text,
       next_rule_version integer,
       next_threshold_cents integer,
       next_constituted_on date,
       proceeding text ${oneOf('proceeding', ProceedingKind.codes)},
       proceeding_on date,
       closed_on date,
       closure_reason text ${oneOf('closure_reason', ArrearsClosureReason.codes)},
       landlord_id uuid NOT NULL, operator_id uuid, supporter_id uuid, tenant_organisation_id uuid,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, tenancy_id) REFERENCES tenancies (consortium_id, id),
       ${PARTIES.map((column) => `FOREIGN KEY (consortium_id, ${column}) REFERENCES organisations (consortium_id, id)`).join(', ')},
       CHECK ((closed_on IS NULL) = (${OPEN})),
       CHECK ((proceeding IS NULL) = (proceeding_on IS NULL)),
       CHECK ((next_rule_code IS NULL) = (next_rule_version IS NULL)),
       CHECK ((status = 'closed') = (closure_reason IS NOT NULL)))`,
    stamped('arrears_cases'),
    `CREATE UNIQUE INDEX arrears_cases_one_open ON arrears_cases (consortium_id, tenancy_id) WHERE ${OPEN}`,
    `CREATE INDEX arrears_cases_by_tenancy ON arrears_cases (consortium_id, tenancy_id, id)`,
    `CREATE INDEX arrears_cases_by_change ON arrears_cases (consortium_id, updated_at, id)`,
    ...isolateParties('arrears_cases', BY_ROLE, {
      more: `(${KEPT_OPEN} OR account_open(tenancy_id, landlord_id, operator_id))`,
    }),
    runtimeMay('SELECT, INSERT, UPDATE', 'arrears_cases'),
    `CREATE FUNCTION sees_arrears_case(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM arrears_cases c WHERE c.consortium_id = acting_consortium() AND c.id = of_case);
     END $$`,

    // A party of the case's tenancy; so is a job.
    `CREATE FUNCTION arrears_party(of_case uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
       SELECT acting_kind() = 'system' OR EXISTS (SELECT 1 FROM arrears_cases c WHERE c.consortium_id = acting_consortium() AND c.id = of_case
         AND tenancy_party(c.tenancy_id)) $$`,
    ...inner('arrears_party(uuid)'),
    again(TENANCY_DEADLINES.replace('ELSE', () => `WHEN 'arrears_case' THEN arrears_party(of_id) ELSE`)),
    TENANCY_DEADLINES_SEEN.replace('ELSE', () => `WHEN 'arrears_case' THEN sees_arrears_case(of_id) ELSE`),

    // Which rule, in which version, says so since when; kept as it was found, with the law as it stood.
    `CREATE TABLE arrears_grounds (${NOUN_COLUMNS},
       case_id uuid NOT NULL,
       code text NOT NULL,
       rule_version integer NOT NULL,
       regime text NOT NULL ${oneOf('regime', ArrearsRegime.codes)},
       level text NOT NULL ${oneOf('level', ArrearsLevel.codes)},
       since_on date NOT NULL,
       found_on date NOT NULL,
       ended_on date,
       debt_cents integer NOT NULL,
       threshold_cents integer,
       ends_when text NOT NULL ${oneOf('ends_when', EndsWhen.codes)},
       legal_basis text NOT NULL,
       transition_on date,
       confidence text NOT NULL ${oneOf('confidence', RuleConfidence.codes)},
       PRIMARY KEY (consortium_id, id),
       ${ofCase})`,
    ...child('arrears_grounds', 'SELECT, INSERT, UPDATE'),
    `CREATE UNIQUE INDEX arrears_grounds_open ON arrears_grounds (consortium_id, case_id, code, level) WHERE ended_on IS NULL`,

    // Every step: who, when, why, and what it led to. Who supports is never named: that can say too much.
    `CREATE TABLE arrears_steps (${NOUN_COLUMNS},
       case_id uuid NOT NULL,
       step text NOT NULL ${oneOf('step', ArrearsStep.codes)},
       status text NOT NULL ${oneOf('status', ArrearsStatus.codes)},
       occurred_on date NOT NULL,
       reason text,
       by_organisation_id uuid,
       principal_id text NOT NULL,
       PRIMARY KEY (consortium_id, id),
       ${ofCase})`,
    ...child('arrears_steps', 'SELECT, INSERT'),

    `CREATE TABLE arrears_reports (${NOUN_COLUMNS},
       case_id uuid NOT NULL,
       body text NOT NULL ${oneOf('body', ReportBody.codes)},
       reported_on date NOT NULL,
       reference text,
       PRIMARY KEY (consortium_id, id),
       ${ofCase})`,
    ...child('arrears_reports', 'SELECT, INSERT'),

    // What a lessor did towards enforcement; and why, where something spoke against it.
    `CREATE TABLE arrears_proceedings (${NOUN_COLUMNS},
       case_id uuid NOT NULL,
       kind text NOT NULL ${oneOf('kind', ProceedingKind.codes)},
       occurred_on date NOT NULL,
       held boolean NOT NULL,
       reason text,
       PRIMARY KEY (consortium_id, id),
       CHECK (NOT held OR reason IS NOT NULL),
       ${ofCase})`,
    ...child('arrears_proceedings', 'SELECT, INSERT'),

    // The instalments follow from the first, the amount and how many; the last is what is left. The balance is that of the day on
    // which the plan was agreed: what is paid beyond the current rent is what has gone from it.
    `CREATE TABLE repayment_plans (${NOUN_COLUMNS},
       case_id uuid NOT NULL,
       tenancy_id uuid NOT NULL,
       status text NOT NULL ${oneOf('status', PlanStatus.codes)},
       frame text NOT NULL ${oneOf('frame', PlanFrame.codes)},
       debt_cents integer NOT NULL CHECK (debt_cents > 0),
       instalment_cents integer NOT NULL CHECK (instalment_cents > 0),
       instalments integer NOT NULL CHECK (instalments BETWEEN 1 AND 120),
       first_due_on date NOT NULL,
       tolerance_days integer NOT NULL CHECK (tolerance_days BETWEEN 0 AND 60),
       tolerance_cents integer NOT NULL CHECK (tolerance_cents >= 0),
       balance_cents integer,
       proposed_on date NOT NULL,
       agreed_on date,
       ended_on date,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, tenancy_id) REFERENCES tenancies (consortium_id, id),
       CHECK (instalment_cents::bigint * instalments >= debt_cents AND instalment_cents::bigint * (instalments - 1) < debt_cents),
       CHECK (status = 'proposed' OR status = 'withdrawn' OR (agreed_on IS NOT NULL AND balance_cents IS NOT NULL)),
       CHECK ((status IN ('proposed', 'active')) = (ended_on IS NULL)),
       ${ofCase})`,
    ...child('repayment_plans', 'SELECT, INSERT, UPDATE'),
    `CREATE UNIQUE INDEX repayment_plans_one ON repayment_plans (consortium_id, case_id) WHERE status IN ('proposed', 'active')`,

    `CREATE TABLE repayment_plan_checks (${NOUN_COLUMNS},
       case_id uuid NOT NULL,
       plan_id uuid NOT NULL,
       instalment integer NOT NULL,
       due_on date NOT NULL,
       checked_on date NOT NULL,
       expected_cents integer NOT NULL,
       actual_cents integer NOT NULL,
       kept boolean NOT NULL,
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT repayment_plan_checks_once UNIQUE (consortium_id, plan_id, instalment),
       FOREIGN KEY (consortium_id, plan_id) REFERENCES repayment_plans (consortium_id, id),
       ${ofCase})`,
    ...child('repayment_plan_checks', 'SELECT, INSERT'),

    // What silences suggestions of enforcement, and nothing else. Written by plans, later by support and contracts.
    `CREATE TABLE enforcement_holds (${NOUN_COLUMNS},
       tenancy_id uuid NOT NULL,
       kind text NOT NULL ${oneOf('kind', HoldKind.codes)},
       source_type text NOT NULL CHECK (source_type ~ '^[a-z][a-z_]*$'),
       source_id uuid NOT NULL,
       starts_on date NOT NULL,
       ends_on date CHECK (ends_on >= starts_on),
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, tenancy_id) REFERENCES tenancies (consortium_id, id),
       CONSTRAINT enforcement_holds_source UNIQUE (consortium_id, tenancy_id, source_type, source_id))`,
    stamped('enforcement_holds'),
    ...isolate(
      'enforcement_holds',
      'sees_account(tenancy_id)',
      `(sees_account(tenancy_id) OR sees_tenancy(tenancy_id))`,
    ),
    runtimeMay('SELECT, INSERT, UPDATE', 'enforcement_holds'),
  ];

  protected readonly undo = [
    `DROP TABLE enforcement_holds, repayment_plan_checks, repayment_plans, arrears_proceedings, arrears_reports, arrears_steps, arrears_grounds`,
    `DROP TABLE arrears_cases`,
    TENANCY_DEADLINES_SEEN,
    again(TENANCY_DEADLINES),
    `DROP FUNCTION arrears_party(uuid)`,
    `DROP FUNCTION sees_arrears_case(uuid)`,
  ];
}
