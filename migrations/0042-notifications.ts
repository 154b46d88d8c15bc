import { isolate, NOUN_COLUMNS, ORGANISATION, runtimeMay, SqlMigration, stamped } from './support.js';

/** What a person wants to be told of by e-mail, and which e-mails went. */
export class Notifications1700000000042 extends SqlMigration {
  readonly name = 'Notifications1700000000042';

  protected readonly steps = [
    // One row a person, whose id it has; none while she has said nothing. Hers alone, not even her organisation's.
    `CREATE TABLE notification_preferences (${NOUN_COLUMNS},
       organisation_id uuid NOT NULL,
       digest text NOT NULL CHECK (digest IN ('none', 'daily', 'weekly')),
       kinds text[] NOT NULL,
       language text NOT NULL CHECK (language IN ('fr', 'en')),
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id, id) REFERENCES users (consortium_id, organisation_id, id))`,
    stamped('notification_preferences'),
    ...isolate(
      'notification_preferences',
      `(organisation_id = ${ORGANISATION} AND 'user:' || id::text = (SELECT current_setting('app.principal', true)))`,
    ),
    runtimeMay('SELECT, INSERT, UPDATE', 'notification_preferences'),

    // One for a person and a period: taken before it is sent, so that of two runs one sends.
    `CREATE TABLE alert_digests (
       consortium_id uuid NOT NULL,
       id uuid NOT NULL,
       user_id uuid NOT NULL,
       period date NOT NULL,
       taken_at timestamptz NOT NULL,
       sent_at timestamptz,
       PRIMARY KEY (consortium_id, id),
       CONSTRAINT alert_digests_once UNIQUE (consortium_id, user_id, period),
       FOREIGN KEY (consortium_id, user_id) REFERENCES users (consortium_id, id) ON DELETE CASCADE)`,
    ...isolate('alert_digests', 'false'),
    runtimeMay('SELECT, INSERT, UPDATE, DELETE', 'alert_digests'),
  ];

  protected readonly undo = [`DROP TABLE alert_digests, notification_preferences`];
}
