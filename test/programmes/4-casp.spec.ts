import { describe, expect, it } from '@jest/globals';
import { demoApp } from '../support/demo.js';
import { daysWithin, figuresOf, listed, within } from '../support/figures.js';

const OWN = 'casp-logement-accompagne';
const ASLL = 'casp-asll';
const YEAR = ['2020-01-01', '2021-01-01'] as const;
const demo = await demoApp();

describe('CASP, its own residences', () => {
  it('has 9 residences and 252 units, of which 12 under Louez Solidaire, as its dwellings tell', async () => {
    const casp = await demo.as('casp');
    const { sites, units } = await figuresOf(casp, OWN, ...YEAR);
    const { dwellings } = await listed(demo, casp, OWN);
    const organisations = await demo.all<{ id: string; kind: string }>(casp, '/v1/organisations');
    const owners = new Set(organisations.filter(({ kind }) => kind === 'private_owner').map(({ id }) => id));
    expect(sites!.value).toBe(9);
    expect(units).toMatchObject({ value: 252, unit: 'dwellings', breakdown: { louez_solidaire: 12 } });
    expect(new Set(dwellings.map(({ siteId }) => siteId).filter(Boolean)).size).toBe(9);
    expect(dwellings).toHaveLength(252);
    expect(dwellings.filter(({ landlordId }) => owners.has(landlordId))).toHaveLength(12);
  });

  it('has supported 281 households in 2020 and seen 109 leave, 40 by accords collectifs, 24 by DALO, 45 by other ways', async () => {
    const casp = await demo.as('casp');
    const figures = await figuresOf(casp, OWN, ...YEAR);
    expect(figures.households_supported).toMatchObject({ value: 281, unit: 'households' });
    expect(figures.exits).toEqual({
      code: 'exits',
      value: 109,
      unit: 'households',
      breakdown: { accord_collectif: 40, dalo: 24, other: 45 },
    });
    const { placements } = await listed(demo, casp, OWN);
    expect(
      placements.filter(
        ({ movedInOn, endedOn }) => movedInOn && movedInOn < YEAR[1] && (endedOn === null || endedOn > YEAR[0]),
      ),
    ).toHaveLength(281);
    const left = placements.filter(({ endedOn }) => within(endedOn, ...YEAR));
    const exits = await Promise.all(left.map(({ id }) => casp.get(`/v1/placements/${id}/exit`).expect(200)));
    const by = (route: string) =>
      exits.filter(({ body }) => (body as { exitRoute: string }).exitRoute === route).length;
    expect([left.length, by('hlm_accord_collectif'), by('hlm_dalo')]).toEqual([109, 40, 24]);
  });

  it('gives its funders the same totals, and the ways out of the whole year', async () => {
    for (const funder of ['ville-de-paris', 'drihl']) {
      for (const [to, ways] of [
        ['2020-12-31', {}],
        ['2021-01-01', { accord_collectif: 40, dalo: 24, other: 45 }],
      ] as const) {
        const { exits, households_supported: supported } = await figuresOf(
          await demo.as(funder),
          OWN,
          '2020-01-01',
          to,
        );
        expect(supported!.value).toBe(281);
        expect([exits!.value, exits!.breakdown]).toEqual([109, ways]);
      }
    }
  });

  it('gives its funders no parts of a period that is no year, since two of them would differ by one household', async () => {
    const { exits } = await figuresOf(await demo.as('drihl'), OWN, '2020-01-01', '2020-06-15');
    const { exits: whole } = await figuresOf(await demo.as('casp'), OWN, '2020-01-01', '2020-06-15');
    expect(exits).toMatchObject({ value: whole!.value, breakdown: {} });
    expect(whole!.breakdown.accord_collectif).toBeGreaterThan(0);
  });

  it('tells the stays past the longest stay, the length of stays and the occupancy as its placements do', async () => {
    const casp = await demo.as('casp');
    const figures = await figuresOf(casp, OWN, ...YEAR);
    const { placements, dwellings } = await listed(demo, casp, OWN);
    const past = placements.filter(
      ({ movedInOn, endedOn }) =>
        movedInOn !== null && movedInOn <= '2018-12-30' && (endedOn === null || endedOn >= YEAR[1]),
    );
    expect(figures.stays_past_limit!.value).toBe(past.length);
    const lengths = placements
      .filter(({ endedOn }) => within(endedOn, ...YEAR))
      .map(({ movedInOn, endedOn }) => daysWithin(movedInOn!, endedOn, '0001-01-01', '9999-01-01'))
      .sort((a, b) => a - b);
    expect(figures.average_stay_days!.value).toBe(
      Math.round(lengths.reduce((sum, days) => sum + days, 0) / lengths.length),
    );
    expect(figures.median_stay_days!.value).toBe(lengths[54]);
    // Each unit has two places in service all year; a household takes both.
    const taken = placements.reduce(
      (sum, { movedInOn, endedOn }) => sum + (movedInOn ? 2 * daysWithin(movedInOn, endedOn, ...YEAR) : 0),
      0,
    );
    expect(figures.occupancy_rate).toMatchObject({
      unit: 'basis_points',
      value: Math.round((10_000 * taken) / (dwellings.length * 2 * 366)),
    });
  });
});

