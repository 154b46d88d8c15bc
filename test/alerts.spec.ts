import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AlertKind } from '../src/alerts/alerts.enums.js';
import type { WantedCause } from '../src/platform/causes/wanted-cause.js';
import { clock } from '../src/platform/clock.js';
import type { Partner } from './support/actors.js';
import { causesOf, personOf, project, turnDay } from './support/alerts.js';
import { ownApp } from './support/app.js';
import { consortiumOf } from './support/actors.js';
import { openHousehold } from './support/households.js';
import { settled } from './support/settled.js';

const test = await ownApp();
const here = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  supporter: { roles: ['supporter'] },
  stranger: { roles: ['supporter'] },
});
const { landlord, supporter, stranger } = here.partners;
const KINDS = ['rent_unpaid', 'tenancy_ending'];

interface Alert {
  id: string;
  status: string;
  level: string;
  kind: string;
  title: string;
  explanation: string;
  action: string;
  householdId: string | null;
  assigneeId: string | null;
  staffFunction: string | null;
}
type Over = Partial<WantedCause>;

const unpaid = (subject: string, over: Over = {}): WantedCause => ({
  kind: 'rent_unpaid',
  subject: { type: 'placement', id: subject },
  organisationId: supporter.organisationId,
  level: 'attention',
  facts: { debtCents: 45_001, firstDefaultOn: '2026-12-01', rule: 'rental_2027_amount', ruleVersion: '2027-01' },
  since: '2026-12-01',
  ...over,
});
const put = (subject: string, ...wanted: Over[]): Promise<void> =>
  causesOf(
    test,
    here.consortiumId,
    { kinds: KINDS, subject },
    wanted.map((over) => unpaid(subject, over)),
  );
const alertsOn = async (subject: string, by: Partner = supporter, more = ''): Promise<Alert[]> =>
  ((await by.get(`/v1/alerts?subjectId=${subject}${more}`).expect(200)).body as { data: Alert[] }).data;
const raised = async (over: Over = {}, by: Partner = supporter): Promise<Alert & { subject: string }> => {
  const subject = randomUUID();
  await put(subject, over);
  return { ...(await alertsOn(subject, by))[0]!, subject };
};
const act = async (id: string, noun: string, body: object, by: Partner = supporter) =>
  by
    .post(`/v1/alerts/${id}/${noun}`, body)
    .set('If-Match', (await by.get(`/v1/alerts/${id}`).expect(200)).headers.etag as string);
const day = (days: number): string =>
  clock
    .instant()
    .add({ hours: 24 * days })
    .toString()
    .slice(0, 10);

afterEach(() => clock.set(null));

