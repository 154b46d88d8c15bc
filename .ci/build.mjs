// Builds `dist`, only when a source changed: types are checked, other files beside the code are copied, stale ones go.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.built');

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

const sources = ['src', 'migrations', 'bench', 'docs/guides']
  .flatMap((folder) => filesIn(path.join(root, folder)))
  .filter((file) => !file.endsWith('.spec.ts') && !file.startsWith(path.join(root, 'bench', 'results')))
  .sort();
const inputs = [
  ...sources,
  ...['package-lock.json', 'tsconfig.json', '.ci/build.mjs'].map((name) => path.join(root, name)),
];
const fingerprint = createHash('sha256')
  .update(
    inputs.map((file) => [path.relative(root, file), statSync(file).size, statSync(file).mtimeMs].join(' ')).join('\n'),
  )
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint) {
  rmSync(stamp, { force: true });
  const targets = new Set();
  for (const source of sources) {
    const target = path.join(dist, path.relative(root, source));
    if (source.endsWith('.ts')) {
      const script = target.replace(/\.ts$/, '.js');
      targets.add(script).add(`${script}.map`);
      continue;
    }
    targets.add(target);
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(source, target);
  }
  // The native compiler takes a fifth of the time of the JavaScript one, which the linter still needs.
  const compiler = path.join(root, 'node_modules', 'typescript-native', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', root, '--incremental', 'false'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  for (const file of filesIn(dist)) if (!targets.has(file)) rmSync(file);
  writeFileSync(stamp, fingerprint);
}
