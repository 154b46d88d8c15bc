import { describe, expect, it } from '@jest/globals';
import type { Response, Test } from 'supertest';
import { systemActor } from '../src/platform/access/actor.js';
import { inContext } from '../src/platform/context.js';
import { SharedFlatDays } from '../src/shared-flats/shared-flats.jobs.js';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { placementFrame, step } from './support/placements.js';
import {
  acceptedFor,
  act,
  conventionOf,
  liveInFlat,
  openFlat,
  plan,
  settleIn,
  SHARE,
  type Occupancy,
} from './support/shared-flats.js';
import { addDays } from '../src/platform/calendar.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
  stranger: { roles: ['operator', 'supporter'] },
  owner: { roles: ['landlord'], kind: 'private_owner' },
});
const { landlord, operator, stranger } = made.partners;
const conventionId = await conventionOf(made);
const flatHere = (over: object = {}) => openFlat(made, { conventionId, ...over });
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
/** Sent at once, not when it is awaited. */
const asked = (call: Test): Promise<Response> => call.then((answer) => answer);
const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  (body as { code?: string }).code,
];

describe('A shared flat', () => {
  it('is opened by the tenant of the head tenancy, once, and seen by its parties alone', async () => {
    const flat = await flatHere({ houseRules: 'Calme après 22 h', supportPlace: 'Permanence' });
    for (const partner of [operator, landlord, made.coordinator]) {
      expect(bodyOf(await partner.get(`/v1/shared-flats/${flat.id}`).expect(200))).toMatchObject({
        operatorId: operator.organisationId,
        landlordId: landlord.organisationId,
        houseRules: 'Calme après 22 h',
      });
    }
    await stranger.get(`/v1/shared-flats/${flat.id}`).expect(404);
    expect(dataOf(await stranger.get('/v1/shared-flats').expect(200))).toEqual([]);
    const { headTenancyId } = flat;
    expect(codeOf(await operator.post('/v1/shared-flats', { headTenancyId, conventionId }))).toEqual([
      409,
      'flat_already_open',
    ]);
    expect((await stranger.post('/v1/shared-flats', { headTenancyId, conventionId })).status).toBe(422);
    await landlord.post('/v1/shared-flats', { headTenancyId, conventionId }).expect(403);
  });

  it('needs a convention in force', async () => {
    const other = await consortiumOf(test, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      operator: { roles: ['operator', 'supporter'] },
    });
    const flat = await openFlat(other);
    const { headers } = await other.coordinator.get(`/v1/conventions/${flat.conventionId}`).expect(200);
    await other.coordinator
      .patch(`/v1/conventions/${flat.conventionId}`, { validUntil: '2024-12-31' })
      .set('If-Match', headers.etag as string)
      .expect(200);
    const resident = {
      householdId: await openHousehold(other.partners.operator),
      roomId: flat.roomIds[0],
      agreedOn: '2024-01-01',
    };
    const late = await plan(other.partners.operator, flat, { ...resident, startsOn: '2025-01-01' });
    expect(codeOf(late)).toEqual([409, 'convention_not_in_force']);
    await plan(other.partners.operator, flat, { ...resident, startsOn: '2024-12-31' }).expect(201);
  });

  it('takes nobody new once the accreditation has expired, and says until when it was', async () => {
    const other = await consortiumOf(test, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      operator: { roles: ['operator', 'supporter'] },
    });
    const flat = await openFlat(other, { accreditation: { validUntil: '2025-07-03' } });
    const resident = {
      householdId: await openHousehold(other.partners.operator),
      roomId: flat.roomIds[0],
      agreedOn: '2025-01-01',
    };
    const late = await plan(other.partners.operator, flat, { ...resident, startsOn: '2025-07-04' }).set(
      'Accept-Language',
      'en',
    );
    expect(codeOf(late)).toEqual([409, 'accreditation_not_in_force']);
    expect(bodyOf(late).detail).toMatch(/2025-07-03/);
    const inTime = await plan(other.partners.operator, flat, { ...resident, startsOn: '2025-07-03' }).expect(201);
    const arrived = await act(other.partners.operator, bodyOf<Occupancy>(inTime), 'arrival', {
      arrivedOn: '2025-07-10',
      share: SHARE,
    });
    expect(codeOf(arrived)).toEqual([409, 'accreditation_not_in_force']);
  });

  it('closes when nobody lives there any more', async () => {
    const flat = await flatHere();
    const occupancy = await settleIn(operator, flat, { on: '2026-01-05' });
    const close = async (closedOn: string) => {
      const { headers } = await operator.get(`/v1/shared-flats/${flat.id}`).expect(200);
      return operator.post(`/v1/shared-flats/${flat.id}/closing`, { closedOn }).set('If-Match', headers.etag as string);
    };
    expect(codeOf(await close('2026-02-01'))).toEqual([409, 'flat_lived_in']);
    await act(operator, occupancy, 'departure', { leftOn: '2026-02-01', reason: 'mutual', exitRoute: 'hosted' });
    expect((await close('2026-02-01')).status).toBe(200);
    const resident = { householdId: await openHousehold(operator), roomId: flat.roomIds[0], agreedOn: '2026-01-01' };
    expect(codeOf(await plan(operator, flat, { ...resident, startsOn: '2026-02-01' }))).toEqual([409, 'flat_closed']);
  });
});

