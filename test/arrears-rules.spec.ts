import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ownApp } from './support/app.js';
import {
  arrearsFrame,
  book,
  change,
  constituting,
  evaluate,
  highest,
  inConsortium,
  RANK,
  standing,
  type ArrearsFrame,
  type Finding,
  type Standing,
} from './support/arrears.js';

const test = await ownApp();
let frame: ArrearsFrame;

beforeAll(async () => {
  frame = await arrearsFrame(test);
});

/** One account on one day: the rules that make its arrears constituted, then the highest level. */
async function judge(account: Standing, at: string): Promise<[string, string]> {
  const [id] = await standing(test, frame, [account]);
  const found = await evaluate(test, frame, at, id);
  return [constituting(found), highest(found)];
}

type Case = [about: string, at: string, account: Standing, ...expected: [rules: string, level?: string]];

describe('Until 31 December 2026', () => {
  it.each<Case>([
    ['twice the net month, one cent less', '2026-06-10', { debtCents: 39_999 }, ''],
    ['twice the net month', '2026-06-10', { debtCents: 40_000 }, 'apl_rental_net'],
    ['twice the gross month, one cent less', '2026-06-10', { debtCents: 95_999, aidPayee: 'tenant' }, ''],
    ['twice the gross month', '2026-06-10', { debtCents: 96_000, aidPayee: 'tenant' }, 'apl_rental_gross'],
    [
      'twice the net month in a residence, one cent less',
      '2026-06-10',
      { kind: 'occupancy_title', debtCents: 39_999 },
      '',
    ],
    [
      'twice the net month in a residence',
      '2026-06-10',
      { kind: 'occupancy_title', debtCents: 40_000 },
      'apl_residence_net',
    ],
    ['the last day of the old rule', '2026-12-31', { debtCents: 40_000 }, 'apl_rental_net'],
    ['the last day of the gross rule', '2026-12-31', { debtCents: 96_000, aidPayee: 'tenant' }, 'apl_rental_gross'],
    [
      'the last day of a residence’s',
      '2026-12-31',
      { kind: 'occupancy_title', debtCents: 40_000 },
      'apl_residence_net',
    ],
    ['more than 450 € is not asked yet', '2026-12-31', { debtCents: 45_001, aidPayee: 'tenant' }, '', 'watch'],
    ['no debt, aid above the rent', '2026-06-10', { debtCents: 0, aidCents: 50_000 }, '', 'none'],
    ['a cent, aid above the rent', '2026-06-10', { debtCents: 1, aidCents: 50_000 }, 'apl_rental_net'],
    [
      'three months after the default are not asked yet',
      '2026-12-31',
      { debtCents: 3_000, firstDefaultOn: '2026-01-01' },
      '',
      'watch',
    ],
  ])('%s (%s)', async (_, at, account, ...[rules, level]) => {
    const found = await judge(account, at);
    expect(found[0]).toBe(rules);
    if (level) expect(found[1]).toBe(level);
  });
});

const FEBRUARY = { lastEntryOn: '2027-02-01', firstDefaultOn: '2027-02-01' };
const NEW_YEAR = { lastEntryOn: '2027-01-01', firstDefaultOn: '2027-01-01' };

describe('From 1 January 2027', () => {
  it.each<Case>([
    ['450.00 €', '2027-02-10', { debtCents: 45_000, ...FEBRUARY }, '', 'watch'],
    ['450.01 €', '2027-02-10', { debtCents: 45_001, ...FEBRUARY }, 'apl_rental_amount'],
    [
      '450.01 €, aid paid to the tenant',
      '2027-02-10',
      { debtCents: 45_001, aidPayee: 'tenant', ...FEBRUARY },
      'apl_rental_amount',
    ],
    [
      '450.00 €, aid paid to the tenant',
      '2027-02-10',
      { debtCents: 45_000, aidPayee: 'tenant', ...FEBRUARY },
      '',
      'watch',
    ],
    ['450.01 € on the first day of the rule', '2027-01-01', { debtCents: 45_001, ...NEW_YEAR }, 'apl_rental_amount'],
    ['450.00 € on the first day of the rule', '2027-01-01', { debtCents: 45_000, ...NEW_YEAR }, '', 'watch'],
    ['twice the net month is asked no more', '2027-02-10', { debtCents: 40_000, ...FEBRUARY }, '', 'watch'],
    ['the day before three months', '2027-04-30', { debtCents: 3_000, ...FEBRUARY }, '', 'watch'],
    [
      'three months after the first default, whatever the amount',
      '2027-05-01',
      { debtCents: 3_000, ...FEBRUARY },
      'apl_rental_default',
    ],
    [
      'a cent for three months, aid paid to the tenant',
      '2027-05-01',
      { debtCents: 1, aidPayee: 'tenant', ...FEBRUARY },
      'apl_rental_default',
    ],
    [
      'a default at the end of November',
      '2027-02-27',
      { debtCents: 3_000, firstDefaultOn: '2026-11-30', lastEntryOn: '2027-01-05' },
      '',
      'watch',
    ],
    [
      'and the end of February',
      '2027-02-28',
      { debtCents: 3_000, firstDefaultOn: '2026-11-30', lastEntryOn: '2027-01-05' },
      'apl_rental_default',
    ],
    [
      '450.01 € in a residence is to be verified only',
      '2027-02-10',
      { kind: 'occupancy_title', debtCents: 45_001, ...FEBRUARY },
      '',
      'to_verify',
    ],
    [
      'so are three months in a residence',
      '2027-05-01',
      { kind: 'occupancy_title', debtCents: 3_000, ...FEBRUARY },
      '',
      'to_verify',
    ],
    ['no debt', '2027-05-01', { debtCents: 0, ...FEBRUARY }, '', 'none'],
  ])('%s (%s)', async (_, at, account, ...[rules, level]) => {
    const found = await judge(account, at);
    expect(found[0]).toBe(rules);
    if (level) expect(found[1]).toBe(level);
  });
});

