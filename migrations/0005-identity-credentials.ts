import { definer } from './support.js';

/** For a person about herself, or an administrator about a colleague: of the acting organisation of the acting consortium. */
const colleague = (user: string): string =>
  `(u.consortium_id = acting_consortium() AND u.organisation_id = acting_organisation() AND u.id = ${user})`;

/** A password set or reset ends every session and token of the account. */
const END_EVERYTHING = `
  PERFORM revoke_keys(ARRAY(SELECT u.authority FROM users u WHERE u.consortium_id = found_consortium AND u.id = found_user), interval '1 hour');
  UPDATE users u SET authority = gen_random_uuid(), activated_at = coalesce(u.activated_at, at)
    WHERE u.consortium_id = found_consortium AND u.id = found_user;
  UPDATE sessions s SET ended_at = at WHERE s.consortium_id = found_consortium AND s.user_id = found_user AND s.ended_at IS NULL;`;

/** Passwords, activation, second factors, sessions: each verb on credentials is one function. */
export const CREDENTIAL_STEPS = [
  `CREATE FUNCTION invitation_set(of_user uuid, of_hash bytea, until timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE user_credentials c SET activation_hash = of_hash, activation_until = until FROM users u
       WHERE ${colleague('of_user')} AND c.consortium_id = u.consortium_id AND c.user_id = u.id;
     RETURN FOUND;
   END $$`,
  ...definer('invitation_set(uuid, bytea, timestamptz)'),
  `CREATE FUNCTION invitation_of(of_hash bytea, at timestamptz) RETURNS TABLE (consortium_id uuid, user_id uuid, email text, name text)
   LANGUAGE sql STABLE AS $$
     SELECT u.consortium_id, u.id, u.email, u.name FROM user_credentials c
     JOIN users u ON u.consortium_id = c.consortium_id AND u.id = c.user_id
     WHERE c.activation_hash = of_hash AND c.activation_until > at AND u.active $$`,
  ...definer('invitation_of(bytea, timestamptz)'),
  // Whoever holds the invitation sets the password, once.
  `CREATE FUNCTION invitation_accept(of_hash bytea, new_password text, at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
   DECLARE found_consortium uuid; found_user uuid;
   BEGIN
     UPDATE user_credentials c SET password_hash = new_password, activation_hash = NULL, activation_until = NULL
       FROM users u WHERE c.activation_hash = of_hash AND c.activation_until > at
         AND u.consortium_id = c.consortium_id AND u.id = c.user_id AND u.active
       RETURNING c.consortium_id, c.user_id INTO found_consortium, found_user;
     IF NOT FOUND THEN RETURN false; END IF;
     ${END_EVERYTHING}
     RETURN true;
   END $$`,
  ...definer('invitation_accept(bytea, text, timestamptz)'),
  `CREATE FUNCTION password_set(of_user uuid, new_password text, at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
   DECLARE found_consortium uuid; found_user uuid;
   BEGIN
     UPDATE user_credentials c SET password_hash = new_password FROM users u
       WHERE ${colleague('of_user')} AND c.consortium_id = u.consortium_id AND c.user_id = u.id
       RETURNING c.consortium_id, c.user_id INTO found_consortium, found_user;
     IF NOT FOUND THEN RETURN false; END IF;
     ${END_EVERYTHING}
     RETURN true;
   END $$`,
  ...definer('password_set(uuid, text, timestamptz)'),

  `CREATE FUNCTION totp_begin(of_user uuid, sealed text) RETURNS boolean LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE user_credentials c SET totp_sealed = sealed, totp_last_step = 0, recovery = '{}' FROM users u
       WHERE ${colleague('of_user')} AND c.consortium_id = u.consortium_id AND c.user_id = u.id AND c.totp_confirmed_at IS NULL;
     RETURN FOUND;
   END $$`,
  ...definer('totp_begin(uuid, text)'),
  `CREATE FUNCTION totp_confirm(of_user uuid, codes bytea[], at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE user_credentials c SET totp_confirmed_at = at, recovery = codes FROM users u
       WHERE ${colleague('of_user')} AND c.consortium_id = u.consortium_id AND c.user_id = u.id
         AND c.totp_sealed IS NOT NULL AND c.totp_confirmed_at IS NULL;
     RETURN FOUND;
   END $$`,
  ...definer('totp_confirm(uuid, bytea[], timestamptz)'),
  `CREATE FUNCTION totp_remove(of_user uuid) RETURNS void LANGUAGE sql AS $$
     UPDATE user_credentials c SET totp_sealed = NULL, totp_confirmed_at = NULL, totp_last_step = 0, recovery = '{}' FROM users u
       WHERE ${colleague('of_user')} AND c.consortium_id = u.consortium_id AND c.user_id = u.id $$`,
  ...definer('totp_remove(uuid)'),

  `CREATE FUNCTION session_open(of_consortium uuid, of_organisation uuid, of_user uuid, session uuid, refresh bytea,
     at timestamptz, idle interval, longest interval) RETURNS void LANGUAGE sql AS $$
     INSERT INTO sessions (consortium_id, id, organisation_id, user_id, last_used_at, expires_at)
       VALUES (of_consortium, session, of_organisation, of_user, at, at + longest);
     INSERT INTO refresh_tokens (hash, consortium_id, session_id, idle_until) VALUES (refresh, of_consortium, session, at + idle) $$`,
  ...definer('session_open(uuid, uuid, uuid, uuid, bytea, timestamptz, interval, interval)'),
  // A token that comes again after its successor was made is in two hands: the family ends. A request that was already
  // under way when its twin won ("elapsed": how long ago it arrived) is a race of one hand: it only gets nothing.
  `CREATE FUNCTION session_refresh(of_hash bytea, new_hash bytea, at timestamptz, elapsed interval, idle interval)
   RETURNS TABLE (session_id uuid, consortium_id uuid, user_id uuid, expires_at timestamptz) LANGUAGE plpgsql AS $$
   DECLARE t refresh_tokens; s sessions;
   BEGIN
     SELECT * INTO t FROM refresh_tokens r WHERE r.hash = of_hash FOR UPDATE;
     IF NOT FOUND THEN RETURN; END IF;
     SELECT * INTO s FROM sessions x WHERE x.consortium_id = t.consortium_id AND x.id = t.session_id FOR UPDATE;
     IF s.ended_at IS NOT NULL OR s.expires_at <= at THEN RETURN; END IF;
     IF t.used_at IS NOT NULL THEN
       IF clock_timestamp() - elapsed > t.used_at THEN
         UPDATE sessions x SET ended_at = at WHERE x.consortium_id = s.consortium_id AND x.id = s.id;
       END IF;
       RETURN;
     END IF;
     IF t.idle_until <= at THEN RETURN; END IF;
     UPDATE refresh_tokens r SET used_at = clock_timestamp() WHERE r.hash = of_hash;
     INSERT INTO refresh_tokens (hash, consortium_id, session_id, idle_until) VALUES (new_hash, s.consortium_id, s.id, at + idle);
     UPDATE sessions x SET last_used_at = at WHERE x.consortium_id = s.consortium_id AND x.id = s.id;
     RETURN QUERY SELECT s.id, s.consortium_id, s.user_id, s.expires_at;
   END $$`,
  ...definer('session_refresh(bytea, bytea, timestamptz, interval, interval)'),
  `CREATE FUNCTION sessions_sweep(before timestamptz) RETURNS bigint LANGUAGE sql AS $$
     WITH gone AS (DELETE FROM sessions WHERE coalesce(ended_at, expires_at) < before RETURNING 1) SELECT count(*) FROM gone $$`,
  ...definer('sessions_sweep(timestamptz)'),
];

export const CREDENTIAL_UNDO = [
  `DROP FUNCTION sessions_sweep(timestamptz)`,
  `DROP FUNCTION session_refresh(bytea, bytea, timestamptz, interval, interval)`,
  `DROP FUNCTION session_open(uuid, uuid, uuid, uuid, bytea, timestamptz, interval, interval)`,
  `DROP FUNCTION totp_remove(uuid)`,
  `DROP FUNCTION totp_confirm(uuid, bytea[], timestamptz)`,
  `DROP FUNCTION totp_begin(uuid, text)`,
  `DROP FUNCTION password_set(uuid, text, timestamptz)`,
  `DROP FUNCTION invitation_accept(bytea, text, timestamptz)`,
  `DROP FUNCTION invitation_of(bytea, timestamptz)`,
  `DROP FUNCTION invitation_set(uuid, bytea, timestamptz)`,
];
