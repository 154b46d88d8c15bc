import { beforeEach, describe, expect, it } from '@jest/globals';
import { ReservationsEndWithTheirConvention1700000000165 } from '../migrations/0165-reservations-end-with-their-convention.js';
import { stepsOf } from '../migrations/support.js';
import { addDays } from '../src/platform/calendar.js';
import { HousingDays } from '../src/housing/housing.jobs.js';
import { inContext } from '../src/platform/context.js';
import { systemActor } from '../src/platform/access/actor.js';
import { join, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { addDwelling, lead, placementFrame, refer, step, type Frame } from './support/placements.js';
import { settled } from './support/settled.js';
import { today } from './support/tenancies.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string; code?: string; errors?: { pointer: string; code: string }[] };
const bodyOf = (answer: { body: unknown }): Body => answer.body as Body;
const YESTERDAY = addDays(today(), -1);
const TOMORROW = addDays(today(), 1);

let frame: Frame;
let landlord: Partner;
let holder: Partner;
/** For whom the rider reserves; it neither supports nor refers, and so sees what is reserved for it alone. */
let reserver: Partner;

beforeEach(async () => {
  frame = await placementFrame(test);
  landlord = frame.partners.landlord;
  holder = await join(test, frame.coordinator, 'holder', { roles: ['specialist'] });
  reserver = await join(test, frame.coordinator, 'reserver', { roles: ['specialist'] });
});

async function convention(over: object = {}): Promise<string> {
  const parties = { landlordId: landlord.organisationId, holderId: holder.organisationId };
  const signed = { ...parties, signedOn: '2024-01-01', startsOn: '2024-01-01', ...over };
  return bodyOf(await frame.coordinator.post('/v1/conventions', signed).expect(201)).id;
}

async function rider(conventionId: string, number: number, reservedFor: Partner | null = reserver): Promise<string> {
  const signed = { number, signedOn: '2024-01-01', reservedForId: reservedFor?.organisationId ?? null };
  return bodyOf(await landlord.post(`/v1/conventions/${conventionId}/riders`, signed).expect(201)).id;
}

async function patch(by: Partner, path: string, body: object): Promise<Body> {
  const { headers } = await by.get(path).expect(200);
  const changed = await by.patch(path, body).set('If-Match', headers.etag as string);
  expect(changed.status).toBe(200);
  return bodyOf(changed);
}

const brought = (riderId: string): Promise<string> =>
  addDwelling(frame, { riderId, address: { lines: ['12 rue des Lilas'] } });

/** By REST: the dwelling and its address. */
async function sees(by: Partner, id: string): Promise<number[]> {
  return [(await by.get(`/v1/dwellings/${id}`)).status, (await by.get(`/v1/dwellings/${id}/address`)).status];
}

/** What the supporter of somebody gets who offers it. */
async function offered(dwellingId: string): Promise<[number, string | undefined]> {
  const { id } = await refer(frame);
  await lead(frame, id, dwellingId, 'eligible');
  const answer = await step(frame.partners.supporter, id, 'offers', { dwellingId, plannedMoveInOn: '2030-01-10' });
  return [answer.status, bodyOf(answer).code];
}

async function told(by: Partner, id: string): Promise<unknown> {
  await settled(test);
  const { data } = (await by.get('/v1/dwellings/delta').expect(200)).body as { data: Body[] };
  return data.some((entry) => entry.id === id && !entry.removed);
}

describe('What a rider reserves', () => {
  it('is no longer reserved once the dwelling leaves the convention', async () => {
    const id = await brought(await rider(await convention(), 1));
    expect([await sees(reserver, id), await sees(holder, id)]).toEqual([
      [200, 200],
      [200, 404],
    ]);
    expect([(await offered(id))[1], await told(reserver, id)]).toEqual(['dwelling_reserved', true]);
    const left = await patch(landlord, `/v1/dwellings/${id}`, { riderId: null });
    expect(left).toMatchObject({ riderId: null, reservationKind: 'none', reservationHolderId: null });
    expect([await sees(reserver, id), await sees(holder, id)]).toEqual([
      [404, 404],
      [404, 404],
    ]);
    expect([await offered(id), await told(reserver, id)]).toEqual([[201, undefined], false]);
  });

  it('goes to whom the next rider reserves for, or to nobody', async () => {
    const by = await convention();
    const [own, free, other] = [
      await rider(by, 1),
      await rider(by, 2, null),
      await rider(by, 3, frame.partners.funder),
    ];
    const id = await brought(own);
    const path = `/v1/dwellings/${id}`;
    expect(await patch(landlord, path, { riderId: other })).toMatchObject({
      reservationHolderId: frame.partners.funder.organisationId,
    });
    expect(await sees(reserver, id)).toEqual([404, 404]);
    await patch(landlord, path, { riderId: own });
    expect(await patch(landlord, path, { riderId: free })).toMatchObject({
      riderId: free,
      reservationKind: 'none',
      reservationHolderId: null,
    });
    expect(await sees(reserver, id)).toEqual([404, 404]);
  });

  it('is of the convention alone: another quota, and what the landlord keeps for somebody without a rider, stay', async () => {
    const reservation = { reservationKind: 'state_priority', reservationHolderId: reserver.organisationId };
    const id = await addDwelling(frame, { riderId: await rider(await convention(), 1, null), ...reservation });
    expect(await patch(landlord, `/v1/dwellings/${id}`, { riderId: null })).toMatchObject(reservation);
    const kept = { reservationKind: 'convention', reservationHolderId: reserver.organisationId };
    const other = await addDwelling(frame, kept);
    expect(await patch(landlord, `/v1/dwellings/${other}`, { riderId: null })).toMatchObject(kept);
    expect([await sees(reserver, id), await sees(reserver, other)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
  });

  it('ends with the quota, though its holder is not named', async () => {
    const id = await addDwelling(frame, {
      reservationKind: 'state_priority',
      reservationHolderId: reserver.organisationId,
    });
    expect(await sees(reserver, id)).toEqual([200, 200]);
    const changed = await patch(landlord, `/v1/dwellings/${id}`, { reservationKind: 'none' });
    expect(changed).toMatchObject({ reservationKind: 'none', reservationHolderId: null });
    expect(await sees(reserver, id)).toEqual([404, 404]);
  });

  it('and outlived its rider before, is no longer reserved either', async () => {
    const by = await convention();
    await rider(by, 1);
    const held = { reservationKind: 'convention', reservationHolderId: reserver.organisationId };
    const outlived = await addDwelling(frame, held);
    const reserved = await brought(await rider(by, 2));
    const byHand = await addDwelling(frame, { ...held, reservationHolderId: frame.partners.funder.organisationId });
    const repair = stepsOf(ReservationsEndWithTheirConvention1700000000165).at(-1)!;
    await test.owner(repair);
    expect([await sees(reserver, outlived), await told(reserver, outlived)]).toEqual([[404, 404], false]);
    expect(await sees(reserver, reserved)).toEqual([200, 200]);
    expect(await sees(frame.partners.funder, byHand)).toEqual([200, 200]);
  });
});

describe('A convention that is over', () => {
  it('takes no rider, and brings no dwelling; nor does one that is to begin', async () => {
    const over = await convention();
    const riderId = await rider(over, 1);
    await patch(frame.coordinator, `/v1/conventions/${over}`, { validUntil: '2024-06-30' });
    const next = await landlord.post(`/v1/conventions/${over}/riders`, { number: 2, signedOn: '2024-02-01' });
    expect([next.status, bodyOf(next).code]).toEqual([409, 'convention_ended']);
    const coming = await rider(await convention({ startsOn: TOMORROW }), 1);
    for (const by of [riderId, coming]) {
      const made = await landlord.post('/v1/dwellings', { label: 'X', communeCode: '75120', type: 't3', riderId: by });
      expect([made.status, bodyOf(made).errors]).toMatchObject([
        422,
        [{ pointer: '/riderId', code: 'convention_not_in_force' }],
      ]);
    }
  });

  it('leaves its dwellings as they are written, for whoever puts them every night', async () => {
    const over = await convention();
    const facts = { label: 'A', communeCode: '75120', type: 't3', riderId: await rider(over, 1) };
    const path = '/v1/dwellings/by-external-id/rent-system/R-1';
    const { id } = bodyOf(await landlord.put(path, facts).expect(201));
    await patch(frame.coordinator, `/v1/conventions/${over}`, { validUntil: YESTERDAY });
    const again = bodyOf(await landlord.put(path, facts).expect(200));
    expect(again).toMatchObject({ id, riderId: facts.riderId, reservationHolderId: reserver.organisationId });
    expect(await sees(reserver, id)).toEqual([404, 404]);
  });

  it('shows and reserves nothing from the day after its last, and again when it goes on', async () => {
    const { supporter } = frame.partners;
    const over = await convention({ validUntil: today() });
    const id = await brought(await rider(over, 1));
    const other = await addDwelling(frame);
    const numbers = async (by: Partner): Promise<string[]> =>
      ((await by.get('/v1/dwellings').expect(200)).body as { data: Body[] }).data.map((one) => one.id);
    expect([await sees(reserver, id), await told(reserver, id), await numbers(reserver)]).toEqual([
      [200, 200],
      true,
      [id],
    ]);
    await patch(frame.coordinator, `/v1/conventions/${over}`, { validUntil: YESTERDAY });
    expect([await sees(reserver, id), await sees(holder, id), await told(reserver, id)]).toEqual([
      [404, 404],
      [404, 404],
      false,
    ]);
    expect([await numbers(reserver), await numbers(holder)]).toEqual([[], []]);
    // A supporter looks for homes; the address is for whom it is kept.
    expect([await sees(supporter, id), await sees(landlord, id)]).toEqual([
      [200, 404],
      [200, 200],
    ]);
    expect([(await offered(id))[0], (await offered(other))[0]]).toEqual([201, 201]);
    await patch(frame.coordinator, `/v1/conventions/${over}`, { validUntil: null });
    expect([await sees(reserver, id), await told(reserver, id)]).toEqual([[200, 200], true]);
  });

  it('is told to who copies its dwellings, once its day has passed', async () => {
    const over = await convention({ validUntil: today() });
    const id = await brought(await rider(over, 1));
    expect(await told(reserver, id)).toBe(true);
    await test.asOwner(async (owner) => {
      await owner.query('SET session_replication_role = replica');
      await owner.query('UPDATE conventions SET valid_until = valid_until - 1 WHERE id = $1', [over]);
      await owner.query('UPDATE dwellings SET brought_until = brought_until - 1 WHERE id = $1', [id]);
      await owner.query('SET session_replication_role = DEFAULT');
    });
    expect(await sees(reserver, id)).toEqual([404, 404]);
    const job = test.app.get(HousingDays, { strict: false });
    await inContext({ requestId: 'test', locale: 'fr', actor: systemActor(frame.consortiumId, job.name) }, () =>
      job.run(),
    );
    expect(await told(reserver, id)).toBe(false);
  });
});
