import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import {
  familyOf,
  MOVER_ALONE,
  movesIn,
  oneMovesToAFlat,
  referSome,
  seenBy,
  someMove,
  type Family,
} from './support/movers.js';
import { addDwelling, lead, step } from './support/placements.js';
import { openFlat } from './support/shared-flats.js';
import { act, record, today } from './support/tenancies.js';

const test = await testApp();
const on = today();
const TERMS = { rentCents: 40_000, chargesCents: 5_000 };
const WHOLE = [200, 200, 404, 200];
const ENDED = { endedOn: on, reason: 'mutual', exitRoute: 'private_lease' };
const SENT = { startsOn: '2026-01-01', duesSource: 'sent' };

const both = async ({ partners, persons }: Family): Promise<number[][]> =>
  Promise.all([partners.operator, partners.landlord].map((partner) => seenBy(partner, { persons })));
const done = async (partner: Partner, id: string, noun: string, body: object): Promise<void> => {
  const { status, text } = await act(partner, id, noun, body);
  if (status >= 300) throw new Error(`${noun}: ${status} ${text}`);
};
const ofHousehold = async (family: Family, over: object = {}) => ({
  householdId: family.householdId,
  dwellingId: await addDwelling(family),
  terms: TERMS,
  ...over,
});

async function another({ coordinator }: Family): Promise<string> {
  const programme = { key: 'autre', name: 'Autre', publicLabel: 'Autre', kind: 'rehousing', startsOn: '2020-01-01' };
  const made = await coordinator.post('/v1/programmes', { ...programme, decidingBody: 'caleol' }).expect(201);
  return (made.body as { id: string }).id;
}

describe('Who lets and who manages, of a household of which both know one person,', () => {
  it('learn no more by a lease that the manager records', async () => {
    const family = await someMove(test);
    const { operator, landlord } = family.partners;
    await record(operator, await ofHousehold(family, { landlordId: landlord.organisationId, startsOn: on }));
    expect(await both(family)).toEqual([MOVER_ALONE, MOVER_ALONE]);
  });

  it('take a home for that one by it, and so at once what is for one alone', async () => {
    const family = await someMove(test);
    const { operator, landlord } = family.partners;
    const studio = { dwellingId: await addDwelling(family, { places: 1 }), startsOn: on };
    const { id } = await record(
      operator,
      await ofHousehold(family, { landlordId: landlord.organisationId, ...studio }),
    );
    const stays = await test.owner('SELECT persons FROM stays WHERE source_id = $1', [id]);
    expect([stays, await both(family)]).toEqual([[{ persons: 1 }], [MOVER_ALONE, MOVER_ALONE]]);
  });

  it('nor when the landlord lets another dwelling instead', async () => {
    const family = await someMove(test);
    const { operator, landlord } = family.partners;
    const { placementId } = family;
    const { id } = await record(operator, {
      ...SENT,
      placementId,
      landlordId: landlord.organisationId,
      dwellingId: undefined,
    });
    await done(landlord, id, 'transfer', { startsOn: on, dwellingId: await addDwelling(family), terms: TERMS });
    expect(await both(family)).toEqual([MOVER_ALONE, MOVER_ALONE]);
  });

  it('nor when a sublease slides to the owner', async () => {
    const family = await someMove(test);
    const { operator, landlord } = family.partners;
    const head = await record(landlord, {
      tenantOrganisationId: operator.organisationId,
      dwellingId: family.dwellingId,
      startsOn: '2025-01-01',
      duesSource: 'sent',
    });
    const sublease = { kind: 'sliding_lease', placementId: family.placementId, headTenancyId: head.id };
    const { id } = await record(operator, { ...SENT, ...sublease, dwellingId: undefined });
    const agreed = { landlordAgreedOn: '2026-01-10', householdAgreedOn: '2026-01-12', decidedOn: '2026-01-15' };
    const next = { startsOn: on, terms: TERMS, duesSource: 'sent' };
    await done(operator, id, 'slide', { outcome: 'slide', ...agreed, lease: next });
    expect(await both(family)).toEqual([MOVER_ALONE, MOVER_ALONE]);
  });

  it('nor when an entry of the landlord opens a settled account again', async () => {
    const family = await someMove(test);
    const { operator, landlord } = family.partners;
    const { id } = await record(operator, await ofHousehold(family, { ...SENT, landlordId: landlord.organisationId }));
    const entries = `/v1/tenancies/${id}/ledger-entries`;
    await operator.post(entries, { kind: 'due', amountCents: 48_000, occurredOn: '2026-02-01' }).expect(201);
    const paid = await operator
      .post(`/v1/tenancies/${id}/payments`, { amountCents: 48_000, occurredOn: '2026-02-10' })
      .set('Idempotency-Key', randomUUID())
      .expect(201);
    await done(operator, id, 'ending', ENDED);
    await done(operator, id, 'settlement', {});
    const reversal = `${entries}/${(paid.body as { id: string }).id}/reversal`;
    await landlord.post(reversal, { label: 'rejected_payment' }).expect(201);
    expect(await seenBy(operator, family)).toEqual(MOVER_ALONE);
  });
});

