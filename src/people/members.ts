import { setExternalIds } from '../platform/api/external-ids.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { beneath, invalid } from '../platform/errors/failure.js';
import type { Work } from '../platform/database/work.js';
import { Household } from './household.entity.js';
import { HouseholdMember } from './household-member.entity.js';
import type { HouseholdMemberInput } from './households.inputs.js';
import type { PersonInput } from './persons.inputs.js';
import { PersonProtection } from './person-records.entity.js';
import { Person } from './person.entity.js';
import { summariseOf } from './resource-totals.js';

/**
 * Puts somebody into a household: a new person, or a copy of the identity of one whom the caller knows elsewhere. The pointers say
 * where the input has the place, and who it is.
 */
export async function addMember(
  work: Work,
  householdId: string,
  input: HouseholdMemberInput,
  pointer = '',
  personPointer = `${pointer}/person`,
): Promise<HouseholdMember> {
  const { person, personId, role, custody = null, startsOn } = input;
  if ((person === undefined) === (personId === undefined))
    throw invalid(`${pointer}/personId`, person ? 'not_both' : 'required');
  const known = person
    ? await addPerson(work, householdId, person, personPointer)
    : await carryOver(work, householdId, personId!, `${pointer}/personId`);
  return work.insert(
    work.create(HouseholdMember, { householdId, personId: known.id, role, custody, startsOn, endsOn: null }),
  );
}

async function addPerson(
  work: Work,
  householdId: string,
  { protected: isProtected, externalIds, ...identity }: PersonInput,
  pointer: string,
): Promise<Person> {
  const person = work.create(Person, {
    householdId,
    birthName: null,
    sex: null,
    birthDate: null,
    declaredAdult: null,
    carriedFromId: null,
  });
  beneath(pointer, () => person.identify(identity));
  await work.insert(person);
  await setExternalIds(work, Person, person.id, externalIds);
  if (isProtected) await mask(work, person);
  return person;
}

/** Masks a person for all but the supporter, from today. */
export async function mask(work: Work, { householdId, id }: Person): Promise<void> {
  await work.insert(
    work.create(PersonProtection, { householdId, personId: id, startsOn: clock.today(), endsOn: null }),
  );
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

/** What follows when somebody came or went: counts, totals, the event. */
export async function membersChanged(work: Work, { householdId, personId }: HouseholdMember): Promise<void> {
  await Household.recount(work, [householdId], clock.today());
  await summariseOf(work, personId);
  await work.record({
    type: 'household.members_changed',
    subject: { type: 'household', id: householdId },
    householdId,
    viewers: [actor().organisationId, ...(await Household.viewers(work, householdId))],
  });
}
