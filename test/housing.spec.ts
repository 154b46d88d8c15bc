import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { closeAddress, openAddress } from '../src/housing/addresses.js';
import {
  cancelStay,
  confirmStay,
  demandFree,
  endStay,
  handOverStay,
  reserve,
  type Reservation,
  type StaySource,
} from '../src/housing/stays.js';
import type { Actor } from '../src/platform/access/actor.js';
import { addDays } from '../src/platform/calendar.js';
import { inContext } from '../src/platform/context.js';
import { Database } from '../src/platform/database/database.js';
import type { Work } from '../src/platform/database/work.js';
import { Failure } from '../src/platform/errors/failure.js';
import { consortiumOf, type Consortium, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { settled } from './support/settled.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string; version: number };
type List = { data: Body[]; nextCursor: string | null };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;

let here: Consortium<'landlord' | 'operator' | 'supporter' | 'reserver' | 'funder' | 'rival'>;
beforeAll(async () => {
  here = await consortiumOf(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    operator: { roles: ['operator'] },
    supporter: { roles: ['supporter'] },
    reserver: { roles: ['validator'], kind: 'state_service' },
    funder: { roles: ['funder'], kind: 'funder' },
    rival: { roles: ['landlord', 'supporter'], kind: 'social_landlord' },
  });
});

const T4 = { label: 'T4 Lilas', communeCode: '93045', type: 't4' };
async function newDwelling(facts: object = {}, by: Partner = here.partners.landlord): Promise<Body> {
  return bodyOf(await by.post('/v1/dwellings', { ...T4, ...facts }).expect(201));
}
async function newRoom(dwelling: Body, number: number, facts: object = {}): Promise<Body> {
  return bodyOf(
    await here.partners.landlord.post(`/v1/dwellings/${dwelling.id}/rooms`, { number, ...facts }).expect(201),
  );
}

/** A use case of another feature, as this partner: one unit of work that calls the verbs. */
function as<T>(partner: Partner, run: (work: Work) => Promise<T>): Promise<T> {
  const actor: Actor = {
    kind: 'member',
    consortiumId: partner.consortiumId,
    organisationId: partner.organisationId,
    principal: { type: 'client', id: partner.clientId },
    roles: [],
    functions: [],
    permissions: new Set(),
    revocable: [],
  };
  return inContext({ requestId: randomUUID(), locale: 'fr', actor }, () => test.app.get(Database).work(run));
}
/** A placement in a dwelling, of a household that the supporter opened. */
async function placementIn(dwelling: Body, supporter: Partner): Promise<{ source: StaySource; householdId: string }> {
  const programme = await here.coordinator
    .post('/v1/programmes', {
      ...{ key: `p-${randomUUID()}`, name: 'Accès', publicLabel: 'Logement accompagné' },
      ...{ kind: 'rehousing', decidingBody: 'caleol', startsOn: '2020-01-01' },
    })
    .expect(201);
  const householdId = await openHousehold(supporter);
  const referral = { householdId, programmeId: bodyOf(programme).id, reasons: ['no_home'] };
  const { id } = bodyOf(await supporter.post('/v1/placements', referral).expect(201));
  await test.owner(`UPDATE placements SET status = 'offered', dwelling_id = $2, landlord_id = $3 WHERE id = $1`, [
    id,
    dwelling.id,
    here.partners.landlord.organisationId,
  ]);
  return { source: { type: 'placement', id }, householdId };
}
/** A source of which housing knows nothing: its owner's own, like works. */
const works = (): StaySource => ({ type: 'works' as never, id: randomUUID() });
const take = (dwelling: Body, wanted: Partial<Reservation> = {}, by = here.partners.landlord): Promise<StaySource> => {
  const source = wanted.source ?? works();
  return as(by, (work) =>
    reserve(work, { dwellingId: dwelling.id, from: '2026-03-01', persons: 1, ...wanted, source }),
  ).then(() => source);
};
const reasonOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.reason : String(error)),
  );

