import { ConfigError, loadConfig, type Config } from '../config.js';
import { Keyring } from '../crypto.js';
import { EmbeddedServerError } from '../database/embedded-error.js';
import { readRecord } from '../database/embedded-place.js';
import { openDatabase, withClient } from '../database/prepare.js';
import { wordsOf } from './audit-report.js';
import { verifyAudit } from './audit-verification.js';

/** `node dist/src/platform/audit/audit-verify.js`: 0 every chain holds, 1 one is broken, 2 they could not be checked. */
async function main(config: Config): Promise<number> {
  const place = await openDatabase(config).catch((error: unknown) => runningPlace(config, error));
  try {
    const report = await withClient(place.ownerUrl, (client) => verifyAudit(client, new Keyring(config.keys)));
    process.stdout.write(wordsOf(report));
    return report.intact ? 0 : 1;
  } finally {
    await place.close();
  }
}

/** The embedded server belongs to the process that started it; while that one runs we are its guest. */
function runningPlace(config: Config, error: unknown): { ownerUrl: string; close: () => Promise<void> } {
  const record = error instanceof EmbeddedServerError ? readRecord(config.PASSERELLE_DATA_DIR) : undefined;
  if (!record) throw error;
  const { user, password, host, port } = record;
  return { ownerUrl: `postgres://${user}:${password}@${host}:${port}/passerelle`, close: () => Promise.resolve() };
}

try {
  process.exitCode = await main(loadConfig());
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof ConfigError ? 78 : 2;
}
