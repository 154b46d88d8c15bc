import { describe, expect, it, jest } from '@jest/globals';
import type { Test } from 'supertest';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import {
  act as actOnCase,
  arrearsFrame,
  book,
  caseOf,
  change,
  inConsortium,
  standing,
  turnNight,
} from './support/arrears.js';
import { openHousehold } from './support/households.js';
import { addDwelling, placementFrame } from './support/placements.js';
import { act as actOnTenancy, sittingTenant, TERMS, today } from './support/tenancies.js';

jest.setTimeout(60_000);

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, supporter } = frame.partners;
const BIG = { debtCents: 100_000, lastEntryOn: today(), firstDefaultOn: today() };
const bodyOf = (answer: { body: unknown }) => answer.body as Record<string, unknown>;
const faultsOf = (answer: { body: unknown }) =>
  (answer.body as { errors?: { pointer: string; code: string }[] }).errors?.map(({ pointer, code }) => [pointer, code]);

describe('Days and amounts at the end of what can be counted', () => {
  it('are refused, not an error of ours: months of a statement, years ahead, two thousand years of dues', async () => {
    const { id } = await sittingTenant(frame);
    expect((await landlord.get(`/v1/tenancies/${id}/statement?from=9999-11&to=9999-12`)).status).toBe(200);
    expect((await landlord.get(`/v1/tenancies/${id}/statement?from=0000-01&to=0000-02`)).status).toBe(400);
    const lease = async (over: object): Promise<Test> =>
      supporter.post('/v1/tenancies', {
        kind: 'social_lease',
        householdId: await openHousehold(supporter),
        landlordId: landlord.organisationId,
        dwellingId: await addDwelling(frame),
        informedOn: '2026-01-01',
        terms: TERMS,
        ...over,
      });
    const old = await lease({ startsOn: '1950-01-01' });
    expect([old.status, faultsOf(old)]).toEqual([422, [['/duesStartOn', 'years_of_dues']]]);
    const absurd = await lease({ startsOn: '0206-01-01', duesSource: 'sent' });
    expect([absurd.status, faultsOf(absurd)]).toEqual([422, [['/startsOn', 'before_start']]]);
    const long = await lease({ startsOn: '2026-01-01', endsOn: '2926-01-01' });
    expect([long.status, faultsOf(long)]).toEqual([422, [['/endsOn', 'years_ahead']]]);
    const late = await lease({ startsOn: '9999-12-31' });
    expect([late.status, faultsOf(late)]).toEqual([422, [['/startsOn', 'years_ahead']]]);
    expect((await lease({ startsOn: '1950-01-01', duesStartOn: '2026-01-01' })).status).toBe(201);
  });

  it('are refused of every act: nobody gives notice for the year 3026, or paid in the year 26', async () => {
    const { id } = await sittingTenant(frame);
    await book(test, frame, id, [{ kind: 'due', amountCents: 96_000, on: '2026-01-05' }]);
    await turnNight(test, frame);
    const { id: caseId } = (await caseOf(landlord, id))!;
    const entry = { kind: 'payment', amountCents: 100, occurredOn: '0026-11-01' };
    const line = { ...entry, tenancyId: id, externalId: { system: 'absurd', value: id } };
    const plan = { firstDueOn: '2206-01-01' };
    for (const [pointer, code, answer] of [
      [
        '/effectiveOn',
        'years_ahead',
        await actOnTenancy(landlord, id, 'notice', { givenBy: 'tenant', effectiveOn: '3026-01-01' }),
      ],
      [
        '/givenOn',
        'before_start',
        await actOnTenancy(landlord, id, 'notice', {
          givenBy: 'tenant',
          givenOn: '0001-01-01',
          effectiveOn: '2027-01-01',
        }),
      ],
      ['/startsOn', 'years_ahead', await actOnTenancy(landlord, id, 'terms', { startsOn: '2226-01-01', rentCents: 1 })],
      ['/occurredOn', 'before_start', await landlord.post(`/v1/tenancies/${id}/ledger-entries`, entry)],
      [
        '/lines/0/occurredOn',
        'before_start',
        await landlord.post('/v1/payments', { lines: [line] }).set('Idempotency-Key', id),
      ],
      [
        '/validUntil',
        'years_ahead',
        await landlord.post(`/v1/tenancies/${id}/guarantees`, { kind: 'visale', validUntil: '9999-12-31' }),
      ],
      [
        '/filedOn',
        'before_start',
        await landlord.post(`/v1/tenancies/${id}/fsl-requests`, { kind: 'maintenance', filedOn: '0001-01-01' }),
      ],
      [
        '/reportedOn',
        'before_start',
        await actOnCase(landlord, caseId, 'report', { body: 'paying_body', reportedOn: '0001-01-01' }),
      ],
      ['/firstDueOn', 'years_ahead', await actOnCase(landlord, caseId, 'plan', plan)],
    ] as const)
      expect([answer.status, faultsOf(answer)]).toEqual([422, [[pointer, code]]]);
  });

  it('leave an account as it was when a total would be beyond them', async () => {
    const { id } = await sittingTenant(frame);
    const lines = Array.from({ length: 22 }, (_, index) => ({
      tenancyId: id,
      kind: 'due',
      amountCents: 100_000_000,
      occurredOn: today(),
      externalId: { system: 'limits', value: `${id}-${index}` },
    }));
    const refused = await landlord.post('/v1/payments', { lines }).set('Idempotency-Key', `limits-${id}`);
    expect([refused.status, faultsOf(refused)]).toEqual([422, [['', 'out_of_reach']]]);
    expect(bodyOf(await landlord.get(`/v1/tenancies/${id}/account`).expect(200)).balanceCents).toBeNull();
  });
});

