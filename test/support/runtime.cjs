'use strict';
const { transformFileSync } = require('@swc/core');
const { createHash } = require('node:crypto');
const { writeFileSync } = require('node:fs');
const { register } = require('node:module');
const path = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const vm = require('node:vm');
const { default: Runtime } = require('jest-runtime');

register('./swc-loader.js', pathToFileURL(__filename));
/** Constructors of the language. */
const CLASSES = vm
  .runInNewContext('Object.getOwnPropertyNames(globalThis)')
  .filter((name) => /^[A-Z]/.test(name) && typeof globalThis[name] === 'function');
/** No test file takes longer, in seconds. */
const LONGEST = 90;
let runs = 0;

/** What a file holds for today stays today: one that would begin shortly before midnight in Paris begins after it. */
async function untilTheDayLasts() {
  const [hours, minutes, seconds] = new Date()
    .toLocaleTimeString('en-GB', { timeZone: 'Europe/Paris' })
    .split(':')
    .map(Number);
  const left = 86_400 - (hours * 60 + minutes) * 60 - seconds;
  if (left <= LONGEST) await new Promise((resolve) => setTimeout(resolve, (left + 1) * 1000));
}

/**
 * Node itself loads the test files, and what they test once a worker: jest would load three thousand modules anew for each, which took
 * longer than many of the tests. There are no mocks of modules, and `--watch` sees no change of `src`.
 */
module.exports = class NodeRuntime extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest);
    // Jest's own part lives in a realm of its own: its matchers must know the tests' errors, dates and numbers as such.
    for (const name of CLASSES) environment.global[name] = globalThis[name];
  }

  unstable_shouldLoadAsEsm(file) {
    return file.endsWith('.ts');
  }

  async unstable_importModule(file) {
    globalThis.passerelleTest = this.jestGlobals.cjsGlobals(file);
    await untilTheDayLasts();
    await import(`${pathToFileURL(file).href}?run=${String((runs += 1))}`);
  }

  getSourceMaps() {
    return new SourceMaps(this._config);
  }
};

/** Made when a stack is read: by the address of a module, the path of its source map. */
class SourceMaps extends Map {
  constructor({ cacheDirectory, transform }) {
    super();
    this.folder = cacheDirectory;
    [[, , this.options]] = transform;
  }

  get(url) {
    if (!this.has(url) && /^file:.*\.ts(\?|$)/.test(url)) {
      const filename = fileURLToPath(url);
      const { map } = transformFileSync(filename, { ...this.options, filename, swcrc: false, sourceMaps: true });
      const place = path.join(this.folder, `${createHash('sha256').update(map).digest('hex')}.map`);
      writeFileSync(place, map);
      this.set(url, place);
    }
    return super.get(url);
  }
}
