import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import type { ClassOf } from '../platform/api/fields.js';
import { tableOf } from '../platform/api/published.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { assertCommune, onlyRowOf, OWN_WORD_FIRST, personForWriting } from './person-files.js';
import { PersonContact, PersonProfile } from './person-records.entity.js';
import { PersonsService } from './persons.service.js';
import type { PersonContactInput, PersonProfileInput } from './person-records.inputs.js';

/** What there is one of for each person: how to reach it, and what figures count. Written whole. */
@Injectable()
export class PersonFilesService {
  constructor(
    private readonly database: Database,
    private readonly persons: PersonsService,
  ) {}

  @Requires('people:read')
  async contact(personId: string): Promise<PersonContact> {
    return onlyRowOf(this.database, PersonContact, 'person_id', (await this.persons.get(personId)).id);
  }

  @Requires('people:write')
  putContact(personId: string, input: PersonContactInput): Promise<PersonContact> {
    return this.database.work(async (work) => {
      await assertCommune(work, input.communeCode);
      const cleared = {
        phones: [],
        emails: [],
        address: null,
        postcode: null,
        communeCode: null,
        language: null,
        interpreter: null,
      };
      return putOfPerson(work, PersonContact, personId, { ...cleared, ...input });
    });
  }

  @Requires('people:read')
  async profile(personId: string): Promise<PersonProfile> {
    const { id } = await this.persons.get(personId);
    return onlyRowOf(this.database, PersonProfile, 'person_id', id, OWN_WORD_FIRST);
  }

  @Requires('people:write')
  putProfile(personId: string, input: PersonProfileInput): Promise<PersonProfile> {
    return this.database.work((work) =>
      putOfPerson(work, PersonProfile, personId, { nationalityGroup: null, activity: null, ...input }, OWN_WORD_FIRST),
    );
  }
}

/** Makes the row or replaces it whole: of several the one that its reader is shown. The person's row is locked, so that two first writers meet. */
async function putOfPerson<T extends PersonContact | PersonProfile>(
  work: Work,
  noun: ClassOf<T>,
  personId: string,
  values: object,
  order = 't.id',
): Promise<T> {
  const { id, householdId } = await personForWriting(work, personId);
  const [known] = await work.query<{ id: string }>(
    `SELECT t.id FROM ${tableOf(noun)} t WHERE t.consortium_id = $1 AND t.person_id = $2 ORDER BY ${order} LIMIT 1`,
    [actor().consortiumId, id],
  );
  work.replacing(known !== undefined);
  const row = known ? await work.load(noun, known.id) : work.create(noun, { householdId, personId: id } as Partial<T>);
  row.describe(values);
  await (known ? work.save(row) : work.insert(row));
  context().created = known === undefined;
  return work.published(noun, row.id);
}
