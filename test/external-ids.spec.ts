import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { addDwelling, lead, placementFrame, refer } from './support/placements.js';

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
