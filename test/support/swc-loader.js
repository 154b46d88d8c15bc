/**
 * Lets Node itself run what jest runs, compiled alike: `node --import ./test/support/swc-loader.js FILE.ts`, and the test files (see
 * runtime.cjs). What belongs to the run of one test file is loaded anew for it, and has the `@jest/globals` of that run.
 */
import { transform } from '@swc/core';
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import jest from '../../jest.config.js';

const [[, options]] = Object.values(jest.transform);
const TESTS = new URL('../', import.meta.url).href;
const GLOBALS = 'afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test';

if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  const [, run] = /\.ts(\?run=\d+)?$/.exec(context.parentURL ?? '') ?? [];
  if (run && specifier === '@jest/globals') return { url: `jest-globals:${run}`, shortCircuit: true };
  const isOurs = /^\.{1,2}\/.*\.js$/.test(specifier) && /\.ts(\?|$)/.test(context.parentURL ?? '');
  const found = await next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  return run && isOurs && found.url.startsWith(TESTS) ? { ...found, url: found.url + run } : found;
}

export async function load(url, context, next) {
  if (url.startsWith('jest-globals:')) {
    return { format: 'module', source: `export const { ${GLOBALS} } = globalThis.passerelleTest;`, shortCircuit: true };
  }
  if (!/^file:.*\.ts(\?|$)/.test(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...options, filename, swcrc: false });
  return { format: 'module', source: code, shortCircuit: true };
}
