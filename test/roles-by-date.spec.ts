import { describe, expect, it } from '@jest/globals';
import { addDays } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { join, login, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';
import { settled } from './support/settled.js';
import { record } from './support/tenancies.js';

const test = await testApp();
type Frame = Awaited<ReturnType<typeof placementFrame>>;
type Row = Record<string, unknown> & { id: string };

/** The first minute of the day on which other roles begin: no job has turned the day yet. */
async function rolesTurn({ coordinator }: Frame, partner: Partner, roles: string[]): Promise<Partner> {
  const { organisationId } = partner;
  const tomorrow = addDays(clock.today(), 1);
  const { body } = await coordinator.get(`/v1/memberships?organisationId=${organisationId}`).expect(200);
  const [{ id }] = (body as { data: [Row] }).data;
  const { headers } = await coordinator.get(`/v1/memberships/${id}`).expect(200);
  await coordinator
    .patch(`/v1/memberships/${id}`, { endsOn: tomorrow })
    .set('If-Match', headers.etag as string)
    .expect(200);
  const next = (await coordinator.post('/v1/memberships', { organisationId, roles, startsOn: tomorrow }).expect(201))
    .body as Row;
  await test.asOwner(async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query('UPDATE memberships SET ends_on = ends_on - 1, turned_on = turned_on - 1 WHERE id = $1', [id]);
    await client.query('UPDATE memberships SET starts_on = starts_on - 1, turned_on = turned_on - 1 WHERE id = $1', [
      next.id,
    ]);
  });
  await settled(test);
  return login(test, partner);
}

const told = async (partner: Partner, collection: string): Promise<Row[]> =>
  ((await partner.get(`/v1/${collection}/delta`).expect(200)).body as { data: Row[] }).data;

describe('Of roles that end by their date the deltas tell nothing from that day on', () => {
  it('to who let, and is a specialist now', async () => {
    const frame = await placementFrame(test);
    const { landlord } = frame.partners;
    const { id } = await refer(frame);
    await lead(frame, id, await addDwelling(frame), 'moved_in');
    await settled(test);
    expect(await told(landlord, 'placements')).toMatchObject([{ id }]);
    const specialist = await rolesTurn(frame, landlord, ['specialist']);
    await specialist.get(`/v1/placements/${id}`).expect(404);
    expect(await told(specialist, 'placements')).toEqual([]);
    expect(await told(specialist, 'dwellings')).toEqual([]);
    expect((await specialist.get('/v1/placements/reconciliation').expect(200)).body).toMatchObject({ total: 0 });
  });

  it('to who coordinated, and lets now', async () => {
    const frame = await placementFrame(test);
    const second = await join(test, frame.coordinator, 'second', { roles: ['coordinator'] });
    const { id } = await refer(frame);
    await lead(frame, id, await addDwelling(frame), 'moved_in');
    await record(frame.partners.landlord, { placementId: id });
    await settled(test);
    expect(await told(second, 'placements')).toMatchObject([{ id }]);
    const lessor = await rolesTurn(frame, second, ['landlord']);
    await lessor.get(`/v1/placements/${id}`).expect(404);
    expect(await told(lessor, 'placements')).toEqual([]);
    expect(await told(lessor, 'tenancies')).toEqual([]);
  });
});
