import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { clock } from '../src/platform/clock.js';
import { ownApp } from './support/app.js';
import { act, arrearsFrame, caseOf, inConsortium, standing, type Standing } from './support/arrears.js';

jest.setTimeout(60_000);

const test = await ownApp();
const frame = await arrearsFrame(test);
const { lessor } = frame.partners;
const bodyOf = (answer: { body: unknown }) => answer.body as Record<string, unknown>;

afterEach(() => clock.set(null));

interface Step {
  step: string;
  actor: string;
  dueOn: string | null;
  notBeforeOn: string | null;
  ruleCode: string | null;
}

/** A constituted case of a debt since a day, with the delay that its lease has. */
async function constituted(on: string, over: Partial<Standing> = {}, delay = 'six_weeks'): Promise<string> {
  clock.set('2025-06-20T10:00:00Z');
  const [id] = await standing(test, frame, [{ debtCents: 100_000, lastEntryOn: on, firstDefaultOn: on, ...over }]);
  await test.owner('UPDATE tenancies SET termination_clause_delay = $2 WHERE id = $1', [id, delay]);
  await inConsortium(test, frame, 'SELECT * FROM arrears_turn($1)', [on]);
  const found = await caseOf(lessor, id!);
  if (found?.level !== 'constituted') throw new Error(`Not constituted: ${found?.level}`);
  return found.id;
}
async function proceed(id: string, on: string, kind: string, reason?: string): Promise<number> {
  clock.set(`${on}T10:00:00Z`);
  return (await act(lessor, id, 'proceedings', { kind, occurredOn: on, ...(reason ? { reason } : {}) })).status;
}
async function report(id: string, on: string, body: string): Promise<void> {
  clock.set(`${on}T10:00:00Z`);
  expect((await act(lessor, id, 'report', { body, reportedOn: on })).status).toBe(200);
}
/** What comes next on a day that is not past: the clock stands at the last act. */
async function step(id: string, name: string, on: string): Promise<Step | undefined> {
  const answer = await lessor.get(`/v1/arrears-cases/${id}/explanation?at=${on}`).expect(200);
  return (bodyOf(answer).nextSteps as Step[]).find((one) => one.step === name);
}

