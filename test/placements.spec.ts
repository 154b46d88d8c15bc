import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from './support/actors.js';
import { personOf } from './support/alerts.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { addDwelling, lead, placementFrame, refer, step } from './support/placements.js';
import { settled } from './support/settled.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const frame = await placementFrame(test);
const { landlord, operator, supporter, referrer, stranger, otherLandlord, funder } = frame.partners;
type Body = Record<string, unknown> & { id: string; version: number; status: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const codes = (answer: { body: unknown }): string[] =>
  ((answer.body as { errors?: { code: string }[] }).errors ?? []).map(({ code }) => code);

describe('The way of a household into a dwelling', () => {
  it('goes from referral to keys, each party seeing its part and nothing before its time', async () => {
    const dwellingId = await addDwelling(frame, { externalIds: undefined });
    const { id, householdId } = await refer(frame);
    const referred = bodyOf(await supporter.get(`/v1/placements/${id}`).expect(200));
    expect(referred).toMatchObject({
      status: 'referred',
      householdId: null,
      programmeLabel: 'Logement accompagné',
      landlordId: null,
    });
    expect(bodyOf(await supporter.get(`/v1/placements/${id}/referral`).expect(200)).householdId).toBe(householdId);
    for (const partner of [landlord, operator, stranger, otherLandlord])
      await partner.get(`/v1/placements/${id}`).expect(404);

    await lead(frame, id, dwellingId, 'offered');
    expect(bodyOf(await landlord.get(`/v1/placements/${id}`).expect(200))).toMatchObject({
      status: 'offered',
      householdId: null,
      dwellingId,
    });
    for (const part of ['referral', 'grounds']) await landlord.get(`/v1/placements/${id}/${part}`).expect(404);
    await landlord.get(`/v1/households/${householdId}`).expect(404);
    await otherLandlord.get(`/v1/placements/${id}`).expect(404);

    expect((await step(supporter, id, 'submission', { informedOn: '2026-01-01' })).status).toBe(200);
    expect(bodyOf(await landlord.get(`/v1/placements/${id}`).expect(200)).householdId).toBe(householdId);
    await landlord.get(`/v1/households/${householdId}`).expect(200);
    await landlord.get(`/v1/placements/${id}/grounds`).expect(404);

    const decided = await step(landlord, id, 'allocation', { outcome: 'allocated', rank: 1 });
    expect([decided.status, bodyOf(decided).outcome]).toEqual([201, 'allocated']);
    expect((await step(supporter, id, 'acceptance', { answer: 'accepted' })).status).toBe(200);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format();
    const moved = await step(operator, id, 'move-in', { movedInOn: today });
    expect(bodyOf(moved)).toMatchObject({ status: 'moved_in', movedInOn: today });
    await referrer.get(`/v1/households/${householdId}`).expect(404); // until moved in
    expect(bodyOf(await referrer.get(`/v1/placements/${id}`).expect(200)).status).toBe('moved_in');

    const history = bodyOf<{ data: Body[] }>(await landlord.get(`/v1/placements/${id}/history`).expect(200)).data;
    expect(history.map((row) => row.step)).toEqual(['offer', 'submission', 'allocation', 'acceptance', 'move_in']);
    expect(JSON.stringify(history)).not.toContain(supporter.organisationId);
    const whole = bodyOf<{ data: Body[] }>(await supporter.get(`/v1/placements/${id}/history`).expect(200)).data;
    expect(whole).toHaveLength(7);

    const ended = await step(landlord, id, 'ending', { endedOn: today, exitRoute: 'private_lease' });
    expect(bodyOf(ended)).toMatchObject({ status: 'ended', householdId: null });
    for (const partner of [landlord, supporter])
      expect(bodyOf(await partner.get(`/v1/placements/${id}/exit`).expect(200))).toMatchObject({
        exitRoute: 'private_lease',
        durable: true,
      });
    await landlord.get(`/v1/households/${householdId}`).expect(404);
  });

  it('tells where the household went to who supports it and who wrote it: a route can say prison', async () => {
    const { id } = await refer(frame);
    await lead(frame, id, await addDwelling(frame), 'moved_in');
    await supporter.get(`/v1/placements/${id}/exit`).expect(404);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format();
    expect((await step(supporter, id, 'ending', { endedOn: today, exitRoute: 'prison' })).status).toBe(200);
    expect(bodyOf(await supporter.get(`/v1/placements/${id}/exit`).expect(200))).toMatchObject({
      exitRoute: 'prison',
      durable: false,
    });
    for (const partner of [landlord, operator, referrer, frame.coordinator]) {
      await partner.get(`/v1/placements/${id}/exit`).expect(partner === frame.coordinator ? 403 : 404);
      for (const part of ['', '/history', '/offers'])
        expect((await partner.get(`/v1/placements/${id}${part}`).expect(200)).text).not.toContain('prison');
      const seen = await partner
        .graphql('query ($id: ID!) { placement(id: $id) { status exit { exitRoute } } }', { id })
        .expect(200);
      expect(seen.body).toEqual({ data: { placement: { status: 'ended', exit: null } } });
    }
    await landlord.get('/v1/placements?exitRoute=prison').expect(400);
  });

  it('is not ended by who lets before the household has accepted: who lets refuses', async () => {
    const { id } = await refer(frame);
    await lead(frame, id, await addDwelling(frame), 'offered');
    const ending = { endedOn: today(), exitRoute: 'withdrawn' };
    for (const partner of [landlord, operator]) {
      const answer = await step(partner, id, 'ending', ending);
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'wrong_party']);
    }
    expect(bodyOf(await supporter.get(`/v1/placements/${id}`)).status).toBe('offered');
    expect((await step(supporter, id, 'ending', ending)).status).toBe(200);
  });

  it.each(['rent_officer', 'reader'] as const)(
    'tells a %s of the supporter how far it is, never why, by whom, what was answered, or where the household went',
    async (name) => {
      const { id } = await refer(frame);
      await lead(frame, id, await addDwelling(frame), 'moved_in');
      const person = await personOf(test, supporter, [name]);
      await person.get(`/v1/placements/${id}`).expect(200);
      for (const part of ['referral', 'grounds', 'exit', 'answers'])
        expect([part, (await person.get(`/v1/placements/${id}/${part}`)).status]).toEqual([part, 403]);
      const query = 'query ($id: ID!) { placement(id: $id) { status referral { id } grounds { id } exit { id } } }';
      expect((await person.graphql(query, { id })).body).toMatchObject({
        data: { placement: { status: 'moved_in', referral: null, grounds: null, exit: null } },
      });
    },
  );

  it('lets a household decline without penalty: the landlord is told that it is no longer its own, never why', async () => {
    const dwellingId = await addDwelling(frame);
    const { id } = await refer(frame);
    await lead(frame, id, dwellingId, 'offered');
    await settled(test);
    const first = bodyOf<{ data: Body[]; deltaToken: string }>(
      await landlord.get('/v1/placements/delta?limit=500').expect(200),
    );
    expect(first.data.map((entry) => entry.id)).toContain(id);
    const { offerId } = bodyOf(await supporter.get(`/v1/placements/${id}`)) as unknown as { offerId: string };
    expect(codes(await step(supporter, id, `offers/${offerId}/answer`, { answer: 'declined' }))).toEqual([
      'reason_required',
    ]);
    const declined = await step(supporter, id, `offers/${offerId}/answer`, {
      answer: 'declined',
      reason: 'far_from_school',
      comment: 'Trop loin',
    });
    expect([declined.status, bodyOf(declined).status]).toEqual([200, 'declined']);
    expect(bodyOf(await supporter.get(`/v1/placements/${id}`)).status).toBe('eligible');
    await settled(test);
    const delta = await landlord.get(`/v1/placements/delta?token=${first.deltaToken}`).expect(200);
    expect(bodyOf<{ data: Body[] }>(delta).data).toEqual([
      { id, version: 2, removed: true, reason: 'no_longer_yours' },
    ]);
    await landlord.get(`/v1/placements/${id}`).expect(404);
    await landlord.get(`/v1/placements/${id}/answers`).expect(404);
    expect(bodyOf<{ data: Body[] }>(await supporter.get(`/v1/placements/${id}/answers`)).data).toMatchObject([
      { answer: 'declined', reason: 'far_from_school' },
    ]);
    await lead(frame, id, await addDwelling(frame), 'offered').catch((error: Error) =>
      expect(error.message).toMatch(/step_not_possible/),
    );
  });

  it('closes what was disclosed when the body refuses', async () => {
    const dwellingId = await addDwelling(frame);
    const { id, householdId } = await refer(frame);
    await lead(frame, id, dwellingId, 'submitted');
    await landlord.get(`/v1/households/${householdId}`).expect(200);
    expect(codes(await step(landlord, id, 'allocation', { outcome: 'refused' }))).toEqual(['reason_required']);
    expect((await step(landlord, id, 'allocation', { outcome: 'refused', reason: 'rent_burden' })).status).toBe(201);
    await landlord.get(`/v1/households/${householdId}`).expect(404);
    await operator.get(`/v1/households/${householdId}`).expect(404);
    await landlord.get(`/v1/placements/${id}`).expect(404);
    const told = bodyOf<{ data: Body[] }>(
      await supporter.get(`/v1/households/${householdId}/disclosures`).expect(200),
    ).data;
    expect(told.filter((row) => row.basis === 'placement').map((row) => row.closedAt !== null)).toEqual([true, true]);
  });

  it('says which rule refuses a step and what would make it possible', async () => {
    const dwellingId = await addDwelling(frame);
    const { id } = await refer(frame);
    const early = await step(supporter, id, 'submission', { informedOn: '2026-01-01' });
    expect([early.status, bodyOf<{ code: string }>(early).code]).toEqual([409, 'step_not_possible']);
    expect(bodyOf<{ detail: string }>(early).detail).toContain('offered');
    await lead(frame, id, dwellingId, 'submitted');
    const wrong = await step(operator, id, 'allocation', { outcome: 'allocated', rank: 1 });
    expect([wrong.status, bodyOf<{ code: string; detail: string }>(wrong).code]).toEqual([409, 'wrong_party']);
    const stale = await supporter
      .post(`/v1/placements/${id}/acceptance`, { answer: 'accepted' })
      .set('If-Match', '"1.AAAAAAAAAAAAAAAA"');
    expect(stale.status).toBe(412);
    await supporter.post(`/v1/placements/${id}/acceptance`, { answer: 'accepted' }).expect(428);
    const any = await supporter.post(`/v1/placements/${id}/acceptance`, { answer: 'accepted' }).set('If-Match', ' * ');
    expect([any.status, bodyOf<Record<string, unknown>>(any).code]).toEqual([400, 'precondition_unversioned']);
    await funder.get(`/v1/placements/${id}`).expect(403);
  });

  it('respects a reservation, and counts a household once in a programme', async () => {
    const reserved = await addDwelling(frame, {
      reservationKind: 'convention',
      reservationHolderId: stranger.organisationId,
    });
    const { id, householdId } = await refer(frame);
    await lead(frame, id, reserved, 'eligible');
    const refused = await step(supporter, id, 'offers', { dwellingId: reserved, plannedMoveInOn: '2030-01-10' });
    expect([refused.status, bodyOf<{ code: string }>(refused).code]).toEqual([409, 'dwelling_reserved']);
    const twice = await referrer.post('/v1/placements', {
      householdId,
      programmeId: frame.programmeId,
      supporterId: supporter.organisationId,
    });
    expect([twice.status, bodyOf<{ code: string }>(twice).code]).toEqual([409, 'already_referred']);
  });

  it('is refused outside the days of its programme, and with a move planned before its offer: each says since or until when', async () => {
    const opened = async (over: object): Promise<string> => {
      const named = { key: `bref-${randomUUID()}`, name: 'Bref', publicLabel: 'Bref', kind: 'rehousing' };
      const input = { ...named, decidingBody: 'caleol', ...over };
      return bodyOf(await frame.coordinator.post('/v1/programmes', input).expect(201)).id;
    };
    const refused = async (programmeId: string): Promise<unknown> => {
      const referral = { householdId: await openHousehold(supporter), programmeId, referredOn: '2021-03-01' };
      return bodyOf<Record<string, unknown>>(await supporter.post('/v1/placements', referral).expect(409)).detail;
    };
    const over = await opened({ startsOn: '2020-01-01', endsOn: '2021-03-01' });
    expect(await refused(over)).toContain('ouvert du 2020-01-01 au 2021-02-28 inclus.');
    expect(await refused(await opened({ startsOn: '2022-01-01' }))).toContain('ouvert à partir du 2022-01-01.');
    const { id } = await refer(frame);
    const dwellingId = await addDwelling(frame);
    await lead(frame, id, dwellingId, 'eligible');
    expect(codes(await step(supporter, id, 'offers', { dwellingId, plannedMoveInOn: '2020-01-01' }))).toEqual([
      'before_start',
    ]);
  });

  it('happens under a convention once two have agreed on it', async () => {
    const parties = { landlordId: landlord.organisationId, holderId: supporter.organisationId };
    const input = { ...parties, signedOn: '2020-01-01', startsOn: '2020-01-01', decidingBody: 'association_choice' };
    const convention = await supporter.post('/v1/conventions', input).expect(201);
    const { id: conventionId } = bodyOf(convention);
    const referral = { householdId: await openHousehold(supporter), programmeId: frame.programmeId, conventionId };
    const early = await supporter.post('/v1/placements', referral);
    expect([early.status, bodyOf<{ code: string }>(early).code]).toEqual([409, 'convention_not_confirmed']);
    await landlord
      .post(`/v1/conventions/${conventionId}/confirmation`)
      .set('If-Match', convention.headers.etag as string)
      .expect(200);
    const { id } = bodyOf(await supporter.post('/v1/placements', referral).expect(201));
    expect(bodyOf(await supporter.get(`/v1/placements/${id}/referral`).expect(200)).decidingBody).toBe(
      'association_choice',
    );
    await step(supporter, id, 'eligibility', { outcome: 'eligible' });
    const theirs = await addDwelling(frame, {}, otherLandlord);
    const refused = await step(supporter, id, 'offers', { dwellingId: theirs, plannedMoveInOn: '2031-01-01' });
    expect([refused.status, bodyOf<{ code: string }>(refused).code]).toEqual([409, 'other_landlords_convention']);
    const own = await addDwelling(frame);
    expect((await step(supporter, id, 'offers', { dwellingId: own, plannedMoveInOn: '2031-01-01' })).status).toBe(201);
  });

  it('begins with who writes in the file: whoever houses somebody refers them to nobody', async () => {
    const lessor = await join(test, frame.coordinator, 'lessor', { roles: ['operator', 'supporter'] });
    const dwellingId = await addDwelling(frame, { operatorId: lessor.organisationId });
    const { id, householdId } = await refer(frame);
    await lead(frame, id, dwellingId, 'submitted');
    await lessor.get(`/v1/households/${householdId}`).expect(200);
    const input = {
      key: 'autre',
      name: 'Autre',
      publicLabel: 'Autre',
      kind: 'rehousing',
      decidingBody: 'caleol',
      startsOn: '2020-01-01',
    };
    const { id: programmeId } = bodyOf(await frame.coordinator.post('/v1/programmes', input).expect(201));
    for (const { organisationId: supporterId } of [stranger, lessor]) {
      const refused = await lessor.post('/v1/placements', { householdId, programmeId, supporterId });
      expect([refused.status, bodyOf<{ code: string }>(refused).code]).toEqual([409, 'household_not_yours']);
    }
    await stranger.get(`/v1/households/${householdId}`).expect(404);
  });

  it('gives the last place to one of several who accept at once', async () => {
    const dwellingId = await addDwelling(frame);
    const ids = await Promise.all(Array.from({ length: 4 }, async () => (await refer(frame)).id));
    for (const id of ids) await lead(frame, id, dwellingId, 'allocated');
    const answers = await Promise.all(ids.map((id) => step(supporter, id, 'acceptance', { answer: 'accepted' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(
      answers.filter(({ status }) => status === 409).map((answer) => bodyOf<{ code: string }>(answer).code),
    ).toEqual(Array(3).fill('dwelling_already_occupied'));
  });

  it('changes one version once when ten write at once', async () => {
    const { id } = await refer(frame);
    const { headers } = await supporter.get(`/v1/placements/${id}`);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        supporter
          .post(`/v1/placements/${id}/eligibility`, { outcome: 'eligible' })
          .set('If-Match', headers.etag as string),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
  });

  it('keeps a queue for places, in which the household is nobody', async () => {
    const { id } = await refer(frame);
    const request = bodyOf(
      await supporter.post('/v1/place-waiting-list', { placementId: id, priority: 2 }).expect(201),
    );
    const again = await supporter.post('/v1/place-waiting-list', { placementId: id });
    expect([again.status, bodyOf<{ code: string }>(again).code]).toEqual([409, 'already_waiting']);
    const queue = bodyOf<{ data: Body[] }>(
      await supporter.get(`/v1/place-waiting-list?programmeId=${frame.programmeId}`).expect(200),
    ).data;
    expect(queue.map((row) => row.id)).toContain(request.id);
    expect(JSON.stringify(queue)).not.toMatch(/household[_A-Z]?id/i);
    await landlord.get('/v1/place-waiting-list').expect(403);
  });

  it('leaves the queue by who put it there; who runs the programme says who goes first', async () => {
    const own = await placementFrame(test);
    const { operator: running, supporter: following } = own.partners;
    const programme = `/v1/programmes/${own.programmeId}`;
    const { headers: version } = await own.coordinator.get(programme).expect(200);
    await own.coordinator
      .patch(programme, { operatorId: running.organisationId })
      .set('If-Match', version.etag as string)
      .expect(200);
    const { id } = await refer(own);
    const request = bodyOf(await following.post('/v1/place-waiting-list', { placementId: id }).expect(201));
    const path = `/v1/place-waiting-list/${request.id}`;
    const patch = async (partner: typeof running, body: object) => {
      const { headers } = await partner.get(path).expect(200);
      return partner.patch(path, body).set('If-Match', headers.etag as string);
    };
    const refused = await patch(running, { withdrawn: true });
    expect([refused.status, bodyOf<{ code: string }>(refused).code]).toEqual([409, 'wrong_party']);
    expect((await patch(running, { priority: 1 })).status).toBe(200);
    expect(bodyOf(await patch(following, { withdrawn: true }))).toMatchObject({ status: 'withdrawn', priority: 1 });
  });
});
