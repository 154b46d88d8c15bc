import { describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testApp } from './support/app.js';
import { caseOf, turnNight } from './support/arrears.js';
import { placementFrame } from './support/placements.js';
import { act, sittingTenant, today } from './support/tenancies.js';

jest.setTimeout(60_000);

const test = await testApp();
const frame = await placementFrame(test);
const { landlord } = frame.partners;
type Body = Record<string, unknown> & { id: string };
const bodyOf = (answer: { body: unknown }): Body => answer.body as Body;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const account = async (id: string): Promise<Body> =>
  bodyOf(await landlord.get(`/v1/tenancies/${id}/account`).expect(200));
const reverse = (id: string, entry: string) =>
  landlord.post(`/v1/tenancies/${id}/ledger-entries/${entry}/reversal`, { label: 'rejected_payment' });

/** A tenancy that ended, paid to the cent. */
async function paidUp(): Promise<{ id: string; householdId: string; payment: string }> {
  const { id, householdId } = await sittingTenant(frame);
  await landlord
    .post(`/v1/tenancies/${id}/ledger-entries`, { kind: 'due', amountCents: 48_000, occurredOn: '2026-02-01' })
    .expect(201);
  const paid = await landlord
    .post(`/v1/tenancies/${id}/payments`, { amountCents: 48_000, occurredOn: '2026-02-10' })
    .set('Idempotency-Key', randomUUID())
    .expect(201);
  const ended = await act(landlord, id, 'ending', { endedOn: today(), reason: 'mutual', exitRoute: 'private_lease' });
  if (ended.status !== 200) throw new Error(ended.text);
  return { id, householdId: householdId!, payment: bodyOf(paid).id };
}

describe('A settled account', () => {
  it('into which a debt comes back is open again: with its case, and the lessor’s sight of the household, as the act says', async () => {
    const { id, householdId, payment } = await paidUp();
    await landlord.get(`/v1/households/${householdId}`).expect(200);
    expect((await act(landlord, id, 'settlement', {})).status).toBe(200);
    await landlord.get(`/v1/households/${householdId}`).expect(404);
    expect(await account(id)).toMatchObject({ settledOn: today(), balanceCents: 0 });

    await reverse(id, payment).expect(201);
    expect(await account(id)).toMatchObject({ settledOn: null, balanceCents: 48_000, firstDefaultOn: '2026-02-01' });
    await landlord.get(`/v1/households/${householdId}`).expect(200);
    const acts = dataOf(await landlord.get(`/v1/tenancies/${id}/history`).expect(200)).map(({ act: kind }) => kind);
    expect(acts.slice(-2)).toEqual(['settlement', 'reopening']);
    const told = dataOf(await frame.coordinator.get(`/v1/tenancies/${id}/history`).expect(200));
    expect(told.map(({ act: kind }) => kind)).toEqual(['start', 'ending']);
    await turnNight(test, frame);
    expect(await caseOf(landlord, id)).toMatchObject({ status: 'watch', debtCents: 48_000 });

    await landlord.post(`/v1/tenancies/${id}/ledger-entries`, { kind: 'waiver', amountCents: 48_000 }).expect(201);
    expect((await act(landlord, id, 'settlement', {})).status).toBe(200);
    await landlord.get(`/v1/households/${householdId}`).expect(404);
  });

  it('stays settled when something is paid late: nothing is owed', async () => {
    const { id } = await paidUp();
    expect((await act(landlord, id, 'settlement', {})).status).toBe(200);
    const late = landlord.post(`/v1/tenancies/${id}/payments`, { amountCents: 1_000 });
    await late.set('Idempotency-Key', randomUUID()).expect(201);
    expect(await account(id)).toMatchObject({ settledOn: today(), balanceCents: -1_000 });
  });

  it('is never one that owes, whichever of a settlement and a reversal at once comes first', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const { id, payment } = await paidUp();
      const [settled, reversed] = await Promise.all([act(landlord, id, 'settlement', {}), reverse(id, payment)]);
      expect(reversed.status).toBe(201);
      expect([200, 409]).toContain(settled.status);
      if (settled.status === 409)
        expect(bodyOf(settled)).toMatchObject({
          code: 'account_not_balanced',
          detail: expect.stringContaining('48000'),
        });
      expect(await account(id)).toMatchObject({ settledOn: null, balanceCents: 48_000 });
      outcomes.add(`${settled.status}`);
    }
    expect(outcomes.size).toBeGreaterThan(0);
  });
});
