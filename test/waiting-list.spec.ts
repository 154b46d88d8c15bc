import { describe, expect, it } from '@jest/globals';
import { join, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { onePerson } from './support/merges.js';
import { placementFrame, refer, step } from './support/placements.js';
import { flatProgramme, programmeOf } from './support/residents.js';
import { openFlat, type Flat } from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string; status: string };
const bodyOf = (answer: { body: unknown }): Body => answer.body as Body;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;

describe('Who waits first', () => {
  const made = flatProgramme(test, '2023-01-01');
  let keys = 0;

  /** A programme in which eligibility is decided, or not, with a flat. */
  async function queueOf(omittedSteps: string[]) {
    const here = await made;
    const { operator, landlord } = here.partners;
    const programmeId = await programmeOf(here, `file-${(keys += 1)}`, { omittedSteps, startsOn: '2023-01-01' });
    const parties = { landlordId: landlord.organisationId, holderId: operator.organisationId, programmeId };
    const signed = { ...parties, signedOn: '2014-06-17', startsOn: '2014-06-17' };
    const { id: conventionId } = bodyOf(await here.coordinator.post('/v1/conventions', signed).expect(201));
    const flat = await openFlat(here, { conventionId, startsOn: '2023-01-01', dwelling: { programmeId } });
    const wait = async (priority: number, over: object = {}): Promise<string> => {
      const householdId = await openHousehold(operator, { members: onePerson() });
      const referral = { householdId, programmeId, reasons: ['unfit'], ...over };
      const { id } = bodyOf(await operator.post('/v1/placements', referral).expect(201));
      await operator.post('/v1/place-waiting-list', { placementId: id, priority }).expect(201);
      return id;
    };
    const offer = (room: number) => offerOf(operator, flat, room);
    return { here, programmeId, operator, wait, offer };
  }
  const offerOf = async (operator: Partner, flat: Flat, room: number) => {
    const answer = await operator.post(`/v1/shared-flats/${flat.id}/vacancies/offer`, {
      roomId: flat.roomIds[room],
      plannedMoveInOn: today(),
    });
    const { placementId, code } = bodyOf(answer);
    return [answer.status, placementId ?? code];
  };

  it('does not keep who waits behind from a room that it may not be offered itself', async () => {
    const { operator, wait, offer } = await queueOf(['submission']);
    const referred = await wait(1);
    const eligible = await wait(3);
    expect((await step(operator, eligible, 'eligibility', { outcome: 'eligible' })).status).toBe(200);
    expect(await offer(0)).toEqual([201, eligible]);
    expect(await offer(1)).toEqual([409, 'nobody_waits']);
    expect((await step(operator, referred, 'eligibility', { outcome: 'eligible' })).status).toBe(200);
    expect(await offer(1)).toEqual([201, referred]);
  });

  it('is who was referred, where eligibility is left out, but nobody under another landlord’s convention', async () => {
    const { here, programmeId, wait, offer } = await queueOf(['eligibility', 'submission']);
    const other = await join(test, here.coordinator, 'other', { roles: ['landlord'], kind: 'social_landlord' });
    const parties = { landlordId: other.organisationId, holderId: here.partners.operator.organisationId, programmeId };
    const signed = { ...parties, signedOn: '2014-06-17', startsOn: '2014-06-17' };
    const { id: conventionId } = bodyOf(await here.coordinator.post('/v1/conventions', signed).expect(201));
    await wait(1, { conventionId });
    const one = await wait(2);
    expect(await offer(0)).toEqual([201, one]);
    expect(await offer(1)).toEqual([409, 'nobody_waits']);
  });

  it('leaves the queue when it is found ineligible', async () => {
    const { operator, wait, offer } = await queueOf(['eligibility', 'submission']);
    const id = await wait(1);
    const found = { outcome: 'ineligible', reason: 'resources_insufficient' };
    expect((await step(operator, id, 'eligibility', found)).status).toBe(200);
    expect(dataOf(await operator.get(`/v1/place-waiting-list?placementId=${id}`))).toMatchObject([
      { status: 'withdrawn' },
    ]);
    expect(await offer(0)).toEqual([409, 'nobody_waits']);
  });
});

describe('The queue of a programme', () => {
  it('goes with who runs it: its former operator reads and reorders it no more, the next one finds it', async () => {
    const frame = await placementFrame(test);
    const { operator, supporter } = frame.partners;
    const next = await join(test, frame.coordinator, 'next', { roles: ['operator'] });
    const path = `/v1/programmes/${frame.programmeId}`;
    const runBy = async (operatorId: string | null) => {
      const { headers } = await frame.coordinator.get(path).expect(200);
      await frame.coordinator
        .patch(path, { operatorId })
        .set('If-Match', headers.etag as string)
        .expect(200);
    };
    await runBy(operator.organisationId);
    const { id: placementId } = await refer(frame);
    const { id } = bodyOf(await supporter.post('/v1/place-waiting-list', { placementId, priority: 2 }).expect(201));
    const { headers } = await operator.get(`/v1/place-waiting-list/${id}`).expect(200);
    await runBy(null);
    expect(dataOf(await operator.get('/v1/place-waiting-list').expect(200))).toEqual([]);
    await operator
      .patch(`/v1/place-waiting-list/${id}`, { priority: 5 })
      .set('If-Match', headers.etag as string)
      .expect(404);
    await runBy(next.organisationId);
    expect(dataOf(await next.get('/v1/place-waiting-list').expect(200))).toMatchObject([{ id, priority: 2 }]);
  });

  it('is joined for whom runs the programme once a change that is under way is over', async () => {
    const frame = await placementFrame(test);
    const { supporter } = frame.partners;
    const next = await join(test, frame.coordinator, 'next', { roles: ['operator'] });
    const { id: placementId } = await refer(frame);
    const answer = await test.asOwner(async (owner) => {
      await owner.query(`BEGIN; SET LOCAL app.consortium = '${frame.consortiumId}'; SET LOCAL app.kind = 'system'`);
      await owner.query('UPDATE programmes SET operator_id = $2 WHERE id = $1', [
        frame.programmeId,
        next.organisationId,
      ]);
      let isOver = false;
      const joining = supporter.post('/v1/place-waiting-list', { placementId }).then((answered) => {
        isOver = true;
        return answered;
      });
      for (let waits = false; !waits && !isOver; await new Promise((resolve) => setTimeout(resolve, 5))) {
        const mine = 'NOT granted AND transactionid = pg_current_xact_id()::xid';
        waits = (await owner.query(`SELECT 1 FROM pg_locks WHERE ${mine}`)).rows.length > 0;
      }
      await owner.query('COMMIT');
      return joining;
    });
    expect(answer.status).toBe(201);
    expect(dataOf(await next.get('/v1/place-waiting-list').expect(200))).toMatchObject([{ id: bodyOf(answer).id }]);
  });
});