describe('The change of 1 January 2027', () => {
  const OLD: Standing = {
    debtCents: 50_000,
    aidPayee: 'tenant',
    lastEntryOn: '2026-12-01',
    firstDefaultOn: '2026-12-01',
  };

  it.each<Case>([
    ['an old debt, the day before', '2026-12-31', OLD, '', 'watch'],
    ['an old debt, the day itself', '2027-01-01', OLD, '', 'to_verify'],
    ['an old debt to which nothing happens', '2027-03-01', OLD, '', 'to_verify'],
    ['an old debt of 450.00 €', '2027-01-01', { ...OLD, debtCents: 45_000 }, '', 'watch'],
    [
      'an old default of three months',
      '2027-01-01',
      { ...OLD, debtCents: 3_000, firstDefaultOn: '2026-10-01' },
      '',
      'to_verify',
    ],
    ['a new due on the day itself', '2027-01-01', { ...OLD, lastEntryOn: '2027-01-01' }, 'apl_rental_amount'],
    [
      'a payment on the day itself',
      '2027-01-01',
      { ...OLD, lastEntryOn: '2027-01-01', entryKind: 'payment' },
      'apl_rental_amount',
    ],
    [
      'a waiver on the day itself',
      '2027-01-01',
      { ...OLD, lastEntryOn: '2027-01-01', entryKind: 'waiver' },
      '',
      'to_verify',
    ],
    ['a new default, told before', '2027-01-05', { ...OLD, firstDefaultOn: '2027-01-01' }, 'apl_rental_amount'],
  ])('%s (%s)', async (_, at, account, ...[rules, level]) => {
    const found = await judge(account, at);
    expect(found[0]).toBe(rules);
    if (level) expect(found[1]).toBe(level);
  });

  it('constitutes an old debt by the 450 € rule with the due of 5 January, from that day on', async () => {
    const [id] = await standing(test, frame, [OLD]);
    expect(highest(await evaluate(test, frame, '2027-01-04', id))).toBe('to_verify');
    await change(test, frame, [{ id: id!, debt: 50_000 + 48_000, entry_on: '2027-01-05' }]);
    const found = await evaluate(test, frame, '2027-01-05', id);
    expect(found.find(({ code }) => code === 'apl_rental_amount')).toMatchObject({
      met: true,
      level: 'constituted',
      version: 1,
      since: '2027-01-05',
      threshold: 45_000,
      pay: 98_000,
    });
  });

  it('constitutes none by a waiver of a cent, nor by a payment that is reversed or the reversal of an old one', async () => {
    const [id] = await standing(test, frame, [{ ...OLD, debtCents: 0 }]);
    const [, old] = await book(test, frame, id!, [
      { kind: 'due', amountCents: 90_000, on: '2026-12-01' },
      { kind: 'payment', amountCents: 30_000, on: '2026-12-02' },
      { kind: 'waiver', amountCents: 1, on: '2027-01-04' },
    ]);
    const level = async (at: string): Promise<[string, string]> => {
      const found = await evaluate(test, frame, at, id);
      return [constituting(found), highest(found)];
    };
    const reverse = (entry: string) =>
      inConsortium(test, frame, `SELECT ledger_reverse($1, gen_random_uuid(), '2027-01-06', 'correction')`, [entry]);
    expect(await level('2027-01-05')).toEqual(['', 'to_verify']);
    await reverse(old!);
    expect(await level('2027-01-06')).toEqual(['', 'to_verify']);
    const [fresh] = await book(test, frame, id!, [{ kind: 'payment', amountCents: 100, on: '2027-01-05' }]);
    expect(await level('2027-01-06')).toEqual(['apl_rental_amount', 'constituted']);
    await reverse(fresh!);
    expect(await level('2027-01-07')).toEqual(['', 'to_verify']);
  });
});

