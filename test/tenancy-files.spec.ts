import { describe, expect, it } from '@jest/globals';
import { testApp } from './support/app.js';
import { consortiumOf } from './support/actors.js';
import { addDwelling, lead, placementFrame, refer, type Frame } from './support/placements.js';
import { act, beneathHead, record, sittingTenant, TERMS, today } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, supporter, otherLandlord, stranger } = frame.partners;
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;

/** An association that rents from a social landlord, lets to a household and supports it. */
const here = await consortiumOf<'owner' | 'association' | 'private'>(test, {
  owner: { roles: ['landlord'], kind: 'social_landlord' },
  association: { roles: ['operator', 'supporter'] },
  private: { roles: ['landlord'], kind: 'private_owner' },
});
const { owner, association } = here.partners;
const parties = { ...frame, partners: { ...frame.partners, landlord: owner, operator: association } } as Frame;

const underHead = (kind: string, over: Record<string, unknown> = {}) =>
  beneathHead({ frame: parties, owner, association }, { kind, startsOn: '2025-03-31', ...over });
const deadlines = (id: string) =>
  test.owner<{ kind: string; due_on: string; open: boolean }>(
    `SELECT kind, due_on::text, closed_at IS NULL AS open FROM deadlines WHERE source_id = $1 AND source_type = 'tenancy' ORDER BY kind, due_on`,
    [id],
  );

describe('The joint review', () => {
  it('is due six months after the sublease began, then six months after each; the owner of the flat reads it, nobody else', async () => {
    const { id, headId } = await underHead('sublease');
    expect(await deadlines(id)).toEqual([{ kind: 'joint_review', due_on: '2025-09-30', open: true }]);
    const input = { heldOn: '2025-10-31', outcome: 'continue', landlordPresent: true, householdPresent: true };
    const review = await association.post(`/v1/tenancies/${id}/joint-reviews`, { ...input, summary: 'Loyer à jour.' });
    expect([review.status, bodyOf(review).dueOn, bodyOf(review).nextDueOn]).toEqual([201, '2025-09-30', '2026-04-30']);
    expect(await deadlines(id)).toEqual([{ kind: 'joint_review', due_on: '2026-04-30', open: true }]);
    for (const partner of [owner, association])
      expect(dataOf(await partner.get(`/v1/tenancies/${id}/joint-reviews`).expect(200))).toHaveLength(1);
    const [occupancy] = dataOf(await owner.get(`/v1/tenancies/${headId}/occupancies`).expect(200));
    expect(occupancy!.nextReviewOn).toBe('2026-04-30');
    await owner.get(`/v1/tenancies/${id}/account`).expect(404);
    await stranger.get(`/v1/tenancies/${id}/joint-reviews`).expect(404);
    const unseen = await here.coordinator.get(`/v1/tenancies/${id}/joint-reviews`);
    expect([unseen.status, bodyOf(unseen).code]).toEqual([403, 'forbidden']);
    expect((await here.coordinator.get(`/v1/tenancies/${id}/slide`)).status).toBe(403);
    const early = await act(owner, headId, 'ending', { endedOn: '2025-11-30', reason: 'other' });
    expect([early.status, bodyOf(early).code]).toEqual([409, 'residents_beneath']);
    expect((await association.post(`/v1/tenancies/${id}/joint-reviews`, input)).status).toBe(409);
    expect((await owner.post(`/v1/tenancies/${id}/joint-reviews`, input)).status).toBe(404);
  });

  it('is not due beneath a private owner’s lease, nor of a lease with the landlord itself', async () => {
    const { id } = await sittingTenant(frame);
    expect(await deadlines(id)).toEqual([]);
    const input = { outcome: 'continue', landlordPresent: true, householdPresent: true };
    const refused = await landlord.post(`/v1/tenancies/${id}/joint-reviews`, input);
    expect([refused.status, bodyOf(refused).code]).toEqual([409, 'review_not_due']);
  });
});

