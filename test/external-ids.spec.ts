import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Partner } from './support/actors.js';
import { personOf } from './support/alerts.js';
import { testApp } from './support/app.js';
import { handOver, supportEnds } from './support/handovers.js';
import { householdInput, openHousehold } from './support/households.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';
import { settled } from './support/settled.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, operator, supporter, referrer, stranger } = frame.partners;
type Body = Record<string, unknown> & { id: string; version: number; code: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;

const etagOf = async (partner: Partner, path: string): Promise<string> =>
  (await partner.get(path).expect(200)).headers.etag as string;

/** Gives a placement an identifier of the partner's own. */
async function name(partner: Partner, id: string, system: string, value: string): Promise<Body> {
  const etag = await etagOf(partner, `/v1/placements/${id}`);
  const body = { externalIds: [{ system, value }] };
  return bodyOf(await partner.patch(`/v1/placements/${id}`, body).set('If-Match', etag).expect(200));
}

describe('An identifier of a file that is out of sight', () => {
  const externalIds = [{ system: 'case-tool', value: 'H-10' }];
  const path = '/v1/households/by-external-id/case-tool/H-10';

  it('opens no file again by itself, and goes to the one that is opened by it', async () => {
    const before = await openHousehold(supporter, { externalIds });
    const refused = await supporter.post('/v1/households', householdInput({ externalIds })).expect(409);
    expect(bodyOf(refused).code).toBe('external_id_taken');
    await handOver(before, supporter, stranger);
    await supportEnds(supporter, before);
    await supporter.put(path, householdInput()).expect(404);
    const after = await openHousehold(supporter, { externalIds });
    expect(bodyOf(await supporter.put(path, householdInput()).expect(200))).toMatchObject({ id: after, externalIds });
  });

  it('is not taken by who sees a caseload only: her organisation may see the file', async () => {
    const own = [{ system: 'case-tool', value: 'H-20' }];
    const id = await openHousehold(supporter, { externalIds: own });
    const worker = await personOf(test, supporter, ['social_worker']);
    await worker.get(`/v1/households/${id}`).expect(404);
    await worker.post('/v1/households', householdInput({ externalIds: own })).expect(409);
    expect(bodyOf(await supporter.get(`/v1/households/${id}`).expect(200)).externalIds).toEqual(own);
  });
});

describe('A placement, by one’s own identifier', () => {
  const path = '/v1/placements/by-external-id/case-tool';

  it('is a referral made once; the same body again changes its grounds and nothing else', async () => {
    const input = {
      householdId: await openHousehold(supporter),
      programmeId: frame.programmeId,
      reasons: ['no_home'],
      cohort: 'hotel',
      wishes: 'Près de l’école',
    };
    const answer = await supporter.put(`${path}/A%2F1`, input).expect(201);
    const made = bodyOf(answer);
    expect(answer.headers.location).toBe(`/v1/placements/${made.id}`);
    expect(made).toMatchObject({ status: 'referred', externalIds: [{ system: 'case-tool', value: 'A/1' }] });
    await lead(frame, made.id, await addDwelling(frame), 'offered');
    const { version } = bodyOf(await supporter.get(`/v1/placements/${made.id}`));
    const again = await supporter.put(`${path}/A%2F1`, { ...input, reasons: ['eviction'], wishes: undefined });
    expect([again.status, bodyOf(again)]).toEqual([
      200,
      expect.objectContaining({ id: made.id, status: 'offered', version }),
    ]);
    expect(bodyOf(await supporter.get(`/v1/placements/${made.id}/grounds`).expect(200))).toMatchObject({
      reasons: ['eviction'],
      cohort: 'hotel',
      wishes: null,
    });
    const history = bodyOf<{ data: unknown[] }>(await supporter.get(`/v1/placements/${made.id}/history`)).data;
    expect(history).toHaveLength(3);
  });

  it('refuses to make another referral of it, naming what differs', async () => {
    const householdId = await openHousehold(supporter);
    const input = { householdId, programmeId: frame.programmeId, referredOn: '2026-01-15' };
    await supporter.put(`${path}/A-2`, input).expect(201);
    const other = { ...input, householdId: await openHousehold(supporter), referredOn: '2026-01-16' };
    const refused = bodyOf<Body & { detail: string }>(await supporter.put(`${path}/A-2`, other).expect(409));
    expect([refused.code, refused.detail]).toEqual([
      'referral_fixed',
      expect.stringMatching(/: householdId, referredOn\./),
    ]);
    const same = { householdId: householdId.toUpperCase(), programmeId: frame.programmeId };
    await supporter.put(`${path}/A-2`, same).expect(200);
    const twice = await supporter.put(`${path}/A-3`, input).expect(409);
    expect(bodyOf(twice).code).toBe('already_referred');
    await landlord.put(`${path}/A-2`, input).expect(403);
  });

  it('is each party’s own: it is given to a referral that one received, and changes nothing for the others', async () => {
    const { id } = await refer(frame, { externalIds: [{ system: 'siao', value: 'O-7' }] });
    const own = await name(supporter, id, 'case-tool', 'A-4');
    expect(own).toMatchObject({ version: 1, externalIds: [{ system: 'case-tool', value: 'A-4' }] });
    await lead(frame, id, await addDwelling(frame), 'offered');
    const before = await etagOf(supporter, `/v1/placements/${id}`);
    await name(landlord, id, 'rent-system', 'C-9');
    expect(await etagOf(supporter, `/v1/placements/${id}`)).toBe(before);
    const seen = async (partner: Partner): Promise<unknown> =>
      bodyOf(await partner.get(`/v1/placements/${id}`).expect(200)).externalIds;
    expect(await seen(referrer)).toEqual([{ system: 'siao', value: 'O-7' }]);
    expect(await seen(landlord)).toEqual([{ system: 'rent-system', value: 'C-9' }]);
    expect(await seen(operator)).toEqual([]);
    await stranger.patch(`/v1/placements/${id}`, { externalIds: [] }).set('If-Match', before).expect(404);
    const foreign = await supporter.put(`${path}/C-9`, { householdId: id, programmeId: frame.programmeId }).expect(422);
    expect(foreign.body).toMatchObject({ errors: [{ pointer: '/householdId', code: 'unknown_reference' }] });
  });

  it('goes with the referral over GraphQL too, and so do its grounds', async () => {
    const referral = `mutation ($input: ReferralInput!) { referHousehold(input: $input) { id externalIds { value } } }`;
    const input = {
      householdId: await openHousehold(supporter),
      programmeId: frame.programmeId,
      externalIds: [{ system: 'case-tool', value: 'G-1' }],
    };
    const made = bodyOf<{ data: { referHousehold: Body } }>(await supporter.graphql(referral, { input }).expect(200));
    const { id } = made.data.referHousehold;
    expect(made.data.referHousehold.externalIds).toEqual([{ value: 'G-1' }]);
    const change = `mutation ($id: ID!) {
      changePlacement(id: $id, input: { externalIds: [] }, expectedVersion: 1) { externalIds { value } }
      changeReferralGrounds(id: $id, input: { reasons: [no_home, no_home] }, expectedVersion: 1) { reasons version } }`;
    expect((await supporter.graphql(change, { id }).expect(200)).body).toEqual({
      data: { changePlacement: { externalIds: [] }, changeReferralGrounds: { reasons: ['no_home'], version: 2 } },
    });
  });

  it('has grounds that who refers and who supports change, and nobody else', async () => {
    const { id } = await refer(frame);
    const path = `/v1/placements/${id}/grounds`;
    for (const [partner, wishes] of [
      [referrer, 'Au calme'],
      [supporter, 'Un balcon'],
    ] as const) {
      const etag = await etagOf(partner, path);
      await partner.patch(path, { wishes }).expect(428);
      expect(bodyOf(await partner.patch(path, { wishes }).set('If-Match', etag).expect(200))).toMatchObject({
        wishes,
        reasons: ['no_home'],
        cohort: 'leaving_prison',
      });
    }
    await lead(frame, id, await addDwelling(frame), 'submitted');
    const etag = '"1.AAAAAAAAAAAAAAAA"';
    await landlord.patch(path, { wishes: null }).set('If-Match', etag).expect(403);
    await stranger.patch(path, { wishes: null }).set('If-Match', etag).expect(404);
    const told = await test.owner<{ viewers: string[] }>(
      `SELECT viewers FROM events WHERE type = 'placement.grounds_changed' AND subject_id = $1`,
      [id],
    );
    expect(told.map(({ viewers }) => [...viewers].sort())).toEqual(
      Array(2).fill([supporter.organisationId, referrer.organisationId].sort()),
    );
  });
});

interface Entry extends Body {
  externalIds: { system: string; value: string }[];
  dwellingExternalIds: { system: string; value: string }[];
}

describe('A copy kept by a delta', () => {
  const entryOf = async (partner: Partner, collection: string, id: string): Promise<Entry | undefined> => {
    await settled(test);
    const { data } = bodyOf<{ data: Entry[] }>(await partner.get(`/v1/${collection}/delta?limit=500`).expect(200));
    return data.find((entry) => entry.id === id);
  };

  it('of households bears one’s own identifiers, and follows them', async () => {
    const externalIds = [{ system: 'siao', value: 'M-1' }];
    const { id, householdId } = await refer(frame);
    const path = `/v1/households/${householdId}`;
    await referrer
      .patch(path, { externalIds })
      .set('If-Match', await etagOf(referrer, path))
      .expect(200);
    const own = [{ system: 'case-tool', value: 'H-1' }];
    await supporter
      .patch(path, { externalIds: own })
      .set('If-Match', await etagOf(supporter, path))
      .expect(200);
    await lead(frame, id, await addDwelling(frame), 'submitted');
    expect((await entryOf(referrer, 'households', householdId))!.externalIds).toEqual(externalIds);
    expect((await entryOf(supporter, 'households', householdId))!.externalIds).toEqual(own);
    expect((await entryOf(landlord, 'households', householdId))!.externalIds).toEqual([]);
  });

  it('of placements bears one’s own of the placement and of the dwelling, whenever they were given', async () => {
    const given = async (partner: Partner, dwellingId: string, system: string, value: string): Promise<void> => {
      const path = `/v1/dwellings/${dwellingId}`;
      const externalIds = [{ system, value }];
      await partner
        .patch(path, { externalIds })
        .set('If-Match', await etagOf(partner, path))
        .expect(200);
    };
    const dwellingId = await addDwelling(frame);
    await given(landlord, dwellingId, 'rent-system', 'L-1');
    const { id } = await refer(frame);
    await lead(frame, id, dwellingId, 'offered');
    await given(operator, dwellingId, 'operator-system', 'O-1');
    await name(landlord, id, 'rent-system', 'C-1');
    expect(await entryOf(landlord, 'placements', id)).toMatchObject({
      externalIds: [{ system: 'rent-system', value: 'C-1' }],
      dwellingExternalIds: [{ system: 'rent-system', value: 'L-1' }],
    });
    const seen = (await entryOf(operator, 'placements', id))!;
    expect(seen).toMatchObject({
      externalIds: [],
      dwellingExternalIds: [{ system: 'operator-system', value: 'O-1' }],
    });
    for (const partner of [supporter, referrer, frame.coordinator])
      expect(await entryOf(partner, 'placements', id)).toMatchObject({ externalIds: [], dwellingExternalIds: [] });
    await given(landlord, dwellingId, 'rent-system', 'L-2');
    expect((await entryOf(landlord, 'placements', id))!.dwellingExternalIds).toEqual([
      { system: 'rent-system', value: 'L-2' },
    ]);
    expect((await entryOf(operator, 'placements', id))!.version).toBe(seen.version);
  });

  it('of placements follows the contact of the operator', async () => {
    const { id } = await refer(frame);
    await lead(frame, id, await addDwelling(frame), 'offered');
    const { version } = (await entryOf(landlord, 'placements', id))!;
    const path = `/v1/organisations/${operator.organisationId}`;
    const change = async (body: object): Promise<unknown> =>
      frame.coordinator
        .patch(path, body)
        .set('If-Match', await etagOf(frame.coordinator, path))
        .expect(200);
    await change({ name: 'Autre nom' });
    expect((await entryOf(landlord, 'placements', id))!.version).toBe(version);
    await change({ contact: 'nouveau@operator.example' });
    expect(await entryOf(landlord, 'placements', id)).toMatchObject({
      operatorContact: 'nouveau@operator.example',
      version: version + 1,
    });
  });

  it('of dwellings and of organisations bears one’s own', async () => {
    const externalIds = [{ system: 'rent-system', value: 'D-1' }];
    const dwellingId = await addDwelling(frame, { externalIds });
    expect((await entryOf(landlord, 'dwellings', dwellingId))!.externalIds).toEqual(externalIds);
    expect((await entryOf(operator, 'dwellings', dwellingId))!.externalIds).toEqual([]);
    const input = { name: 'O', kind: 'association', externalIds: [{ system: 'crm', value: 'O-1' }] };
    const { id } = bodyOf(await frame.coordinator.post('/v1/organisations', input).expect(201));
    expect((await entryOf(frame.coordinator, 'organisations', id))!.externalIds).toEqual(input.externalIds);
    expect((await entryOf(landlord, 'organisations', id))!.externalIds).toEqual([]);
  });

  it('holds in every entry what the contract says, no more and no less', async () => {
    const document = JSON.parse(readFileSync('test/contract/openapi.json', 'utf8')) as {
      components: { schemas: Record<string, { properties: object; required: string[] }> };
    };
    const { householdId, id } = await refer(frame);
    const dwellingId = await addDwelling(frame);
    for (const [collection, subject, schema] of [
      ['organisations', supporter.organisationId, 'OrganisationEntry'],
      ['dwellings', dwellingId, 'DwellingEntry'],
      ['households', householdId, 'HouseholdEntry'],
      ['placements', id, 'PlacementStatusEntry'],
    ] as const) {
      const { properties, required } = document.components.schemas[schema]!;
      const reader = collection === 'dwellings' ? landlord : supporter;
      const shown = Object.keys((await entryOf(reader, collection, subject))!).sort();
      expect([shown, [...required].sort()]).toEqual([Object.keys(properties).sort(), shown]);
    }
  });
});
