import { sha256, type Keyring } from '../crypto.js';
import { demand, type Declared } from '../access/requires.js';
import { actor, context } from '../context.js';
import type { Database } from '../database/database.js';
import { constraintMeans } from '../database/sql-failures.js';
import type { Work } from '../database/work.js';
import { Failure } from '../errors/failure.js';
import type { ClassOf } from './fields.js';
import { tableBehind } from './published.js';

/** An `Idempotency-Key` whose request is under way: its answer is stored in the transaction of its effect. */
export interface PendingKey {
  readonly scope: Buffer;
  readonly bodyHash: Buffer;
  readonly status: number;
}

export interface StoredAnswer {
  status: number;
  body: unknown;
  /** The table of what the answer is about, so that a replay is refused once it is no longer visible. */
  subjectId: string | null;
}

const PURPOSE = 'idempotent-answer';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** A key as a client gave it, or 400. */
export function readKey(given: unknown): string {
  if (typeof given !== 'string' || !KEY.test(given)) throw new Failure('malformed_request');
  return given;
}

/** Key, caller, method and path together: the same key of another client or on another path is another request. */
export function scopeOfKey(key: string, method: string, path: string): Buffer {
  const { consortiumId, organisationId, principal } = actor();
  return sha256([consortiumId, organisationId, principal.type, principal.id, method, path, key].join('\n'));
}

/** The stored answer of this key, undefined when it is new; 422 when it came with another body. Kept for 72 hours. */
export async function storedAnswer(
  database: Database,
  keyring: Keyring,
  key: PendingKey,
): Promise<StoredAnswer | undefined> {
  const [row] = await database.read<{
    bodyHash: Buffer;
    status: number;
    body: string | null;
    subjectId: string | null;
  }>(
    `SELECT body_hash AS "bodyHash", status, body, subject_id AS "subjectId" FROM idempotent_answers
     WHERE consortium_id = $1 AND scope = $2 AND created_at > now() - interval '72 hours'`,
    [actor().consortiumId, key.scope],
  );
  if (!row) return undefined;
  if (!row.bodyHash.equals(key.bodyHash)) throw new Failure('idempotency_mismatch');
  const body: unknown = row.body === null ? undefined : JSON.parse(keyring.open(PURPOSE, row.body));
  return { status: row.status, body, subjectId: row.subjectId };
}

/** A replay is a read: it needs the permission again, its subject must still be visible (404), and the audit knows of it. */
export async function assertReplayable(
  database: Database,
  permission: Declared,
  returns: ClassOf | undefined,
  { subjectId }: StoredAnswer,
): Promise<void> {
  demand(permission);
  const table = tableBehind(returns);
  if (table === undefined || subjectId === null) return;
  await database.one(`SELECT 1 FROM ${table} t WHERE t.consortium_id = $1 AND t.id = $2`, [
    actor().consortiumId,
    subjectId,
  ]);
  context().trail?.read(table, [subjectId]);
}

constraintMeans('idempotency_in_flight', () => new Failure('idempotency_in_flight', { retryAfter: 1 }));

/** Takes the key for this transaction. A twin under way, or one that has just committed: 409, and the retry replays. */
export async function takeKey(work: Work, key: PendingKey): Promise<void> {
  await work.prepared('SELECT idempotent_take($1, $2)', [key.scope.readBigInt64BE(0).toString(), key.scope]);
}

/** Keeps the answer with its effect. */
export async function storeAnswer(work: Work, keyring: Keyring, key: PendingKey, answer: unknown): Promise<void> {
  const body = answer === undefined ? null : keyring.seal(PURPOSE, JSON.stringify(answer));
  const subjectId = (answer as { id?: string } | undefined)?.id ?? null;
  await work.prepared(
    `INSERT INTO idempotent_answers (consortium_id, scope, body_hash, status, body, subject_id) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (consortium_id, scope) DO UPDATE SET body_hash = excluded.body_hash, status = excluded.status, body = excluded.body,
       subject_id = excluded.subject_id, created_at = now()`,
    [actor().consortiumId, key.scope, key.bodyHash, key.status, body, subjectId],
  );
}
