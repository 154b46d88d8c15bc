import { beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { allEnumerations } from '../src/platform/api/enumeration.js';
import { envExample } from '../src/platform/env-example.js';
import { allReasons, type Words } from '../src/platform/errors/failure.js';
import { INPUT_CODES } from '../src/platform/errors/input-codes.js';
import { collect, filesIn, publicMethods, sourceFiles } from './support/sources.js';

const read = (file: string): string => readFileSync(file, 'utf8');
const json = (file: string): Record<string, Record<string, string>> => JSON.parse(read(file)) as never;

describe('Files', () => {
  const sizes = sourceFiles().map((file) => ({ file, lines: read(file).split('\n').length - 1 }));

  it('fit in the head: none over 250 lines, half of them under 80', () => {
    expect(sizes.filter(({ lines }) => lines > 250)).toEqual([]);
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
  });

  it('lie flat in the folders of their features, without barrels', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'platform',
    );
    const nested = folders.flatMap(({ name }) =>
      readdirSync(path.join('src', name), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => path.join(name, entry.name)),
    );
    expect(nested).toEqual([]);
    expect(sourceFiles().filter((file) => path.basename(file) === 'index.ts')).toEqual([]);
  });

  it('belong to a feature whose place in the order of dependencies is known', () => {
    const order = read('.dependency-cruiser.cjs');
    const unknown = readdirSync('src', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'platform' && !order.includes(`'${entry.name}'`))
      .map(({ name }) => name);
    expect(unknown).toEqual([]);
  });
});

/** Called by Nest at the start and end of the process, never by a request. */
const LIFECYCLE =
  /\.(onModuleInit|onModuleDestroy|onApplicationBootstrap|beforeApplicationShutdown|onApplicationShutdown)$/;

describe('Use cases and handlers', () => {
  it('declare one permission each: every public method of a service, but for verbs inside of somebody’s unit of work', () => {
    const undeclared = filesIn('src', '.service.ts')
      .flatMap(publicMethods)
      .filter(({ node, decorators, name }) => {
        const insideWork = node.parameters[0]?.type?.getText() === 'Work';
        return !decorators.includes('Requires') && !insideWork && !LIFECYCLE.test(name);
      });
    expect(undeclared.map(({ name }) => name)).toEqual([]);
  });

  const RATE_LIMIT = /^await this\.limits\.charge/;

  it('are one statement in controllers and resolvers, but for the charge of a rate limit', () => {
    const handlers = [...filesIn('src', '.controller.ts'), ...filesIn('src', '.resolver.ts')]
      .filter((file) => !file.startsWith(path.join('src', 'platform', '')))
      .flatMap(publicMethods)
      .filter(({ decorators }) => decorators.length > 0);
    expect(handlers.length).toBeGreaterThan(0);
    expect(
      handlers
        .filter(({ node }) => node.body?.statements.filter((line) => !RATE_LIMIT.test(line.getText())).length !== 1)
        .map(({ name }) => name),
    ).toEqual([]);
  });
});

