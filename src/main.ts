import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { buildApp } from './app.js';
import { print, runCommand } from './command.js';
import { demoDay, loadDemo } from './demo/demo.js';
import { install } from './install.js';
import { loadConfig } from './platform/config.js';
import { assertUnprivileged, openDatabase, type DatabasePlace } from './platform/database/prepare.js';
import { assertListenable } from './platform/listening.js';
import { welcome } from './welcome.js';
import { keepHeapSmall } from './platform/heap.js';

/** The HTTP process: database, schema, API, and the jobs unless worker processes run them. */
await runCommand(async () => {
  keepHeapSmall();
  const config = loadConfig();
  await assertListenable(config);
  const place = await openDatabase(config);
  let app: NestFastifyApplication | undefined;
  const wanted = config.PASSERELLE_DEMO === 'true' || (config.PASSERELLE_DEMO === 'auto' && place.embedded);
  try {
    if (config.PASSERELLE_MIGRATE) await install(place);
    else await assertUnprivileged(place.url);
    if (wanted)
      await loadDemo(place.ownerUrl, { dataDir: config.PASSERELLE_DATA_DIR, baseUrl: config.PASSERELLE_PUBLIC_URL });
    app = await buildApp({
      config,
      databaseUrl: place.url,
      ownerUrl: place.ownerUrl,
      jobs: config.PASSERELLE_JOBS ? 'work' : 'relay',
    });
    await app.listen({ host: config.HOST, port: config.PORT });
  } catch (error) {
    await app?.close();
    await place.close();
    throw error;
  }
  stopOnSignal(app, place);
  // Where no demonstration is wanted, the process may have no right to ask.
  const day = wanted ? await demoDay(place.ownerUrl) : undefined;
  welcome(config, config.PASSERELLE_PUBLIC_URL, day).forEach(print);
});

/** What is in flight ends, then the jobs, then the database; a second signal does not wait. */
function stopOnSignal(app: NestFastifyApplication, place: DatabasePlace): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    app
      .close()
      .then(() => place.close())
      .then(() => process.exit(0))
      .catch(() => process.exit(1));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
