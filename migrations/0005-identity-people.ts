import { definer, isolate, NOUN_COLUMNS, ORGANISATION, runtimeMay } from './support.js';

/** Outside tenancy: no right of the run-time role, every row for the definer's functions, which ask by exact key. */
const closed = (table: string, rights: string): string[] => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY login ON ${table} TO passerelle_definer USING (true)`,
  `GRANT ${rights} ON ${table} TO passerelle_definer`,
];

/** People: accounts, what they prove themselves with, sessions. */
export const PEOPLE_STEPS = [
  `CREATE TABLE users (${NOUN_COLUMNS},
     organisation_id uuid NOT NULL,
     email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
     name text NOT NULL,
     functions text[] NOT NULL CHECK (cardinality(functions) > 0
       AND functions <@ '{administrator,social_worker,rent_officer,landlord_social_adviser,reader}'),
     caseload text NOT NULL CHECK (caseload IN ('own', 'team', 'all')),
     team text,
     active boolean NOT NULL DEFAULT true,
     authority uuid NOT NULL DEFAULT gen_random_uuid(),
     activated_at timestamptz,
     PRIMARY KEY (consortium_id, id),
     UNIQUE (consortium_id, organisation_id, id),
     CONSTRAINT users_email UNIQUE (consortium_id, email),
     CHECK (caseload <> 'team' OR team IS NOT NULL),
     FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id))`,
  `CREATE TRIGGER stamp BEFORE UPDATE OF email, name, functions, caseload, team, active, activated_at ON users
     FOR EACH ROW EXECUTE FUNCTION stamp_row()`,
  `CREATE TRIGGER authority BEFORE UPDATE ON users FOR EACH ROW
     WHEN (OLD.active AND NOT NEW.active OR OLD.functions IS DISTINCT FROM NEW.functions OR OLD.caseload IS DISTINCT FROM NEW.caseload
       OR OLD.team IS DISTINCT FROM NEW.team)
     EXECUTE FUNCTION renew_authority()`,
  ...isolate('users', `organisation_id = ${ORGANISATION}`),
  `CREATE POLICY login ON users TO passerelle_definer USING (true)`,
  runtimeMay('SELECT, INSERT, UPDATE', 'users'),

  // Whose caseload the acting person sees: her own, or that of her team. Null: no such limit.
  `CREATE FUNCTION caseload_workers() RETURNS uuid[] LANGUAGE sql STABLE AS $$
     SELECT array_agg(mate.id) FROM users me
     JOIN users mate ON mate.consortium_id = me.consortium_id AND mate.organisation_id = me.organisation_id
       AND (mate.id = me.id OR me.caseload = 'team' AND mate.team = me.team)
     WHERE me.consortium_id = acting_consortium() AND me.id = acting_caseload() $$`,
  ...definer('caseload_workers()'),

  // An address has one account in the installation: a login names nothing else.
  `CREATE TABLE account_emails (
     email_hash bytea,
     consortium_id uuid NOT NULL,
     user_id uuid NOT NULL,
     CONSTRAINT account_emails_one PRIMARY KEY (email_hash),
     FOREIGN KEY (consortium_id, user_id) REFERENCES users (consortium_id, id) ON DELETE CASCADE)`,
  ...closed('account_emails', 'SELECT, INSERT'),
  `CREATE TABLE user_credentials (
     consortium_id uuid NOT NULL,
     user_id uuid NOT NULL,
     password_hash text,
     totp_sealed text,
     totp_confirmed_at timestamptz,
     totp_last_step bigint NOT NULL DEFAULT 0,
     recovery bytea[] NOT NULL DEFAULT '{}',
     activation_hash bytea,
     activation_until timestamptz,
     PRIMARY KEY (consortium_id, user_id),
     FOREIGN KEY (consortium_id, user_id) REFERENCES users (consortium_id, id) ON DELETE CASCADE)`,
  `CREATE INDEX user_credentials_by_activation ON user_credentials (activation_hash) WHERE activation_hash IS NOT NULL`,
  ...closed('user_credentials', 'SELECT, INSERT, UPDATE'),
  `CREATE FUNCTION open_account() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO account_emails (email_hash, consortium_id, user_id) VALUES (sha256(convert_to(NEW.email, 'UTF8')), NEW.consortium_id, NEW.id);
     INSERT INTO user_credentials (consortium_id, user_id) VALUES (NEW.consortium_id, NEW.id);
     RETURN NULL;
   END $$`,
  ...definer('open_account()'),
  `CREATE TRIGGER account AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION open_account()`,

  `CREATE TABLE sessions (${NOUN_COLUMNS},
     organisation_id uuid NOT NULL,
     user_id uuid NOT NULL,
     last_used_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL,
     ended_at timestamptz,
     PRIMARY KEY (consortium_id, id),
     FOREIGN KEY (consortium_id, organisation_id, user_id) REFERENCES users (consortium_id, organisation_id, id) ON DELETE CASCADE)`,
  `CREATE INDEX sessions_by_user ON sessions (consortium_id, user_id, id)`,
  `CREATE TRIGGER stamp BEFORE UPDATE OF ended_at ON sessions FOR EACH ROW EXECUTE FUNCTION stamp_row()`,
  // Whatever ends a session, its access token ends with it.
  `CREATE FUNCTION revoke_session() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
   BEGIN
     PERFORM revoke_keys(ARRAY[NEW.id], interval '1 hour');
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER ended AFTER UPDATE ON sessions FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION revoke_session()`,
  ...isolate('sessions', `organisation_id = ${ORGANISATION}`),
  `CREATE POLICY login ON sessions TO passerelle_definer USING (true)`,
  runtimeMay('SELECT, UPDATE', 'sessions'),
  `CREATE TABLE refresh_tokens (
     hash bytea PRIMARY KEY,
     consortium_id uuid NOT NULL,
     session_id uuid NOT NULL,
     idle_until timestamptz NOT NULL,
     used_at timestamptz,
     FOREIGN KEY (consortium_id, session_id) REFERENCES sessions (consortium_id, id) ON DELETE CASCADE)`,
  ...closed('refresh_tokens', 'SELECT, INSERT, UPDATE'),

  // Attempts by account (known or not) and by address, counted before anything is checked.
  `CREATE TABLE login_attempts (
     key bytea PRIMARY KEY,
     attempts integer NOT NULL,
     since timestamptz NOT NULL)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON login_attempts TO passerelle_definer`,
  `CREATE FUNCTION login_attempt(of_key bytea, at timestamptz, remember interval) RETURNS integer LANGUAGE plpgsql AS $$
   DECLARE counted integer;
   BEGIN
     INSERT INTO login_attempts AS l (key, attempts, since) VALUES (of_key, 1, at)
       ON CONFLICT (key) DO UPDATE SET
         attempts = CASE WHEN l.since + remember <= at THEN 1 ELSE l.attempts + 1 END,
         since = CASE WHEN l.since + remember <= at THEN at ELSE l.since END
       RETURNING attempts INTO counted;
     RETURN counted;
   END $$`,
  ...definer('login_attempt(bytea, timestamptz, interval)'),
  `CREATE FUNCTION login_succeeded(account bytea, address bytea) RETURNS void LANGUAGE sql AS $$
     DELETE FROM login_attempts WHERE key = account;
     UPDATE login_attempts SET attempts = attempts - 1 WHERE key = address $$`,
  ...definer('login_succeeded(bytea, bytea)'),
  `CREATE FUNCTION login_attempts_sweep(before timestamptz) RETURNS void LANGUAGE sql AS $$ DELETE FROM login_attempts WHERE since < before $$`,
  ...definer('login_attempts_sweep(timestamptz)'),

  `CREATE FUNCTION user_account(of_consortium uuid, of_user uuid, today date)
   RETURNS TABLE (id uuid, consortium_id uuid, organisation_id uuid, email text, functions text[], caseload text, authority uuid, roles text[],
     standing uuid, password_hash text, totp_sealed text, totp_on boolean) LANGUAGE plpgsql AS $$
   BEGIN
     RETURN QUERY SELECT u.id, u.consortium_id, u.organisation_id, u.email, u.functions, u.caseload, u.authority, m.roles, m.stamp,
         c.password_hash, c.totp_sealed, c.totp_confirmed_at IS NOT NULL
       FROM users u JOIN user_credentials c ON c.consortium_id = u.consortium_id AND c.user_id = u.id
       CROSS JOIN LATERAL organisation_standing(u.consortium_id, u.organisation_id, today) m
       WHERE u.consortium_id = of_consortium AND u.id = of_user AND u.active;
   END $$`,
  ...definer('user_account(uuid, uuid, date)'),
  `CREATE FUNCTION account_of_email(of_email text) RETURNS TABLE (consortium_id uuid, user_id uuid) LANGUAGE sql STABLE AS $$
     SELECT a.consortium_id, a.user_id FROM account_emails a WHERE a.email_hash = sha256(convert_to(of_email, 'UTF8')) $$`,
  ...definer('account_of_email(text)'),
  // A time-based code counts once: neither it nor an older one is taken again.
  `CREATE FUNCTION totp_take(of_consortium uuid, of_user uuid, step bigint) RETURNS boolean LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE user_credentials SET totp_last_step = step
       WHERE consortium_id = of_consortium AND user_id = of_user AND totp_last_step < step;
     RETURN FOUND;
   END $$`,
  ...definer('totp_take(uuid, uuid, bigint)'),
  `CREATE FUNCTION recovery_take(of_consortium uuid, of_user uuid, code bytea) RETURNS boolean LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE user_credentials SET recovery = array_remove(recovery, code)
       WHERE consortium_id = of_consortium AND user_id = of_user AND code = ANY (recovery);
     RETURN FOUND;
   END $$`,
  ...definer('recovery_take(uuid, uuid, bytea)'),
  // Who an external provider says somebody is. An account is found by its address the first time, by its subject from then on.
  `CREATE TABLE oidc_identities (
     issuer text,
     subject text,
     consortium_id uuid NOT NULL,
     user_id uuid NOT NULL,
     PRIMARY KEY (issuer, subject),
     UNIQUE (consortium_id, user_id, issuer),
     FOREIGN KEY (consortium_id, user_id) REFERENCES users (consortium_id, id) ON DELETE CASCADE)`,
  ...closed('oidc_identities', 'SELECT, INSERT'),
  `CREATE FUNCTION oidc_account(of_issuer text, of_subject text, of_email text, verified boolean, of_siret text, at timestamptz)
   RETURNS TABLE (consortium_id uuid, user_id uuid) LANGUAGE plpgsql AS $$
   DECLARE tenant uuid; person uuid; known_siret text;
   BEGIN
     RETURN QUERY SELECT i.consortium_id, i.user_id FROM oidc_identities i WHERE i.issuer = of_issuer AND i.subject = of_subject;
     IF FOUND THEN RETURN; END IF;
     SELECT a.consortium_id, a.user_id INTO tenant, person FROM account_emails a WHERE a.email_hash = sha256(convert_to(of_email, 'UTF8'));
     IF NOT FOUND THEN RETURN; END IF;
     PERFORM set_config('app.consortium', tenant::text, true);
     SELECT o.siret INTO known_siret FROM users u JOIN organisations o ON o.consortium_id = u.consortium_id AND o.id = u.organisation_id
       WHERE u.consortium_id = tenant AND u.id = person AND u.active;
     IF NOT FOUND OR known_siret <> of_siret OR NOT (verified OR coalesce(known_siret = of_siret, false)) THEN RETURN; END IF;
     INSERT INTO oidc_identities VALUES (of_issuer, of_subject, tenant, person) ON CONFLICT DO NOTHING;
     IF NOT FOUND THEN RETURN; END IF;
     UPDATE users u SET activated_at = coalesce(u.activated_at, at) WHERE u.consortium_id = tenant AND u.id = person;
     RETURN QUERY SELECT tenant, person;
   END $$`,
  ...definer('oidc_account(text, text, text, boolean, text, timestamptz)'),
  // A partner that nobody administers yet gets its first administrator from the coordinator, and never another.
  `CREATE FUNCTION first_administrator(of_organisation uuid, of_user uuid, of_email text, of_name text, of_hash bytea, until timestamptz)
   RETURNS boolean LANGUAGE plpgsql AS $$
   DECLARE tenant uuid := acting_consortium();
   BEGIN
     PERFORM 1 FROM organisations o WHERE o.consortium_id = tenant AND o.id = of_organisation FOR UPDATE;
     IF NOT FOUND OR acting_kind() <> 'coordinator'
       OR EXISTS (SELECT 1 FROM users u WHERE u.consortium_id = tenant AND u.organisation_id = of_organisation)
       OR EXISTS (SELECT 1 FROM api_clients c WHERE c.consortium_id = tenant AND c.organisation_id = of_organisation AND c.active) THEN
       RETURN false;
     END IF;
     INSERT INTO users (consortium_id, id, organisation_id, email, name, functions, caseload)
       VALUES (tenant, of_user, of_organisation, of_email, of_name, '{administrator}', 'all');
     UPDATE user_credentials c SET activation_hash = of_hash, activation_until = until WHERE c.consortium_id = tenant AND c.user_id = of_user;
     RETURN true;
   END $$`,
  ...definer('first_administrator(uuid, uuid, text, text, bytea, timestamptz)'),
];

export const PEOPLE_UNDO = [
  `DROP FUNCTION oidc_account(text, text, text, boolean, text, timestamptz)`,
  `DROP TABLE oidc_identities`,
  `DROP FUNCTION first_administrator(uuid, uuid, text, text, bytea, timestamptz)`,
  `DROP FUNCTION recovery_take(uuid, uuid, bytea)`,
  `DROP FUNCTION totp_take(uuid, uuid, bigint)`,
  `DROP FUNCTION account_of_email(text)`,
  `DROP FUNCTION user_account(uuid, uuid, date)`,
  `DROP FUNCTION login_attempts_sweep(timestamptz)`,
  `DROP FUNCTION login_succeeded(bytea, bytea)`,
  `DROP FUNCTION login_attempt(bytea, timestamptz, interval)`,
  `DROP TABLE login_attempts, refresh_tokens, sessions`,
  `DROP FUNCTION revoke_session()`,
  `DROP TABLE user_credentials, account_emails`,
  `DROP FUNCTION caseload_workers()`,
  `DROP TABLE users`,
  `DROP FUNCTION open_account()`,
];
