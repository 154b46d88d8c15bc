import { describe, expect, it } from '@jest/globals';
import { testApp } from './support/app.js';

const test = await testApp();
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  parameters: object[];
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
  security: object[];
  'x-permission'?: string;
}

describe('The OpenAPI document', () => {
  it('is there for everybody, and gives each operation an id, a summary, an example, its permission and its errors', async () => {
    const document = (
      await test
        .http()
        .get('/openapi.json')
        .expect(200)
        .expect('Content-Type', /application\/json/)
    ).body as {
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((path) => METHODS.flatMap((method) => path[method] ?? []));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const operation of operations) {
      expect(operation.summary.length).toBeGreaterThan(3);
      expect(operation.responses).toMatchObject({
        400: expect.anything(),
        429: expect.anything(),
        500: expect.anything(),
        503: expect.anything(),
      });
      if (operation.security.length > 0) {
        expect(operation['x-permission']).toBeDefined();
        expect(operation.responses).toMatchObject({ 401: expect.anything(), 403: expect.anything() });
      }
      const [success] = Object.entries(operation.responses).filter(
        ([status, { content }]) => status.startsWith('2') && content,
      );
      for (const answer of Object.values(success?.[1].content ?? {})) expect(answer.example).toBeDefined();
    }
  });

  it('names every body and every query parameter with its limits', async () => {
    const text = (await test.http().get('/openapi.json')).text;
    const { components } = JSON.parse(text) as {
      components: { schemas: Record<string, { properties?: Record<string, Record<string, unknown>> }> };
    };
    const unlimited = Object.entries(components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(
          ([, schema]) =>
            [schema.type].flat().includes('string') && schema.maxLength === undefined && schema.enum === undefined,
        )
        .map(([property]) => `${name}.${property}`),
    );
    expect(unlimited).toEqual([]);
  });
});

describe('The pages for developers', () => {
  it.each([['/docs'], ['/graphiql']])('work without internet: %s refers to this server alone', async (address) => {
    const page = await test
      .http()
      .get(address)
      .expect(200)
      .expect('Content-Type', /text\/html/);
    const references = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
    expect(references.length).toBeGreaterThan(1);
    for (const url of references) {
      expect(url).toMatch(new RegExp(`^${address}/`));
      await test
        .http()
        .get(url)
        .expect(200)
        .expect('Content-Type', url.endsWith('.css') ? /text\/css/ : /text\/javascript/);
    }
    expect(page.text).not.toMatch(/<script>/);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  });

  it('begin GraphiQL with headers that a browser can send', async () => {
    const { text } = await test.http().get('/graphiql/graphiql-start.js').expect(200);
    expect(text).toMatch(/"Authorization": "Bearer [A-Z_]+"/);
  });

  it('serve no other file', async () => {
    for (const name of ['package.json', '..%2f..%2fpackage.json', 'constructor'])
      await test.http().get(`/docs/${name}`).expect(404);
  });
});
