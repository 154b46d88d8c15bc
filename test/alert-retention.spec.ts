import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ForgetAlerts } from '../src/alerts/alerts.jobs.js';
import { clock } from '../src/platform/clock.js';
import { consortiumOf } from './support/actors.js';
import { alertFor, causesOf, deliver } from './support/alerts.js';
import { ownApp } from './support/app.js';
import { statementsOf } from './support/sql.js';
import { settled } from './support/settled.js';

const test = await ownApp({ PASSERELLE_ALERT_MONTHS: '24' });
const as = statementsOf(test);
const here = await consortiumOf(test, { supporter: { roles: ['supporter'] } });
const there = await consortiumOf(test, { supporter: { roles: ['supporter'] } });
const { supporter } = here.partners;

afterEach(() => clock.set(null));

/** An alert whose cause was gone on a day; null: it is open still. */
async function closedOn(day: string | null, partner = supporter): Promise<string> {
  const subject = randomUUID();
  const id = await alertFor(test, partner, subject);
  if (day === null) return id;
  await causesOf(test, partner.consortiumId, { kinds: ['slide_due'], subject }, []);
  await test.owner(`UPDATE alerts SET closed_at = $2::timestamptz WHERE id = $1`, [id, day]);
  return id;
}
const kept = async (): Promise<string[]> =>
  ((await supporter.get('/v1/alerts?limit=200').expect(200)).body as { data: { id: string }[] }).data.map(
    ({ id }) => id,
  );

describe('An alert that is over', () => {
  it('is forgotten after two years, with its steps and its cause, and its readers’ copies are told; no other is', async () => {
    const [old, young, open] = [await closedOn('2024-10-31'), await closedOn('2024-11-02'), await closedOn(null)];
    const elsewhere = await closedOn('2020-01-01', there.partners.supporter);
    await settled(test);
    const { deltaToken } = (await supporter.get('/v1/alerts/delta?limit=500').expect(200)).body as {
      deltaToken: string;
    };
    clock.set('2026-11-01T03:00:00Z');
    for (let times = 0; times < 2; times += 1) await deliver(test, here.consortiumId, ForgetAlerts);
    clock.set(null);
    expect(await kept()).toEqual(expect.arrayContaining([young, open]));
    expect(await kept()).not.toContain(old);
    const [left] = await test.owner<object>(
      `SELECT (SELECT count(*)::int FROM alert_steps WHERE alert_id = $1) AS steps, (SELECT count(*)::int FROM causes WHERE consortium_id = $2) AS causes,
         (SELECT count(*)::int FROM alerts WHERE id = $3) AS elsewhere`,
      [old, here.consortiumId, elsewhere],
    );
    expect(left).toEqual({ steps: 0, causes: 2, elsewhere: 1 });
    await settled(test);
    const delta = await supporter.get(`/v1/alerts/delta?token=${deltaToken}`).expect(200);
    expect((delta.body as { data: object[] }).data).toMatchObject([{ id: old, removed: true, reason: 'deleted' }]);
    const runs = await here.coordinator.get('/v1/jobs').expect(200);
    expect((runs.body as { data: { job: string }[] }).data.map(({ job }) => job)).toContain('alerts-forget');
  });

  it('is forgotten by the job alone', async () => {
    await expect(as(supporter, `SELECT alerts_forget('infinity', 10)`)).rejects.toThrow(/not a party/);
  });
});