describe('Dwellings', () => {
  it('are seen by who owns, manages, reserves or looks for them, and changed by their owners', async () => {
    const { landlord, operator, supporter, reserver, funder, rival } = here.partners;
    const dwelling = await newDwelling({
      operatorId: operator.organisationId,
      reservationHolderId: reserver.organisationId,
      reservationKind: 'state_priority',
    });
    for (const viewer of [landlord, operator, supporter, reserver, rival, here.coordinator])
      await viewer.get(`/v1/dwellings/${dwelling.id}`).expect(200);
    await funder.get(`/v1/dwellings/${dwelling.id}`).expect(404);
    const etag = (await operator.get(`/v1/dwellings/${dwelling.id}`)).headers.etag!;
    await rival.patch(`/v1/dwellings/${dwelling.id}`, { floor: 2 }).set('If-Match', etag).expect(404);
    await supporter.patch(`/v1/dwellings/${dwelling.id}`, { floor: 2 }).set('If-Match', etag).expect(403);
    const patched = bodyOf(
      await operator.patch(`/v1/dwellings/${dwelling.id}`, { floor: 2 }).set('If-Match', etag).expect(200),
    );
    expect(patched).toMatchObject({ floor: 2, version: 2 });
    const refused = await operator
      .patch(`/v1/dwellings/${dwelling.id}`, { operatorId: rival.organisationId })
      .set('If-Match', `"2.${'a'.repeat(16)}"`)
      .expect(409);
    expect(bodyOf(refused).code).toBe('only_landlord_appoints');
  });

  it('are managed by an operator, or a landlord: of another nothing would be seen, and nothing managed', async () => {
    const { landlord, funder, rival } = here.partners;
    const { id, ...unmanaged } = await newDwelling({ operatorId: rival.organisationId });
    expect(unmanaged).toMatchObject({ operatorId: rival.organisationId });
    const { headers } = await landlord.get(`/v1/dwellings/${id}`).expect(200);
    const refused = await landlord
      .patch(`/v1/dwellings/${id}`, { operatorId: funder.organisationId })
      .set('If-Match', headers.etag as string)
      .expect(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/operatorId', code: 'unknown_role' }] });
  });

  it('keep their exact address from who only looks for housing, until a placement opens it', async () => {
    const { landlord, supporter, reserver } = here.partners;
    const address = { lines: ['12 rue des Lilas'], postcode: '93260', rplsId: '0123456789' };
    const dwelling = await newDwelling({ address, reservationHolderId: reserver.organisationId });
    for (const viewer of [landlord, reserver, here.coordinator]) {
      expect(bodyOf(await viewer.get(`/v1/dwellings/${dwelling.id}/address`).expect(200))).toMatchObject(address);
    }
    expect(JSON.stringify(bodyOf(await supporter.get(`/v1/dwellings/${dwelling.id}`)))).not.toContain('12 rue');
    await supporter.get(`/v1/dwellings/${dwelling.id}/address`).expect(404);
    expect(bodyOf<List>(await supporter.get('/v1/dwellings?rplsId=0123456789').expect(200)).data).toEqual([]);
    expect(bodyOf<List>(await landlord.get('/v1/dwellings?rplsId=0123456789').expect(200)).data).toHaveLength(1);
    const { source } = await placementIn(dwelling, supporter);
    await as(landlord, (work) => openAddress(work, dwelling.id, supporter.organisationId, source));
    await supporter.get(`/v1/dwellings/${dwelling.id}/address`).expect(200);
    await as(landlord, (work) => closeAddress(work, source));
    await supporter.get(`/v1/dwellings/${dwelling.id}/address`).expect(404);
    const etag = (await landlord.get(`/v1/dwellings/${dwelling.id}/address`)).headers.etag!;
    await landlord.patch(`/v1/dwellings/${dwelling.id}/address`, { door: '32' }).set('If-Match', etag).expect(200);
    await here.partners.rival
      .patch(`/v1/dwellings/${dwelling.id}/address`, { door: '33' })
      .set('If-Match', etag)
      .expect(404);
  });

  it('stand in a commune that exists', async () => {
    const unknown = await here.partners.landlord.post('/v1/dwellings', { ...T4, communeCode: '93999' }).expect(422);
    expect((bodyOf(unknown).errors as Body[])[0]).toMatchObject({ pointer: '/communeCode', code: 'unknown_commune' });
    await here.partners.landlord.post('/v1/dwellings', { ...T4, communeCode: '99123' }).expect(422);
    await newDwelling({ communeCode: '75120' });
  });

  it('come by a rider of their landlord, which may reserve them', async () => {
    const { landlord, operator, rival } = here.partners;
    const parties = { landlordId: landlord.organisationId, holderId: operator.organisationId };
    const convention = bodyOf(
      await operator
        .post('/v1/conventions', { ...parties, signedOn: '2014-06-17', startsOn: '2014-07-01' })
        .expect(201),
    );
    const rider = { number: 1, signedOn: '2016-05-12', reservedForId: operator.organisationId };
    const { id: riderId } = bodyOf(await operator.post(`/v1/conventions/${convention.id}/riders`, rider).expect(201));
    const early = await landlord.post('/v1/dwellings', { ...T4, riderId }).expect(409);
    expect(bodyOf<{ code: string }>(early).code).toBe('convention_not_confirmed');
    const { headers } = await landlord.get(`/v1/conventions/${convention.id}`).expect(200);
    await landlord.post(`/v1/conventions/${convention.id}/confirmation`).set('If-Match', headers.etag!).expect(200);
    const dwelling = await newDwelling({ riderId });
    expect(dwelling).toMatchObject({
      riderId,
      reservationKind: 'convention',
      reservationHolderId: operator.organisationId,
    });
    await rival.post('/v1/dwellings', { ...T4, riderId }).expect(422);
  });

  it('are put by the landlord’s own identifier, and followed by delta', async () => {
    const { landlord, reserver, supporter } = here.partners;
    await settled(test);
    const start = bodyOf<{ deltaToken: string }>(
      await reserver.get('/v1/dwellings/delta?limit=500').expect(200),
    ).deltaToken;
    const path = '/v1/dwellings/by-external-id/rent-system/L-1';
    const made = bodyOf(
      await landlord
        .put(path, { ...T4, rentCents: 50_000, places: 4, reservationHolderId: reserver.organisationId })
        .expect(201),
    );
    await settled(test);
    const first = bodyOf<List & { deltaToken: string }>(
      await reserver.get(`/v1/dwellings/delta?token=${start}`).expect(200),
    );
    expect(first.data).toEqual([
      expect.objectContaining({ id: made.id, rentCents: 50_000, externalIds: [], version: 1 }),
    ]);
    const own = bodyOf<List>(await landlord.get('/v1/dwellings/delta?limit=500')).data.find(({ id }) => id === made.id);
    expect(own!.externalIds).toEqual([{ system: 'rent-system', value: 'L-1' }]);
    const again = bodyOf(await landlord.put(path, T4).expect(200));
    expect(again).toMatchObject({ id: made.id, rentCents: null, reservationHolderId: null });
    await settled(test);
    const second = bodyOf<List>(await reserver.get(`/v1/dwellings/delta?token=${first.deltaToken}`).expect(200));
    expect(second.data).toEqual([{ id: made.id, removed: true, reason: 'no_longer_yours', version: 2 }]);
    expect(bodyOf<List>(await supporter.get('/v1/dwellings/delta').expect(200)).data).toEqual([]);
  });
});

describe('Sites', () => {
  it('are kept by landlord or operator', async () => {
    const { operator, landlord, rival, supporter } = here.partners;
    const input = {
      name: 'Résidence',
      kind: 'social_residence',
      landlordId: landlord.organisationId,
      operatorId: operator.organisationId,
      communeCode: '75118',
    };
    const site = bodyOf(await operator.post('/v1/sites', input).expect(201));
    await rival.post('/v1/sites', input).expect(422);
    await supporter.get(`/v1/sites/${site.id}`).expect(200);
    const etag = (await landlord.get(`/v1/sites/${site.id}`)).headers.etag!;
    await rival.patch(`/v1/sites/${site.id}`, { name: 'x' }).set('If-Match', etag).expect(404);
    await landlord.patch(`/v1/sites/${site.id}`, { name: 'Résidence Pajol' }).set('If-Match', etag).expect(200);
    const found = bodyOf<List>(
      await supporter.get(`/v1/sites?operatorId=${operator.organisationId}&communeCode=75118`).expect(200),
    );
    expect(found.data).toHaveLength(1);
  });
});

describe('Stays', () => {
  it('give the last room to one of twenty', async () => {
    const dwelling = await newDwelling();
    const room = await newRoom(dwelling, 1);
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => reasonOf(take(dwelling, { roomId: room.id }))));
    expect(verdicts.filter((verdict) => verdict === 'done')).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict === 'room_already_occupied')).toHaveLength(19);
  });

  it('of the whole dwelling and of its rooms exclude each other, also when they race', async () => {
    const dwelling = await newDwelling();
    const rooms = [await newRoom(dwelling, 1), await newRoom(dwelling, 2)];
    const verdicts = await Promise.all(
      [0, 1, null, 0, 1, null].map((i) => reasonOf(take(dwelling, { roomId: i === null ? null : rooms[i]!.id }))),
    );
    const won = verdicts
      .map((verdict, i) => (verdict === 'done' ? i % 3 : -1))
      .filter((i) => i >= 0)
      .sort();
    expect([[0, 1], [2]]).toContainEqual(won);
  });

  it('let one leave and the next arrive on the same day', async () => {
    const dwelling = await newDwelling();
    await take(dwelling, { from: '2026-01-01', endsOn: '2026-02-01' });
    await take(dwelling, { from: '2026-02-01', endsOn: '2026-03-01' });
    const taken = take(dwelling, { from: '2026-01-31', endsOn: '2026-02-01' });
    await expect(taken).rejects.toMatchObject({
      reason: 'dwelling_already_occupied',
      options: { members: { until: '2026-02-01' } },
    });
  });

  it('never hold more persons than places', async () => {
    const dwelling = await newDwelling({ places: 2, inServiceFrom: '2020-01-01' });
    const [one, two] = [await newRoom(dwelling, 1, { places: 2 }), await newRoom(dwelling, 2)];
    expect(await reasonOf(take(dwelling, { persons: 3 }))).toBe('capacity_exceeded');
    expect(await reasonOf(take(dwelling, { roomId: two.id, persons: 2 }))).toBe('capacity_exceeded');
    await take(dwelling, { roomId: one.id, persons: 2, from: '2026-05-01', endsOn: '2026-06-01' });
    expect(await reasonOf(take(dwelling, { roomId: two.id, from: '2026-04-01' }))).toBe('capacity_exceeded');
    await take(dwelling, { roomId: two.id, from: '2026-04-01', endsOn: '2026-05-01' });
    const fewer = await here.partners.landlord
      .post(`/v1/dwellings/${dwelling.id}/capacities`, { places: 1, startsOn: '2026-05-15' })
      .expect(409);
    expect(bodyOf(fewer)).toMatchObject({ code: 'capacity_exceeded' });
    await here.partners.landlord
      .post(`/v1/dwellings/${dwelling.id}/capacities`, { places: 1, startsOn: '2026-06-01' })
      .expect(201);
    const list = bodyOf<List>(await here.partners.supporter.get(`/v1/dwellings/${dwelling.id}/capacities`).expect(200));
    expect(list.data.map(({ places, endsOn }) => [places, endsOn])).toEqual([
      [2, '2026-06-01'],
      [1, null],
    ]);
  });

  it('are confirmed, ended, cancelled and handed over by their source', async () => {
    const { landlord } = here.partners;
    const dwelling = await newDwelling();
    const source = await take(dwelling, { from: '2026-03-01' });
    await as(landlord, (work) => confirmStay(work, source, '2026-03-10'));
    await take(dwelling, { from: '2026-02-01', endsOn: '2026-03-10' });
    expect(await reasonOf(as(landlord, (work) => confirmStay(work, source, '2026-03-09')))).toBe(
      'dwelling_already_occupied',
    );
    const heir = works();
    await as(landlord, (work) => handOverStay(work, source, heir));
    expect(await as(landlord, (work) => endStay(work, source, '2026-09-01'))).toBe(false);
    expect(await as(landlord, (work) => endStay(work, heir, '2026-09-01'))).toBe(true);
    const next = await take(dwelling, { from: '2026-09-01' });
    expect(await reasonOf(as(landlord, (work) => endStay(work, heir, null)))).toBe('dwelling_already_occupied');
    await as(landlord, (work) => cancelStay(work, next));
    await as(landlord, (work) => demandFree(work, { dwellingId: dwelling.id, from: '2026-09-01', persons: 1 }));
    const never = await take(dwelling, { from: '2026-10-01' });
    expect(await as(landlord, (work) => endStay(work, never, '2026-09-15'))).toBe(true);
    const states = bodyOf<List>(await landlord.get(`/v1/dwellings/${dwelling.id}/stays`).expect(200))
      .data.map(({ status }) => status)
      .sort();
    expect(states).toEqual(['actual', 'cancelled', 'cancelled', 'planned']);
  });

  it('are seen by landlord, operator and the organisation that wrote them, and by nobody else', async () => {
    const { landlord, operator, supporter, rival } = here.partners;
    const dwelling = await newDwelling({ operatorId: operator.organisationId });
    await take(dwelling, await placementIn(dwelling, supporter), supporter);
    const seenBy = async (viewer: Partner): Promise<number> =>
      bodyOf<List>(await viewer.get(`/v1/dwellings/${dwelling.id}/stays`).expect(200)).data.length;
    expect(await Promise.all([landlord, operator, supporter, rival, here.coordinator].map(seenBy))).toEqual([
      1, 1, 1, 0, 0,
    ]);
  });

  it('never overlap, whatever is reserved, moved and ended', async () => {
    const dwelling = await newDwelling();
    const rooms = await Promise.all([1, 2].map((number) => newRoom(dwelling, number)));
    const day = fc.integer({ min: 0, max: 40 });
    const step = fc.record({
      act: fc.constantFrom('reserve', 'reserve', 'confirm', 'end', 'cancel'),
      unit: fc.integer({ min: 0, max: 2 }),
      from: day,
      days: fc.option(fc.integer({ min: 1, max: 15 })),
      pick: fc.nat(),
    });
    const on = (days: number): string => addDays('2030-01-01', days);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const sources: StaySource[] = [];
        await Promise.all(
          steps.map(async ({ act, unit, from, days, pick }) => {
            const known = sources[pick % Math.max(1, sources.length)];
            const run = (verb: (work: Work) => Promise<unknown>): Promise<string> =>
              reasonOf(as(here.partners.landlord, verb));
            const source = works();
            if (act === 'reserve' || !known) sources.push(source);
            const verdict =
              act === 'reserve' || !known
                ? await reasonOf(
                    take(dwelling, {
                      roomId: rooms[unit]?.id ?? null,
                      from: on(from),
                      endsOn: days === null ? null : on(from + days),
                      source,
                    }),
                  )
                : act === 'confirm'
                  ? await run((work) => confirmStay(work, known, on(from)))
                  : act === 'end'
                    ? await run((work) => endStay(work, known, on(from)))
                    : await run((work) => cancelStay(work, known));
            expect(['done', 'dwelling_already_occupied', 'room_already_occupied']).toContain(verdict);
          }),
        );
        const clashes = await test.owner(
          `SELECT 1 FROM stays a JOIN stays b ON a.dwelling_id = b.dwelling_id AND a.id < b.id AND daterange(a.starts_on, a.ends_on) && daterange(b.starts_on, b.ends_on)
             AND (a.room_id IS NULL OR b.room_id IS NULL OR a.room_id = b.room_id)
           WHERE a.dwelling_id = $1 AND a.state <> 'cancelled' AND b.state <> 'cancelled'`,
          [dwelling.id],
        );
        expect(clashes).toEqual([]);
        const [kept] = await test.owner<{ same: boolean }>(
          `SELECT (SELECT array_agg((id, starts_on, coalesce(ends_on, 'infinity')) ORDER BY id) FROM stays WHERE dwelling_id = $1 AND state <> 'cancelled')
             IS NOT DISTINCT FROM (SELECT array_agg((stay_id, starts_on, until) ORDER BY stay_id) FROM occupied WHERE dwelling_id = $1) AS same`,
          [dwelling.id],
        );
        expect(kept).toEqual({ same: true });
        await as(here.partners.landlord, async (work) => {
          for (const source of sources) await cancelStay(work, source);
        });
        expect(await test.owner('SELECT 1 FROM occupied WHERE dwelling_id = $1', [dwelling.id])).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});

