import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { sittingTenant } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, otherLandlord, supporter } = frame.partners;
type Body = Record<string, unknown>;
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const tenancies = [await sittingTenant(frame), await sittingTenant(frame)].map(({ id }) => id);
const computed = (await sittingTenant(frame, { duesSource: 'computed', duesStartOn: '2026-01-01' })).id;
await test.owner(
  `INSERT INTO external_ids (consortium_id, organisation_id, subject_type, system, value, subject_id) VALUES ($1, $2, 'tenancies', 'rent', 'L-2', $3)`,
  [landlord.consortiumId, landlord.organisationId, tenancies[1]],
);

let counter = 0;
const line = (over: Body = {}): Body => ({
  tenancyId: tenancies[0],
  kind: 'due',
  amountCents: 48_000,
  occurredOn: '2026-01-01',
  externalId: { system: 'rent', value: `E-${(counter += 1)}` },
  ...over,
});
const send = (lines: unknown, mode?: string, key: string = randomUUID()) =>
  landlord.post('/v1/payments', { lines, ...(mode ? { mode } : {}) }).set('Idempotency-Key', key);
const balances = (): Promise<unknown[]> =>
  Promise.all(
    tenancies.map(async (id) => bodyOf(await landlord.get(`/v1/tenancies/${id}/account`).expect(200)).balanceCents),
  );

describe('Entries of a landlord’s system, thousands at once', () => {
  const month = (): Body[] => [
    line(),
    line({ tenancyId: undefined, tenancyExternalId: { system: 'rent', value: 'L-2' } }),
    line({ tenancyId: randomUUID() }),
    line({ kind: 'payment', amountCents: 40_000, occurredOn: '2026-01-10' }),
  ];

  it('with a bad line in the middle are refused whole, the line named with its code; mended and repeated, nothing counts twice', async () => {
    const lines = month();
    const refused = await send(lines);
    expect(refused.status).toBe(422);
    expect(bodyOf(refused)).toMatchObject({
      code: 'lines_refused',
      errors: [{ pointer: '/lines/2/tenancyId', code: 'unknown_reference' }],
    });
    expect(await balances()).toEqual([null, null]);
    const good = lines.filter((_line, index) => index !== 2);
    expect(bodyOf(await send(good).expect(200))).toEqual({
      mode: 'atomic',
      received: 3,
      recorded: 3,
      known: 0,
      refused: 0,
      errors: [],
    });
    expect(bodyOf(await send(good).expect(200))).toMatchObject({ recorded: 0, known: 3, refused: 0 });
    const put = await landlord.put('/v1/payments', { lines: good }).expect(200);
    expect(bodyOf(put)).toMatchObject({ recorded: 0, known: 3 });
    expect(await balances()).toEqual([8_000, 48_000]);
  });

  it('taken in part record the good lines and name each bad one: its place, its fault, in words', async () => {
    const before = await balances();
    const [first] = [line()];
    const lines = [
      first,
      line({ amountCents: 1.5 }),
      line({ occurredOn: '2026-02-30' }),
      line({ kind: 'rent' }),
      line({ amountCents: -5 }),
      line({ tenancyExternalId: { system: 'rent', value: 'L-2' } }),
      line({ surprise: true }),
      line({ externalId: undefined }),
      line({ occurredOn: '2099-01-01' }),
      line({ tenancyId: computed }),
      line({ externalId: first!.externalId }),
      'nothing',
      line({ tenancyId: tenancies[1], kind: 'adjustment', amountCents: -1_000 }),
      line({ tenancyId: computed, kind: 'payment' }),
    ];
    const report = bodyOf<{ errors: { line: number; code: string; pointer: string; detail: string }[] } & Body>(
      await send(lines, 'partial').expect(200),
    );
    expect(report).toMatchObject({ received: 14, recorded: 3, known: 0, refused: 11 });
    expect(report.errors.map(({ line: place, code }) => [place, code])).toEqual([
      [2, 'not_an_integer'],
      [3, 'not_a_date'],
      [4, 'not_in_list'],
      [5, 'not_positive'],
      [6, 'one_tenancy'],
      [7, 'unknown_property'],
      [8, 'required'],
      [9, 'in_the_future'],
      [10, 'dues_are_computed'],
      [11, 'external_id_repeated'],
      [12, 'not_an_object'],
    ]);
    expect(report.errors.every(({ detail }) => detail.length > 5)).toBe(true);
    expect(await balances()).toEqual([Number(before[0]) + 48_000, Number(before[1]) - 1_000]);
    const changed = await send([{ ...first, amountCents: 1 }], 'partial').expect(200);
    expect(bodyOf<typeof report>(changed).errors[0]!.code).toBe('external_id_reused');
  });

  it('are refused whole where an identifier meant another line before: the lines beside it leave no trace', async () => {
    const [known, fresh] = [line({ occurredOn: '2026-01-02' }), line({ occurredOn: '2026-01-02' })];
    await send([known]).expect(200);
    const before = await balances();
    const again = await send([fresh, { ...known, amountCents: 1 }, known]).expect(422);
    expect(bodyOf(again)).toMatchObject({
      errors: [
        { pointer: '/lines/1/externalId', code: 'external_id_reused' },
        { pointer: '/lines/2/externalId', code: 'external_id_repeated' },
      ],
    });
    expect(await balances()).toEqual(before);
    expect(bodyOf(await send([fresh, known]).expect(200))).toMatchObject({ recorded: 1, known: 1, refused: 0 });
  });

  it('touch no tenancy of another lessor, whose lines look like those of no tenancy', async () => {
    const answer = await otherLandlord
      .post('/v1/payments', { lines: [line()], mode: 'partial' })
      .set('Idempotency-Key', randomUUID());
    expect(bodyOf<{ errors: Body[] }>(answer).errors[0]).toMatchObject({ line: 1, code: 'unknown_reference' });
    await supporter
      .post('/v1/payments', { lines: [line()] })
      .set('Idempotency-Key', randomUUID())
      .expect(403);
  });

  it('need a key by POST, and a list of at most ten thousand lines', async () => {
    const keyless = await landlord.post('/v1/payments', { lines: [line()] });
    expect([keyless.status, bodyOf(keyless).code]).toEqual([400, 'idempotency_key_required']);
    for (const [lines, mode] of [
      [[], 'atomic'],
      ['x', 'atomic'],
      [Array.from({ length: 10_001 }, () => ({})), 'atomic'],
      [[line()], 'both'],
    ] as const)
      expect((await send(lines, mode)).status).toBe(422);
  });

  it('of ten thousand lines are recorded by one statement, and twins that race count once', async () => {
    const [before] = await balances();
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      line({
        amountCents: 1 + (index % 2),
        tenancyId: tenancies[index % 2],
        kind: 'payment',
        occurredOn: '2026-02-01',
      }),
    );
    const answers = await Promise.all([send(lines), send(lines)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const recorded = answers.map((answer) => bodyOf<{ recorded: number; known: number }>(answer));
    expect(recorded.map(({ recorded: fresh, known }) => fresh + known)).toEqual([10_000, 10_000]);
    expect(recorded[0]!.recorded + recorded[1]!.recorded).toBe(10_000);
    expect((await balances())[0]).toBe(Number(before) - 5_000);
    const [events] = await test.owner<{ count: number }>(
      `SELECT count(*)::integer AS count FROM events WHERE type = 'account.changed' AND subject_id = $1 AND occurred_at > now() - interval '1 minute'`,
      [tenancies[0]],
    );
    expect(events!.count).toBeLessThan(12); // one for each file, not for each line
  });
});
