import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { runtimeDataSource } from '../src/platform/database/connection.js';
import { ownerDataSource } from '../src/platform/database/owner-data-source.js';
import { testDatabase } from './support/database.js';

/**
 * Every table but these has a row-level policy for each row of it. What stands here is outside of tenancy: reference data,
 * or reached only by SECURITY DEFINER look-ups by exact key; the second list is all that the run-time role may do with them.
 */
const WITHOUT_POLICY = [
  'arrears_latitudes',
  'arrears_statutes',
  'cause_kinds',
  'communes',
  'deadline_kinds',
  'disclosure_scopes',
  'installation',
  'migrations',
  'revocations',
];
const OPEN_TO_RUN_TIME = [
  'arrears_latitudes SELECT',
  'arrears_statutes SELECT',
  'cause_kinds SELECT',
  'communes SELECT',
  'deadline_kinds SELECT',
  'disclosure_scopes SELECT',
  'installation SELECT',
];

/** Keys that cannot begin with the consortium, because who looks there does not know it yet: a login, the relay of jobs. */
const KEYS_ACROSS_CONSORTIA = ['account_emails_one', 'oidc_identities_pkey', 'outbox_pkey', 'refresh_tokens_pkey'];

/** What SECURITY DEFINER functions may see across consortia, for the same reason; everything else of theirs is one consortium's. */
const DEFINER_ACROSS_CONSORTIA = [
  'account_emails.login',
  'api_clients.login',
  'audit_anchors.definer_adds',
  'audit_anchors.definer_sees',
  'audit_batches.definer_adds',
  'audit_batches.definer_sees',
  'audit_batches_default.definer_moves',
  'audit_entries.definer_adds',
  'audit_entries.definer_sees',
  'audit_entries_default.definer_moves',
  'client_secrets.login',
  'consortia.definer',
  'login_attempts.login',
  'oidc_identities.login',
  'outbox.relay',
  'refresh_tokens.login',
  'sessions.login',
  'signing_keys.login',
  'used_assertions.login',
  'user_credentials.login',
  'users.login',
];

/** Rows about a household that outlive it: history names it by id, without a foreign key. */
const HOUSEHOLD_WITHOUT_FOREIGN_KEY = ['events.household_id', 'feed.household_id', 'merge_moves.old_household_id'];

/**
 * Every SECURITY DEFINER function that the run-time role may call. For a new one: what could an organisation do with it to rows
 * of another? What it must not stands in `test/definers.spec.ts`.
 */
const CALLABLE = [
  'account_of_email',
  'account_open',
  'accounts_astray',
  'accounts_stale',
  'activity_in_caseload',
  'address_close',
  'address_open',
  'alert_of_party',
  'alerts_forget',
  'all_consortia',
  'answer_duplicate',
  'arrears_causes',
  'arrears_deadlines',
  'arrears_levels',
  'arrears_turn',
  'assert_in_force',
  'assertion_take',
  'attend_rooms',
  'audit_change',
  'audit_drop',
  'audit_partitions',
  'audit_write',
  'caseload_workers',
  'causes_put_by_job',
  'client_login',
  'client_used',
  'close_disclosure',
  'close_disclosures',
  'close_ended_disclosures',
  'create_household',
  'deadlines_causes',
  'deadlines_close',
  'deadlines_put',
  'dwelling_overfull',
  'feed_sweep',
  'feed_touch',
  'figures_programme',
  'first_administrator',
  'flat_in_caseload',
  'flat_let_until',
  'flat_of_resident',
  'flats_to_close',
  'followed_there',
  'hand_over',
  'household_in_caseload',
  'household_initials',
  'household_origin',
  'household_viewers',
  'in_caseload',
  'incident_followed',
  'incident_in_caseload',
  'invitation_accept',
  'invitation_of',
  'invitation_set',
  'ledger_dues',
  'ledger_dues_step',
  'ledger_post',
  'ledger_reverse',
  'login_attempt',
  'login_attempts_sweep',
  'login_succeeded',
  'members_return',
  'merge_effect',
  'merge_known_households',
  'occupancy_disclose',
  'occupancy_person',
  'oidc_account',
  'open_disclosure',
  'outbox_done',
  'outbox_take',
  'outbox_waiting',
  'password_set',
  'person_origin',
  'placement_convention_covers',
  'placement_frame',
  'placement_left_queue',
  'placement_moved_in',
  'placement_open',
  'placement_resident',
  'programme_figures',
  'programme_public_label',
  'recount_households',
  'recovery_take',
  'release_placement',
  'resources_turn_day',
  'scan_duplicates',
  'session_open',
  'session_refresh',
  'sessions_sweep',
  'shared_flat_rooms',
  'signing_key_add',
  'signing_keys_known',
  'stay_change',
  'stay_conflict',
  'stay_hand_over',
  'stay_lock',
  'stay_reserve',
  'summarise_resources',
  'tenancy_disclose',
  'tenancy_left',
  'tenancy_open',
  'tenancy_persons',
  'tenancy_slide',
  'tenancy_supporter',
  'tenancy_transferred',
  'token_revoke',
  'told_in_own_file',
  'totp_begin',
  'totp_confirm',
  'totp_remove',
  'totp_take',
  'undo_merge',
  'user_account',
];

