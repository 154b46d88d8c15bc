import { describe, expect, it } from '@jest/globals';
import { demoApp } from '../support/demo.js';
import { figuresOf, listed, type ListedPlacement } from '../support/figures.js';

const KEY = 'patrimoine-logements-accompagnes';
const demo = await demoApp();

describe('Patrimoine, “10 000 logements accompagnés”', () => {
  it('has rehoused 10 new households, as the landlord, both associations and the State read', async () => {
    for (const reader of ['patrimoine', 'ucrm', 'habitat-humanisme', 'state-national', 'coordinator']) {
      expect((await figuresOf(await demo.as(reader), KEY)).households_rehoused).toMatchObject({
        value: 10,
        unit: 'households',
      });
    }
  });

  it('has them in dwellings that a convention reserves: 6 by UCRM, 4 by Habitat et Humanisme', async () => {
    const moved = async (association: string): Promise<ListedPlacement[]> =>
      (await listed(demo, await demo.as(association), KEY)).placements.filter(({ movedInOn }) => movedInOn !== null);
    expect([(await moved('ucrm')).length, (await moved('habitat-humanisme')).length]).toEqual([6, 4]);
    const { dwellings } = await listed(demo, await demo.as('patrimoine'), KEY);
    expect(dwellings).toHaveLength(14);
    const taken = await demo.all<ListedPlacement>(await demo.as('patrimoine'), '/v1/placements?status=moved_in');
    const ids = new Set(dwellings.map(({ id }) => id));
    expect(taken.filter(({ dwellingId }) => dwellingId !== null && ids.has(dwellingId))).toHaveLength(10);
  });

  it('tells its landlord how many and how fast, never who was roofless or came out of prison', async () => {
    const landlord = await demo.as('patrimoine');
    const answer = await landlord.get(`/v1/programmes/${KEY}/figures`).expect(200);
    expect(answer.text).not.toMatch(/prison|roofless|cohort/);
    // All had their keys in these years; up to today, the next household would be told by the difference.
    const years = await figuresOf(landlord, KEY, '2021-01-01', '2024-01-01');
    expect(years.households_rehoused).toMatchObject({ value: 10 });
    expect(years.median_days_to_keys).toMatchObject({ value: 55, unit: 'days' });
    expect((await figuresOf(landlord, KEY)).median_days_to_keys).toMatchObject({ value: null });
    const [placement] = await demo.all<ListedPlacement>(landlord, '/v1/placements?status=moved_in');
    await landlord.get(`/v1/placements/${placement!.id}/referral`).expect(404);
    await landlord.get(`/v1/placements/${placement!.id}/grounds`).expect(404);
  });

  it('has a lease and an account for each new household, which its own association follows and the other does not', async () => {
    const landlord = await demo.as('patrimoine');
    const [ucrm, habitat] = [await demo.as('ucrm'), await demo.as('habitat-humanisme')];
    const leases = await demo.all<{ id: string; placementId: string | null }>(
      landlord,
      '/v1/tenancies?status=in_force',
    );
    for (const [own, other] of [
      [ucrm, habitat],
      [habitat, ucrm],
    ] as const) {
      const { placements } = await listed(demo, own, KEY);
      const moved = placements.filter(({ status }) => status === 'moved_in').map(({ id }) => id);
      const theirs = leases.filter(({ placementId }) => placementId !== null && moved.includes(placementId));
      expect([moved.length > 0, theirs.length]).toEqual([true, moved.length]);
      for (const { id } of theirs) {
        const { body } = await own.get(`/v1/tenancies/${id}/account`).expect(200);
        expect(body).toMatchObject({ knowledge: 'current', balanceCents: 0 });
        expect((await landlord.get(`/v1/tenancies/${id}/account`).expect(200)).body).toEqual(body);
        await other.get(`/v1/tenancies/${id}`).expect(404);
      }
    }
  });

  it('is not there for landlords and associations that are no party of it', async () => {
    for (const other of ['paris-habitat', 'casp', 'siao', 'outsider'])
      await (await demo.as(other)).get(`/v1/programmes/${KEY}/figures`).expect(404);
  });
});
