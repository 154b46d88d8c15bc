import pg from 'pg';

import { serverAccount } from './embedded-account.js';
import { platformPackage, provideBinaries } from './embedded-binaries.js';
import { endLeftovers, provideCluster } from './embedded-cluster.js';
import { EmbeddedServerError } from './embedded-error.js';
import { takeLock, type Lock } from './embedded-lock.js';
import { openPlace, readRecord, writeRecord, type Place, type PlaceRecord } from './embedded-place.js';
import type { Account } from './embedded-processes.js';
import { freePort, launch, type Postmaster } from './embedded-postmaster.js';

export { EmbeddedServerError } from './embedded-error.js';

export interface EmbeddedServer {
  /** The superuser's URL of the database of that name. */
  url(database: string): string;
  /** Fast shutdown; again is harmless, and so is after the server ended by itself. */
  stop(): Promise<void>;
  /** Always: a data folder whose server another process runs is refused, not joined. */
  readonly startedHere: boolean;
}

export interface EmbeddedServerOptions {
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  /** PostgreSQL settings, beside or instead of ours; not where it listens. */
  readonly settings?: Record<string, string>;
}

/**
 * A real PostgreSQL from npm, whose data is beneath the data folder; for root, who may not run one, in a system folder
 * that `<data folder>/postgres.json` names. One process at a time has it; it ends with that process, however that
 * ends, and a start after a kill clears up what was left.
 * @throws EmbeddedServerError
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const log = options.log ?? (() => undefined);
  try {
    const account = await serverAccount(log);
    const place = openPlace(options.dataDir, account);
    const lock = lockOf(place);
    try {
      return await start(place, account, lock, options.settings ?? {}, log);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw EmbeddedServerError.from(error);
  }
}

function lockOf(place: Place): Lock {
  const taken = takeLock(place.home);
  if ('release' in taken) return taken;
  throw new EmbeddedServerError(
    `The database of ${place.data} is already in use by process ${String(taken.heldBy)}. ` +
      'Stop that one first, or choose another PASSERELLE_DATA_DIR.',
  );
}

async function start(
  place: Place,
  account: Account | undefined,
  lock: Lock,
  settings: Record<string, string>,
  log: (line: string) => void,
): Promise<EmbeddedServer> {
  await endLeftovers(place, log);
  const binaries = await provideBinaries(platformPackage(), place.shelf, account !== undefined);
  const known = readRecord(place.data);
  const password = await provideCluster(place, binaries, known, account, log);
  const wished = known?.port ?? (await freePort());
  writeRecord(place.data, recordOf(place, wished, password));
  const postmaster = await launch({ program: binaries.postgres, place, account, port: wished, settings });
  const record = recordOf(place, postmaster.port, password);
  try {
    if (record.port !== wished) writeRecord(place.data, record);
    await greet(record);
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
  log(
    `PostgreSQL ${binaries.major} on 127.0.0.1:${String(record.port)}, data in ${place.cluster}, log in ${place.log}`,
  );
  return serverOf(record, postmaster, lock, log);
}

function serverOf(
  record: PlaceRecord,
  postmaster: Postmaster,
  lock: Lock,
  log: (line: string) => void,
): EmbeddedServer {
  let stopping: Promise<void> | undefined;
  const released = postmaster.ended.then((how) => {
    lock.release();
    if (!stopping) log(`PostgreSQL ended unexpectedly (${how}); what it wrote is in ${record.dataDir}/postgres.log`);
  });
  return {
    url: (database) => urlOf(record, database),
    stop: () => (stopping ??= postmaster.stop().then(() => released)),
    startedHere: true,
  };
}

function recordOf(place: Place, port: number, password: string): PlaceRecord {
  const { data, home, sockets } = place;
  return { dataDir: data, place: home, host: '127.0.0.1', port, socket: sockets, user: 'postgres', password };
}

function urlOf({ user, password, host, port }: PlaceRecord, database: string): string {
  return `postgres://${user}:${password}@${host}:${String(port)}/${encodeURIComponent(database)}`;
}

/** The recorded password opens it: anything else would come up later and read worse. */
async function greet(record: PlaceRecord): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(record, 'postgres'), ssl: false });
  try {
    await client.connect();
  } catch (cause) {
    throw new EmbeddedServerError(
      `PostgreSQL runs in ${record.place} but refuses us (${cause instanceof Error ? cause.message : String(cause)}). ` +
        `Put back the password in ${record.dataDir}/postgres.json that belongs to this database.`,
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
