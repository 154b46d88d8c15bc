import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { StaffFunction } from '../src/platform/access/permissions.js';
import { consortiumOf, withToken, type Partner } from './support/actors.js';
import { causesOf, personOf, PASSWORD } from './support/alerts.js';
import { ownApp } from './support/app.js';
import { EventClient } from './support/events.js';
import { settled } from './support/settled.js';

jest.setTimeout(60_000);
const test = await ownApp();
const here = await consortiumOf(test, { lessor: { roles: ['landlord'], kind: 'social_landlord' } });
const { lessor } = here.partners;
type Person = Partner & { id: string; email: string };

const open: EventClient[] = [];
afterEach(() => open.splice(0).forEach((client) => client.close()));

async function alertFor(staffFunction: StaffFunction | null, subject: string = randomUUID(), level = 'attention') {
  const cause = {
    kind: 'rent_unpaid',
    subject: { type: 'placement', id: subject },
    organisationId: lessor.organisationId,
    level: level as 'attention',
    since: '2026-11-01',
    staffFunction,
  } as const;
  await causesOf(test, here.consortiumId, { kinds: ['rent_unpaid'], subject }, [cause]);
  const { body } = await lessor.get(`/v1/alerts?subjectId=${subject}`).expect(200);
  return (body as { data: { id: string }[] }).data[0]!.id;
}

async function assign(id: string, userId: string | null): Promise<void> {
  const { headers } = await lessor.get(`/v1/alerts/${id}`).expect(200);
  await lessor
    .post(`/v1/alerts/${id}/assignment`, { userId })
    .set('If-Match', headers.etag as string)
    .expect(200);
}

/** Other functions end her session: she comes back with another. */
async function given(person: Person, functions: StaffFunction[]): Promise<Person> {
  const path = `/v1/users/${person.id}`;
  const { headers } = await lessor.get(path).expect(200);
  await lessor
    .patch(path, { functions })
    .set('If-Match', headers.etag as string)
    .expect(200);
  const session = await test.http().post('/v1/sessions').send({ email: person.email, password: PASSWORD }).expect(201);
  return Object.assign(withToken(test, person, (session.body as { accessToken: string }).accessToken), {
    id: person.id,
    email: person.email,
  });
}

interface Entry {
  readonly id: string;
  readonly removed?: boolean;
}
async function since(reader: Partner, token?: string) {
  await settled(test);
  const asked = token === undefined ? '' : `?token=${encodeURIComponent(token)}`;
  const { status, body } = await reader.get(`/v1/alerts/delta${asked}`);
  const { data = [], deltaToken } = body as { data?: Entry[]; deltaToken?: string };
  return { status, data, ids: data.map(({ id, removed }) => `${removed ? 'gone ' : ''}${id}`), token: deltaToken! };
}

const adviser = () => personOf(test, lessor, ['landlord_social_adviser']);

describe('The delta of alerts of a person', () => {
  it('takes back what was assigned to her and is somebody else’s now, and tells that one', async () => {
    const [first, second, neither] = [await adviser(), await adviser(), await adviser()];
    const id = await alertFor('rent_officer');
    const before = await since(neither);
    await assign(id, first.id);
    const [had, hadNot] = [await since(first), await since(second)];
    expect(had.ids).toContain(id);
    expect(hadNot.ids).not.toContain(id);
    await assign(id, second.id);
    expect((await since(first, had.token)).data).toEqual([
      { id, removed: true, reason: 'no_longer_yours', version: expect.anything() },
    ]);
    expect((await since(second, hadNot.token)).ids).toEqual([id]);
    expect((await since(first)).ids).not.toContain(`gone ${id}`);
    expect((await since(neither, before.token)).ids).toEqual([]);
    await assign(id, first.id);
    expect((await since(first, had.token)).ids).toEqual([id]);
    await assign(id, null);
    expect((await since(first, had.token)).ids).toEqual([`gone ${id}`]);
  });

  it('takes back what is for another function now, or was for everybody, and tells it again when it is hers again', async () => {
    const [person, officer] = [await adviser(), await personOf(test, lessor, ['rent_officer'])];
    for (const hers of ['landlord_social_adviser', null] as const) {
      const subject = randomUUID();
      const before = await since(officer);
      const id = await alertFor(hers, subject);
      const had = await since(person);
      expect(had.ids).toContain(id);
      await alertFor('rent_officer', subject);
      expect((await since(person, had.token)).data).toEqual([
        { id, removed: true, reason: 'no_longer_yours', version: expect.anything() },
      ]);
      expect((await since(person)).ids).not.toContain(`gone ${id}`);
      expect((await since(officer, before.token)).ids).toEqual([id]);
      await alertFor(hers, subject);
      expect((await since(person, had.token)).ids).toEqual([id]);
    }
  });

  it('is read anew when her functions change, whichever way', async () => {
    const forOfficers = await alertFor('rent_officer');
    const forAll = await alertFor(null);
    const before = await adviser();
    const first = await since(before);
    expect(first.ids).toContain(forAll);
    expect(first.ids).not.toContain(forOfficers);
    const both = await given(before, ['landlord_social_adviser', 'rent_officer']);
    expect((await since(both, first.token)).status).toBe(410);
    const second = await since(both);
    expect(second.ids).toEqual(expect.arrayContaining([forAll, forOfficers]));
    expect(await since(both, second.token)).toMatchObject({ status: 200, ids: [] });
    const after = await given(both, ['landlord_social_adviser']);
    expect((await since(after, second.token)).status).toBe(410);
    expect((await since(after)).ids).not.toContain(forOfficers);
  });

  it('takes no token of a colleague or of a machine, to whom other alerts were told', async () => {
    const [one, other] = [await adviser(), await adviser()];
    const [ofOne, ofMachine] = [await since(one), await since(lessor)];
    for (const [reader, token] of [
      [other, ofOne.token],
      [one, ofMachine.token],
      [lessor, ofOne.token],
    ] as const)
      expect((await since(reader, token)).status).toBe(410);
    expect((await since(lessor, ofMachine.token)).status).toBe(200);
  });
});

describe('The stream of alerts of a person', () => {
  it('takes back what is somebody else’s now', async () => {
    const [first, second] = [await adviser(), await adviser()];
    const id = await alertFor('rent_officer');
    await assign(id, first.id);
    await settled(test);
    const client = await EventClient.open(`${test.baseUrl}/v1/alerts/stream`, first.token);
    open.push(client);
    await client.until('it is ready', ({ events }) => events.length > 0);
    await assign(id, second.id);
    await client.until('it is gone', ({ told }) => told.length > 0);
    expect(client.told).toMatchObject([{ event: 'removed', data: { id, reason: 'no_longer_yours' } }]);
  });
});
