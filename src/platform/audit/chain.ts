import { randomUUID } from 'node:crypto';
import type { Keyring } from '../crypto.js';
import { sha256 } from '../crypto.js';
import type { Instant } from '../clock.js';
import type { AuditKind, PrincipalType } from './audit.enums.js';

/** What one request did with personal data, as it is stored. Instants have six decimals, as PostgreSQL keeps them. */
export interface Entry {
  readonly consortiumId: string;
  readonly organisationId: string;
  readonly at: Instant;
  readonly id: string;
  readonly kind: AuditKind;
  readonly principalType: PrincipalType;
  readonly principalId: string;
  readonly operation: string;
  readonly tables: readonly string[];
  /** With commas between them, as a trail gathers them. */
  readonly ids: string;
  readonly requestId: string;
}

/** How far a writer's chain has come. */
export interface Chain {
  readonly writer: string;
  readonly seq: number;
  readonly hash: Buffer;
}

export interface Batch {
  readonly writer: string;
  readonly seq: number;
  readonly at: Instant;
  /** When its oldest entry was. */
  readonly since: Instant;
  readonly entryIds: readonly string[];
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  /** The hash, signed with the installation's key: who may write the tables cannot write a chain anew. */
  readonly seal: string;
}

const PURPOSE = 'audit';

export const GENESIS = Buffer.alloc(0);

export function newChain(): Chain {
  return { writer: randomUUID(), seq: 0, hash: GENESIS };
}

/** The next batch of a chain. Its entries lie between `since` and `at` even where the clock was set back meanwhile. */
export function link(chain: Chain, entries: readonly Entry[], now: Instant, keyring: Keyring): Batch {
  const sorted = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
  const since = entries.reduce((oldest, entry) => (entry.at < oldest ? entry.at : oldest), now);
  const at = entries.reduce((newest, entry) => (entry.at > newest ? entry.at : newest), now);
  const batch = {
    writer: chain.writer,
    seq: chain.seq + 1,
    at,
    since,
    entryIds: sorted.map(({ id }) => id),
    previousHash: chain.hash,
  };
  const hash = hashOf(batch, sorted);
  return { ...batch, hash, seal: keyring.sign(PURPOSE, hash.toString('hex')) };
}

/** SHA-256 over the batch before and the canonical text of the entries, in the order of their ids. */
export function hashOf(batch: Omit<Batch, 'hash' | 'seal'>, sorted: readonly Entry[]): Buffer {
  const { writer, seq, at, since, previousHash } = batch;
  const head = JSON.stringify([writer, seq, at, since, previousHash.toString('hex')]);
  return sha256(`${head.slice(0, -1)},[${sorted.map(canonical).join(',')}]]`);
}

export function isSealed(batch: Batch, keyring: Keyring): boolean {
  return keyring.verify(PURPOSE, batch.seal) === batch.hash.toString('hex');
}

/** JSON of an array. */
function canonical(entry: Entry): string {
  const { consortiumId, organisationId, at, id, kind, principalType, principalId, operation, tables, ids, requestId } =
    entry;
  const head = JSON.stringify([
    consortiumId,
    organisationId,
    at,
    id,
    kind,
    principalType,
    principalId,
    operation,
    tables,
  ]);
  const list = ids === '' ? '' : `"${ids.replaceAll(',', '","')}"`;
  return `${head.slice(0, -1)},[${list}],${JSON.stringify(requestId)}]`;
}
