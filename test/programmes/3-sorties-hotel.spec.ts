import { describe, expect, it } from '@jest/globals';
import { addMonths } from '../../src/platform/calendar.js';
import { consortiumOf, type Partner } from '../support/actors.js';
import { demoApp } from '../support/demo.js';
import { figuresOf, listed, within } from '../support/figures.js';
import { openHousehold } from '../support/households.js';
import { step } from '../support/placements.js';

const KEY = 'alfi-sorties-hotel';
const demo = await demoApp();

describe('ALFI, out of hotels', () => {
  it('has rehoused 57 households in 2020 and 2021, as its placements tell', async () => {
    const alfi = await demo.as('alfi');
    const { households_rehoused: rehoused } = await figuresOf(alfi, KEY, '2020-01-01', '2022-01-01');
    const { placements } = await listed(demo, alfi, KEY);
    expect(rehoused).toEqual({
      code: 'households_rehoused',
      value: 57,
      unit: 'households',
      breakdown: { families_from_hotel: 57 },
    });
    expect(placements.filter(({ movedInOn }) => within(movedInOn, '2020-01-01', '2022-01-01'))).toHaveLength(57);
  });

  it.each(['2024', '2025'])(
    'has rehoused 20 families and 10 young people in %s, which its funder reads too',
    async (year) => {
      for (const reader of ['alfi', 'drihl', 'aorif', 'coordinator']) {
        const { households_rehoused: rehoused } = await figuresOf(
          await demo.as(reader),
          KEY,
          `${year}-01-01`,
          `${Number(year) + 1}-01-01`,
        );
        expect(rehoused).toMatchObject({ value: 30, breakdown: { families_from_hotel: 20, young_people_ase: 10 } });
      }
    },
  );

  it('makes the access visible: median days from referral to offer to keys, as each referral tells', async () => {
    const alfi = await demo.as('alfi');
    const { placements } = await listed(demo, alfi, KEY);
    const moved = placements.filter(({ movedInOn }) => within(movedInOn, '2024-01-01', '2025-01-01'));
    const days: number[] = [];
    for (const { id } of moved) {
      const { referredOn, movedInOn } = (await alfi.get(`/v1/placements/${id}/referral`).expect(200)).body as {
        referredOn: string;
        movedInOn: string;
      };
      days.push((Date.parse(movedInOn) - Date.parse(referredOn)) / 86_400_000);
    }
    days.sort((a, b) => a - b);
    const median = (days[14]! + days[15]!) / 2;
    const figures = await figuresOf(alfi, KEY, '2024-01-01', '2025-01-01');
    expect(Math.abs(figures.median_days_to_keys!.value! - median)).toBeLessThanOrEqual(0.5);
    expect(figures.median_days_to_offer!.value).toBeGreaterThan(0);
    expect(figures.median_days_offer_to_keys!.value).toBeGreaterThanOrEqual(25);
  });

  it('makes the choice visible: what was offered, what was declined and why', async () => {
    const alfi = await demo.as('alfi');
    const { placements } = await listed(demo, alfi, KEY);
    const reasons: Record<string, number> = {};
    let offers = 0;
    for (const { id } of placements) {
      offers += ((await alfi.get(`/v1/placements/${id}/offers`).expect(200)).body as { data: unknown[] }).data.length;
      const answers = (await alfi.get(`/v1/placements/${id}/answers`).expect(200)).body as {
        data: { answer: string; reason: string }[];
      };
      for (const { answer, reason } of answers.data)
        if (answer === 'declined') reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
    const figures = await figuresOf(alfi, KEY);
    expect(figures.offers_declined).toMatchObject({
      value: Object.values(reasons).reduce((sum, n) => sum + n, 0),
      breakdown: reasons,
    });
    expect(figures.offers_declined!.value).toBeGreaterThan(0);
    expect(figures.offers_made!.value).toBe(offers);
  });

  it('is not there for who is no party of it, as a key that does not exist', async () => {
    for (const reader of ['paris-habitat', 'siao', 'caps', 'outsider']) {
      const stranger = await demo.as(reader);
      const [hidden, unknown] = [
        await stranger.get(`/v1/programmes/${KEY}/figures`),
        await stranger.get('/v1/programmes/no-such-programme/figures'),
      ];
      expect([hidden.status, unknown.status]).toEqual([404, 404]);
      expect({ ...(hidden.body as object), instance: '', requestId: '' }).toEqual({
        ...(unknown.body as object),
        instance: '',
        requestId: '',
      });
    }
  });
});

interface Lease {
  id: string;
  placementId: string;
  startsOn: string;
  status: string;
  endedOn: string | null;
}

/** Still housed, and owing nothing, so many months after the keys: what lease and statement say, without asking anybody. */
async function lookBack(partner: Partner, { id, startsOn, endedOn }: Lease, months: number) {
  const day = addMonths(startsOn, months);
  const month = day.slice(0, 7);
  const { body } = await partner.get(`/v1/tenancies/${id}/statement?from=${month}&to=${month}`).expect(200);
  const [then] = (body as { months: { closingCents: number }[] }).months;
  return { housed: endedOn === null || endedOn > day, inArrears: then!.closingCents > 0 };
}

describe('ALFI, after the keys', () => {
  it('finds everybody rehoused in 2024 and 2025 still housed, in a lease that grew out of the placement', async () => {
    const alfi = await demo.as('alfi');
    const { placements } = await listed(demo, alfi, KEY);
    const leases = new Map(
      (await demo.all<Lease>(alfi, '/v1/tenancies?kind=social_lease')).map((lease) => [lease.placementId, lease]),
    );
    const moved = placements.filter(({ movedInOn }) => within(movedInOn, '2024-01-01', '2026-01-01'));
    expect(moved).toHaveLength(60);
    for (const { id, movedInOn } of moved)
      expect(leases.get(id)).toMatchObject({ status: 'in_force', startsOn: movedInOn, endedOn: null });
  });

  it('sees who owes, since when and by which rule: of 60 households those nine, and one that owes no more', async () => {
    const alfi = await demo.as('alfi');
    const antin = await demo.as('antin');
    const cases = await demo.all<{ status: string; tenancyId: string }>(
      alfi,
      `/v1/arrears-cases?landlordId=${antin.organisationId}`,
    );
    expect(cases.filter(({ status }) => status !== 'cleared')).toHaveLength(9);
    expect(cases.filter(({ status }) => status === 'cleared')).toHaveLength(1);
  });

  it('is told of each debt while it lasts, as the landlord is; who referred the family is told nothing', async () => {
    const [alfi, antin, referrer] = [await demo.as('alfi'), await demo.as('antin'), await demo.as('croix-rouge')];
    const cases = await demo.all<{ id: string; status: string }>(
      alfi,
      `/v1/arrears-cases?landlordId=${antin.organisationId}`,
    );
    const open = cases.filter(({ status }) => !['cleared', 'plan_active'].includes(status)).map(({ id }) => id);
    for (const partner of [alfi, antin]) {
      const alerts = await demo.all<{ subjectId: string }>(partner, '/v1/alerts?status=open&subjectType=arrears_case');
      const told = new Set(alerts.map(({ subjectId }) => subjectId));
      expect(open.filter((id) => !told.has(id))).toEqual([]);
      expect(cases.filter(({ id, status }) => status === 'cleared' && told.has(id))).toEqual([]);
    }
    expect(await demo.all(referrer, '/v1/alerts')).toEqual([]);
    await referrer.get(`/v1/arrears-cases/${open[0]}`).expect(404);
  });

  it('looks back at +6 and +12 months, through the API alone: housed, without arrears, in arrears', async () => {
    const { partners, coordinator } = await consortiumOf(demo, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      association: { roles: ['supporter'] },
    });
    const { landlord, association } = partners;
    const programme = { key: KEY, name: 'Sorties d’hôtel', publicLabel: 'Logement accompagné', kind: 'rehousing' };
    const { body } = await coordinator
      .post('/v1/programmes', { ...programme, decidingBody: 'caleol', startsOn: '2024-01-01' })
      .expect(201);
    const programmeId = (body as { id: string }).id;
    const rehouse = async (paidMonths: number): Promise<Lease> => {
      const on = '2025-01-01';
      const householdId = await openHousehold(association);
      const referral = { householdId, programmeId, referredOn: on, reasons: ['no_home'], cohort: 'hotel' };
      const placement = await association.post('/v1/placements', referral).expect(201);
      const dwelling = await landlord
        .post('/v1/dwellings', { label: 'T3', communeCode: '93008', type: 't3', places: 4, inServiceFrom: on })
        .expect(201);
      const [placementId, dwellingId] = [placement, dwelling].map((made) => (made.body as { id: string }).id);
      const steps: [Partner, string, object][] = [
        [association, 'eligibility', { outcome: 'eligible', occurredOn: on }],
        [association, 'offers', { dwellingId, plannedMoveInOn: on, occurredOn: on }],
        [association, 'submission', { informedOn: on, occurredOn: on }],
        [landlord, 'allocation', { outcome: 'allocated', rank: 1, occurredOn: on }],
        [association, 'acceptance', { answer: 'accepted', occurredOn: on }],
        [landlord, 'move-in', { movedInOn: on }],
      ];
      for (const [who, noun, input] of steps) {
        const { status, text } = await step(who, placementId!, noun, input);
        expect([noun, status, status < 300 ? '' : text]).toEqual([noun, status, '']);
      }
      const terms = { rentCents: 52_000, chargesCents: 10_400 };
      const { body: lease } = await landlord
        .post('/v1/tenancies', { kind: 'social_lease', placementId, terms })
        .expect(201);
      const lines = Array.from({ length: paidMonths }, (_, month) => ({
        tenancyId: (lease as Lease).id,
        amountCents: 62_400,
        occurredOn: addMonths(on, month),
        externalId: { system: 'rent', value: `${placementId}-${month}` },
      }));
      await landlord.post('/v1/payments', { lines }).set('Idempotency-Key', placementId!).expect(200);
      return lease as Lease;
    };
    const [steady, late] = [await rehouse(13), await rehouse(8)];
    expect(await lookBack(association, steady, 6)).toEqual({ housed: true, inArrears: false });
    expect(await lookBack(association, steady, 12)).toEqual({ housed: true, inArrears: false });
    expect(await lookBack(association, late, 6)).toEqual({ housed: true, inArrears: false });
    expect(await lookBack(association, late, 12)).toEqual({ housed: true, inArrears: true });
  });
});
