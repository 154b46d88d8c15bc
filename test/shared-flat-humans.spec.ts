import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { figuresOf } from './support/figures.js';
import { openHousehold, personsOf } from './support/households.js';
import {
  act,
  conventionOf,
  intoProgramme,
  openFlat,
  settleIn,
  type Flat,
  type Occupancy,
} from './support/shared-flats.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
});
const { operator } = made.partners;
const conventionId = await conventionOf(made);
const LEAVING = { leftOn: '2026-02-01', reason: 'mutual', exitRoute: 'hosted' };

/** A programme with one flat, and its key. */
async function flatOfProgramme(): Promise<{ flat: Flat; key: string }> {
  const key = `humans-${randomUUID().slice(0, 8)}`;
  const { body } = await made.coordinator
    .post('/v1/programmes', {
      key,
      name: 'Colocations',
      publicLabel: 'Logement accompagné',
      kind: 'shared_flats',
      decidingBody: 'association_choice',
      operatorId: operator.organisationId,
      startsOn: '2020-01-01',
    })
    .expect(201);
  const flat = await openFlat(made, { conventionId });
  await intoProgramme(operator, flat, (body as { id: string }).id);
  return { flat, key };
}
const rehoused = async (key: string): Promise<(number | null)[]> => {
  const { people_rehoused: people, households_rehoused: households } = await figuresOf(operator, key);
  return [people!.value, households!.value];
};
const copyOf = (personId: string) => ({ personId, role: 'reference_person', startsOn: '2020-01-01' });
const partner = {
  person: { familyName: 'Exemple', givenNames: 'Alex', birthDate: '1981-01-31' },
  role: 'cohabiting_partner',
  startsOn: '2020-01-01',
};

async function merge(survivor: string, absorbedId: string): Promise<void> {
  const { headers } = await operator.get(`/v1/households/${survivor}`).expect(200);
  const merged = operator.post(`/v1/households/${survivor}/merge`, { absorbedId });
  await merged.set('If-Match', headers.etag as string).expect(200);
}

describe('One human in several files', () => {
  it('is rehoused once, however often copied into a new household; whoever is new there counts', async () => {
    const { flat, key } = await flatOfProgramme();
    const alone = await openHousehold(operator);
    const [first] = await personsOf(operator, alone);
    const lived = await settleIn(operator, flat, { householdId: alone, on: '2026-01-05' });
    await act(operator, lived, 'departure', LEAVING);
    const [copy] = await personsOf(operator, await openHousehold(operator, { members: [copyOf(first!)] }));
    const couple = await openHousehold(operator, { members: [copyOf(copy!), partner] });
    await settleIn(operator, flat, { householdId: couple, on: '2026-03-01' });
    expect(await rehoused(key)).toEqual([1, 2]);
    await settleIn(operator, flat, { householdId: couple, on: '2026-03-15', room: 1 });
    expect(await rehoused(key)).toEqual([2, 2]);
  });

  it('is rehoused once when two files that both had a room become one', async () => {
    const { flat, key } = await flatOfProgramme();
    const [survivor, absorbed] = [await openHousehold(operator), await openHousehold(operator)];
    const lived: Occupancy = await settleIn(operator, flat, { householdId: absorbed, on: '2026-01-05' });
    await act(operator, lived, 'departure', LEAVING);
    await settleIn(operator, flat, { householdId: survivor, on: '2026-03-01' });
    expect(await rehoused(key)).toEqual([2, 2]);
    await merge(survivor, absorbed);
    expect(await rehoused(key)).toEqual([1, 1]);
  });

  it('is rehoused once by placements too; of the next household those who came along count', async () => {
    const frame = await placementFrame(test);
    const { coordinator, partners } = frame;
    const first = await refer(frame);
    const [person] = await personsOf(partners.referrer, first.householdId);
    const couple = { relation: 'referrer', members: [copyOf(person!), partner] };
    const second = await refer(frame, { householdId: await openHousehold(partners.referrer, couple) });
    const counted = async (): Promise<(number | null)[]> => {
      const { people_rehoused: people, households_rehoused: households } = await figuresOf(coordinator, 'acces');
      return [people!.value, households!.value];
    };
    await lead(frame, first.id, await addDwelling(frame), 'moved_in');
    expect(await counted()).toEqual([1, 1]);
    await lead(frame, second.id, await addDwelling(frame), 'moved_in');
    expect(await counted()).toEqual([2, 2]);
  });
});
