import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { Organisation } from './organisation.entity.js';
import { Programme } from './programme.entity.js';
import type { ProgrammeFilter, ProgrammeInput, ProgrammePatch } from './programmes.inputs.js';

/** Programmes. The coordinator opens and changes them; who sees them is said at their entity. */
@Injectable()
export class ProgrammesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('consortia:read')
  list(filter: ProgrammeFilter): Promise<Page<Programme>> {
    const { funderId } = filter;
    const where = funderId
      ? [{ sql: (parameter: (value: unknown) => string) => `${parameter(funderId)}::uuid = ANY (t.funder_ids)` }]
      : [];
    return listPage(this.database, this.keyring, Programme, filter, { where, ignore: ['funderId'] });
  }

  @Requires('consortia:read')
  async get(id: string): Promise<Programme> {
    const found = await loadNoun(this.database, Programme, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  @Requires('consortia:write')
  create(input: ProgrammeInput): Promise<Programme> {
    return this.database.work(async (work) => {
      await checkOrganisations(work, input);
      const programme = work.create(Programme, {
        operatorId: null,
        funderIds: [],
        omittedSteps: [],
        maxStayMonths: null,
        intensityScale: [],
        endsOn: null,
      });
      programme.describe(input);
      await work.insert(programme);
      await record(work, 'programme.opened', programme);
      return work.published(Programme, programme.id);
    });
  }

  @Requires('consortia:write')
  change(id: string, patch: ProgrammePatch): Promise<Programme> {
    return this.database.work(async (work) => {
      const programme = await work.load(Programme, id);
      await checkOrganisations(work, patch, programme.operatorId);
      programme.describe(patch);
      await work.save(programme);
      await record(work, 'programme.changed', programme);
      return work.published(Programme, id);
    });
  }
}

async function checkOrganisations(
  work: Work,
  { operatorId, funderIds = [] }: Pick<ProgrammePatch, 'operatorId' | 'funderIds'>,
  known: string | null = null,
): Promise<void> {
  if (operatorId && operatorId.toLowerCase() !== known)
    await (await work.reference(Organisation, operatorId, '/operatorId')).demandRole(work, ['operator'], '/operatorId');
  for (const [place, id] of funderIds.entries()) await work.reference(Organisation, id, `/funderIds/${place}`);
}

async function record(work: Work, type: string, { id, operatorId, funderIds }: Programme): Promise<void> {
  await work.record({
    type,
    subject: { type: 'programme', id },
    viewers: [operatorId, ...funderIds, actor().organisationId],
  });
}
