import { describe, expect, it } from '@jest/globals';
import { PlacementsEndWithTheirHome1700000000152 } from '../migrations/0152-placements-end-with-their-home.js';
import { asDefiner, stepsOf } from '../migrations/support.js';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { figuresOf } from './support/figures.js';
import { personsOf } from './support/households.js';
import { MOVER_ALONE, movesIn, oneMovesToAFlat, seenBy, someMove } from './support/movers.js';
import { addDwelling, lead, placementFrame, refer, step, type Frame } from './support/placements.js';
import { act, record, TERMS, today, type Tenancy } from './support/tenancies.js';

const test = await testApp();
const GONE = { endedOn: today(), reason: 'mutual', exitRoute: 'hlm_dalo' };

interface Housed extends Frame {
  readonly placementId: string;
  readonly dwellingId: string;
  readonly householdId: string;
  readonly person: string;
}

async function housed(): Promise<Housed> {
  const frame = await placementFrame(test, { kind: 'temporary_housing' });
  const { id, householdId } = await refer(frame);
  const dwellingId = await addDwelling(frame);
  await lead(frame, id, dwellingId, 'moved_in');
  const [person] = await personsOf(frame.partners.supporter, householdId);
  return { ...frame, placementId: id, dwellingId, householdId, person: person! };
}

async function done(partner: Partner, id: string, noun: string, body: object): Promise<Tenancy> {
  const { status, text, body: answer } = await act(partner, id, noun, body);
  if (status >= 300) throw new Error(`${noun}: ${status} ${text}`);
  return answer as Tenancy;
}

const to = (dwellingId: string, over: object = {}) => ({ startsOn: today(), dwellingId, terms: TERMS, ...over });
const leaseFor = ({ partners, placementId }: Housed): Promise<Tenancy> =>
  record(partners.landlord, { placementId, duesSource: 'sent' });

/** What reading the household, and who of it, answers. */
const sight = (partner: Partner, { householdId, person }: Housed): Promise<number[]> =>
  Promise.all(
    [`households/${householdId}`, `persons/${person}`].map(async (p) => (await partner.get(`/v1/${p}`)).status),
  );

const placementOf = async (partner: Partner, { placementId }: { readonly placementId: string }) =>
  (await partner.get(`/v1/placements/${placementId}`)).body as Record<string, unknown>;

const exitsOf = async ({ coordinator }: Frame): Promise<number | undefined> =>
  (await figuresOf(coordinator, 'acces')).exits?.value ?? undefined;

async function managedBy({ partners, dwellingId }: Housed, operatorId: string | null, of = dwellingId): Promise<void> {
  const { headers } = await partners.landlord.get(`/v1/dwellings/${of}`).expect(200);
  const changed = partners.landlord.patch(`/v1/dwellings/${of}`, { operatorId });
  await changed.set('If-Match', headers.etag as string).expect(200);
}

describe('A placement whose lease is transferred', () => {
  it('goes on in the new home, out of sight of who manages the old one', async () => {
    const made = await housed();
    const { landlord, operator, supporter } = made.partners;
    const lease = await leaseFor(made);
    expect(await sight(operator, made)).toEqual([200, 200]);
    const elsewhere = await addDwelling(made, { operatorId: null });
    await done(landlord, lease.id, 'transfer', to(elsewhere));
    expect(await sight(operator, made)).toEqual([404, 404]);
    await operator.get(`/v1/placements/${made.placementId}`).expect(404);
    expect(await sight(landlord, made)).toEqual([200, 200]);
    expect(await placementOf(supporter, made)).toMatchObject({
      status: 'moved_in',
      dwellingId: elsewhere,
      operatorId: null,
    });
  });

  it('ends with the last lease, counts as an exit, and is in nobody’s sight when all is settled', async () => {
    const made = await housed();
    const { landlord, operator, supporter } = made.partners;
    const first = await leaseFor(made);
    const second = await done(landlord, first.id, 'transfer', to(await addDwelling(made, { operatorId: null })));
    const third = await done(landlord, second.id, 'transfer', to(await addDwelling(made)));
    await done(landlord, third.id, 'ending', GONE);
    expect(await placementOf(supporter, made)).toMatchObject({ status: 'ended', endedOn: today() });
    expect(await exitsOf(made)).toBe(1);
    expect(await sight(landlord, made)).toEqual([200, 200]);
    for (const { id } of [first, second, third]) await done(landlord, id, 'settlement', {});
    expect([await sight(landlord, made), await sight(operator, made)]).toEqual([
      [404, 404],
      [404, 404],
    ]);
    const steps = await supporter.get(`/v1/placements/${made.placementId}/history`).expect(200);
    expect((steps.body as { data: object[] }).data).toContainEqual(
      expect.objectContaining({ step: 'ending', status: 'ended', occurredOn: today(), byRole: 'landlord' }),
    );
  });

  it('stays in sight of who manages both homes, until it manages the new one no more', async () => {
    const made = await housed();
    const { landlord, operator } = made.partners;
    const lease = await leaseFor(made);
    const home = await addDwelling(made);
    await done(landlord, lease.id, 'transfer', to(home));
    await managedBy(made, null);
    expect(await sight(operator, made)).toEqual([200, 200]);
    await managedBy(made, null, home);
    expect(await sight(operator, made)).toEqual([404, 404]);
  });

  it('ends out of a room of a shared flat too', async () => {
    const family = await oneMovesToAFlat(test);
    const { landlord, operator } = family.partners;
    const stay = await movesIn(family, { placementId: family.placementId });
    const home = await addDwelling(family, {}, landlord);
    const next = await done(operator, stay.tenancyId!, 'transfer', to(home, { kind: 'sublease' }));
    await done(operator, next.id, 'ending', GONE);
    expect(await placementOf(operator, family)).toMatchObject({ status: 'ended', endedOn: today() });
    await landlord.get(`/v1/persons/${family.persons[1]}`).expect(404);
  });
});