describe('An alert', () => {
  it('is one a cause, however often it is put and projected, and is explained in French and English', async () => {
    const subject = randomUUID();
    await put(subject, {});
    await Promise.all([put(subject, {}), project(test, here.consortiumId), put(subject, {})]);
    const [alert, ...others] = await alertsOn(subject);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      status: 'open',
      title: 'Loyer impayé',
      explanation:
        'Le compte est débiteur sans interruption depuis le 1er décembre 2026. La dette est de 450,01\u00a0€. Règle appliquée : « Règle du consortium (rental_2027_amount) », version 2027-01.',
      action: 'Prenez contact avec le ménage avant que la dette ne grandisse.',
    });
    const english = await supporter.get(`/v1/alerts/${alert!.id}`).set('Accept-Language', 'en').expect(200);
    expect(english.body).toMatchObject({
      title: 'Rent unpaid',
      explanation:
        'The account has been in debt without interruption since 1 December 2026. The debt is €450.01. Rule applied: “Rule of the consortium (rental_2027_amount)”, version 2027-01.',
    });
  });

  it('closes by itself when its cause is gone, and another is raised when it comes back', async () => {
    const { id, subject } = await raised();
    await put(subject);
    const closed = await supporter.get(`/v1/alerts/${id}`).expect(200);
    expect(closed.body).toMatchObject({ status: 'closed', closedAt: expect.any(String) as unknown });
    const refused = await act(id, 'acknowledgement', { response: 'in_hand' });
    expect(refused.body).toMatchObject({ status: 409, code: 'alert_closed' });
    await put(subject, {});
    expect((await alertsOn(subject)).map(({ status }) => status)).toEqual(['closed', 'open']);
    expect(await alertsOn(subject, supporter, '&status=open')).toHaveLength(1);
  });

  it('is not raised by a cause that came and went before anybody was told', async () => {
    const subject = randomUUID();
    await test.owner(`INSERT INTO causes (consortium_id, id, kind, subject_type, subject_id, organisation_id, level, facts, since, ended_at)
      VALUES ('${here.consortiumId}', gen_random_uuid(), 'rent_unpaid', 'tenancy', '${subject}', '${supporter.organisationId}', 'urgent', '{}', '2026-01-01', now())`);
    await project(test, here.consortiumId);
    expect(await alertsOn(subject)).toEqual([]);
  });

  it('is acknowledged once, by whom and how being kept, and opens again when its level rises', async () => {
    const { id, subject } = await raised();
    const answer = await act(id, 'acknowledgement', { response: 'in_hand' });
    expect(answer.body).toMatchObject({ status: 'acknowledged', title: 'Loyer impayé' });
    expect((await act(id, 'acknowledgement', { response: 'known' })).body).toMatchObject({
      code: 'alert_acknowledged',
    });
    await put(subject, { facts: { debtCents: 46_000 } });
    expect(await alertsOn(subject)).toMatchObject([{ status: 'acknowledged' }]);
    await put(subject, { level: 'urgent' });
    expect(await alertsOn(subject)).toMatchObject([{ status: 'open', acknowledgedAt: null, level: 'urgent' }]);
    const history = await supporter.get(`/v1/alerts/${id}/history`).expect(200);
    expect((history.body as { data: object[] }).data).toMatchObject([
      { step: 'raised', principalId: 'causes-project' },
      { step: 'acknowledged', response: 'in_hand', principalId: supporter.clientId, level: 'attention' },
      { step: 'reopened', level: 'urgent' },
    ]);
  });

  it('that is put off comes back on its day, not before', async () => {
    const { id } = await raised();
    const until = day(3);
    expect((await act(id, 'snooze', { reopensOn: until })).body).toMatchObject({ status: 'snoozed', reopensOn: until });
    const status = async (): Promise<string> =>
      ((await supporter.get(`/v1/alerts/${id}`).expect(200)).body as Alert).status;
    await turnDay(test, here.consortiumId);
    expect(await status()).toBe('snoozed');
    clock.set(clock.instant().add({ hours: 72 }).toString());
    await turnDay(test, here.consortiumId);
    await turnDay(test, here.consortiumId);
    clock.set(null);
    expect(await status()).toBe('open');
    const { body } = await supporter.get(`/v1/alerts/${id}/history`).expect(200);
    expect((body as { data: { step: string }[] }).data.map(({ step }) => step)).toEqual([
      'raised',
      'snoozed',
      'reopened',
    ]);
  });

  it.each([
    ['today', 0, 'not_in_the_future'],
    ['more than 90 days off', 100, 'too_far'],
  ])('is not put off until %s', async (_, days, code) => {
    const { id } = await raised();
    const answer = await act(id, 'snooze', { reopensOn: day(days) });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: '/reopensOn', code }] });
  });

  it('wants If-Match, and the present version', async () => {
    const { id } = await raised();
    await supporter.post(`/v1/alerts/${id}/acknowledgement`, { response: 'known' }).expect(428);
    await supporter
      .post(`/v1/alerts/${id}/acknowledgement`, { response: 'known' })
      .set('If-Match', '"9.AAAAAAAAAAAAAAAA"')
      .expect(412);
  });

  it('has words for every kind that a cause may have, and for no other', async () => {
    const kinds = await test.owner<{ kind: string }>('SELECT kind FROM cause_kinds');
    expect([...AlertKind.codes].sort()).toEqual(kinds.map(({ kind }) => kind).sort());
  });
});

