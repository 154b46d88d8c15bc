import { CREDENTIAL_STEPS, CREDENTIAL_UNDO } from './0005-identity-credentials.js';
import { PEOPLE_STEPS, PEOPLE_UNDO } from './0005-identity-people.js';
import { definer, isolate, NOUN_COLUMNS, ORGANISATION, runtimeMay, SqlMigration } from './support.js';

/** A function of the definer role that only other such functions may call. */
function inner(signature: string): string[] {
  return [...definer(signature), `REVOKE ALL ON FUNCTION ${signature} FROM passerelle_runtime`];
}

/** A function of the definer role for the operator of the installation, who connects as the owner. */
function operatorOnly(signature: string): string[] {
  return [
    ...inner(signature),
    `DO $$ BEGIN EXECUTE format('GRANT EXECUTE ON FUNCTION ${signature} TO %I', current_user); END $$`,
  ];
}

/** Machines and people, and the keys that sign their tokens. Before there is an actor, only functions by exact key. */
export class Identity1700000000005 extends SqlMigration {
  readonly name = 'Identity1700000000005';

  protected readonly steps = [
    // What a token of an organisation's people and machines rests on: its membership as it was when the token was issued.
    `CREATE FUNCTION membership_stamp(membership uuid, version integer) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
       RETURN md5(membership::text || ' ' || version)::uuid`,
    `CREATE FUNCTION revoke_standing() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
     BEGIN
       PERFORM revoke_keys(ARRAY[membership_stamp(OLD.id, OLD.version)], interval '1 hour');
       RETURN NULL;
     END $$`,
    `CREATE TRIGGER standing AFTER UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION revoke_standing()`,
    `CREATE FUNCTION organisation_standing(of_consortium uuid, of_organisation uuid, today date)
     RETURNS TABLE (roles text[], stamp uuid) LANGUAGE plpgsql AS $$
     DECLARE before text := coalesce(current_setting('app.consortium', true), '');
     BEGIN
       PERFORM set_config('app.consortium', of_consortium::text, true);
       RETURN QUERY SELECT m.roles, membership_stamp(m.id, m.version) FROM memberships m
         WHERE m.consortium_id = of_consortium AND m.organisation_id = of_organisation
           AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today);
       PERFORM set_config('app.consortium', before, true);
     END $$`,
    ...inner('organisation_standing(uuid, uuid, date)'),

    // `authority` is what tokens rest on: taking rights away revokes it and gives a new one.
    `CREATE FUNCTION renew_authority() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
     BEGIN
       PERFORM revoke_keys(ARRAY[OLD.authority], interval '1 hour');
       NEW.authority := gen_random_uuid();
       RETURN NEW;
     END $$`,

    `CREATE TABLE api_clients (${NOUN_COLUMNS},
       organisation_id uuid NOT NULL,
       name text NOT NULL,
       scopes text[],
       public_keys jsonb,
       active boolean NOT NULL DEFAULT true,
       authority uuid NOT NULL DEFAULT gen_random_uuid(),
       last_used_on date,
       PRIMARY KEY (consortium_id, id),
       UNIQUE (consortium_id, organisation_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id))`,
    `CREATE INDEX api_clients_by_id ON api_clients (id)`,
    `CREATE TRIGGER stamp BEFORE UPDATE OF name, scopes, public_keys, active ON api_clients FOR EACH ROW EXECUTE FUNCTION stamp_row()`,
    `CREATE TRIGGER authority BEFORE UPDATE ON api_clients FOR EACH ROW
       WHEN (OLD.active AND NOT NEW.active OR OLD.scopes IS DISTINCT FROM NEW.scopes OR OLD.public_keys IS DISTINCT FROM NEW.public_keys)
       EXECUTE FUNCTION renew_authority()`,
    ...isolate('api_clients', `organisation_id = ${ORGANISATION}`),
    `CREATE POLICY login ON api_clients TO passerelle_definer USING (true)`,
    runtimeMay('SELECT, INSERT, UPDATE', 'api_clients'),

    `CREATE TABLE client_secrets (${NOUN_COLUMNS},
       organisation_id uuid NOT NULL,
       client_id uuid NOT NULL,
       hint text NOT NULL CHECK (hint ~ '^[0-9a-f]{8}$'),
       hash bytea NOT NULL,
       expires_at timestamptz,
       revoked_at timestamptz,
       last_used_on date,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id, client_id) REFERENCES api_clients (consortium_id, organisation_id, id))`,
    `CREATE INDEX client_secrets_by_client ON client_secrets (consortium_id, client_id)`,
    `CREATE TRIGGER stamp BEFORE UPDATE OF revoked_at ON client_secrets FOR EACH ROW EXECUTE FUNCTION stamp_row()`,
    ...isolate('client_secrets', `organisation_id = ${ORGANISATION}`),
    `CREATE POLICY login ON client_secrets TO passerelle_definer USING (true)`,
    runtimeMay('SELECT, INSERT, UPDATE', 'client_secrets'),

    // Everything that a login needs, by exact key, in one statement whether the client exists or not.
    `CREATE FUNCTION client_login(client uuid, of_hint text, today date)
     RETURNS TABLE (id uuid, consortium_id uuid, organisation_id uuid, authority uuid, scopes text[], public_keys jsonb,
       secret_id uuid, secret_hash bytea, roles text[], standing uuid) LANGUAGE plpgsql AS $$
     BEGIN
       RETURN QUERY SELECT c.id, c.consortium_id, c.organisation_id, c.authority, c.scopes, c.public_keys, s.id, s.hash, m.roles, m.stamp
         FROM api_clients c
         LEFT JOIN client_secrets s ON s.consortium_id = c.consortium_id AND s.client_id = c.id AND s.hint = of_hint
           AND s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > now())
         CROSS JOIN LATERAL organisation_standing(c.consortium_id, c.organisation_id, today) m
         WHERE c.id = client AND c.active;
     END $$`,
    ...definer('client_login(uuid, text, date)'),
    `CREATE FUNCTION client_used(client uuid, secret uuid, today date) RETURNS void LANGUAGE sql AS $$
       UPDATE api_clients SET last_used_on = today WHERE id = client AND last_used_on IS DISTINCT FROM today;
       UPDATE client_secrets s SET last_used_on = today FROM api_clients c
         WHERE c.id = client AND s.consortium_id = c.consortium_id AND s.client_id = c.id AND s.id = secret
           AND s.last_used_on IS DISTINCT FROM today $$`,
    ...definer('client_used(uuid, uuid, date)'),

    // A client assertion counts once (RFC 7523, jti).
    `CREATE TABLE used_assertions (key bytea PRIMARY KEY, forget_after timestamptz NOT NULL)`,
    `GRANT SELECT, INSERT, DELETE ON used_assertions TO passerelle_definer`,
    `CREATE FUNCTION assertion_take(of_key bytea, until timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
     BEGIN
       DELETE FROM used_assertions WHERE forget_after < now();
       INSERT INTO used_assertions (key, forget_after) VALUES (of_key, until) ON CONFLICT DO NOTHING;
       RETURN FOUND;
     END $$`,
    ...definer('assertion_take(bytea, timestamptz)'),

    `CREATE TABLE signing_keys (
       kid text PRIMARY KEY,
       sealed_private text NOT NULL,
       public_jwk jsonb NOT NULL,
       created_at timestamptz NOT NULL,
       retired_at timestamptz)`,
    `GRANT SELECT, INSERT, UPDATE ON signing_keys TO passerelle_definer`,
    `CREATE FUNCTION signing_keys_known() RETURNS SETOF signing_keys LANGUAGE sql STABLE AS $$
       SELECT * FROM signing_keys WHERE retired_at IS NULL OR retired_at > now() - interval '1 day' ORDER BY created_at DESC, kid $$`,
    ...definer('signing_keys_known()'),
    // Of several processes that want a new key at once, one makes it.
    `CREATE FUNCTION signing_key_add(new_kid text, sealed text, public jsonb, made_at timestamptz, replaces text) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM pg_advisory_xact_lock(hashtextextended('signing key', 0));
       IF (SELECT max(kid) FROM signing_keys WHERE retired_at IS NULL) IS DISTINCT FROM replaces THEN RETURN; END IF;
       UPDATE signing_keys SET retired_at = now() WHERE retired_at IS NULL;
       INSERT INTO signing_keys (kid, sealed_private, public_jwk, created_at) VALUES (new_kid, sealed, public, made_at);
     END $$`,
    ...definer('signing_key_add(text, text, jsonb, timestamptz, text)'),

    `GRANT INSERT ON consortia TO passerelle_definer`,
    `CREATE FUNCTION bootstrap_consortium(consortium uuid, of_key text, of_name text, organisation uuid, organisation_name text,
       membership uuid, today date) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM set_config('app.consortium', consortium::text, true);
       INSERT INTO consortia (id, key, name) VALUES (consortium, of_key, of_name);
       INSERT INTO organisations (consortium_id, id, name, kind) VALUES (consortium, organisation, organisation_name, 'network');
       INSERT INTO memberships (consortium_id, id, organisation_id, roles, starts_on)
         VALUES (consortium, membership, organisation, '{coordinator}', today);
       PERFORM feed_touch('organisations', ARRAY[organisation]);
     END $$`,
    ...operatorOnly('bootstrap_consortium(uuid, text, text, uuid, text, uuid, date)'),
    `CREATE FUNCTION provision_client(consortium uuid, organisation uuid, client uuid, of_name text, of_scopes text[], secret uuid,
       of_hint text, of_hash bytea) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO api_clients (consortium_id, id, organisation_id, name, scopes) VALUES (consortium, client, organisation, of_name, of_scopes);
       INSERT INTO client_secrets (consortium_id, id, organisation_id, client_id, hint, hash)
         VALUES (consortium, secret, organisation, client, of_hint, of_hash);
     END $$`,
    ...operatorOnly('provision_client(uuid, uuid, uuid, text, text[], uuid, text, bytea)'),

    ...PEOPLE_STEPS,
    ...CREDENTIAL_STEPS,
    `CREATE FUNCTION provision_user(consortium uuid, organisation uuid, of_user uuid, of_email text, of_name text, of_functions text[],
       of_caseload text, password text, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO users (consortium_id, id, organisation_id, email, name, functions, caseload, activated_at)
         VALUES (consortium, of_user, organisation, of_email, of_name, of_functions, of_caseload, at);
       UPDATE user_credentials SET password_hash = password WHERE user_credentials.consortium_id = consortium AND user_id = of_user;
     END $$`,
    ...operatorOnly('provision_user(uuid, uuid, uuid, text, text, text[], text, text, timestamptz)'),
  ];

