import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';

const test = await testApp();
const { landlord, rival } = (
  await consortiumOf(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    rival: { roles: ['landlord'], kind: 'social_landlord' },
  })
).partners;
type Body = Record<string, unknown> & { id: string };
const bodyOf = (answer: { body: unknown }): Body => answer.body as Body;
const T4 = { label: 'T4 Lilas', communeCode: '93061', type: 't4' };

describe('What is put again', () => {
  const PATH = '/v1/dwellings/by-external-id/rent-system/';
  const SITE = { name: 'Résidence', kind: 'building', communeCode: '75118' };
  const faultOf = (answer: { status: number; body: unknown }) => [
    answer.status,
    (answer.body as { errors?: { pointer: string; code: string }[] }).errors?.map((fault) => [
      fault.pointer,
      fault.code,
    ]),
  ];
  const capacities = async (id: string): Promise<Body[]> =>
    ((await landlord.get(`/v1/dwellings/${id}/capacities`).expect(200)).body as { data: Body[] }).data;
  const refused = (pointer: string, code: string) => [422, [[pointer, code]]];

  it('keeps its owner', async () => {
    for (const [path, body] of [
      [`${PATH}O-1`, T4],
      ['/v1/sites/by-external-id/rent-system/O-1', SITE],
    ] as const) {
      const own = { ...body, landlordId: landlord.organisationId };
      await landlord.put(path, body).expect(201);
      await landlord.put(path, own).expect(200);
      await landlord.put(path, { ...own, landlordId: own.landlordId.toUpperCase() }).expect(200);
      for (const landlordId of [rival.organisationId, randomUUID()])
        expect(faultOf(await landlord.put(path, { ...own, landlordId }))).toEqual(
          refused('/landlordId', 'owner_stays'),
        );
    }
  });

  it('says its places as recorded, of today or of before; others are not dropped but refused', async () => {
    const path = `${PATH}P-1`;
    const nightly = { ...T4, places: 3, inServiceFrom: '2020-01-01' };
    const { id } = bodyOf(await landlord.put(path, nightly).expect(201));
    await landlord.put(path, nightly).expect(200);
    expect(faultOf(await landlord.put(path, { ...nightly, label: 'Autre', places: 5 }))).toEqual(
      refused('/places', 'places_have_periods'),
    );
    expect(faultOf(await landlord.put(path, { ...nightly, inServiceFrom: '2021-01-01' }))).toEqual(
      refused('/inServiceFrom', 'places_have_periods'),
    );
    expect(bodyOf(await landlord.get(`/v1/dwellings/${id}`))).toMatchObject({ label: T4.label });
    await landlord.post(`/v1/dwellings/${id}/capacities`, { places: 5, startsOn: '2022-01-01' }).expect(201);
    for (const places of [3, 5, undefined]) await landlord.put(path, { ...nightly, places }).expect(200);
    const data = await capacities(id);
    expect(data.map(({ places, startsOn }) => [places, startsOn]).sort()).toEqual([
      [3, '2020-01-01'],
      [5, '2022-01-01'],
    ]);
  });

  it('gets its first places where it had none', async () => {
    const path = `${PATH}P-2`;
    const { id } = bodyOf(await landlord.put(path, T4).expect(201));
    const unsaid = { ...T4, inServiceFrom: '2020-01-01' };
    expect(faultOf(await landlord.put(path, unsaid))).toEqual(refused('/places', 'required'));
    expect(faultOf(await landlord.put(`${PATH}P-3`, unsaid))).toEqual(refused('/places', 'required'));
    for (let night = 0; night < 2; night += 1) await landlord.put(path, { ...T4, places: 2 }).expect(200);
    const data = await capacities(id);
    expect(data.map(({ places }) => places)).toEqual([2]);
  });
});