describe('A sliding lease', () => {
  const agreed = { landlordAgreedOn: '2026-01-10', householdAgreedOn: '2026-01-12', decidedOn: '2026-01-15' };

  it('slides by joint decision: a lease in the household’s name, home and deposit moved, the head tenancy ended, debts where they were', async () => {
    const { id, headId, householdId } = await underHead('sliding_lease', {
      slideConditions: 'Douze mois de loyers payés',
      slideAimOn: '2026-03-31',
    });
    expect((await deadlines(id)).map(({ kind, due_on }) => [kind, due_on])).toEqual([
      ['joint_review', '2025-09-30'],
      ['slide_decision', '2026-03-31'],
    ]);
    await association.post(`/v1/tenancies/${id}/guarantees`, { kind: 'deposit', amountCents: 42_000 }).expect(201);
    await association.post(`/v1/tenancies/${id}/ledger-entries`, { kind: 'due', amountCents: 5_000 }).expect(201);
    await owner.get(`/v1/households/${householdId}`).expect(404);
    expect((await act(association, id, 'slide', { outcome: 'slide', ...agreed })).status).toBe(422);
    const lease = { startsOn: '2026-02-01', terms: TERMS, duesSource: 'sent' };
    const slid = await act(association, id, 'slide', { outcome: 'slide', ...agreed, lease });
    expect([slid.status, bodyOf(slid).outcome]).toEqual([200, 'slide']);
    const newId = bodyOf(slid).newTenancyId as string;
    expect(bodyOf(await owner.get(`/v1/tenancies/${newId}`).expect(200))).toMatchObject({
      kind: 'social_lease',
      landlordId: owner.organisationId,
      householdId,
      previousTenancyId: id,
      startsOn: '2026-02-01',
      headTenancyId: null,
    });
    await owner.get(`/v1/households/${householdId}`).expect(200); // as the household agreed
    expect(dataOf(await owner.get(`/v1/tenancies/${newId}/guarantees`).expect(200))).toMatchObject([
      { kind: 'deposit', status: 'held', amountCents: 42_000 },
    ]);
    expect(dataOf(await association.get(`/v1/tenancies/${id}/guarantees`).expect(200))).toMatchObject([
      { status: 'moved' },
    ]);
    expect(bodyOf(await association.get(`/v1/tenancies/${id}`).expect(200))).toMatchObject({
      status: 'ended',
      endedOn: '2026-02-01',
      endingReason: 'slide',
    });
    expect(bodyOf(await owner.get(`/v1/tenancies/${headId}`).expect(200))).toMatchObject({ status: 'ended' });
    expect(bodyOf(await association.get(`/v1/tenancies/${id}/account`).expect(200)).balanceCents).toBe(5_000);
    expect(bodyOf(await owner.get(`/v1/tenancies/${newId}/account`).expect(200)).balanceCents).toBeNull();
    expect((await deadlines(id)).every(({ open }) => !open)).toBe(true);
    expect(bodyOf(await association.get(`/v1/tenancies/${id}/exit`).expect(200))).toMatchObject({
      route: 'hlm_slide',
      durable: true,
    });
    const stays = await test.owner('SELECT source_id FROM stays WHERE household_id = $1 AND state = $2', [
      householdId,
      'actual',
    ]);
    expect(stays).toEqual([{ source_id: newId }]);
  });

  it('becomes the household’s on no day before owner and household had both agreed, and says from which', async () => {
    const { id } = await underHead('sliding_lease', { startsOn: '2026-01-11' });
    const slide = async (startsOn: string, over: object = {}, language = 'en') => {
      const path = `/v1/tenancies/${id}`;
      const { headers } = await association.get(path).expect(200);
      const decision = { outcome: 'slide', ...agreed, ...over, lease: { startsOn, terms: TERMS, duesSource: 'sent' } };
      const answer = await association
        .post(`${path}/slide`, decision)
        .set({ 'If-Match': headers.etag as string, 'Accept-Language': language });
      return [answer.status, bodyOf<{ errors?: object[] }>(answer).errors?.[0]];
    };
    const refused = (detail: string) => [422, expect.objectContaining({ pointer: '/lease/startsOn', detail })];
    expect(await slide('2026-01-11')).toEqual(refused('Give 2026-01-12 or a later day.'));
    const later = { landlordAgreedOn: '2026-01-14' };
    expect(await slide('2026-01-13', later, 'fr')).toEqual(refused('Donnez le 2026-01-14 ou un jour suivant.'));
    const early = { landlordAgreedOn: '2026-01-02', householdAgreedOn: '2026-01-03' };
    expect(await slide('2026-01-11', early)).toEqual(refused('Give 2026-01-12 or a later day.'));
    expect(await slide('2026-01-12')).toEqual([200, undefined]);
  });

  it('is extended or led elsewhere with a reason, and slides only beneath a head tenancy, with the owner’s agreement', async () => {
    const { id } = await underHead('sliding_lease', { endsOn: '2026-03-31' });
    const early = await act(association, id, 'slide', { outcome: 'extend', ...agreed, landlordAgreedOn: '2026-02-01' });
    expect(early.status).toBe(422);
    const extended = await act(association, id, 'slide', {
      outcome: 'extend',
      ...agreed,
      endsOn: '2026-09-30',
      reason: 'Les trois conviennent d’attendre',
    });
    expect(bodyOf(extended)).toMatchObject({ outcome: 'extend', aimOn: '2026-09-30', newTenancyId: null });
    expect(bodyOf(await association.get(`/v1/tenancies/${id}`).expect(200)).endsOn).toBe('2026-09-30');
    expect(await deadlines(id)).toContainEqual({ kind: 'slide_decision', due_on: '2026-09-30', open: true });
    expect(bodyOf(await owner.get(`/v1/tenancies/${id}/slide`).expect(200))).toMatchObject({ outcome: 'extend' });
    const { id: sublease } = await underHead('sublease');
    const wrong = await act(association, sublease, 'slide', { outcome: 'other', ...agreed, reason: 'x' });
    expect([wrong.status, bodyOf(wrong).code]).toEqual([409, 'not_a_sliding_lease']);
  });
});

