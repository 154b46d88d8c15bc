import { clock } from '../platform/clock.js';
import { invalid } from '../platform/errors/failure.js';
import type { Work } from '../platform/database/work.js';
import { HouseholdMember } from './household-member.entity.js';
import type { HouseholdMemberInput } from './households.inputs.js';
import type { PersonInput } from './persons.inputs.js';
import { PersonProtection } from './person-records.entity.js';
import { Person } from './person.entity.js';

/** Puts somebody into a household: a new person, or a copy of the identity of one whom the caller knows elsewhere. */
export async function addMember(
  work: Work,
  householdId: string,
  input: HouseholdMemberInput,
  pointer = '',
): Promise<HouseholdMember> {
  const { person, personId, role, custody = null, startsOn } = input;
  if ((person === undefined) === (personId === undefined))
    throw invalid(`${pointer}/personId`, person ? 'not_both' : 'required');
  const known = person
    ? await addPerson(work, householdId, person)
    : await carryOver(work, householdId, personId!, `${pointer}/personId`);
  return work.insert(
    work.create(HouseholdMember, { householdId, personId: known.id, role, custody, startsOn, endsOn: null }),
  );
}

async function addPerson(
  work: Work,
  householdId: string,
  { protected: isProtected, ...identity }: PersonInput,
): Promise<Person> {
  const person = work.create(Person, {
    householdId,
    birthName: null,
    sex: null,
    birthDate: null,
    declaredAdult: null,
    carriedFromId: null,
  });
  person.identify(identity);
  await work.insert(person);
  if (isProtected) {
    await work.insert(
      work.create(PersonProtection, { householdId, personId: person.id, startsOn: clock.today(), endsOn: null }),
    );
  }
  return person;
}

/** Only who it is comes along. What is known of the person stays in the household that it was told to. */
async function carryOver(work: Work, householdId: string, personId: string, pointer: string): Promise<Person> {
  const from = await work.reference(Person, personId, pointer);
  if (from.householdId === householdId) return from;
  const { familyName, birthName, givenNames, sex, birthDate, declaredAdult } = from;
  const copy = work.create(Person, { householdId, carriedFromId: from.id });
  copy.identify({ familyName, birthName, givenNames, sex, birthDate, declaredAdult });
  return work.insert(copy);
}
