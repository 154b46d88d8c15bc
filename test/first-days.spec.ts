import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testApp } from './support/app.js';
import { addDwelling, placementFrame } from './support/placements.js';
import { act, sittingTenant, TERMS, today } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord } = frame.partners;
type Fault = { pointer: string; code: string; detail: string };
const faultOf = ({ status, body }: { status: number; body: unknown }): unknown[] => {
  const [fault] = (body as { errors?: Fault[] }).errors ?? [];
  return fault ? [status, fault.pointer, fault.code] : [status];
};
const REFUSED = [422, '/occurredOn', 'before_tenancy'];

describe('An entry of before the tenancy began', () => {
  it('is owed from the first of its first month, and paid from two months before: else refused, naming the first day', async () => {
    const { id } = await sittingTenant(frame, { startsOn: '2020-03-15' });
    const post = (body: object) =>
      landlord.post(`/v1/tenancies/${id}/ledger-entries`, { amountCents: 100, ...body }).set('Accept-Language', 'en');
    for (const [kind, occurredOn, expected] of [
      ['due', '2020-03-01', [201]],
      ['due', '2020-02-29', REFUSED],
      ['adjustment', '2020-02-29', REFUSED],
      ['payment', '2020-01-15', [201]],
      ['benefit', '2020-01-14', REFUSED],
      ['payment', '2020-01-14', REFUSED],
    ] as const)
      expect([kind, occurredOn, faultOf(await post({ kind, occurredOn }))]).toEqual([kind, occurredOn, expected]);
    const deposit = { kind: 'due', label: 'deposit' };
    expect(faultOf(await post({ ...deposit, occurredOn: '2020-01-15' }))).toEqual([201]);
    expect((await post({ kind: 'due', occurredOn: '2020-02-29' })).text).toContain('give 2020-03-01 or a later day');
    expect((await post({ ...deposit, occurredOn: '2020-01-14' })).text).toContain('give 2020-01-15 or a later day');
  });

  it('is named with its line in a file; the good lines of it are recorded', async () => {
    const { id } = await sittingTenant(frame, { startsOn: '2020-03-15' });
    const line = (value: string, occurredOn: string, kind = 'payment') => ({
      ...{ tenancyId: id, kind, amountCents: 100, occurredOn },
      externalId: { system: `s-${id}`, value },
    });
    const lines = [line('1', '2020-03-15'), line('2', '2019-12-31'), line('3', '2020-02-01', 'due')];
    const send = (mode: string) =>
      landlord.post('/v1/payments', { mode, lines }).set({ 'Idempotency-Key': randomUUID(), 'Accept-Language': 'en' });
    const atomic = await send('atomic').expect(422);
    expect(faultOf(atomic)).toEqual([422, '/lines/1/occurredOn', 'before_tenancy']);
    const { body } = await send('partial').expect(200);
    expect(body).toMatchObject({
      recorded: 1,
      refused: 2,
      errors: [
        {
          line: 2,
          pointer: '/lines/1/occurredOn',
          code: 'before_tenancy',
          detail: expect.stringContaining('2020-01-15'),
        },
        {
          line: 3,
          pointer: '/lines/2/occurredOn',
          code: 'before_tenancy',
          detail: expect.stringContaining('2020-03-01'),
        },
      ],
    });
  });

  it('that was recorded before there was a rule stays known when it is sent again', async () => {
    const { id } = await sittingTenant(frame, { startsOn: '2020-03-15' });
    const sent = { amountCents: 100, occurredOn: '2020-02-01', externalId: { system: `s-${id}`, value: 'old' } };
    const pay = () => landlord.post(`/v1/tenancies/${id}/payments`, sent).set('Idempotency-Key', randomUUID());
    const first = await pay().expect(201);
    await test.owner(`UPDATE tenancies SET starts_on = '2020-06-15', dues_start_on = '2020-06-15' WHERE id = $1`, [id]);
    expect((await pay().expect(201)).body).toEqual(first.body);
  });
});

describe('A tenancy that has ended', () => {
  it('takes the same again by its external identifier, as a nightly sync sends it, and nothing else', async () => {
    const path = `/v1/tenancies/by-external-id/rent-system/${randomUUID()}`;
    const { householdId } = await sittingTenant(frame);
    const input = {
      kind: 'social_lease',
      householdId,
      dwellingId: await addDwelling(frame),
      startsOn: '2025-01-01',
      duesSource: 'sent',
      terms: TERMS,
    };
    const made = await landlord.put(path, input).expect(201);
    const { id } = made.body as { id: string };
    const end = { endedOn: today(), reason: 'mutual', exitRoute: 'private_lease' };
    expect((await act(landlord, id, 'ending', end)).status).toBe(200);
    const { body: ended } = await landlord.get(`/v1/tenancies/${id}`).expect(200);
    const events = () => test.owner(`SELECT type FROM events WHERE subject_id = $1`, [id]);
    const told = await events();
    expect((await landlord.put(path, input).expect(200)).body).toEqual(ended);
    expect(await events()).toEqual(told);
    for (const other of [
      { dueDay: 5 },
      { terms: { ...TERMS, rentCents: 1 } },
      { terminationClauseDelay: 'two_months' },
    ]) {
      const refused = await landlord.put(path, { ...input, ...other });
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'tenancy_ended']);
    }
  });
});
