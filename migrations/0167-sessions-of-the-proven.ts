import { CREDENTIAL_STEPS } from './0005-identity-credentials.js';
import { definer, madeBy, SqlMigration } from './support.js';

const BEFORE = 'session_open(uuid, uuid, uuid, uuid, bytea, timestamptz, interval, interval)';
const NOW = 'session_open(uuid, uuid, uuid, uuid, uuid, bytea, timestamptz, interval, interval)';

/**
 * A session is opened for what was proven: between the proof and it, a password may have been set or the account switched off, which
 * ends the sessions that there are. Whoever does that renews `authority`; the lock lets the one wait for the other.
 */
export class SessionsOfTheProven1700000000167 extends SqlMigration {
  readonly name = 'SessionsOfTheProven1700000000167';

  protected readonly steps = [
    `DROP FUNCTION ${BEFORE}`,
    `CREATE FUNCTION session_open(of_consortium uuid, of_organisation uuid, of_user uuid, proven uuid, session uuid, refresh bytea,
       at timestamptz, idle interval, longest interval) RETURNS boolean LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM 1 FROM users u WHERE u.consortium_id = of_consortium AND u.organisation_id = of_organisation AND u.id = of_user
         AND u.active AND u.authority = proven FOR SHARE;
       IF NOT FOUND THEN RETURN false; END IF;
       INSERT INTO sessions (consortium_id, id, organisation_id, user_id, last_used_at, expires_at)
         VALUES (of_consortium, session, of_organisation, of_user, at, at + longest);
       INSERT INTO refresh_tokens (hash, consortium_id, session_id, idle_until) VALUES (refresh, of_consortium, session, at + idle);
       RETURN true;
     END $$`,
    ...definer(NOW),
  ];

  protected readonly undo = [
    `DROP FUNCTION ${NOW}`,
    madeBy(CREDENTIAL_STEPS, 'CREATE FUNCTION session_open('),
    ...definer(BEFORE),
  ];
}
