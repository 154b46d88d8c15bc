import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { breakingChanges } from './support/breaking-changes.js';

const OPENAPI = 'test/contract/openapi.json';
/** Breaking changes that were decided, one a line, as the test names them. */
const ACCEPTED = 'test/contract/accepted-breaks.txt';

/** The document as the last commits that changed it had it; none outside of a repository. */
function formerDocuments(): { commit: string; document: Record<string, unknown> }[] {
  const git = (...words: string[]): string =>
    execFileSync('git', words, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const commits = git('log', '--max-count=10', '--format=%h', '--diff-filter=AM', '--', OPENAPI)
      .split('\n')
      .filter(Boolean);
    return commits.map((commit) => ({
      commit,
      document: JSON.parse(git('show', `${commit}:${OPENAPI}`)) as Record<string, unknown>,
    }));
  } catch {
    return [];
  }
}

/** What `npm run contract` writes, with the folder to write to as its argument. */
const GENERATED = ['openapi.json', 'permissions.txt', 'public-routes.txt', 'schema.graphql'];

describe('The contract with integrators', () => {
  it('is the one that is committed (npm run generate writes it)', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'passerelle-contract-'));
    try {
      execFileSync(process.execPath, ['.ci/build.mjs'], { stdio: 'pipe' });
      execFileSync(process.execPath, ['dist/src/contract.js', folder], {
        env: { PATH: process.env.PATH },
        stdio: 'pipe',
      });
      expect(readdirSync(folder)).toEqual(expect.arrayContaining(GENERATED));
      for (const name of GENERATED) {
        expect(readFileSync(path.join('test/contract', name), 'utf8')).toBe(
          readFileSync(path.join(folder, name), 'utf8'),
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('takes nothing away from what was landed before', () => {
    const accepted = existsSync(ACCEPTED) ? readFileSync(ACCEPTED, 'utf8').split('\n') : [];
    const now = JSON.parse(readFileSync(OPENAPI, 'utf8')) as Record<string, unknown>;
    const lost = formerDocuments().flatMap(({ document }) => breakingChanges(document, now));
    expect([...new Set(lost)].filter((change) => !accepted.includes(change))).toEqual([]);
  });
});

describe('The schema of GraphQL', () => {
  it('has all properties of a shape that REST has under the same name', () => {
    const schema = buildSchema(readFileSync('test/contract/schema.graphql', 'utf8'));
    const { components } = JSON.parse(readFileSync(OPENAPI, 'utf8')) as {
      components: { schemas: Record<string, { properties?: object }> };
    };
    const shared = Object.entries(components.schemas).flatMap(([name, { properties }]) => {
      const type = schema.getType(name);
      return properties && isObjectType(type) ? [{ name, properties, fields: type.getFields() }] : [];
    });
    expect(shared.length).toBeGreaterThan(50);
    const missing = shared.flatMap(({ name, properties, fields }) =>
      Object.keys(properties)
        .filter((property) => !(property in fields))
        .map((property) => `${name}.${property}`),
    );
    expect(missing).toEqual([]);
  });
});

const text = { type: 'string', maxLength: 10 };
const documentOf = (answer: object, body: object, more: object = {}): Record<string, unknown> => ({
  paths: {
    '/v1/things': {
      post: {
        requestBody: { content: { 'application/json': { schema: body } } },
        responses: { 201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
        ...more,
      },
    },
  },
  components: { schemas: { Thing: { type: 'object', properties: answer } } },
});
const before = documentOf(
  { name: text, kind: text },
  { properties: { name: text, kind: { enum: ['a', 'b'] } }, required: ['name'] },
);

describe('A breaking change', () => {
  it.each([
    [
      'is no addition to an answer, nor a new optional property',
      documentOf(
        { name: text, kind: text, more: text },
        { properties: { name: text, kind: { enum: ['a', 'b', 'c'] }, more: text }, required: ['name'] },
      ),
      [],
    ],
    ['is an operation that goes', { paths: {} }, ['POST /v1/things: gone']],
    [
      'is a property of an answer that goes',
      documentOf({ name: text }, before.paths as object),
      expect.arrayContaining(['POST /v1/things 201.kind: gone']),
    ],
    [
      'is a property of an answer that changes its type',
      documentOf(
        { name: { type: 'integer' }, kind: text },
        { properties: { name: text, kind: { enum: ['a', 'b'] } }, required: ['name'] },
      ),
      ['POST /v1/things 201.name: string is now integer'],
    ],
    [
      'is a code no longer accepted, a tighter limit, a property newly required',
      documentOf(
        { name: text, kind: text },
        { properties: { name: { ...text, maxLength: 5 }, kind: { enum: ['a'] } }, required: ['name', 'kind'] },
      ),
      [
        'POST /v1/things body.kind: now required',
        'POST /v1/things body.name: maxLength is lower',
        'POST /v1/things body.kind: b no longer accepted',
      ],
    ],
    [
      'is a parameter newly required',
      documentOf(
        { name: text, kind: text },
        { properties: { name: text, kind: { enum: ['a', 'b'] } }, required: ['name'] },
        { parameters: [{ in: 'query', name: 'q', required: true }] },
      ),
      ['POST /v1/things parameter query q: now required'],
    ],
  ])('%s', (_, after, expected) => {
    expect(breakingChanges(before, after)).toEqual(expected);
  });
});