describe('A transfer', () => {
  it('ends one tenancy and begins the next, which names it; the old debt stays on the old account', async () => {
    const old = await sittingTenant(frame);
    await landlord.post(`/v1/tenancies/${old.id}/ledger-entries`, { kind: 'due', amountCents: 7_000 }).expect(201);
    const dwellingId = await addDwelling(frame);
    const moved = await act(landlord, old.id, 'transfer', { startsOn: today(), dwellingId, terms: TERMS });
    expect(moved.status).toBe(201);
    expect(moved.headers.location).toBe(`/v1/tenancies/${bodyOf(moved).id}`);
    expect(bodyOf(moved)).toMatchObject({
      previousTenancyId: old.id,
      dwellingId,
      householdId: old.householdId,
      kind: 'social_lease',
    });
    expect(bodyOf(await landlord.get(`/v1/tenancies/${old.id}`).expect(200))).toMatchObject({
      endingReason: 'transfer',
    });
    await supporter.get(`/v1/tenancies/${bodyOf(moved).id}`).expect(200);
    expect(bodyOf(await landlord.get(`/v1/tenancies/${old.id}/account`).expect(200)).balanceCents).toBe(7_000);
  });

  it('into a residence is for its manager too, where that manages the new home as well', async () => {
    const { operator } = frame.partners;
    const { id: placementId } = await refer(frame);
    await lead(frame, placementId, await addDwelling(frame), 'moved_in');
    const title = { kind: 'occupancy_title', placementId, landlordId: landlord.organisationId, duesSource: 'sent' };
    const old = await record(operator, title);
    expect(old).toMatchObject({ landlordId: landlord.organisationId, operatorId: operator.organisationId });
    const there = { startsOn: today(), terms: TERMS };
    const elsewhere = await addDwelling(frame, { operatorId: otherLandlord.organisationId });
    expect((await act(operator, old.id, 'transfer', { ...there, dwellingId: elsewhere })).status).toBe(422);
    const moved = await act(operator, old.id, 'transfer', { ...there, dwellingId: await addDwelling(frame) });
    expect([moved.status, bodyOf(moved)]).toMatchObject([
      201,
      { kind: 'occupancy_title', operatorId: operator.organisationId },
    ]);
    const own = await addDwelling(frame, { operatorId: null });
    const back = await act(landlord, bodyOf(moved).id, 'transfer', { ...there, dwellingId: own });
    expect([back.status, bodyOf(back)]).toMatchObject([201, { operatorId: null }]);
    await operator.get(`/v1/tenancies/${bodyOf(back).id}`).expect(404);
  });

  it('of a sliding lease still is to slide, under the same conditions', async () => {
    const { id } = await underHead('sliding_lease', { slideConditions: 'Un an de bail', slideAimOn: '2027-03-31' });
    const dwellingId = await addDwelling(parties);
    const head = await record(owner, {
      tenantOrganisationId: association.organisationId,
      dwellingId,
      startsOn: '2025-01-01',
      duesSource: 'sent',
    });
    const there = { startsOn: today(), dwellingId, headTenancyId: head.id, terms: TERMS };
    const next = bodyOf(await act(association, id, 'transfer', there)).id;
    const slide = { conditions: 'Un an de bail', aimOn: '2027-03-31', outcome: null };
    expect(bodyOf(await association.get(`/v1/tenancies/${next}/slide`).expect(200))).toMatchObject(slide);
    expect(bodyOf(await owner.get(`/v1/tenancies/${next}/slide`).expect(200))).toMatchObject(slide);
    expect(await deadlines(next)).toContainEqual({ kind: 'slide_decision', due_on: '2027-03-31', open: true });
  });
});

