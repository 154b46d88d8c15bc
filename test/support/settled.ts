import type { TestApp } from './app.js';

/** Waits until a delta shows what has been committed: until no transaction of the server, of any test, is older than now. */
export async function settled(test: TestApp): Promise<void> {
  await test.asOwner(async (owner) => {
    const {
      rows: [now],
    } = await owner.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
    for (;;) {
      const {
        rows: [answer],
      } = await owner.query<{ passed: boolean }>(
        'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS passed',
        [now!.xid],
      );
      if (answer!.passed) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
}
