import { loadCommunes } from './housing/communes.js';
import { prepareQueueSchema } from './platform/jobs/queue-schema.js';
import { assertUnprivileged, migrate, withClient, type DatabasePlace } from './platform/database/prepare.js';

/** Schema, reference data, and the check that the run-time role is bound by row-level security. Safe to run again, and at once. */
export async function install(place: Pick<DatabasePlace, 'url' | 'ownerUrl'>): Promise<string[]> {
  const done = await migrate(place.ownerUrl);
  await prepareQueueSchema(place.ownerUrl);
  await withClient(place.ownerUrl, loadCommunes);
  await assertUnprivileged(place.url);
  return done;
}
