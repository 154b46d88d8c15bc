import { describe, expect, it } from '@jest/globals';
import { addDays } from '../src/platform/calendar.js';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { figuresOf } from './support/figures.js';
import { openHousehold } from './support/households.js';
import {
  act,
  conventionOf,
  intoProgramme,
  openFlat,
  plan,
  settleIn,
  type Flat,
  type Occupancy,
} from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
});
const { landlord, operator } = made.partners;
const conventionId = await conventionOf(made);
const flatHere = (over: object = {}): Promise<Flat> =>
  openFlat(made, { conventionId, startsOn: '2025-01-01', ...over });
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  (body as { code?: string }).code,
];
const LEAVING = { reason: 'mutual', exitRoute: 'hosted' };

interface Counted {
  month: string;
  vacancyCents: number;
  rooms: { roomId: string; days: number; vacantDays: number; vacancyCents: number | null }[];
}
const accountOf = async (flat: Flat, from: string, to: string): Promise<Counted[]> =>
  bodyOf<{ months: Counted[] }>(
    await operator.get(`/v1/shared-flats/${flat.id}/account?from=${from}&to=${to}`).expect(200),
  ).months;
const changeRoom = async ({ dwellingId }: Flat, roomId: string, patch: object) => {
  const path = `/v1/dwellings/${dwellingId}/rooms/${roomId}`;
  const { headers } = await operator.get(path).expect(200);
  return operator.patch(path, patch).set('If-Match', headers.etag as string);
};

interface Lived {
  readonly roomId: string;
  readonly from: string;
  readonly to: string | null;
}
interface Service {
  readonly id: string;
  readonly from?: string;
  readonly to?: string;
}

/** Day by day, in whole numbers over a common denominator: what each vacant room costs in a month. */
function costs(
  month: string,
  rooms: readonly Service[],
  lived: readonly Lived[],
  centsOn: (day: string) => number,
): Record<string, number> {
  const sums: Record<string, number> = {};
  let length = 0;
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) length += 1;
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) {
    const on = day;
    const there = rooms.filter(({ from = '', to = '9999' }) => from <= on && to > on);
    for (const { id } of there) {
      const taken = lived.some((one) => one.roomId === id && one.from <= on && (one.to ?? '9999') > on);
      sums[id] = (sums[id] ?? 0) + (taken ? 0 : (centsOn(on) * 60) / there.length);
    }
  }
  return Object.fromEntries(Object.entries(sums).map(([id, sum]) => [id, Math.round(sum / (60 * length))]));
}
const shown = ({ rooms }: Counted) => Object.fromEntries(rooms.map((room) => [room.roomId, room.vacancyCents]));

describe('What an empty room costs', () => {
  it('is counted by the terms of each day, to the cent', async () => {
    const flat = await flatHere();
    const head = `/v1/tenancies/${flat.headTenancyId}`;
    for (const [startsOn, rentCents] of [
      ['2025-03-12', 95_111],
      ['2025-03-25', 96_000],
    ]) {
      const { headers } = await landlord.get(head).expect(200);
      await landlord
        .post(`${head}/terms`, { startsOn, rentCents, chargesCents: 19_003 })
        .set('If-Match', headers.etag as string)
        .expect(201);
    }
    const resident = await settleIn(operator, flat, { on: '2025-03-08' });
    await act(operator, resident, 'departure', { ...LEAVING, leftOn: '2025-03-20' });
    const centsOn = (day: string) => (day < '2025-03-12' ? 110_400 : day < '2025-03-25' ? 114_114 : 115_003);
    const lived = [{ roomId: flat.roomIds[0]!, from: '2025-03-08', to: '2025-03-20' }];
    const rooms = flat.roomIds.map((id) => ({ id }));
    const months = await accountOf(flat, '2025-02-01', '2025-04-01');
    for (const month of months) {
      const expected = costs(month.month, rooms, lived, centsOn);
      expect([month.month, shown(month)]).toEqual([month.month, expected]);
      expect(month.vacancyCents).toBe(Object.values(expected).reduce((sum, cents) => sum + cents, 0));
    }
    expect(months).toHaveLength(3);
  });

  it('is not yet that of days to come: the month under way is counted until today', async () => {
    const flat = await flatHere();
    const day = Number(today().slice(8));
    const [month, next] = await accountOf(flat, today(), addDays(`${today().slice(0, 7)}-28`, 10));
    expect(month!.rooms.map(({ days, vacantDays }) => [days, vacantDays])).toEqual(flat.roomIds.map(() => [day, day]));
    expect(next!.rooms).toEqual([]);
    expect(next!.vacancyCents).toBe(0);
  });
});

