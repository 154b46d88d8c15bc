import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { FAMILY, familyOf, seenBy } from './support/movers.js';
import { today } from './support/tenancies.js';
import { ALL, CAMILLE_LEFT, joins, leased, leaves, LONG_AGO, turnsDay, twoFiles } from './support/who-left.js';

const test = await testApp();
const IN_AN_AGE = '2199-01-01';

const sizeOf = async (by: Partner, householdId: string) =>
  ((await by.get(`/v1/households/${householdId}`).expect(200)).body as { size: number }).size;
const membersSeen = async (by: Partner, householdId: string) => (await personsOf(by, householdId)).length;
const begins = (person: string) =>
  test.owner(`UPDATE household_members SET starts_on = $2 WHERE starts_on = '${IN_AN_AGE}' AND person_id = $1`, [
    person,
    today(),
  ]);

describe('Of a household that was made of three files, who left it by one', () => {
  it('left it for the landlord of each, and is counted by none', async () => {
    const { partners, one, landlord, first, second, theirs, as } = await twoFiles(test);
    const third = await openHousehold(partners.referrer, { members: FAMILY, relation: 'referrer' });
    const [camille] = await personsOf(partners.referrer, third);
    await as(`merge_households('${second}', '${first}')`);
    await as(`merge_households('${third}', '${first}')`);
    expect(await leaves(partners.referrer, first, camille!, LONG_AGO)).toBe(200);
    expect(await seenBy(landlord, { persons: theirs })).toEqual(CAMILLE_LEFT);
    expect([await membersSeen(landlord, first), await sizeOf(one, first)]).toEqual([3, 3]);
  });

  it('before the third came stays gone, and so once it is taken out again', async () => {
    const { partners, one, landlord, first, second, mine, theirs, as } = await twoFiles(test);
    const third = await openHousehold(partners.referrer, { members: FAMILY, relation: 'referrer' });
    await as(`merge_households('${second}', '${first}')`);
    await leaves(one, first, mine[0]!, LONG_AGO);
    await as(`merge_households('${first}', '${third}')`);
    expect(await seenBy(landlord, { persons: theirs })).toEqual(CAMILLE_LEFT);
    await as(`undo_merge('${third}')`);
    expect(await seenBy(landlord, { persons: theirs })).toEqual(CAMILLE_LEFT);
    expect(await seenBy(partners.referrer, { persons: await personsOf(partners.referrer, third) })).toEqual([
      200, 200, 200, 200,
    ]);
  });
});

describe('Of a household that was made of two files, who left it by one', () => {
  it('is not brought back by the day that turns, whenever the other file says that they came; by their return they are', async () => {
    const { landlord, one, first, second, mine, theirs, as, ...frame } = await twoFiles(test);
    await test.owner(`UPDATE household_members SET starts_on = '2025-01-01' WHERE person_id = $1`, [theirs[0]]);
    await as(`merge_households('${second}', '${first}')`);
    await leaves(one, first, mine[0]!, LONG_AGO);
    await turnsDay(test, frame);
    expect(await seenBy(landlord, { persons: theirs })).toEqual(CAMILLE_LEFT);
    expect(await membersSeen(landlord, first)).toBe(3);
    await joins(one, first, mine[0]!, IN_AN_AGE);
    await begins(mine[0]!);
    await turnsDay(test, frame);
    expect(await seenBy(landlord, { persons: theirs })).toEqual(ALL);
    expect([await membersSeen(landlord, first), await sizeOf(one, first)]).toEqual([4, 4]);
  });

  it('leaves at the same time as others, and as themselves by the other file', async () => {
    const { landlord, one, two, first, second, mine, theirs, as } = await twoFiles(test);
    await as(`merge_households('${second}', '${first}')`);
    const gone = [leaves(one, first, mine[0]!, LONG_AGO), leaves(two, first, theirs[0]!, LONG_AGO)];
    const others = [leaves(one, first, mine[1]!, LONG_AGO), leaves(two, first, theirs[3]!, LONG_AGO)];
    expect(await Promise.all([...gone, ...others])).toEqual([200, 200, 200, 200]);
    expect(await seenBy(landlord, { persons: theirs })).toEqual([404, 404, 404, 404]);
    expect(await sizeOf(one, first)).toBe(1);
  });

  it('is one human when they come back by the file that was taken in', async () => {
    const { landlord, one, two, first, second, theirs, as } = await twoFiles(test);
    await as(`merge_households('${second}', '${first}')`);
    await leaves(two, first, theirs[0]!, LONG_AGO);
    expect(await sizeOf(one, first)).toBe(3);
    await joins(two, first, theirs[0]!, today());
    expect(await sizeOf(one, first)).toBe(4);
    expect(await seenBy(landlord, { persons: theirs })).toEqual(ALL);
  });
});

describe('Who left a household and is to come back', () => {
  it('is of its composition for a landlord from that day on; no version changes by it', async () => {
    const family = await familyOf(test);
    const { householdId, persons, partners } = family;
    const { supporter, landlord } = partners;
    await leased(supporter, family, householdId);
    await leaves(supporter, householdId, persons[0]!, LONG_AGO);
    const { id } = (await joins(supporter, householdId, persons[0]!, IN_AN_AGE)).body as { id: string };
    const path = `/v1/households/${householdId}/members/${id}`;
    await landlord.get(path).expect(404);
    const { etag } = (await supporter.get(path).expect(200)).headers as { etag: string };
    await begins(persons[0]!);
    const since = ((await supporter.get(path)).headers as { etag: string }).etag;
    await turnsDay(test, family);
    await landlord.get(path).expect(200);
    expect([etag === since, ((await supporter.get(path)).headers as { etag: string }).etag]).toEqual([false, since]);
  });
});

describe('A membership', () => {
  it('is written without a look at everybody of the consortium', async () => {
    const { consortiumId, partners, householdId, persons } = await familyOf(test);
    const author = partners.supporter.organisationId;
    await test.owner(`SET app.consortium = '${consortiumId}'; SET app.kind = 'system'; SET app.principal = 'test';
      INSERT INTO persons (consortium_id, id, household_id, family_name, given_names, author_organisation_id)
        SELECT '${consortiumId}', uuid7(), '${householdId}', 'Exemple', 'Noa', '${author}' FROM generate_series(1, 1000);
      ANALYZE persons`);
    await test.owner(`SET app.consortium = '${consortiumId}'; SET app.kind = 'system'; SET app.principal = 'test';
      DO $$ BEGIN
        UPDATE household_members SET ends_on = '2025-01-01' WHERE person_id = '${persons[1]}';
        IF (SELECT s.seq_tup_read + s.idx_tup_fetch FROM pg_stat_xact_user_tables s WHERE s.relname = 'persons') > 100
          THEN RAISE EXCEPTION 'it looked at everybody'; END IF;
      END $$`);
    expect(await seenBy(partners.supporter, { persons })).toEqual([200, 200, 200, 200]);
  });
});
