import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { identityOf } from './embedded-processes.js';

const LOCK = /^lock\.(\d+)$/;

export interface Lock {
  release(): void;
}

/**
 * One start at a time and one owner per folder, also when an owner was killed. The file `lock.<n>` of the highest n
 * counts: empty means released, otherwise it names its owner. Taking over creates n + 1, which the file system gives
 * to one only; the highest file is never deleted, so a latecomer who looked before cannot win behind it.
 * Returns the owner's pid when there is a living one.
 */
export function takeLock(folder: string): Lock | { heldBy: number } {
  const mine = join(folder, `claim-${randomUUID()}`);
  writeFileSync(mine, `${String(process.pid)} ${identityOf(process.pid) ?? ''}`, { mode: 0o600 });
  try {
    for (;;) {
      const highest = Math.max(0, ...numbersIn(folder));
      const owner = highest === 0 ? undefined : ownerOf(fileOf(folder, highest));
      if (owner === 'vanished') continue;
      if (owner !== undefined) return { heldBy: owner };
      const file = fileOf(folder, highest + 1);
      if (!created(mine, file)) continue;
      if (Math.max(...numbersIn(folder)) > highest + 1) {
        rmSync(file, { force: true });
        continue;
      }
      for (const number of numbersIn(folder)) if (number <= highest) rmSync(fileOf(folder, number), { force: true });
      return { release: once(() => truncateSync(file)) };
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

const fileOf = (folder: string, number: number): string => join(folder, `lock.${String(number)}`);

function numbersIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = LOCK.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function ownerOf(file: string): number | 'vanished' | undefined {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return 'vanished';
  }
  const [, pid, identity] = /^(\d+) (.+)$/.exec(content) ?? [];
  if (pid === undefined) return undefined;
  return identityOf(Number(pid)) === identity ? Number(pid) : undefined;
}

function created(from: string, file: string): boolean {
  try {
    linkSync(from, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A folder that was removed meanwhile needs no release. */
function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    try {
      action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  };
}
