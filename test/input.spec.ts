import { describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { consortiumOf } from './support/actors.js';
import { ownApp } from './support/app.js';
import { householdInput, openHousehold } from './support/households.js';

const test = await ownApp();
const { coordinator, partners } = await consortiumOf(test, { association: { roles: ['supporter', 'referrer'] } });
const { association } = partners;
const organisation = { name: 'Essai', kind: 'association' };

type Fault = { pointer: string; code: string };
const faultsOf = ({ body }: Response): Fault[] =>
  (body as { errors: Fault[] }).errors.map(({ pointer, code }) => ({ pointer, code }));
const add = (body: unknown) => coordinator.post('/v1/organisations', body as object);
const raw = (text: string) =>
  test
    .http()
    .post('/v1/organisations')
    .set('Authorization', `Bearer ${coordinator.token}`)
    .type('application/json')
    .send(text);
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('A body', () => {
  it('is refused whole, naming every fault', async () => {
    const answer = await add({ ...organisation, kind: 'nothing', colour: 'red', siret: '123' }).expect(422);
    expect(faultsOf(answer)).toEqual(
      expect.arrayContaining([
        { pointer: '/kind', code: 'not_in_list' },
        { pointer: '/colour', code: 'unknown_property' },
      ]),
    );
  });

  it.each(['application/json', 'application/merge-patch+json'])(
    'that is not UTF-8 is refused, and nothing of it kept: %s',
    async (type) => {
      const latin = Buffer.from(JSON.stringify({ ...organisation, name: 'Société' }), 'latin1');
      const send = (contentType: string, body: Buffer) =>
        test
          .http()
          .post('/v1/organisations')
          .set('Authorization', `Bearer ${coordinator.token}`)
          .set('Content-Type', contentType)
          .serialize((value: Buffer) => value as never)
          .send(body);
      const refused = await send(type, latin).expect(400);
      expect(refused.body).toMatchObject({ code: 'not_utf8', detail: expect.stringContaining('UTF-8') });
      await send(`${type}; charset=iso-8859-1`, latin).expect(415);
      await send(
        `${type}; charset="UTF-8"`,
        Buffer.from(JSON.stringify({ ...organisation, name: `Société ${type}` })),
      ).expect(201);
    },
  );

  it.each([
    ['id', '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10'],
    ['version', 7],
    ['consortiumId', '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10'],
    ['createdAt', '2020-01-01T00:00:00Z'],
    ['toString', 'x'],
    ['hasOwnProperty', true],
    ['__defineGetter__', 1],
  ])('does not set %s', async (property, value) => {
    const answer = await add({ ...organisation, [property]: value }).expect(422);
    expect(faultsOf(answer)).toEqual([{ pointer: `/${property}`, code: 'unknown_property' }]);
  });

  it.each(['{"__proto__":{"discreet":true}}', '{"constructor":{"prototype":{}}}', '{', ' ', '\u0000'])(
    'that would reach a prototype or is no JSON is malformed: %j',
    (text) => raw(text).expect(400),
  );

  it.each([
    ['"a\\u0000b"', 422],
    ['"a\\ud83d"', 422],
    ['"\\ude00b"', 422],
    ['"\\ud83d\\ude00"', 201],
    ['"a\\u0001b"', 201],
  ])('with the text %s is answered %d: what cannot be stored is refused, nothing else', async (name, status) => {
    const answer = await raw(`{"name":${name},"kind":"association"}`).expect(status);
    if (status === 422) expect(faultsOf(answer)).toEqual([{ pointer: '/name', code: 'bad_character' }]);
  });

  it.each(['null', '[]', '1', '"x"', ''])('that is no object is invalid: %s', (text) => raw(text).expect(422));

  it('may be absent where none is needed, whatever its type is said to be', async () => {
    const made = await coordinator.post('/v1/api-clients', { name: 'Outil' }).expect(201);
    const secrets = `/v1/api-clients/${(made.body as { id: string }).id}/secrets`;
    const secret = await coordinator.post(secrets, {}).expect(201);
    await coordinator
      .delete(`${secrets}/${(secret.body as { id: string }).id}`)
      .set('Content-Type', 'application/json')
      .set('If-Match', '"1.AAAAAAAAAAAAAAAA"')
      .expect(204);
  });

  it.each([
    ['levels of lists', `{"name":${nested(100_000)},"kind":"association"}`],
    ['levels of objects', `{"name":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`],
    ['levels in a list of objects', `{"externalIds":${nested(50_000)}}`],
  ])('of too many %s is refused, and the service goes on', async (_, text) => {
    const answer = await raw(text).expect(422);
    expect(faultsOf(answer)).toEqual([expect.objectContaining({ code: 'too_deep' })]);
    await coordinator.get('/v1/me').expect(200);
  });

  it.each([
    ['a list for a person', { person: [] }, '/members/0/person'],
    ['a list of a person for a person', { person: [{ familyName: 'Martin', givenNames: 'Ana' }] }, '/members/0/person'],
    ['a list in a list for a person', { person: [[]] }, '/members/0/person'],
    ['a text for a person', { person: 'Martin' }, '/members/0/person'],
    ['a list for a member', [], '/members/0'],
    ['a number for a member', 1, '/members/0'],
  ])('with %s is refused: a list is no object', async (_, member, pointer) => {
    const answer = await association.post('/v1/households', { members: [member] }).expect(422);
    expect(faultsOf(answer)).toContainEqual({ pointer, code: 'not_an_object' });
    expect(faultsOf(answer).map((fault) => fault.pointer)).not.toContain('/members');
  });

  it('with an object for a list is refused', async () => {
    const answer = await association.post('/v1/households', { members: {} }).expect(422);
    expect(faultsOf(answer).filter(({ pointer }) => pointer.startsWith('/members'))).toEqual([
      { pointer: '/members', code: 'not_a_list' },
    ]);
  });

  it('that breaks a rule of a part is told where the part stands', async () => {
    const person = { familyName: 'Exemple', givenNames: 'Camille', birthDate: '2999-01-01' };
    const member = { person, role: 'child', startsOn: '2024-01-01' };
    const known = await openHousehold(association);
    const fault = (pointer: string) => [{ pointer, code: 'in_the_future' }];
    const opening = householdInput({ members: [member] });
    expect(faultsOf(await association.post('/v1/households', opening).expect(422))).toEqual(
      fault('/members/0/person/birthDate'),
    );
    const asked = await association.graphql(
      `mutation ($input: HouseholdInput!) { createHousehold(input: $input) { id } }`,
      { input: opening },
    );
    expect(asked.body).toMatchObject({ errors: [{ extensions: { errors: fault('/members/0/person/birthDate') } }] });
    expect(faultsOf(await association.post(`/v1/households/${known}/members`, member).expect(422))).toEqual(
      fault('/person/birthDate'),
    );
    const place = { householdId: known, role: 'child', startsOn: '2024-01-01' };
    const put = association.put('/v1/persons/by-external-id/tool/P-9', { ...person, member: place });
    expect(faultsOf(await put.expect(422))).toEqual(fault('/birthDate'));
  });

  it('over a mebibyte is too large', () => raw(`{"name":"${'a'.repeat(1_100_000)}"}`).expect(413));

  it('is not coerced', async () => {
    const answer = await add({ ...organisation, name: 12, discreet: 'true' }).expect(422);
    expect(faultsOf(answer)).toEqual(
      expect.arrayContaining([
        { pointer: '/name', code: 'not_text' },
        { pointer: '/discreet', code: 'not_a_boolean' },
      ]),
    );
  });
});

describe('A text', () => {
  it.each([`'; DROP TABLE organisations; --`, `x' OR '1'='1`, '$1', '%', `\\'`, '{{7*7}}', '=1+1'])(
    'is kept as it came, whatever it would mean elsewhere: %s',
    async (name) => {
      const answer = await add({ ...organisation, name }).expect(201);
      expect((answer.body as { name: string }).name).toBe(name);
    },
  );

  it('is kept in one spelling', async () => {
    const answer = await add({ ...organisation, name: 'Association E\u0301claire' }).expect(201);
    expect((answer.body as { name: string }).name).toBe('Association Éclaire');
  });

  it('that is a social-security number is not said again either as the name of a property or in an address', async () => {
    const number = '185057800608491';
    const named = await add({ ...organisation, [number]: 'x' }).expect(422);
    const addressed = await association
      .put(`/v1/households/by-external-id/case/n${number}`, { members: [] })
      .expect(422);
    const spaced = await association.get(`/v1/households/by-external-id/case/1%2085%2005%2078%20006%20084%2091`);
    const asked = await association.graphql(
      `mutation { createHousehold(input: { x${number}: 1 }, idempotencyKey: "k") { id } }`,
    );
    for (const { text } of [named, addressed, spaced, asked])
      expect(text).not.toMatch(/85(%20| )?05(%20| )?78(%20| )?006/);
    expect((named.body as { errors: Fault[] }).errors).toMatchObject([{ pointer: '/…', code: 'unknown_property' }]);
  });

  it.each(['1 85 05 78 006 084 91', '185057800608491', 'Dossier 2 69 05 49 588 157 (mère)', '1850578006084'])(
    'that holds what looks like a social-security number is refused without an echo: %s',
    async (name) => {
      const answer = await add({ ...organisation, name }).expect(422);
      expect(faultsOf(answer)).toEqual([{ pointer: '/name', code: 'social_security_number' }]);
      expect(answer.text).not.toContain(name);
    },
  );

  it.each(['a\u0000b', 'a\ud800b'])('that cannot be stored is refused: %j', async (name) => {
    expect(faultsOf(await add({ ...organisation, name }).expect(422))).toEqual([
      { pointer: '/name', code: 'bad_character' },
    ]);
  });
});

describe('A query string', () => {
  it.each([
    '?colour=red',
    '?__proto__=1',
    '?constructor=1',
    '?limit=1e2',
    '?limit=1&limit=2',
    '?limit=0',
    '?siret[]=1',
  ])('that is not ours is 400: %s', (query) => coordinator.get(`/v1/organisations${query}`).expect(400));
});

describe('A query parameter of what takes none', () => {
  it('is unknown', async () => {
    const { id } = (await add({ ...organisation, name: 'Sans paramètre' }).expect(201)).body as { id: string };
    for (const path of ['me', 'consortium', 'nomenclatures', `organisations/${id}`]) {
      const answer = await coordinator.get(`/v1/${path}?foo=1&bar`).expect(400);
      expect([path, ...faultsOf(answer)]).toEqual([
        path,
        { pointer: '/foo', code: 'unknown_property' },
        { pointer: '/bar', code: 'unknown_property' },
      ]);
      await coordinator.get(`/v1/${path}?`).expect(200);
    }
    const [before] = await test.owner<{ count: number }>('SELECT count(*)::integer AS count FROM organisations');
    await coordinator.post('/v1/organisations?dryRun=true', { ...organisation, name: 'Essai à blanc' }).expect(400);
    expect(await test.owner('SELECT count(*)::integer AS count FROM organisations')).toEqual([before]);
  });
});

describe('An address', () => {
  it.each([
    ['GET', 400, '%E0%A4%A'],
    ['GET', 400, '%ff'],
    ['GET', 414, 'a'.repeat(500)],
    ['PUT', 405, '%ff'],
  ] as const)('that cannot be read is no matter of the method: %s is %i', async (method, status, id) => {
    const path = `/v1/organisations/${id}`;
    const answer = await (method === 'GET' ? coordinator.get(path) : coordinator.put(path, {}));
    expect(answer.status).toBe(status);
    expect(answer.headers.allow).toBe(status === 405 ? 'GET, HEAD, PATCH' : undefined);
  });

  it('with an identifier that is too long or holds what cannot be printed says which', async () => {
    const put = (value: string) =>
      coordinator.put(`/v1/organisations/by-external-id/crm/${encodeURIComponent(value)}`, organisation);
    expect(faultsOf(await put('x'.repeat(201)).expect(422))).toEqual([{ pointer: '/value', code: 'text_too_long' }]);
    expect(faultsOf(await put('a\tb').expect(422))).toEqual([{ pointer: '/value', code: 'bad_format' }]);
  });
});
