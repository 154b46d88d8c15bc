import { AidKind, AidPayee, EntryKind, EntryLabel } from '../src/tenancies/accounts.enums.js';
import {
  definer,
  isolate,
  isolateParties,
  KEPT_OPEN,
  oneOf,
  runtimeMay,
  SqlMigration,
  stamped,
  NOUN_COLUMNS,
} from './support.js';

import { BY_ROLE } from './0021-tenancies.js';
import { DUES_FUNCTIONS, DUES_FUNCTIONS_UNDO } from './0022-accounts-dues.js';
import { LEDGER_FUNCTIONS, LEDGER_FUNCTIONS_UNDO } from './0022-accounts-functions.js';

/**
 * Accounts: entries that are only ever added, and one row a tenancy with what they come to. Both are written by `ledger_post`
 * and `ledger_reverse` alone; the run-time role may read.
 */
export class Accounts1700000000022 extends SqlMigration {
  readonly name = 'Accounts1700000000022';

  protected readonly steps = [
    `CREATE TABLE accounts (
       consortium_id uuid NOT NULL,
       tenancy_id uuid NOT NULL,
       landlord_id uuid NOT NULL,
       operator_id uuid,
       supporter_id uuid,
       tenant_organisation_id uuid,
       due_cents integer NOT NULL DEFAULT 0,
       paid_cents integer NOT NULL DEFAULT 0,
       balance_cents integer NOT NULL GENERATED ALWAYS AS (due_cents - paid_cents) STORED,
       oldest_unpaid_on date,
       first_default_on date,
       whole_terms_unpaid integer NOT NULL DEFAULT 0,
       has_partial_payment boolean NOT NULL DEFAULT false,
       last_entry_on date,
       last_received_on date,
       next_dues_on date,
       PRIMARY KEY (consortium_id, tenancy_id),
       FOREIGN KEY (consortium_id, tenancy_id) REFERENCES tenancies (consortium_id, id)) WITH (fillfactor = 80)`,
    `CREATE INDEX accounts_due ON accounts (consortium_id, next_dues_on) WHERE next_dues_on IS NOT NULL`,
    `CREATE FUNCTION account_open(tenancy uuid, landlord uuid, operator uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
       SELECT tenancy_open(t.household_id, landlord, operator, 'account') FROM tenancies t
       WHERE t.consortium_id = acting_consortium() AND t.id = tenancy $$`,
    ...definer('account_open(uuid, uuid, uuid)'),
    ...isolateParties('accounts', BY_ROLE, {
      more: `(${KEPT_OPEN} OR account_open(tenancy_id, landlord_id, operator_id))`,
      writable: 'false',
    }),
    runtimeMay('SELECT', 'accounts'),
    // Every tenancy has its account from the first moment, and the account its parties.
    `CREATE FUNCTION tenancy_keeps_account() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO accounts (consortium_id, tenancy_id, landlord_id, operator_id, supporter_id, tenant_organisation_id)
       VALUES (NEW.consortium_id, NEW.id, NEW.landlord_id, NEW.operator_id, NEW.supporter_id, NEW.tenant_organisation_id)
       ON CONFLICT (consortium_id, tenancy_id) DO UPDATE SET landlord_id = excluded.landlord_id, operator_id = excluded.operator_id,
         supporter_id = excluded.supporter_id, tenant_organisation_id = excluded.tenant_organisation_id;
       RETURN NULL;
     END $$`,
    ...definer('tenancy_keeps_account()'),
    `CREATE TRIGGER keeps_account AFTER INSERT OR UPDATE OF landlord_id, operator_id, supporter_id, tenant_organisation_id ON tenancies
       FOR EACH ROW EXECUTE FUNCTION tenancy_keeps_account()`,

    // Whether the acting organisation sees the account: for rows that hang on it.
    `CREATE FUNCTION sees_account(tenancy uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM accounts a WHERE a.consortium_id = acting_consortium() AND a.tenancy_id = tenancy);
     END $$`,
    // What is paid each month, from a day until the next terms. With the account: for lessor, manager, tenant organisation, and
    // the supporter whom the household lets see it.
    `CREATE TABLE tenancy_terms (${NOUN_COLUMNS},
       tenancy_id uuid NOT NULL,
       starts_on date NOT NULL,
       rent_cents integer NOT NULL CHECK (rent_cents >= 0),
       charges_cents integer NOT NULL DEFAULT 0 CHECK (charges_cents >= 0),
       services_cents integer NOT NULL DEFAULT 0 CHECK (services_cents >= 0),
       rls_cents integer NOT NULL DEFAULT 0 CHECK (rls_cents >= 0),
       deposit_cents integer NOT NULL DEFAULT 0 CHECK (deposit_cents >= 0),
       aid_kind text ${oneOf('aid_kind', AidKind.codes)},
       aid_cents integer NOT NULL DEFAULT 0 CHECK (aid_cents >= 0),
       aid_payee text ${oneOf('aid_payee', AidPayee.codes)},
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, tenancy_id) REFERENCES tenancies (consortium_id, id),
       CONSTRAINT tenancy_terms_once UNIQUE (consortium_id, tenancy_id, starts_on),
       CHECK ((aid_kind IS NULL) = (aid_payee IS NULL)),
       CHECK (aid_kind IS NOT NULL OR aid_cents = 0),
       CHECK (rls_cents <= rent_cents))`,
    stamped('tenancy_terms'),
    ...isolate('tenancy_terms', 'sees_account(tenancy_id)'),
    runtimeMay('SELECT, INSERT, UPDATE', 'tenancy_terms'),

    // `value_on`: the day by which an entry is allocated, of a reversal the day of what it reverses; `due_side`: raises what is
    // owed (dues, and what is charged besides), as against what covers it.
    `CREATE TABLE ledger_entries (
       consortium_id uuid NOT NULL,
       id uuid NOT NULL,
       tenancy_id uuid NOT NULL,
       kind text NOT NULL ${oneOf('kind', EntryKind.codes)},
       amount_cents integer NOT NULL CHECK (amount_cents <> 0),
       occurred_on date NOT NULL,
       month text CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
       label text NOT NULL ${oneOf('label', EntryLabel.codes)},
       value_on date NOT NULL,
       due_side boolean NOT NULL,
       reverses_id uuid,
       organisation_id uuid,
       system text,
       external_id text,
       created_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, tenancy_id) REFERENCES tenancies (consortium_id, id),
       FOREIGN KEY (consortium_id, reverses_id) REFERENCES ledger_entries (consortium_id, id),
       CHECK (kind <> 'due' OR month IS NOT NULL),
       CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
       CHECK ((external_id IS NULL) = (system IS NULL)),
       CHECK (external_id IS NULL OR organisation_id IS NOT NULL))
       WITH (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)`,
    `CREATE UNIQUE INDEX ledger_entries_once ON ledger_entries (consortium_id, organisation_id, system, external_id) WHERE external_id IS NOT NULL`,
    `CREATE UNIQUE INDEX ledger_entries_reversed_once ON ledger_entries (consortium_id, reverses_id) WHERE reverses_id IS NOT NULL`,
    `CREATE INDEX ledger_entries_by_tenancy ON ledger_entries (consortium_id, tenancy_id, value_on, id)`,
    `CREATE INDEX ledger_entries_due ON ledger_entries (consortium_id, tenancy_id, value_on) INCLUDE (amount_cents, kind, month) WHERE due_side`,
    ...isolate('ledger_entries', 'sees_account(tenancy_id)', 'false'),
    runtimeMay('SELECT', 'ledger_entries'),
    `REVOKE UPDATE, DELETE ON ledger_entries FROM passerelle_definer`,

    // When a lessor's system last sent anything at all: what tells “nothing owed” from “nothing known”.
    `CREATE TABLE ledger_senders (
       consortium_id uuid NOT NULL,
       organisation_id uuid NOT NULL,
       last_received_on date NOT NULL,
       PRIMARY KEY (consortium_id, organisation_id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id))`,
    ...isolate('ledger_senders', 'true', 'false'),
    runtimeMay('SELECT', 'ledger_senders'),
    ...LEDGER_FUNCTIONS,
    ...DUES_FUNCTIONS,
  ];

  protected readonly undo = [
    ...DUES_FUNCTIONS_UNDO,
    ...LEDGER_FUNCTIONS_UNDO,
    `DROP TABLE ledger_senders, ledger_entries, tenancy_terms`,
    `DROP FUNCTION sees_account(uuid)`,
    `DROP TRIGGER keeps_account ON tenancies`,
    `DROP FUNCTION tenancy_keeps_account()`,
    `DROP TABLE accounts`,
    `DROP FUNCTION account_open(uuid, uuid, uuid)`,
  ];
}
