import { GUARD_PLATFORM } from './0013-guards-platform.js';
import { definer, madeBy, SqlMigration } from './support.js';

const SIGNATURE = 'first_administrator(uuid, uuid, text, text, bytea, timestamptz)';

/**
 * A partner of which nobody ever came in gets an administrator from the coordinator, again where she never took her invitation; that of
 * before is good no more, whoever it went to. What somebody of the partner has seen or written, no coordinator opens. Answers with the
 * account, or null.
 */
export class PartnersLetInAgain1700000000169 extends SqlMigration {
  readonly name = 'PartnersLetInAgain1700000000169';

  protected readonly steps = [
    `DROP FUNCTION ${SIGNATURE}`,
    `CREATE FUNCTION first_administrator(of_organisation uuid, of_user uuid, of_email text, of_name text, of_hash bytea, until timestamptz)
     RETURNS uuid LANGUAGE plpgsql AS $$
     DECLARE
       tenant uuid := acting_consortium();
       coordinator uuid := acting_organisation();
       invited uuid;
     BEGIN
       PERFORM 1 FROM organisations o WHERE o.consortium_id = tenant AND o.id = of_organisation FOR UPDATE;
       IF NOT FOUND OR acting_kind() <> 'coordinator'
         OR EXISTS (SELECT 1 FROM users u WHERE u.consortium_id = tenant AND u.organisation_id = of_organisation
           AND u.activated_at IS NOT NULL)
         OR EXISTS (SELECT 1 FROM api_clients c WHERE c.consortium_id = tenant AND c.organisation_id = of_organisation AND c.active) THEN
         RETURN NULL;
       END IF;
       PERFORM set_config('app.organisation', of_organisation::text, true);
       SELECT u.id INTO invited FROM users u WHERE u.consortium_id = tenant AND u.organisation_id = of_organisation AND u.email = of_email
         AND u.active AND u.activated_at IS NULL AND 'administrator' = ANY (u.functions) FOR UPDATE;
       IF NOT FOUND THEN
         INSERT INTO users (consortium_id, id, organisation_id, email, name, functions, caseload)
           VALUES (tenant, of_user, of_organisation, of_email, of_name, '{administrator}', 'all') RETURNING id INTO invited;
       END IF;
       UPDATE user_credentials c SET activation_hash = NULL, activation_until = NULL FROM users u
         WHERE c.consortium_id = tenant AND u.consortium_id = tenant AND u.organisation_id = of_organisation AND c.user_id = u.id;
       UPDATE user_credentials c SET activation_hash = of_hash, activation_until = until WHERE c.consortium_id = tenant AND c.user_id = invited;
       PERFORM set_config('app.organisation', coordinator::text, true);
       RETURN invited;
     END $$`,
    ...definer(SIGNATURE),
  ];

  protected readonly undo = [
    `DROP FUNCTION ${SIGNATURE}`,
    madeBy(GUARD_PLATFORM, 'CREATE OR REPLACE FUNCTION first_administrator('),
    ...definer(SIGNATURE),
  ];
}
