/**
 * A process of its own that runs the night of one consortium, started by arrears.spec.ts: with `hang` it stays within its
 * transaction, says so on its output, and waits to be killed; otherwise it says what it did.
 */
import { systemActor } from '../src/platform/access/actor.js';
import { inContext } from '../src/platform/context.js';
import { Keyring } from '../src/platform/crypto.js';
import { runtimeDataSource } from '../src/platform/database/connection.js';
import { Database } from '../src/platform/database/database.js';
import { ArrearsNightService } from '../src/tenancies/arrears-night.service.js';

const { url, consortiumId, hang } = JSON.parse(process.argv[2]!) as {
  url: string;
  consortiumId: string;
  hang: boolean;
};
const source = await runtimeDataSource({ url, poolSize: 2, applicationName: 'arrears-test' }).initialize();
const database = new Database(source, new Keyring([Buffer.alloc(32, 7)]));
const night = new ArrearsNightService(database);

await inContext({ requestId: 'night', locale: 'fr', actor: systemActor(consortiumId, 'rent-arrears') }, () =>
  database.work(async () => {
    const counts = await night.turn();
    process.stdout.write(`${JSON.stringify(counts)}\n`);
    if (hang) await new Promise(() => setInterval(() => undefined, 1000));
  }),
);
await source.destroy();
