import type pg from 'pg';
import type { Batch, Entry } from './chain.js';

export const WRITE_CHANGE = 'SELECT audit_change($1, $2, $3, $4, $5, $6, $7, $8)';

export function changeValues(entry: Entry): unknown[] {
  const { at, id, principalType, principalId, operation, tables, ids, requestId } = entry;
  return [at, id, principalType, principalId, operation, tables, arrayOf(ids), requestId];
}

const WRITE_BATCH = {
  name: 'audit_write',
  text: `SELECT audit_write(${Array.from({ length: 18 }, (_, index) => `$${index + 1}`).join(', ')})`,
} as const;

/** One statement, one implicit transaction, on a connection that is held for it only. */
export async function writeBatch(pool: pg.Pool, batch: Batch, reads: readonly Entry[]): Promise<void> {
  const client = await pool.connect();
  client.on('error', ignore);
  let broken = true;
  try {
    await client.query({ ...WRITE_BATCH, values: batchValues(batch, reads) });
    broken = false;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/** A connection that dies fails its statement; its event says the same again, and unheard it would end the process. */
function ignore(): void {
  return;
}

function batchValues(batch: Batch, reads: readonly Entry[]): unknown[] {
  const { writer, seq, at, since, entryIds, previousHash, hash, seal } = batch;
  const column = <K extends keyof Entry>(name: K): Entry[K][] => reads.map((entry) => entry[name]);
  return [
    writer,
    seq,
    at,
    since,
    arrayOf(entryIds.join(',')),
    previousHash,
    hash,
    seal,
    arrayOf(column('consortiumId').join(',')),
    arrayOf(column('organisationId').join(',')),
    column('at'),
    arrayOf(column('id').join(',')),
    column('principalType'),
    column('principalId'),
    column('operation'),
    column('tables').map(arrayText),
    column('ids').map(arrayOf),
    column('requestId'),
  ];
}

/** The driver would escape each of them. */
function arrayOf(ids: string): string {
  return `{${ids}}`;
}

/** `unnest` takes no ragged arrays: the lists travel as array literals. */
function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
