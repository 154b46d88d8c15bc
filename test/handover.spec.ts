import { beforeAll, describe, expect, it } from '@jest/globals';
import { consortiumOf, login, type Consortium, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string };
const bodyOf = (answer: { body: unknown }): Body => answer.body as Body;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;

let here: Consortium<'before' | 'after' | 'referrer' | 'stranger'>;
let before: Partner;
let after: Partner;

beforeAll(async () => {
  here = await consortiumOf(test, {
    before: { roles: ['supporter'] },
    after: { roles: ['supporter', 'operator'] },
    referrer: { roles: ['referrer'], kind: 'state_service' },
    stranger: { roles: ['supporter'] },
  });
  ({ before, after } = here.partners);
});

/** A household that a referrer opened, one supporter followed and the next one follows, each having written where it lived. */
async function followed(): Promise<{ id: string; person: string }> {
  const { referrer } = here.partners;
  const id = await openHousehold(referrer);
  const [person] = (await personsOf(referrer, id)) as [string];
  await wrote(referrer, person, 'hotel', '2020-01-01', '2021-01-01');
  await shared(referrer, id, before);
  await wrote(before, person, 'prison_exit', '2021-01-01');
  await shared(before, id, after);
  return { id, person };
}

const shared = (by: Partner, id: string, to: Partner) =>
  by
    .post(`/v1/households/${id}/disclosures`, {
      organisationId: to.organisationId,
      relation: 'supporter',
      informedOn: '2026-01-01',
    })
    .expect(201);

const wrote = (by: Partner, person: string, kind: string, startsOn: string, endsOn?: string) =>
  by.post(`/v1/persons/${person}/situations`, { kind, startsOn, ...(endsOn ? { endsOn } : {}) }).expect(201);

const known = async (viewer: Partner, person: string): Promise<unknown[]> =>
  dataOf(await viewer.get(`/v1/persons/${person}/situations`).expect(200)).map(({ kind }) => kind);

const handOver = (by: Partner, id: string, over: object = {}) =>
  by.post(`/v1/households/${id}/handover`, {
    fromOrganisationId: before.organisationId,
    toOrganisationId: after.organisationId,
    acceptedOn: '2026-02-01',
    ...over,
  });

describe('What a supporter wrote', () => {
  it('is its successor’s only once the household has accepted, by REST and GraphQL; what the referrer wrote is at once', async () => {
    const { id, person } = await followed();
    expect(await known(after, person)).toEqual(['hotel']);
    const made = bodyOf(await handOver(before, id).expect(200));
    expect(made).toMatchObject({
      organisationId: after.organisationId,
      basis: 'consent',
      relation: 'successor',
      scopes: ['predecessor'],
      subjectType: 'organisation',
      subjectId: before.organisationId,
      informedOn: '2026-02-01',
    });
    expect(await known(after, person)).toEqual(['hotel', 'prison_exit']);
    const whole = `query ($id: ID!) { household(id: $id) { members { person { situations { kind } } } } }`;
    expect((await after.graphql(whole, { id }).expect(200)).body).toMatchObject({
      data: { household: { members: [{ person: { situations: [{ kind: 'hotel' }, { kind: 'prison_exit' }] } }] } },
    });
    expect(await known(before, person)).toEqual(['hotel', 'prison_exit']);
    expect(dataOf(await before.get(`/v1/households/${id}/disclosures`)).map(({ relation }) => relation)).toContain(
      'successor',
    );
  });

  it('is not its successor’s any more when the handover is closed', async () => {
    const { id, person } = await followed();
    const path = `/v1/households/${id}/disclosures/${bodyOf(await handOver(before, id).expect(200)).id}`;
    expect(await known(after, person)).toEqual(['hotel', 'prison_exit']);
    const { headers } = await before.get(path).expect(200);
    await before
      .post(`${path}/closure`)
      .set('If-Match', headers.etag as string)
      .expect(200);
    expect(await known(after, person)).toEqual(['hotel']);
  });

  it('never shows by a refusal, nor keeps the successor from writing', async () => {
    const { person } = await followed();
    await wrote(after, person, 'shelter', '2021-06-01');
    expect(await known(after, person)).toEqual(['hotel', 'shelter']);
    expect(await known(before, person)).toEqual(['hotel', 'prison_exit']);
    const [theirs] = dataOf(await before.get(`/v1/persons/${person}/situations`)).slice(1);
    await after.get(`/v1/persons/${person}/situations/${theirs!.id}`).expect(404);
    const overlapping = { kind: 'squat', startsOn: '2021-03-01', endsOn: '2021-07-01' };
    expect(bodyOf(await after.post(`/v1/persons/${person}/situations`, overlapping).expect(409)).code).toBe(
      'situation_overlap',
    );
  });

  it('goes by GraphQL, and twice is once', async () => {
    const { id, person } = await followed();
    const mutation = `mutation ($id: ID!, $input: HandoverInput!) { handOverHousehold(householdId: $id, input: $input) { id } }`;
    const input = {
      fromOrganisationId: before.organisationId,
      toOrganisationId: after.organisationId,
      acceptedOn: '2026-02-01',
    };
    const { data } = (await before.graphql(mutation, { id, input }).expect(200)).body as {
      data: { handOverHousehold: Body };
    };
    expect(bodyOf(await handOver(before, id).expect(200)).id).toBe(data.handOverHousehold.id);
    expect(await known(after, person)).toEqual(['hotel', 'prison_exit']);
  });
});

