import { describe, expect, it, jest } from '@jest/globals';
import { addDays } from '../src/platform/calendar.js';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { act, arrearsFrame, caseOf, inConsortium, standing, turnNight, type Case } from './support/arrears.js';
import { today } from './support/tenancies.js';

jest.setTimeout(60_000);

const test = await testApp();
const frame = await arrearsFrame(test);
const { lessor } = frame.partners;
const TODAY = today();
const SINCE = addDays(TODAY, -40);
const BEFORE = addDays(SINCE, -1);
const BIG = { debtCents: 100_000, lastEntryOn: SINCE, firstDefaultOn: SINCE };

async function caseSince(partner: Partner = lessor): Promise<Case> {
  const [id] = await standing(test, frame, [BIG]);
  await turnNight(test, frame);
  return (await caseOf(partner, id!))!;
}

const refusal = async (id: string, noun: string, body: object): Promise<unknown[]> => {
  const { status, body: answer } = await act(lessor, id, noun, body);
  return [status, (answer as { errors?: { pointer: string; code: string }[] }).errors?.map(({ code }) => code)];
};

describe('The day of an act on a case', () => {
  it('is none before its debt began: no report, plan or act of enforcement can be of it', async () => {
    const { id } = await caseSince();
    const acts: [noun: string, body: object][] = [
      ['report', { body: 'paying_body', reportedOn: BEFORE }],
      ['report', { body: 'fsl', reportedOn: '1910-01-01' }],
      ['proceedings', { kind: 'payment_order', occurredOn: BEFORE }],
      ['plan', { firstDueOn: TODAY, proposedOn: BEFORE }],
    ];
    for (const [noun, body] of acts) expect(await refusal(id, noun, body)).toEqual([422, ['before_start']]);
    expect((await act(lessor, id, 'report', { body: 'paying_body', reportedOn: SINCE })).status).toBe(200);
  });

  it('is not before the case, of its closure; nor before the plan, of its end', async () => {
    const [soft] = await standing(test, frame, [{ debtCents: 1_000, firstDefaultOn: SINCE, lastEntryOn: SINCE }]);
    await turnNight(test, frame);
    const { id } = (await caseOf(lessor, soft!))!;
    const closure = { reason: 'arranged', closedOn: addDays(TODAY, -1) };
    expect(await refusal(id, 'closure', closure)).toEqual([422, ['before_start']]);
    expect((await act(lessor, id, 'plan', { firstDueOn: TODAY, instalments: 2, proposedOn: SINCE })).status).toBe(201);
    expect(await refusal(id, 'plan/withdrawal', { withdrawnOn: BEFORE })).toEqual([422, ['before_start']]);
    expect((await act(lessor, id, 'plan/agreement', { agreedOn: addDays(SINCE, 9) })).status).toBe(200);
    expect(await refusal(id, 'plan/withdrawal', { withdrawnOn: addDays(SINCE, 8) })).toEqual([422, ['before_start']]);
    expect((await act(lessor, id, 'closure', { ...closure, closedOn: TODAY })).status).toBe(200);
  });

  it('decides which act of enforcement is the latest, in whatever order they are recorded', async () => {
    const { id } = await caseSince();
    const summons = { kind: 'summons', occurredOn: addDays(TODAY, -2) };
    expect((await act(lessor, id, 'proceedings', summons)).status).toBe(200);
    const order = await act(lessor, id, 'proceedings', { kind: 'payment_order', occurredOn: addDays(TODAY, -30) });
    expect(order.body).toMatchObject({ proceeding: 'summons', proceedingOn: summons.occurredOn });
  });
});

describe('A plan beyond what can be counted', () => {
  it('stops the night of nobody', async () => {
    const [absurd, other] = await standing(test, frame, [{ ...BIG, debtCents: 2_000_000_000 }, BIG]);
    await turnNight(test, frame);
    const { id } = (await caseOf(lessor, absurd!))!;
    expect((await act(lessor, id, 'plan', { firstDueOn: SINCE, instalments: 1, proposedOn: SINCE })).status).toBe(201);
    expect((await act(lessor, id, 'plan/agreement', {})).status).toBe(200);
    await inConsortium(
      test,
      frame,
      `INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, label, value_on, due_side)
       VALUES ($1, gen_random_uuid(), $2, 'payment', -2000000000, $3, 'tenant_payment', $3, false)`,
      [frame.consortiumId, absurd, SINCE],
    );
    expect(await turnNight(test, frame)).toMatchObject({ plansChecked: 1 });
    expect(await caseOf(lessor, other!)).toMatchObject({ status: 'constituted' });
  });
});
