import { randomBytes } from 'node:crypto';
import request from 'supertest';
import { provisionClient, bootstrapConsortium } from '../../src/identity/bootstrap.js';
import type { Role } from '../../src/platform/access/permissions.js';
import type { TestApp } from './app.js';

/** An organisation's machine, with its token: every call goes over HTTP. */
export interface Partner {
  readonly key: string;
  readonly organisationId: string;
  readonly consortiumId: string;
  readonly token: string;
  readonly clientId: string;
  readonly clientSecret: string;
  get(path: string): request.Test;
  post(path: string, body?: object): request.Test;
  patch(path: string, body: object): request.Test;
  put(path: string, body: object): request.Test;
  delete(path: string): request.Test;
  graphql(query: string, variables?: object): request.Test;
}

export interface NewPartner {
  roles: Role[];
  kind?: string;
  discreet?: boolean;
  contact?: string;
}

export interface Consortium<K extends string> {
  readonly consortiumId: string;
  readonly coordinator: Partner;
  readonly partners: Record<K, Partner>;
}

/** A consortium of its own for a test, with these organisations; each logs in by its client credentials. */
export async function consortiumOf<K extends string>(
  test: TestApp,
  wanted: Record<K, NewPartner>,
): Promise<Consortium<K>> {
  const key = `c-${randomBytes(5).toString('hex')}`;
  const made = await test.asOwner((owner) =>
    bootstrapConsortium(owner, { key, name: key, coordinatorName: 'Coordination' }),
  );
  const coordinator = await login(test, { key: 'coordinator', ...made });
  const partners: Partial<Record<K, Partner>> = {};
  for (const [name, partner] of Object.entries<NewPartner>(wanted)) {
    partners[name as K] = await join(test, coordinator, name, partner);
  }
  return { consortiumId: made.consortiumId, coordinator, partners: partners as Record<K, Partner> };
}

/** Adds an organisation through the API, as the coordinator does, and gives it a client. */
export async function join(test: TestApp, coordinator: Partner, key: string, partner: NewPartner): Promise<Partner> {
  const organisation = await coordinator
    .post('/v1/organisations', {
      name: key,
      kind: partner.kind ?? 'association',
      discreet: partner.discreet ?? false,
      contact: partner.contact ?? `contact@${key}.example`,
    })
    .expect(201);
  const organisationId = (organisation.body as { id: string }).id;
  await coordinator
    .post('/v1/memberships', { organisationId, roles: partner.roles, startsOn: '2010-01-01' })
    .expect(201);
  const { consortiumId } = coordinator;
  const credentials = await test.asOwner((owner) =>
    provisionClient(owner, { consortiumId, organisationId, name: key }),
  );
  return login(test, { key, organisationId, consortiumId, ...credentials });
}

type Known = Pick<Partner, 'key' | 'organisationId' | 'consortiumId' | 'clientId' | 'clientSecret'>;

/** A token by client credentials, and what can be done with it. */
export async function login(test: TestApp, known: Known, scope?: string): Promise<Partner> {
  const answer = await test
    .http()
    .post('/oauth/token')
    .type('form')
    .auth(known.clientId, known.clientSecret)
    .send({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) })
    .expect(200);
  return withToken(test, known, (answer.body as { access_token: string }).access_token);
}

export function withToken(test: TestApp, known: Known, token: string): Partner {
  const authorised = (call: request.Test): request.Test => call.set('Authorization', `Bearer ${token}`);
  return {
    ...known,
    token,
    get: (path) => authorised(test.http().get(path)),
    post: (path, body) =>
      authorised(
        test
          .http()
          .post(path)
          .send(body ?? {}),
      ),
    patch: (path, body) => authorised(test.http().patch(path).send(body)),
    put: (path, body) => authorised(test.http().put(path).send(body)),
    delete: (path) => authorised(test.http().delete(path)),
    graphql: (query, variables) => authorised(test.http().post('/graphql').send({ query, variables })),
  };
}