const PUBLIC_TABLES = `c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`;
const TENANT_TABLES = `${PUBLIC_TABLES} AND EXISTS (SELECT 1 FROM pg_attribute f WHERE f.attrelid = c.oid AND f.attname = 'consortium_id' AND NOT f.attisdropped)`;
const FIRST = (table: string, keys: string): string =>
  `(SELECT f.attname FROM pg_attribute f WHERE f.attrelid = ${table} AND f.attnum = ${keys})`;

let owner: DataSource;
let runtime: DataSource;

async function names(sql: string, asked: DataSource = owner): Promise<string[]> {
  const rows: { name: string }[] = await asked.query(
    `SELECT name::text FROM (${sql}) s ORDER BY name::text COLLATE "C"`,
  );
  return rows.map(({ name }) => name);
}

afterAll(() => Promise.all([owner.destroy(), runtime.destroy()]));
const { url, ownerUrl } = await testDatabase();

beforeAll(async () => {
  owner = await ownerDataSource(ownerUrl).initialize();
  runtime = await runtimeDataSource({ url, poolSize: 2, applicationName: 'test' }).initialize();
});

describe('Every table of a consortium', () => {
  it('has forced row-level security', async () => {
    expect(
      await names(
        `SELECT c.relname AS name FROM pg_class c WHERE ${TENANT_TABLES} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
      ),
    ).toEqual([]);
  });

  it('has a policy for the definer role, and for the run-time role one that asks for the consortium, where it may enter at all', async () => {
    const policies = (role: string) =>
      `SELECT 1 FROM pg_policies p WHERE p.tablename = c.relname AND '${role}' = ANY (p.roles)`;
    expect(
      await names(
        `SELECT c.relname AS name FROM pg_class c WHERE ${TENANT_TABLES} AND NOT c.relispartition AND NOT EXISTS (${policies('passerelle_definer')})`,
      ),
    ).toEqual([]);
    const entered = `has_any_column_privilege('passerelle_runtime', c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege('passerelle_runtime', c.oid, 'DELETE')`;
    expect(
      await names(
        `SELECT c.relname AS name FROM pg_class c WHERE ${TENANT_TABLES} AND (${entered}) AND NOT EXISTS (${policies('passerelle_runtime')})`,
      ),
    ).toEqual([]);
    expect(
      await names(`SELECT p.tablename || '.' || p.policyname AS name FROM pg_policies p WHERE p.schemaname = 'public' AND p.permissive = 'PERMISSIVE' AND p.roles <> '{passerelle_definer}'
        AND concat(p.qual, p.with_check) !~ 'acting_consortium\\(\\)'`),
    ).toEqual([]);
  });

  it('shows definer functions one consortium, but for a short list', async () => {
    expect(
      await names(`SELECT p.tablename || '.' || p.policyname AS name FROM pg_policies p
        WHERE p.schemaname = 'public' AND p.permissive = 'PERMISSIVE' AND 'passerelle_definer' = ANY (p.roles)
          AND concat(p.qual, p.with_check) !~ 'acting_consortium\\(\\)'`),
    ).toEqual(DEFINER_ACROSS_CONSORTIA);
  });

  it('is looked at again when a fiftieth of it has changed, so that the planner knows who joined', async () => {
    expect(
      await names(
        `SELECT relname AS name FROM pg_class c WHERE ${TENANT_TABLES} AND relkind = 'r' AND NOT relispartition
           AND NOT coalesce(reloptions, '{}') @> '{autovacuum_analyze_scale_factor=0.02}'`,
      ),
    ).toEqual([]);
  });

  it('refers to other tables of its consortium only', async () => {
    expect(
      await names(`SELECT k.conname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class o ON o.oid = k.confrelid
        WHERE k.contype = 'f' AND ${TENANT_TABLES} AND o.relname <> 'consortia'
          AND EXISTS (SELECT 1 FROM pg_attribute f WHERE f.attrelid = o.oid AND f.attname = 'consortium_id')
          AND (${FIRST('k.conrelid', 'k.conkey[1]')}, ${FIRST('k.confrelid', 'k.confkey[1]')}) IS DISTINCT FROM ('consortium_id'::name, 'consortium_id'::name)`),
    ).toEqual([]);
  });

  it('has keys that begin with the consortium', async () => {
    expect(
      await names(`SELECT i.indexrelid::regclass AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indisunique AND NOT c.relispartition AND ${TENANT_TABLES} AND ${FIRST('i.indrelid', 'i.indkey[0]')} IS DISTINCT FROM 'consortium_id'`),
    ).toEqual(KEYS_ACROSS_CONSORTIA);
  });

  it('names a household by a foreign key, so that merging finds it', async () => {
    expect(
      await names(`SELECT c.relname || '.' || f.attname AS name FROM pg_attribute f JOIN pg_class c ON c.oid = f.attrelid
        WHERE ${TENANT_TABLES} AND NOT c.relispartition AND NOT f.attisdropped AND f.attname ~ '(^|_)household_id$'
          AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND f.attnum = ANY (k.conkey))`),
    ).toEqual(HOUSEHOLD_WITHOUT_FOREIGN_KEY);
  });
});

describe('Tables without a policy', () => {
  it('are few and listed', async () => {
    expect(
      await names(`SELECT c.relname AS name FROM pg_class c WHERE ${PUBLIC_TABLES} AND NOT c.relrowsecurity`),
    ).toEqual(WITHOUT_POLICY);
  });

  it('can be read by the run-time role only where they are nobody’s data, and never written', async () => {
    expect(
      await names(`SELECT c.relname || ' ' || a.privilege_type AS name FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
        WHERE ${PUBLIC_TABLES} AND NOT c.relrowsecurity AND (a.grantee = 0 OR a.grantee = 'passerelle_runtime'::regrole)`),
    ).toEqual(OPEN_TO_RUN_TIME);
  });
});

describe('Views and functions', () => {
  it('are views that look with the eyes of who asks', async () => {
    expect(
      await names(`SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')
        AND NOT coalesce(c.reloptions, '{}') && '{security_invoker=true,security_invoker=on}'`),
    ).toEqual([]);
  });

  it('are definer functions of the definer role, with a fixed search path, closed to everybody but the run-time role and the operator', async () => {
    expect(
      await names(`SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND (
          p.proowner <> 'passerelle_definer'::regrole
          OR NOT coalesce(p.proconfig, '{}') && ARRAY['search_path=public, pg_temp']
          OR EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                     WHERE a.grantee NOT IN (p.proowner, 'passerelle_runtime'::regrole, (SELECT relowner FROM pg_class WHERE oid = 'migrations'::regclass))))`),
    ).toEqual([]);
  });
});

describe('Functions that act as the definer role', () => {
  it('are open to the run-time role where somebody has thought of strangers, and nowhere else', async () => {
    expect(
      await names(`SELECT p.proname AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
        AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('passerelle_runtime', p.oid, 'EXECUTE')`),
    ).toEqual(CALLABLE);
  });
});

describe('The role under which everything runs', () => {
  it('is the unprivileged one, on every connection', async () => {
    const [row] = await runtime.query(
      `SELECT current_user AS name, r.rolsuper, r.rolbypassrls, r.rolcanlogin, r.rolcreaterole, r.rolcreatedb FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(row).toEqual({
      name: 'passerelle_runtime',
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      rolcreaterole: false,
      rolcreatedb: false,
    });
  });

  it('owns nothing, makes nothing, and cannot become another role', async () => {
    expect(
      await names(`SELECT relname AS name FROM pg_class WHERE relowner = 'passerelle_runtime'::regrole AND relnamespace = 'public'::regnamespace
        UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'passerelle_runtime'::regrole AND pronamespace = 'public'::regnamespace
        UNION ALL SELECT rolname FROM pg_roles WHERE rolname NOT IN ('passerelle_runtime', 'pg_database_owner') AND pg_has_role('passerelle_runtime', oid, 'MEMBER')
        UNION ALL SELECT 'create in public' WHERE has_schema_privilege('passerelle_runtime', 'public', 'CREATE')`),
    ).toEqual([]);
  });

  it('can neither truncate a table nor hang a trigger on one', async () => {
    expect(
      await names(`SELECT c.relname AS name FROM pg_class c WHERE ${PUBLIC_TABLES}
        AND has_table_privilege('passerelle_runtime', c.oid, 'TRUNCATE, TRIGGER, REFERENCES')`),
    ).toEqual([]);
  });

  it('adds to the audit and reads it, and changes nothing of it', async () => {
    expect(
      await names(`SELECT c.relname AS name FROM pg_class c WHERE ${PUBLIC_TABLES} AND c.relname LIKE 'audit%'
        AND (has_any_column_privilege('passerelle_runtime', c.oid, 'UPDATE') OR has_table_privilege('passerelle_runtime', c.oid, 'DELETE'))`),
    ).toEqual([]);
  });

  it('hands the definer role to nobody who can log in, and that role bypasses nothing', async () => {
    const [row] = await owner.query(
      `SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = 'passerelle_definer'`,
    );
    expect(row).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false });
  });
});
