import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { EmbeddedServerError } from './embedded-error.js';
import type { Account } from './embedded-processes.js';

/** Of the servers that root starts: their user must reach it whatever the modes of the folders above a clone are. */
const SYSTEM_FOLDER = '/var/lib/passerelle';
const SYSTEM_PLACE = /^\/var\/lib\/passerelle\/[0-9a-f]{16}$/;
/** The limit of a socket's address is 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET = 103;

export interface Place {
  /** The data folder, without symbolic links. */
  readonly data: string;
  /** What belongs to this server alone: ours, not the server user's. */
  readonly home: string;
  readonly cluster: string;
  readonly sockets: string;
  /** Copies of the programs, by version. */
  readonly shelf: string;
  readonly log: string;
}

/** `<data folder>/postgres.json`. */
export interface PlaceRecord {
  readonly dataDir: string;
  readonly place: string;
  readonly host: string;
  readonly port: number;
  readonly socket: string;
  readonly user: string;
  readonly password: string;
}

const recordFile = (data: string): string => join(data, 'postgres.json');

export function readRecord(data: string): PlaceRecord | undefined {
  const file = recordFile(data);
  if (!existsSync(file)) return undefined;
  let record: Partial<PlaceRecord>;
  try {
    record = JSON.parse(readFileSync(file, 'utf8')) as Partial<PlaceRecord>;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EACCES') throw new EmbeddedServerError(otherUser(data), { cause });
    record = {};
  }
  if (typeof record.place === 'string' && typeof record.port === 'number' && typeof record.password === 'string') {
    return record as PlaceRecord;
  }
  throw new EmbeddedServerError(
    `${file} is damaged: it should name the place, port and password of the database. ` +
      'Put the original back, or remove it to start with an empty database (the old one is set aside).',
  );
}

/** Whole or not at all, and nobody else may read it. */
export function writeRecord(data: string, record: PlaceRecord): void {
  const file = recordFile(data);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

/** Where the server of this data folder lives; its folders exist afterwards. */
export function openPlace(dataDir: string, account: Account | undefined): Place {
  mkdirSync(resolve(dataDir), { recursive: true, mode: 0o700 });
  const data = realpathSync(resolve(dataDir));
  const record = readRecord(data);
  const home = account ? systemHome(data, record) : ownHome(data, record);
  makeFolder(dirname(home), account ? 0o755 : undefined);
  makeFolder(home, account ? 0o755 : 0o700);
  const sockets = socketFolder(home);
  makeFolder(sockets, 0o700, account);
  return {
    data,
    home,
    cluster: join(home, 'cluster'),
    sockets,
    shelf: account ? SYSTEM_FOLDER : home,
    log: join(data, 'postgres.log'),
  };
}

function ownHome(data: string, record: PlaceRecord | undefined): string {
  if (record && SYSTEM_PLACE.test(record.place)) throw new EmbeddedServerError(otherUser(data));
  return join(data, 'postgres'); // found again when the data folder is moved, or copied whole
}

function systemHome(data: string, record: PlaceRecord | undefined): string {
  if (!record) return newSystemHome(data);
  if (!SYSTEM_PLACE.test(record.place)) throw new EmbeddedServerError(otherUser(data));
  if (record.dataDir !== data && existsSync(recordFile(record.dataDir))) {
    throw new EmbeddedServerError(
      `${data} is a copy of ${record.dataDir}, and the database in ${record.place} belongs to the original. ` +
        `Remove ${recordFile(data)} to start the copy with an empty database.`,
    );
  }
  return record.place;
}

/** Of this very folder, not of one of the same path that was since moved away with its record. */
function newSystemHome(data: string): string {
  const { dev, ino, birthtimeMs } = statSync(data);
  return join(SYSTEM_FOLDER, hashOf([data, dev, ino, birthtimeMs].join('\n')));
}

function otherUser(data: string): string {
  return (
    `The database of ${data} was made by another user (an ordinary user's is beneath the data folder, root's in ` +
    `${SYSTEM_FOLDER}). Start as that user, or choose another PASSERELLE_DATA_DIR.`
  );
}

function socketFolder(home: string): string {
  const nearby = join(home, 'socket');
  if (Buffer.byteLength(join(nearby, '.s.PGSQL.65535')) <= LONGEST_SOCKET) return nearby;
  return `/tmp/passerelle-${String(process.geteuid?.())}-${hashOf(home)}`;
}

const hashOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 16);

/** With exactly this mode and owner; the umask has no say, and neither has a stranger who was there first. */
export function makeFolder(path: string, mode?: number, owner?: Account): void {
  mkdirSync(path, { recursive: true });
  const found = lstatSync(path);
  if (!found.isDirectory()) throw new EmbeddedServerError(`${path} is not a folder: remove it and start again.`);
  if (mode === undefined) return;
  if (![process.geteuid?.(), owner?.uid].includes(found.uid)) {
    throw new EmbeddedServerError(
      `${path} belongs to another user: give it to this one, or choose another PASSERELLE_DATA_DIR.`,
    );
  }
  chmodSync(path, mode);
  if (owner) chownSync(path, owner.uid, owner.gid);
}
