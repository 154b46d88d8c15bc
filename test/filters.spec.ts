import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { clock } from '../src/platform/clock.js';
import type { Partner } from './support/actors.js';
import { alertFor } from './support/alerts.js';
import { testApp } from './support/app.js';
import { fallIntoArrears } from './support/arrears.js';
import { openHousehold, personsOf } from './support/households.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';
import { liveInFlat } from './support/shared-flats.js';
import { sittingTenant } from './support/tenancies.js';

interface Parameter {
  name: string;
  in: string;
  example: unknown;
}
const document = JSON.parse(readFileSync('test/contract/openapi.json', 'utf8')) as {
  paths: Record<string, { get?: { parameters: Parameter[] } }>;
};

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, supporter } = frame.partners;
type Row = Record<string, unknown> & { id: string };
const rows = async (partner: Partner, path: string): Promise<Row[]> =>
  ((await partner.get(path).expect(200)).body as { data: Row[] }).data;

const { id: placementId, householdId } = await refer(frame);
const dwellingId = await addDwelling(frame);
await lead(frame, placementId, dwellingId, 'moved_in');
const own = await openHousehold(supporter);
const [personId] = await personsOf(supporter, own);
const parties = { landlordId: landlord.organisationId, holderId: supporter.organisationId };
const convention = await supporter
  .post('/v1/conventions', { ...parties, signedOn: '2020-01-01', startsOn: '2020-01-01' })
  .expect(201);
const tenancy = await sittingTenant(frame);
const arrears = await fallIntoArrears(test, frame, tenancy.id, clock.today());

const { flat, occupancy } = await liveInFlat(frame);
const ofFlat = async (part: string, body: object): Promise<string> =>
  ((await supporter.post(`/v1/shared-flats/${flat.id}/${part}`, body).expect(201)).body as Row).id;
/** What hangs deeper, by its name in the path. */
const DEEPER: Record<string, string> = {
  '{occupancyId}': occupancy.id,
  '{activityId}': await ofFlat('activities', { kind: 'conviviality', topics: [] }),
  '{incidentId}': await ofFlat('incidents', { kind: 'noise', description: 'Bruit' }),
};

/** Something of each collection that these two may see. */
const OWN: Record<string, [Partner, string]> = {
  households: [supporter, own],
  persons: [supporter, personId!],
  placements: [supporter, placementId],
  dwellings: [landlord, dwellingId],
  conventions: [supporter, (convention.body as Row).id],
  'api-clients': [supporter, supporter.clientId],
  tenancies: [landlord, tenancy.id],
  'arrears-cases': [landlord, arrears],
  'shared-flats': [supporter, flat.id],
  alerts: [supporter, await alertFor(test, supporter, placementId)],
};

describe('The filters of lists', () => {
  it('work, each of them', async () => {
    const failed: string[] = [];
    for (const [path, { get }] of Object.entries(document.paths)) {
      const asked = (get?.parameters ?? []).filter((parameter) => parameter.in === 'query');
      if (!asked.some(({ name }) => name === 'updatedSince')) continue;
      const [partner, id] = OWN[path.split('/')[2]!] ?? [frame.coordinator, ''];
      const reader = path.includes('duplicate') ? supporter : partner;
      for (const { name, example } of asked.filter((parameter) => parameter.name !== 'cursor')) {
        const { status } = await reader.get(
          `${path.replace('{id}', id).replace(/\{\w+\}/, (deeper) => DEEPER[deeper] ?? deeper)}?${name}=${encodeURIComponent(String(example))}`,
        );
        if (status !== 200) failed.push(`${path} ${name}: ${status}`);
      }
    }
    // Only people have sessions.
    expect(failed.filter((one) => !one.startsWith('/v1/sessions'))).toEqual([]);
  });

  it('tell apart what hangs on a placement, page by page', async () => {
    const path = `/v1/placements/${placementId}`;
    expect(await rows(supporter, `${path}/decisions?decidingBody=caleol`)).toMatchObject([{ decidingBody: 'caleol' }]);
    expect(await rows(supporter, `${path}/decisions?decidingBody=association_choice`)).toEqual([]);
    expect(await rows(supporter, `${path}/history?step=move_in`)).toMatchObject([{ byRole: 'operator' }]);
    expect(await rows(supporter, `${path}/answers?answer=accepted`)).toHaveLength(1);
    expect(await rows(supporter, `${path}/answers?answer=declined`)).toEqual([]);
    expect(await rows(supporter, `${path}/offers?dwellingId=${dwellingId}`)).toHaveLength(1);
    const first = (await supporter.get(`${path}/history?limit=2`).expect(200)).body as {
      data: Row[];
      nextCursor: string;
    };
    const next = await rows(supporter, `${path}/history?limit=2&cursor=${first.nextCursor}`);
    expect([...first.data, ...next].map(({ step }) => step)).toEqual([
      'referral',
      'eligibility',
      'offer',
      'submission',
    ]);
    await frame.partners.stranger.get(`${path}/history?step=move_in`).expect(404);
  });

  it('tell apart by what is computed, or kept under another name', async () => {
    const protections = `/v1/persons/${personId}/legal-protections`;
    await supporter.post(protections, { kind: 'curatorship', startsOn: '2024-01-01' }).expect(201);
    expect(await rows(supporter, `${protections}?signing=person_assisted`)).toHaveLength(1);
    expect(await rows(supporter, `${protections}?signing=representative`)).toEqual([]);
    expect(await rows(landlord, `/v1/dwellings/${dwellingId}/stays?status=actual`)).toHaveLength(1);
    expect(await rows(landlord, `/v1/dwellings/${dwellingId}/stays?status=planned`)).toEqual([]);
    expect(await rows(supporter, `/v1/households/${householdId}/disclosures?relation=landlord`)).toHaveLength(1);
    expect(await rows(supporter, `/v1/households/${householdId}/members?role=child`)).toEqual([]);
  });
});