describe('An account that comes to millions', () => {
  it('does not stop the night of the others', async () => {
    const own = await arrearsFrame(test);
    const rent = { rentCents: 10_000_000, chargesCents: 10_000_000, aidCents: 0 };
    const [absurd, other] = await standing(test, own, [
      { ...BIG, ...rent, debtCents: 2_147_000_000, ofOwner: true },
      BIG,
    ]);
    await turnNight(test, own);
    expect(await caseOf(own.partners.lessor, other!)).toMatchObject({ level: 'constituted' });
    expect(await caseOf(own.partners.owner, absurd!)).toMatchObject({ debtCents: 2_147_000_000 });
  });
});

describe('Two entries at once under one identifier', () => {
  it('that differ are one entry and one refusal, never one that is lost', async () => {
    const { id } = await sittingTenant(frame);
    for (let round = 0; round < 5; round += 1) {
      const externalId = { system: 'twins', value: `${id}-${round}` };
      const pay = (amountCents: number) =>
        landlord
          .post(`/v1/tenancies/${id}/payments`, { amountCents, externalId })
          .set('Idempotency-Key', `twins-${id}-${round}-${amountCents}`);
      const answers = await Promise.all([pay(100), pay(200)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const refused = answers.find(({ status }) => status === 409)!;
      expect(bodyOf(refused).code).toBe('external_id_reused');
    }
  });
});

describe('An arrears case', () => {
  it('names to the lessor nobody who supports the household, neither by its row, its filters nor what comes next', async () => {
    const own = await arrearsFrame(test);
    const [id] = await standing(test, own, [{ ...BIG, supporter: true }]);
    await turnNight(test, own);
    const { lessor } = own.partners;
    const { id: caseId } = (await caseOf(lessor, id!))!;
    const told = await Promise.all([
      lessor.get(`/v1/arrears-cases/${caseId}`),
      lessor.get(`/v1/arrears-cases/${caseId}/explanation`),
      lessor.get(`/v1/arrears-cases/${caseId}/history`),
      lessor.get('/v1/arrears-cases/delta'),
      lessor.get(`/v1/tenancies/${id}/arrears`),
    ]);
    for (const { status, text } of told) {
      expect(status).toBe(200);
      expect(text).not.toContain(own.partners.supporter.organisationId);
    }
    const steps = (told[1]!.body as { nextSteps: { step: string; organisationId: string | null }[] }).nextSteps;
    expect(steps.find(({ step }) => step === 'open_support')).toMatchObject({ organisationId: null });
    expect((await lessor.get(`/v1/arrears-cases?supporterId=${own.partners.supporter.organisationId}`)).status).toBe(
      400,
    );
  });

  it('that was constituted is not closed because its debt fell below the threshold: its report is due still', async () => {
    const own = await arrearsFrame(test);
    const { lessor } = own.partners;
    const [id] = await standing(test, own, [BIG]);
    await turnNight(test, own);
    await change(test, own, [{ id: id!, debt: 1_000 }]);
    const { id: caseId } = (await caseOf(lessor, id!))!;
    const refused = await actOnCase(lessor, caseId, 'closure', { reason: 'arranged' });
    expect([refused.status, bodyOf(refused).code]).toEqual([409, 'arrears_constituted']);
    expect((await caseOf(lessor, id!))!.reportDueOn).toEqual(expect.any(String));
    await change(test, own, [{ id: id!, debt: 0 }]);
    await turnNight(test, own);
    expect(await caseOf(lessor, id!)).toMatchObject({ status: 'cleared' });
  });

  it('spreads by a plan what was owed on the day of the agreement, also when that is recorded later', async () => {
    const { id } = await sittingTenant(frame);
    await book(test, frame, id, [
      { kind: 'due', amountCents: 96_000, on: '2026-01-05' },
      { kind: 'due', amountCents: 48_000, on: '2026-03-05' },
    ]);
    await turnNight(test, frame);
    const { id: caseId } = (await caseOf(landlord, id))!;
    const plan = { firstDueOn: '2026-02-28', proposedOn: '2026-02-01', debtCents: 96_000, instalments: 12 };
    expect((await actOnCase(landlord, caseId, 'plan', plan)).status).toBe(201);
    const agreed = await actOnCase(landlord, caseId, 'plan/agreement', { agreedOn: '2026-02-15' });
    expect(bodyOf(agreed)).toMatchObject({ status: 'active', balanceCents: 96_000 });
  });
});

describe('A consortium', () => {
  const replace = (coordinator: Partner, body: object) =>
    coordinator.post('/v1/arrears-rules', { validFrom: '2026-02-01', ...body });

  it('sets no rule of law aside, neither a delay nor the truce, makes no early level of one, and prolongs none that ended', async () => {
    const own = await arrearsFrame(test);
    for (const basedOn of ['report_paying_body', 'winter_truce', 'apl_rental_net']) {
      const refused = await replace(own.coordinator, { basedOn, enabled: false });
      expect([refused.status, bodyOf(refused).code]).toEqual([409, 'rule_of_law']);
    }
    const early = await replace(own.coordinator, { basedOn: 'apl_rental_amount', code: 'early_450', amountCents: 1 });
    expect([early.status, faultsOf(early)]).toEqual([422, [['/basedOn', 'not_an_early_rule']]]);
    const net = await replace(own.coordinator, { basedOn: 'apl_rental_net', percent: 150 });
    expect(bodyOf(net)).toMatchObject({ percent: 150, validUntil: '2026-12-31' });
    const late = await replace(own.coordinator, { basedOn: 'apl_rental_net', validFrom: '2027-01-01' });
    expect([late.status, faultsOf(late)]).toEqual([422, [['/validUntil', 'period_reversed']]]);
  });

  it('may give more grace than a plan can have: the plan has what it can', async () => {
    const own = await arrearsFrame(test);
    await replace(own.coordinator, { basedOn: 'plan_tolerance', quantity: 1000 }).expect(201);
    const { lessor } = own.partners;
    const [id] = await standing(test, own, [BIG]);
    await inConsortium(test, own, 'SELECT * FROM arrears_turn($1)', [today()]);
    const { id: caseId } = (await caseOf(lessor, id!))!;
    const plan = await actOnCase(lessor, caseId, 'plan', { firstDueOn: today() });
    expect([plan.status, bodyOf(plan).toleranceDays]).toEqual([201, 60]);
  });
});
