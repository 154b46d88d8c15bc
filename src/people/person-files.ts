import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { ClassOf } from '../platform/api/fields.js';
import { columnsOf, tableOf } from '../platform/api/published.js';
import { actor, context } from '../platform/context.js';
import type { Keyring } from '../platform/crypto.js';
import type { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import { Household } from './household.entity.js';
import type { PersonRecord } from './household-record.js';
import { Person } from './person.entity.js';
import type { RecordFilter } from './person-records.inputs.js';

/** What is known of one person, in a table of its own: the caller sees the rows of the scopes that it holds. */
export function listOfPerson<T extends PersonRecord>(
  database: Database,
  keyring: Keyring,
  noun: ClassOf<T>,
  personId: string,
  filter: RecordFilter,
): Promise<Page<T>> {
  return listPage(database, keyring, noun, filter, {
    where: [{ sql: (parameter) => `t.person_id = ${parameter(personId)}` }],
  });
}

/** Each author has a profile of its own of a person: to whoever sees several, its own is the one, otherwise the one changed last. */
export const OWN_WORD_FIRST = `(t.author_organisation_id = (SELECT acting_organisation())) DESC, t.updated_at DESC, t.id DESC`;

/** The one row about a person or a household in a table, or not found: nothing recorded and not for the caller are alike. */
export async function onlyRowOf<T extends { id: string }>(
  database: Database,
  noun: ClassOf<T>,
  column: 'person_id' | 'household_id',
  id: string,
  order = '(t.origin_household_id = t.household_id) DESC, t.id DESC',
): Promise<T> {
  const [row] = await database.read<T>(
    `SELECT ${columnsOf(noun)} FROM ${tableOf(noun)} t WHERE t.consortium_id = $1 AND t.${column} = $2
     ORDER BY ${order} LIMIT 1`,
    [actor().consortiumId, id],
  );
  if (!row) throw notFound();
  context().trail?.read(tableOf(noun), [row.id]);
  return row;
}

/** One row about a person or a household, by its id. */
export async function partOf<T extends PersonRecord>(
  database: Database,
  noun: ClassOf<T>,
  personId: string,
  id: string,
): Promise<T> {
  const part = await loadNoun(database, noun, uuidOrMissing(id));
  if (part?.personId !== personId) throw notFound();
  return part;
}

/** A person for a change of what is known of it. `If-Match` is not about the person. */
export async function personForWriting(work: Work, id: string): Promise<Person> {
  const person = await work.load(Person, id, { versioned: false });
  await Household.forWritingAbout(work, person);
  return person;
}

/** A record about that person, for a change: `If-Match` is about it. */
export async function recordForWriting<T extends PersonRecord>(
  work: Work,
  noun: ClassOf<T>,
  personId: string,
  id: string,
): Promise<T> {
  const record = await work.load(noun, id);
  if (record.personId !== personId.toLowerCase()) throw notFound();
  await Household.forWritingAbout(work, { id: record.personId, householdId: record.householdId });
  return record;
}

/** A commune that the official geographic code does not know is refused. */
export async function assertCommune(
  work: Work,
  code: string | null | undefined,
  pointer = '/communeCode',
): Promise<void> {
  if (!code) return;
  const [known] = await work.query('SELECT 1 FROM communes WHERE code = $1', [code]);
  if (!known) throw invalid(pointer, 'unknown_commune');
}