describe('A room', () => {
  it('that is added or taken out leaves the days before as they were', async () => {
    const flat = await flatHere({ places: 4 });
    await settleIn(operator, flat, { on: '2025-01-01' });
    const before = await accountOf(flat, '2025-02-01', '2025-05-01');
    const rooms = `/v1/dwellings/${flat.dwellingId}/rooms`;
    const late = bodyOf(await operator.post(rooms, { number: 4, startsOn: '2025-04-11' }).expect(201));
    const gone = flat.roomIds[1]!;
    expect(bodyOf(await changeRoom(flat, gone, { endsOn: '2025-04-21' }))).toMatchObject({ endsOn: '2025-04-21' });
    const after = await accountOf(flat, '2025-02-01', '2025-05-01');
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    const service = [
      { id: flat.roomIds[0]! },
      { id: gone, to: '2025-04-21' },
      { id: flat.roomIds[2]! },
      { id: late.id, from: '2025-04-11' },
    ];
    const lived = [{ roomId: flat.roomIds[0]!, from: '2025-01-01', to: null }];
    for (const month of after) expect(shown(month)).toEqual(costs(month.month, service, lived, () => 110_400));
    expect(after[2]!.rooms.find(({ roomId }) => roomId === gone)).toMatchObject({ days: 20, vacantDays: 20 });
    // Where somebody was in the dwelling before, a new room is from today unless said otherwise.
    expect(bodyOf(await operator.post(rooms, { number: 5 }).expect(201)).startsOn).toBe(today());
  });

  it('takes nobody on a day on which it is not in service, and stays in service while somebody is there', async () => {
    const flat = await flatHere();
    const [room] = flat.roomIds;
    await changeRoom(flat, room!, { startsOn: '2026-02-01', endsOn: '2030-01-01' });
    const resident = async (startsOn: string, endsOn?: string) =>
      plan(operator, flat, {
        householdId: await openHousehold(operator),
        roomId: room,
        agreedOn: '2026-01-01',
        startsOn,
        endsOn,
      }).then((answer) => answer);
    expect(codeOf(await resident('2026-01-31', '2026-05-01'))).toEqual([409, 'room_not_in_service']);
    expect(codeOf(await resident('2026-02-01'))).toEqual([409, 'room_not_in_service']);
    const lives = await resident('2026-02-01', '2029-01-01');
    expect(lives.status).toBe(201);
    for (const patch of [{ endsOn: '2028-12-31' }, { startsOn: '2026-02-02' }])
      expect(codeOf(await changeRoom(flat, room!, patch))).toEqual([409, 'room_taken_then']);
    expect((await changeRoom(flat, room!, { endsOn: '2029-01-01' })).status).toBe(200);
    await act(operator, bodyOf<Occupancy>(lives), 'cancellation');
    expect((await changeRoom(flat, room!, { endsOn: '2026-03-01' })).status).toBe(200);
    const { rooms } = bodyOf<{ rooms: { roomId: string }[] }>(
      await operator.get(`/v1/shared-flats/${flat.id}/vacancies`).expect(200),
    );
    expect(rooms.map(({ roomId }) => roomId)).toEqual(flat.roomIds.slice(1));
    const free = bodyOf<{ data: (Body & { rooms: Body[] })[] }>(
      await operator.get('/v1/availability?from=2026-02-10&to=2026-02-20&communeCode=75120&limit=200').expect(200),
    ).data.find(({ id }) => id === flat.dwellingId)!;
    expect(free.rooms.map(({ id }) => id)).toEqual(flat.roomIds);
    const later = bodyOf<{ data: (Body & { rooms: Body[] })[] }>(
      await operator.get('/v1/availability?from=2026-02-10&to=2026-03-02&communeCode=75120&limit=200').expect(200),
    ).data.find(({ id }) => id === flat.dwellingId)!;
    expect(later.rooms.map(({ id }) => id)).toEqual(flat.roomIds.slice(1));
    expect(codeOf(await changeRoom(flat, room!, { startsOn: '2026-03-01' }))).toEqual([422, 'invalid_input']);
  });

  it.each([
    ['whose capacity is known', true],
    ['of which none is', false],
  ])('counts among the places of a flat %s while it is in service', async (_, known) => {
    const key = `chambres-${known}`;
    const programme = await made.coordinator
      .post('/v1/programmes', {
        key,
        name: 'Chambres',
        publicLabel: 'Logement accompagné',
        kind: 'shared_flats',
        decidingBody: 'association_choice',
        operatorId: operator.organisationId,
        startsOn: '2025-01-01',
      })
      .expect(201);
    const flat = await flatHere();
    await intoProgramme(operator, flat, bodyOf(programme).id);
    if (!known) await test.owner(`DELETE FROM dwelling_capacities WHERE dwelling_id = $1`, [flat.dwellingId]);
    await settleIn(operator, flat, { on: '2025-01-01' });
    await changeRoom(flat, flat.roomIds[2]!, { endsOn: '2025-07-01' });
    const read = async (from: string, to: string) => {
      const figures = await figuresOf(operator, key, from, to);
      return ['places', 'occupancy_rate', 'vacancy_days'].map((code) => figures[code]!.value);
    };
    expect(await read('2025-01-01', '2025-07-01')).toEqual([3, 3333, 362]);
    expect(await read('2025-07-01', '2026-01-01')).toEqual([2, 5000, 184]);
    expect(await read('2025-01-01', '2026-01-01')).toEqual([2, Math.round((10_000 * 365) / (365 * 2 + 181)), 546]);
    const [ahead, now] = [await figuresOf(operator, key, undefined, '2199-01-01'), await figuresOf(operator, key)];
    for (const code of ['occupancy_rate', 'vacancy_days', 'vacancy_cost'])
      expect([code, ahead[code]!.value]).toEqual([code, now[code]!.value]);
  });
});
