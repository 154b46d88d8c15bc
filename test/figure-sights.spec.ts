import { beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../src/platform/calendar.js';
import { login, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { figuresOf, type ShownFigure } from './support/figures.js';
import { handOver, supportEnds } from './support/handovers.js';
import { openHousehold } from './support/households.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';
import { FIGURES_KEY as KEY, flatProgramme, reside, type FlatProgramme } from './support/residents.js';
import { settleIn } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const made = await flatProgramme(test, '2023-01-01');
const { landlord, operator, funder, after } = made.partners;
const flat = await made.flat();

/** Who comes on the third of a month and leaves some days later, one after the other in one room. */
const COME: readonly [on: string, cohort: string, exitRoute: string][] = [
  ...['01', '02', '03', '04', '05'].map((month): [string, string, string] => [
    `2023-${month}-03`,
    'leaving_prison',
    'hosted',
  ]),
  ...['01', '02', '03', '04', '05', '06'].map((month): [string, string, string] => [
    `2024-${month}-03`,
    'hotel',
    'hlm_dalo',
  ]),
  ...['07', '08', '09', '10', '11'].map((month): [string, string, string] => [
    `2024-${month}-03`,
    'leaving_prison',
    'hosted',
  ]),
  ['2024-12-20', 'leaving_prison', 'prison'],
  ['2024-12-31', 'leaving_prison', 'hosted'],
];

beforeAll(async () => {
  for (const [on, cohort, exitRoute] of COME)
    await reside(made, flat, { on, cohort, exitRoute, leftOn: addDays(on, 5) });
  await reside(made, flat, { on: '2025-03-03', cohort: 'ase', leftOn: '2025-03-08' });
}, 120_000);

const read = async (partner: Partner, from: string, to: string): Promise<Record<string, ShownFigure>> =>
  figuresOf(partner, KEY, from, to);
const partsOf = async (partner: Partner, from: string, to: string): Promise<unknown> =>
  (await read(partner, from, to)).households_rehoused!.breakdown;

describe('Where people come from', () => {
  it('is told neither landlord nor funder where all come from the same, nor where all but fewer than 5 do', async () => {
    const year = ['2023-01-01', '2024-01-01'] as const;
    expect(await partsOf(operator, ...year)).toEqual({ leaving_prison: 5 });
    for (const partner of [landlord, funder]) {
      const { households_rehoused: rehoused } = await read(partner, ...year);
      expect([partner.key, rehoused!.value, rehoused!.breakdown]).toEqual([partner.key, 5, {}]);
    }
  });

  it('is told a funder of whole years that have passed, begun and ended on 1 January, and of nothing that differs by days', async () => {
    expect(await partsOf(funder, '2024-01-01', '2025-01-01')).toEqual({ hotel: 6, leaving_prison: 7 });
    for (const [from, to] of [
      ['2024-01-01', '2024-12-31'],
      ['2024-01-02', '2025-01-01'],
      ['2024-01-01', '2024-07-01'],
      ['2024-01-01', addDays(today(), 1)],
      ['2024-01-01', `${Number(today().slice(0, 4)) + 1}-01-01`],
    ] as const)
      expect([from, to, await partsOf(funder, from, to)]).toEqual([from, to, {}]);
    expect(await partsOf(operator, '2024-01-01', '2024-12-31')).toEqual({ hotel: 6, leaving_prison: 6 });
  });

  it('is not told a landlord over any period, in no figure, nor where they go', async () => {
    for (const [from, to] of [
      ['2024-01-01', '2025-01-01'],
      ['2023-01-01', '2025-01-01'],
      ['2024-01-01', '2024-12-31'],
      ['2024-12-20', '2024-12-26'],
    ] as const) {
      const figures = await read(landlord, from, to);
      const whole = await read(operator, from, to);
      for (const [code, { breakdown, value }] of Object.entries(figures)) {
        expect([code, breakdown]).toEqual([code, {}]);
        if (['households_rehoused', 'people_rehoused', 'exits'].includes(code)) expect(value).toBe(whole[code]!.value);
      }
      expect(figures.durable_exits!.value).toBeNull();
    }
  });
});

describe('Where people go', () => {
  it('is told of no single person by the lasting exits of some days', async () => {
    for (const [on, durable] of [
      ['2024-01-08', 1],
      ['2024-07-08', 0],
    ] as const) {
      const window = [on, addDays(on, 1)] as const;
      expect((await read(operator, ...window)).durable_exits!.value).toBe(durable);
      const { exits, durable_exits: lasting } = await read(funder, ...window);
      expect([exits!.value, exits!.breakdown, lasting!.value]).toEqual([1, {}, null]);
    }
  });

  it('is told of a year in which at least 5 went to a lasting home and at least 5 did not', async () => {
    const { exits, durable_exits: lasting } = await read(funder, '2024-01-01', '2025-01-01');
    expect(exits).toMatchObject({ value: 12, breakdown: { accord_collectif: null, dalo: null, other: 6 } });
    expect([lasting!.value, lasting!.breakdown]).toEqual([6, {}]);
    const whole = (await read(operator, '2024-01-01', '2025-01-01')).durable_exits!;
    expect([whole.value, whole.breakdown]).toEqual([6, {}]);
    const before = await read(funder, '2023-01-01', '2024-01-01');
    expect([before.exits!.value, before.durable_exits!.value]).toEqual([5, null]);
    expect((await read(funder, '2023-01-01', '2025-01-01')).durable_exits!.value).toBeNull();
  });
});

describe('How long they stay', () => {
  it('is told of whole years alone, each of which has nobody or at least 5', async () => {
    const days = async (partner: Partner, from: string, to: string) =>
      (await read(partner, from, to)).average_stay_days!.value;
    for (const partner of [landlord, funder]) {
      expect(await days(partner, '2024-01-01', '2025-01-01')).toBe(5);
      expect(await days(partner, '2023-01-01', '2025-01-01')).toBe(5);
      expect(await days(partner, '2024-01-01', '2024-12-26')).toBeNull();
      // Two left in 2025: with the year before it would be told too. A median cannot be subtracted.
      expect(await days(partner, '2024-01-01', '2026-01-01')).toBeNull();
      const { median_stay_days: median, exits } = await read(partner, '2024-01-01', '2026-01-01');
      expect([median!.value, exits!.value]).toEqual([5, 14]);
      expect((await read(partner, '2025-01-01', '2026-01-01')).median_stay_days!.value).toBeNull();
    }
    expect(await days(operator, '2024-01-01', '2024-12-26')).toBe(5);
  });
});

describe('A landlord that funds', () => {
  it('reads totals where somebody is housed in a home of it, whatever programme the home is of', async () => {
    const frame = await placementFrame(test);
    for (let placed = 0; placed < 10; placed++) {
      const { id } = await refer(frame, { cohort: placed < 5 ? 'hotel' : 'ase', referredOn: '2025-01-03' });
      await test.owner(`UPDATE referrals SET keys_on = '2025-02-03' WHERE id = $1`, [id]);
      if (placed === 0) await lead(frame, id, await addDwelling(frame), 'offered');
    }
    const { landlord: lets, operator: manages } = frame.partners;
    const [owner, manager] = [
      await inRoles(frame, lets, ['landlord', 'validator']),
      await inRoles(frame, manages, ['operator', 'validator']),
    ];
    const partsOfYear = async (partner: Partner) => {
      const { households_rehoused: rehoused } = await figuresOf(partner, 'acces', '2025-01-01', '2026-01-01');
      return [rehoused!.value, rehoused!.breakdown];
    };
    const validator = await inRoles(frame, frame.partners.otherLandlord, ['landlord', 'validator']);
    expect(await partsOfYear(validator)).toEqual([10, { ase: 5, hotel: 5 }]);
    for (const partner of [owner, manager]) expect(await partsOfYear(partner)).toEqual([10, {}]);
  });
});

/** An organisation with other roles from now on, logged in anew. */
async function inRoles(
  { coordinator }: Pick<FlatProgramme, 'coordinator'>,
  partner: Partner,
  roles: readonly string[],
): Promise<Partner> {
  const { body } = await coordinator.get(`/v1/memberships?organisationId=${partner.organisationId}`).expect(200);
  const path = `/v1/memberships/${(body as { data: { id: string }[] }).data[0]!.id}`;
  const { headers } = await coordinator.get(path).expect(200);
  const changed = coordinator.patch(path, { roles }).set('If-Match', headers.etag as string);
  await changed.expect(200);
  return login(test, partner);
}

describe('The operator of a programme', () => {
  it('that does not support reads totals, as a landlord does', async () => {
    const other = await flatProgramme(test, '2024-01-01');
    const { operator: runs } = other.partners;
    await reside(other, await other.flat(), { on: '2025-02-03', cohort: 'leaving_prison' });
    const day = ['2025-02-03', '2025-02-04'] as const;
    for (const [roles, parts] of [
      [['operator', 'supporter'], { leaving_prison: 1 }],
      [['operator'], {}],
    ] as const) {
      const { households_rehoused: rehoused } = await figuresOf(await inRoles(other, runs, roles), KEY, ...day);
      expect([roles, rehoused!.value, rehoused!.breakdown]).toEqual([roles, 1, parts]);
    }
  });
});

describe('Who supports somebody in a programme', () => {
  const WHOLE_FLATS = ['occupancy_rate', 'turnover', 'vacancy_days', 'vacancy_cost'];
  const values = async (partner: Partner, codes: readonly string[]): Promise<unknown[]> => {
    const figures = await read(partner, '2024-01-01', '2026-01-01');
    return codes.map((code) => figures[code]!.value);
  };

  it('reads neither how full all flats are nor what they cost', async () => {
    const householdId = await openHousehold(after);
    const path = `/v1/programmes/${KEY}/figures`;
    await after.get(path).expect(404);
    await after
      .post('/v1/placements', { householdId, programmeId: made.programmeId, reasons: ['no_home'] })
      .expect(201);
    expect(await values(after, WHOLE_FLATS)).toEqual([null, null, null, null]);
    expect(await values(after, ['shared_flats', 'places', 'people_rehoused'])).toEqual([1, 3, 0]);
    expect((await values(operator, WHOLE_FLATS)).every((value) => typeof value === 'number')).toBe(true);
  });

  it('reads of its own households as accepted successor of their support', async () => {
    const other = await flatProgramme(test, '2024-01-01');
    const { operator: before, after: next } = other.partners;
    const there = await other.flat();
    const [placed, alone] = [
      await reside(other, there, { on: '2025-02-03', cohort: 'ase' }),
      await settleIn(before, there, { on: '2025-03-03', room: 1 }),
    ];
    await settleIn(before, there, { on: '2025-04-03', room: 2 });
    const path = `/v1/programmes/${KEY}/figures`;
    await next.get(path).expect(404);
    const rehoused = async () => (await figuresOf(next, KEY, '2025-01-01', '2026-01-01')).people_rehoused!.value;
    await handOver(alone.householdId, before, next);
    await supportEnds(before, alone.householdId);
    expect(await rehoused()).toBe(1);
    await handOver(placed.householdId, before, next);
    await supportEnds(before, placed.householdId);
    expect(await rehoused()).toBe(2);
    expect((await figuresOf(before, KEY, '2025-01-01', '2026-01-01')).people_rehoused!.value).toBe(3);
    await (await inRoles(other, next, ['referrer'])).get(path).expect(404);
  });
});
