import { describe, expect, it } from '@jest/globals';
import { demoApp } from '../support/demo.js';
import { figuresOf, listed, within } from '../support/figures.js';

const KEY = 'foyer-stephanais-auto-rehabilitation';
const demo = await demoApp();

describe('Le Foyer Stéphanais, supported self-rehabilitation', () => {
  it('has supported 43 families in 4 towns from 2015 to 2018, for all who are parties of it', async () => {
    for (const reader of ['foyer-stephanais', 'emergence-s', 'caps', 'fonds-esh', 'coordinator']) {
      const figures = await figuresOf(await demo.as(reader), KEY, '2015-01-01', '2018-12-31');
      expect(figures.households_supported).toMatchObject({ value: 43, unit: 'households' });
      expect(figures.communes).toMatchObject({ value: 4, unit: 'communes' });
    }
  });

  it('counts the families that the two associations see disclosed to them', async () => {
    const seen = new Set<string>();
    for (const helper of ['emergence-s', 'caps']) {
      const rows = await demo.owner<{ household_id: string }>(
        `SELECT d.household_id FROM disclosures d JOIN programmes p ON p.consortium_id = d.consortium_id AND p.id = d.subject_id
         WHERE p.key = $1 AND d.organisation_id = $2`,
        [KEY, (await demo.as(helper)).organisationId],
      );
      for (const { household_id: id } of rows) seen.add(id);
    }
    expect(seen.size).toBe(43);
    const { dwellings } = await listed(demo, await demo.as('foyer-stephanais'), KEY);
    expect(new Set(dwellings.map(({ communeCode }) => communeCode)).size).toBe(4);
  });

  it('follows about fifteen new families a year', async () => {
    const caps = await demo.as('caps');
    const first = (await figuresOf(caps, KEY, '2015-01-01', '2016-01-01')).households_supported!.value!;
    expect(first).toBeGreaterThanOrEqual(10);
    expect(first).toBeLessThanOrEqual(15);
    expect((await figuresOf(caps, KEY, '2014-01-01', '2015-01-01')).households_supported!.value).toBe(0);
    expect((await figuresOf(caps, KEY, '2021-01-01', '2022-01-01')).households_supported!.value).toBe(0);
  });

  it('is not there for other landlords, referrers and another consortium', async () => {
    for (const other of ['paris-habitat', 'patrimoine', 'siao', 'outsider'])
      await (await demo.as(other)).get(`/v1/programmes/${KEY}/figures`).expect(404);
  });

  it('has a lease and an account for each family; when its support has ended an association sees neither', async () => {
    const landlord = await demo.as('foyer-stephanais');
    const leases = await demo.all<{ id: string; kind: string }>(landlord, '/v1/tenancies?status=in_force');
    expect([leases.length, new Set(leases.map(({ kind }) => kind))]).toEqual([43, new Set(['social_lease'])]);
    const accounts = await Promise.all(
      leases.map(async ({ id }) => (await landlord.get(`/v1/tenancies/${id}/account`).expect(200)).body as object),
    );
    for (const account of accounts) expect(account).toMatchObject({ knowledge: 'current', balanceCents: 0 });
    for (const helper of ['emergence-s', 'caps'])
      expect(await demo.all(await demo.as(helper), '/v1/tenancies')).toEqual([]);
  });

  it('has stays of sitting tenants that its landlord reads, without any end', async () => {
    const landlord = await demo.as('foyer-stephanais');
    const { dwellings } = await listed(demo, landlord, KEY);
    expect(dwellings).toHaveLength(43);
    for (const { id } of dwellings.slice(0, 5)) {
      const stays = await demo.all<{ startsOn: string; endsOn: string | null }>(landlord, `/v1/dwellings/${id}/stays`);
      expect(stays).toHaveLength(1);
      expect(stays[0]!.endsOn).toBeNull();
      expect(within(stays[0]!.startsOn, '2011-01-01', '2018-12-31')).toBe(true);
    }
  });
});
