import { afterEach, describe, expect, it } from '@jest/globals';
import { DeadlineDays } from '../src/agenda/agenda.jobs.js';
import { addDays } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { FlatEnds } from '../src/shared-flats/shared-flats.jobs.js';
import { consortiumOf, type Partner } from './support/actors.js';
import { deliver, project } from './support/alerts.js';
import { ownApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { conventionOf, openFlat, plan, SHARE, type Flat } from './support/shared-flats.js';
import { act, today } from './support/tenancies.js';

const test = await ownApp();
const day = today();
type Row = Record<string, unknown> & { id: string };

async function partners() {
  const made = await consortiumOf(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    operator: { roles: ['operator', 'supporter'] },
    supporter: { roles: ['supporter'] },
    successor: { roles: ['supporter'] },
  });
  const conventionId = await conventionOf(made);
  const { supporter } = made.partners;
  const flatHere = (over: object = {}): Promise<Flat> =>
    openFlat(made, { conventionId, supporterId: supporter.organisationId, ...over });
  return { ...made.partners, consortiumId: made.consortiumId, flatHere };
}

const rowsOf = async (partner: Partner, path: string): Promise<Row[]> =>
  ((await partner.get(path).expect(200)).body as { data: Row[] }).data;
const alertsOn = (partner: Partner, { id }: Flat): Promise<Row[]> => rowsOf(partner, `/v1/alerts?subjectId=${id}`);
const statuses = async (partner: Partner, flat: Flat): Promise<unknown[]> =>
  (await alertsOn(partner, flat)).map(({ status }) => status);

/** What was asked for by what happened, on two processes at once, and what is made of it. */
async function follow(consortiumId: string): Promise<void> {
  const asked = await test.owner(
    `DELETE FROM outbox WHERE consortium_id = $1 AND job = 'flats-to-close' RETURNING id`,
    [consortiumId],
  );
  if (asked.length > 0)
    await Promise.all([deliver(test, consortiumId, FlatEnds), deliver(test, consortiumId, FlatEnds)]);
  await project(test, consortiumId);
}

async function done(partner: Partner, { id }: Flat, noun: string, body: object): Promise<void> {
  const path = `/v1/shared-flats/${id}`;
  const { headers } = await partner.get(path).expect(200);
  const answer = await partner.post(`${path}/${noun}`, body).set('If-Match', headers.etag as string);
  expect([noun, answer.status]).toEqual([noun, 200]);
}

afterEach(() => clock.set(null));

describe('A shared flat whose head tenancy ends', () => {
  it('is to be closed: who lets its rooms and who supports it are told by the notice, until it is closed', async () => {
    const { landlord, operator, supporter, successor, consortiumId, flatHere } = await partners();
    const [flat, other] = [await flatHere(), await flatHere()];
    const effectiveOn = addDays(day, 100);
    const notice = await act(landlord, flat.headTenancyId, 'notice', { effectiveOn, givenBy: 'lessor' });
    expect(notice.status).toBe(200);
    await follow(consortiumId);
    for (const partner of [operator, supporter]) {
      const [told, ...others] = await alertsOn(partner, flat);
      expect([told, others]).toMatchObject([
        {
          kind: 'flat_to_close',
          status: 'open',
          level: 'attention',
          subjectType: 'shared_flat',
          householdId: null,
          title: 'Domicile partagé à fermer',
          facts: [{ name: 'dueOn', value: effectiveOn }],
        },
        [],
      ]);
      const due = await rowsOf(partner, `/v1/deadlines?subjectId=${flat.id}`);
      expect(due).toMatchObject([{ kind: 'flat_closure', dueOn: effectiveOn, subjectType: 'shared_flat' }]);
    }
    for (const partner of [landlord, successor]) expect(await alertsOn(partner, flat)).toEqual([]);
    expect(await alertsOn(operator, other)).toEqual([]);

    clock.set(`${addDays(effectiveOn, -60)}T03:00:00Z`);
    await deliver(test, consortiumId, DeadlineDays);
    await project(test, consortiumId);
    clock.set(null);
    expect((await alertsOn(supporter, flat))[0]).toMatchObject({ level: 'urgent' });

    await done(operator, flat, 'handover', { supporterId: successor.organisationId });
    await follow(consortiumId);
    expect([await statuses(supporter, flat), await statuses(successor, flat)]).toEqual([[], ['open']]);
    expect(await rowsOf(supporter, `/v1/deadlines?subjectId=${flat.id}`)).toEqual([]);

    const ended = await act(landlord, flat.headTenancyId, 'ending', { endedOn: day, reason: 'mutual' });
    expect(ended.status).toBe(200);
    await follow(consortiumId);
    expect((await alertsOn(operator, flat))[0]).toMatchObject({
      status: 'open',
      facts: [{ name: 'dueOn', value: day }],
    });
    await done(operator, flat, 'closing', { closedOn: day });
    await follow(consortiumId);
    for (const partner of [operator, successor]) expect(await statuses(partner, flat)).toEqual(['closed']);
  });

  it('is told of that end no longer when it is withdrawn, and near it when it is opened under a lease with an end', async () => {
    const { landlord, operator, consortiumId, flatHere } = await partners();
    const endsOn = addDays(day, 30);
    const flat = await flatHere({ head: { endsOn, externalIds: [{ system: 'erp', value: 'h1' }] } });
    await follow(consortiumId);
    expect((await alertsOn(operator, flat))[0]).toMatchObject({ level: 'urgent', status: 'open' });
    const whole = {
      kind: 'social_lease',
      tenantOrganisationId: operator.organisationId,
      dwellingId: flat.dwellingId,
      startsOn: '2020-01-01',
      terms: { rentCents: 92_000, chargesCents: 18_400 },
    };
    const put = (over: object) => landlord.put('/v1/tenancies/by-external-id/erp/h1', { ...whole, ...over });
    await put({ endsOn: null }).expect(200);
    await follow(consortiumId);
    expect(await statuses(operator, flat)).toEqual(['closed']);
    await put({ endsOn: addDays(day, 300) }).expect(200);
    await follow(consortiumId);
    expect(await statuses(operator, flat)).toEqual(['closed']);
    expect(await rowsOf(operator, `/v1/deadlines?subjectId=${flat.id}`)).toMatchObject([{ dueOn: addDays(day, 300) }]);
  });
});

describe('The end of a head tenancy and an arrival at once', () => {
  it('have one winner: nobody comes to live beneath a lease that has ended', async () => {
    const { landlord, operator, flatHere } = await partners();
    for (let round = 0; round < 3; round += 1) {
      const flat = await flatHere();
      const householdId = await openHousehold(operator);
      const room = { roomId: flat.roomIds[0], startsOn: day, agreedOn: day };
      const planned = (await plan(operator, flat, { householdId, ...room }).expect(201)).body as Row;
      const head = await landlord.get(`/v1/tenancies/${flat.headTenancyId}`).expect(200);
      const ending = landlord
        .post(`/v1/tenancies/${flat.headTenancyId}/ending`, { endedOn: addDays(day, -30), reason: 'mutual' })
        .set('If-Match', head.headers.etag as string);
      const path = `/v1/shared-flats/${flat.id}/occupancies/${planned.id}`;
      const { headers } = await operator.get(path).expect(200);
      const arrival = operator
        .post(`${path}/arrival`, { arrivedOn: day, share: SHARE })
        .set('If-Match', headers.etag as string);
      const answers = await Promise.all([ending, arrival]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });
});