describe('An occupancy', () => {
  it('is planned for a volunteer, then real: with an agreement, a share and an account of its own, and a review in six months', async () => {
    const flat = await flatHere();
    const occupancy = await settleIn(operator, flat, { on: '2026-01-05', room: 1 });
    expect(occupancy).toMatchObject({
      status: 'current',
      plannedStartsOn: '2026-01-05',
      startedOn: '2026-01-05',
      endedOn: null,
    });
    const tenancy = bodyOf(await operator.get(`/v1/tenancies/${occupancy.tenancyId}`).expect(200));
    expect(tenancy).toMatchObject({
      kind: 'flat_share_agreement',
      headTenancyId: flat.headTenancyId,
      householdId: occupancy.householdId,
      roomId: flat.roomIds[1],
      startsOn: '2026-01-05',
    });
    expect(dataOf(await operator.get(`/v1/tenancies/${occupancy.tenancyId}/terms`).expect(200))).toMatchObject([SHARE]);
    const account = bodyOf(await operator.get(`/v1/tenancies/${occupancy.tenancyId}/account`).expect(200));
    expect(account.balanceCents).toBeGreaterThan(0);
    const [review] = await test.owner<{ due: string }>(
      `SELECT due_on::text AS due FROM deadlines WHERE source_id = $1 AND kind = 'joint_review' AND closed_at IS NULL`,
      [occupancy.tenancyId],
    );
    expect(review!.due).toBe('2026-07-05');
  });

  it('is refused to who has not agreed before, in a room of another flat, and to others than the operator', async () => {
    const [flat, other] = [await flatHere(), await flatHere()];
    const householdId = await openHousehold(operator);
    const input = { householdId, roomId: flat.roomIds[0], startsOn: '2026-03-01', agreedOn: '2026-02-01' };
    expect((await plan(operator, flat, { ...input, agreedOn: '2026-03-02' })).status).toBe(422);
    expect((await plan(operator, other, input)).status).toBe(422);
    expect((await plan(operator, flat, { ...input, householdId: undefined })).status).toBe(422);
    expect((await plan(stranger, flat, input)).status).toBe(404);
    expect((await plan(landlord, flat, input)).status).toBe(403);
  });

  it('may begin on another day than was planned, and be cancelled before', async () => {
    const flat = await flatHere();
    const input = { householdId: await openHousehold(operator), roomId: flat.roomIds[0], agreedOn: '2026-02-01' };
    const planned = bodyOf<Occupancy>(await plan(operator, flat, { ...input, startsOn: '2026-03-01' }).expect(201));
    const early = await act(operator, planned, 'arrival', { arrivedOn: '2026-02-25', share: SHARE });
    expect(bodyOf(early)).toMatchObject({ plannedStartsOn: '2026-03-01', startedOn: '2026-02-25' });
    const next = { ...input, householdId: await openHousehold(operator), roomId: flat.roomIds[1] };
    const other = bodyOf<Occupancy>(await plan(operator, flat, { ...next, startsOn: '2026-03-01' }).expect(201));
    expect(bodyOf(await act(operator, other, 'cancellation'))).toMatchObject({ status: 'cancelled' });
    await plan(operator, flat, { ...next, startsOn: '2026-03-01' }).expect(201);
  });

  it('lets one leave and the next arrive on the same day, and nobody a day before', async () => {
    const flat = await flatHere();
    const first = await settleIn(operator, flat, { on: '2026-01-05' });
    const next = { householdId: await openHousehold(operator), roomId: flat.roomIds[0], agreedOn: '2026-01-01' };
    expect(codeOf(await plan(operator, flat, { ...next, startsOn: '2026-03-01' }))).toEqual([
      409,
      'room_already_occupied',
    ]);
    const left = await act(operator, first, 'departure', {
      leftOn: '2026-03-01',
      reason: 'notice_by_tenant',
      exitRoute: 'hlm_landlord',
    });
    expect(bodyOf(left)).toMatchObject({ status: 'ended', endedOn: '2026-03-01', endedBy: 'departure' });
    expect(codeOf(await plan(operator, flat, { ...next, startsOn: '2026-02-28' }))).toEqual([
      409,
      'room_already_occupied',
    ]);
    const planned = bodyOf<Occupancy>(await plan(operator, flat, { ...next, startsOn: '2026-03-01' }).expect(201));
    const arrived = await act(operator, planned, 'arrival', { arrivedOn: '2026-03-01', share: SHARE });
    expect(arrived.status).toBe(200);
  });

  it('promises the room from the planned end on, to who arrives when the other has left', async () => {
    const flat = await flatHere();
    const first = await settleIn(operator, flat, { on: '2026-01-05' });
    const path = `/v1/shared-flats/${flat.id}/occupancies/${first.id}`;
    const { headers } = await operator.get(path).expect(200);
    await operator
      .patch(path, { plannedEndsOn: '2026-04-01' })
      .set('If-Match', headers.etag as string)
      .expect(200);
    const next = {
      householdId: await openHousehold(operator),
      roomId: flat.roomIds[0],
      agreedOn: '2026-01-01',
      startsOn: '2026-04-01',
    };
    const planned = bodyOf<Occupancy>(await plan(operator, flat, next).expect(201));
    const early = await act(operator, planned, 'arrival', { arrivedOn: '2026-04-01', share: SHARE });
    expect(codeOf(early)).toEqual([409, 'room_not_left']);
    await act(operator, first, 'departure', { leftOn: '2026-04-01', reason: 'mutual', exitRoute: 'hosted' });
    expect((await act(operator, planned, 'arrival', { arrivedOn: '2026-04-01', share: SHARE })).status).toBe(200);
  });

  it('moves to another room on one day, under the same agreement with another share', async () => {
    const flat = await flatHere();
    const first = await settleIn(operator, flat, { on: '2026-01-05' });
    const other = await settleIn(operator, flat, { on: '2026-01-05', room: 1 });
    expect(codeOf(await act(operator, first, 'move', { roomId: other.roomId, movedOn: '2026-02-10' }))).toEqual([
      409,
      'room_already_occupied',
    ]);
    const moved = await act(operator, first, 'move', {
      roomId: flat.roomIds[2],
      movedOn: '2026-02-10',
      share: { ...SHARE, rentCents: 25_000 },
    });
    expect([moved.status, bodyOf(moved)]).toMatchObject([
      201,
      { roomId: flat.roomIds[2], previousId: first.id, tenancyId: first.tenancyId, startedOn: '2026-02-10' },
    ]);
    expect(bodyOf(await operator.get(`/v1/shared-flats/${flat.id}/occupancies/${first.id}`).expect(200))).toMatchObject(
      { endedOn: '2026-02-10', endedBy: 'move' },
    );
    expect(bodyOf(await operator.get(`/v1/tenancies/${first.tenancyId}`).expect(200)).roomId).toBe(flat.roomIds[2]);
    expect(
      dataOf(await operator.get(`/v1/tenancies/${first.tenancyId}/terms`).expect(200)).map(
        ({ rentCents }) => rentCents,
      ),
    ).toEqual([30_000, 25_000]);
    await settleIn(operator, flat, { on: '2026-02-10' });
  });

  it('ends with its agreement, by whichever way that ends', async () => {
    const flat = await flatHere();
    const occupancy = await settleIn(operator, flat, { on: '2026-01-05' });
    const path = `/v1/tenancies/${occupancy.tenancyId}`;
    const etag = async () => (await operator.get(path).expect(200)).headers.etag as string;
    await operator
      .post(`${path}/notice`, { givenBy: 'tenant', givenOn: '2026-02-01', effectiveOn: '2026-03-01' })
      .set('If-Match', await etag())
      .expect(200);
    const seen = async () =>
      bodyOf(await operator.get(`/v1/shared-flats/${flat.id}/occupancies/${occupancy.id}`).expect(200));
    expect(await seen()).toMatchObject({ status: 'current', plannedEndsOn: '2026-03-01' });
    await operator
      .post(`${path}/ending`, { endedOn: '2026-03-02', reason: 'notice_by_tenant', exitRoute: 'hosted' })
      .set('If-Match', await etag())
      .expect(200);
    expect(await seen()).toMatchObject({ status: 'ended', endedOn: '2026-03-02' });
    await settleIn(operator, flat, { on: '2026-03-02' });
  });

  it('grows out of an accepted placement: its stay, its room and its day, and the keys', async () => {
    const frame = await placementFrame(test);
    const { flat, occupancy } = await liveInFlat(frame);
    expect(occupancy).toMatchObject({ status: 'current', startedOn: today(), roomId: flat.roomIds[0] });
    const placement = bodyOf(
      await frame.partners.supporter.get(`/v1/placements/${occupancy.placementId as string}`).expect(200),
    );
    expect(placement).toMatchObject({ status: 'moved_in', movedInOn: today() });
    const stays = await test.owner<{ source: string; state: string }>(
      `SELECT source_type AS source, state FROM stays WHERE dwelling_id = $1`,
      [flat.dwellingId],
    );
    expect(stays).toEqual([{ source: 'occupancy', state: 'actual' }]);
    const { placementId } = await acceptedFor(frame, flat, { room: 1 });
    await plan(frame.partners.operator, flat, { placementId, agreedOn: today() }).expect(201);
    expect(codeOf(await plan(frame.partners.operator, flat, { placementId, agreedOn: today() }))).toEqual([
      409,
      'placement_has_occupancy',
    ]);
    const early = { endedOn: today(), exitRoute: 'hosted' };
    expect(codeOf(await step(frame.partners.supporter, occupancy.placementId as string, 'ending', early))).toEqual([
      409,
      'placement_lived_in',
    ]);
    await act(frame.partners.operator, occupancy, 'departure', {
      leftOn: today(),
      reason: 'mutual',
      exitRoute: 'hosted',
    });
    const ended = bodyOf(
      await frame.partners.supporter.get(`/v1/placements/${occupancy.placementId as string}`).expect(200),
    );
    expect(ended.status).toBe('ended');
  });
});

