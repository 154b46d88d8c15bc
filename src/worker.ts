import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { print, runCommand } from './command.js';
import { ConfigError, loadConfig } from './platform/config.js';
import { keepHeapSmall } from './platform/heap.js';
import { WorkerEndpoints } from './platform/observability/worker-endpoints.js';

/** The job process. It needs a database of its own to reach, since the embedded one belongs to the API process. */
await runCommand(async () => {
  keepHeapSmall();
  const config = loadConfig();
  if (!config.DATABASE_URL) throw new ConfigError(['DATABASE_URL: needed by a worker of its own']);
  const app = await NestFactory.createApplicationContext(
    AppModule.with({
      config,
      databaseUrl: config.DATABASE_URL,
      ownerUrl: config.DATABASE_OWNER_URL ?? config.DATABASE_URL,
      jobs: 'work',
    }),
    { logger: ['error', 'warn'], abortOnError: false },
  );
  app.enableShutdownHooks();
  try {
    if (config.PASSERELLE_WORKER_PORT !== undefined)
      await app.get(WorkerEndpoints).listen(config.HOST, config.PASSERELLE_WORKER_PORT);
  } catch (error) {
    await app.close();
    throw error;
  }
  print('Passerelle runs the jobs');
});