describe('Availability', () => {
  it('names what is free on every day of the period, and since when', async () => {
    const { supporter, rival, funder } = here.partners;
    const communeCode = '31555';
    const [free, taken, shared, small, works] = await Promise.all(
      ['Libre', 'Pris', 'Partagé', 'Petit', 'Travaux'].map((label) =>
        newDwelling({
          label,
          communeCode,
          ...(label === 'Petit' ? { places: 1, inServiceFrom: '2020-01-01' } : {}),
          ...(label === 'Travaux' ? { places: 0, inServiceFrom: '2020-01-01' } : {}),
        }),
      ),
    );
    const rooms = [await newRoom(shared!, 1, { places: 2 }), await newRoom(shared!, 2, { places: 2 })];
    await take(free!, { from: '2026-01-01', endsOn: '2026-02-01' });
    await take(taken!, { from: '2026-04-15' });
    await take(shared!, { roomId: rooms[0]!.id, from: '2026-03-10' });
    const look = async (query: string, viewer = supporter): Promise<Record<string, unknown>[]> =>
      bodyOf<List>(await viewer.get(`/v1/availability?communeCode=${communeCode}&${query}`).expect(200)).data;
    const names = (rows: Record<string, unknown>[]): unknown[] => rows.map(({ label }) => label).sort();
    expect(names(await look('from=2026-03-01&to=2026-05-01'))).toEqual(['Libre', 'Partagé', 'Petit']);
    expect(names(await look('from=2026-03-01&to=2026-04-15'))).toEqual(['Libre', 'Partagé', 'Petit', 'Pris']);
    expect(names(await look('from=2026-03-01&to=2026-05-01&persons=2', rival))).toEqual(['Libre', 'Partagé']);
    const rows = await look('from=2026-03-01');
    expect(rows.find(({ label }) => label === 'Libre')).toMatchObject({
      wholeDwelling: true,
      availableFrom: '2026-02-01',
      rooms: [],
    });
    const partly = rows.find(({ label }) => label === 'Partagé')!;
    expect(partly).toMatchObject({ wholeDwelling: false, availableFrom: null });
    expect(partly.rooms).toEqual([{ id: rooms[1]!.id, number: 2, label: null, places: 2, availableFrom: null }]);
    expect(await look('from=2026-03-01', funder)).toEqual([]);
    expect([small, works].map((dwelling) => dwelling!.label)).toEqual(['Petit', 'Travaux']);
  });

  it('comes in pages, and refuses a period that ends before it begins', async () => {
    const { supporter } = here.partners;
    await Promise.all(
      [1, 2, 3].map((number) => newDwelling({ label: `P${number}`, communeCode: '59350', rentCents: number * 10_000 })),
    );
    const first = bodyOf<List>(await supporter.get('/v1/availability?communeCode=59350&limit=2').expect(200));
    const second = bodyOf<List>(
      await supporter.get(`/v1/availability?communeCode=59350&limit=2&cursor=${first.nextCursor}`).expect(200),
    );
    expect([...first.data, ...second.data]).toHaveLength(3);
    expect(second.nextCursor).toBeNull();
    expect(
      bodyOf<List>(await supporter.get('/v1/availability?communeCode=59350&maxRentCents=20000').expect(200)).data,
    ).toHaveLength(2);
    await supporter.get('/v1/availability?from=2026-03-01&to=2026-03-01').expect(400);
  });
});

