import { expect, it } from '@jest/globals';
import { login, type Partner } from './support/actors.js';
import { personOf } from './support/alerts.js';
import { testApp } from './support/app.js';
import { figuresOf } from './support/figures.js';
import { handOver, supportEnds } from './support/handovers.js';
import { openHousehold } from './support/households.js';
import { addDwelling, lead, placementFrame, refer, step } from './support/placements.js';
import { FIGURES_KEY, flatProgramme, leave, reside } from './support/residents.js';
import { settleIn } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
interface Body {
  id: string;
  data: Body[];
}

/** A household that declined once, and has moved in by the supporter that took it over. */
async function takenOver(
  takesOver: (household: string, from: Partner, to: Partner) => Promise<unknown>,
): Promise<Partner> {
  const frame = await placementFrame(test);
  const { supporter: before, stranger: after, landlord, operator } = frame.partners;
  const householdId = await openHousehold(before);
  const referral = { householdId, programmeId: frame.programmeId, reasons: ['no_home'], cohort: 'leaving_prison' };
  const { id } = (await before.post('/v1/placements', referral).expect(201)).body as Body;
  const offered = async (by: Partner): Promise<string> => {
    const home = { dwellingId: await addDwelling(frame), plannedMoveInOn: '2030-01-10' };
    return ((await step(by, id, 'offers', home)).body as unknown as Body).id;
  };
  await step(before, id, 'eligibility', { outcome: 'eligible' });
  await step(before, id, `offers/${await offered(before)}/answer`, { answer: 'declined', reason: 'far_from_care' });
  await takesOver(householdId, before, after);
  await supportEnds(before, householdId);
  await offered(after);
  await step(after, id, 'submission', { informedOn: '2026-01-01' });
  await step(landlord, id, 'allocation', { outcome: 'allocated', rank: 1 });
  await step(after, id, 'acceptance', { answer: 'accepted' });
  expect((await step(operator, id, 'move-in', { movedInOn: today() })).status).toBe(200);
  return after;
}

it('tell who took a household over neither where it came from nor why it declined, until it accepts the handover', async () => {
  const invited = await takenOver((household, from, { organisationId }) =>
    from
      .post(`/v1/households/${household}/disclosures`, {
        organisationId,
        relation: 'supporter',
        informedOn: '2026-01-01',
      })
      .expect(201),
  );
  const [unknown, known] = [await figuresOf(invited, 'acces'), await figuresOf(await takenOver(handOver), 'acces')];
  expect([unknown.households_rehoused, unknown.offers_declined]).toMatchObject([
    { value: 1, breakdown: {} },
    { value: 1, breakdown: { not_said: 1 } },
  ]);
  expect([known.households_rehoused!.breakdown, known.offers_declined!.breakdown]).toEqual([
    { leaving_prison: 1 },
    { far_from_care: 1 },
  ]);
});

it('tell a worker, an administrator or a reader no part of households that she does not follow', async () => {
  const frame = await placementFrame(test);
  const { supporter } = frame.partners;
  const { id } = await refer(frame);
  await lead(frame, id, await addDwelling(frame), 'moved_in');
  const parts: unknown[] = [];
  for (const functions of ['social_worker', 'administrator', 'reader'] as const) {
    const person = await personOf(test, supporter, [functions]);
    parts.push((await figuresOf(person, 'acces')).households_rehoused);
    if (functions !== 'social_worker') await person.get('/v1/placements/durations').expect(403);
  }
  expect(parts).toEqual(Array(3).fill(expect.objectContaining({ value: 1, breakdown: {} })));
  expect((await figuresOf(supporter, 'acces')).households_rehoused!.breakdown).toEqual({ leaving_prison: 1 });
});

it('are not for who funds no more, nor for who lets no more', async () => {
  const made = await flatProgramme(test, '2023-01-01');
  await reside(made, await made.flat(), { on: '2024-01-03' });
  for (const partner of [made.partners.funder, made.partners.landlord]) {
    await partner.get(`/v1/programmes/${FIGURES_KEY}/figures`).expect(200);
    const { data } = (await made.coordinator.get(`/v1/memberships?organisationId=${partner.organisationId}`))
      .body as Body;
    const path = `/v1/memberships/${data[0]!.id}`;
    const { headers } = await made.coordinator.get(path).expect(200);
    await made.coordinator
      .patch(path, { roles: ['referrer'] })
      .set('If-Match', headers.etag as string)
      .expect(200);
    await (await login(test, partner)).get(`/v1/programmes/${FIGURES_KEY}/figures`).expect(404);
  }
});

it('hold back why fewer than five households declined, however many offers each of them did', async () => {
  const made = await placementFrame(test);
  const { supporter, funder } = made.partners;
  const path = `/v1/programmes/${made.programmeId}`;
  const { headers } = await made.coordinator.get(path).expect(200);
  await made.coordinator
    .patch(path, { funderIds: [funder.organisationId] })
    .set('If-Match', headers.etag as string)
    .expect(200);
  for (const reason of ['far_from_care', 'safety']) {
    const { id } = await refer(made, { referredOn: '2025-01-01' });
    await step(supporter, id, 'eligibility', { outcome: 'eligible', occurredOn: '2025-01-02' });
    for (let n = 0; n < 5; n += 1) {
      const home = { dwellingId: await addDwelling(made), plannedMoveInOn: '2025-06-01', occurredOn: '2025-02-01' };
      const offer = (await step(supporter, id, 'offers', home)).body as unknown as Body;
      const declined = { answer: 'declined', reason, occurredOn: '2025-02-01' };
      expect((await step(supporter, id, `offers/${offer.id}/answer`, declined)).status).toBe(200);
    }
  }
  const told = (await figuresOf(funder, 'acces', '2025-01-01', '2026-01-01')).offers_declined;
  expect([told!.value, told!.breakdown]).toEqual([10, {}]);
});

it('hold back where fewer than five households went and how long they stayed, however often each of them left', async () => {
  const made = await flatProgramme(test, '2024-01-01');
  const { operator, funder } = made.partners;
  const flat = await made.flat();
  for (const exitRoute of ['hlm_dalo', 'hosted']) {
    const householdId = await openHousehold(operator);
    for (const month of ['02', '03', '04', '05', '06']) {
      const room = exitRoute === 'hosted' ? 1 : 0;
      const lives = await settleIn(operator, flat, { householdId, room, on: `2024-${month}-03` });
      await leave(operator, lives, { leftOn: `2024-${month}-08`, exitRoute });
    }
  }
  const year = ['2024-01-01', '2025-01-01'] as const;
  const whole = await figuresOf(operator, FIGURES_KEY, ...year);
  expect([whole.exits!.breakdown, whole.durable_exits!.value]).toEqual([{ accord_collectif: 0, dalo: 5, other: 5 }, 5]);
  const told = await figuresOf(funder, FIGURES_KEY, ...year);
  expect([told.exits!.value, told.exits!.breakdown]).toEqual([10, {}]);
  for (const code of ['durable_exits', 'average_stay_days', 'median_stay_days'])
    expect([code, told[code]!.value]).toEqual([code, null]);
});
