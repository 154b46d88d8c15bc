import { CREDENTIAL_STEPS } from './0005-identity-credentials.js';
import { PEOPLE_STEPS } from './0005-identity-people.js';
import { again, CONSORTIUM, definer, KIND, madeBy, NIL, ORGANISATION, REFUSE_STRANGER, resight } from './support.js';

const NOBODY = `(SELECT nobody_acts())`;
/** Read and written across consortia, by exact key, before there is an actor: closed while an organisation acts. */
const LOGIN_POLICIES = [
  'account_emails',
  'api_clients',
  'client_secrets',
  'oidc_identities',
  'refresh_tokens',
  'sessions',
  'user_credentials',
  'users',
];
const LOGIN_TABLES = ['login_attempts', 'signing_keys', 'used_assertions'];
/** Fired by what an organisation does to its own rows; the keys that they revoke are nobody's to name. */
const REVOKING = ['renew_authority()', 'revoke_session()', 'revoke_standing()'];
const OWN_USER = `(SELECT true FROM users u WHERE u.consortium_id = user_credentials.consortium_id AND u.id = user_credentials.user_id
  AND u.consortium_id = ${CONSORTIUM} AND u.organisation_id = ${ORGANISATION})`;

/** She is of her organisation, not of the coordinator who invites her: her credentials are its own from the first row on. */
const FIRST_ADMINISTRATOR =
  again(`CREATE FUNCTION first_administrator(of_organisation uuid, of_user uuid, of_email text, of_name text, of_hash bytea, until timestamptz)
   RETURNS boolean LANGUAGE plpgsql AS $$
   DECLARE tenant uuid := acting_consortium(); coordinator uuid := acting_organisation();
   BEGIN
     PERFORM 1 FROM organisations o WHERE o.consortium_id = tenant AND o.id = of_organisation FOR UPDATE;
     IF NOT FOUND OR acting_kind() <> 'coordinator'
       OR EXISTS (SELECT 1 FROM users u WHERE u.consortium_id = tenant AND u.organisation_id = of_organisation)
       OR EXISTS (SELECT 1 FROM api_clients c WHERE c.consortium_id = tenant AND c.organisation_id = of_organisation AND c.active) THEN
       RETURN false;
     END IF;
     PERFORM set_config('app.organisation', of_organisation::text, true);
     INSERT INTO users (consortium_id, id, organisation_id, email, name, functions, caseload)
       VALUES (tenant, of_user, of_organisation, of_email, of_name, '{administrator}', 'all');
     UPDATE user_credentials c SET activation_hash = of_hash, activation_until = until WHERE c.consortium_id = tenant AND c.user_id = of_user;
     PERFORM set_config('app.organisation', coordinator::text, true);
     RETURN true;
   END $$`);

const feedSweep = (condition: string): string =>
  again(`CREATE FUNCTION feed_sweep(before timestamptz) RETURNS bigint LANGUAGE sql AS $$
       WITH gone AS (DELETE FROM feed WHERE consortium_id = acting_consortium() AND removed_at < before${condition} RETURNING 1)
       SELECT count(*) FROM gone $$`);
const allConsortia = (condition: string): string =>
  again(
    `CREATE FUNCTION all_consortia() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT id FROM consortia${condition} ORDER BY id $$`,
  );
const SESSIONS_SWEEP = again(`CREATE FUNCTION sessions_sweep(before timestamptz) RETURNS bigint LANGUAGE sql AS $$
     WITH gone AS (DELETE FROM sessions WHERE nobody_acts() AND coalesce(ended_at, expires_at) < before RETURNING 1)
     SELECT count(*) FROM gone $$`);