describe('Who sees an alert', () => {
  it('is the organisation that it is for: others get the 404 of a random id, whatever they ask', async () => {
    const { id, subject } = await raised();
    expect(await alertsOn(subject, landlord)).toEqual([]);
    expect(await alertsOn(subject, here.coordinator)).toEqual([]);
    for (const path of [`/v1/alerts/${id}`, `/v1/alerts/${id}/history`]) await stranger.get(path).expect(404);
    for (const [noun, body] of Object.entries({
      acknowledgement: { response: 'known' },
      assignment: { userId: null },
      snooze: { reopensOn: day(2) },
    })) {
      await stranger.post(`/v1/alerts/${id}/${noun}`, body).set('If-Match', '"1.AAAAAAAAAAAAAAAA"').expect(404);
    }
    const asked = await stranger.graphql(`{ alert(id: "${id}") { id } }`);
    expect(asked.body).toEqual({ data: { alert: null } });
  });

  it('gets the effect alone when it is the landlord: another kind, its own facts, no household that it may not know', async () => {
    const householdId = await openHousehold(supporter);
    const subject = randomUUID();
    await put(
      subject,
      { householdId },
      {
        kind: 'tenancy_ending',
        householdId,
        organisationId: landlord.organisationId,
        level: 'information',
        facts: { dueOn: '2027-02-01' },
      },
    );
    expect(await alertsOn(subject)).toMatchObject([{ kind: 'rent_unpaid', householdId }]);
    const [told, ...more] = await alertsOn(subject, landlord);
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      kind: 'tenancy_ending',
      householdId: null,
      facts: [{ name: 'dueOn', value: '2027-02-01' }],
      explanation: 'L’occupation prend fin le 1er février 2027.',
    });
    expect(JSON.stringify(told)).not.toMatch(/debt|dette|rule/);
  });

  it('ends with the disclosure of its household, at once, and with a tombstone', async () => {
    const householdId = await openHousehold(supporter);
    const input = { organisationId: stranger.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    const opened = await supporter.post(`/v1/households/${householdId}/disclosures`, input).expect(201);
    const { id } = await raised({ householdId, organisationId: stranger.organisationId }, stranger);
    await settled(test);
    const before = await stranger.get('/v1/alerts/delta?limit=500').expect(200);
    await supporter
      .post(`/v1/households/${householdId}/disclosures/${(opened.body as { id: string }).id}/closure`)
      .set('If-Match', opened.headers.etag as string)
      .expect(200);
    await stranger.get(`/v1/alerts/${id}`).expect(404);
    await settled(test);
    const again = await stranger.get('/v1/alerts/delta?limit=500').expect(200);
    expect(JSON.stringify(again.body)).not.toContain(id);
    await project(test, here.consortiumId);
    await settled(test);
    const { deltaToken } = before.body as { deltaToken: string };
    const after = await stranger.get(`/v1/alerts/delta?token=${encodeURIComponent(deltaToken)}`).expect(200);
    expect((after.body as { data: object[] }).data).toMatchObject([{ id, removed: true, reason: 'no_longer_yours' }]);
  });

  it('is a person by her function, by assignment and by her caseload', async () => {
    const householdId = await openHousehold(supporter);
    const officer = await personOf(test, supporter, ['rent_officer']);
    const worker = await personOf(test, supporter, ['social_worker']);
    const administrator = await personOf(test, supporter, ['administrator']);
    const forOfficers = await raised({ staffFunction: 'rent_officer' });
    const ofHousehold = await raised({ householdId, staffFunction: 'social_worker' });
    const seen = async (by: Partner): Promise<boolean[]> => [
      (await by.get(`/v1/alerts/${forOfficers.id}`)).status === 200,
      (await by.get(`/v1/alerts/${ofHousehold.id}`)).status === 200,
    ];
    expect(await seen(officer)).toEqual([true, false]);
    expect(await seen(worker)).toEqual([false, false]);
    expect(await alertsOn(ofHousehold.subject, officer)).toEqual([]);
    await administrator.get('/v1/alerts').expect(403);
    const notHers = await act(ofHousehold.id, 'assignment', { userId: worker.id });
    expect(notHers.body).toMatchObject({ status: 409, code: 'alert_not_for_worker' });
    await supporter
      .post(`/v1/households/${householdId}/assignments`, { userId: worker.id, startsOn: '2026-01-01' })
      .expect(201);
    expect(await seen(worker)).toEqual([false, true]);
    expect((await act(ofHousehold.id, 'assignment', { userId: worker.id })).body).toMatchObject({
      assigneeId: worker.id,
    });
    expect((await act(forOfficers.id, 'assignment', { userId: randomUUID() })).body).toMatchObject({
      errors: [{ pointer: '/userId', code: 'unknown_reference' }],
    });
    const administered = await act(forOfficers.id, 'assignment', { userId: administrator.id });
    expect(administered.body).toMatchObject({ code: 'alert_not_for_worker' });
    const later = await raised({ householdId, kind: 'tenancy_ending' });
    expect(later.assigneeId).toBe(worker.id);
    const delta = await officer.get('/v1/alerts/delta?limit=500').expect(200);
    const ids = (delta.body as { data: { id: string }[] }).data.map(({ id }) => id);
    expect(ids).not.toContain(ofHousehold.id);
  });
});

