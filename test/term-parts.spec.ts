import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { sittingTenant } from './support/tenancies.js';

const test = await testApp();

describe('A term that falls due in parts, rent and services,', () => {
  async function parts() {
    const frame = await placementFrame(test);
    const { landlord } = frame.partners;
    const { id } = await sittingTenant(frame);
    const path = `/v1/tenancies/${id}`;
    const due = async (month: string, day: string, amountCents: number): Promise<string> => {
      const entry = { kind: 'due', month, occurredOn: `${month}-${day}`, amountCents };
      const made = await landlord.post(`${path}/ledger-entries`, entry).expect(201);
      return (made.body as { id: string }).id;
    };
    const pay = (amountCents: number, occurredOn: string) =>
      landlord.post(`${path}/payments`, { amountCents, occurredOn }).set('Idempotency-Key', randomUUID()).expect(201);
    const wholeTerms = async (): Promise<number> =>
      ((await landlord.get(`${path}/account`).expect(200)).body as { wholeTermsUnpaid: number }).wholeTermsUnpaid;
    const reverse = (entry: string) => landlord.post(`${path}/ledger-entries/${entry}/reversal`, {}).expect(201);
    return { due, pay, wholeTerms, reverse };
  }

  it('is not wholly unpaid where its rent was paid; those of the months since are, each once', async () => {
    const { due, pay, wholeTerms } = await parts();
    await due('2026-01', '01', 40_000);
    await pay(40_000, '2026-01-05');
    await due('2026-01', '15', 5_000);
    for (const month of ['2026-02', '2026-03']) {
      await due(month, '01', 40_000);
      await due(month, '15', 5_000);
    }
    expect(await wholeTerms()).toBe(2);
  });

  it('is so where only part of its rent was paid before it fell due', async () => {
    const { due, pay, wholeTerms } = await parts();
    await pay(10_000, '2025-12-20');
    await due('2026-01', '01', 40_000);
    await due('2026-01', '15', 5_000);
    expect(await wholeTerms()).toBe(0);
  });

  it('is one from the day of what was not reversed', async () => {
    const { due, pay, wholeTerms, reverse } = await parts();
    const wrong = await due('2026-01', '01', 30_000);
    await due('2025-12', '01', 40_000);
    await pay(40_000, '2026-01-05');
    await due('2026-01', '15', 40_000);
    await reverse(wrong);
    expect(await wholeTerms()).toBe(1);
  });
});
