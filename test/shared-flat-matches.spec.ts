import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { addYears } from '../src/platform/calendar.js';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { act, conventionOf, openFlat, plan, settleIn, type Flat, type Occupancy } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string };
interface Match {
  id: string;
  flatId: string;
  number: number;
  vacatedOn: string | null;
  promisedOn: string | null;
  points: { topic: string; finding: string; explanation: string }[];
}
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;

async function partners() {
  const made = await consortiumOf(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    operator: { roles: ['operator', 'supporter'] },
    stranger: { roles: ['operator', 'supporter'] },
  });
  const conventionId = await conventionOf(made);
  return {
    ...made.partners,
    flatHere: (over: object = {}): Promise<Flat> => openFlat(made, { conventionId, ...over }),
  };
}
const findings = ({ points }: Match) => Object.fromEntries(points.map(({ topic, finding }) => [topic, finding]));

const LATER = addYears(today(), 5);

describe('Which vacant room fits a household', () => {
  it('is answered for every vacant room, point by point, as compatibility has it', async () => {
    const { operator, flatHere } = await partners();
    const [smoky, calm] = [await flatHere(), await flatHere({ rooms: 2 })];
    const facts = (flat: Flat, body: object) => operator.post(`/v1/shared-flats/${flat.id}/facts`, body).expect(201);
    await facts(smoky, { smoking: 'allowed', animalsAllowed: true, stepFree: false });
    await facts(calm, { smoking: 'allowed', animalsAllowed: false, stepFree: false });
    await facts(calm, { smoking: 'outside', animalsAllowed: false, stepFree: true });
    const living = (householdId: string, body: object) =>
      operator.post(`/v1/households/${householdId}/living-facts`, { agreedOn: '2026-01-01', ...body }).expect(201);
    const resident = await settleIn(operator, smoky, { on: '2026-01-05' });
    await living(resident.householdId, { languages: ['wo'], smokes: true });
    await settleIn(operator, calm, { on: '2026-01-05' });
    const candidate = await openHousehold(operator);
    await living(candidate, { languages: ['wo', 'fr'], smokes: true, hasAnimals: true, climbsStairs: false });
    const gone = await settleIn(operator, calm, { on: '2026-01-05', room: 1 });
    await act(operator, gone, 'departure', { leftOn: '2026-02-01', reason: 'mutual', exitRoute: 'hosted' });
    await plan(operator, smoky, {
      householdId: await openHousehold(operator),
      roomId: smoky.roomIds[2],
      startsOn: LATER,
      agreedOn: '2026-01-01',
    }).expect(201);

    const { data } = bodyOf<{ data: Match[] }>(
      await operator.get(`/v1/households/${candidate}/room-matches`).set('Accept-Language', 'en').expect(200),
    );
    const by = (room: string | undefined): Match => data.find(({ id }) => id === room)!;
    expect(data.map(({ id }) => id)).toEqual([smoky.roomIds[1], smoky.roomIds[2], calm.roomIds[1]].sort());
    expect(findings(by(smoky.roomIds[1]))).toMatchObject({
      language: 'fits',
      smoking: 'fits',
      animals: 'fits',
      stairs: 'differs',
    });
    expect(findings(by(calm.roomIds[1]))).toMatchObject({
      language: 'unknown',
      smoking: 'differs',
      animals: 'differs',
      stairs: 'fits',
    });
    expect(by(smoky.roomIds[2])).toMatchObject({ promisedOn: LATER, flatId: smoky.id, number: 3 });
    expect(by(calm.roomIds[1])).toMatchObject({ vacatedOn: '2026-02-01', promisedOn: null });
    expect(by(smoky.roomIds[1]).points[0]!.explanation).toMatch(/A language in common with 1 of 1/);
    expect(JSON.stringify(data)).not.toMatch(/score|residents":|candidate|hasAnimals/);
    for (const { flatId, points } of data) {
      const asked = await operator
        .get(`/v1/shared-flats/${flatId}/compatibility?householdId=${candidate}`)
        .set('Accept-Language', 'en');
      expect(bodyOf<Match>(asked).points).toEqual(points);
    }
  });

  it('comes page by page, for a flat, for a day, and over GraphQL', async () => {
    const { operator, flatHere } = await partners();
    const [one, two] = [await flatHere(), await flatHere()];
    await settleIn(operator, one, { on: today() });
    const candidate = await openHousehold(operator);
    const path = `/v1/households/${candidate}/room-matches`;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer: Response = await operator.get(`${path}?limit=2${cursor ? `&cursor=${cursor}` : ''}`).expect(200);
      const page = bodyOf<{ data: Match[]; nextCursor: string | null }>(answer);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([...one.roomIds.slice(1), ...two.roomIds].sort());
    const ofFlat = bodyOf<{ data: Match[] }>(await operator.get(`${path}?flatId=${one.id}&on=2025-01-01`).expect(200));
    expect(ofFlat.data.map(({ id }) => id)).toEqual([...one.roomIds].sort());
    expect(ofFlat.data[0]!.points.every(({ finding }) => finding === 'unknown')).toBe(true);
    const query = `query ($id: ID!, $filter: RoomMatchFilter) {
      roomMatches(householdId: $id, filter: $filter) { nodes { id points { finding explanation } } } }`;
    const answer = await operator.graphql(query, { id: candidate, filter: { flatId: two.id } });
    const { nodes } = bodyOf<{ data: { roomMatches: { nodes: Match[] } } }>(answer).data.roomMatches;
    expect(nodes.map(({ id }) => id)).toEqual([...two.roomIds].sort());
    expect(nodes[0]!.points[0]!.explanation).toBe('Rien n’est enregistré pour ce ménage.');
  });

  it('is for who supports household and flat alone', async () => {
    const { operator, landlord, stranger, flatHere } = await partners();
    await flatHere();
    const candidate = await openHousehold(operator);
    const foreign = await openHousehold(stranger);
    await landlord.get(`/v1/households/${candidate}/room-matches`).expect(403);
    for (const id of [candidate, randomUUID(), 'none'])
      await stranger.get(`/v1/households/${id}/room-matches`).expect(404);
    expect(
      bodyOf<{ data: Match[] }>(await stranger.get(`/v1/households/${foreign}/room-matches`).expect(200)).data,
    ).toEqual([]);
  });
});

describe('A move', () => {
  it('goes to another room: the same one is refused', async () => {
    const { operator, flatHere } = await partners();
    const flat = await flatHere();
    const resident = await settleIn(operator, flat, { on: '2026-01-05' });
    const moved = await act(operator, resident, 'move', { roomId: flat.roomIds[0], movedOn: '2026-02-01' });
    expect([moved.status, bodyOf<{ code: string }>(moved).code]).toEqual([409, 'same_room']);
  });

  it('and an ending of the agreement take their turns: neither waits for the other for ever', async () => {
    const { operator, flatHere } = await partners();
    const deadlocks = async () =>
      (
        await test.owner<{ deadlocks: string }>(
          `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
        )
      )[0]!.deadlocks;
    const before = await deadlocks();
    for (let round = 0; round < 6; round += 1) {
      const flat = await flatHere();
      const resident: Occupancy = await settleIn(operator, flat, { on: '2026-01-05' });
      const agreement = `/v1/tenancies/${resident.tenancyId}`;
      const etag = (await operator.get(agreement).expect(200)).headers.etag as string;
      const [moved, ended] = await Promise.all([
        act(operator, resident, 'move', { roomId: flat.roomIds[1], movedOn: '2026-01-10' }),
        operator
          .post(`${agreement}/ending`, { endedOn: '2026-01-20', reason: 'mutual', exitRoute: 'hosted' })
          .set('If-Match', etag)
          .then((answer) => answer),
      ]);
      expect([201, 409, 412]).toContain(moved.status);
      expect([200, 412]).toContain(ended.status);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await deadlocks()).toBe(before);
  });
});
