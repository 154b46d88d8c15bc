import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { Failure, notFound } from '../platform/errors/failure.js';
import { Session } from './session.entity.js';
import type { SessionFilter } from './sessions.inputs.js';

/** The caller's own sessions. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('nothing')
  list(filter: SessionFilter): Promise<Page<Session>> {
    const id = person();
    return listPage(this.database, this.keyring, Session, filter, {
      where: [{ sql: (parameter) => `t.user_id = ${parameter(id)}` }],
    });
  }

  /** Ends a session, `current` for the one of the token; its tokens end with it. */
  @Requires('nothing')
  end(id: string): Promise<void> {
    const userId = person();
    return this.database.work(async (work) => {
      const wanted = id === 'current' ? await this.current() : id;
      const session = await work.load(Session, wanted);
      if (session.userId !== userId) throw notFound();
      session.end();
      await work.save(session);
    });
  }

  private async current(): Promise<string> {
    const { consortiumId, principal, revocable } = actor();
    const { id } = await this.database.one<{ id: string }>(
      'SELECT id FROM sessions WHERE consortium_id = $1 AND user_id = $2 AND id = ANY ($3::uuid[])',
      [consortiumId, principal.id, revocable],
    );
    return id;
  }
}

/** The person who calls; a machine has neither sessions nor a password. */
export function person(): string {
  const { type, id } = actor().principal;
  if (type !== 'user') throw new Failure('people_only');
  return id;
}
