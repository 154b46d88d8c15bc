import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { consortiumOf } from './support/actors.js';
import { ownApp, testApp } from './support/app.js';

interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is each query's own
  data?: Record<string, any> | null;
  errors?: {
    message: string;
    path?: string[];
    extensions: { code: string; status: number; requestId: string; errors?: { pointer: string; code: string }[] };
  }[];
}

const test = await testApp();
const limited = await ownApp({ PASSERELLE_RATE_CLIENT: '40' });
const consortium = await consortiumOf(test, { bailleur: { roles: ['landlord'], kind: 'social_landlord' } });
const { coordinator } = consortium;

async function ask(query: string, variables?: object, status = 200, who = coordinator): Promise<Answer> {
  const answer = await who.graphql(query, variables);
  if (answer.status !== status) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body as Answer;
}

describe('GraphQL over HTTP', () => {
  it('answers nobody without a token, not even its schema, as a problem document', async () => {
    const answer = await test
      .http()
      .post('/graphql')
      .send({ query: '{ __schema { queryType { name } } }' })
      .expect(401);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  it('shows its schema to a caller who has a token', async () => {
    const { data } = await ask(
      '{ __schema { queryType { name } } __type(name: "Organisation") { fields { name type { name } } } }',
    );
    expect(data?.__schema).toEqual({ queryType: { name: 'Query' } });
  });

  it('answers in the media type that the caller prefers', async () => {
    const answer = await coordinator
      .graphql('{ __typename }')
      .set('Accept', 'application/graphql-response+json')
      .expect(200);
    expect(answer.headers['content-type']).toMatch(/^application\/graphql-response\+json/);
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  it('reads by GET and changes only by POST', async () => {
    const get = (query: string) =>
      coordinator.get(`/graphql?query=${encodeURIComponent(query)}`).set('apollo-require-preflight', '1');
    expect((await get('{ __typename }').expect(200)).body).toEqual({ data: { __typename: 'Query' } });
    await get('mutation { createOrganisation(input: { name: "x", kind: network }) { id } }').expect(405);
    await coordinator.put('/graphql', {}).expect(405);
  });

  it.each([
    ['text/plain, which a web page may send unasked', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
  ])('refuses %s', async (_name, type) => {
    const answer = await test
      .http()
      .post('/graphql')
      .set('Authorization', `Bearer ${coordinator.token}`)
      .type(type)
      .send('query={__typename}');
    expect([400, 415]).toContain(answer.status);
  });

  it.each(['Other', ''])('refuses to look for an operation %j that the document has not', async (operationName) => {
    for (const query of ['{ me { name } }', 'query One { me { name } } query Two { me { name } }'])
      for (let time = 0; time < 3; time += 1) {
        const answer = await coordinator.post('/graphql', { query, operationName }).expect(400);
        expect((answer.body as Answer).errors![0]!.extensions.code).toBe('invalid_document');
      }
  });

  it('refuses a batch', async () => {
    const answer = await test
      .http()
      .post('/graphql')
      .set('Authorization', `Bearer ${coordinator.token}`)
      .send([{ query: '{ __typename }' }, { query: '{ __typename }' }])
      .expect(400);
    expect((answer.body as Answer).errors?.[0]?.extensions.code).toBe('malformed_request');
  });
});

describe('A document beyond a limit', () => {
  const introspection = `{ __schema { types { fields { type ${'{ ofType '.repeat(20)}{ name }${' }'.repeat(20)} } } } }`;

  it.each<[string, string, string]>([
    ['too deep', introspection, 'query_too_large'],
    [
      'introspection of types of fields of types',
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
      'invalid_document',
    ],
    [
      'too many aliases',
      `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
      'query_too_large',
    ],
    ['too many directives', `{ __typename ${'@include(if: true) '.repeat(40)} }`, 'query_too_large'],
    ['too many root fields', `{ ${'__typename '.repeat(25)} }`, 'query_too_large'],
    [
      'too many root fields in fragments',
      `{ ... { ${'__typename '.repeat(10)} } ...F } fragment F on Query { ${'__typename '.repeat(11)} }`,
      'query_too_large',
    ],
    [
      'too many rows',
      `{ ${Array.from({ length: 18 }, (_, i) => `...F${i}`).join(' ')} }
       ${Array.from({ length: 18 }, (_, i) => `fragment F${i} on Query { a${i}: organisations(first: 200) { nodes { id } edges { node { id } } } b: organisations { nodes { id } } }`).join(' ')}`,
      'query_too_large',
    ],
    ['too many tokens', `{ ${'__typename '.repeat(3000)} }`.slice(0, 19_000), 'invalid_document'],
    ['a circle of fragments', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', 'invalid_document'],
    ['not GraphQL at all', '{ { {', 'invalid_document'],
    ['an operation that the schema has not', 'subscription { organisations { nodes { id } } }', 'invalid_document'],
    ['a field that does not exist', '{ secrets { id } }', 'invalid_document'],
  ])('is refused with 400: %s', async (_name, query, code) => {
    const { errors } = await ask(query, undefined, 400);
    expect(errors?.[0]?.extensions).toMatchObject({ code, status: 400 });
  });

  it('is refused before it is parsed when it is too long', async () => {
    const answer = await coordinator.graphql(`{ __typename } #${'x'.repeat(20_000)}`).expect(400);
    expect(answer.body).toMatchObject({ code: 'query_too_large' });
    expect((answer.body as { detail: string }).detail).toContain('caractères, au plus 20000');
  });

  it('costs little to refuse, however its fragments repeat each other', async () => {
    const ladder = Array.from({ length: 60 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(
      ' ',
    );
    const started = process.hrtime.bigint();
    await ask(
      `{ ...F0 } ${ladder} fragment F60 on Query { organisations(first: 200) { nodes { id } } }`,
      undefined,
      400,
    );
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2_000);
  });

  it('that repeats one field many times does not hold the server', async () => {
    const query = `{ organisation(id: "x") { ${'name '.repeat(1_500)} } }`;
    const started = process.hrtime.bigint();
    await ask(query, undefined, 400);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2_000);
  });
});

describe('Errors', () => {
  it('carry the code of REST, in the language of the caller', async () => {
    const answer = await coordinator
      .graphql('mutation { createOrganisation(input: { name: " ", kind: network, siret: "123" }) { id } }')
      .set('Accept-Language', 'en')
      .expect(200);
    const [error] = (answer.body as Answer).errors!;
    expect(error).toMatchObject({
      message: expect.stringContaining('not acceptable'),
      path: ['createOrganisation'],
      extensions: { code: 'invalid_input', status: 422 },
    });
    expect(error!.extensions.errors).toEqual([expect.objectContaining({ pointer: '/name', code: 'blank_text' })]);
    expect(error!.extensions.requestId).toBe(answer.headers['x-request-id']);
  });

  it('name the missing permission', async () => {
    const { errors } = await ask(
      'mutation { createOrganisation(input: { name: "x", kind: network }) { id } }',
      undefined,
      200,
      consortium.partners.bailleur,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'forbidden', status: 403 });
  });

  it('never quote a value that the caller sent', async () => {
    const query = 'mutation ($input: OrganisationInput!) { createOrganisation(input: $input) { id } }';
    const byVariable = await ask(query, { input: { name: 'Zoé Martin', kind: 'Zoé Martin' } }, 400);
    const byLiteral = await ask(
      'mutation { createOrganisation(input: { name: 12, kind: "Zoé Martin" }) { id } }',
      undefined,
      400,
    );
    expect(JSON.stringify([byVariable, byLiteral])).not.toContain('Zoé');
    expect(byVariable.errors?.[0]?.extensions.code).toBe('invalid_document');
  });

  it('refuse a cursor of another list as REST does', async () => {
    const { errors } = await ask('{ organisations(after: "nonsense") { nodes { id } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'invalid_cursor', status: 400 });
  });

  it('point at the arguments by the names that GraphQL gives them', async () => {
    const { errors } = await ask('{ organisations(first: 500) { nodes { id } } }');
    expect(errors?.[0]?.extensions.errors?.[0]).toMatchObject({ pointer: '/first', code: 'out_of_range' });
  });
});

describe('A page', () => {
  it('gives the rows and the cursors of REST', async () => {
    const query =
      '{ organisations(first: 1) { nodes { id name } edges { cursor node { id } } pageInfo { hasNextPage endCursor startCursor } } }';
    const { data } = await ask(query);
    const rest = (await coordinator.get('/v1/organisations?limit=1').expect(200)).body as {
      data: { id: string }[];
      nextCursor: string;
    };
    expect(data?.organisations.nodes[0].id).toBe(rest.data[0]!.id);
    expect(data?.organisations.pageInfo).toMatchObject({ hasNextPage: true, endCursor: rest.nextCursor });
    expect(data?.organisations.edges[0].cursor).toBe(rest.nextCursor);
    const next = await ask(
      'query ($after: String) { organisations(first: 200, after: $after, filter: { kind: social_landlord }) { nodes { id } } }',
      { after: null },
    );
    expect(next.data?.organisations.nodes.map(({ id }: { id: string }) => id)).toEqual([
      consortium.partners.bailleur.organisationId,
    ]);
    const second = await ask(
      'query ($after: String) { organisations(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage } } }',
      { after: rest.nextCursor },
    );
    expect(second.data?.organisations.nodes[0].id).not.toBe(rest.data[0]!.id);
  });

  it('answers alike the first time and once its document is compiled', async () => {
    const query =
      'query Compiled($id: ID!) { organisation(id: $id) { id name kind createdAt version } missing: organisation(id: "x") { id } }';
    const variables = { id: consortium.partners.bailleur.organisationId };
    const answers = [await ask(query, variables), await ask(query, variables), await ask(query, variables)];
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[0]!.data?.missing).toBeNull();
    const failing = 'query Failing($first: Int) { organisations(first: $first) { nodes { id } } }';
    const refusals = [
      await ask(failing, { first: 0 }),
      await ask(failing, { first: 0 }),
      await ask(failing, { first: 0 }),
    ];
    const codes = refusals.map(({ errors }) => errors?.[0]?.extensions.code);
    expect(codes).toEqual(['invalid_input', 'invalid_input', 'invalid_input']);
    expect((await ask(query, { id: { no: 1 } }, 400)).errors?.[0]?.extensions.code).toBe('invalid_document');
  });
});

describe('A mutation', () => {
  const change =
    'mutation ($id: ID!, $version: Int!, $name: String) { changeOrganisation(id: $id, expectedVersion: $version, input: { name: $name }) { id name version } }';

  it('of an existing resource needs the version that was read', async () => {
    const { data } = await ask(
      'mutation { createOrganisation(input: { name: "Avant", kind: network }) { id version } }',
    );
    const { id, version } = data!.createOrganisation;
    expect((await ask(change, { id, version, name: 'Après' })).data?.changeOrganisation).toMatchObject({
      name: 'Après',
      version: version + 1,
    });
    expect((await ask(change, { id, version, name: 'Trop tard' })).errors?.[0]?.extensions).toMatchObject({
      code: 'precondition_failed',
      status: 412,
    });
    await ask('mutation ($id: ID!) { changeOrganisation(id: $id, input: {}) { id } }', { id }, 400);
  });

  it('checks each version by itself when a document holds several', async () => {
    const { data } = await ask(
      `mutation { a: createOrganisation(input: { name: "A", kind: network }) { id } b: createOrganisation(input: { name: "B", kind: network }) { id } }`,
    );
    const { errors, data: changed } = await ask(
      `mutation ($a: ID!, $b: ID!) {
        a: changeOrganisation(id: $a, expectedVersion: 1, input: { name: "A1" }) { version }
        again: changeOrganisation(id: $a, expectedVersion: 2, input: { name: "A2" }) { version }
        b: changeOrganisation(id: $b, expectedVersion: 1, input: { name: "B1" }) { version } }`,
      { a: data!.a.id, b: data!.b.id },
    );
    expect(errors).toBeUndefined();
    expect(changed).toEqual({ a: { version: 2 }, again: { version: 3 }, b: { version: 2 } });
  });

  it('with an idempotency key has one effect', async () => {
    const query =
      'mutation ($name: String!) { createOrganisation(idempotencyKey: "key-1", input: { name: $name, kind: network }) { id } }';
    const first = await ask(query, { name: 'Une fois' });
    expect(await ask(query, { name: 'Une fois' })).toEqual(first);
    expect((await ask(query, { name: 'Autre' })).errors?.[0]?.extensions).toMatchObject({
      code: 'idempotency_mismatch',
      status: 422,
    });
  });
});

describe('The audit', () => {
  it('knows a query by the fields of the schema, never by a name that the caller chose', async () => {
    const { partners } = await consortiumOf(test, { bailleur: { roles: ['landlord'] } });
    await ask('query JeanDupont { x: organisations { nodes { id } } }', undefined, 200, partners.bailleur);
    const entries = (await partners.bailleur.get('/v1/audit-entries').expect(200)).body as {
      data: { operation: string }[];
    };
    expect(entries.data.map(({ operation }) => operation)).toContain('query organisations');
    expect(JSON.stringify(entries)).not.toContain('JeanDupont');
  });
});

describe('A persisted document', () => {
  it('is kept by its hash once it was valid', async () => {
    const query = 'query Persisted { organisations(first: 3) { nodes { id } } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    const send = (body: object) =>
      test.http().post('/graphql').set('Authorization', `Bearer ${coordinator.token}`).send(body);
    expect((await send({ extensions })).body).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound' }] });
    const registered = (await send({ query, extensions }).expect(200)).body as Answer;
    expect((await send({ extensions }).expect(200)).body).toEqual(registered);
    const forged = await send({ query: '{ __typename }', extensions }).expect(400);
    expect(forged.body).toMatchObject({ errors: [{ extensions: { code: 'malformed_request', status: 400 } }] });
  });
});

describe('What is asked together', () => {
  it('fails alone: what a mutation beside it has made is told, and what is read is read', async () => {
    const twice = `mutation ($a: OrganisationInput!, $b: OrganisationInput!) {
      x: createOrganisation(input: $a) { id } y: createOrganisation(input: $b) { id } }`;
    const good = { name: 'Faite', kind: 'association' };
    for (const time of ['first', 'compiled']) {
      const { data, errors } = await ask(twice, { a: good, b: { ...good, siret: '00000000000000' } });
      expect([time, data?.y, errors?.map(({ path }) => path)]).toEqual([time, null, [['y']]]);
      await coordinator.get(`/v1/organisations/${data?.x.id}`).expect(200);
      const read = await ask('{ me { organisationId } arrearsCases(first: 1) { nodes { id } } }');
      expect(read.data).toEqual({ me: { organisationId: coordinator.organisationId }, arrearsCases: null });
      expect(read.errors?.map(({ path }) => path)).toEqual([['arrearsCases']]);
    }
  });

  it.each([
    ['query ($d: CivilDate) { programmeFigures(key: "x", from: $d) { from } }', { d: '2026-02-30' }],
    ['query ($f: PlacementFilter) { placements(filter: $f) { nodes { id } } }', { f: { updatedSince: 'x' } }],
    ['query ($f: PlacementFilter) { placements(filter: $f) { nodes { id } } }', { f: { updatedSince: 5 } }],
    ['query ($n: Int!) { placements(first: $n) { nodes { id } } }', {}],
  ])('a variable that its type refuses is the caller’s fault, first and compiled: %s', async (query, variables) => {
    for (const time of ['first', 'second', 'third']) {
      const { errors } = await ask(query, variables, 400);
      expect([time, errors?.[0]?.extensions]).toMatchObject([time, { code: 'invalid_document', status: 400 }]);
    }
  });

  it('takes the header Idempotency-Key as REST does, for each field of the document by itself', async () => {
    const query = `mutation ($a: OrganisationInput!, $b: OrganisationInput!) {
      x: createOrganisation(input: $a) { id } y: createOrganisation(input: $b) { id } }`;
    const send = async (key: string, name: string): Promise<Answer> => {
      const variables = { a: { name, kind: 'association' }, b: { name: `${name} 2`, kind: 'association' } };
      return (await coordinator.graphql(query, variables).set('Idempotency-Key', key).expect(200)).body as Answer;
    };
    const first = await send('header-1', 'Une');
    expect(first.data?.x.id).not.toBe(first.data?.y.id);
    expect(await send('header-1', 'Une')).toEqual(first);
    expect((await send('header-1', 'Autre')).errors?.map(({ extensions }) => extensions.code)).toEqual([
      'idempotency_mismatch',
      'idempotency_mismatch',
    ]);
    expect((await send('header-2', 'Une')).data?.x.id).not.toBe(first.data?.x.id);
  });
});

describe('The rate limit', () => {
  it('charges what a query may cost, and says when to come back', async () => {
    const { coordinator: caller } = await consortiumOf(limited, {});
    const heavy = '{ organisations(first: 200) { nodes { id } edges { node { id } } } }';
    const statuses: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      const answer = await caller.graphql(heavy);
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(10);
    expect(statuses.at(-1)).toBe(429);
  });
});
