import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { ApiClient } from './api-client.entity.js';
import type { ApiClientFilter, ApiClientInput, ApiClientPatch } from './api-clients.inputs.js';

/** Machines of the caller's own organisation; those of others do not exist for it. */
@Injectable()
export class ApiClientsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('identity:read')
  list(filter: ApiClientFilter): Promise<Page<ApiClient>> {
    return listPage(this.database, this.keyring, ApiClient, filter);
  }

  @Requires('identity:read')
  async get(id: string): Promise<ApiClient> {
    const client = await loadNoun(this.database, ApiClient, uuidOrMissing(id));
    if (!client) throw notFound();
    return client;
  }

  @Requires('identity:write')
  create(input: ApiClientInput): Promise<ApiClient> {
    return this.database.work(async (work) => {
      const client = work.create(ApiClient, { organisationId: actor().organisationId, active: true, publicKeys: null });
      client.describe(input, actor());
      await work.insert(client);
      await work.record({
        type: 'api_client.created',
        subject: { type: 'api_client', id: client.id },
        viewers: [actor().organisationId],
      });
      return work.published(ApiClient, client.id);
    });
  }

  @Requires('identity:write')
  change(id: string, patch: ApiClientPatch): Promise<ApiClient> {
    return this.database.work(async (work) => {
      const client = await work.load(ApiClient, id);
      client.describe(patch, actor());
      await work.save(client);
      await work.record({
        type: 'api_client.changed',
        subject: { type: 'api_client', id },
        viewers: [actor().organisationId],
      });
      return work.published(ApiClient, id);
    });
  }
}