describe('At the counter', () => {
  it('an inventory is made on entry and on exit, and the repairs that the household owes are charged', async () => {
    const { id } = await sittingTenant(frame);
    const address = `/v1/tenancies/${id}/inventories`;
    await landlord.post(address, { kind: 'in', doneOn: '2020-01-01', householdPresent: true, keys: 3 }).expect(201);
    expect((await landlord.post(address, { kind: 'in', householdPresent: true })).status).toBe(409);
    expect((await supporter.post(address, { kind: 'out', householdPresent: true })).status).toBe(403);
    const out = { kind: 'out', householdPresent: true, repairCents: 31_500, charge: true };
    const made = bodyOf(await landlord.post(address, out).expect(201));
    const entry = bodyOf(
      await landlord.get(`/v1/tenancies/${id}/ledger-entries/${String(made.chargedEntryId)}`).expect(200),
    );
    expect(entry).toMatchObject({ kind: 'adjustment', label: 'exit_repairs', amountCents: 31_500 });
    expect(dataOf(await supporter.get(address).expect(200))).toHaveLength(2);
    await otherLandlord.get(address).expect(404);
  });

  it('a guarantee is asked for by who supports the household, and held, called and released', async () => {
    const { id } = await sittingTenant(frame);
    const address = `/v1/tenancies/${id}/guarantees`;
    const asked = bodyOf(await supporter.post(address, { kind: 'visale', status: 'requested' }).expect(201));
    const change = (version: number, body: object) =>
      landlord.patch(`${address}/${asked.id}`, body).set('If-Match', `"${version}.AAAAAAAAAAAAAAAA"`);
    expect((await landlord.patch(`${address}/${asked.id}`, { status: 'held' })).status).toBe(428);
    expect((await change(1, { status: 'held', amountCents: 100_000, validFrom: '2026-01-01' })).status).toBe(200);
    expect((await change(1, { status: 'called' })).status).toBe(412);
    expect(bodyOf(await landlord.get(`${address}/${asked.id}`).expect(200))).toMatchObject({
      status: 'held',
      version: 2,
    });
    expect((await change(2, { validUntil: '2025-01-01' })).status).toBe(422);
    expect((await change(2, { status: 'released' })).status).toBe(200);
    expect((await change(3, { status: 'held' })).status).toBe(409);
    await stranger.post(address, { kind: 'visale' }).expect(404);
  });

  it('a request to the FSL is filed, granted with an amount, and decided once', async () => {
    const { id } = await sittingTenant(frame);
    const address = `/v1/tenancies/${id}/fsl-requests`;
    const filed = bodyOf(await supporter.post(address, { kind: 'maintenance', requestedCents: 90_000 }).expect(201));
    const decide = (version: number, body: object) =>
      supporter.patch(`${address}/${filed.id}`, body).set('If-Match', `"${version}.AAAAAAAAAAAAAAAA"`);
    expect((await decide(1, { status: 'refused', grantedCents: 5 })).status).toBe(422);
    const granted = await decide(1, { status: 'granted', grantedCents: 80_000 });
    expect(bodyOf(granted)).toMatchObject({ status: 'granted', decidedOn: today(), grantedCents: 80_000 });
    await landlord.get(`${address}/${filed.id}`).expect(200);
    expect((await decide(2, { status: 'withdrawn' })).status).toBe(409);
    expect(dataOf(await landlord.get(address).expect(200))).toHaveLength(1);
  });

  it('all of it stands in GraphQL too', async () => {
    const { id } = await sittingTenant(frame);
    await landlord.post(`/v1/tenancies/${id}/inventories`, { kind: 'in', householdPresent: true }).expect(201);
    const query = `query ($id: ID!) { tenancy(id: $id) { slide { outcome } jointReviews { heldOn } inventories { kind }
      guarantees { kind } fslRequests { kind } } }`;
    const answer = await landlord.post('/graphql', { query, variables: { id } }).expect(200);
    expect(bodyOf<{ data: unknown }>(answer).data).toEqual({
      tenancy: { slide: null, jointReviews: [], inventories: [{ kind: 'in' }], guarantees: [], fslRequests: [] },
    });
  });
});
