import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { placementFrame } from './support/placements.js';
import { leaseOf, sittingTenant, today } from './support/tenancies.js';

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

  it('counts no term of a due that was reversed, whatever else is owed of its day, and each term of a day on which several fall due', async () => {
    const { id } = await sittingTenant(frame);
    await add(id, { ...due('2026-03-01'), month: '2026-02' }).expect(201);
    const wrong = bodyOf(await add(id, { ...due('2026-03-01'), month: '2026-03' }).expect(201));
    await add(id, { kind: 'adjustment', amountCents: 1_000, occurredOn: '2026-03-01' }).expect(201);
    expect(await account(id)).toMatchObject({ balanceCents: 97_000, wholeTermsUnpaid: 2 });
    await landlord.post(`/v1/tenancies/${id}/ledger-entries/${wrong.id}/reversal`, {}).expect(201);
    expect(await account(id)).toMatchObject({ balanceCents: 49_000, wholeTermsUnpaid: 1 });
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
    // Told of a day before it, it would stand in what was owed before that month.
    const early = await landlord.post(`${address}/reversal`, { occurredOn: '2026-01-14' });
    expect([early.status, bodyOf<{ errors: object[] }>(early).errors]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/occurredOn', code: 'before_start' })],
    ]);
    const reversal = bodyOf(await landlord.post(`${address}/reversal`, { label: 'rejected_payment' }).expect(201));
    expect(reversal).toMatchObject({ kind: 'reversal', amountCents: 48_000, reversesId: wrong.id });
    expect(bodyOf(await landlord.get(address).expect(200))).toMatchObject({ reversedById: reversal.id });
    const reversed = await landlord.get(`/v1/tenancies/${id}/ledger-entries?reversedById=${reversal.id}`).expect(200);
    expect((reversed.body as { data: { id: string }[] }).data).toMatchObject([{ id: wrong.id }]);
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