  protected readonly undo = [
    `DROP FUNCTION provision_user(uuid, uuid, uuid, text, text, text[], text, text, timestamptz)`,
    ...CREDENTIAL_UNDO,
    ...PEOPLE_UNDO,
    `DROP FUNCTION provision_client(uuid, uuid, uuid, text, text[], uuid, text, bytea)`,
    `DROP FUNCTION bootstrap_consortium(uuid, text, text, uuid, text, uuid, date)`,
    `REVOKE INSERT ON consortia FROM passerelle_definer`,
    `DROP FUNCTION signing_key_add(text, text, jsonb, timestamptz, text)`,
    `DROP FUNCTION signing_keys_known()`,
    `DROP TABLE signing_keys`,
    `DROP FUNCTION assertion_take(bytea, timestamptz)`,
    `DROP TABLE used_assertions`,
    `DROP FUNCTION client_used(uuid, uuid, date)`,
    `DROP FUNCTION client_login(uuid, text, date)`,
    `DROP TABLE client_secrets, api_clients`,
    `DROP FUNCTION renew_authority()`,
    `DROP FUNCTION organisation_standing(uuid, uuid, date)`,
    `DROP TRIGGER standing ON memberships`,
    `DROP FUNCTION revoke_standing()`,
    `DROP FUNCTION membership_stamp(uuid, integer)`,
  ];
}
