import { register } from 'tsx/esm/api';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One server and one folder for all test files, and one migrated template that each of them clones. */
export default async function globalSetup() {
  const unregister = register();
  const { prepareTemplate } = await import('./template.ts');
  const dataDir = mkdtempSync(path.join(tmpdir(), 'passerelle-test-'));
  const { adminUrl, template, stop } = await prepareTemplate(dataDir, process.env.TEST_DATABASE_URL);
  process.env.PASSERELLE_TEST_ADMIN = adminUrl;
  process.env.PASSERELLE_TEST_TEMPLATE = template;
  process.env.PASSERELLE_TEST_FOLDER = dataDir;
  globalThis.passerelleStopTests = stop;
  await unregister();
}
