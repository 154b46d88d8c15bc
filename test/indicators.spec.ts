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

type Span = readonly [from: number, to: number];
interface Told {
  readonly span: Span;
  readonly cells: Cells;
}
const KEYS = ['a', 'b', 'c', 'd', 'e'];

function spansOf(years: number): Span[] {
  const ends = Array.from({ length: years }, (_, index) => index + 1);
  return ends.flatMap((to) => ends.slice(0, to).map((from): Span => [from - 1, to]));
}

/** One unknown for each year and cell; a row has 1 for those that it sums up. */
const row = (years: number, [from, to]: Span, of: (key: string) => boolean): number[] =>
  Array.from({ length: years }, (_, year) => KEYS.map((key) => (from <= year && year < to && of(key) ? 1 : 0))).flat();

/** Gauss: takes from a row what those before it say; what is left is new. */
function reduced(row: readonly number[], basis: readonly number[][]): number[] {
  return basis.reduce(
    (left, known) => {
      const lead = known.findIndex((value) => value !== 0);
      const times = left[lead]! / known[lead]!;
      return left.map((value, index) =>
        Math.abs(value - times * known[index]!) < 1e-9 ? 0 : value - times * known[index]!,
      );
    },
    [...row],
  );
}

/** Cells of 1 to 4 of a span that follow from totals, which are always known, and from what was told; so does that there are no others. */
function followSmall(years: readonly Record<string, number>[], told: readonly Told[]): { span: Span; key: string }[] {
  const basis: number[][] = [];
  const know = (one: number[]): void => {
    const left = reduced(one, basis);
    if (left.some((value) => value !== 0)) basis.push(left);
  };
  for (const { span, cells } of told) {
    know(row(years.length, span, () => true));
    if (Object.keys(cells).length === 0) continue;
    for (const key of KEYS) if (cells[key] !== null) know(row(years.length, span, (other) => other === key));
  }
  return told.flatMap(({ span }) =>
    KEYS.filter((key) => {
      const people = years.slice(...span).reduce((sum, year) => sum + (year[key] ?? 0), 0);
      if (people < 1 || people > 4) return false;
      return reduced(
        row(years.length, span, (other) => other === key),
        basis,
      ).every((value) => value === 0);
    }).map((key) => ({ span, key })),
  );
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
    ['hold back zeros like ones', { a: 40, b: 7, c: 0 }, { a: 40, b: null, c: null }],
    ['leave nothing where all are of one kind', { a: 40 }, {}],
    ['leave nothing where all but fewer than 5 are of one kind', { a: 40, b: 0, c: 4 }, {}],
    [
      'need another when they are as many as there are people in them',
      { a: 9, b: 1, c: 1, d: 1, e: 1, f: 1, g: 8 },
      { a: 9, b: null, c: null, d: null, e: null, f: null, g: null },
    ],
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
      const people = Object.values(whole).reduce((sum, value) => sum + value, 0);
      expect(people - Math.max(...Object.values(whole))).toBeGreaterThanOrEqual(5);
      expect(Object.values(told).filter((value) => value !== null && value < 5)).toEqual([]);
      expect(gone.length === 0 || (gone.length >= 2 && gone.reduce((sum, key) => sum + whole[key]!, 0) >= 5)).toBe(
        true,
      );
    }
  });
});

describe('Parts of several years, for readers of totals', () => {
  it('tell no cell of 1 to 4 by any sums and differences of what is told of all spans of years', async () => {
    const year = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.oneof(fc.nat(6), fc.nat(30)), {
      maxKeys: 5,
    });
    const cases = fc.sample(fc.array(year, { minLength: 1, maxLength: 3 }), { numRuns: 300, seed: 5 });
    const spans = cases.flatMap((years) => spansOf(years.length).map((span) => ({ years, span })));
    const rows = await demo.owner<{ told: Cells }>(
      'SELECT figures_told(y) AS told FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e (y, n) ORDER BY n',
      [JSON.stringify(spans.map(({ years, span: [from, to] }) => years.slice(from, to)))],
    );
    let shown = 0;
    for (const years of cases) {
      const known: Told[] = spansOf(years.length).map((span) => ({ span, cells: rows.shift()!.told }));
      shown += known.filter(({ cells }) => Object.values(cells).some((value) => value !== null)).length;
      expect([years, followSmall(years, known)]).toEqual([years, []]);
    }
    expect(shown).toBeGreaterThan(100);
  });

  it('would tell one if a cell were shown of two years that one of them holds back', () => {
    const years: Record<string, number>[] = [
      { a: 20, b: 20 },
      { a: 20, b: 20, c: 3 },
    ];
    const known: Told[] = [
      { span: [0, 1], cells: { a: 20, b: 20 } },
      { span: [1, 2], cells: { a: 20, b: null, c: null } },
      { span: [0, 2], cells: { a: 40, b: 40, c: null } },
    ];
    expect(followSmall(years, known)).toEqual([
      { span: [1, 2], key: 'c' },
      { span: [0, 2], key: 'c' },
    ]);
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
      'programme_figures(uuid,text[],date,date,boolean)',
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
    // All of one kind, so that who knows one of them would know where she came from.
    expect([first.breakdown, both.value, both.breakdown]).toEqual([{}, 57, {}]);
    expect((await of('2024-01-01', '2026-01-01')).breakdown).toEqual({ families_from_hotel: 40, young_people_ase: 20 });
    expect((await of('2024-02-01', '2026-01-01')).breakdown).toEqual({});
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
