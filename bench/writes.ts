import { withClient } from '../src/platform/database/prepare.js';
import type { Contest } from './contest.js';
import { assertConsistent } from './data-accounts.js';
import { measureImports } from './imports.js';
import { measureNights } from './nights.js';
import { copyDatabase } from './place.js';
import type { Timing } from './timings.js';
import { assertSameEffects, paymentWorkloads } from './workloads-accounts.js';

/** What writes, on a copy of the generated database: a payment, an import, the night. */
export async function measureWrites(contest: Contest, keys: readonly string[]): Promise<Timing[]> {
  await contest.database('accounts');
  contest.log('copying …');
  const { url, drop } = await copyDatabase(contest.cluster, 'accounts', contest.options.size);
  const timings: Timing[] = [];
  if (keys.includes('f')) timings.push(...(await measureNights(contest, url)));
  if (keys.includes('d') || keys.includes('e')) {
    const [hand, whole] = [await contest.limitOn(url), await contest.passerelleOn(url)];
    if (keys.includes('e')) timings.push(await measureImports(contest, url, hand, whole));
    if (keys.includes('d')) {
      const workloads = await paymentWorkloads(url);
      await assertSameEffects(url, workloads[0]!, [hand, whole]);
      await contest.measure(
        'd',
        'd',
        { name: 'limit', target: hand, workloads },
        { name: 'Passerelle', target: whole, workloads },
      );
    }
    await contest.end(hand);
    await contest.end(whole);
    contest.log('comparing every account with its entries …');
    await withClient(url, async (owner) => {
      await owner.query(`SELECT set_config('app.consortium', id::text, false) FROM consortia WHERE key = 'bench'`);
      await assertConsistent(owner);
    });
  }
  await drop();
  return timings;
}
