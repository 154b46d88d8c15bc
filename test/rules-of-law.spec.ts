import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { arrearsFrame, constituting, evaluate, standing, type ArrearsFrame } from './support/arrears.js';

const test = await ownApp();
const bodyOf = (answer: { body: unknown }) => answer.body as Record<string, unknown>;
const replace = (coordinator: Partner, body: object) =>
  coordinator.post('/v1/arrears-rules', { validFrom: '2026-02-01', ...body });
const ruleOn = async ({ partners }: ArrearsFrame, at: string, code: string) =>
  (
    (await partners.lessor.get(`/v1/arrears-rules?at=${at}&limit=200`).expect(200)).body as {
      data: Record<string, unknown>[];
    }
  ).data.find((rule) => rule.code === code);

describe('A rule of law', () => {
  it.each([
    ['a threshold is not raised', { basedOn: 'apl_rental_net', percent: 201 }, 'rule_of_law_lower_only'],
    [
      'nor that of 2027',
      { basedOn: 'apl_rental_amount', amountCents: 45_001, validFrom: '2027-01-01' },
      'rule_of_law_lower_only',
    ],
    [
      'nor its months',
      { basedOn: 'apl_rental_default', quantity: 4, validFrom: '2027-01-01' },
      'rule_of_law_lower_only',
    ],
    ['a report is not put off', { basedOn: 'report_paying_body', quantity: 1000 }, 'rule_of_law_lower_only'],
    ['nor the plan that keeps the aid', { basedOn: 'plan_by_lessor', quantity: 7 }, 'rule_of_law_lower_only'],
    [
      'a delay before enforcement is not cut',
      { basedOn: 'ccapex_before_summons', quantity: 1 },
      'rule_of_law_raise_only',
    ],
    ['nor that of leaving', { basedOn: 'quit_order', quantity: 1 }, 'rule_of_law_raise_only'],
    ['a residence’s contract ends no sooner', { basedOn: 'residence_unpaid_terms', quantity: 2 }, 'rule_of_law_fixed'],
    ['the longest plan is not shorter', { basedOn: 'plan_longest', quantity: 12 }, 'rule_of_law_fixed'],
    ['a judge’s delay is the judge’s', { basedOn: 'judge_longest', quantity: 12 }, 'rule_of_law_fixed'],
  ])('is not weakened: %s', async (_, body, code) => {
    const own = await arrearsFrame(test);
    const refused = await replace(own.coordinator, body);
    expect([refused.status, bodyOf(refused).code]).toEqual([409, code]);
  });

  it('may act for the tenant sooner: a lower threshold, an earlier report, a longer wait before enforcement', async () => {
    const own = await arrearsFrame(test);
    for (const body of [
      { basedOn: 'apl_rental_net', percent: 150 },
      { basedOn: 'report_paying_body', quantity: 1 },
      { basedOn: 'ccapex_before_summons', quantity: 3 },
      { basedOn: 'report_paying_body_tenant_paid', legalBasis: 'CCH R.824-4 ; convention du 3 mars 2026' },
    ])
      await replace(own.coordinator, body).expect(201);
    const [id] = await standing(test, own, [{ debtCents: 30_000 }]);
    expect(constituting(await evaluate(test, own, '2026-06-10', id))).toBe('apl_rental_net');
    expect(await ruleOn(own, '2026-06-10', 'report_paying_body')).toMatchObject({
      quantity: 1,
      ruleVersion: 2,
      latitude: 'lower',
    });
    const latitudes = ['early_one_month', 'quit_order', 'residence_unpaid_terms'].map(
      async (code) => (await ruleOn(own, '2026-06-10', code))?.latitude,
    );
    expect(await Promise.all(latitudes)).toEqual(['both', 'raise', null]);
  });

  it('is not in force before it is', async () => {
    const own = await arrearsFrame(test);
    const early = await replace(own.coordinator, { basedOn: 'apl_rental_amount', amountCents: 1 });
    expect([early.status, bodyOf(early).errors]).toMatchObject([
      422,
      [{ pointer: '/validFrom', code: 'before_start' }],
    ]);
    const late = await replace(own.coordinator, { basedOn: 'early_one_month', validFrom: '2126-01-01' });
    expect([late.status, bodyOf(late).errors]).toMatchObject([422, [{ pointer: '/validFrom', code: 'years_ahead' }]]);
  });

  it('of a later day wins over what a consortium set before it, without an end', async () => {
    const own = await arrearsFrame(test);
    await replace(own.coordinator, { basedOn: 'plan_by_lessor', quantity: 3 }).expect(201);
    await replace(own.coordinator, { basedOn: 'early_one_month', percent: 50 }).expect(201);
    try {
      await test.owner(`INSERT INTO arrears_statutes SELECT (jsonb_populate_record(s, jsonb_build_object('rule_version', s.rule_version + 90,
        'valid_from', '2028-01-01', 'quantity', 4))).* FROM arrears_statutes s WHERE s.code IN ('plan_by_lessor', 'early_one_month')`);
      expect(await ruleOn(own, '2027-12-31', 'plan_by_lessor')).toMatchObject({ quantity: 3 });
      expect(await ruleOn(own, '2028-01-01', 'plan_by_lessor')).toMatchObject({ quantity: 4, ruleVersion: 91 });
      expect(await ruleOn(own, '2028-01-01', 'early_one_month')).toMatchObject({ percent: 50 });
    } finally {
      await test.owner(`DELETE FROM arrears_statutes WHERE rule_version > 90`);
    }
  });

  it('holds against a row that weakens it, whoever wrote that', async () => {
    const own = await arrearsFrame(test);
    await replace(own.coordinator, { basedOn: 'report_paying_body', quantity: 1 }).expect(201);
    await test.owner(`UPDATE arrears_rules SET quantity = 900 WHERE consortium_id = $1`, [own.consortiumId]);
    expect(await ruleOn(own, '2026-06-10', 'report_paying_body')).toMatchObject({ quantity: 2, ruleVersion: 1 });
  });
});