describe('Beside the benefit', () => {
  const residence = { kind: 'occupancy_title', aidCents: 0 };
  it.each<Case>([
    ['a residence: two terms wholly unpaid', '2026-06-10', { ...residence, debtCents: 90_000, unpaidTerms: 2 }, ''],
    ['a residence: three', '2026-06-10', { ...residence, debtCents: 90_000, unpaidTerms: 3 }, 'residence_unpaid_terms'],
    [
      'a residence: three, in 2027 as before',
      '2027-02-10',
      { ...residence, debtCents: 90_000, unpaidTerms: 3 },
      'residence_unpaid_terms',
    ],
    [
      'a residence: part paid, one cent below twice the month',
      '2026-06-10',
      { ...residence, debtCents: 95_999, partial: true },
      '',
    ],
    [
      'a residence: part paid, twice the month',
      '2026-06-10',
      { ...residence, debtCents: 96_000, partial: true },
      'residence_partial_debt',
    ],
    [
      'a residence: twice the month, nothing paid in part',
      '2026-06-10',
      { ...residence, debtCents: 96_000, unpaidTerms: 2 },
      '',
    ],
    [
      'a residence has both thresholds on one account',
      '2026-06-10',
      { kind: 'occupancy_title', debtCents: 96_000, partial: true },
      'apl_residence_net residence_partial_debt',
    ],
    [
      'a sublease has no threshold of residences',
      '2026-06-10',
      { aidCents: 0, debtCents: 200_000, unpaidTerms: 5, partial: true },
      '',
      'watch',
    ],
    [
      'a private owner: one month unpaid, one cent below two rents',
      '2026-06-10',
      { ofOwner: true, aidCents: 0, debtCents: 59_999, unpaidTerms: 1 },
      '',
    ],
    [
      'a private owner: two rents without charges',
      '2026-06-10',
      { ofOwner: true, aidCents: 0, debtCents: 60_000 },
      'ccapex_two_rents',
    ],
    [
      'a private owner: two consecutive months',
      '2026-06-10',
      { ofOwner: true, aidCents: 0, debtCents: 50_000, unpaidTerms: 2 },
      'ccapex_unpaid_months',
    ],
    [
      'a social landlord is not told by debt',
      '2026-06-10',
      { aidCents: 0, debtCents: 500_000, unpaidTerms: 9 },
      '',
      'watch',
    ],
  ])('%s', async (_, at, account, ...[rules, level]) => {
    const found = await judge(account, at);
    expect(found[0]).toBe(rules);
    if (level) expect(found[1]).toBe(level);
  });
});

describe('The rules of the benefit hold for a current tenancy of a natural person with aid in payment alone', () => {
  it.each<Case>([
    ['a head tenancy', '2027-02-10', { head: true, debtCents: 90_000, ...FEBRUARY }, '', 'watch'],
    ['a tenant without aid', '2027-02-10', { aidCents: 0, debtCents: 90_000, ...FEBRUARY }, '', 'watch'],
    ['an ended one', '2027-02-10', { endedOn: '2027-02-10', debtCents: 90_000, ...FEBRUARY }, '', 'watch'],
    [
      'one that ends tomorrow',
      '2027-02-10',
      { endedOn: '2027-02-11', debtCents: 90_000, ...FEBRUARY },
      'apl_rental_amount',
    ],
    [
      'a flat-share agreement, as a sublease',
      '2027-02-10',
      { kind: 'flat_share_agreement', debtCents: 90_000, ...FEBRUARY },
      'apl_rental_amount',
    ],
    [
      'a head tenancy with a private owner: the CCAPEX',
      '2027-02-10',
      { head: true, ofOwner: true, debtCents: 90_000, ...FEBRUARY },
      'ccapex_two_rents',
    ],
    [
      'an ended residence',
      '2026-06-10',
      { kind: 'occupancy_title', endedOn: '2026-06-01', debtCents: 500_000, unpaidTerms: 4 },
      '',
      'watch',
    ],
  ])('%s', async (_, at, account, ...[rules, level]) => {
    expect(await judge(account, at)).toEqual([rules, level ?? 'constituted']);
  });
});

