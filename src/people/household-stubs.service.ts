import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import type { HouseholdStubFilter } from './households.inputs.js';
import { HouseholdStub } from './people.views.js';

/** What a coordinator sees of households: enough to keep queues, never who they are. */
@Injectable()
export class HouseholdStubsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('people:stub')
  list(filter: HouseholdStubFilter): Promise<Page<HouseholdStub>> {
    return listPage(this.database, this.keyring, HouseholdStub, filter, {
      where: filter.status ? [] : [{ sql: () => `t.status <> 'merged'` }],
    });
  }

  @Requires('people:stub')
  async get(id: string): Promise<HouseholdStub> {
    const stub = await loadNoun(this.database, HouseholdStub, uuidOrMissing(id));
    if (!stub) throw notFound();
    return stub;
  }
}