export const GUARD_PLATFORM: readonly string[] = [
  // A login, a job, the operator: no organisation acts.
  `CREATE FUNCTION nobody_acts() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN coalesce(acting_organisation(), ${NIL}) = ${NIL}`,

  ...LOGIN_POLICIES.map((table) => `ALTER POLICY login ON ${table} USING (${NOBODY})`),
  `CREATE POLICY opens ON account_emails FOR INSERT TO passerelle_definer WITH CHECK (consortium_id = ${CONSORTIUM})`,
  `CREATE POLICY own ON user_credentials TO passerelle_definer USING (${OWN_USER})`,
  ...LOGIN_TABLES.flatMap((table) => [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY login ON ${table} TO passerelle_definer USING (${NOBODY})`,
  ]),
  `ALTER POLICY relay ON outbox USING (${NOBODY})`,
  `DROP POLICY definer ON outbox`,
  SESSIONS_SWEEP,
  allConsortia(' WHERE nobody_acts()'),
  FIRST_ADMINISTRATOR,

  // Revoking ends what rests on a key: rows say which, or, before there is an actor, the token that was handed in.
  ...REVOKING.flatMap(definer),
  `CREATE TRIGGER revoked AFTER UPDATE ON client_secrets FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
     EXECUTE FUNCTION revoke_session()`,
  `REVOKE EXECUTE ON FUNCTION revoke_keys(uuid[], interval) FROM passerelle_runtime`,
  `CREATE FUNCTION token_revoke(token uuid, remember interval) RETURNS void LANGUAGE plpgsql AS $$
   BEGIN
     IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
     PERFORM revoke_keys(ARRAY[token], remember);
   END $$`,
  ...definer('token_revoke(uuid, interval)'),

  `ALTER FUNCTION audit_drop(date) RENAME TO audit_drop_months`,
  `REVOKE EXECUTE ON FUNCTION audit_drop_months(date) FROM passerelle_runtime`,
  `CREATE FUNCTION audit_drop(before date) RETURNS integer LANGUAGE plpgsql AS $$
   BEGIN
     IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
     RETURN audit_drop_months(before);
   END $$`,
  ...definer('audit_drop(date)'),
  // The owner asks at start, after it has migrated.
  `REVOKE EXECUTE ON FUNCTION installation_check(text) FROM passerelle_runtime`,
  `DO $$ BEGIN EXECUTE format('GRANT EXECUTE ON FUNCTION installation_check(text) TO %I', current_user); END $$`,

  feedSweep(` AND acting_kind() = 'system'`),
  `REVOKE EXECUTE ON FUNCTION feed_merged(text, uuid, uuid) FROM passerelle_runtime`,
  // What others were told is forgotten by the job alone, and a kept answer is its caller's.
  `CREATE POLICY forgetting ON events AS RESTRICTIVE FOR DELETE TO passerelle_runtime USING (${KIND} = 'system')`,
  `ALTER TABLE idempotent_answers ADD COLUMN organisation_id uuid NOT NULL DEFAULT coalesce(acting_organisation(), ${NIL})`,
  resight('idempotent_answers', `organisation_id = ${ORGANISATION}`),
];

export const GUARD_PLATFORM_UNDO: readonly string[] = [
  resight('idempotent_answers', 'true'),
  `ALTER TABLE idempotent_answers DROP COLUMN organisation_id`,
  `DROP POLICY forgetting ON events`,
  `GRANT EXECUTE ON FUNCTION feed_merged(text, uuid, uuid) TO passerelle_runtime`,
  feedSweep(''),
  `GRANT EXECUTE ON FUNCTION installation_check(text) TO passerelle_runtime`,
  `DROP FUNCTION audit_drop(date)`,
  `ALTER FUNCTION audit_drop_months(date) RENAME TO audit_drop`,
  `GRANT EXECUTE ON FUNCTION audit_drop(date) TO passerelle_runtime`,
  `DROP FUNCTION token_revoke(uuid, interval)`,
  `GRANT EXECUTE ON FUNCTION revoke_keys(uuid[], interval) TO passerelle_runtime`,
  `DROP TRIGGER revoked ON client_secrets`,
  ...REVOKING.flatMap((signature) => [
    `ALTER FUNCTION ${signature} SECURITY INVOKER`,
    `ALTER FUNCTION ${signature} OWNER TO CURRENT_USER`,
    `GRANT EXECUTE ON FUNCTION ${signature} TO PUBLIC`,
  ]),
  again(madeBy(PEOPLE_STEPS, 'CREATE FUNCTION first_administrator(')),
  allConsortia(''),
  again(madeBy(CREDENTIAL_STEPS, 'CREATE FUNCTION sessions_sweep(')),
  `CREATE POLICY definer ON outbox TO passerelle_definer USING (consortium_id = ${CONSORTIUM}) WITH CHECK (consortium_id = ${CONSORTIUM})`,
  `ALTER POLICY relay ON outbox USING (true)`,
  ...LOGIN_TABLES.flatMap((table) => [
    `DROP POLICY login ON ${table}`,
    `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
  ]),
  `DROP POLICY own ON user_credentials`,
  `DROP POLICY opens ON account_emails`,
  ...LOGIN_POLICIES.map((table) => `ALTER POLICY login ON ${table} USING (true)`),
  `DROP FUNCTION nobody_acts()`,
];