describe('The database itself', () => {
  it('refuses a second stay in a room, whoever writes it', async () => {
    const flat = await flatHere();
    await settleIn(operator, flat, { on: '2026-01-05' });
    const twice = test.owner(
      `INSERT INTO stays (consortium_id, id, dwelling_id, room_id, slots, state, starts_on, persons, source_type, source_id, landlord_id, author_id)
       SELECT consortium_id, gen_random_uuid(), dwelling_id, room_id, slots, state, '2026-06-01', 1, source_type, gen_random_uuid(), landlord_id, author_id
       FROM stays WHERE dwelling_id = $1`,
      [flat.dwellingId],
    );
    await expect(twice).rejects.toThrow(/stays_no_overlap/);
  });

  it.each(['flat_share_agreement', 'sublease', 'sliding_lease', 'occupancy_title'])(
    'knows of no %s in a shared flat without an occupancy',
    async (kind) => {
      const flat = await flatHere();
      const agreement = {
        kind,
        householdId: await openHousehold(operator),
        headTenancyId: flat.headTenancyId,
        dwellingId: flat.dwellingId,
        roomId: flat.roomIds[0],
        startsOn: '2026-01-05',
        terms: SHARE,
      };
      expect(codeOf(await operator.post('/v1/tenancies', agreement))).toEqual([409, 'occupancy_needed']);
    },
  );
});

