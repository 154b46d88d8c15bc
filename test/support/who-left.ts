import { HouseholdDays } from '../../src/people/people.jobs.js';
import { systemActor } from '../../src/platform/access/actor.js';
import { inContext } from '../../src/platform/context.js';
import type { Partner } from './actors.js';
import type { TestApp } from './app.js';
import { openHousehold, personsOf } from './households.js';
import { FAMILY, type Family } from './movers.js';
import { addDwelling, placementFrame, type Frame } from './placements.js';
import { record, today } from './tenancies.js';

/** What reading Camille, Alex, Lou and Sacha answers a landlord of the whole household, and once Camille has left it. */
export const ALL = [200, 200, 404, 200];
export const CAMILLE_LEFT = [404, 200, 404, 200];
export const LONG_AGO = '2024-01-01';

export async function leaves(by: Partner, householdId: string, personId: string, endsOn: string): Promise<number> {
  const path = `/v1/households/${householdId}/members`;
  const { data } = (await by.get(path).expect(200)).body as {
    data: { id: string; personId: string; endsOn: string | null }[];
  };
  const { id } = data.find((one) => one.personId === personId && one.endsOn === null)!;
  const { headers } = await by.get(`${path}/${id}`);
  return (await by.post(`${path}/${id}/ending`, { endsOn }).set('If-Match', headers.etag as string)).status;
}

export const joins = (by: Partner, householdId: string, personId: string, startsOn: string) =>
  by.post(`/v1/households/${householdId}/members`, { personId, role: 'other', startsOn }).expect(201);

export async function leased(by: Partner, frame: Pick<Family, 'partners'>, householdId: string): Promise<void> {
  const { landlord } = frame.partners;
  const dwellingId = await addDwelling(frame as Family);
  const home = { dwellingId, landlordId: landlord.organisationId, householdId };
  await record(by, { ...home, startsOn: today(), informedOn: today() });
}

export const turnsDay = (test: TestApp, { consortiumId }: Frame) => {
  const job = test.app.get(HouseholdDays, { strict: false });
  const actor = systemActor(consortiumId, job.name);
  return inContext({ requestId: 'test', locale: 'fr', actor }, () => job.run());
};

/** One household that two supporters know, each by a file of its own; the landlord by that of the second. */
export async function twoFiles(test: TestApp) {
  const frame = await placementFrame(test);
  const { supporter: one, stranger: two, landlord } = frame.partners;
  const first = await openHousehold(one, { members: FAMILY });
  const second = await openHousehold(two, { members: FAMILY });
  await leased(two, frame, second);
  const as = (call: string) =>
    test.owner(`SET app.consortium = '${frame.consortiumId}'; SET app.kind = 'system'; SET app.principal = 'test';
      SELECT ${call}`);
  const [mine, theirs] = [await personsOf(one, first), await personsOf(two, second)];
  return { ...frame, one, two, landlord, first, second, mine, theirs, as };
}
