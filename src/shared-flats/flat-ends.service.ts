import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';

/** Who lets the rooms of a flat and who supports it are told in time that its head tenancy ends: everybody is to be rehoused. */
@Injectable()
export class FlatEndsService {
  constructor(private readonly database: Database) {}

  /** Of all open flats of the consortium, as the system. */
  @Requires('nothing')
  tell(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const [row] = await work.query<{ changed: number }>('SELECT flats_to_close($1)::integer AS changed', [
        clock.today(),
      ]);
      return { causesChanged: row!.changed };
    });
  }
}