describe('What was planned', () => {
  it('is taken back when the placement ends before the keys', async () => {
    const frame = await placementFrame(test);
    const { operator: letting, supporter } = frame.partners;
    const flat = await openFlat(frame, { supporterId: supporter.organisationId });
    const { placementId } = await acceptedFor(frame, flat);
    const { id } = bodyOf(await plan(letting, flat, { placementId, agreedOn: today() }).expect(201));
    const ended = await step(supporter, placementId, 'ending', { endedOn: today(), exitRoute: 'withdrawn' });
    expect(ended.status).toBe(200);
    const path = `/v1/shared-flats/${flat.id}/occupancies/${id}`;
    expect(bodyOf(await letting.get(path).expect(200))).toMatchObject({ status: 'cancelled' });
    const next = await acceptedFor(frame, flat);
    await plan(letting, flat, { placementId: next.placementId, agreedOn: today() }).expect(201);
  });

  it('to end and has not: the room stays theirs, unless it is promised', async () => {
    const flat = await flatHere();
    const staying = await settleIn(operator, flat, { on: '2026-01-05' });
    const path = `/v1/shared-flats/${flat.id}/occupancies/${staying.id}`;
    const { headers } = await operator.get(path).expect(200);
    await operator
      .patch(path, { plannedEndsOn: '2026-03-01' })
      .set('If-Match', headers.etag as string)
      .expect(200);
    const actor = systemActor(made.coordinator.consortiumId, 'shared-flats-turn-day');
    const job = test.app.get(SharedFlatDays, { strict: false });
    await inContext({ requestId: 'test', locale: 'fr', actor }, () => job.run());
    const next = { householdId: await openHousehold(operator), roomId: flat.roomIds[0], agreedOn: '2026-01-01' };
    const promised = await plan(operator, flat, { ...next, startsOn: '2026-03-01' });
    expect(codeOf(promised)).toEqual([409, 'room_already_occupied']);
  });

  it('to end and has not: the room stays theirs until the day from which it is promised', async () => {
    const flat = await flatHere();
    const staying = await settleIn(operator, flat, { on: '2026-01-05' });
    const path = `/v1/shared-flats/${flat.id}/occupancies/${staying.id}`;
    const { headers } = await operator.get(path).expect(200);
    await operator
      .patch(path, { plannedEndsOn: addDays(today(), -6) })
      .set('If-Match', headers.etag as string)
      .expect(200);
    const asked = async (startsOn: string, endsOn?: string) =>
      plan(operator, flat, {
        householdId: await openHousehold(operator),
        roomId: flat.roomIds[0],
        agreedOn: '2026-01-01',
        startsOn,
        endsOn,
      });
    expect((await asked(addDays(today(), 28))).status).toBe(201);
    const vacant = async (): Promise<unknown[]> => {
      const { body } = await operator.get(`/v1/shared-flats/${flat.id}/vacancies`).expect(200);
      return bodyOf<{ rooms: Body[] }>({ body }).rooms.map(({ roomId }) => roomId);
    };
    expect(await vacant()).toEqual(flat.roomIds.slice(1));
    const actor = systemActor(made.coordinator.consortiumId, 'shared-flats-turn-day');
    const job = test.app.get(SharedFlatDays, { strict: false });
    await inContext({ requestId: 'test', locale: 'fr', actor }, () => job.run());
    expect(await vacant()).toEqual(flat.roomIds.slice(1));
    expect(codeOf(await asked(addDays(today(), 1), addDays(today(), 20)))).toEqual([409, 'room_already_occupied']);
  });
});