describe('A handover', () => {
  it('is recorded by the predecessor while it supports, to who supports the household, from who did', async () => {
    const { id } = await followed();
    const { referrer, stranger } = here.partners;
    const refusals: [Partner, object, number, string][] = [
      [stranger, {}, 404, 'not_found'],
      [stranger, { toOrganisationId: stranger.organisationId }, 404, 'not_found'],
      [referrer, {}, 409, 'handover_not_yours'],
      [after, {}, 409, 'handover_by_predecessor'],
      [before, { toOrganisationId: before.organisationId }, 409, 'handover_not_yours'],
      [after, { fromOrganisationId: referrer.organisationId }, 409, 'handover_no_supporter'],
      [after, { fromOrganisationId: stranger.organisationId }, 409, 'handover_no_supporter'],
      [before, { toOrganisationId: stranger.organisationId }, 409, 'handover_no_supporter'],
      [after, { acceptedOn: '2999-01-01' }, 422, 'invalid_input'],
    ];
    for (const [by, over, status, code] of refusals) {
      const { body } = await handOver(by, id, over).expect(status);
      expect((body as Body).code).toBe(code);
    }
  });

  it('may come from a supporter that has left the household', async () => {
    const { id, person } = await followed();
    const own = dataOf(await before.get(`/v1/households/${id}/disclosures`)).find(
      ({ organisationId }) => organisationId === before.organisationId,
    )!;
    const path = `/v1/households/${id}/disclosures/${own.id}`;
    const { headers } = await before.get(path).expect(200);
    await before
      .post(`${path}/closure`)
      .set('If-Match', headers.etag as string)
      .expect(200);
    await handOver(before, id).expect(404);
    expect(await known(after, person)).toEqual(['hotel']);
    await handOver(after, id).expect(200);
    expect(await known(after, person)).toEqual(['hotel', 'prison_exit']);
  });

  it('ends with the successor’s role, and by itself shows nothing', async () => {
    const { id } = await followed();
    await handOver(before, id).expect(200);
    const [membership] = dataOf(
      await here.coordinator.get(`/v1/memberships?organisationId=${after.organisationId}`),
    ) as [Body];
    const path = `/v1/memberships/${membership.id}`;
    const { headers } = await here.coordinator.get(path);
    await here.coordinator
      .patch(path, { roles: ['operator'] })
      .set('If-Match', headers.etag as string)
      .expect(200);
    const gone = await login(test, after);
    await gone.get(`/v1/households/${id}`).expect(404);
    const open = dataOf(await before.get(`/v1/households/${id}/disclosures?open=true`).expect(200));
    expect(open.map(({ organisationId }) => organisationId)).not.toContain(after.organisationId);
  });
});