describe('A placement of before', () => {
  /** As it was left when a lease was transferred, or ended after that. */
  const leftOpen = ({ placementId, dwellingId, partners }: Housed): Promise<unknown> =>
    test.owner(
      asDefiner(`
        DELETE FROM placement_exits WHERE id = '${placementId}';
        UPDATE placements SET status = 'moved_in', status_since = moved_in_on, ended_on = NULL, dwelling_id = '${dwellingId}',
          operator_id = '${partners.operator.organisationId}' WHERE id = '${placementId}';
        UPDATE disclosures SET closed_at = NULL WHERE basis = 'placement' AND subject_id = '${placementId}' AND relation IN ('landlord', 'operator');
        PERFORM refresh_grants(household_id, organisation_id) FROM disclosures WHERE basis = 'placement' AND subject_id = '${placementId}';
        SET CONSTRAINTS ALL IMMEDIATE;`),
    );
  const upgrade = (): Promise<unknown> => test.owner(stepsOf(PlacementsEndWithTheirHome1700000000152).at(-1)!);

  it('follows its lease, and ends where that has ended', async () => {
    const made = await housed();
    const { landlord, operator, supporter } = made.partners;
    const lease = await leaseFor(made);
    const elsewhere = await addDwelling(made, { operatorId: null });
    const next = await done(landlord, lease.id, 'transfer', to(elsewhere));
    await leftOpen(made);
    expect(await sight(operator, made)).toEqual([200, 200]);
    await upgrade();
    expect(await sight(operator, made)).toEqual([404, 404]);
    expect(await placementOf(supporter, made)).toMatchObject({ status: 'moved_in', dwellingId: elsewhere });
    await done(landlord, next.id, 'ending', GONE);
    await leftOpen(made);
    await upgrade();
    expect(await placementOf(supporter, made)).toMatchObject({ status: 'ended', endedOn: today() });
    expect(await exitsOf(made)).toBe(1);
    for (const { id } of [lease, next]) await done(landlord, id, 'settlement', {});
    expect(await sight(landlord, made)).toEqual([404, 404]);
  });
});

describe('A placement whose lessor manages the dwelling no more', () => {
  it('ends with its title', async () => {
    const made = await housed();
    const { landlord, operator, supporter } = made.partners;
    const title = await record(operator, {
      placementId: made.placementId,
      kind: 'occupancy_title',
      duesSource: 'sent',
    });
    await managedBy(made, null);
    await done(operator, title.id, 'ending', GONE);
    await done(operator, title.id, 'settlement', {});
    expect(await placementOf(supporter, made)).toMatchObject({ status: 'ended', endedOn: today() });
    expect(await exitsOf(made)).toBe(1);
    expect([await sight(landlord, made), await sight(operator, made)]).toEqual([
      [404, 404],
      [404, 404],
    ]);
  });

  it('that was ended by hand leaves its lease to be ended', async () => {
    const made = await housed();
    const { supporter, landlord } = made.partners;
    const lease = await leaseFor(made);
    const byHand = await step(supporter, made.placementId, 'ending', { endedOn: today(), exitRoute: 'hosted' });
    expect(byHand.status).toBe(200);
    await done(landlord, lease.id, 'ending', GONE);
    expect(await exitsOf(made)).toBe(1);
  });
});

