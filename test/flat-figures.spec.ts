import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { daysWithin, figuresOf } from './support/figures.js';
import {
  FIGURES_KEY as KEY,
  flatProgramme,
  leave,
  programmeOf,
  reside,
  type FlatProgramme,
} from './support/residents.js';
import { settleIn, type Flat } from './support/shared-flats.js';

const test = await testApp();
const CODES = ['shared_flats', 'places', 'occupancy_rate', 'vacancy_days', 'vacancy_cost'] as const;
type Body = Record<string, unknown> & { id: string };

async function read(made: FlatProgramme, from: string, to: string, key = KEY): Promise<unknown[]> {
  const figures = await figuresOf(made.partners.operator, key, from, to);
  return CODES.map((code) => figures[code]!.value);
}

/** What the flat’s account says of a period of whole months: vacant days, and what they cost. */
async function account(made: FlatProgramme, flat: Flat, from: string, to: string): Promise<[number, number]> {
  const path = `/v1/shared-flats/${flat.id}/account?from=${from}&to=${to}`;
  const { months } = (await made.partners.operator.get(path).expect(200)).body as {
    months: { vacancyCents: number; rooms: { vacantDays: number }[] }[];
  };
  return [
    months.flatMap(({ rooms }) => rooms).reduce((sum, { vacantDays }) => sum + vacantDays, 0),
    months.reduce((sum, { vacancyCents }) => sum + vacancyCents, 0),
  ];
}

async function at(partner: Partner, path: string, change: 'post' | 'patch', body: object, to = '') {
  const { headers } = await partner.get(path).expect(200);
  return partner[change](`${path}${to}`, body).set('If-Match', headers.etag as string);
}

/** A third of rent and charges for each day and room of one month. */
const cost = (days: number, ofMonth: number): number => Math.round((110_400 * days) / (ofMonth * 3));

describe('A shared flat', () => {
  it('counts from its opening to its closing, in all figures and as in its account', async () => {
    const made = await flatProgramme(test, '2024-01-01');
    const { operator } = made.partners;
    const flat = await made.flat({ openedOn: '2024-02-01' });
    expect(await read(made, '2024-01-01', '2024-02-01')).toEqual([0, 0, null, 0, null]);
    const lives = await settleIn(operator, flat, { on: '2024-02-11' });
    await leave(operator, lives, { leftOn: '2024-12-01' });
    expect(
      (await at(operator, `/v1/shared-flats/${flat.id}`, 'post', { closedOn: '2024-12-31' }, '/closing')).status,
    ).toBe(200);
    const days = 3 * daysWithin('2024-02-01', '2024-12-31', '2024-01-01', '2025-01-01');
    const lived = daysWithin('2024-02-11', '2024-12-01', '2024-01-01', '2025-01-01');
    const [vacant, cents] = await account(made, flat, '2024-01-01', '2024-12-01');
    expect(vacant).toBe(days - lived);
    expect(await read(made, '2024-01-01', '2025-01-01')).toEqual([
      0,
      0,
      Math.round((10_000 * lived) / days),
      vacant,
      cents,
    ]);
    expect((await read(made, '2024-01-01', '2024-12-31')).slice(0, 2)).toEqual([1, 3]);
    expect(await read(made, '2025-01-01', '2025-07-01')).toEqual([0, 0, null, 0, null]);
  });

  it('counts until its head tenancy has ended: after it no room is vacant, and costs nothing', async () => {
    const made = await flatProgramme(test, '2026-01-01');
    const { landlord, operator } = made.partners;
    const flat = await made.flat();
    const ending = { endedOn: '2026-03-11', reason: 'mutual' };
    expect((await at(landlord, `/v1/tenancies/${flat.headTenancyId}`, 'post', ending, '/ending')).status).toBe(200);
    const march = 3 * cost(10, 31);
    expect(await read(made, '2026-03-01', '2026-04-01')).toEqual([0, 0, 0, 30, march]);
    expect(await account(made, flat, '2026-03-01', '2026-03-01')).toEqual([30, march]);
    expect(await read(made, '2026-04-01', '2026-05-01')).toEqual([0, 0, null, 0, null]);
    expect(await account(made, flat, '2026-04-01', '2026-05-01')).toEqual([0, 0]);
    for (const partner of [landlord, operator]) {
      const { body } = await partner.get(`/v1/shared-flats/${flat.id}/vacancies`).expect(200);
      expect((body as { rooms: Body[] }).rooms).toEqual([]);
    }
  });

  it('has a place for each room: one person in a room of two takes it, today and in what was', async () => {
    const made = await flatProgramme(test, '2026-01-01');
    const { operator } = made.partners;
    const flat = await made.flat();
    await settleIn(operator, flat, { on: '2026-01-01' });
    const told = [1, 3, 3333, 56, 2 * cost(28, 28)];
    expect(await read(made, '2026-02-01', '2026-03-01')).toEqual(told);
    for (const roomId of flat.roomIds.slice(0, 2)) {
      const room = `/v1/dwellings/${flat.dwellingId}/rooms/${roomId}`;
      expect((await at(operator, room, 'patch', { places: 2 })).status).toBe(200);
      expect(await read(made, '2026-02-01', '2026-03-01')).toEqual(told);
      expect(await account(made, flat, '2026-02-01', '2026-02-01')).toEqual([56, 2 * cost(28, 28)]);
    }
  });
});

