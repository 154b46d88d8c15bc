// `npm run check`: everything that can be known without running the product, then what is committed against what is generated.
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const checks = {
  lint: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  types: ['node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.check.json', '--incremental', 'false'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  boundaries: [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    'src',
    'migrations',
    'test',
    'bench',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
  ],
  'dead code': ['node_modules/knip/bin/knip.js', '--no-progress'],
  'architecture, migrations, contract': [
    'node_modules/jest/bin/jest.js',
    '--silent',
    'test/architecture.spec.ts',
    'test/migrations.spec.ts',
    'test/contract.spec.ts',
  ],
};

const AT_ONCE = 2;
const wanted = process.argv.slice(2);
const waiting = Object.entries(checks).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const failed = [];

/** What a check says is shown as a whole, once it is over. */
function run([name, command]) {
  const start = performance.now();
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      process.stdout.write(`${said}${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
      if (status !== 0) failed.push(name);
      resolve();
    });
  });
}

async function lane() {
  for (let next = waiting.shift(); next; next = waiting.shift()) await run(next);
}

await Promise.all(Array.from({ length: AT_ONCE }, lane));
if (failed.length > 0) {
  process.stdout.write(
    `\nFailed: ${failed.join(', ')}. "npm run format" and "npm run generate" mend what is written by machine.\n`,
  );
  process.exitCode = 1;
}