describe('What was closed', () => {
  async function refusedBefore(first: number[] | null): Promise<Family> {
    const family = await someMove(test, 'submitted', first);
    const { landlord, supporter } = family.partners;
    const no = { outcome: 'refused', reason: 'file_incomplete' };
    expect((await step(landlord, family.placementId, 'allocation', no)).status).toBe(201);
    const withdrawn = { endedOn: on, exitRoute: 'withdrawn' };
    expect((await step(supporter, family.placementId, 'ending', withdrawn)).status).toBeLessThan(300);
    const placementId = await referSome(family, [1]);
    await lead(family, placementId, family.dwellingId, 'moved_in');
    return family;
  }

  it.each([['the whole household', null] as const, ['another of it', 3] as const])(
    'is not opened again by the landlord’s own lease: %s, refused before',
    async (_, first) => {
      const family = await refusedBefore(first === null ? null : [first]);
      await record(family.partners.landlord, await ofHousehold(family, { startsOn: on }));
      expect(await seenBy(family.partners.landlord, family)).toEqual(MOVER_ALONE);
    },
  );

  it.each([['the whole household', null] as const, ['one of it', 1] as const])(
    'stays closed once a landlord has refused whose file was before it, though it recorded a lease of its own: %s',
    async (_, mover) => {
      const family = await someMove(test, 'submitted', mover === null ? null : [mover]);
      const { landlord } = family.partners;
      await record(landlord, await ofHousehold(family, { startsOn: on }));
      const no = { outcome: 'refused', reason: 'file_incomplete' };
      expect((await step(landlord, family.placementId, 'allocation', no)).status).toBe(201);
      expect(await seenBy(landlord, family)).toEqual([404, 404, 404, 404]);
    },
  );

  it('stays closed though the landlord knew another of it for good', async () => {
    const family = await someMove(test);
    const { landlord } = family.partners;
    const placementId = await referSome({ ...family, programmeId: await another(family) }, [3]);
    await lead(family, placementId, await addDwelling(family), 'submitted');
    await record(landlord, await ofHousehold(family, { startsOn: on }));
    const no = { outcome: 'refused', reason: 'file_incomplete' };
    expect((await step(landlord, placementId, 'allocation', no)).status).toBe(201);
    expect(await seenBy(landlord, family)).toEqual(MOVER_ALONE);
  });

  it('opens again with the account of whom the lease was of: a debt is chased of somebody', async () => {
    const family = await familyOf(test);
    const { landlord, supporter } = family.partners;
    const told = { ...SENT, landlordId: landlord.organisationId, informedOn: '2026-01-01' };
    const { id } = await record(supporter, await ofHousehold(family, told));
    const payment = { amountCents: 48_000, occurredOn: '2026-02-10' };
    const entries = `/v1/tenancies/${id}/ledger-entries`;
    await landlord.post(entries, { kind: 'due', amountCents: 48_000, occurredOn: '2026-02-01' }).expect(201);
    const paid = await landlord
      .post(`/v1/tenancies/${id}/payments`, payment)
      .set('Idempotency-Key', randomUUID())
      .expect(201);
    await done(landlord, id, 'ending', ENDED);
    await done(landlord, id, 'settlement', {});
    expect(await seenBy(landlord, family)).toEqual([404, 404, 404, 404]);
    const reversal = `${entries}/${(paid.body as { id: string }).id}/reversal`;
    await landlord.post(reversal, { label: 'rejected_payment' }).expect(201);
    expect(await seenBy(landlord, family)).toEqual(WHOLE);
  });

  it('widens no lease recorded before it was open', async () => {
    const family = await someMove(test);
    const { landlord, supporter } = family.partners;
    await record(landlord, await ofHousehold(family, { startsOn: on }));
    const placementId = await referSome({ ...family, programmeId: await another(family) }, null);
    await lead(family, placementId, await addDwelling(family), 'submitted');
    expect(await seenBy(landlord, family)).toEqual(WHOLE);
    const no = { outcome: 'refused', reason: 'file_incomplete' };
    expect((await step(landlord, placementId, 'allocation', no)).status).toBe(201);
    await step(supporter, placementId, 'ending', { endedOn: on, exitRoute: 'withdrawn' });
    expect(await seenBy(landlord, family)).toEqual(MOVER_ALONE);
  });

  it('is not opened again by an operator’s own agreement: a lease of the whole household that ended', async () => {
    const family = await familyOf(test);
    const own = { ...family, flat: await openFlat(family) };
    const { operator, supporter } = own.partners;
    const title = { ...SENT, kind: 'occupancy_title', landlordId: operator.organisationId, informedOn: '2026-01-01' };
    const { id } = await record(supporter, await ofHousehold(own, title));
    const stay = { householdId: own.householdId, personId: own.persons[1], roomId: own.flat.roomIds[1], startsOn: on };
    await movesIn(own, stay);
    await done(operator, id, 'ending', ENDED);
    await done(operator, id, 'settlement', {});
    expect(await seenBy(operator, own)).toEqual(MOVER_ALONE);
    await record(operator, await ofHousehold(own, { kind: 'occupancy_title', startsOn: on }));
    expect(await seenBy(operator, own)).toEqual(MOVER_ALONE);
  });
});

