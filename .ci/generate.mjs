// Writes what is generated and committed: .env.example, migrations/structure.sql and, through contract.js, test/contract/.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownerDataSource } from '../dist/src/platform/database/owner-data-source.js';
import { startEmbeddedServer } from '../dist/src/platform/database/embedded-server.js';
import { structureOf } from '../dist/src/platform/database/structure.js';
import { envExample } from '../dist/src/platform/env-example.js';

writeFileSync('.env.example', envExample());

const dataDir = mkdtempSync(path.join(tmpdir(), 'passerelle-generate-'));
try {
  const server = await startEmbeddedServer({ dataDir, settings: { fsync: 'off' } });
  try {
    const owner = await ownerDataSource(server.url('postgres')).initialize();
    await owner.runMigrations();
    writeFileSync('migrations/structure.sql', await structureOf((sql) => owner.query(sql)));
    await owner.destroy();
  } finally {
    await server.stop();
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

const contract = spawnSync(process.execPath, ['dist/src/contract.js'], { stdio: 'inherit' });
process.exitCode = contract.status ?? 1;
