import { describe, expect, it } from '@jest/globals';
import { testApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { sittingTenant } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, supporter, otherLandlord } = frame.partners;
const { id } = await sittingTenant(frame);
const address = `/v1/tenancies/${id}/statement`;
const months = '?from=2026-01&to=2026-03';
const entries: object[] = [
  { kind: 'due', amountCents: 48_000, occurredOn: '2025-12-31' },
  { kind: 'due', amountCents: 48_000, occurredOn: '2026-01-01' },
  { kind: 'benefit', amountCents: 28_000, occurredOn: '2026-01-31' },
  { kind: 'payment', amountCents: 30_000, occurredOn: '2026-02-01', externalId: { system: 'bank', value: '=1+1' } },
  { kind: 'waiver', amountCents: 5_000, occurredOn: '2026-03-31' },
];
for (const entry of entries) await landlord.post(`/v1/tenancies/${id}/ledger-entries`, entry).expect(201);

describe('A statement', () => {
  it('goes month by month from what was owed before, by civil days', async () => {
    const { body } = await supporter.get(`${address}${months}`).expect(200);
    expect(
      (body as { months: Record<string, unknown>[] }).months.map(
        ({ month, openingCents, dueCents, paidCents, closingCents }) => [
          month,
          openingCents,
          dueCents,
          paidCents,
          closingCents,
        ],
      ),
    ).toEqual([
      ['2026-01', 48_000, 48_000, 28_000, 68_000],
      ['2026-02', 68_000, 0, 30_000, 38_000],
      ['2026-03', 38_000, 0, 5_000, 33_000],
    ]);
    const twelve = await landlord.get(address).expect(200);
    expect((twelve.body as { months: unknown[] }).months).toHaveLength(12);
    for (const bad of ['?from=2026-03&to=2026-01', '?from=2010-01&to=2026-01', '?from=2026-13'])
      expect([400, 422]).toContain((await landlord.get(`${address}${bad}`)).status);
  });

  it('is a CSV in which no text becomes a formula', async () => {
    const answer = await landlord.get(`${address}.csv${months}`).expect(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = answer.text
      .replace(/^\ufeff/, '')
      .trim()
      .split('\r\n');
    expect(lines[0]).toBe('date,month,kind,label,amountCents,balanceCents,entryId,externalId');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^2026-01-01,2026-01,due,rent,48000,96000,/);
    expect(lines[2]).toMatch(/^2026-01-31,,benefit,housing_benefit,-28000,68000,/);
    expect(lines[3]).toMatch(/,'=1\+1$/);
  });

  it('is a PDF', async () => {
    const answer = await landlord.get(`${address}.pdf${months}`).buffer(true).parse(binary).expect(200);
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.headers['cache-control']).toBe('private, no-store');
    const pdf = answer.body as Buffer;
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(1500);
  });

  it('is for those who see the account', async () => {
    for (const shape of ['', '.csv', '.pdf']) {
      await otherLandlord.get(`${address}${shape}`).expect(404);
      await frame.coordinator.get(`${address}${shape}`).expect(403);
    }
  });
});

function binary(answer: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const response = answer as NodeJS.ReadableStream;
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}
