import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import { deltaPage, stillShown, type DeltaQuery } from '../platform/api/delta.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { TenancyAct, TenancyExit, TenancyOccupancy } from './tenancy-act.entity.js';
import { partyColumns } from './party-columns.js';
import { OF_HEAD_TENANCY, OF_TENANCY } from './tenancy-children.js';
import type { OccupancyFilter, TenancyActFilter } from './tenancy-children.inputs.js';
import type { TenancyFilter } from './tenancies.inputs.js';
import { Tenancy } from './tenancy.entity.js';

/** What the parties read of tenancies. What is paid is the account's. */
@Injectable()
export class TenanciesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Starts from what the caller follows, so that a page costs the same whatever the others have. */
  @Requires('tenancies:read')
  list(filter: TenancyFilter): Promise<Page<Tenancy>> {
    const viewers = actor().kind === 'coordinator' ? undefined : partyColumns();
    return listPage(this.database, this.keyring, Tenancy, filter, { viewers });
  }

  @Requires('tenancies:read')
  async get(id: string): Promise<Tenancy> {
    return (await loadNoun(this.database, Tenancy, uuidOrMissing(id))) ?? missing();
  }

  /** What changed for this caller since a token, deletions included (`design.md` C). */
  @Requires('tenancies:read')
  delta(query: DeltaQuery): Promise<RawJson> {
    return deltaPage(this.database, this.keyring, 'tenancies', query, stillShown('tenancies'));
  }

  /** Every act, oldest first: who, when, from which day. */
  @Requires('tenancies:read')
  history(id: string, filter: TenancyActFilter): Promise<Page<TenancyAct>> {
    return childPage(this.database, this.keyring, TenancyAct, OF_TENANCY, id, filter);
  }

  /** Where the household went; for who supports it, and who wrote it. */
  @Requires('people:read')
  async exit(id: string): Promise<TenancyExit> {
    return (await loadNoun(this.database, TenancyExit, uuidOrMissing(id))) ?? missing();
  }

  /** Who lives beneath a head tenancy, as its lessor may know it: which home, from when until when. */
  @Requires('tenancies:read')
  occupancies(id: string, filter: OccupancyFilter): Promise<Page<TenancyOccupancy>> {
    return childPage(this.database, this.keyring, TenancyOccupancy, OF_HEAD_TENANCY, id, filter);
  }
}

function missing(): never {
  throw notFound();
}
