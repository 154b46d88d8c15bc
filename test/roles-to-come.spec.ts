import { describe, expect, it } from '@jest/globals';
import { addDays } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { join, login } from './support/actors.js';
import { testApp } from './support/app.js';
import { addDwelling, placementFrame } from './support/placements.js';

const test = await testApp();
type Row = Record<string, unknown> & { id: string };

describe('A role that begins in the future', () => {
  it('opens nothing today: neither programmes by their real name nor the dwellings of others', async () => {
    const frame = await placementFrame(test);
    const later = addDays(clock.today(), 400);
    const late = await join(test, frame.coordinator, 'late2', { roles: ['landlord'], kind: 'social_landlord' });
    const dwelling = await addDwelling(frame);
    const before = [
      (await late.get(`/v1/dwellings/${dwelling}`)).status,
      (await late.get(`/v1/programmes/${frame.programmeId}`)).status,
    ];
    const { data } = (await frame.coordinator.get('/v1/memberships?limit=200').expect(200)).body as { data: Row[] };
    const mine = data.find((m) => m.organisationId === late.organisationId)!;
    const { headers } = await frame.coordinator.get(`/v1/memberships/${mine.id}`);
    await frame.coordinator
      .patch(`/v1/memberships/${mine.id}`, { endsOn: later })
      .set('If-Match', headers.etag as string)
      .expect(200);
    await frame.coordinator
      .post('/v1/memberships', {
        organisationId: late.organisationId,
        roles: ['landlord', 'supporter'],
        startsOn: later,
      })
      .expect(201);
    const again = await login(test, late);
    const after = [
      (await again.get(`/v1/dwellings/${dwelling}`)).status,
      (await again.get(`/v1/programmes/${frame.programmeId}`)).status,
    ];
    expect(after).toEqual(before);
  });
});
