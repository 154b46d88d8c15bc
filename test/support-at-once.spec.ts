import { describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consortiumOf, type Partner } from './support/actors.js';
import { personOf, project } from './support/alerts.js';
import { testApp } from './support/app.js';
import { turnNight } from './support/arrears.js';
import { handOver, supportEnds, tellSupport } from './support/handovers.js';
import { act as liveOn, conventionOf, openFlat, settleIn, type Flat, type Occupancy } from './support/shared-flats.js';
import { act, today } from './support/tenancies.js';

jest.setTimeout(60_000);

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
  before: { roles: ['supporter'] },
  after: { roles: ['supporter'] },
});
const { operator, before, after } = made.partners;
const conventionId = await conventionOf(made);
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;

/** Somebody lives in a flat since January whom `before` supports; nothing was paid. */
async function supported(over: object = {}): Promise<{ flat: Flat; mine: Occupancy; householdId: string }> {
  const flat = await openFlat(made, { conventionId, ...over });
  const mine = await settleIn(operator, flat, { on: '2026-01-05' });
  await handOver(mine.householdId, operator, before);
  await supportEnds(operator, mine.householdId);
  await tellSupport(test, made.consortiumId);
  await project(test, made.consortiumId);
  return { flat, mine, householdId: mine.householdId };
}
const alertsOf = async (partner: Partner, { tenancyId }: Occupancy): Promise<Body[]> => {
  const cases = await test.owner<{ id: string }>('SELECT id FROM arrears_cases WHERE tenancy_id = $1', [tenancyId]);
  const found: Body[] = [];
  for (const id of [tenancyId, ...cases.map((one) => one.id)])
    found.push(...dataOf(await partner.get(`/v1/alerts?subjectId=${id}&limit=100`).expect(200)));
  return found.filter(({ status }) => status !== 'closed');
};
const kinds = (alerts: Body[]): unknown[] => alerts.map(({ kind }) => kind).sort();

describe('A handover of support', () => {
  it('hands over at once the alerts of what is due and owed: no night has to pass', async () => {
    const { mine, householdId } = await supported();
    await turnNight(test, made);
    await project(test, made.consortiumId);
    const told = await alertsOf(before, mine);
    expect(kinds(told)).toEqual(expect.arrayContaining(['joint_review_due', expect.stringMatching(/^arrears_/)]));
    expect(await alertsOf(after, mine)).toEqual([]);
    await handOver(householdId, before, after);
    await tellSupport(test, made.consortiumId);
    await project(test, made.consortiumId);
    expect(kinds(await alertsOf(after, mine))).toEqual(kinds(told));
    expect(await alertsOf(before, mine)).toEqual([]);
    const arrears = told.filter(({ subjectType }) => subjectType === 'arrears_case');
    for (const { id } of arrears) await before.get(`/v1/alerts/${id}`).expect(404);
    await supportEnds(before, householdId);
    for (const { id } of told) await before.get(`/v1/alerts/${id}`).expect(404);
  });

  it('of one whose days abroad come near what ASPA allows tells who supports since', async () => {
    const { flat, mine, householdId } = await supported();
    const path = `/v1/shared-flats/${flat.id}/occupancies/${mine.id}/absences`;
    await before.post(path, { reason: 'family', outsideFrance: true, startsOn: '2026-01-10' }).expect(201);
    await test.owner(`DELETE FROM outbox WHERE consortium_id = $1`, [made.consortiumId]);
    await handOver(householdId, before, after);
    const asked = await test.owner<{ job: string }>(`SELECT DISTINCT job FROM outbox WHERE consortium_id = $1`, [
      made.consortiumId,
    ]);
    expect(asked.map(({ job }) => job)).toEqual(expect.arrayContaining(['presence-watch', 'support-tell']));
  });

  it('reaches an account that was settled then, when a debt opens it again', async () => {
    const { mine, householdId } = await supported();
    const tenancy = `/v1/tenancies/${mine.tenancyId}`;
    const { balanceCents } = bodyOf<{ balanceCents: number }>(await operator.get(`${tenancy}/account`).expect(200));
    const paid = await operator
      .post(`${tenancy}/payments`, { amountCents: balanceCents })
      .set('Idempotency-Key', randomUUID())
      .expect(201);
    const end = { endedOn: today(), reason: 'mutual', exitRoute: 'private_lease' };
    expect((await act(operator, mine.tenancyId!, 'ending', end)).status).toBe(200);
    const { balanceCents: left } = bodyOf<{ balanceCents: number }>(await operator.get(`${tenancy}/account`));
    if (left !== 0)
      await operator.post(`${tenancy}/ledger-entries`, { kind: 'adjustment', amountCents: -left }).expect(201);
    expect((await act(operator, mine.tenancyId!, 'settlement', {})).status).toBe(200);
    await handOver(householdId, before, after);
    await supportEnds(before, householdId);
    await after.get(tenancy).expect(404);
    const entry = `${tenancy}/ledger-entries/${bodyOf(paid).id}/reversal`;
    await operator.post(entry, { label: 'rejected_payment' }).expect(201);
    for (const path of [tenancy, `${tenancy}/account`])
      expect([(await after.get(path)).status, (await before.get(path)).status]).toEqual([200, 404]);
    const [told] = await test.owner<{ viewers: string[] }>(
      `SELECT viewers FROM events WHERE subject_id = $1 AND type = 'tenancy.reopening'`,
      [mine.tenancyId],
    );
    expect(told!.viewers.sort()).toEqual([operator, after].map(({ organisationId }) => organisationId).sort());
  });
});

