import { describe, expect, it } from '@jest/globals';
import { NIL_UUID, systemActor } from '../src/platform/access/actor.js';
import { clock } from '../src/platform/clock.js';
import { inContext } from '../src/platform/context.js';
import { Database } from '../src/platform/database/database.js';
import { ownApp } from './support/app.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';
import { settled } from './support/settled.js';

const test = await ownApp({ DATABASE_POOL_SIZE: '30' });
const frame = await placementFrame(test);
const { landlord, supporter, referrer } = frame.partners;
const database = test.app.get(Database);

interface Entry {
  id: string;
  version: number;
  removed?: boolean;
  reason?: string;
  plannedMoveInOn?: string;
}
interface Answer {
  data: Entry[];
  nextToken?: string;
  deltaToken?: string;
}

async function poll(token?: string, limit = 7): Promise<Answer> {
  const answer = await landlord
    .get(`/v1/placements/delta?limit=${limit}${token ? `&token=${encodeURIComponent(token)}` : ''}`)
    .expect(200);
  return answer.body as Answer;
}

async function pollAll(token?: string): Promise<{ entries: Entry[]; token: string }> {
  const entries: Entry[] = [];
  let current = token;
  for (;;) {
    const { data, nextToken, deltaToken } = await poll(current, 3);
    entries.push(...data);
    current = nextToken ?? deltaToken;
    if (deltaToken) return { entries, token: deltaToken };
  }
}

/** A change whose transaction stays open for a while after the feed was written: the poller must not pass it. */
function writeSlowly(placementId: string, plannedOn: string, seconds: number): Promise<void> {
  const actor = systemActor(frame.consortiumId, 'delta-test');
  return inContext({ requestId: NIL_UUID, locale: 'fr', actor }, () =>
    database.work(async (work) => {
      await work.query('UPDATE placements SET planned_move_in_on = $2 WHERE id = $1', [placementId, plannedOn]);
      await work.query(`SELECT feed_touch('placements', ARRAY[$1]::uuid[])`, [placementId]);
      await work.query('SELECT pg_sleep($1)', [seconds]);
    }),
  );
}

describe('The delta', () => {
  it('shows each change once and in order per placement to a poller, while 20 writers sleep before they commit', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const { id } = await refer(frame);
      await lead(frame, id, await addDwelling(frame), 'offered');
      ids.push(id);
    }
    await settled(test);
    const seen: Entry[] = [];
    let { token, entries } = await pollAll();
    seen.push(...entries);
    let writing = true;
    const writers = Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        for (let change = 0; change < 6; change += 1) {
          const day = String(1 + ((writer * 6 + change) % 28)).padStart(2, '0');
          await writeSlowly(
            ids[(writer + change) % ids.length]!,
            `2031-${String(1 + (writer % 12)).padStart(2, '0')}-${day}`,
            ((writer * 7 + change * 3) % 10) / 200,
          );
        }
      }),
    ).finally(() => (writing = false));
    while (writing) {
      const answer = await poll(token);
      seen.push(...answer.data);
      token = (answer.nextToken ?? answer.deltaToken)!;
    }
    await writers;
    await settled(test);
    ({ entries } = await pollAll(token));
    seen.push(...entries);
    for (const id of ids) {
      const versions = seen.filter((entry) => entry.id === id).map(({ version }) => version);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
      const [row] = await test.owner<{ version: number; planned: string }>(
        `SELECT f.version, p.planned_move_in_on::text AS planned FROM feed f JOIN placements p ON p.id = f.subject_id
         WHERE f.subject_id = $1 AND f.viewer_id = $2 AND f.collection = 'placements'`,
        [id, landlord.organisationId],
      );
      const last = seen.filter((entry) => entry.id === id).at(-1)!;
      expect([last.version, last.plannedMoveInOn]).toEqual([row!.version, row!.planned]);
    }
  });

  it('never passes a change that commits after later ones', async () => {
    const [slow, fast] = await Promise.all([refer(frame), refer(frame)]);
    for (const { id } of [slow!, fast!]) await lead(frame, id, await addDwelling(frame), 'offered');
    await settled(test);
    let { token } = await pollAll();
    const late = writeSlowly(slow!.id, '2032-02-02', 0.6);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await writeSlowly(fast!.id, '2032-03-03', 0);
    const early = await pollAll(token);
    token = early.token;
    await late;
    await settled(test);
    const rest = await pollAll(token);
    const both = [...early.entries, ...rest.entries].filter(({ id }) => [slow!.id, fast!.id].includes(id));
    expect(both.map(({ id }) => id).sort()).toEqual([slow!.id, fast!.id].sort());
  });

  it('tells with a tombstone that a disclosure ended', async () => {
    const { id, householdId } = await refer(frame);
    await lead(frame, id, await addDwelling(frame), 'submitted');
    await settled(test);
    const first = (await landlord.get('/v1/households/delta?limit=500').expect(200)).body as Answer;
    expect(first.data.map((entry) => entry.id)).toContain(householdId);
    const version = (await supporter.get(`/v1/placements/${id}`)).headers.etag as string;
    await supporter
      .post(`/v1/placements/${id}/ending`, { endedOn: clock.today(), exitRoute: 'withdrawn' })
      .set('If-Match', version)
      .expect(200);
    await settled(test);
    const after = (await landlord.get(`/v1/households/delta?token=${first.deltaToken}`).expect(200)).body as Answer;
    expect(after.data).toMatchObject([{ id: householdId, removed: true, reason: 'no_longer_yours' }]);
    const own = (await referrer.get('/v1/households/delta?limit=500').expect(200)).body as Answer;
    expect(own.data.map((entry) => entry.id)).toContain(householdId);
  });

  it('answers 410 to a token older than thirty days and 400 to one of another caller', async () => {
    const { token } = await pollAll();
    await supporter.get(`/v1/placements/delta?token=${token}`).expect(400);
    await landlord.get(`/v1/households/delta?token=${token}`).expect(400);
    await landlord.get(`/v1/placements/delta?token=${token.slice(0, -3)}abc`).expect(400);
    try {
      clock.set(
        clock
          .instant()
          .add({ hours: 24 * 31 })
          .toString(),
      );
      const { clientId, clientSecret } = landlord;
      const fresh = await test
        .http()
        .post('/oauth/token')
        .type('form')
        .auth(clientId, clientSecret)
        .send({ grant_type: 'client_credentials' })
        .expect(200);
      const answer = await test
        .http()
        .get(`/v1/placements/delta?token=${token}`)
        .set('Authorization', `Bearer ${(fresh.body as { access_token: string }).access_token}`);
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([410, 'expired_token']);
    } finally {
      clock.set(null);
    }
  });

  it('agrees with the reconciliation', async () => {
    await settled(test);
    const { entries } = await pollAll();
    const { body } = await landlord.get('/v1/placements/reconciliation').expect(200);
    expect((body as { total: number }).total).toBe(entries.length);
  });
});
