import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { clock } from '../src/platform/clock.js';
import { AccountsService } from '../src/tenancies/accounts.service.js';
import { inContext } from '../src/platform/context.js';
import { systemActor } from '../src/platform/access/actor.js';
import type { Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { act, sittingTenant } from './support/tenancies.js';

const test = await ownApp();
const frame = await placementFrame(test);
const { landlord } = frame.partners;
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const account = async (id: string, partner: Partner = landlord): Promise<Body> =>
  bodyOf(await partner.get(`/v1/tenancies/${id}/account`).expect(200));
const add = (id: string, body: object, partner: Partner = landlord) =>
  partner.post(`/v1/tenancies/${id}/ledger-entries`, body);
const pay = (id: string, body: object, key: string = randomUUID(), partner: Partner = landlord) =>
  partner.post(`/v1/tenancies/${id}/payments`, body).set('Idempotency-Key', key);
const due = (occurredOn: string, amountCents = 48_000) => ({ kind: 'due', amountCents, occurredOn });

const accounts = test.app.get(AccountsService);
const asSystem = <T>(run: () => Promise<T>): Promise<T> =>
  inContext({ requestId: 'test', locale: 'fr', actor: systemActor(landlord.consortiumId, 'rent-dues') }, run);

afterEach(() => clock.set(null));

describe('Monthly dues', () => {
  const entries = async (id: string): Promise<unknown[][]> =>
    dataOf(await landlord.get(`/v1/tenancies/${id}/ledger-entries?limit=200`).expect(200)).map((row) => [
      row.kind,
      row.month,
      row.occurredOn,
      row.label,
      row.amountCents,
    ]);

  it('are computed from the terms: the first and the last month by their days, RLS apart', async () => {
    clock.set('2026-03-20T10:00:00Z');
    const { id } = await sittingTenant(frame, {
      startsOn: '2026-01-17',
      duesSource: 'computed',
      dueDay: 5,
      terms: { rentCents: 40_000, chargesCents: 5_000, rlsCents: 3_100 },
    });
    expect(await entries(id)).toEqual([
      ['due', '2026-01', '2026-01-17', 'charges', 2_419],
      ['due', '2026-01', '2026-01-17', 'rent', 19_355],
      ['due', '2026-01', '2026-01-17', 'rls', -1_500],
      ['due', '2026-02', '2026-02-05', 'charges', 5_000],
      ['due', '2026-02', '2026-02-05', 'rent', 40_000],
      ['due', '2026-02', '2026-02-05', 'rls', -3_100],
      ['due', '2026-03', '2026-03-05', 'charges', 5_000],
      ['due', '2026-03', '2026-03-05', 'rent', 40_000],
      ['due', '2026-03', '2026-03-05', 'rls', -3_100],
    ]);
    const before = await account(id);
    const ended = await act(landlord, id, 'ending', {
      endedOn: '2026-03-11',
      reason: 'mutual',
      exitRoute: 'private_lease',
    });
    expect(ended.status).toBe(200);
    const after = await account(id);
    expect(Number(before.balanceCents) - Number(after.balanceCents)).toBe(
      41_900 - Math.round(400_000 / 31) - 1_613 + 1_000,
    );
    clock.set('2026-05-20T10:00:00Z');
    await asSystem(() => accounts.postDues());
    expect((await account(id)).balanceCents).toBe(after.balanceCents);
  });

  it('fall due each month, once, however often and by how many the job is run', async () => {
    clock.set('2026-01-02T10:00:00Z');
    const { id } = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    expect((await account(id)).balanceCents).toBe(48_000);
    clock.set('2026-04-01T00:30:00Z'); // past midnight in Paris
    await Promise.all([asSystem(() => accounts.postDues()), asSystem(() => accounts.postDues())]);
    await asSystem(() => accounts.postDues());
    expect(await account(id)).toMatchObject({ balanceCents: 4 * 48_000, oldestUnpaidOn: '2026-01-01' });
    expect(await asSystem(() => accounts.postDues())).toEqual({ accounts: 0, entries: 0, failed: 0 });
  });

  it('go on when a notice is withdrawn: its month is due in full, and what was never given is not withdrawn', async () => {
    clock.set('2026-03-01T10:00:00Z');
    const { id } = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    expect((await act(landlord, id, 'notice-withdrawal', {})).body).toMatchObject({ code: 'no_notice_given' });
    const notice = { givenBy: 'tenant', effectiveOn: '2026-03-16' };
    expect((await act(landlord, id, 'notice', notice)).status).toBe(200);
    const halved = Number((await account(id)).balanceCents);
    expect(halved).toBeLessThan(3 * 48_000);
    clock.set('2026-03-20T10:00:00Z');
    const withdrawn = await act(landlord, id, 'notice-withdrawal', { withdrawnOn: '2026-03-10' });
    expect(withdrawn.body).toMatchObject({ status: 'in_force', endsOn: null });
    expect((await account(id)).balanceCents).toBe(3 * 48_000);
    clock.set('2026-04-02T10:00:00Z');
    await asSystem(() => accounts.postDues());
    expect((await account(id)).balanceCents).toBe(4 * 48_000);
    const acts = (await landlord.get(`/v1/tenancies/${id}/history`).expect(200)).body as { data: { act: string }[] };
    expect(acts.data.map((row) => row.act)).toEqual(['start', 'notice', 'notice_withdrawal']);
  });

  it('keep the end of the term that is named when a notice is withdrawn, who keeps it alone', async () => {
    clock.set('2026-03-01T10:00:00Z');
    const { id } = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    expect((await act(landlord, id, 'notice', { givenBy: 'lessor', effectiveOn: '2026-06-01' })).status).toBe(200);
    expect((await act(frame.partners.supporter, id, 'notice-withdrawal', {})).status).toBe(409);
    expect((await act(landlord, id, 'notice-withdrawal', { endsOn: '2025-12-31' })).status).toBe(422);
    const back = await act(landlord, id, 'notice-withdrawal', { endsOn: '2027-01-01' });
    expect(back.body).toMatchObject({ status: 'in_force', endsOn: '2027-01-01' });
  });

  it('follow an amendment, also one of the past: what was due before is adjusted, not edited', async () => {
    clock.set('2026-03-10T10:00:00Z');
    const { id } = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    const amended = await act(landlord, id, 'terms', { startsOn: '2026-02-15', rentCents: 44_800 });
    expect(amended.status).toBe(201);
    expect((await entries(id)).filter(([kind]) => kind === 'adjustment')).toEqual([
      ['adjustment', '2026-02', '2026-03-10', 'rent', 1_400],
      ['adjustment', '2026-03', '2026-03-10', 'rent', 2_800],
    ]);
    const back = await act(landlord, id, 'terms', { startsOn: '2026-02-15', rentCents: 42_000 });
    expect(back.status).toBe(201);
    expect((await account(id)).balanceCents).toBe(3 * 48_000);
  });

  it('that were too high lower what was due, on its own day: that is no payment, and no default of what was never owed', async () => {
    clock.set('2026-03-10T10:00:00Z');
    const unpaid = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    const cut = { startsOn: '2026-01-01', rentCents: 35_000 };
    expect((await act(landlord, unpaid.id, 'terms', cut)).status).toBe(201);
    expect((await entries(unpaid.id)).filter(([kind]) => kind === 'adjustment')).toEqual(
      ['01', '02', '03'].map((month) => ['adjustment', `2026-${month}`, '2026-03-10', 'rent', -7_000]),
    );
    expect(await account(unpaid.id)).toMatchObject({
      dueCents: 3 * 41_000,
      paidCents: 0,
      wholeTermsUnpaid: 3,
      hasPartialPayment: false,
      oldestUnpaidOn: '2026-01-01',
    });

    // Who always paid the rent that turned out to be right was never in default of the difference.
    const paying = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    for (const day of ['2026-01-01', '2026-02-01'])
      await pay(paying.id, { amountCents: 41_000, occurredOn: day }).expect(201);
    expect(await account(paying.id)).toMatchObject({ firstDefaultOn: '2026-01-01', balanceCents: 62_000 });
    expect((await act(landlord, paying.id, 'terms', cut)).status).toBe(201);
    expect(await account(paying.id)).toMatchObject({
      firstDefaultOn: '2026-03-01',
      balanceCents: 41_000,
      paidCents: 82_000,
      wholeTermsUnpaid: 1,
      hasPartialPayment: false,
    });

    // What is asked late is owed from then on; taken back, nothing of it is left.
    expect((await act(landlord, paying.id, 'terms', { startsOn: '2026-01-01', rentCents: 36_000 })).status).toBe(201);
    await pay(paying.id, { amountCents: 41_000, occurredOn: '2026-03-05' }).expect(201);
    expect(await account(paying.id)).toMatchObject({ firstDefaultOn: '2026-03-10', balanceCents: 3_000 });
    expect((await act(landlord, paying.id, 'terms', cut)).status).toBe(201);
    expect(await account(paying.id)).toMatchObject({ firstDefaultOn: null, balanceCents: 0, dueCents: 3 * 41_000 });
    clock.set(null);
    expect(await asSystem(() => accounts.check())).toMatchObject({ astray: 0 });
  });

  it('that are asked for late are owed from that day, under whatever label; what lowers them lowers their own day', async () => {
    clock.set('2026-03-10T10:00:00Z');
    const { id } = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    for (const day of ['2026-01-01', '2026-02-01', '2026-03-01'])
      await pay(id, { amountCents: 48_000, occurredOn: day }).expect(201);
    const amended = async (terms: object) =>
      expect((await act(landlord, id, 'terms', { startsOn: '2026-01-01', ...terms })).status).toBe(201);
    await amended({ servicesCents: 2_000 });
    expect((await entries(id)).filter(([, , , label]) => label === 'services')).toEqual(
      ['01', '02', '03'].map((month) => ['adjustment', `2026-${month}`, '2026-03-10', 'services', 2_000]),
    );
    expect(await account(id)).toMatchObject({ balanceCents: 6_000, firstDefaultOn: '2026-03-10' });
    await amended({ rlsCents: 2_000 });
    expect(await account(id)).toMatchObject({ balanceCents: 0, firstDefaultOn: null });
    await amended({ servicesCents: 0, rlsCents: 3_000 });
    expect(await account(id)).toMatchObject({ balanceCents: -9_000, dueCents: 3 * 45_000 });
    await amended({ rlsCents: 0 });
    expect(await account(id)).toMatchObject({ balanceCents: 0, dueCents: 3 * 48_000 });
    clock.set(null);
    expect(await asSystem(() => accounts.check())).toMatchObject({ astray: 0 });
  });

  it('that were reversed are not taken off again when the month turns out not to be owed', async () => {
    clock.set('2026-03-10T10:00:00Z');
    const { id } = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    const march = dataOf(await landlord.get(`/v1/tenancies/${id}/ledger-entries?month=2026-03`).expect(200));
    for (const entry of march.filter(({ amountCents }) => amountCents !== 0))
      await landlord.post(`/v1/tenancies/${id}/ledger-entries/${entry.id}/reversal`, {}).expect(201);
    expect(await account(id)).toMatchObject({ balanceCents: 96_000 });
    const left = { endedOn: '2026-03-01', reason: 'mutual', exitRoute: 'private_lease' };
    expect((await act(landlord, id, 'ending', left)).status).toBe(200);
    expect(await account(id)).toMatchObject({ balanceCents: 96_000, dueCents: 96_000 });
  });

  it('of an account beyond what can be counted stop no other: it is told apart, and tried again', async () => {
    clock.set('2026-05-02T10:00:00Z');
    const made = { startsOn: '2026-05-01', duesSource: 'computed' };
    const [before, absurd, after] = [
      await sittingTenant(frame, made),
      await sittingTenant(frame, made),
      await sittingTenant(frame, made),
    ];
    await test.owner('UPDATE accounts SET due_cents = 2147480000, paid_cents = 2147480000 WHERE tenancy_id = $1', [
      absurd.id,
    ]);
    clock.set('2026-06-02T10:00:00Z');
    expect(await asSystem(() => accounts.postDues())).toMatchObject({ failed: 1 });
    for (const { id } of [before, after]) expect(await account(id)).toMatchObject({ balanceCents: 96_000 });
    expect(await asSystem(() => accounts.postDues())).toEqual({ accounts: 1, entries: 0, failed: 1 });
    await test.owner('UPDATE accounts SET due_cents = 48000, paid_cents = 0 WHERE tenancy_id = $1', [absurd.id]);
    expect(await asSystem(() => accounts.postDues())).toMatchObject({ accounts: 1, failed: 0 });
    expect(await account(absurd.id)).toMatchObject({ balanceCents: 96_000 });
  });

  it('that are corrected or waived are not paid in part: that takes a payment', async () => {
    clock.set('2026-03-10T10:00:00Z');
    const { id } = await sittingTenant(frame, { startsOn: '2026-01-01', duesSource: 'computed' });
    expect((await act(landlord, id, 'terms', { startsOn: '2026-01-01', rentCents: 41_000 })).status).toBe(201);
    await add(id, { kind: 'waiver', amountCents: 1_000 }).expect(201);
    expect(await account(id)).toMatchObject({ balanceCents: 3 * 47_000 - 1_000, hasPartialPayment: false });
    await add(id, { kind: 'payment', amountCents: 1_000 }).expect(201);
    expect(await account(id)).toMatchObject({ hasPartialPayment: true });
  });

  it('of a tenancy whose past is kept elsewhere begin on a day; what was owed before is an opening balance', async () => {
    clock.set('2026-03-10T10:00:00Z');
    const { id } = await sittingTenant(frame, { duesSource: 'computed', duesStartOn: '2026-03-01' });
    expect((await account(id)).balanceCents).toBe(48_000);
    const refused = await add(id, due('2026-02-01'));
    expect([refused.status, bodyOf(refused).code]).toEqual([409, 'dues_are_computed']);
    await add(id, {
      kind: 'adjustment',
      label: 'opening_balance',
      amountCents: 12_345,
      occurredOn: '2026-03-01',
    }).expect(201);
    expect(await account(id)).toMatchObject({ balanceCents: 60_345, oldestUnpaidOn: '2026-03-01' });
  });

  it('leave no account astray: the nightly comparison with the entries finds none, and finds one that was spoilt', async () => {
    expect(await asSystem(() => accounts.check())).toMatchObject({ astray: 0 });
    const { id } = await sittingTenant(frame);
    await test.owner('UPDATE accounts SET paid_cents = 1 WHERE tenancy_id = $1', [id]);
    expect(await asSystem(() => accounts.check())).toMatchObject({ astray: 1 });
    await test.owner('UPDATE accounts SET paid_cents = 0 WHERE tenancy_id = $1', [id]);
  });
});
