import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { Failure, notFound } from '../platform/errors/failure.js';
import type { NotificationPatch } from './notifications.inputs.js';
import type { NotificationPreferences } from './notifications.views.js';

const OWN = `
  SELECT u.id, coalesce(p.version, 0) AS version, coalesce(p.digest, 'none') AS digest, coalesce(p.kinds, '{}') AS kinds,
    coalesce(p.language, 'fr') AS language
  FROM users u LEFT JOIN notification_preferences p ON p.consortium_id = u.consortium_id AND p.id = u.id
  WHERE u.consortium_id = $1 AND u.id = $2`;

/** A version that is no longer the one which was read writes nothing. */
const PUT = `
  INSERT INTO notification_preferences AS p (consortium_id, id, organisation_id, digest, kinds, language)
  SELECT $1, $2, $3, $4, $5, $6
  ON CONFLICT (consortium_id, id) DO UPDATE SET digest = excluded.digest, kinds = excluded.kinds, language = excluded.language
  WHERE p.version = $7 RETURNING p.id`;

/** What a person wants to be told of by e-mail. Machines are told nothing: for them it does not exist. */
@Injectable()
export class NotificationsService {
  constructor(private readonly database: Database) {}

  @Requires('alerts:read')
  get(): Promise<NotificationPreferences> {
    const { consortiumId, principal } = actor();
    if (principal.type !== 'user') throw notFound();
    return this.database.one<NotificationPreferences>(OWN, [consortiumId, principal.id]);
  }

  @Requires('alerts:handle')
  change(patch: NotificationPatch): Promise<NotificationPreferences> {
    return this.database.work(async (work) => {
      const now = await this.get();
      work.checkVersion(now.version);
      const { digest, kinds, language } = { ...now, ...patch };
      const { consortiumId, organisationId } = actor();
      const values = [consortiumId, now.id, organisationId, digest, [...new Set(kinds)].sort(), language, now.version];
      const written = await work.query(PUT, values);
      if (written.length === 0) throw new Failure('precondition_failed');
      context().trail?.changed('notification_preferences', now.id);
      return this.get();
    });
  }
}