describe('The last room', () => {
  it('goes to one of twenty who ask at once; nineteen learn that it is taken', async () => {
    const flat = await flatHere({ rooms: 1 });
    const households = await Promise.all(Array.from({ length: 20 }, () => openHousehold(operator)));
    const answers = await Promise.all(
      households.map((householdId) =>
        asked(
          plan(operator, flat, {
            householdId,
            roomId: flat.roomIds[0],
            startsOn: '2026-05-01',
            agreedOn: '2026-04-01',
          }),
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(
      answers.filter(({ status, body }) => status === 409 && (body as Body).code === 'room_already_occupied'),
    ).toHaveLength(19);
    const [row] = await test.owner<{ count: number }>(
      `SELECT count(*)::integer AS count FROM stays WHERE dwelling_id = $1`,
      [flat.dwellingId],
    );
    expect(row!.count).toBe(1);
  });

  it('is not there beyond the places of the flat, whichever rooms are asked for at once', async () => {
    const flat = await flatHere({ rooms: 3, places: 2 });
    const households = await Promise.all(flat.roomIds.map(() => openHousehold(operator)));
    const answers = await Promise.all(
      households.map((householdId, room) =>
        asked(
          plan(operator, flat, {
            householdId,
            roomId: flat.roomIds[room],
            startsOn: '2026-05-01',
            agreedOn: '2026-04-01',
          }),
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'capacity_exceeded' });
  });

  it('goes, at the border of a day, to each of two whose periods only touch', async () => {
    const flat = await flatHere({ rooms: 1 });
    const ask = async (startsOn: string, endsOn?: string) =>
      asked(
        plan(operator, flat, {
          householdId: await openHousehold(operator),
          roomId: flat.roomIds[0],
          startsOn,
          endsOn,
          agreedOn: '2026-01-01',
        }),
      );
    const both = await Promise.all([ask('2026-05-01', '2026-06-01'), ask('2026-06-01', '2026-07-01')]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const crossing = await Promise.all([
      ask('2026-05-31', '2026-06-01'),
      ask('2026-06-30', '2026-07-02'),
      ask('2026-07-01'),
    ]);
    expect(crossing.map(({ status }) => status)).toEqual([409, 409, 201]);
  });
});
