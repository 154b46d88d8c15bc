import type pg from 'pg';
import type { Batch, Entry } from './chain.js';
import { countIn, uuidArray } from './uuid-array.js';

export const WRITE_CHANGE = 'SELECT audit_change($1, $2, $3, $4, $5, $6, $7, $8)';

export function changeValues(entry: Entry): unknown[] {
  const { at, id, principalType, principalId, operation, tables, ids, requestId } = entry;
  return [at, id, principalType, principalId, operation, tables, uuidArray([ids]), requestId];
}

const WRITE_BATCH = {
  name: 'audit_write',
  text: `SELECT audit_write(${Array.from({ length: 20 }, (_, index) => `$${index + 1}`).join(', ')})`,
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
  const lasts = sumsOf(reads.map(({ ids }) => countIn(ids)));
  return [
    writer,
    seq,
    at,
    since,
    uuidArray(entryIds),
    previousHash,
    hash,
    seal,
    uuidArray(column('consortiumId')),
    uuidArray(column('organisationId')),
    arrayOf(column('at')),
    uuidArray(column('id')),
    arrayOfTexts(column('principalType')),
    arrayOfTexts(column('principalId')),
    arrayOfTexts(column('operation')),
    arrayOfTexts(column('tables').map(arrayOfTexts)),
    uuidArray(column('ids')),
    arrayOf(reads.map((_, index) => (lasts[index - 1] ?? 0) + 1)),
    arrayOf(lasts),
    arrayOfTexts(column('requestId')),
  ];
}

/** Where the ids of each entry end in the list of all. */
function sumsOf(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => (sum += count));
}

/** Of what needs no quotes: the driver would look at each for what to escape. */
function arrayOf(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

function arrayOfTexts(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
