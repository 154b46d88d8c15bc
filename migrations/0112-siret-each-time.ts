import { Identity1700000000005 } from './0005-identity.js';
import { again, changed, madeBy, SqlMigration, stepsOf } from './support.js';

const BEFORE = again(madeBy(stepsOf(Identity1700000000005), 'CREATE FUNCTION oidc_account('));
const KNOWN = `RETURN QUERY SELECT i.consortium_id, i.user_id FROM oidc_identities i WHERE i.issuer = of_issuer AND i.subject = of_subject;
     IF FOUND THEN RETURN; END IF;`;
const OF_ANOTHER = `SELECT 1 FROM users u JOIN organisations o ON o.consortium_id = u.consortium_id AND o.id = u.organisation_id
         WHERE u.consortium_id = tenant AND u.id = person AND o.siret <> of_siret`;

/** Who works for another organisation now, as the provider says by its `siret`, has no account here any more: at each login, not the first alone. */
export class SiretEachTime1700000000112 extends SqlMigration {
  readonly name = 'SiretEachTime1700000000112';

  protected readonly steps = [
    changed(
      BEFORE,
      KNOWN,
      `SELECT i.consortium_id, i.user_id INTO tenant, person FROM oidc_identities i WHERE i.issuer = of_issuer AND i.subject = of_subject;
     IF FOUND THEN
       PERFORM set_config('app.consortium', tenant::text, true);
       IF NOT EXISTS (${OF_ANOTHER}) THEN RETURN QUERY SELECT tenant, person; END IF;
       RETURN;
     END IF;`,
    ),
  ];

  protected readonly undo = [BEFORE];
}