describe('A report to the paying body', () => {
  it.each([
    ['2026-10-15', '2026-12-15'],
    ['2026-12-30', '2027-02-28'],
    ['2026-12-31', '2027-02-28'],
    ['2027-01-01', '2027-03-01'],
  ])('of arrears constituted on %s is due on %s', async (on, due) => {
    const id = await constituted(on);
    expect(await step(id, 'report_paying_body', on)).toMatchObject({ dueOn: due, ruleCode: 'report_paying_body' });
  });

  it('puts the aid into the hands of the paying body until 2026, of the CCAPEX from 2027 on', async () => {
    const id = await constituted('2026-11-10');
    expect(await step(id, 'aid_decision', '2026-11-10')).toBeUndefined();
    await report(id, '2026-11-20', 'paying_body');
    expect(await step(id, 'aid_decision', '2026-12-31')).toMatchObject({
      actor: 'paying_body',
      ruleCode: 'aid_decision_paying_body',
    });
    expect(await step(id, 'aid_decision', '2027-01-01')).toMatchObject({
      actor: 'ccapex',
      ruleCode: 'aid_decision_ccapex',
    });
    expect(await step(id, 'propose_plan', '2027-01-01')).toMatchObject({ dueOn: '2027-05-20' });
  });

  it.each([
    ['the fund first', ['fsl', 'paying_body']],
    ['the paying body first', ['paying_body', 'fsl']],
  ])(
    'keeps the aid where the FSL is asked on the same day, six months, then three for the plan: %s',
    async (_, bodies) => {
      const id = await constituted('2026-11-10');
      for (const body of bodies) await report(id, '2026-11-20', body);
      expect(await step(id, 'aid_kept', '2027-05-20')).toMatchObject({ actor: 'fsl', dueOn: '2027-05-20' });
      expect(await step(id, 'aid_kept', '2027-05-21')).toBeUndefined();
      expect(await step(id, 'propose_plan', '2027-05-21')).toMatchObject({
        dueOn: '2027-08-20',
        ruleCode: 'plan_after_fsl',
      });
    },
  );

  it('leaves the plan where it was when the FSL is asked on another day', async () => {
    const id = await constituted('2026-11-10');
    await report(id, '2026-11-20', 'paying_body');
    await report(id, '2026-11-21', 'fsl');
    expect(await step(id, 'aid_kept', '2026-11-22')).toBeUndefined();
    expect(await step(id, 'propose_plan', '2026-11-22')).toMatchObject({
      dueOn: '2027-05-20',
      ruleCode: 'plan_by_lessor',
    });
  });

  it('is the first: what is sent again later, with the FSL on its day, moves neither the plan nor the aid', async () => {
    const [id, other] = [await constituted('2026-11-10'), await constituted('2026-11-11')];
    for (const body of ['paying_body', 'fsl']) await report(id, '2026-11-20', body);
    await report(other, '2026-11-20', 'paying_body');
    for (const one of [id, other]) for (const body of ['paying_body', 'fsl']) await report(one, '2026-11-24', body);
    expect(await step(id, 'aid_kept', '2026-11-25')).toMatchObject({ dueOn: '2027-05-20' });
    expect(await step(id, 'propose_plan', '2026-11-25')).toMatchObject({ dueOn: '2027-08-20' });
    expect(await step(other, 'aid_kept', '2026-11-25')).toBeUndefined();
    expect(await step(other, 'propose_plan', '2026-11-25')).toMatchObject({
      dueOn: '2027-05-20',
      ruleCode: 'plan_by_lessor',
    });
  });

  it('opens the way to ask that the aid be kept; a penalty threatens only who did not report in time', async () => {
    const id = await constituted('2026-11-10');
    expect(await step(id, 'ask_aid_kept', '2026-11-10')).toBeUndefined();
    expect(await step(id, 'report_penalty', '2027-01-10')).toBeUndefined();
    expect(await step(id, 'report_penalty', '2027-01-11')).toMatchObject({
      actor: 'paying_body',
      ruleCode: 'report_penalty',
    });
    await report(id, '2026-11-20', 'paying_body');
    expect(await step(id, 'report_penalty', '2027-01-11')).toBeUndefined();
    expect(await step(id, 'ask_aid_kept', '2026-11-21')).toMatchObject({ ruleCode: 'aid_kept_hardship' });
  });

  it('of a social cohesion protocol comes a lease or an extension after two years', async () => {
    const id = await constituted('2026-11-10');
    expect(await proceed(id, '2026-11-20', 'cohesion_protocol')).toBe(200);
    expect(await step(id, 'protocol_outcome', '2026-11-20')).toMatchObject({
      dueOn: '2028-11-20',
      ruleCode: 'protocol_term',
    });
  });

  it('brings an offer of direct payment where the tenant is paid, open for two months, and none where the lessor is', async () => {
    const id = await constituted('2026-11-10', { aidPayee: 'tenant' });
    await report(id, '2026-11-20', 'paying_body');
    expect(await step(id, 'direct_payment', '2027-01-20')).toMatchObject({ actor: 'lessor', dueOn: '2027-01-20' });
    expect(await step(id, 'direct_payment', '2027-01-21')).toBeUndefined();
    const other = await constituted('2026-11-10');
    await report(other, '2026-11-20', 'paying_body');
    expect(await step(other, 'direct_payment', '2026-11-20')).toBeUndefined();
  });

  it.each([
    [10_000, true],
    [10_001, false],
  ])('of %i cents is handled simply: %s', async (debtCents, simply) => {
    const id = await constituted('2026-11-10', { debtCents, aidCents: 47_000 });
    await report(id, '2026-11-20', 'paying_body');
    expect((await step(id, 'simplified_handling', '2026-12-20'))?.dueOn).toBe(simply ? '2026-12-20' : undefined);
    expect(await step(id, 'simplified_handling', '2026-12-21')).toBeUndefined();
  });
});

describe('Enforcement', () => {
  it.each([
    ['six weeks of the lease', 'six_weeks', '2025-07-01', '2025-11-13'],
    ['two months where an older lease has them', 'two_months', '2025-07-01', '2025-12-02'],
    ['two months after the CCAPEX was told, where that ends later', 'six_weeks', '2025-10-20', '2025-12-20'],
  ])('may go to the judge after %s', async (_, delay, told, notBefore) => {
    const id = await constituted('2025-06-20', {}, delay);
    expect(await step(id, 'summons', '2025-06-20')).toBeUndefined();
    expect(await proceed(id, '2025-10-02', 'payment_order')).toBe(200);
    expect(await step(id, 'summons', '2025-10-02')).toBeUndefined(); // nobody told the CCAPEX
    await report(id, told, 'ccapex');
    expect(await step(id, 'summons', '2025-10-25')).toMatchObject({ notBeforeOn: notBefore });
  });

  it.each([
    ['2025-08-31', '2025-10-31'],
    ['2025-09-01', '2026-04-01'],
    ['2026-01-30', '2026-04-01'],
    ['2026-01-31', '2026-04-01'],
    ['2026-02-01', '2026-04-01'],
    ['2026-02-02', '2026-04-02'],
  ])(
    'puts nobody out before two months, nor in the winter truce: ordered to leave on %s, not before %s',
    async (on, notBefore) => {
      const id = await constituted('2025-06-20');
      expect(await proceed(id, on, 'quit_order')).toBe(200);
      expect(await step(id, 'eviction', on)).toMatchObject({ notBeforeOn: notBefore, actor: 'judge' });
    },
  );

  it.each([
    ['2025-10-31', 200],
    ['2025-11-01', 422],
    ['2026-03-31', 422],
    ['2026-04-01', 200],
  ])('by an eviction on %s is recorded without a reason outside of the winter truce alone', async (on, status) => {
    const id = await constituted('2025-06-20');
    expect(await proceed(id, on, 'eviction')).toBe(status);
    if (status === 422) expect(await proceed(id, on, 'eviction', 'Péril imminent')).toBe(200);
  });
});
