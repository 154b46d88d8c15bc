import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { Accreditation } from './accreditation.entity.js';
import { Organisation } from './organisation.entity.js';
import type { AccreditationFilter, AccreditationInput, AccreditationPatch } from './programmes.inputs.js';

/** Accreditations are public decisions: every member reads them, the coordinator keeps them. */
@Injectable()
export class AccreditationsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('consortia:read')
  list(filter: AccreditationFilter): Promise<Page<Accreditation>> {
    return listPage(this.database, this.keyring, Accreditation, filter);
  }

  @Requires('consortia:read')
  async get(id: string): Promise<Accreditation> {
    const found = await loadNoun(this.database, Accreditation, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  @Requires('consortia:write')
  create(input: AccreditationInput): Promise<Accreditation> {
    return this.database.work(async (work) => {
      const { id: organisationId } = await work.reference(Organisation, input.organisationId, '/organisationId');
      const { kind, grantedOn, ...known } = input;
      const accreditation = work.create(Accreditation, {
        organisationId,
        kind,
        grantedOn,
        reference: null,
        validUntil: null,
      });
      accreditation.describe({ authority: known.authority, reference: known.reference, validUntil: known.validUntil });
      await work.insert(accreditation);
      const subject = { type: 'accreditation', id: accreditation.id };
      await work.record({ type: 'accreditation.granted', subject, viewers: [organisationId, actor().organisationId] });
      return work.published(Accreditation, accreditation.id);
    });
  }

  @Requires('consortia:write')
  change(id: string, patch: AccreditationPatch): Promise<Accreditation> {
    return this.database.work(async (work) => {
      const accreditation = await work.load(Accreditation, id);
      accreditation.describe(patch);
      await work.save(accreditation);
      const viewers = [accreditation.organisationId, actor().organisationId];
      await work.record({ type: 'accreditation.changed', subject: { type: 'accreditation', id }, viewers });
      return work.published(Accreditation, id);
    });
  }
}
