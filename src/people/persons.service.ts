import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { pastDay } from '../platform/bounded-days.js';
import { putByExternalId, setExternalIds } from '../platform/api/external-ids.js';
import { loadNoun } from '../platform/api/loaders.js';
import { actor, context } from '../platform/context.js';
import { clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { Household } from './household.entity.js';
import { addMember, mask, membersChanged } from './members.js';
import { familyKey, givenKey } from './name-keys.js';
import { PersonProtection } from './person-records.entity.js';
import { Person } from './person.entity.js';
import { PEOPLE } from './people.reasons.js';
import type { PersonMatch, PersonMatches } from './people.views.js';
import type { PersonPatch, PersonPutInput, PersonSearch } from './persons.inputs.js';
import type { ProtectionEnding, ProtectionInput } from './person-records.inputs.js';

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
  async search({ familyName, givenNames, birthDate }: PersonSearch): Promise<PersonMatches> {
    const { consortiumId, organisationId } = actor();
    const values = [consortiumId, familyKey(familyName), givenKey(givenNames), birthDate ?? null, organisationId];
    const data = await this.database.scan<PersonMatch>(SEARCH, values);
    context().trail?.read(
      'persons',
      data.map(({ personId }) => personId),
    );
    return { data };
  }

  @Requires('people:write')
  change(id: string, { externalIds, ...known }: PersonPatch): Promise<Person> {
    return this.database.work(async (work) => {
      const person = await identify(work, await work.load(Person, id), known);
      await setExternalIds(work, Person, person.id, externalIds);
      return work.published(Person, person.id);
    });
  }

  /**
   * Who it is, whole: what the body leaves out is cleared. A new person comes into a household; a known one stays in its own.
   * `protected` masks and never unmasks: that is an act of its own.
   * @throws person_elsewhere, protection_hides_from_you, household_not_yours (409); unknown_reference (422)
   */
  @Requires('people:write')
  putByExternalId(system: string, value: string, input: PersonPutInput): Promise<Person> {
    return this.database.work((work) =>
      putByExternalId(work, Person, { system, value }, input.externalIds, async (known) => {
        const id = known ? await replace(work, known, input) : await add(work, input);
        if (input.protected) await demandSight(work, id);
        return id;
      }),
    );
  }

  /** Masks the person for all but the supporter, from now: a day to come is refused. @throws protection_running (409) */
  @Requires('people:write')
  protect(id: string, { startsOn }: ProtectionInput): Promise<PersonProtection> {
    return this.database.work(async (work) => {
      const { id: personId, householdId } = await work.load(Person, id, { versioned: false });
      await Household.forWritingAbout(work, { id: personId, householdId });
      const protection = await work.insert(
        work.create(PersonProtection, {
          householdId,
          personId,
          startsOn: pastDay(startsOn, '/startsOn'),
          endsOn: null,
        }),
      );
      return work.published(PersonProtection, protection.id);
    });
  }

  /** From a day on that has come: whoever is shown again is shown at once. @throws protection_none (409) */
  @Requires('people:write')
  endProtection(id: string, { endsOn }: ProtectionEnding): Promise<Person> {
    return this.database.work(async (work) => {
      const person = await work.load(Person, id);
      await Household.forWritingAbout(work, person);
      const running = await protectionOf(work, person.id);
      if (!running) throw conflict(PEOPLE.protection_none);
      const protection = await work.load(PersonProtection, running, { versioned: false });
      protection.describe({ endsOn: pastDay(endsOn, '/endsOn') });
      await work.save(protection);
      return work.published(Person, person.id);
    });
  }
}

/** Says who a person is, and tells those who see the household. */
async function identify(work: Work, person: Person, known: Parameters<Person['identify']>[0]): Promise<Person> {
  const { id, householdId } = person;
  await Household.forWritingAbout(work, person);
  person.identify(known);
  await work.save(person);
  await Household.recount(work, [householdId], clock.today());
  await work.record({
    type: 'person.changed',
    subject: { type: 'person', id },
    householdId,
    viewers: await Household.viewers(work, householdId),
  });
  await work.enqueue('duplicate-scan', { householdId });
  return person;
}

async function add(work: Work, { member, externalIds: _own, ...person }: PersonPutInput): Promise<string> {
  if (!member) throw invalid('/member', 'required');
  const household = await work.reference(Household, member.householdId, '/member/householdId');
  await Household.forWriting(work, household.id, { versioned: false });
  const added = await addMember(work, household.id, { ...member, person }, '/member', '');
  await membersChanged(work, added);
  await work.enqueue('duplicate-scan', { householdId: household.id });
  return added.personId;
}

const NOTHING_KNOWN = { birthName: null, sex: null, birthDate: null, declaredAdult: null } as const;

async function replace(work: Work, id: string, input: PersonPutInput): Promise<string> {
  const { member, externalIds: _own, protected: masked, ...identity } = input;
  const person = await work.load(Person, id);
  if (member && member.householdId.toLowerCase() !== person.householdId) throw conflict(PEOPLE.person_elsewhere);
  await identify(work, person, { ...NOTHING_KNOWN, ...identity });
  if (masked && !(await protectionOf(work, id))) await mask(work, person);
  return id;
}

/** The protection that runs, where the caller may know of it. */
async function protectionOf(work: Work, personId: string): Promise<string | undefined> {
  const [running] = await work.query<{ id: string }>(
    `SELECT id FROM person_protections WHERE consortium_id = $1 AND person_id = $2 AND ends_on IS NULL`,
    [actor().consortiumId, personId],
  );
  return running?.id;
}

/** Who does not support a household no longer sees a person once it is masked, and could not be answered. */
async function demandSight(work: Work, id: string): Promise<void> {
  const [seen] = await work.query('SELECT 1 FROM persons WHERE consortium_id = $1 AND id = $2', [
    actor().consortiumId,
    id,
  ]);
  if (!seen) throw conflict(PEOPLE.protection_hides_from_you);
}
