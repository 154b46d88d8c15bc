import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import type { Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { assertCommune, listOfPerson, partOf, personForWriting, recordForWriting } from './person-files.js';
import { ResidentialSituation } from './person-records.entity.js';
import { PersonsService } from './persons.service.js';
import type {
  ResidentialSituationFilter,
  ResidentialSituationInput,
  ResidentialSituationPatch,
} from './person-records.inputs.js';

/** Where a person lived, one situation at a time. */
@Injectable()
export class SituationsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly persons: PersonsService,
  ) {}

  @Requires('people:read')
  async list(personId: string, filter: ResidentialSituationFilter): Promise<Page<ResidentialSituation>> {
    return listOfPerson(
      this.database,
      this.keyring,
      ResidentialSituation,
      (await this.persons.get(personId)).id,
      filter,
    );
  }

  @Requires('people:read')
  async get(personId: string, id: string): Promise<ResidentialSituation> {
    return partOf(this.database, ResidentialSituation, (await this.persons.get(personId)).id, id);
  }

  @Requires('people:write')
  add(personId: string, input: ResidentialSituationInput): Promise<ResidentialSituation> {
    return this.database.work(async (work) => {
      const { id, householdId } = await personForWriting(work, personId);
      await assertCommune(work, input.communeCode);
      await endTheOneBefore(work, id, input.startsOn);
      const situation = work.create(ResidentialSituation, {
        householdId,
        personId: id,
        endsOn: null,
        communeCode: null,
      });
      situation.describe(input);
      await work.insert(situation);
      return work.published(ResidentialSituation, situation.id);
    });
  }

  @Requires('people:write')
  change(personId: string, id: string, patch: ResidentialSituationPatch): Promise<ResidentialSituation> {
    return this.database.work(async (work) => {
      const situation = await recordForWriting(work, ResidentialSituation, personId, id);
      await assertCommune(work, patch.communeCode);
      situation.describe(patch);
      await work.save(situation);
      return work.published(ResidentialSituation, situation.id);
    });
  }
}

/** A new situation is the first day outside the one of the same author that lasted until then. What others wrote stays their word. */
async function endTheOneBefore(work: Work, personId: string, startsOn: string): Promise<void> {
  const open = await work.query<{ id: string }>(
    `SELECT id FROM residential_situations WHERE consortium_id = $1 AND person_id = $2 AND author_organisation_id = $4
       AND ends_on IS NULL AND starts_on < $3`,
    [actor().consortiumId, personId, startsOn, actor().organisationId],
  );
  for (const { id } of open) {
    const before = await work.load(ResidentialSituation, id, { versioned: false });
    before.describe({ endsOn: startsOn });
    await work.save(before);
  }
}
