import { install } from './install.js';
import { loadConfig } from './platform/config.js';
import { openDatabase } from './platform/database/prepare.js';
import { runCommand } from './command.js';

/** `npm run migrate`: brings the configured database up to date and leaves. */
await runCommand(async (print) => {
  const place = await openDatabase(loadConfig(), print);
  try {
    const done = await install(place);
    print(done.length > 0 ? `Migrated: ${done.join(', ')}` : 'The schema is up to date.');
  } finally {
    await place.close();
  }
});