describe('An open incident of a flat that is handed over', () => {
  const handFlat = async ({ id }: Flat, to: Partner): Promise<void> => {
    const { headers } = await operator.get(`/v1/shared-flats/${id}`).expect(200);
    await operator
      .post(`/v1/shared-flats/${id}/handover`, { supporterId: to.organisationId })
      .set('If-Match', headers.etag as string)
      .expect(200);
  };
  const close = async (partner: Partner, path: string) => {
    const { headers } = await partner.get(path).expect(200);
    return partner.post(`${path}/closure`, { outcome: 'Accord' }).set('If-Match', headers.etag as string);
  };

  it('stays with who wrote it until the residents whom it supports have accepted, and is its successor’s then', async () => {
    const { flat, householdId } = await supported({ supporterId: before.organisationId });
    await settleIn(operator, flat, { on: '2026-01-05', room: 1 });
    const incidents = `/v1/shared-flats/${flat.id}/incidents`;
    const report = { kind: 'noise', description: 'Bruit la nuit' };
    const { id } = bodyOf(await before.post(incidents, report).expect(201));
    const over = bodyOf(await before.post(incidents, report).expect(201));
    expect((await close(before, `${incidents}/${over.id}`)).status).toBe(200);
    await before.post(`${incidents}/${id}/follow-ups`, { note: 'Entretien' }).expect(201);

    await handFlat(flat, after);
    expect(dataOf(await after.get(incidents).expect(200))).toEqual([]);
    await after.get(`${incidents}/${id}`).expect(404);
    expect(dataOf(await before.get(`${incidents}?status=open`).expect(200))).toMatchObject([{ id }]);
    const worker = await personOf(test, before, ['social_worker']);
    await worker.get(`${incidents}/${id}`).expect(404);
    await before
      .post(`/v1/households/${householdId}/assignments`, { userId: worker.id, startsOn: '2020-01-01' })
      .expect(201);
    expect(dataOf(await worker.get(incidents).expect(200))).toContainEqual(expect.objectContaining({ id }));
    await worker.post(`${incidents}/${id}/follow-ups`, { note: 'Rappel' }).expect(201);
    await before.post(incidents, report).expect(404);

    await handOver(householdId, before, after);
    expect(dataOf(await after.get(incidents).expect(200))).toMatchObject([{ id, description: 'Bruit la nuit' }]);
    const done = dataOf(await after.get(`${incidents}/${id}/follow-ups`).expect(200));
    expect(done.map(({ note }) => note)).toEqual(['Entretien', 'Rappel']);
    await before.get(incidents).expect(404);
    await before.get(`${incidents}/${id}`).expect(404);
    await operator.get(incidents).expect(404);
    expect((await close(after, `${incidents}/${id}`)).status).toBe(200);
    const events = await test.owner<{ viewers: string[] }>(
      `SELECT viewers FROM events WHERE subject_id = $1 AND type = 'house_incident.handed_over'`,
      [id],
    );
    expect(events.map(({ viewers }) => viewers)).toEqual([[before.organisationId, after.organisationId]]);
  });

  it('of one who has left and can accept nothing stays with who followed them, worker included, until it is closed', async () => {
    const { flat, mine, householdId } = await supported({ supporterId: before.organisationId });
    const incidents = `/v1/shared-flats/${flat.id}/incidents`;
    const occurred = { kind: 'noise', description: 'Bruit la nuit', occurredOn: '2026-02-10' };
    const { id } = bodyOf(await before.post(incidents, occurred).expect(201));
    const [worker, colleague] = [
      await personOf(test, before, ['social_worker']),
      await personOf(test, before, ['social_worker']),
    ];
    const assigned = { userId: worker.id, startsOn: '2026-01-01' };
    const assignments = `/v1/households/${householdId}/assignments`;
    const assignment = `${assignments}/${bodyOf(await before.post(assignments, assigned).expect(201)).id}`;
    await worker.get(`${incidents}/${id}`).expect(200);
    const gone = await liveOn(operator, mine, 'departure', { leftOn: today(), reason: 'mutual', exitRoute: 'hosted' });
    expect(gone.status).toBe(200);
    await handFlat(flat, after);
    await worker.get(`${incidents}/${id}`).expect(200);
    const { headers } = await before.get(assignment).expect(200);
    await before
      .post(`${assignment}/ending`, { endsOn: today() })
      .set('If-Match', headers.etag as string)
      .expect(200);

    for (const stranger of [after, colleague, operator]) await stranger.get(`${incidents}/${id}`).expect(404);
    expect(dataOf(await after.get(incidents).expect(200))).toEqual([]);
    expect(dataOf(await worker.get(incidents).expect(200))).toMatchObject([{ id, description: 'Bruit la nuit' }]);
    await worker.post(`${incidents}/${id}/follow-ups`, { note: 'Voisins revus' }).expect(201);
    expect((await close(worker, `${incidents}/${id}`)).status).toBe(200);
    await worker.get(incidents).expect(404);
    await colleague.get(`${incidents}/${id}`).expect(404);
  });

  it('goes with the flat where its predecessor supported none of those who lived there', async () => {
    const flat = await openFlat(made, { conventionId, supporterId: before.organisationId });
    await settleIn(operator, flat, { on: '2026-01-05' });
    const incidents = `/v1/shared-flats/${flat.id}/incidents`;
    const { id } = bodyOf(
      await before.post(incidents, { kind: 'damage', description: 'Fuite dans la cuisine' }).expect(201),
    );
    await handFlat(flat, after);
    await before.get(incidents).expect(404);
    expect((await close(after, `${incidents}/${id}`)).status).toBe(200);
  });
});
