import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { putByExternalId, setExternalIds } from '../platform/api/external-ids.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, notFound } from '../platform/errors/failure.js';
import type { SiteFilter, SiteInput, SitePatch } from './housing.inputs.js';
import { HOUSING_REASONS } from './housing.reasons.js';
import { demandOwner, managerOf, ownersOf, readsAllHousing } from './ownership.js';
import { Site } from './site.entity.js';

/** Residences and buildings. Landlord or operator keeps them; who looks for housing reads them. */
@Injectable()
export class SitesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('housing:read')
  list(filter: SiteFilter): Promise<Page<Site>> {
    return listPage(this.database, this.keyring, Site, filter, {
      viewers: readsAllHousing() ? undefined : ['landlord_id', 'operator_id'],
    });
  }

  @Requires('housing:read')
  async get(id: string): Promise<Site> {
    const found = await loadNoun(this.database, Site, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  @Requires('housing:write')
  create(input: SiteInput): Promise<Site> {
    return this.database.work(async (work) => {
      const site = await this.add(work, input);
      await setExternalIds(work, Site, site.id, input.externalIds);
      return work.published(Site, site.id);
    });
  }

  @Requires('housing:write')
  change(id: string, { externalIds, ...facts }: SitePatch): Promise<Site> {
    return this.database.work(async (work) => {
      const site = await this.replace(work, id, facts);
      await setExternalIds(work, Site, site.id, externalIds);
      return work.published(Site, site.id);
    });
  }

  /** Full replace; its operator changes only when given, its owner not here. @throws owner_stays (422) */
  @Requires('housing:write')
  putByExternalId(system: string, value: string, input: SiteInput): Promise<Site> {
    const { landlordId, name, kind, communeCode, operatorId } = input;
    return this.database.work((work) =>
      putByExternalId(work, Site, { system, value }, input.externalIds, async (known) => {
        if (known === undefined) return (await this.add(work, input)).id;
        const site = await this.replace(work, known, { name, kind, communeCode, operatorId });
        demandOwner(site, landlordId);
        return site.id;
      }),
    );
  }

  private async add(work: Work, { name, kind, communeCode, ...owners }: SiteInput): Promise<Site> {
    const site = work.create(Site, { ...(await ownersOf(work, owners)), name, kind, communeCode });
    await work.insert(site);
    await record(work, 'site.added', site);
    return site;
  }

  private async replace(work: Work, id: string, facts: SitePatch): Promise<Site> {
    const site = await work.load(Site, id);
    await demandAppointment(work, site, facts.operatorId);
    site.describe(facts);
    await work.save(site);
    await record(work, 'site.changed', site);
    return site;
  }
}

/** @throws only_landlord_appoints (409) */
export async function demandAppointment(
  work: Work,
  owned: { landlordId: string; operatorId: string | null },
  operatorId: string | null | undefined,
): Promise<void> {
  if (
    operatorId === undefined ||
    operatorId?.toLowerCase() === owned.operatorId ||
    (operatorId === null && owned.operatorId === null)
  )
    return;
  if (owned.landlordId !== actor().organisationId) throw conflict(HOUSING_REASONS.only_landlord_appoints);
  if (operatorId) await managerOf(work, operatorId);
}

async function record(work: Work, type: string, { id, landlordId, operatorId }: Site): Promise<void> {
  await work.record({ type, subject: { type: 'site', id }, viewers: [landlordId, operatorId] });
}
