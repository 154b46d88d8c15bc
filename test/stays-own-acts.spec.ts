import { describe, expect, it } from '@jest/globals';
import { testApp } from './support/app.js';
import { MOVER_ALONE, movesIn, referSome, seenBy, someMove, type Family } from './support/movers.js';
import { addDwelling, lead, step } from './support/placements.js';
import { openFlat } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const on = today();
const NOBODY = [404, 404, 404, 404];
const REFUSED = { outcome: 'refused', reason: 'file_incomplete' };

const both = async ({ partners, persons }: Family): Promise<number[][]> =>
  Promise.all([partners.operator, partners.landlord].map((partner) => seenBy(partner, { persons })));

/** One of it, by place, lives in a room from today, by a stay that rests on no placement. */
async function livesInRoom(family: Family, place: number): Promise<void> {
  const flat = await openFlat(family);
  const { householdId, persons } = family;
  await movesIn({ ...family, flat }, { householdId, personId: persons[place], roomId: flat.roomIds[0], startsOn: on });
}

describe('Of one whose file is still before the landlord, who arrives in a room of its flat meanwhile,', () => {
  it.each([['the whole household', null] as const, ['one of it', 0] as const])(
    'neither operator nor owner knows anything once it has refused: %s',
    async (_, mover) => {
      const family = await someMove(test, 'submitted', mover === null ? null : [mover]);
      await livesInRoom(family, 0);
      expect((await step(family.partners.landlord, family.placementId, 'allocation', REFUSED)).status).toBe(201);
      expect(await both(family)).toEqual([NOBODY, NOBODY]);
    },
  );

  it('they know those alone whom they knew for good', async () => {
    const family = await someMove(test);
    const made = { key: 'autre', name: 'Autre', publicLabel: 'Autre', kind: 'rehousing', startsOn: '2020-01-01' };
    const programme = await family.coordinator.post('/v1/programmes', { ...made, decidingBody: 'caleol' }).expect(201);
    const placementId = await referSome({ ...family, programmeId: (programme.body as { id: string }).id }, [3]);
    await lead(family, placementId, await addDwelling(family), 'submitted');
    await livesInRoom(family, 3);
    expect((await step(family.partners.landlord, placementId, 'allocation', REFUSED)).status).toBe(201);
    expect(await both(family)).toEqual([MOVER_ALONE, MOVER_ALONE]);
  });
});
