import { describe, expect, it } from '@jest/globals';
import { demoApp } from '../support/demo.js';
import { figuresOf, listed, within } from '../support/figures.js';

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
