import type { Client } from 'pg';
import type { CivilDate } from '../platform/clock.js';
import { PROJECT, TAKE } from '../alerts/alert-projection.js';

/** What the nights would have told by now: of deadlines, of lessors that are silent; and the alerts that are made of all causes. */
export async function raiseAlerts(client: Client, consortiumId: string, today: CivilDate): Promise<void> {
  await client.query('SELECT deadlines_causes($1, NULL), accounts_stale($1)', [today]);
  for (;;) {
    const { rows: taken } = await client.query<{ id: string }>(TAKE, [consortiumId]);
    if (taken.length === 0) break;
    await client.query(PROJECT, [consortiumId, taken.map(({ id }) => id), today, 'demo']);
  }
  await client.query(`SELECT feed_touch('alerts', (SELECT coalesce(array_agg(id), '{}') FROM alerts))`);
}
