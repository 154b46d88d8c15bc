import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { platformPackage, provideBinaries } from './embedded-binaries.js';
import { readRecord, type PlaceRecord } from './embedded-place.js';
import { serversIn } from './embedded-processes.js';
import { EmbeddedServerError, startEmbeddedServer, type EmbeddedServer } from './embedded-server.js';

let folder: string;
let dataDir: string;
let started: EmbeddedServer[];

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'embedded-')));
  dataDir = join(folder, 'data');
  started = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  const found = readRecord(dataDir);
  if (found) for (const outside of [found.place, found.socket]) rmSync(outside, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const start = async (settings: Record<string, string> = {}): Promise<EmbeddedServer> => {
  const server = await startEmbeddedServer({ dataDir, settings });
  started.push(server);
  return server;
};

const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

const record = (): PlaceRecord => {
  const found = readRecord(dataDir);
  if (!found) throw new Error('nothing recorded');
  return found;
};

const cluster = (): string => join(record().place, 'cluster');
const masterOf = (): number => Number(readFileSync(join(cluster(), 'postmaster.pid'), 'utf8').split('\n')[0]);

describe('the embedded server', () => {
  it('starts on an empty folder, and finds its data again', async () => {
    const first = await start();
    await query(first.url('postgres'), 'CREATE DATABASE "two words"');
    await query(first.url('two words'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(await query(second.url('two words'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(second.url('postgres')).toBe(first.url('postgres'));
  });

  it('keeps UTF-8 in code point order, in UTC, durably, and takes settings', async () => {
    const server = await start({ work_mem: '7MB', listen_addresses: '*' });
    const names = ['server_encoding', 'timezone', 'fsync', 'jit', 'work_mem', 'listen_addresses'];
    const rows = await query(
      server.url('postgres'),
      `SELECT name, current_setting(name) AS value FROM unnest('{${names.join()}}'::text[]) name`,
    );
    expect(rows.map(({ value }) => value)).toEqual(['UTF8', 'UTC', 'on', 'off', '7MB', '127.0.0.1']);
    expect(await query(server.url('postgres'), `SELECT upper('é') AS upper, 'Z' < 'a' AS ordered`)).toEqual([
      { upper: 'É', ordered: true },
    ]);
  });

  it('brings the extensions that need libraries of the package', async () => {
    const server = await start();
    await query(
      server.url('postgres'),
      'CREATE EXTENSION pgcrypto; CREATE EXTENSION btree_gist; CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm',
    );
  });

  it('asks for the password, which only its owner can read', async () => {
    const server = await start();
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
    const wrong = server.url('postgres').replace(record().password, 'wrong');
    await expect(query(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const rules = readFileSync(join(cluster(), 'pg_hba.conf'), 'utf8').split('\n');
    expect(rules.filter((rule) => /^\w/.test(rule) && !rule.endsWith('scram-sha-256'))).toEqual([]);
  });

  it('starts beneath a closed folder with a space and quotes in its name', async () => {
    const closed = join(folder, `a "closed" folder, l'abri`);
    mkdirSync(closed, { mode: 0o700 });
    chmodSync(folder, 0o700);
    dataDir = join(closed, 'my data');
    const server = await start();
    expect(await query(server.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('has a socket short enough for the system, however long the path of the data folder is', async () => {
    dataDir = join(folder, 'long'.repeat(40), 'data');
    await start();
    expect(readdirSync(record().socket)).toContain(`.s.PGSQL.${String(record().port)}`);
  });

  it('starts again after PostgreSQL was killed', async () => {
    const first = await start();
    await query(first.url('postgres'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(masterOf(), 'SIGKILL');
    await first.stop();
    const second = await start();
    expect(await query(second.url('postgres'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('ends the server that a killed run left behind, and takes its place', async () => {
    const orphaned = await start();
    const before = masterOf();
    const lock = readdirSync(record().place).find((name) => name.startsWith('lock.')) ?? '';
    const { pid } = spawnSync('true');
    writeFileSync(join(record().place, lock), `${String(pid)} long gone`);
    const server = await start();
    expect(masterOf()).not.toBe(before);
    expect(await query(server.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await orphaned.stop();
  });

  it('does not take the server of another process for a leftover because the number of the process is the same', async () => {
    await (await start()).stop();
    writeFileSync(join(cluster(), 'postmaster.pid'), `${String(process.ppid)}\n${cluster()}\n`);
    const server = await start();
    expect(await query(server.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts once when two start at the same time', async () => {
    const results = await Promise.allSettled([start(), start(), start()]);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refusals).toHaveLength(2);
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(EmbeddedServerError);
      expect(String(refusal)).toMatch(/already in use by process \d+/);
    }
  });

  it('moves to another port when its own is taken', async () => {
    const first = await start();
    await first.stop();
    const { port } = record();
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
    try {
      const second = await start();
      expect(record().port).not.toBe(port);
      expect(await query(second.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await new Promise((resolve) => stranger.close(resolve));
    }
  });

  it('leaves no process behind, and may be stopped twice', async () => {
    const server = await start();
    const where = cluster();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(serversIn(where)).toEqual([]);
  });

  it('says what PostgreSQL said when it does not start, and starts when that is mended', async () => {
    await expect(start({ shared_buffers: 'plenty' })).rejects.toThrow(/shared_buffers/);
    await expect(start({ shared_buffers: 'plenty' })).rejects.toBeInstanceOf(EmbeddedServerError);
    await start();
  });

  it('refuses to start empty where there was a database', async () => {
    await (await start()).stop();
    rmSync(cluster(), { recursive: true });
    await expect(start()).rejects.toThrow(/is missing/);
  });

  it('sets a database aside, instead of deleting it, when its record was removed', async () => {
    await (await start()).stop();
    unlinkSync(join(dataDir, 'postgres.json'));
    await start();
    expect(existsSync(join(`${cluster()}.previous`, 'PG_VERSION'))).toBe(true);
  });
});

describe('the programs of PostgreSQL', () => {
  it('are completed in a copy when npm ran no install scripts', async () => {
    const { folder: original, version } = platformPackage();
    const bare = join(folder, 'package');
    cpSync(original, bare, { recursive: true, verbatimSymlinks: true });
    const libraries = join(bare, 'native', 'lib');
    const linked = (where: string): string[] =>
      readdirSync(where).filter((name) => lstatSync(join(where, name)).isSymbolicLink());
    for (const name of linked(libraries)) unlinkSync(join(libraries, name));
    const binaries = await provideBinaries({ folder: bare, version }, folder, true);
    expect(linked(libraries)).toEqual([]);
    expect(spawnSync(binaries.initdb, ['--version'], { env: {} }).stdout.toString()).toContain(version.split('.')[0]);
    expect(spawnSync(binaries.postgres, ['--version'], { env: {} }).stdout.toString()).toContain(version.split('.')[0]);
  });
});