describe('The communes', () => {
  it('are those of the year, with the districts of Paris, Lyon and Marseille', async () => {
    const [count] = await test.owner<{ all: string; districts: string }>(
      `SELECT count(*) AS all, count(*) FILTER (WHERE code ~ '^(751|6938|132)' AND name ~ 'Arrondissement') AS districts FROM communes WHERE cog_year = 2026`,
    );
    expect(Number(count!.all)).toBeGreaterThan(34_900);
    expect(Number(count!.districts)).toBe(45);
  });
});

describe('GraphQL', () => {
  it('answers the same dwellings, with their neighbours, and no address where there is none to see', async () => {
    const { landlord, supporter } = here.partners;
    const dwelling = await newDwelling({ label: 'GraphQL', communeCode: '33063', address: { lines: ['1 cours'] } });
    await newRoom(dwelling, 1);
    const query = `{ dwellings(filter: { communeCode: "33063" }) { nodes { id label landlord { id } site { id } address { lines } rooms { number } externalIds { system } } }
      availability(filter: { communeCode: "33063" }) { nodes { id wholeDwelling rooms { number } } } }`;
    const read = async (viewer: Partner): Promise<unknown> =>
      bodyOf<{ data: unknown; errors?: unknown }>(await viewer.graphql(query).expect(200));
    const known = {
      id: dwelling.id,
      label: 'GraphQL',
      landlord: { id: landlord.organisationId },
      site: null,
      rooms: [{ number: 1 }],
      externalIds: [],
    };
    const availability = { nodes: [{ id: dwelling.id, wholeDwelling: true, rooms: [{ number: 1 }] }] };
    expect(await read(landlord)).toEqual({
      data: { dwellings: { nodes: [{ ...known, address: { lines: ['1 cours'] } }] }, availability },
    });
    expect(await read(supporter)).toEqual({
      data: { dwellings: { nodes: [{ ...known, address: null }] }, availability },
    });
  });

  it('changes with the version that was read', async () => {
    const dwelling = await newDwelling();
    const mutation = `mutation ($id: ID!, $version: Int!) { changeDwelling(id: $id, expectedVersion: $version, input: { floor: 4 }) { floor version } }`;
    const { landlord } = here.partners;
    const stale = bodyOf(await landlord.graphql(mutation, { id: dwelling.id, version: 7 }).expect(200));
    expect(JSON.stringify(stale.errors)).toContain('precondition_failed');
    const done = bodyOf(await landlord.graphql(mutation, { id: dwelling.id, version: 1 }).expect(200));
    expect(done.data).toEqual({ changeDwelling: { floor: 4, version: 2 } });
  });
});
