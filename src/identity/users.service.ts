import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, notFound } from '../platform/errors/failure.js';
import { IDENTITY } from './identity.reasons.js';
import { keptEmail } from './email.js';
import { Invitation, newInvitation } from './invitation.js';
import { User, type InvitedUser } from './user.entity.js';
import type { AdministratorInput, UserFilter, UserInput, UserPatch } from './users.inputs.js';

/** People of the caller's own organisation; those of others do not exist for it. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('identity:read')
  list(filter: UserFilter): Promise<Page<User>> {
    const { function: held } = filter;
    const where = held
      ? [{ sql: (parameter: (value: unknown) => string) => `${parameter(held)} = ANY (t.functions)` }]
      : [];
    return listPage(this.database, this.keyring, User, filter, { where, ignore: ['function'] });
  }

  @Requires('identity:read')
  async get(id: string): Promise<User> {
    const user = await loadNoun(this.database, User, uuidOrMissing(id));
    if (!user) throw notFound();
    return user;
  }

  @Requires('identity:write')
  invite(input: UserInput): Promise<InvitedUser> {
    return this.database.work(async (work) => {
      const { email, ...known } = input;
      const user = work.create(User, {
        organisationId: actor().organisationId,
        email: keptEmail(email),
        team: null,
        active: true,
      });
      user.describe(known);
      await work.insert(user);
      await record(work, 'user.invited', user.id);
      return withInvitation(work, user.id);
    });
  }

  /** A new invitation: for one that ran out, or for a forgotten password. The old one is good no more. */
  @Requires('identity:write')
  inviteAgain(id: string): Promise<InvitedUser> {
    return this.database.work(async (work) => {
      const user = await work.load(User, id);
      if (!user.active) throw conflict(IDENTITY.user_inactive);
      await record(work, 'user.invited', id);
      return withInvitation(work, user.id);
    });
  }

  @Requires('identity:write')
  change(id: string, patch: UserPatch): Promise<User> {
    return this.database.work(async (work) => {
      const user = await work.load(User, id);
      user.describe(patch);
      await work.save(user);
      if (!user.active) {
        await endSessions(work, id);
        await work.query('SELECT invitation_set($1, NULL, NULL)', [id]);
      }
      await record(work, 'user.changed', id);
      return work.published(User, id);
    });
  }

  /** For a person who has lost her telephone and her recovery codes. */
  @Requires('identity:write')
  removeSecondFactor(id: string): Promise<void> {
    return this.database.work(async (work) => {
      const user = await work.load(User, id);
      await work.query('SELECT totp_remove($1)', [user.id]);
      context().trail?.changed('users', id);
      await endSessions(work, id);
      await record(work, 'user.second_factor_removed', id);
    });
  }

  /**
   * The coordinator lets a partner in, again as long as nobody took an invitation; from then on the partner alone invites its people.
   * @throws administered_already (409)
   */
  @Requires('consortia:write')
  inviteFirstAdministrator(organisationId: string, input: AdministratorInput): Promise<Invitation> {
    return this.database.work(async (work) => {
      const { token, hash, until } = newInvitation();
      const [made] = await work.query<{ id: string | null }>(
        'SELECT first_administrator($1, $2, $3, $4, $5, $6) AS id',
        [uuidOrMissing(organisationId), work.newId(), keptEmail(input.email), input.name, hash, until],
      );
      if (!made?.id) throw conflict(IDENTITY.administered_already);
      const userId = made.id;
      context().trail?.changed('users', userId);
      await work.record({ type: 'user.invited', subject: { type: 'user', id: userId }, viewers: [organisationId] });
      return { userId, activationToken: token, activationExpiresAt: until };
    });
  }
}

async function withInvitation(work: Work, id: string): Promise<InvitedUser> {
  const { token, hash, until } = newInvitation();
  await work.query('SELECT invitation_set($1, $2, $3)', [id, hash, until]);
  context().trail?.changed('users', id);
  return { ...(await work.published(User, id)), activationToken: token, activationExpiresAt: until } as InvitedUser;
}

/** Ends what there is of sessions; a login under way, which rests on the authority that was proven, opens none. */
async function endSessions(work: Work, userId: string): Promise<void> {
  await work.query('UPDATE users SET authority = gen_random_uuid() WHERE consortium_id = $1 AND id = $2', [
    actor().consortiumId,
    userId,
  ]);
  await work.query('UPDATE sessions SET ended_at = $3 WHERE consortium_id = $1 AND user_id = $2 AND ended_at IS NULL', [
    actor().consortiumId,
    userId,
    clock.now(),
  ]);
}

function record(work: Work, type: string, id: string): Promise<void> {
  return work.record({ type, subject: { type: 'user', id }, viewers: [actor().organisationId] });
}
