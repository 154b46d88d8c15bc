import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join, type Partner } from './support/actors.js';
import { causesOf } from './support/alerts.js';
import { testApp } from './support/app.js';
import { handOver, supportEnds } from './support/handovers.js';
import { openHousehold } from './support/households.js';
import { confirmDuplicate, onePerson, scanDuplicates } from './support/merges.js';
import { addDwelling, placementFrame } from './support/placements.js';
import { act, record } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { supporter: goes, landlord } = frame.partners;
const stays = await join(test, frame.coordinator, 'stays', { roles: ['supporter'] });
interface Told {
  data: { id: string }[];
}

/** Its own file of people whom `goes` supports no more by the first one; then both are one. */
async function mergeWithOwn(
  first: string,
  members: ReturnType<typeof onePerson>,
  between?: (own: string) => Promise<void>,
): Promise<void> {
  const own = await openHousehold(goes, { members });
  await between?.(own);
  await scanDuplicates(test, frame.consortiumId);
  await confirmDuplicate(stays, first);
  await confirmDuplicate(goes, own);
}

async function lets(householdId: string): Promise<{ id: string }> {
  const home = { householdId, landlordId: landlord.organisationId, dwellingId: await addDwelling(frame) };
  return record(goes, { ...home, startsOn: '2025-01-01', informedOn: '2026-01-01', duesSource: 'sent' });
}

it('what one was told in a file out of which one’s sight has ended does not come back by another one of the same people', async () => {
  const members = onePerson();
  const first = await openHousehold(goes, { members });
  const alerts: string[] = [];
  const alert = async (by: Partner, householdId: string): Promise<void> => {
    const subject = randomUUID();
    const cause = {
      kind: 'slide_due',
      subject: { type: 'placement', id: subject },
      since: '2026-01-01',
      level: 'attention',
    } as const;
    const { organisationId } = by;
    await causesOf(test, frame.consortiumId, { kinds: [cause.kind], subject }, [
      { ...cause, householdId, organisationId },
    ]);
    const { body } = await by.get(`/v1/alerts?subjectId=${subject}`).expect(200);
    alerts.push((body as Told).data[0]!.id);
  };
  const told = async (by: Partner): Promise<string[]> =>
    ((await by.get('/v1/alerts?limit=200').expect(200)).body as Told).data.map(({ id }) => id);

  await lets(first);
  await alert(landlord, first);
  await alert(goes, first);
  await handOver(first, goes, stays);
  await alert(stays, first);
  await supportEnds(goes, first);
  await mergeWithOwn(first, members, (own) => alert(goes, own));
  const [lessors, , theirs, hers] = alerts;
  expect([await told(goes), await told(stays), await told(landlord)]).toEqual([[hers], [theirs], [lessors]]);
});

it('a debt that comes back after the end is told to who supports in its file, not to who did and supports by another one', async () => {
  const members = onePerson();
  const first = await openHousehold(goes, { members });
  const lease = await lets(first);
  const ended = { endedOn: '2026-01-01', reason: 'notice_by_tenant', exitRoute: 'hosted' };
  expect((await act(landlord, lease.id, 'ending', ended)).status).toBe(200);
  expect((await act(landlord, lease.id, 'settlement', { settledOn: '2026-01-02' })).status).toBe(200);
  const shared = { organisationId: stays.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
  await goes.post(`/v1/households/${first}/disclosures`, shared).expect(201);
  await supportEnds(goes, first);
  await mergeWithOwn(first, members);
  await landlord
    .post(`/v1/tenancies/${lease.id}/ledger-entries`, {
      kind: 'due',
      amountCents: 77_700,
      occurredOn: '2026-01-01',
      month: '2026-01',
    })
    .expect(201);
  const supporters = await test.owner('SELECT supporter_id FROM tenancies WHERE id = $1', [lease.id]);
  expect(supporters).toEqual([{ supporter_id: stays.organisationId }]);
  await stays.get(`/v1/tenancies/${lease.id}`).expect(200);
  await goes.get(`/v1/tenancies/${lease.id}`).expect(404);
});