describe('The delta of alerts', () => {
  it('shows each change, closing included, with words', async () => {
    const { id, subject } = await raised();
    await settled(test);
    const all = await supporter.get('/v1/alerts/delta?limit=500').expect(200);
    const { data, deltaToken } = all.body as { data: { id: string }[]; deltaToken: string };
    expect(data.find((entry) => entry.id === id)).toMatchObject({ status: 'open', title: 'Loyer impayé', version: 1 });
    await act(id, 'acknowledgement', { response: 'known' });
    await put(subject);
    await settled(test);
    const next = await supporter
      .get(`/v1/alerts/delta?token=${encodeURIComponent(deltaToken)}`)
      .set('Accept-Language', 'en')
      .expect(200);
    expect((next.body as { data: object[] }).data).toMatchObject([{ id, status: 'closed', title: 'Rent unpaid' }]);
  });
});

describe('GraphQL', () => {
  it('reads, assigns and puts off alerts through the same use cases', async () => {
    const householdId = await openHousehold(supporter);
    const { id } = await raised({ householdId });
    const read = await supporter.graphql(
      `query ($filter: AlertFilter) { alerts(filter: $filter, first: 5) { nodes { id title facts { name value } household { id } } } }`,
      { filter: { householdId } },
    );
    expect(read.body).toMatchObject({
      data: { alerts: { nodes: [{ id, title: 'Loyer impayé', household: { id: householdId } }] } },
    });
    const until = day(5);
    const snoozed = await supporter.graphql(
      `mutation ($id: ID!, $input: SnoozeInput!) { snoozeAlert(id: $id, input: $input, expectedVersion: 1) { status reopensOn title } }`,
      { id, input: { reopensOn: until } },
    );
    expect(snoozed.body).toEqual({
      data: { snoozeAlert: { status: 'snoozed', reopensOn: until, title: 'Loyer impayé' } },
    });
    const stale = await supporter.graphql(
      `mutation { acknowledgeAlert(id: "${id}", input: { response: known }, expectedVersion: 1) { id } }`,
    );
    expect(stale.body).toMatchObject({ errors: [{ extensions: { code: 'precondition_failed' } }] });
  });
});
