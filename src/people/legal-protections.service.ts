import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import type { Page } from '../platform/api/pages.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { listOfPerson, partOf, personForWriting, recordForWriting } from './person-files.js';
import { LegalProtection } from './person-records.entity.js';
import { PersonsService } from './persons.service.js';
import type { LegalProtectionInput, LegalProtectionFilter, LegalProtectionPatch } from './person-records.inputs.js';

/** Legal protections of adults: who may sign. */
@Injectable()
export class LegalProtectionsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly persons: PersonsService,
  ) {}

  @Requires('people:read')
  async list(personId: string, filter: LegalProtectionFilter): Promise<Page<LegalProtection>> {
    return listOfPerson(this.database, this.keyring, LegalProtection, (await this.persons.get(personId)).id, filter);
  }

  @Requires('people:read')
  async get(personId: string, id: string): Promise<LegalProtection> {
    return partOf(this.database, LegalProtection, (await this.persons.get(personId)).id, id);
  }

  @Requires('people:write')
  add(personId: string, input: LegalProtectionInput): Promise<LegalProtection> {
    return this.database.work(async (work) => {
      const { id, householdId } = await personForWriting(work, personId);
      const protection = work.create(LegalProtection, {
        householdId,
        personId: id,
        endsOn: null,
        representativeName: null,
        representativeContact: null,
      });
      protection.describe(input);
      await work.insert(protection);
      return work.published(LegalProtection, protection.id);
    });
  }

  @Requires('people:write')
  change(personId: string, id: string, patch: LegalProtectionPatch): Promise<LegalProtection> {
    return this.database.work(async (work) => {
      const protection = await recordForWriting(work, LegalProtection, personId, id);
      protection.describe(patch);
      await work.save(protection);
      return work.published(LegalProtection, protection.id);
    });
  }
}
