import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { deltaPage, type DeltaQuery } from '../platform/api/delta.js';
import { putByExternalId, setExternalIds } from '../platform/api/external-ids.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/errors/failure.js';
import { uuidOrMissing } from '../platform/database/work.js';
import type { OrganisationFilter, OrganisationInput, OrganisationPatch } from './consortia.inputs.js';
import { Organisation } from './organisation.entity.js';

/** Partners of the consortium. Every member may know who they are; the coordinator keeps the list. */
@Injectable()
export class OrganisationsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('consortia:read')
  list(filter: OrganisationFilter): Promise<Page<Organisation>> {
    return listPage(this.database, this.keyring, Organisation, filter);
  }

  @Requires('consortia:read')
  async get(id: string): Promise<Organisation> {
    return (await loadNoun(this.database, Organisation, uuidOrMissing(id))) ?? missing();
  }

  @Requires('consortia:write')
  create(input: OrganisationInput): Promise<Organisation> {
    return this.database.work(async (work) => {
      const organisation = work.create(Organisation, { siret: null, rna: null, contact: null, discreet: false });
      const { externalIds, ...known } = input;
      organisation.describe(known);
      await work.insert(organisation);
      await setExternalIds(work, Organisation, organisation.id, externalIds);
      work.touch('organisations', [organisation.id]);
      return work.published(Organisation, organisation.id);
    });
  }

  @Requires('consortia:write')
  change(id: string, patch: OrganisationPatch): Promise<Organisation> {
    return this.database.work(async (work) => {
      const organisation = await work.load(Organisation, id);
      const { externalIds, ...known } = patch;
      organisation.describe(known);
      await work.save(organisation);
      await setExternalIds(work, Organisation, organisation.id, externalIds);
      work.touch('organisations', [organisation.id]);
      return work.published(Organisation, organisation.id);
    });
  }

  /** Full replace: what the body leaves out is cleared. */
  @Requires('consortia:write')
  putByExternalId(system: string, value: string, input: OrganisationInput): Promise<Organisation> {
    return this.database.work((work) =>
      putByExternalId(work, Organisation, { system, value }, input.externalIds, async (id) => {
        const { externalIds: _own, ...known } = input;
        const organisation = id ? await work.load(Organisation, id) : work.create(Organisation, {});
        organisation.describe({ siret: null, rna: null, contact: null, discreet: false, ...known });
        await (id ? work.save(organisation) : work.insert(organisation));
        work.touch('organisations', [organisation.id]);
        return organisation.id;
      }),
    );
  }

  @Requires('consortia:read')
  delta(query: DeltaQuery): Promise<RawJson> {
    return deltaPage(this.database, this.keyring, 'organisations', query);
  }
}

function missing(): never {
  throw notFound();
}
