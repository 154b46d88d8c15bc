import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { GUIDES, markdownOf } from '../src/platform/api/guides.js';
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
  it.each([
    ['/docs', '/docs/'],
    ['/graphiql', '/graphiql/'],
    ...GUIDES.map((name) => [`/docs/guides/${name}`, '/docs/']),
  ])('work without internet: %s is made of files of this server alone', async (address, place) => {
    const page = await test
      .http()
      .get(address)
      .expect(200)
      .expect('Content-Type', /text\/html/);
    const files = [...page.text.matchAll(/<(?:link|script)[^>]* (?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
    expect(files.length).toBeGreaterThan(0);
    for (const url of files) {
      expect(url.startsWith(place)).toBe(true);
      await test
        .http()
        .get(url)
        .expect(200)
        .expect('Content-Type', url.endsWith('.css') ? /text\/css/ : /text\/javascript/);
    }
    expect(page.text).not.toMatch(/<script>|<style| style=| on\w+=/);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  });

  it('are linked from each to each, and every link within them leads somewhere', async () => {
    const pages = ['/docs', ...GUIDES.map((name) => `/docs/guides/${name}`)];
    const texts = new Map<string, string>();
    for (const address of pages) texts.set(address, (await test.http().get(address).expect(200)).text);
    const broken: string[] = [];
    for (const [address, text] of texts) {
      const links = [...text.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href!);
      for (const linked of pages) if (!links.includes(linked)) broken.push(`${address} without ${linked}`);
      for (const link of links.filter((href) => !/^https?:/.test(href))) {
        const [to, anchor] = new URL(link, `http://docs${address}`).href.slice('http://docs'.length).split('#');
        const target = texts.get(to!) ?? (await test.http().get(to!)).text;
        const found = texts.has(to!) || (await test.http().get(to!)).status === 200;
        if (!found || (anchor && !target.includes(` id="${anchor}"`))) broken.push(`${address} → ${link}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('are the guides of docs/guides, all of them, with this installation’s address in their commands', async () => {
    const written = readdirSync('docs/guides').map((name) => name.replace(/\.md$/, ''));
    expect([...GUIDES].sort()).toEqual(written.sort());
    const { text } = await test.http().get('/docs/guides/quick-start').expect(200);
    expect(text).toContain('<h2 id="1-a-token">1 A token</h2>');
    expect(text).toContain(`BASE=${test.config.PASSERELLE_PUBLIC_URL}`);
    await test.http().get('/docs/guides/nothing').expect(404);
    await test.http().get('/docs/guides/..%2fdesign').expect(404);
  });

  it('show HTML in a guide as text', () => {
    expect(markdownOf('a <script>alert(1)</script> <b>c</b>\n\n<img src=x onerror=y>')).not.toMatch(/<(script|b|img)/);
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
