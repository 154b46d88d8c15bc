import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, notFound } from '../platform/errors/failure.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import type { MembershipFilter, MembershipInput, MembershipPatch } from './consortia.inputs.js';
import { Membership } from './membership.entity.js';
import { Organisation } from './organisation.entity.js';

/** Who holds which roles, since when, until when. Every member may know; the coordinator decides. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('consortia:read')
  list(filter: MembershipFilter): Promise<Page<Membership>> {
    const { role } = filter;
    const where = role
      ? [{ sql: (parameter: (value: unknown) => string) => `${parameter(role)} = ANY (t.roles)` }]
      : [];
    return listPage(this.database, this.keyring, Membership, filter, { where, ignore: ['role'] });
  }

  @Requires('consortia:read')
  async get(id: string): Promise<Membership> {
    const found = await loadNoun(this.database, Membership, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  @Requires('consortia:write')
  create(input: MembershipInput): Promise<Membership> {
    return this.database.work(async (work) => {
      const { id: organisationId } = await work.reference(Organisation, input.organisationId, '/organisationId');
      const membership = work.create(Membership, { organisationId, startsOn: input.startsOn, endsOn: null });
      membership.change({ roles: input.roles });
      await work.insert(membership);
      await this.tell(work, 'membership.started', membership);
      return work.published(Membership, membership.id);
    });
  }

  /** Other roles, or an end: tokens, disclosures and sight of placements that rested on what is gone end with it. */
  @Requires('consortia:write')
  change(id: string, patch: MembershipPatch): Promise<Membership> {
    return this.database.work(async (work) => {
      const membership = await work.load(Membership, id);
      const coordinated = coordinates(membership);
      membership.change(patch);
      await work.save(membership);
      if (coordinated && !coordinates(membership)) await demandCoordinator(work);
      await this.tell(work, 'membership.changed', membership);
      return work.published(Membership, id);
    });
  }

  /** The day turns: what begins or ends today has the same consequences as if it were written today. */
  @Requires('nothing')
  turn(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const turned = await work.query<Pick<Membership, 'id' | 'organisationId'>>(
        `UPDATE memberships SET turned_on = $2 WHERE consortium_id = $1
           AND (turned_on < starts_on AND starts_on <= $2 OR turned_on < ends_on AND ends_on <= $2)
         RETURNING id, organisation_id AS "organisationId"`,
        [actor().consortiumId, clock.today()],
      );
      for (const membership of turned) await this.tell(work, 'membership.turned', membership);
      return { turned: turned.length };
    });
  }

  /** A new member follows every partner, one that leaves none: their feeds change as a whole. */
  private async tell(
    work: Work,
    type: string,
    { id, organisationId }: Pick<Membership, 'id' | 'organisationId'>,
  ): Promise<void> {
    const partners = await work.query<{ id: string }>('SELECT id FROM organisations WHERE consortium_id = $1', [
      actor().consortiumId,
    ]);
    work.touch(
      'organisations',
      partners.map((partner) => partner.id),
    );
    await work.record({ type, subject: { type: 'membership', id }, viewers: [organisationId, actor().organisationId] });
  }
}

/** For good, as far as is known. */
function coordinates({ roles, endsOn }: Membership): boolean {
  return roles.includes('coordinator') && endsOn === null;
}

/** Members of a consortium that nobody coordinates could not be changed by anybody. Who would leave at the same time takes turns. */
async function demandCoordinator(work: Work): Promise<void> {
  const { consortiumId } = actor();
  await work.query(`SELECT pg_advisory_xact_lock(hashtextextended('coordinator ' || $1::text, 4))`, [consortiumId]);
  const left = await work.query(
    `SELECT 1 FROM memberships WHERE consortium_id = $1 AND 'coordinator' = ANY (roles) AND starts_on <= $2 AND ends_on IS NULL LIMIT 1`,
    [consortiumId, clock.today()],
  );
  if (left.length === 0) throw conflict('last_coordinator');
}