describe('What GraphQL reads beside its operations', () => {
  const LOADERS = path.join('src', 'platform', 'api', 'loaders.ts');
  /** `this.database.read(…)`, `database.scan(…)`: it asks by itself, where nobody notes what was read. */
  const asks = (node: ts.Node): node is ts.PropertyAccessExpression =>
    ts.isPropertyAccessExpression(node) && /(^|\.)(database|dataSource|work)$/.test(node.expression.getText());

  it('comes through loaders alone: no resolver, and none of its helpers, asks the database itself', () => {
    const asking = [...filesIn('src', '.resolver.ts'), ...filesIn('src', '-fields.ts')].flatMap((file) =>
      collect(file, (node) => (asks(node) ? `${file}: ${node.getText()}` : undefined)),
    );
    expect(asking).toEqual([]);
    expect(sourceFiles().filter((file) => /from 'dataloader'|new LoaderSet/.test(read(file)))).toEqual([LOADERS]);
  });

  it('is noted for the audit by the function that reads it', () => {
    const reading = collect(LOADERS, (node) =>
      ts.isFunctionDeclaration(node) && /\bdatabase\.\w+</.test(node.getText()) ? node : undefined,
    );
    expect(reading.length).toBeGreaterThan(2);
    expect(
      reading.filter((node) => !/trail\?\.read\(\s*tableOf\(noun\)/.test(node.getText())).map(({ name }) => name?.text),
    ).toEqual([]);
  });
});

/** The text arguments of a call of that name: `conflict('reason')`, `new Failure('reason')`. */
function namesGivenTo(callee: string, argument: number): { file: string; name: string }[] {
  return sourceFiles().flatMap((file) =>
    collect(file, (node) => {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
      const given = node.arguments?.[argument];
      if (node.expression.getText() !== callee || !given || !ts.isStringLiteral(given)) return undefined;
      return { file, name: given.text };
    }),
  );
}

describe('Words', () => {
  const wordless = (entries: [string, Words][]): string[] =>
    entries.filter(([, words]) => !words?.fr?.trim() || !words.en?.trim()).map(([name]) => name);

  beforeAll(async () => {
    // Declarations register themselves when they are loaded.
    const declaring = sourceFiles().filter((file) =>
      /\b(enumeration|defineReasons|defineInputCodes)\(/.test(read(file)),
    );
    for (const file of declaring) await import(path.resolve(file));
  });

  it('of every enumeration and each of its codes are there in French and English', () => {
    const enumerations = allEnumerations();
    expect(enumerations.length).toBeGreaterThan(0);
    const labels = enumerations.flatMap(({ name, about, labels: known }): [string, Words][] => [
      [name, about],
      ...Object.entries<Words>(known).map(([code, words]): [string, Words] => [`${name}.${code}`, words]),
    ]);
    expect(wordless(labels)).toEqual([]);
    expect(
      enumerations.flatMap(({ codes }) => codes).filter((code) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(code)),
    ).toEqual([]);
  });

  it('of every reason and input code are there in French and English, with the same places to fill', () => {
    const reasons = [...allReasons()].flatMap(([key, { title, detail }]): [string, Words][] => [
      [`${key} title`, title],
      [`${key} detail`, detail],
    ]);
    const all = [...reasons, ...Object.entries(INPUT_CODES)];
    expect(wordless(all)).toEqual([]);
    const places = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join();
    expect(all.filter(([, { fr, en }]) => places(fr) !== places(en)).map(([name]) => name)).toEqual([]);
  });

  it('exist for every reason and input code that the code names', () => {
    const reasons = [...namesGivenTo('Failure', 0), ...namesGivenTo('conflict', 0)].filter(
      ({ name }) => !allReasons().has(name),
    );
    const codes = namesGivenTo('invalid', 1).filter(({ name }) => !INPUT_CODES[name]);
    expect([...reasons, ...codes]).toEqual([]);
  });
});

describe('Time', () => {
  it('is asked of the clock alone: no rule in SQL reads that of the database', () => {
    const features = sourceFiles().filter((file) => !file.startsWith(path.join('src', 'platform')));
    const asking = [...features, ...filesIn('src', '.sql')].filter((file) =>
      /\bcurrent_date\b|\bnow\(\) *(<|>|=|[-+] *interval)/i.test(read(file)),
    );
    expect(asking).toEqual([]);
  });
});

describe('What is committed', () => {
  it('has in .env.example the variables that the configuration reads (npm run generate writes it)', () => {
    expect(read('.env.example')).toBe(envExample());
  });

  it('locks the packages of every platform, without which npm ci refuses (node .ci/complete-lock.mjs puts them back)', () => {
    const { packages } = json('package-lock.json') as unknown as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([where, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).filter(
        (name) => !packages[`${where}/node_modules/${name}`] && !packages[`node_modules/${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('names each package at one exact version, and no address to load it from', () => {
    const { dependencies, devDependencies } = json('package.json');
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+/.test(version),
    );
    expect(loose).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
  });
});
