import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { FigureCode } from '../src/indicators/figures.enums.js';
import { RUNTIME_ROLE } from '../src/platform/database/connection.js';
import { demoApp } from './support/demo.js';
import { figuresOf } from './support/figures.js';
import { openHousehold } from './support/households.js';

const demo = await demoApp();
const HOTEL = 'alfi-sorties-hotel';
type Cells = Record<string, number | null>;

async function hidden(cells: readonly Cells[], named: string[] = []): Promise<Cells[]> {
  const rows = await demo.owner<{ shown: Cells }>(
    'SELECT figures_hide_small(c, $2) AS shown FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e (c, n) ORDER BY n',
    [JSON.stringify(cells), named],
  );
  return rows.map(({ shown }) => shown);
}

describe('Small cells, for readers of totals', () => {
  it.each<[string, Cells, Cells]>([
    ['are shown from 5 on', { a: 40, b: 24, c: 5 }, { a: 40, b: 24, c: 5 }],
    [
      'are held back under 5, with the smallest other, since the total is known',
      { a: 40, b: 24, c: 4 },
      { a: 40, b: null, c: null },
    ],
    ['need no other when they are two that add up to 5', { a: 40, b: 2, c: 3 }, { a: 40, b: null, c: null }],
    ['need another when two of them add up to less', { a: 40, b: 1, c: 1, d: 9 }, { a: 40, b: null, c: null, d: null }],
    ['leave nothing when there is nothing to hide behind', { a: 3 }, {}],
    ['leave nothing when all of them together are under 5', { a: 1, b: 2 }, {}],
    ['hold back zeros like ones', { a: 7, b: 0 }, { a: null, b: null }],
    ['are none where there are no parts', {}, {}],
  ])('%s', async (_, cells, shown) => {
    expect(await hidden([cells])).toEqual([shown]);
  });

  it('are held back together with what another period holds back', async () => {
    expect(await hidden([{ a: 40, b: 24, c: 9 }], ['c'])).toEqual([{ a: 40, b: null, c: null }]);
  });

  it('never follow from the total: what is held back is at least two cells and at least 5, or everything', async () => {
    const cells = fc.sample(
      fc.dictionary(fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', 'c', 'd') }), fc.nat(12), {
        maxKeys: 6,
      }),
      400,
    );
    const shown = await hidden(cells);
    for (const [index, whole] of cells.entries()) {
      const told = shown[index]!;
      if (Object.keys(told).length === 0) continue;
      const gone = Object.keys(whole).filter((key) => told[key] === null);
      expect(Object.values(told).filter((value) => value !== null && value < 5)).toEqual([]);
      expect(gone.length === 0 || (gone.length >= 2 && gone.reduce((sum, key) => sum + whole[key]!, 0) >= 5)).toBe(
        true,
      );
    }
  });
});

describe('The figures of a programme', () => {
  it('are computed by one SQL file each', () => {
    expect(FigureCode.codes.filter((code) => !existsSync(`src/indicators/${code}.sql`))).toEqual([]);
  });

  it('are computed inside the database alone: the run-time role can call neither a figure nor what it rests on', async () => {
    const rows = await demo.owner<{ name: string }>(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname ~ '^(figure|figures|programme_figures)'
         AND has_function_privilege($1, p.oid, 'EXECUTE') ORDER BY 1`,
      [RUNTIME_ROLE],
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'figures_programme(text)',
      'programme_figures(uuid,text[],date,date)',
    ]);
  });

  it('cover the beginning until today when no period is given, and count a period of 2020 to 2022 as both its years', async () => {
    const alfi = await demo.as('alfi');
    const answer = await alfi.get(`/v1/programmes/${HOTEL}/figures`).expect(200);
    const body = answer.body as { programme: string; from: string; to: string };
    expect(body.programme).toBe(HOTEL);
    expect(body.to > demo.loadedOn).toBe(true);
    expect(body.from <= '2020-01-01').toBe(true);
    const of = async (from: string, to: string) =>
      (await figuresOf(await demo.as('drihl'), HOTEL, from, to)).households_rehoused!;
    const [first, second, both] = [
      await of('2020-01-01', '2021-01-01'),
      await of('2021-01-01', '2022-01-01'),
      await of('2020-01-01', '2022-01-01'),
    ];
    expect(first.value! + second.value!).toBe(both.value);
    expect(both.breakdown).toEqual({ families_from_hotel: 57 });
    expect((await of('2020-02-01', '2022-01-01')).breakdown).toEqual({});
  });

  it('count its own households for who only refers one, and no convention opens those of a programme’s operator', async () => {
    const [helper, other] = [await demo.as('emergence-s'), await demo.as('ucrm')];
    const programmes = await demo.all<{ id: string; key: string }>(helper, '/v1/programmes');
    const programmeId = programmes.find(({ key }) => key === HOTEL)!.id;
    await helper.get(`/v1/programmes/${HOTEL}/figures`).expect(404);
    await helper.post('/v1/placements', { householdId: await openHousehold(helper), programmeId }).expect(201);
    expect((await figuresOf(helper, HOTEL)).households_rehoused).toMatchObject({ value: 0, breakdown: {} });
    expect((await figuresOf(helper, HOTEL)).offers_declined).toMatchObject({ value: 0, breakdown: {} });
    const { organisationId: landlordId } = await demo.as('paris-habitat');
    const convention = {
      landlordId,
      holderId: other.organisationId,
      programmeId,
      signedOn: '2020-01-01',
      startsOn: '2020-01-01',
    };
    const refused = await other.post('/v1/conventions', convention).expect(422);
    expect((refused.body as { errors: object[] }).errors).toMatchObject([
      { pointer: '/programmeId', code: 'programme_operator_not_a_party' },
    ]);
    await other.get(`/v1/programmes/${HOTEL}/figures`).expect(404);
  });

  it('refuse a period that ends before it begins, a day that does not exist, and an unknown parameter', async () => {
    const alfi = await demo.as('alfi');
    await alfi.get(`/v1/programmes/${HOTEL}/figures?from=2021-01-01&to=2020-01-01`).expect(400);
    await alfi.get(`/v1/programmes/${HOTEL}/figures?from=2021-02-30`).expect(400);
    await alfi.get(`/v1/programmes/${HOTEL}/figures?since=2021-01-01`).expect(400);
    await alfi.get(`/v1/programmes/${HOTEL}/figures?from=0001-01-01&to=9999-12-31`).expect(200);
    await alfi.get(`/v1/programmes/${HOTEL}/figures?from=2199-01-01`).expect(200);
  });

  it('are the same in GraphQL, and null there for who may not know the programme', async () => {
    const query = `query ($key: String!) { programmeFigures(key: $key, from: "2024-01-01", to: "2025-01-01") { programme from to figures { code value unit breakdown } } }`;
    const drihl = await demo.as('drihl');
    const [rest, graphql] = [
      await drihl.get(`/v1/programmes/${HOTEL}/figures?from=2024-01-01&to=2025-01-01`).expect(200),
      await drihl.graphql(query, { key: HOTEL }).expect(200),
    ];
    expect((graphql.body as { data: { programmeFigures: object } }).data.programmeFigures).toEqual(rest.body);
    const stranger = await (await demo.as('outsider')).graphql(query, { key: HOTEL }).expect(200);
    expect(stranger.body).toEqual({ data: { programmeFigures: null } });
  });
});