describe('Early levels', () => {
  it.each<[string, Standing, string[]]>([
    ['the day of the default', { debtCents: 1, firstDefaultOn: '2026-06-10' }, ['early_first_default']],
    ['the day before it', { debtCents: 1, firstDefaultOn: '2026-06-11' }, []],
    ['one month, one cent less', { debtCents: 47_999, aidPayee: 'tenant', firstDefaultOn: null }, []],
    ['one month', { debtCents: 48_000, aidPayee: 'tenant', firstDefaultOn: null }, ['early_one_month']],
    ['aid that stopped', { debtCents: 1, aidCents: 0, hadAid: true, firstDefaultOn: null }, ['early_aid_interrupted']],
  ])('ask for support: %s', async (_, account, codes) => {
    const [id] = await standing(test, frame, [account]);
    const found = await evaluate(test, frame, '2026-06-10', id);
    expect(found.filter(({ met }) => met).map(({ code }) => code)).toEqual(codes);
    expect(found.every(({ met, level }) => !met || level === 'watch')).toBe(true);
  });
});

describe('The evaluation', () => {
  const kinds = [
    'social_lease',
    'sublease',
    'sliding_lease',
    'occupancy_title',
    'flat_share_agreement',
    'private_lease',
  ];
  const day = (from: string, to: string) =>
    fc
      .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  const account = fc.record({
    kind: fc.constantFrom(...kinds),
    rentCents: fc.integer({ min: 0, max: 90_000 }),
    chargesCents: fc.integer({ min: 0, max: 30_000 }),
    aidCents: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90_000 })),
    aidPayee: fc.constantFrom('tenant' as const, 'landlord' as const),
    debtCents: fc.oneof(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 44_990, max: 45_010 })),
    firstDefaultOn: day('2026-06-01', '2027-06-01'),
    lastEntryOn: day('2026-06-01', '2027-06-01'),
    unpaidTerms: fc.integer({ min: 0, max: 5 }),
    partial: fc.boolean(),
    ofOwner: fc.boolean(),
    head: fc.boolean(),
  });
  const levels = (found: Finding[], ids: string[]): number[] => {
    const by = new Map<string, Finding[]>();
    for (const finding of found) by.set(finding.tenancy, [...(by.get(finding.tenancy) ?? []), finding]);
    return ids.map((id) => RANK.indexOf(highest(by.get(id) ?? [])));
  };

  it('rises with the debt and never falls, on any day, on both sides of the change', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(account, fc.integer({ min: 0, max: 200_000 })), { minLength: 30, maxLength: 60 }),
        day('2026-09-01', '2027-09-01'),
        async (pairs, at) => {
          const less = await standing(
            test,
            frame,
            pairs.map(([each]) => each),
          );
          const more = await standing(
            test,
            frame,
            pairs.map(([each, extra]) => ({ ...each, debtCents: each.debtCents + extra })),
          );
          const found = await evaluate(test, frame, at);
          const [low, high] = [levels(found, less), levels(found, more)];
          low.forEach((level, index) => expect(high[index]).toBeGreaterThanOrEqual(level));
          pairs.forEach(([{ debtCents }], index) => debtCents === 0 && expect(low[index]).toBe(0));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('is the same for one account as for all', async () => {
    const ids = await standing(test, frame, fc.sample(account, 40));
    const all = await evaluate(test, frame, '2027-02-10');
    const sorted = (found: Finding[]) => found.sort((a, b) => a.code.localeCompare(b.code));
    for (const id of ids) {
      const one = await evaluate(test, frame, '2027-02-10', id);
      expect(sorted(one)).toEqual(sorted(all.filter(({ tenancy }) => tenancy === id)));
    }
  });

  it('says what would have to be paid: that, and the rule is met no more; a cent less, and it still is', async () => {
    const ids = await standing(test, frame, fc.sample(account, 60));
    const found = (await evaluate(test, frame, '2027-02-10')).filter(
      ({ tenancy, met, code }) =>
        met && ids.includes(tenancy) && ['early_one_month', 'apl_residence_amount'].includes(code),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { tenancy, code, pay } of found) {
      const [before] = await test.owner<{ debt: number }>(
        `SELECT balance_cents AS debt FROM accounts WHERE tenancy_id = $1`,
        [tenancy],
      );
      const metAt = async (debt: number) => {
        await change(test, frame, [{ id: tenancy, debt }]);
        return (await evaluate(test, frame, '2027-02-10', tenancy)).some(
          (finding) => finding.met && finding.code === code,
        );
      };
      expect(await metAt(before!.debt - pay + 1)).toBe(true);
      expect(await metAt(before!.debt - pay)).toBe(false);
      await change(test, frame, [{ id: tenancy, debt: before!.debt }]);
    }
  });
});

describe('A rule that is unsure', () => {
  it('can constitute nothing: the database refuses it', async () => {
    await expect(
      test.owner(`INSERT INTO arrears_statutes (code, rule_version, valid_from, kind, regime, level, measure, quantity, unit, ends_when, legal_basis, confidence)
        VALUES ('doubtful', 1, '2027-01-01', 'threshold', 'housing_benefit', 'constituted', 'unpaid_terms', 3, 'month', 'debt_cleared', '?', 'unsure')`),
    ).rejects.toThrow(/unsure_constitutes_nothing/);
  });
});
