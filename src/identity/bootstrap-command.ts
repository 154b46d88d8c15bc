import { parseArgs } from 'node:util';
import { runCommand } from '../command.js';
import { loadConfig } from '../platform/config.js';
import { openDatabase, withClient } from '../platform/database/prepare.js';
import { bootstrapConsortium } from './bootstrap.js';

const USAGE = 'Usage: node dist/src/identity/bootstrap-command.js --key KEY --name "NAME" [--coordinator "NAME"]';

/** Makes a consortium with its coordinating organisation and prints the credentials of its first client, once. */
await runCommand(async (print) => {
  const { values } = parseArgs({
    options: { key: { type: 'string' }, name: { type: 'string' }, coordinator: { type: 'string' } },
  });
  const { key, name } = values;
  if (key === undefined || !/^[a-z0-9-]{2,60}$/.test(key) || name === undefined || name.trim() === '') {
    throw Object.assign(new Error(USAGE), { stack: USAGE });
  }
  const place = await openDatabase(loadConfig());
  try {
    const given = { key, name, coordinatorName: values.coordinator ?? name };
    const made = await withClient(place.ownerUrl, (owner) => bootstrapConsortium(owner, given));
    print(JSON.stringify(made, null, 2));
  } finally {
    await place.close();
  }
});