describe('The owner of a flat', () => {
  it('learns of a resident’s household no more by a lease that the operator, who knows the resident alone, records for it', async () => {
    const family = await oneMovesToAFlat(test, { decides: 'supporter' });
    const { operator, landlord } = family.partners;
    await movesIn(family, { placementId: family.placementId });
    await landlord.get(`/v1/households/${family.householdId}`).expect(404);
    await record(operator, await ofHousehold(family, { landlordId: landlord.organisationId, startsOn: on }));
    expect(await both(family)).toEqual([MOVER_ALONE, MOVER_ALONE]);
  });
});

describe('The lease of a whole household, of which somebody moved alone before,', () => {
  it('is one of the whole household after a transfer too', async () => {
    const family = await someMove(test);
    const { landlord, supporter } = family.partners;
    const told = { ...SENT, landlordId: landlord.organisationId, informedOn: '2026-01-01' };
    const { id } = await record(supporter, await ofHousehold(family, told));
    expect(await seenBy(landlord, family)).toEqual(WHOLE);
    await done(landlord, id, 'transfer', { startsOn: on, dwellingId: await addDwelling(family), terms: TERMS });
    await done(landlord, id, 'settlement', {});
    expect(await seenBy(landlord, family)).toEqual(WHOLE);
  });
});
