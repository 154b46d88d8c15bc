import { describe, expect, it } from '@jest/globals';
import { addDays } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { testApp } from './support/app.js';
import { handOver } from './support/handovers.js';
import { personsOf } from './support/households.js';
import { placementFrame, refer } from './support/placements.js';
import { flatProgramme } from './support/residents.js';
import { settleIn } from './support/shared-flats.js';
import { asRead } from './support/versions.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string };
const bodyOf = (answer: { body: unknown }): Body => answer.body as Body;

async function referred() {
  const frame = await placementFrame(test);
  const { householdId } = await refer(frame);
  const [person] = await personsOf(frame.partners.supporter, householdId);
  return { ...frame.partners, path: `/v1/persons/${person!}` };
}

describe('A protection', () => {
  it('that is over tells nobody that it was', async () => {
    const [before, never] = [await referred(), await referred()];
    await before.supporter.post(`${before.path}/protection`, { startsOn: '2026-01-01' }).expect(201);
    await before.supporter
      .post(`${before.path}/protection/ending`, { endsOn: '2026-06-01' })
      .set(await asRead(before.supporter, before.path))
      .expect(200);
    const answers = [];
    for (const { referrer, path } of [before, never])
      answers.push((await referrer.post(`${path}/protection`, { startsOn: '2026-03-01' })).status);
    expect(answers).toEqual([201, 201]);
  });

  it('runs once, and begins on no day to come: it masks at once', async () => {
    const { supporter, path } = await referred();
    const late = await supporter.post(`${path}/protection`, { startsOn: addDays(clock.today(), 1) });
    expect([late.status, bodyOf(late).errors]).toMatchObject([422, [{ pointer: '/startsOn', code: 'in_the_future' }]]);
    await supporter.post(`${path}/protection`, { startsOn: clock.today() }).expect(201);
    const twice = await supporter.post(`${path}/protection`, { startsOn: '2026-01-01' });
    expect([twice.status, bodyOf(twice).code]).toEqual([409, 'protection_running']);
  });
});

describe('An absence that a successor changes', () => {
  it('is the successor’s from then on', async () => {
    const made = await flatProgramme(test, '2020-01-01');
    const { operator, after } = made.partners;
    const flat = await made.flat();
    const lives = await settleIn(operator, flat, { on: '2026-01-01' });
    const path = `/v1/shared-flats/${flat.id}/occupancies/${lives.id}/absences`;
    const away = { reason: 'family', outsideFrance: false, startsOn: '2026-02-01' };
    const { id } = bodyOf(await operator.post(path, away).expect(201));
    await handOver(lives.householdId, operator, after);
    await after
      .patch(`${path}/${id}`, { reason: 'hospital', endsOn: '2026-02-20' })
      .set(await asRead(after, `${path}/${id}`))
      .expect(200);
    await operator.get(`${path}/${id}`).expect(404);
    expect(bodyOf(await after.get(`${path}/${id}`).expect(200))).toMatchObject({ reason: 'hospital' });
  });
});
