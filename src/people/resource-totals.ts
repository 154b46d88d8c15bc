import { clock } from '../platform/clock.js';
import type { Work } from '../platform/database/work.js';

/** Adds the resources of the person's household up again, for those who see the total only. Once any were ever recorded. */
export async function summariseOf(work: Work, personId: string): Promise<void> {
  await work.query('SELECT summarise_resources(person_origin($1), $2)', [personId, clock.today()]);
}