describe('The programme of a shared flat', () => {
  it('is that of its dwelling when it opened: what was stays when the dwelling goes elsewhere later', async () => {
    const made = await flatProgramme(test, '2024-01-01');
    const { landlord, operator } = made.partners;
    const flat = await made.flat();
    await reside(made, flat, { on: '2024-02-01', leftOn: '2024-06-01' });
    const alone = await settleIn(operator, flat, { on: '2024-03-01', room: 1 });
    await operator
      .post(`/v1/shared-flats/${flat.id}/activities`, { kind: 'conviviality', topics: [], heldOn: '2024-04-01' })
      .expect(201);
    const programmeId = await programmeOf(made, 'autre', { startsOn: '2024-01-01' });
    const dwelling = `/v1/dwellings/${flat.dwellingId}`;
    for (const [partner, moved] of [
      [operator, { programmeId }],
      [landlord, { programmeId: null }],
    ] as const) {
      const refused = await at(partner, dwelling, 'patch', moved);
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'dwelling_of_open_flat']);
    }
    expect((await at(landlord, dwelling, 'patch', { label: 'Autre nom' })).status).toBe(200);
    await leave(operator, alone, { leftOn: '2024-09-01' });
    await at(operator, `/v1/shared-flats/${flat.id}`, 'post', { closedOn: '2024-10-01' }, '/closing');
    const whole = async (key: string) =>
      (await operator.get(`/v1/programmes/${key}/figures?from=2024-01-01&to=2025-01-01`)).body as { figures: Body[] };
    const told = await whole(KEY);
    const counted = (figures: Body[], code: string) => figures.find((figure) => figure.code === code)!.value;
    expect(['people_rehoused', 'exits', 'activities'].map((code) => counted(told.figures, code))).toEqual([2, 2, 1]);
    expect((await at(operator, dwelling, 'patch', { programmeId })).status).toBe(200);
    expect(await whole(KEY)).toEqual(told);
    const { figures } = await whole('autre');
    expect(['people_rehoused', 'exits', 'activities'].map((code) => counted(figures, code))).toEqual([0, 0, 0]);
    expect(await read(made, '2024-01-01', '2024-10-01', 'autre')).toEqual([0, 0, null, 0, null]);
  });

  it('is found later where its dwelling had none', async () => {
    const made = await flatProgramme(test, '2024-01-01');
    const flat = await made.flat({ dwelling: { programmeId: null } });
    await settleIn(made.partners.operator, flat, { on: '2024-03-01' });
    expect((await read(made, '2024-01-01', '2025-01-01')).slice(0, 2)).toEqual([0, 0]);
    const found = await at(made.partners.operator, `/v1/dwellings/${flat.dwellingId}`, 'patch', {
      programmeId: made.programmeId,
    });
    expect(found.status).toBe(200);
    expect((await read(made, '2024-01-01', '2025-01-01')).slice(0, 2)).toEqual([1, 3]);
  });
});