describe('CASP, support in residences that others run', () => {
  it('has supported 394 households in 2020 in six residences', async () => {
    const casp = await demo.as('casp');
    const figures = await figuresOf(casp, ASLL, ...YEAR);
    const { placements } = await listed(demo, casp, ASLL);
    expect(figures.households_supported!.value).toBe(394);
    expect(figures.sites!.value).toBe(6);
    expect(
      placements.filter(
        ({ movedInOn, endedOn }) => movedInOn && movedInOn < YEAR[1] && (endedOn === null || endedOn > YEAR[0]),
      ),
    ).toHaveLength(394);
  });

  it('is counted for its funder and the coordinator, not for those who run the buildings', async () => {
    for (const reader of ['ville-de-paris', 'coordinator']) {
      expect((await figuresOf(await demo.as(reader), ASLL, ...YEAR)).households_supported!.value).toBe(394);
    }
    for (const other of ['adoma', 'heneo', 'siao'])
      await (await demo.as(other)).get(`/v1/programmes/${ASLL}/figures`).expect(404);
    await (await demo.as('amandier')).get(`/v1/programmes/${ASLL}/figures`).expect(403);
  });
});

interface Title {
  id: string;
  kind: string;
  placementId: string | null;
}

describe('CASP, titles of occupation and their redevance', () => {
  it('has one for each household that lives in a residence, and a sublease under Louez Solidaire', async () => {
    const casp = await demo.as('casp');
    const own = await demo.all<Title>(casp, `/v1/tenancies?landlordId=${casp.organisationId}`);
    const { placements } = await listed(demo, casp, OWN);
    const living = placements.filter(({ status }) => status === 'moved_in').map(({ id }) => id);
    expect(own.map(({ placementId }) => placementId).sort()).toEqual(living.sort());
    expect(own.filter(({ kind }) => kind === 'sublease')).toHaveLength(12);
    expect(own.filter(({ kind }) => kind === 'occupancy_title')).toHaveLength(living.length - 12);
  });

  it('splits the redevance into housing, charges and services, month by month, the benefit apart', async () => {
    const casp = await demo.as('casp');
    const [title] = await demo.all<Title>(casp, '/v1/tenancies?kind=occupancy_title');
    const { body } = await casp.get(`/v1/tenancies/${title!.id}/statement`).expect(200);
    const { months } = body as {
      months: { dueCents: number; closingCents: number; entries: { kind: string; label: string }[] }[];
    };
    expect(months).toHaveLength(12);
    for (const { dueCents, closingCents, entries } of months) {
      expect(dueCents).toBe(41_000 + 8_200 + 3_000);
      expect(closingCents).toBe(0);
      expect(entries.map(({ kind, label }) => `${kind} ${label}`).sort()).toEqual([
        'benefit housing_benefit',
        'due charges',
        'due rent',
        'due services',
        'payment tenant_payment',
      ]);
    }
  });

  it.each([
    ['casp', 'residence_unpaid_terms'],
    ['adoma', 'residence_partial_debt'],
  ])('has a debt by R.633-3 at %s (%s), which explains itself', async (key, rule) => {
    const lessor = await demo.as(key);
    const cases = await demo.all<{ id: string; tenancyId: string }>(
      lessor,
      `/v1/arrears-cases?landlordId=${lessor.organisationId}`,
    );
    const explained = await Promise.all(
      cases.map(
        async ({ id }) => (await lessor.get(`/v1/arrears-cases/${id}/explanation`).expect(200)).body as Explained,
      ),
    );
    const found = explained.find(({ findings }) => findings.some((finding) => finding.code === rule && finding.met))!;
    expect(found.findings.find((finding) => finding.code === rule)).toMatchObject({
      regime: 'residence',
      level: 'constituted',
      confidence: 'verified',
      legalBasis: 'CCH R.633-3 II a',
      payCents: found.inputs.debtCents,
    });
    expect(found.nextSteps.map(({ step }) => step)).toContain('residence_notice');
    // CASP supports the households of both residences, and is told by the same words.
    const casp = await demo.as('casp');
    const { body } = await casp.get(`/v1/arrears-cases/${cases[0]!.id}/explanation`).expect(200);
    expect(body).toMatchObject({ inputs: { kind: 'occupancy_title' } });
  });
});

describe('The operators of the residences that CASP does not run', () => {
  it('that send nothing are asked to; what CASP reads of their accounts says that nothing is known', async () => {
    const [casp, heneo] = [await demo.as('casp'), await demo.as('heneo')];
    const [silent] = await demo.all<{ title: string; subjectId: string }>(heneo, '/v1/alerts?kind=account_stale');
    expect(silent).toMatchObject({ subjectId: heneo.organisationId, title: 'Compte non mis à jour' });
    expect(await demo.all(casp, '/v1/alerts?kind=account_stale')).toEqual([]);
    const [title] = await demo.all<Title>(casp, `/v1/tenancies?landlordId=${heneo.organisationId}`);
    const { body } = await casp.get(`/v1/tenancies/${title!.id}/account`).expect(200);
    expect(body).toMatchObject({ knowledge: 'stale' });
  });
});

interface Explained {
  inputs: { debtCents: number };
  findings: { code: string; met: boolean }[];
  nextSteps: { step: string }[];
}
