// `npm run check`: everything that can be known without running the product, then what is committed against what is generated.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const checks = {
  types: ['node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.check.json', '--incremental', 'false'],
  lint: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
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

const wanted = process.argv.slice(2);
const failed = [];
for (const [name, command] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = performance.now();
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stdout.write(
    `\nFailed: ${failed.join(', ')}. "npm run format" and "npm run generate" mend what is written by machine.\n`,
  );
  process.exitCode = 1;
}