describe('A transfer', () => {
  const taken = async (dwellingId: string): Promise<unknown> =>
    test.owner(`SELECT persons FROM stays WHERE dwelling_id = $1 AND state <> 'cancelled'`, [dwellingId]);

  it('of the lease of one who moved alone takes a home for one; the next one too', async () => {
    const family = await someMove(test);
    const { landlord } = family.partners;
    const lease = await record(landlord, { placementId: family.placementId, duesSource: 'sent' });
    const studios = [await addDwelling(family, { places: 1 }), await addDwelling(family, { places: 1 })];
    const next = await done(landlord, lease.id, 'transfer', to(studios[0]!));
    expect(await taken(studios[0]!)).toEqual([{ persons: 1 }]);
    await done(landlord, next.id, 'transfer', to(studios[1]!));
    expect(await taken(studios[1]!)).toEqual([{ persons: 1 }]);
  });

  it('of the lease of a whole household takes a home for all of it', async () => {
    const family = await someMove(test, 'moved_in', null);
    const { landlord } = family.partners;
    const lease = await record(landlord, { placementId: family.placementId, duesSource: 'sent' });
    const [studio, home] = [await addDwelling(family, { places: 1 }), await addDwelling(family)];
    const refused = await act(landlord, lease.id, 'transfer', to(studio));
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'capacity_exceeded']);
    await done(landlord, lease.id, 'transfer', to(home));
    expect(await taken(home)).toEqual([{ persons: 4 }]);
  });

  it('takes no home that is reserved, but by the lessor; who supports the household is not told by it', async () => {
    const made = await housed();
    const { landlord, stranger, supporter } = made.partners;
    const lease = await leaseFor(made);
    const kept = (holder: Partner) => addDwelling(made, { reservationHolderId: holder.organisationId });
    for (const holder of [stranger, supporter]) {
      const refused = await act(landlord, lease.id, 'transfer', to(await kept(holder)));
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'dwelling_reserved']);
    }
    await done(landlord, lease.id, 'transfer', to(await kept(landlord)));
  });

  it('of a sliding lease lets the new home slide: its placement ends, and the owner knows whom the lease was of', async () => {
    const family = await someMove(test);
    const { operator, landlord, supporter } = family.partners;
    const dues = { duesSource: 'sent', startsOn: '2026-01-01' };
    const headOf = (dwellingId: string) =>
      record(landlord, { ...dues, tenantOrganisationId: operator.organisationId, dwellingId });
    const home = await addDwelling(family);
    const [before, head] = [await headOf(family.dwellingId), await headOf(home)];
    const sliding = { ...dues, kind: 'sliding_lease', placementId: family.placementId, headTenancyId: before.id };
    const first = await record(operator, sliding);
    const moved = to(home, { startsOn: '2026-03-01', headTenancyId: head.id });
    const second = await done(operator, first.id, 'transfer', moved);
    expect(await placementOf(supporter, family)).toMatchObject({ status: 'moved_in', dwellingId: home });

    const agreed = { decidedOn: today(), landlordAgreedOn: '2026-03-10', householdAgreedOn: '2026-03-12' };
    const lease = { startsOn: today(), terms: TERMS, duesSource: 'sent' };
    const slide = await done(operator, second.id, 'slide', { outcome: 'slide', ...agreed, lease });
    const third = (slide as unknown as { newTenancyId: string }).newTenancyId;
    expect((await landlord.get(`/v1/tenancies/${third}`).expect(200)).body).toMatchObject({
      landlordId: landlord.organisationId,
      dwellingId: home,
      previousTenancyId: second.id,
    });
    expect(await taken(home)).toEqual([{ persons: 1 }]);
    expect(await placementOf(supporter, family)).toMatchObject({ status: 'ended', endedOn: today() });
    const exit = await supporter.get(`/v1/placements/${family.placementId}/exit`).expect(200);
    expect(exit.body).toMatchObject({ exitRoute: 'hlm_slide', durable: true });
    const statuses = [before, head].map(async ({ id }) => (await landlord.get(`/v1/tenancies/${id}`)).body as Tenancy);
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual(['in_force', 'ended']);
    expect(await seenBy(operator, family)).toEqual(MOVER_ALONE);
    for (const { id } of [first, second]) await done(operator, id, 'settlement', {});
    expect([await seenBy(operator, family), await seenBy(landlord, family)]).toEqual([
      [404, 404, 404, 404],
      MOVER_ALONE,
    ]);
  });
});
