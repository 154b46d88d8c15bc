import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { LettingsService } from '../src/tenancies/lettings.service.js';
import { clock } from '../src/platform/clock.js';
import { inContext } from '../src/platform/context.js';
import { systemActor } from '../src/platform/access/actor.js';
import { ownApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';
import { settled } from './support/settled.js';
import { act, leaseOf, record, sittingTenant, TERMS, today } from './support/tenancies.js';

const test = await ownApp();
const frame = await placementFrame(test);
const { landlord, operator, supporter, referrer, stranger, otherLandlord } = frame.partners;
type Body = Record<string, unknown> & { id: string; version: number };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;

describe('A tenancy', () => {
  it('grows out of a placement: household, home, first day and stay are the placement’s, the lessor records it', async () => {
    const { id, householdId } = await refer(frame);
    const dwellingId = await addDwelling(frame);
    await lead(frame, id, dwellingId, 'accepted');
    const early = await landlord.post('/v1/tenancies', { kind: 'social_lease', placementId: id, terms: TERMS });
    expect([early.status, bodyOf(early).code]).toEqual([409, 'placement_not_moved_in']);
    await lead(frame, (await refer(frame)).id, await addDwelling(frame), 'eligible');

    const other = await refer(frame);
    await lead(frame, other.id, await addDwelling(frame), 'moved_in');
    const tenancy = await record(landlord, { placementId: other.id });
    expect(tenancy).toMatchObject({
      kind: 'social_lease',
      status: 'in_force',
      landlordId: landlord.organisationId,
      householdId: other.householdId,
      placementId: other.id,
      startsOn: today(),
      endedOn: null,
      dueDay: 1,
    });
    expect(JSON.stringify(tenancy)).not.toContain(supporter.organisationId);
    expect(householdId).not.toBe(other.householdId);
    const again = await landlord.post('/v1/tenancies', { kind: 'social_lease', placementId: other.id, terms: TERMS });
    expect([again.status, bodyOf(again).code]).toEqual([409, 'placement_has_tenancy']);
    const [stay] = await test.owner<{ source: string }>(
      `SELECT source_type AS source FROM stays WHERE household_id = $1 AND state = 'actual'`,
      [other.householdId],
    );
    expect(stay).toEqual({ source: 'tenancy' });
  });

  it('is seen by lessor, supporter and coordinator; its terms and account not by the coordinator; by others not at all', async () => {
    const { id } = await leaseOf(frame);
    for (const partner of [landlord, supporter, frame.coordinator]) {
      await partner.get(`/v1/tenancies/${id}`).expect(200);
      expect(dataOf(await partner.get('/v1/tenancies?limit=200').expect(200)).map((row) => row.id)).toContain(id);
    }
    for (const partner of [landlord, supporter]) {
      const [terms] = dataOf(await partner.get(`/v1/tenancies/${id}/terms`).expect(200));
      expect(terms).toMatchObject({ startsOn: today(), rentCents: 42_000, chargesCents: 6_000, aidKind: null });
    }
    await frame.coordinator.get(`/v1/tenancies/${id}/terms`).expect(403);
    for (const partner of [operator, stranger, otherLandlord]) {
      await partner.get(`/v1/tenancies/${id}`).expect(404);
      await partner.get(`/v1/tenancies/${id}/terms`).expect(404);
      expect(dataOf(await partner.get('/v1/tenancies').expect(200))).toEqual([]);
    }
    await referrer.get(`/v1/tenancies/${id}`).expect(403);
  });

  it('of a sitting tenant is recorded by who writes in the household’s file and has told it; then the lessor sees who it is', async () => {
    const householdId = await openHousehold(supporter);
    const body = {
      kind: 'social_lease',
      householdId,
      landlordId: landlord.organisationId,
      dwellingId: await addDwelling(frame),
      startsOn: '2019-05-01',
      terms: TERMS,
      duesSource: 'sent',
    };
    await supporter.post('/v1/tenancies', body).expect(422);
    await landlord.get(`/v1/households/${householdId}`).expect(404);
    const { id } = await record(supporter, { ...body, informedOn: '2026-01-01' });
    await landlord.get(`/v1/households/${householdId}`).expect(200);
    await landlord.get(`/v1/tenancies/${id}`).expect(200);
    const stolen = await stranger.post('/v1/tenancies', { ...body, informedOn: '2026-01-01' });
    expect(stolen.status).toBe(422);
  });

  it('is refused to who neither owns, manages nor rents the dwelling, and with two tenants or none', async () => {
    const dwellingId = await addDwelling(frame);
    const householdId = await openHousehold(stranger);
    const own = { kind: 'sublease', householdId, dwellingId, startsOn: '2026-01-01', terms: TERMS };
    const refused = await stranger.post('/v1/tenancies', own);
    expect([refused.status, bodyOf(refused).code]).toEqual([409, 'not_your_dwelling']);
    const both = await stranger.post('/v1/tenancies', { ...own, tenantOrganisationId: stranger.organisationId });
    expect([both.status, bodyOf<{ errors: { code: string }[] }>(both).errors[0]!.code]).toEqual([422, 'one_tenant']);
  });

  it('takes the dwelling: two at once of one home make one tenancy', async () => {
    const dwellingId = await addDwelling(frame);
    const households = [await openHousehold(supporter), await openHousehold(supporter)];
    const answers = await Promise.all(
      households.map((householdId) =>
        supporter.post('/v1/tenancies', {
          kind: 'social_lease',
          householdId,
          landlordId: landlord.organisationId,
          dwellingId,
          startsOn: '2026-01-01',
          informedOn: '2026-01-01',
          terms: TERMS,
          duesSource: 'sent',
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('agreed on beforehand begins on its day: then its household lives there', async () => {
    clock.set('2026-02-27T10:00:00Z');
    const { id } = await sittingTenant(frame, { startsOn: '2026-03-01' });
    const state = async () =>
      (await test.owner<{ state: string }>('SELECT state FROM stays WHERE source_id = $1', [id]))[0]!.state;
    const turn = () =>
      inContext({ requestId: 't', locale: 'fr', actor: systemActor(landlord.consortiumId, 'tenancies-turn-day') }, () =>
        test.app.get(LettingsService).turnDay(),
      );
    expect([await turn(), await state()]).toEqual([{ begun: 0 }, 'planned']);
    clock.set('2026-02-28T23:30:00Z'); // 1 March in Paris
    expect([await turn(), await state()]).toEqual([{ begun: 1 }, 'actual']);
    expect(await turn()).toEqual({ begun: 0 });
    clock.set(null);
  });

  it('has dated terms, and an amendment from a day on; only its lessor amends', async () => {
    const { id } = await sittingTenant(frame);
    const amendment = {
      startsOn: '2026-07-01',
      rentCents: 43_000,
      aidKind: 'apl',
      aidCents: 28_000,
      aidPayee: 'landlord',
    };
    expect((await act(supporter, id, 'terms', amendment)).status).toBe(409);
    expect((await act(landlord, id, 'terms', { ...amendment, aidPayee: null })).status).toBe(422);
    expect((await act(landlord, id, 'terms', amendment)).status).toBe(201);
    const corrected = await act(landlord, id, 'terms', { startsOn: '2026-07-01', rentCents: 43_500 });
    expect(bodyOf(corrected)).toMatchObject({ rentCents: 43_500, chargesCents: 6_000, aidCents: 28_000 });
    const terms = dataOf(await supporter.get(`/v1/tenancies/${id}/terms`).expect(200));
    expect(terms.map((row) => [row.startsOn, row.rentCents])).toEqual([
      ['2020-01-01', 42_000],
      ['2026-07-01', 43_500],
    ]);
    expect((await act(landlord, id, 'terms', { startsOn: '2019-01-01', rentCents: 1 })).status).toBe(422);
  });

  it('gets notice, ends with reason and exit route, and its debt outlives it; settled, the lessor ceases to see the household', async () => {
    const tenancy = await leaseOf(frame, { duesSource: 'sent' });
    const { id } = tenancy;
    const noticed = await act(landlord, id, 'notice', { givenBy: 'tenant', effectiveOn: '2030-01-01' });
    expect(bodyOf(noticed)).toMatchObject({ status: 'notice_given', endsOn: '2030-01-01' });
    const ending = { endedOn: today(), reason: 'notice_by_tenant', exitRoute: 'prison' };
    expect((await act(landlord, id, 'settlement', {})).status).toBe(409);
    expect((await act(supporter, id, 'ending', ending)).status).toBe(409);
    expect((await act(landlord, id, 'ending', { ...ending, endedOn: '2031-01-01' })).status).toBe(422);
    const ended = await act(landlord, id, 'ending', ending);
    expect(bodyOf(ended)).toMatchObject({ status: 'ended', endedOn: today(), endingReason: 'notice_by_tenant' });
    expect(JSON.stringify(ended.body)).not.toContain('prison');
    expect(bodyOf(await supporter.get(`/v1/tenancies/${id}/exit`).expect(200))).toMatchObject({ route: 'prison' });
    await frame.coordinator.get(`/v1/tenancies/${id}/exit`).expect(403);
    const placement = bodyOf(await supporter.get(`/v1/placements/${String(tenancy.placementId)}`).expect(200));
    expect(placement.status).toBe('ended');
    await landlord.get(`/v1/households/${tenancy.householdId!}`).expect(200);
    expect((await act(landlord, id, 'settlement', {})).status).toBe(200);
    await landlord.get(`/v1/households/${tenancy.householdId!}`).expect(404);
    await landlord.get(`/v1/tenancies/${id}`).expect(200);
    const acts = dataOf(await landlord.get(`/v1/tenancies/${id}/history`).expect(200));
    expect(acts.map((row) => row.act)).toEqual(['start', 'notice', 'ending', 'settlement']);
  });

  it('beneath a head tenancy shows the owner of the flat only from when until when it is lived in', async () => {
    const dwellingId = await addDwelling(frame);
    const head = await record(landlord, {
      tenantOrganisationId: operator.organisationId,
      dwellingId,
      startsOn: '2024-01-01',
      duesSource: 'sent',
    });
    await operator.get(`/v1/tenancies/${head.id}/terms`).expect(200); // the association sees the rent that it owes
    const { id, householdId } = await refer(frame);
    await lead(frame, id, dwellingId, 'moved_in');
    const sublease = await record(operator, { kind: 'sublease', placementId: id, headTenancyId: head.id });
    const own = dataOf(await operator.get('/v1/tenancies?limit=200').expect(200)).map((row) => row.id);
    expect(own).toEqual(expect.arrayContaining([head.id, sublease.id]));
    await landlord.get(`/v1/tenancies/${sublease.id}`).expect(404);
    await landlord.get(`/v1/tenancies/${sublease.id}/terms`).expect(404);
    const [occupancy] = dataOf(await landlord.get(`/v1/tenancies/${head.id}/occupancies`).expect(200));
    expect(occupancy).toMatchObject({ id: sublease.id, dwellingId, startsOn: today(), endedOn: null });
    expect(occupancy!.nextReviewOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(JSON.stringify(occupancy)).not.toContain(householdId);
    const wrong = await operator.post('/v1/tenancies', {
      kind: 'social_lease',
      headTenancyId: head.id,
      tenantOrganisationId: operator.organisationId,
      dwellingId,
      startsOn: '2026-01-01',
      terms: TERMS,
    });
    expect(wrong.status).toBe(422);
  });

  it('is recorded once under the lessor’s own identifier, and corrected by it', async () => {
    const dwellingId = await addDwelling(frame);
    const body = {
      kind: 'social_lease',
      tenantOrganisationId: supporter.organisationId,
      dwellingId,
      startsOn: '2025-01-01',
      duesSource: 'sent',
      terms: TERMS,
    };
    const address = '/v1/tenancies/by-external-id/rent-system/L-0042';
    const made = await landlord.put(address, body).expect(201);
    expect(bodyOf(made).externalIds).toEqual([{ system: 'rent-system', value: 'L-0042' }]);
    const again = await landlord.put(address, { ...body, dueDay: 5, terms: { rentCents: 45_000 } }).expect(200);
    expect(bodyOf(again)).toMatchObject({ id: bodyOf(made).id, dueDay: 5 });
    const [terms] = dataOf(await landlord.get(`/v1/tenancies/${bodyOf(made).id}/terms`).expect(200));
    expect(terms).toMatchObject({ rentCents: 45_000 });
    const moved = await landlord.put(address, { ...body, startsOn: '2025-02-01' });
    expect([moved.status, bodyOf(moved).code]).toEqual([409, 'tenancy_fixed']);
  });

  it('is the lessor’s once it was recorded for it: who did says the same again, and changes nothing', async () => {
    const householdId = await openHousehold(supporter);
    const body = {
      kind: 'social_lease',
      householdId,
      landlordId: landlord.organisationId,
      dwellingId: await addDwelling(frame),
      startsOn: '2026-01-01',
      informedOn: '2026-01-01',
      duesSource: 'computed',
      terms: TERMS,
    };
    const address = `/v1/tenancies/by-external-id/case-tool/${randomUUID()}`;
    const { id } = bodyOf(await supporter.put(address, body).expect(201));
    expect(bodyOf(await supporter.put(address, body).expect(200))).toMatchObject({ id, version: 1 });
    for (const other of [{ terms: { rentCents: 1 } }, { dueDay: 9 }, { endsOn: '2030-01-01' }]) {
      const refused = await supporter.put(address, { ...body, ...other });
      expect([refused.status, bodyOf(refused).code]).toEqual([409, 'not_the_lessor']);
    }
    for (const other of [{ duesSource: 'sent' }, { duesStartOn: '2026-02-01' }, { headTenancyId: randomUUID() }]) {
      const refused = await supporter.put(address, { ...body, ...other });
      expect([refused.status, bodyOf(refused).code]).toEqual([409, 'tenancy_fixed']);
    }
    const [terms] = dataOf(await landlord.get(`/v1/tenancies/${id}/terms`).expect(200));
    expect(terms).toMatchObject({ rentCents: TERMS.rentCents });
    // Not even that, where the household does not let it see the account.
    await test.owner(`DELETE FROM grants WHERE household_id = $1 AND organisation_id = $2 AND scope = 'account'`, [
      householdId,
      supporter.organisationId,
    ]);
    const blind = await supporter.put(address, { ...body, terms: { rentCents: 1 } });
    expect([blind.status, bodyOf(blind).code]).toEqual([409, 'not_the_lessor']);
  });

  it('comes in the delta of those who follow it, and says nothing of what is paid', async () => {
    await settled(test);
    const first = bodyOf<{ deltaToken?: string; nextToken?: string }>(
      await landlord.get('/v1/tenancies/delta?limit=500').expect(200),
    );
    const { id } = await leaseOf(frame);
    await settled(test);
    const since = await landlord.get(`/v1/tenancies/delta?token=${first.deltaToken!}`).expect(200);
    const entry = dataOf(since).find((row) => row.id === id);
    expect(entry).toMatchObject({ status: 'in_force', kind: 'social_lease', tenancyVersion: 1 });
    expect(JSON.stringify(entry)).not.toMatch(/cents|supporter/i);
    expect(dataOf(await stranger.get('/v1/tenancies/delta').expect(200))).toEqual([]);
  });

  it('leaves the supporter’s delta when the household is disclosed to it no longer, and comes back with it', async () => {
    const { id, householdId } = await leaseOf(frame);
    const all = dataOf(await supporter.get(`/v1/households/${householdId}/disclosures?relation=supporter`).expect(200));
    const of = (sql: string) =>
      test.owner(
        `SELECT set_config('app.consortium', '${frame.consortiumId}', false), set_config('app.kind', 'system', false),
         set_config('app.organisation', '${supporter.organisationId}', false), ${sql}`,
      );
    const entries = async (path: string) => {
      await settled(test);
      const { body } = await supporter.get(path).expect(200);
      return body as { data: Body[]; deltaToken: string };
    };
    const { data, deltaToken } = await entries('/v1/tenancies/delta?limit=500');
    expect(data.some((row) => row.id === id)).toBe(true);
    for (const disclosure of all) await of(`close_disclosure('${disclosure.id}')`);
    const gone = await entries(`/v1/tenancies/delta?token=${deltaToken}`);
    expect(gone.data).toMatchObject([{ id, removed: true, reason: 'no_longer_yours' }]);
    await of(
      `open_disclosure('${householdId}', '${supporter.organisationId}', 'support', 'supporter', 'household', '${householdId}', 'x', '2026-01-01', NULL)`,
    );
    const back = await entries(`/v1/tenancies/delta?token=${gone.deltaToken}`);
    expect(back.data).toMatchObject([{ id, status: 'in_force' }]);
  });
});

describe('Over GraphQL', () => {
  it('a tenancy is the same, with its home, its household and its terms', async () => {
    const { id } = await leaseOf(frame);
    const query = `query ($id: ID!) { tenancy(id: $id) { id kind status dwelling { id label } household { id size }
      landlord { id } headTenancy { id } exit { route } periods { startsOn rentCents } } }`;
    const ask = async (partner: typeof landlord) =>
      bodyOf<{ data: { tenancy: Body | null } }>(
        await partner.post('/graphql', { query, variables: { id } }).expect(200),
      ).data.tenancy;
    expect(await ask(landlord)).toMatchObject({
      id,
      kind: 'social_lease',
      household: { size: 1 },
      periods: [{ rentCents: 42_000 }],
      headTenancy: null,
    });
    expect(await ask(frame.coordinator)).toMatchObject({ id, periods: [] });
    expect(await ask(stranger)).toBeNull();
  });
});
