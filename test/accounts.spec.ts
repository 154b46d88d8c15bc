import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { clock } from '../src/platform/clock.js';
import { AccountsService } from '../src/tenancies/accounts.service.js';
import { inContext } from '../src/platform/context.js';
import { systemActor } from '../src/platform/access/actor.js';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { act, leaseOf, sittingTenant, today } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, operator, supporter, otherLandlord } = frame.partners;
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

describe('An account', () => {
  it('about which nothing is known says so, instead of zero', async () => {
    const { id } = await sittingTenant(frame);
    expect(await account(id)).toMatchObject({
      knowledge: 'nothing_known',
      balanceCents: null,
      dueCents: null,
      lastEntryOn: null,
      lastReceivedOn: null,
    });
  });

  it('covers the oldest due first, and says since when what is owed', async () => {
    const { id } = await sittingTenant(frame);
    for (const month of ['01', '02', '03']) await add(id, due(`2026-${month}-01`)).expect(201);
    expect(await account(id)).toMatchObject({
      balanceCents: 144_000,
      oldestUnpaidOn: '2026-01-01',
      wholeTermsUnpaid: 3,
      hasPartialPayment: false,
    });
    const paid = await pay(id, { amountCents: 50_000, occurredOn: '2026-02-10' }).expect(201);
    expect(bodyOf(paid)).toMatchObject({ kind: 'payment', amountCents: -50_000, label: 'tenant_payment', month: null });
    expect(await account(id)).toMatchObject({
      dueCents: 144_000,
      paidCents: 50_000,
      balanceCents: 94_000,
      oldestUnpaidOn: '2026-02-01',
      firstDefaultOn: '2026-01-01',
      wholeTermsUnpaid: 1,
      hasPartialPayment: true,
    });
    await pay(id, { amountCents: 94_000 }).expect(201);
    expect(await account(id)).toMatchObject({
      knowledge: 'current',
      balanceCents: 0,
      oldestUnpaidOn: null,
      wholeTermsUnpaid: 0,
      hasPartialPayment: false,
      lastReceivedOn: today(),
    });
  });

  it('of a payment posted twice counts it once: by its key, which it needs, and by its own identifier', async () => {
    const { id } = await sittingTenant(frame);
    await add(id, due('2026-01-01')).expect(201);
    const bare = await landlord.post(`/v1/tenancies/${id}/payments`, { amountCents: 1 });
    expect([bare.status, bodyOf(bare).code]).toEqual([400, 'idempotency_key_required']);
    const body = { amountCents: 10_000, occurredOn: '2026-01-05', externalId: { system: 'bank', value: 'P-1' } };
    const key = randomUUID();
    const first = await pay(id, body, key).expect(201);
    const replayed = await pay(id, body, key).expect(201);
    expect(replayed.headers['idempotent-replayed']).toBe('true');
    const again = await pay(id, body).expect(201);
    expect(bodyOf(again).id).toBe(bodyOf(first).id);
    const other = await pay(id, { ...body, amountCents: 20_000 });
    expect([other.status, bodyOf(other).code]).toEqual([409, 'external_id_reused']);
    expect(await account(id)).toMatchObject({ balanceCents: 38_000 });
    const racing = await Promise.all(
      Array.from({ length: 5 }, () => pay(id, { amountCents: 8_000, externalId: { system: 'bank', value: 'P-2' } })),
    );
    expect(new Set(racing.map((answer) => bodyOf(answer).id)).size).toBe(1);
    expect(await account(id)).toMatchObject({ balanceCents: 30_000 });
  });

  it('is written by its lessor alone, and by nobody through the tables', async () => {
    const { id } = await leaseOf(frame, { duesSource: 'sent' });
    expect((await add(id, due(today()), supporter)).status).toBe(403);
    expect((await add(id, due(today()), otherLandlord)).status).toBe(404);
    expect((await add(id, due('2099-01-01'))).status).toBe(422);
    expect((await add(id, { kind: 'waiver', amountCents: -5 })).status).toBe(422);
    await account(id, supporter);
    for (const partner of [operator, otherLandlord]) {
      await partner.get(`/v1/tenancies/${id}/account`).expect(404);
      await partner.get(`/v1/tenancies/${id}/ledger-entries`).expect(404);
    }
    const [rights] = await test.owner<{ writable: boolean }>(
      `SELECT bool_or(has_table_privilege('passerelle_runtime', t, p)) AS writable
       FROM unnest('{ledger_entries,accounts}'::text[]) t, unnest('{INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) p`,
    );
    expect(rights).toEqual({ writable: false });
  });

  it('is mended by reversal: the entry stays, what it did is undone', async () => {
    const { id } = await sittingTenant(frame);
    await add(id, due('2026-01-01')).expect(201);
    await add(id, due('2026-02-01')).expect(201);
    const before = await account(id);
    const wrong = bodyOf(await pay(id, { amountCents: 48_000, occurredOn: '2026-01-15' }).expect(201));
    expect((await account(id)).oldestUnpaidOn).toBe('2026-02-01');
    const address = `/v1/tenancies/${id}/ledger-entries/${wrong.id}`;
    const reversal = bodyOf(await landlord.post(`${address}/reversal`, { label: 'rejected_payment' }).expect(201));
    expect(reversal).toMatchObject({ kind: 'reversal', amountCents: 48_000, reversesId: wrong.id });
    expect(bodyOf(await landlord.get(address).expect(200))).toMatchObject({ reversedById: reversal.id });
    const { lastEntryOn: _after, ...restored } = await account(id);
    const { lastEntryOn: _before, ...was } = before;
    expect(restored).toEqual(was);
    const codes = await Promise.all(
      [wrong.id, reversal.id].map(
        async (entry) => bodyOf(await landlord.post(`/v1/tenancies/${id}/ledger-entries/${entry}/reversal`, {})).code,
      ),
    );
    expect(codes).toEqual(['entry_already_reversed', 'entry_is_reversal']);
    const entries = dataOf(await landlord.get(`/v1/tenancies/${id}/ledger-entries?kind=reversal`).expect(200));
    expect(entries).toHaveLength(1);
  });

  it('turns stale when its lessor has not sent for a month, also when all seems paid', async () => {
    const { id } = await sittingTenant(frame);
    await add(id, due('2026-01-01')).expect(201);
    await pay(id, { amountCents: 48_000 }).expect(201);
    expect((await account(id)).knowledge).toBe('current');
    await test.owner('UPDATE accounts SET last_received_on = $2 WHERE tenancy_id = $1', [id, '2026-01-01']);
    expect((await account(id)).knowledge).toBe('current'); // the lessor sent something else today
    await test.owner('UPDATE ledger_senders SET last_received_on = $2 WHERE organisation_id = $1', [
      landlord.organisationId,
      '2026-01-01',
    ]);
    expect(await account(id)).toMatchObject({ knowledge: 'stale', balanceCents: 0 });
  });

  it('over GraphQL is the tenancy’s, null where it is not to be seen', async () => {
    const { id } = await sittingTenant(frame);
    await add(id, due('2026-01-01')).expect(201);
    const query = `query ($id: ID!) { tenancy(id: $id) { account { balanceCents knowledge } } }`;
    const ask = async (partner: Partner) =>
      bodyOf<{ data: { tenancy: { account: Body | null } } }>(
        await partner.post('/graphql', { query, variables: { id } }).expect(200),
      ).data.tenancy.account;
    expect(await ask(landlord)).toMatchObject({ balanceCents: 48_000 });
    expect(await ask(frame.coordinator)).toBeNull();
    const mutation = `mutation ($id: ID!, $key: String) { recordPayment(tenancyId: $id, input: { amountCents: 100 }, idempotencyKey: $key) { amountCents } }`;
    const keyless = await landlord.post('/graphql', { query: mutation, variables: { id } });
    expect(keyless.text).toContain('idempotency_key_required');
    const paid = await landlord.post('/graphql', { query: mutation, variables: { id, key: randomUUID() } });
    expect(bodyOf<{ data: unknown }>(paid).data).toEqual({ recordPayment: { amountCents: -100 } });
  });
});

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
    expect(await asSystem(() => accounts.postDues())).toEqual({ accounts: 0, entries: 0 });
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
