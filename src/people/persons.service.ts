import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { actor, context } from '../platform/context.js';
import { clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { conflict, notFound } from '../platform/errors/failure.js';
import { Household } from './household.entity.js';
import { familyKey, givenKey } from './name-keys.js';
import { PersonProtection } from './person-records.entity.js';
import { Person } from './person.entity.js';
import { PEOPLE } from './people.reasons.js';
import type { PersonMatch, PersonMatches } from './people.views.js';
import type { PersonPatch, PersonSearch } from './persons.inputs.js';
import type { ProtectionPeriod } from './person-records.inputs.js';

/**
 * From the caller's households to those in them who bear the given name, and then to the family name: never from a name to who
 * bears it, so that how many bear it elsewhere costs no time. `OFFSET 0` keeps it so, whatever the planner knows of the name.
 */
const SEARCH = `
  SELECT m.id AS "personId", m.household_id AS "householdId", CASE WHEN $4::date IS NOT NULL THEN true END AS "sameBirthDate"
  FROM grants g CROSS JOIN LATERAL (
    SELECT t.id, t.household_id, t.family_key, t.birth_key, t.birth_date FROM persons t
    WHERE t.consortium_id = g.consortium_id AND t.origin_household_id = g.household_id AND t.given_key = $3 OFFSET 0) m
  WHERE g.consortium_id = $1 AND g.organisation_id = $5 AND g.scope = 'stub' AND (m.family_key = $2 OR m.birth_key = $2)
    AND ($4::date IS NULL OR m.birth_date = $4) ORDER BY m.id LIMIT 50`;

/** Persons. Who they are, for those to whom the household is disclosed with that scope. */
@Injectable()
export class PersonsService {
  constructor(private readonly database: Database) {}

  @Requires('people:read')
  async get(id: string): Promise<Person> {
    const person = await loadNoun(this.database, Person, uuidOrMissing(id));
    if (!person) throw notFound();
    return person;
  }

  /** Whom the caller already knows. A name without a key matches nobody, and so does an unknown birth date. */
  @Requires('people:read')
  async search({ familyName, givenName, birthDate }: PersonSearch): Promise<PersonMatches> {
    const { consortiumId, organisationId } = actor();
    const values = [consortiumId, familyKey(familyName), givenKey(givenName), birthDate ?? null, organisationId];
    const data = await this.database.read<PersonMatch>(SEARCH, values);
    context().trail?.read(
      'persons',
      data.map(({ personId }) => personId),
    );
    return { data };
  }

  @Requires('people:write')
  change(id: string, patch: PersonPatch): Promise<Person> {
    return this.database.work(async (work) => {
      const person = await work.load(Person, id);
      const { householdId } = person;
      await Household.forWriting(work, householdId, { versioned: false });
      person.identify(patch);
      await work.save(person);
      await Household.recount(work, [householdId], clock.today());
      await work.record({
        type: 'person.changed',
        subject: { type: 'person', id: person.id },
        householdId,
        viewers: await Household.viewers(work, householdId),
      });
      await work.enqueue('duplicate-scan', { householdId });
      return work.published(Person, person.id);
    });
  }

  /** Masks the person for all but the supporter, from now. */
  @Requires('people:write')
  protect(id: string, { on }: ProtectionPeriod): Promise<PersonProtection> {
    return this.database.work(async (work) => {
      const { id: personId, householdId } = await work.load(Person, id, { versioned: false });
      await Household.forWriting(work, householdId, { versioned: false });
      const protection = await work.insert(
        work.create(PersonProtection, { householdId, personId, startsOn: on, endsOn: null }),
      );
      return work.published(PersonProtection, protection.id);
    });
  }

  @Requires('people:write')
  endProtection(id: string, { on }: ProtectionPeriod): Promise<Person> {
    return this.database.work(async (work) => {
      const person = await work.load(Person, id);
      await Household.forWriting(work, person.householdId, { versioned: false });
      const [running] = await work.query<{ id: string }>(
        `SELECT id FROM person_protections WHERE consortium_id = $1 AND person_id = $2 AND ends_on IS NULL`,
        [actor().consortiumId, person.id],
      );
      if (!running) throw conflict(PEOPLE.protection_none);
      const protection = await work.load(PersonProtection, running.id, { versioned: false });
      protection.describe({ endsOn: on });
      await work.save(protection);
      return work.published(Person, person.id);
    });
  }
}
