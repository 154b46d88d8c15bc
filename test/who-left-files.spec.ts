import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { FAMILY, familyOf, MOVER_ALONE, seenBy, someMove } from './support/movers.js';
import { placementFrame } from './support/placements.js';
import { today } from './support/tenancies.js';
import { ALL, CAMILLE_LEFT, joins, leased, leaves, LONG_AGO, turnsDay, twoFiles } from './support/who-left.js';

const test = await testApp();
const on = today();
const IN_AN_AGE = '2199-01-01';

describe('Who left a household', () => {
  it('is recorded by whoever writes in its file, a referrer too, who keeps the file whole', async () => {
    const frame = await placementFrame(test);
    const { referrer } = frame.partners;
    const householdId = await openHousehold(referrer, { members: FAMILY, relation: 'referrer' });
    const persons = await personsOf(referrer, householdId);
    expect(await leaves(referrer, householdId, persons[0]!, LONG_AGO)).toBe(200);
    expect(await seenBy(referrer, { persons })).toEqual([200, 200, 200, 200]);
    expect(await personsOf(referrer, householdId)).toHaveLength(4);
    await joins(referrer, householdId, persons[0]!, on);
  });

  it('and comes back is shown from that day on, and not before', async () => {
    const family = await familyOf(test);
    const { householdId, persons, partners } = family;
    const { supporter, landlord } = partners;
    await leaves(supporter, householdId, persons[0]!, LONG_AGO);
    await leased(supporter, family, householdId);
    await joins(supporter, householdId, persons[0]!, IN_AN_AGE);
    expect(await seenBy(landlord, family)).toEqual(CAMILLE_LEFT);
    await leaves(supporter, householdId, persons[0]!, '2199-06-01');
    expect(await seenBy(landlord, family)).toEqual(CAMILLE_LEFT);
    await turnsDay(test, family);
    expect(await seenBy(landlord, family)).toEqual(CAMILLE_LEFT);
    await test.owner(
      `UPDATE household_members SET starts_on = '${on}' WHERE starts_on = '${IN_AN_AGE}' AND person_id = $1`,
      [persons[0]],
    );
    await turnsDay(test, family);
    expect(await seenBy(landlord, family)).toEqual(ALL);
  });

  it('and comes back today is shown at once', async () => {
    const family = await familyOf(test);
    const { householdId, persons, partners } = family;
    await leased(partners.supporter, family, householdId);
    await leaves(partners.supporter, householdId, persons[0]!, LONG_AGO);
    expect(await seenBy(partners.landlord, family)).toEqual(CAMILLE_LEFT);
    await joins(partners.supporter, householdId, persons[0]!, on);
    expect(await seenBy(partners.landlord, family)).toEqual(ALL);
  });

  it('for a household of their own is known by that one alone to the landlord of both', async () => {
    const family = await familyOf(test);
    const { householdId, persons, partners } = family;
    const { supporter, landlord } = partners;
    await leased(supporter, family, householdId);
    await leaves(supporter, householdId, persons[0]!, LONG_AGO);
    const own = await openHousehold(supporter, {
      members: [{ personId: persons[0]!, role: 'reference_person', startsOn: LONG_AGO }],
    });
    await leased(supporter, family, own);
    const copies = await personsOf(supporter, own);
    expect([await seenBy(landlord, family), await seenBy(landlord, { persons: copies })]).toEqual([
      CAMILLE_LEFT,
      [200],
    ]);
    const { text } = await landlord.get(`/v1/persons/${copies[0]}`).expect(200);
    expect(text).not.toContain(persons[0]);
  });
});

describe('Who left a household and was named to its landlord', () => {
  it('stays known as they were named, and is not reached by what the others’ lease tells', async () => {
    const family = await someMove(test);
    const { householdId, persons, partners } = family;
    const { supporter, landlord } = partners;
    const path = `/v1/persons/${persons[1]}/contact`;
    const reached = async (by: Partner) => (await by.get(path)).status;
    await supporter.put(path, { emails: ['alex@exemple.example'], address: '1 rue du Refuge' }).expect(201);
    expect([await seenBy(landlord, family), await reached(landlord)]).toEqual([MOVER_ALONE, 404]);
    await leased(supporter, family, householdId);
    expect([await seenBy(landlord, family), await reached(landlord)]).toEqual([ALL, 200]);
    await leaves(supporter, householdId, persons[1]!, on);
    expect([await seenBy(landlord, family), await reached(landlord)]).toEqual([ALL, 404]);
    expect([await reached(supporter), await reached(partners.operator)]).toEqual([200, 404]);
  });
});

describe('Of a household that was made of two files, who left it', () => {
  it('left it for the landlord of either, whichever file says so', async () => {
    for (const absorbing of [true, false]) {
      const { one, landlord, first, second, mine, theirs, as } = await twoFiles(test);
      await as(absorbing ? `merge_households('${second}', '${first}')` : `merge_households('${first}', '${second}')`);
      expect(await seenBy(landlord, { persons: theirs })).toEqual(ALL);
      expect(await leaves(one, absorbing ? first : second, mine[0]!, LONG_AGO)).toBe(200);
      expect(await seenBy(landlord, { persons: theirs })).toEqual(CAMILLE_LEFT);
      await joins(one, absorbing ? first : second, mine[0]!, on);
      expect(await seenBy(landlord, { persons: theirs })).toEqual(ALL);
    }
  });

  it('is shown again once the files are taken apart, where theirs says nothing of it', async () => {
    for (const absorbing of [true, false]) {
      const { one, landlord, first, second, mine, theirs, as } = await twoFiles(test);
      const [absorbed, survivor] = absorbing ? [second, first] : [first, second];
      await as(`merge_households('${absorbed}', '${survivor}')`);
      expect(await leaves(one, survivor, mine[0]!, LONG_AGO)).toBe(200);
      const apart = await as(`undo_merge('${survivor}')`).then(
        () => true,
        () => false,
      );
      expect(await seenBy(landlord, { persons: theirs })).toEqual(apart ? ALL : CAMILLE_LEFT);
    }
  });

  it('by one file before is an occupant still where the other has them', async () => {
    const { one, landlord, first, second, mine, theirs, as } = await twoFiles(test);
    await leaves(one, first, mine[0]!, LONG_AGO);
    await as(`merge_households('${first}', '${second}')`);
    expect(await seenBy(landlord, { persons: theirs })).toEqual(ALL);
  });
});
