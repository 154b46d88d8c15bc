import { describe, expect, it, jest } from '@jest/globals';
import { consortiumOf, type Partner } from './support/actors.js';
import { deliver, project } from './support/alerts.js';
import { testApp } from './support/app.js';
import { turnNight } from './support/arrears.js';
import { handOver, supportEnds, tellSupport } from './support/handovers.js';
import { conventionOf, openFlat, settleIn } from './support/shared-flats.js';
import { PresenceDays } from '../src/shared-flats/shared-flats.jobs.js';
import { settled } from './support/settled.js';

jest.setTimeout(60_000);
const test = await testApp();
type Body = Record<string, unknown> & { id: string };
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const world = () =>
  consortiumOf(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    operator: { roles: ['operator', 'supporter'] },
    after: { roles: ['supporter'] },
  });

describe('An operator that supported a resident and supports no more', () => {
  it('reads no alert about the days that the resident was abroad, open or closed, in list, delta, history', async () => {
    const made = await world();
    const { operator, after } = made.partners;
    const conventionId = await conventionOf(made);
    const flat = await openFlat(made, { conventionId });
    const mine = await settleIn(operator, flat, { on: '2026-01-05' });
    await operator
      .post(`/v1/shared-flats/${flat.id}/occupancies/${mine.id}/absences`, {
        reason: 'family',
        outsideFrance: true,
        startsOn: '2026-01-10',
      })
      .expect(201);
    const run = async () => {
      await deliver(test, made.consortiumId, PresenceDays);
      await project(test, made.consortiumId);
    };
    await run();
    const told = async (who: Partner) => dataOf(await who.get(`/v1/alerts?limit=100&subjectId=${mine.id}`).expect(200));
    const first = await told(operator);
    expect(first.map(({ kind }) => kind)).toEqual(['presence_at_risk']);
    await settled(test);
    await handOver(mine.householdId, operator, after);
    await supportEnds(operator, mine.householdId);
    const atOnce = await told(operator);
    await tellSupport(test, made.consortiumId);
    await run();
    await turnNight(test, made);
    await project(test, made.consortiumId);
    const later = await told(operator);
    const one = await operator.get(`/v1/alerts/${first[0]!.id}`);
    await operator.get(`/v1/alerts/${first[0]!.id}/history`).expect(404);
    await settled(test);
    const delta = (await operator.get('/v1/alerts/delta?limit=500')).text.includes(first[0]!.id);
    const absences = await operator.get(`/v1/shared-flats/${flat.id}/occupancies/${mine.id}/absences`);
    expect(absences.text).not.toContain('2026-01-10');
    expect([atOnce.length, later.length, one.status, delta]).toEqual([0, 0, 404, false]);
  });
});
