import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { newestMark, opened, sealed } from './sealed-text.js';

const TEXTS = [
  ['house_incidents', 'description'],
  ['house_incidents', 'outcome'],
  ['incident_follow_ups', 'note'],
] as const;
const CHUNK = 1_000;

/** Texts that were written before they were sealed, or sealed with a key that is no longer the newest. */
@Injectable()
export class IncidentSealingService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('nothing')
  sealOld(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      let count = 0;
      const newest = `${newestMark(this.keyring)}.`;
      for (const [table, column] of TEXTS) {
        const rows = await work.query<{ id: string; text: string }>(
          `SELECT id, ${column} AS text FROM ${table} WHERE consortium_id = $1 AND NOT starts_with(${column}, $2) ORDER BY id LIMIT ${CHUNK} FOR UPDATE`,
          [actor().consortiumId, newest],
        );
        await work.query(
          `UPDATE ${table} t SET ${column} = n.text FROM unnest($2::uuid[], $3::text[]) n (id, text) WHERE t.consortium_id = $1 AND t.id = n.id`,
          [
            actor().consortiumId,
            rows.map(({ id }) => id),
            rows.map(({ text }) => sealed(this.keyring, opened(this.keyring, text))),
          ],
        );
        count += rows.length;
      }
      return { sealed: count };
    });
  }
}
