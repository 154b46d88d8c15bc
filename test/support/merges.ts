import { DuplicateScan } from '../../src/people/people.jobs.js';
import { systemActor } from '../../src/platform/access/actor.js';
import { inContext } from '../../src/platform/context.js';
import type { Partner } from './actors.js';
import type { TestApp } from './app.js';
import type { Member } from './households.js';

let families = 0;

/** A household's members that no other test knows. */
export function onePerson(): Member[] {
  families += 1;
  const familyName = `Duval${'abcdefgh'[families % 8]}${'lmnopqrs'[Math.floor(families / 8) % 8]}`;
  const person = { familyName, givenNames: 'Camille', birthDate: `19${60 + (families % 40)}-01-13` };
  return [{ person, role: 'reference_person', startsOn: '2020-01-01' }];
}

/** The scans for duplicates that the outbox asks for, done as the system does them. */
export async function scanDuplicates(test: TestApp, consortiumId: string): Promise<void> {
  const asked = await test.owner<{ data: { householdId: string } }>(
    `WITH gone AS (DELETE FROM outbox WHERE consortium_id = $1 AND job = 'duplicate-scan' RETURNING id, data) SELECT data FROM gone ORDER BY id`,
    [consortiumId],
  );
  const job = test.app.get(DuplicateScan, { strict: false });
  const actor = systemActor(consortiumId, job.name);
  for (const { data } of asked) await inContext({ requestId: 'test', locale: 'fr', actor }, () => job.run(data));
}

/** Says of its household that it is the one that another organisation knows too. */
export async function confirmDuplicate(partner: Partner, householdId: string): Promise<void> {
  const { data } = (await partner.get('/v1/duplicate-cases?limit=200').expect(200)).body as {
    data: { id: string; householdId: string }[];
  };
  const { id } = data.find((one) => one.householdId === householdId)!;
  const { headers } = await partner.get(`/v1/duplicate-cases/${id}`).expect(200);
  await partner
    .post(`/v1/duplicate-cases/${id}/confirmation`)
    .set('If-Match', headers.etag as string)
    .expect(200);
}
